//! Streams: one event of every declared kind, and what no stream declares.

use super::{expected, operation, report};
use crate::call::{Input, Run, Way};
use crate::description::{self, Described};
use crate::sample::{self, Show};
use crate::sent;
use chatbotkit::test_util::{Reply, Script};
use serde_json::{Value, json};

/// The operations that stream, each with the input of its first expectation.
fn streams() -> impl Iterator<Item = (Described<'static>, &'static Way, Input)> {
    description::read().operations().filter_map(|described| {
        let way = operation(described.id()).ways.iter().find(|way| way.name == "jsonl")?;
        let input = Input::of(expected::line(described.id())).bare();
        Some((described, way, input))
    })
}

/// An event as it is compared: an empty payload says as much as none.
fn essence(event: &Value) -> Value {
    let mut event = event.clone();
    if let Some(members) = event.as_object_mut()
        && members.get("data") == Some(&json!({}))
    {
        members.remove("data");
    }
    event
}

fn essences(events: &[Value]) -> Vec<Value> {
    events.iter().map(essence).collect()
}

/// The events that come of these lines.
fn run(way: &Way, input: &Input, lines: &[&Value]) -> Run {
    let body: String = lines.iter().map(|line| format!("{line}\n")).collect();
    let script = Script::new().reply(Reply::chunks("application/jsonl", [body]));
    (way.run)(&sent::client(&script), input)
}

#[tokio::test]
async fn every_declared_event_is_decoded_whole() {
    let mut failures = Vec::new();
    let mut events = 0;
    for (described, way, input) in streams() {
        let schemas = described
            .answers()
            .filter(|(media_type, _)| *media_type == "application/jsonl");
        for event in schemas.flat_map(|(_, schema)| sample::values(description::read(), schema, Show::Everything)) {
            events += 1;
            let outcome = run(way, &input, &[&event]).await;
            let right = match &outcome {
                Ok(values) => event["type"] != "error" && essences(values) == [essence(&event)],
                Err(error) => event["type"] == "error" && Some(error.message()) == event["data"]["message"].as_str(),
            };
            if !right {
                failures.push(format!("{}\n  sent {event}\n  gave {outcome:?}", described.id()));
            }
        }
    }
    assert!(events > 250, "only {events} events were made up");
    report(&failures);
}

#[tokio::test]
async fn events_that_no_description_names_are_kept() {
    let mut failures = Vec::new();
    for (described, way, input) in streams() {
        let known = json!({ "type": "nop", "data": {} });
        let novel = json!({ "type": "not-known-yet", "data": { "a": [1, null] }, "createdAt": 5 });
        let outcome = run(way, &input, &[&known, &novel]).await;
        if outcome.as_deref().ok().map(essences) != Some(essences(&[known, novel])) {
            failures.push(format!("{}: {outcome:?}", described.id()));
        }
    }
    report(&failures);
}

#[tokio::test]
async fn an_error_event_ends_in_an_error_with_its_code() {
    let mut failures = Vec::new();
    for (described, way, input) in streams() {
        let event = json!({ "type": "error", "data": { "message": "gone", "code": "NOT_FOUND" } });
        let outcome = run(way, &input, &[&event]).await;
        let right = matches!(&outcome, Err(error) if error.is_api() && error.code() == Some("NOT_FOUND"));
        if !right {
            failures.push(format!("{}: {outcome:?}", described.id()));
        }
    }
    report(&failures);
}

#[tokio::test]
async fn a_known_event_with_a_broken_payload_is_an_error() {
    let mut failures = Vec::new();
    for (described, way, input) in streams() {
        let item = described.answers().any(|(media_type, schema)| {
            let events = sample::values(description::read(), schema, Show::Required);
            media_type == "application/jsonl"
                && events
                    .iter()
                    .any(|event| event["type"] == "item" && event["data"] != json!({}))
        });
        let outcome = run(way, &input, &[&json!({ "type": "item", "data": 5 })]).await;
        if item && !matches!(&outcome, Err(error) if error.is_decode()) {
            failures.push(format!("{}: {outcome:?}", described.id()));
        }
    }
    report(&failures);
}

#[tokio::test]
async fn a_chat_completion_streams_server_sent_events() {
    let Some(way) = operation("createChatCompletion")
        .ways
        .iter()
        .find(|way| way.name == "sse")
    else {
        panic!("createChatCompletion has no stream");
    };
    let body = "data: {\"choices\": [{\"delta\": {\"content\": \"Hé\"}}]}\n\n: ping\n\ndata: {\"choices\": []}\n\ndata: [DONE]\n\n";
    // The first piece ends within a character.
    let (first, rest) = body.as_bytes().split_at(40);
    let script = Script::new().reply(Reply::chunks("text/event-stream", [first, rest]));
    let input = Input::of(&json!({ "body": { "model": "model/name=x", "stream": true } }));
    let outcome = (way.run)(&sent::client(&script), &input).await;
    let expected = vec![
        json!({ "choices": [{ "delta": { "content": "Hé" } }] }),
        json!({ "choices": [] }),
    ];
    assert_eq!(outcome.ok(), Some(expected));
    assert_eq!(script.requests()[0].header("accept"), Some("text/event-stream"));
}
