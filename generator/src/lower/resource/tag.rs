//! Tags: an operation `listUserRoles` with the tag `Users` is `users().list_roles()`.

use super::facts::Facts;
use super::place::{self, DEPTH, Place};
use super::rest;
use super::words::{joined, same, without, words};

/// Where a tag goes a level down: `Users\Pictures`, `Chat / Messages`.
const STEPS: &[char] = &['/', '\\', '»', '>'];

/// Words of a tag that say that it is one.
const EMPTY: &[&str] = &["api", "endpoints", "operations"];

/// The first tag is the resource, and the operationId without the words of the tag the method. What has no tag is placed by
/// its path, and what has no operationId is called by what is done.
pub(super) fn place(facts: &Facts) -> Place {
    let by_path = rest::place(facts);
    let resource = match facts.tag.as_deref().map(levels) {
        Some(levels) if !levels.is_empty() => levels,
        _ => by_path.resource.clone(),
    };
    let id = facts.id_words();
    let methods = if id.is_empty() {
        by_path
            .methods
            .iter()
            .map(|method| with_path(method, &by_path, &resource))
            .collect()
    } else {
        methods(id, &resource, facts)
    };
    Place {
        resource,
        methods,
        rank: by_path.rank,
    }
}

/// Names for a method from an operationId. One that only names the resource says nothing of what is done.
pub(super) fn methods(id: Vec<String>, resource: &[String], facts: &Facts) -> Vec<String> {
    let methods = place::of_id(id, resource, facts);
    let is_resource = |name: &String| resource.last().is_some_and(|last| same(last, name));
    if methods.first().is_some_and(is_resource) {
        [rest::place(facts).methods, methods].concat()
    } else {
        methods
    }
}

/// The levels of a tag, each in `snake_case`.
pub(super) fn levels(tag: &str) -> Vec<String> {
    let mut levels: Vec<String> = tag
        .split(STEPS)
        .map(|level| level.split('(').next().unwrap_or(level))
        .filter(|level| level.chars().any(char::is_alphanumeric))
        .map(|level| without_empty(&crate::name::module(&level.replace('&', " and "))))
        .collect();
    levels.dedup();
    levels.truncate(DEPTH);
    levels
}

fn without_empty(level: &str) -> String {
    let kept: Vec<String> = words(level)
        .into_iter()
        .filter(|word| !EMPTY.contains(&word.as_str()))
        .collect();
    if kept.is_empty() {
        level.to_owned()
    } else {
        joined(&kept)
    }
}

/// What the path says beyond the tag tells what the method is about: `get_statuses` of the tag `commits`.
fn with_path(method: &str, by_path: &Place, resource: &[String]) -> String {
    let Some(noun) = by_path.resource.last() else {
        return method.to_owned();
    };
    let noun = without(words(noun), resource);
    let says_more = noun.dropped.is_none() && !resource.contains(&joined(&noun.words));
    if says_more {
        format!("{method}_{}", joined(&noun.words))
    } else {
        method.to_owned()
    }
}
