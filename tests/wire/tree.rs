//! Where operations are called and what their types are, as `sdksmith list` says it.

use super::report;
use crate::description;
use sdksmith::Sources;
use sdksmith::catalogue::Row;
use sdksmith::load::Inputs;
use serde_json::Value;
use std::collections::BTreeMap;
use workspace_tests::repository;

/// Where our tree differs from that of the official SDK on purpose, each with its reason.
const DIFFERENT: &[(&str, &str)] = &[
    (
        "completeConversation",
        "the official SDK chooses this form by an id of null, ours has a method of its own",
    ),
    ("dispatchConversation", "as above"),
    (
        "generatePlatformReport",
        "the official SDK has it twice, as `generate` and as `generateTyped`",
    ),
];

/// The rows of the list by operationId.
fn rows() -> BTreeMap<String, Row> {
    let spec = repository().join("spec");
    let inputs = Inputs {
        spec: spec.join("chatbotkit.yaml"),
        overlays: vec![spec.join("overlay.yaml")],
        ..Inputs::default()
    };
    let run = sdksmith::list(&Sources {
        inputs,
        config: Some(spec.join("sdk.toml")),
        ..Sources::default()
    });
    let rows = run.result.unwrap_or_else(|| panic!("{:?}", run.problems));
    rows.into_iter().map(|row| (row.operation_id.clone(), row)).collect()
}

/// `bot.listItems` as `bot().list_items`.
fn call(official: &str) -> String {
    let mut words: Vec<String> = official.split('.').map(snake).collect();
    let method = words.pop().unwrap_or_default();
    let resources: String = words.iter().map(|word| format!("{word}().")).collect();
    format!("{resources}{method}")
}

fn snake(word: &str) -> String {
    let mut out = String::new();
    for letter in word.chars() {
        if letter.is_uppercase() {
            out.push('_');
        }
        out.extend(letter.to_lowercase());
    }
    out
}

#[test]
fn the_official_sdk_has_the_same_tree() {
    let Some(recordings) = workspace_tests::shared("chatbotkit/wire-dev.jsonl") else {
        return;
    };
    let rows = rows();
    let mut failures = Vec::new();
    for recording in workspace_tests::json_lines(&workspace_tests::read(recordings)) {
        let (Some(id), Some(official)) = (recording["op"].as_str(), recording["sdk"].as_str()) else {
            continue;
        };
        let ours = rows.get(id).map(|row| row.call.replace("r#", ""));
        let is_same = ours.as_deref() == Some(call(official).as_str());
        if !is_same && DIFFERENT.iter().all(|(different, _)| *different != id) {
            failures.push(format!("{id}: {} there, {ours:?} here", call(official)));
        }
    }
    failures.dedup();
    report(&failures);
}

/// True for schemas that say what the values look like.
fn is_described(schema: &Value) -> bool {
    let schema = description::read().resolve(schema);
    let has_members = schema["properties"]
        .as_object()
        .is_some_and(|members| !members.is_empty());
    has_members || schema["oneOf"].is_array() || schema["anyOf"].is_array() || schema["items"].is_object()
}

#[test]
fn what_the_description_describes_has_a_type() {
    let rows = rows();
    let untyped = |ty: &Option<String>| ty.as_deref().is_none_or(|ty| ty.contains("Value"));
    let mut failures = Vec::new();
    for described in description::read().operations() {
        let Some(row) = rows.get(described.id()) else {
            failures.push(format!("{} is not listed", described.id()));
            continue;
        };
        for (media_type, schema) in described.answers() {
            let ty = if media_type == "application/jsonl" {
                &row.stream_item
            } else {
                &row.answer
            };
            let is_json = matches!(media_type, "application/json" | "application/jsonl");
            if is_json && is_described(schema) && untyped(ty) {
                failures.push(format!("{}: {media_type} is {ty:?}", row.operation_id));
            }
        }
        if described.body().is_some_and(is_described) && untyped(&row.body) {
            failures.push(format!("{}: the body is {:?}", row.operation_id, row.body));
        }
    }
    report(&failures);
}
