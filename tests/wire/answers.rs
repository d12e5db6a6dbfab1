//! Answers: made up from the schemas of the description, decoded by the typed methods, and written as JSON again.

use super::{expected, operation, report};
use crate::call::{Input, Operation, Way};
use crate::description::{self, Described};
use crate::sample::{self, Show};
use crate::sent;
use chatbotkit::test_util::{Reply, Script};
use serde_json::{Value, json};

/// The media type that a way of running an operation asks for.
fn media_type(way: &str) -> Option<&'static [&'static str]> {
    Some(match way {
        "json" => &["application/json"],
        "jsonl" => &["application/jsonl"],
        "sse" => &["text/event-stream"],
        "csv" => &["text/csv"],
        "text" => &["text/markdown"],
        "plain" => &["text/plain"],
        "terraform" => &["application/terraform+hcl"],
        "bytes" => &["*/*", "application/octet-stream"],
        // Pages are JSON as well.
        "items" => return None,
        way => panic!("the way {way} has no media type"),
    })
}

/// An input that fits every operation as far as its path goes, with the body of the first expectation.
fn input(described: &Described) -> Input {
    Input::of(expected::line(described.id())).bare()
}

async fn answer(operation: &Way, input: &Input, reply: Reply) -> (Result<Vec<Value>, chatbotkit::Error>, Script) {
    let script = Script::new().reply(reply);
    let outcome = (operation.run)(&sent::client(&script), input).await;
    (outcome, script)
}

fn way<'o>(operation: &'o Operation, name: &str) -> Option<&'o Way> {
    operation.ways.iter().find(|way| way.name == name)
}

#[test]
fn every_declared_media_type_is_a_way() {
    let mut failures = Vec::new();
    for described in description::read().operations() {
        let operation = operation(described.id());
        let declared: Vec<&str> = described.answers().map(|(media_type, _)| media_type).collect();
        let ways: Vec<&[&str]> = operation.ways.iter().filter_map(|way| media_type(way.name)).collect();
        let all_offered = declared.iter().all(|one| ways.iter().any(|way| way.contains(one)));
        if declared.len() != ways.len() || !all_offered {
            failures.push(format!(
                "{}: the description has {declared:?}, the calls {ways:?}",
                described.id()
            ));
        }
    }
    report(&failures);
}

/// Runs `check` over all values of the JSON answers of all operations.
async fn json_answers(show: Show, check: impl Fn(&Value, &Result<Vec<Value>, chatbotkit::Error>) -> bool) {
    let description = description::read();
    let mut failures = Vec::new();
    for described in description.operations() {
        let Some(way) = way(operation(described.id()), "json") else {
            continue;
        };
        let input = input(&described);
        for (_, schema) in described
            .answers()
            .filter(|(media_type, _)| *media_type == "application/json")
        {
            for value in sample::values(description, schema, show) {
                let (outcome, _) = answer(way, &input, Reply::json(&value)).await;
                if !check(&value, &outcome) {
                    failures.push(format!(
                        "{}\n  answered {value}\n  gave     {}",
                        described.id(),
                        shown(&outcome)
                    ));
                }
            }
        }
    }
    report(&failures);
}

fn shown(outcome: &Result<Vec<Value>, chatbotkit::Error>) -> String {
    match outcome {
        Ok(values) => Value::Array(values.clone()).to_string(),
        Err(error) => format!("{error}"),
    }
}

#[tokio::test]
async fn every_answer_is_decoded_whole() {
    let same =
        |value: &Value, outcome: &Result<Vec<Value>, _>| matches!(outcome, Ok(values) if values[..] == [value.clone()]);
    json_answers(Show::Everything, same).await;
    json_answers(Show::Required, same).await;
}

#[tokio::test]
async fn values_that_the_description_does_not_name_yet_are_kept() {
    json_answers(
        Show::Novelties,
        |value, outcome| matches!(outcome, Ok(values) if values[..] == [value.clone()]),
    )
    .await;
}

#[tokio::test]
async fn null_means_absent_wherever_something_is_optional() {
    json_answers(Show::Nulls, |_, outcome| outcome.is_ok()).await;
}

#[tokio::test]
async fn what_is_no_json_comes_as_it_is() {
    let mut failures = Vec::new();
    for described in description::read().operations() {
        for way in operation(described.id()).ways {
            let text = match media_type(way.name) {
                Some(&["application/json" | "application/jsonl" | "text/event-stream"]) | None => continue,
                Some(_) => "id,text\n1,\"ä, {\"\"b\"\"}\"\n",
            };
            let declared: Vec<&str> = described.answers().map(|(media_type, _)| media_type).collect();
            let media_type = media_type(way.name)
                .into_iter()
                .flatten()
                .find(|one| declared.contains(one))
                .copied()
                .unwrap_or_default();
            let (outcome, script) = answer(way, &input(&described), Reply::chunks(media_type, [text])).await;
            let accept = script
                .requests()
                .first()
                .and_then(|request| request.header("accept").map(str::to_owned));
            if outcome.as_ref().ok() != Some(&vec![Value::from(text)]) || accept.as_deref() != Some(media_type) {
                failures.push(format!(
                    "{}, {}: {} for accept {accept:?}",
                    described.id(),
                    way.name,
                    shown(&outcome)
                ));
            }
        }
    }
    report(&failures);
}

#[tokio::test]
async fn a_file_without_contents_is_nothing() {
    let operation = operation("downloadFile");
    let input = Input::of(&json!({ "path": { "fileId": "file_1" } }));
    for (name, nothing) in [("json", Value::Null), ("bytes", "".into())] {
        let Some(way) = way(operation, name) else {
            panic!("downloadFile has no {name}")
        };
        let (outcome, _) = answer(way, &input, Reply::status(204)).await;
        assert_eq!(outcome.ok(), Some(vec![nothing]), "{name}");
    }
}

#[tokio::test]
async fn json_is_asked_for_where_json_is_the_answer() {
    let mut failures = Vec::new();
    for described in description::read().operations() {
        let Some(way) = way(operation(described.id()), "json") else {
            continue;
        };
        let (_, script) = answer(way, &input(&described), Reply::json(json!({}))).await;
        let accept = script
            .requests()
            .first()
            .and_then(|request| request.header("accept").map(str::to_owned));
        if accept.as_deref() != Some("application/json") {
            failures.push(format!("{}: accept {accept:?}", described.id()));
        }
    }
    report(&failures);
}
