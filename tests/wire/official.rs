//! Our requests beside those of the official SDK: `samples.json` holds a made-up input for each operation, and
//! `wire-dev.jsonl` what the official SDK sent for some of these inputs. Both lie beside the repository.

use super::{OPERATIONS, operation, report};
use crate::call::Input;
use crate::sent::{self, Differences};
use chatbotkit::test_util::Recorded;
use serde_json::{Map, Value};

/// Where we differ from the official SDK on purpose, each with its reason.
const KNOWN: &[(&str, &str)] = &[(
    "cloneBot",
    "its body is free by the description and has no meaning for the server: our method takes none",
)];

/// The official SDK takes the file itself here and makes the announcement of it, which our method takes from the caller.
const MAKES_ITS_OWN_BODY: &str = "uploadFile";

fn is_known(id: &str) -> bool {
    KNOWN.iter().any(|(known, _)| *known == id)
}

fn samples() -> Option<Map<String, Value>> {
    let text = workspace_tests::read(workspace_tests::shared("chatbotkit/samples.json")?);
    match serde_json::from_str(&text) {
        Ok(Value::Object(samples)) => Some(samples),
        other => panic!("samples.json is no object: {other:?}"),
    }
}

/// The sample's query in the form in which the official SDK writes it.
fn query(sample: &Value) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let mut pairs = Vec::new();
    for (name, value) in sample["query"].as_object().into_iter().flatten() {
        match value.as_object() {
            Some(members) => pairs.extend(
                members
                    .iter()
                    .map(|(key, value)| (format!("{name}.{key}"), text(value))),
            ),
            None => pairs.push((name.clone(), text(value))),
        }
    }
    pairs.sort();
    pairs
}

fn path(sample: &Value) -> String {
    let mut path = sample["specPath"].as_str().unwrap_or_default().to_owned();
    for (name, value) in sample["path"].as_object().into_iter().flatten() {
        path = path.replace(&format!("{{{name}}}"), value.as_str().unwrap_or_default());
    }
    path
}

fn compare(id: &str, sample: &Value, body: Option<&Value>, request: &Recorded) -> Option<String> {
    let mut differences = Differences::default();
    differences.compare("method", sample["method"].as_str(), Some(request.method.as_str()));
    differences.compare(
        "path",
        Some(format!("/v1{}", path(sample)).as_str()),
        Some(request.path()),
    );
    differences.compare("query", query(sample), sent::query(request));
    differences.compare(
        "x-timezone",
        sample["headers"]["X-Timezone"].as_str(),
        request.header("x-timezone"),
    );
    if !is_known(id) {
        differences.compare("body", body.cloned(), sent::body(request));
    }
    differences.of(id)
}

#[tokio::test]
async fn every_sample_goes_out_as_it_is() {
    let Some(samples) = samples() else { return };
    assert_eq!(samples.len(), OPERATIONS.len());
    let script = sent::indifferent();
    let client = sent::client(&script);
    let mut failures = Vec::new();
    for (id, sample) in &samples {
        let input = Input::of(sample);
        let bodies: Vec<Option<&Value>> = match sample["bodies"].as_object() {
            Some(bodies) if !bodies.is_empty() => bodies.values().map(Some).collect(),
            _ => vec![None],
        };
        for body in bodies {
            let request = sent::sent(&client, &script, operation(id).send, &input.clone().with_body(body)).await;
            failures.extend(compare(id, sample, body, &request));
        }
    }
    report(&failures);
}

#[tokio::test]
async fn the_official_sdk_sends_the_same() {
    let Some(samples) = samples() else { return };
    let Some(recordings) = workspace_tests::shared("chatbotkit/wire-dev.jsonl") else {
        return;
    };
    let script = sent::indifferent();
    let client = sent::client(&script).with(|options| {
        options
            .base_url("https://self-hosted.example/api/v1")
            .run_as_user("usr_runas")
            .run_as_child_user("child@example.com")
            .timezone("Europe/London")
            .default_header("x-extra", "extra")
    });
    let mut failures = Vec::new();
    for recording in workspace_tests::json_lines(&workspace_tests::read(recordings)) {
        let text = |name: &str| recording[name].as_str().unwrap_or_default();
        let (id, variant) = (text("op"), text("variant"));
        let operation = operation(id);
        let sample = &samples[id];
        let input = Input::of(sample).with_body(sample["bodies"].get(variant).or_else(|| sample["bodies"].get("full")));
        let input = if id == MAKES_ITS_OWN_BODY {
            input.with_body(recording["request"]["body"].get("json"))
        } else {
            input
        };
        let input = if variant == "min" && sample["method"] == "GET" {
            input.bare()
        } else {
            input
        };
        let way = if text("mode") == "stream" {
            operation.ways.iter().find(|way| way.name == "jsonl")
        } else {
            None
        };
        let send = way.map_or(operation.send, |way| way.run);
        let ours = sent::sent(&client, &script, send, &input).await;
        let theirs = &recording["request"];
        let header = |name: &str| theirs["headers"][name].as_str();

        let mut differences = Differences::default();
        differences.compare("method", theirs["method"].as_str(), Some(ours.method.as_str()));
        differences.compare("path", theirs["path"].as_str(), Some(ours.path()));
        let mut query: Vec<(String, String)> = serde_json::from_value(theirs["query"].clone()).unwrap_or_default();
        query.sort();
        differences.compare("query", query, sent::query(&ours));
        if !is_known(id) {
            differences.compare("body", theirs["body"].get("json").cloned(), sent::body(&ours));
        }
        for name in [
            "authorization",
            "content-type",
            "x-runas-user-id",
            "x-runas-child-user-email",
            "x-extra",
        ] {
            differences.compare(name, header(name), ours.header(name));
        }
        // The samples set the time zone of a call where an operation takes one, which the official SDK cannot do.
        let timezone = sample["headers"]["X-Timezone"].as_str().or(header("x-timezone"));
        differences.compare("x-timezone", timezone, ours.header("x-timezone"));
        if text("mode") == "stream" && way.is_some() {
            differences.compare("accept", header("accept"), ours.header("accept"));
        }
        failures.extend(differences.of(&format!("{id}, {variant}, {}", text("mode"))));
    }
    report(&failures);
}
