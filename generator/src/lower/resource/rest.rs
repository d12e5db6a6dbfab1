//! Paths of nouns: `GET /v1/customers/{id}` is `customers().get(id)`.

use super::facts::Facts;
use super::place::{DEPTH, Place};
use super::words::{is_action, is_plural, joined, without, words};

/// The fixed parts of the path are the resource, and the HTTP method says what is done: `create`, `list`, `get`, `update`,
/// `delete`. A verb at the end of the path says it better: `POST /charges/{id}/capture` is `charges().capture(id)`.
pub(super) fn place(facts: &Facts) -> Place {
    let mut resource = facts.path_words();
    // A verb in front of a parameter says what is done, too: `/files/download/{id}`.
    let has_action = facts.ends_in_action() || resource.last().is_some_and(|last| is_action(last));
    let action = (resource.len() > 1 && has_action).then(|| resource.pop()).flatten();
    // `/charges/{id}/actions/capture`: the verb says that it is an action.
    if action.is_some() && resource.len() > 1 && resource.last().is_some_and(|last| last == "actions") {
        resource.pop();
    }
    if resource.is_empty() {
        resource.push("api".to_owned());
    }
    let is_list = resource.last().is_some_and(|last| is_plural(last));
    let surplus = resource.split_off(resource.len().min(DEPTH)).join("_");
    let mut methods: Vec<String> = match &action {
        Some(action) => action_methods(facts, action, &resource),
        None => usual_methods(facts, is_list)
            .iter()
            .map(|&name| name.to_owned())
            .collect(),
    };
    if !surplus.is_empty() {
        for method in &mut methods {
            *method = format!("{method}_{surplus}");
        }
    }
    Place {
        resource,
        methods,
        // One of many is what `get`, `update` and `delete` are about.
        rank: if facts.ends_in_parameter() { 1 } else { 2 },
    }
}

fn usual_methods(facts: &Facts, is_list: bool) -> &'static [&'static str] {
    let is_item = facts.ends_in_parameter();
    match facts.method.as_str() {
        "get" if is_item => &["get"],
        "get" if is_list => &["list"],
        // The parameters behind a `?` tell more than another verb.
        "get" if facts.has_query() => &["get"],
        "get" => &["get", "list"],
        "post" if is_item => &["update", "create"],
        "post" => &["create"],
        "put" if is_item || !is_list => &["update", "replace"],
        "patch" if is_item || !is_list => &["update"],
        "put" => &["replace_many"],
        "patch" => &["update_many"],
        "delete" if is_item || !is_list => &["delete"],
        "delete" => &["delete_many"],
        "head" => &["head"],
        "options" => &["options"],
        "trace" => &["trace"],
        _ => &["call"],
    }
}

fn action_methods(facts: &Facts, action: &str, resource: &[String]) -> Vec<String> {
    let short = joined(&without(words(action), resource).words);
    let verb = match facts.method.as_str() {
        "get" => "get",
        "post" => "create",
        "delete" => "delete",
        _ => "update",
    };
    let undone = format!("{verb}_{short}");
    // `DELETE /users/{id}/block` takes back what the other methods of that path do.
    let is_undone = facts.method == "delete" && !["delete", "remove"].iter().any(|verb| action.starts_with(verb));
    if is_undone { vec![undone] } else { vec![short, undone] }
}
