//! Inputs and expected requests of our own: `expected.jsonl` has at least one line for every operation, with all of its
//! parameters and the whole of its body, and further lines for other forms of the body.
//!
//! `path`, `query`, `headers` and `body` are what the method is given, `sends` is what must go out. The body that goes out
//! is the one that was given; where none was given, there is none.

use super::{OPERATIONS, operation, report};
use crate::call::{Input, Operation};
use crate::sent::{self, Differences};
use chatbotkit::test_util::Recorded;
use serde_json::Value;
use std::collections::BTreeSet;
use std::sync::LazyLock;

static LINES: LazyLock<Vec<Value>> = LazyLock::new(|| workspace_tests::json_lines(include_str!("expected.jsonl")));

/// All lines.
pub fn lines() -> &'static [Value] {
    &LINES
}

/// The first line of an operation.
pub fn line(operation: &str) -> &'static Value {
    let line = LINES.iter().find(|line| line["operation"] == operation);
    line.unwrap_or_else(|| panic!("expected.jsonl has no line for {operation}"))
}

async fn record(operation: &Operation, input: &Input) -> Recorded {
    let script = sent::indifferent();
    sent::sent(&sent::client(&script), &script, operation.send, input).await
}

fn compare(line: &Value, request: &Recorded) -> Option<String> {
    let sends = &line["sends"];
    let mut differences = Differences::default();
    differences.compare("method", sends["method"].as_str(), Some(request.method.as_str()));
    differences.compare("host", Some("api.chatbotkit.com"), request.uri.host());
    differences.compare(
        "path",
        sends["path"].as_str().map(|path| format!("/v1{path}")).as_deref(),
        Some(request.path()),
    );
    let mut query: Vec<(String, String)> = serde_json::from_value(sends["query"].clone()).unwrap_or_default();
    query.sort();
    differences.compare("query", query, sent::query(request));
    differences.compare("body", line.get("body").cloned(), sent::body(request));
    differences.compare(
        "authorization",
        Some("Bearer sk-test-secret"),
        request.header("authorization"),
    );
    let content_type = line.get("body").map(|_| "application/json");
    differences.compare("content-type", content_type, request.header("content-type"));
    differences.compare(
        "x-timezone",
        sends["headers"]["x-timezone"].as_str(),
        request.header("x-timezone"),
    );
    differences.of(&format!("{} with {}", line["operation"], line["body"]))
}

#[tokio::test]
async fn every_operation_sends_what_is_expected() {
    let mut failures = Vec::new();
    let mut seen = BTreeSet::new();
    for line in LINES.iter() {
        let operation = operation(line["operation"].as_str().unwrap_or_default());
        seen.insert(operation.id);
        let request = record(operation, &Input::of(line)).await;
        failures.extend(compare(line, &request));
    }
    for missing in OPERATIONS.iter().filter(|operation| !seen.contains(operation.id)) {
        failures.push(format!("expected.jsonl has no line for {}", missing.id));
    }
    report(&failures);
}

#[tokio::test]
async fn what_is_not_set_is_not_sent() {
    let mut failures = Vec::new();
    for line in LINES.iter() {
        let operation = operation(line["operation"].as_str().unwrap_or_default());
        let request = record(operation, &Input::of(line).bare()).await;
        let mut differences = Differences::default();
        differences.compare("query", Vec::new(), sent::query(&request));
        differences.compare("x-timezone", None, request.header("x-timezone"));
        failures.extend(differences.of(operation.id));
    }
    report(&failures);
}

#[tokio::test]
async fn an_empty_path_parameter_is_refused_and_nothing_is_sent() {
    let mut failures = Vec::new();
    for line in LINES.iter().filter(|line| line["path"].is_object()) {
        let operation = operation(line["operation"].as_str().unwrap_or_default());
        // An empty path lists the root of a storage.
        if operation.id == "listSpaceStoragePath" {
            continue;
        }
        let script = sent::indifferent();
        let mut given = line.clone();
        for value in given["path"]
            .as_object_mut()
            .into_iter()
            .flat_map(serde_json::Map::values_mut)
        {
            *value = "".into();
        }
        let outcome = (operation.send)(&sent::client(&script), &Input::of(&given)).await;
        match outcome {
            Err(error) if error.is_request() && script.requests().is_empty() => {}
            outcome => failures.push(format!("{}: {outcome:?}", operation.id)),
        }
    }
    report(&failures);
}
