//! Every operation of many descriptions, called with values made from its schemas: what is made fits, and so does the answer.

use super::contract;
use sdksmith::contract::{Content, Contract, Credential, Location, Operation, Parameter, Style, essence, is_json};
use sdksmith::mock::{Mock, Request};
use sdksmith::sample::{Direction, Extent, check, sample};
use serde_json::Value;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::time::Instant;
use workspace_tests::{case, repository};

/// How many descriptions of other people are tried; `CORPUS=all` tries every one that lies beside the repository.
const COUNT: usize = 12;

/// Which sizes in bytes, so that an unoptimised build takes seconds.
const SIZES: std::ops::Range<u64> = 20_000..220_000;

fn percent(text: &str) -> String {
    percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
}

fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// A request with all that the operation requires.
fn made(contract: &Contract, operation: &Operation, seed: u64) -> Request {
    let extent = Extent::of(Direction::Request);
    let value = |schema: &Value| sample(&contract.schemas, schema, extent, seed);
    let mut request = Request {
        method: operation.method.clone(),
        path: operation.path.clone(),
        ..Request::default()
    };
    let mut pairs = Vec::new();
    for parameter in operation.parameters.iter().filter(|parameter| parameter.required) {
        let value = value(&parameter.schema);
        let whole = written(parameter, &value);
        match parameter.location {
            Location::Path => {
                let name = format!("{{{}}}", parameter.name);
                request.path = request.path.replace(&name, &percent(&whole));
            }
            Location::Header => request.headers.push((parameter.name.to_lowercase(), whole)),
            Location::Cookie => request
                .headers
                .push(("cookie".to_owned(), format!("{}={}", parameter.name, percent(&whole)))),
            Location::Query => pairs.extend(query(parameter, &value)),
        }
    }
    for credential in operation.security.first().into_iter().flatten() {
        match credential {
            Credential::Authorization(scheme) => request
                .headers
                .push(("authorization".to_owned(), format!("{scheme} x"))),
            Credential::Header(name) => request.headers.push((name.to_lowercase(), "x".to_owned())),
            Credential::Query(name) => pairs.push(format!("{name}=x")),
            Credential::Cookie(name) => request.headers.push(("cookie".to_owned(), format!("{name}=x"))),
        }
    }
    request.query = pairs.join("&");
    if let Some(content) = operation.body.as_ref().and_then(|body| body.contents.first())
        && !is_form(content)
    {
        let media_type = essence(&content.media_type);
        request
            .headers
            .push(("content-type".to_owned(), media_type.replace('*', "x")));
        if is_json(&media_type) {
            let schema = content.schema.clone().unwrap_or_default();
            request.body = value(&schema).to_string().into_bytes();
        } else {
            request.body = b"x".to_vec();
        }
    }
    request
}

/// A value as one text.
fn written(parameter: &Parameter, value: &Value) -> String {
    let joined = |texts: Vec<String>| texts.join(",");
    let plain = match value {
        _ if parameter.is_json => value.to_string(),
        Value::Array(elements) => joined(elements.iter().map(text).collect()),
        Value::Object(members) => joined(
            members
                .iter()
                .map(|(name, value)| format!("{name},{}", text(value)))
                .collect(),
        ),
        value => text(value),
    };
    match parameter.style {
        Style::Label => format!(".{plain}"),
        Style::Matrix => format!(";{}={plain}", parameter.name),
        _ => plain,
    }
}

fn query(parameter: &Parameter, value: &Value) -> Vec<String> {
    let pair = |name: &str, text: &str| format!("{}={}", percent(name), percent(text));
    match (value, parameter.style) {
        _ if parameter.is_json => vec![pair(&parameter.name, &value.to_string())],
        (Value::Object(members), Style::DeepObject) => {
            let members = members.iter();
            members
                .map(|(name, value)| pair(&format!("{}[{name}]", parameter.name), &text(value)))
                .collect()
        }
        (Value::Object(members), Style::Form) if parameter.explode => {
            members.iter().map(|(name, value)| pair(name, &text(value))).collect()
        }
        (Value::Array(elements), _) if parameter.explode => elements
            .iter()
            .map(|element| pair(&parameter.name, &text(element)))
            .collect(),
        _ => vec![pair(&parameter.name, &written(parameter, value))],
    }
}

/// What of an answer is not what the description promises.
fn wrong(contract: &Contract, content: &Content, body: &[u8]) -> Option<String> {
    let schema = content
        .schema
        .as_ref()
        .filter(|_| is_json(&contract.concrete(content)))?;
    let value: Value = match serde_json::from_slice(body) {
        Ok(value) => value,
        Err(error) => return Some(format!("the answer is no JSON: {error}")),
    };
    let problems = check(&contract.schemas, schema, &value, Direction::Answer);
    problems
        .first()
        .map(|problem| format!("the answer is wrong: {problem:?}"))
}

fn is_form(content: &Content) -> bool {
    essence(&content.media_type).contains("form")
}

/// A form is not made up here, nor the answer to `HEAD` looked at, and what some descriptions have behind their paths is no path.
fn can_be_made(operation: &Operation) -> bool {
    let body = operation.body.as_ref().filter(|body| body.required);
    let needs_form = body.and_then(|body| body.contents.first()).is_some_and(is_form);
    !needs_form && operation.method != "HEAD" && !operation.path.contains(['?', '#'])
}

/// Calls every operation; gives the number of calls and what went wrong.
fn call_all(contract: &Contract) -> (usize, Vec<String>) {
    let mock = Mock::new(contract.clone());
    let mut failures = Vec::new();
    let mut calls = 0;
    for operation in contract.operations.iter().filter(|operation| can_be_made(operation)) {
        for seed in [0, 1] {
            let request = made(contract, operation, seed);
            let reply = mock.play(&request);
            calls += 1;
            let body = reply.pieces.concat();
            let is_other = reply.operation.as_ref().is_some_and(|id| *id != operation.id);
            let problem = match operation.choose(None) {
                // Another operation may have a path that this one's parameters happen to make.
                _ if is_other => None,
                _ if reply.status >= 300 => Some(String::from_utf8_lossy(&body).into_owned()),
                Ok(choice) => choice.content.and_then(|content| wrong(contract, content, &body)),
                Err(_) => None,
            };
            if let Some(problem) = problem {
                let sent = String::from_utf8_lossy(&request.body).into_owned();
                failures.push(format!(
                    "{} {}?{} {sent:.300}\n    {problem}",
                    operation.method, request.path, request.query
                ));
            }
        }
    }
    (calls, failures)
}

#[test]
fn the_cases_are_answered() {
    let mut failures = Vec::new();
    let mut calls = 0;
    for case in case::cases("") {
        let Some(contract) = case.spec().and_then(|spec| contract(spec, case.file("sdk.toml"))) else {
            continue;
        };
        let (made, failed) = call_all(&contract);
        calls += made;
        failures.extend(failed.into_iter().map(|failure| format!("{}: {failure}", case.name)));
    }
    assert!(
        failures.is_empty(),
        "{} of {calls} calls:\n{}",
        failures.len(),
        failures.join("\n")
    );
    assert!(calls > 200, "only {calls} calls were made");
}

fn documents() -> Vec<PathBuf> {
    let all = std::env::var_os("CORPUS").is_some_and(|value| value == "all");
    let folders: &[&str] = if all {
        &["famous", "small", "peers"]
    } else {
        &["famous"]
    };
    let mut found: Vec<PathBuf> = folders
        .iter()
        .filter_map(|folder| workspace_tests::shared(&format!("corpus/{folder}")))
        .flat_map(|folder| std::fs::read_dir(folder).into_iter().flatten().flatten())
        .map(|entry| entry.path())
        .filter(|path| {
            path.extension()
                .is_some_and(|ending| ending == "json" || ending == "yaml")
        })
        .filter(|path| all || path.metadata().is_ok_and(|data| SIZES.contains(&data.len())))
        .collect();
    found.sort();
    found.truncate(if all { usize::MAX } else { COUNT });
    found
}

/// Descriptions contradict themselves now and then, so a few calls may fail; none may panic.
#[test]
fn descriptions_of_other_people_are_played() {
    let (mut calls, mut failed) = (0, Vec::new());
    for path in documents() {
        let started = Instant::now();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let outcome = catch_unwind(AssertUnwindSafe(|| {
            contract(path, None).map(|contract| call_all(&contract))
        }));
        match outcome {
            Err(_) => panic!("{name}: panicked"),
            Ok(None) => {}
            Ok(Some((made, failures))) => {
                eprintln!(
                    "{name}: {made} calls, {} failed, {:.1} s",
                    failures.len(),
                    started.elapsed().as_secs_f64()
                );
                calls += made;
                failed.extend(failures.into_iter().map(|failure| format!("{name}: {failure}")));
            }
        }
    }
    eprintln!("{calls} calls, {} failed\n{}", failed.len(), failed.join("\n"));
    assert!(
        failed.len() * 50 <= calls,
        "{} of {calls} calls failed:\n{}",
        failed.len(),
        failed.join("\n")
    );
}

#[test]
fn the_api_of_the_repository_is_played() {
    let spec = repository().join("spec");
    let contract = contract(spec.join("chatbotkit.yaml"), Some(spec.join("sdk.toml")));
    let contract = contract.unwrap_or_else(|| panic!("spec/ is broken"));
    let (calls, failures) = call_all(&contract);
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    assert!(calls > 600);
}
