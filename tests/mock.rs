//! `sdksmith mock`: what it answers, and what it refuses.

#[path = "mock/answers.rs"]
mod answers;
#[path = "mock/every.rs"]
mod every;
#[path = "mock/program.rs"]
mod program;
#[path = "mock/refusals.rs"]
mod refusals;

use sdksmith::Sources;
use sdksmith::contract::Contract;
use sdksmith::load::Inputs;
use sdksmith::mock::{Mock, Reply, Request};
use std::path::PathBuf;
use workspace_tests::repository;

/// The contract of a description; nothing where it cannot be read.
fn contract(spec: PathBuf, config: Option<PathBuf>) -> Option<Contract> {
    let overlays = Vec::new();
    sdksmith::contract(&Sources {
        inputs: Inputs {
            spec,
            overlays,
            ..Inputs::default()
        },
        config,
        ..Sources::default()
    })
    .result
}

/// Plays the description of this test.
fn zoo() -> Mock {
    let folder = repository().join("tests/mock");
    let contract = contract(folder.join("openapi.yaml"), Some(folder.join("sdk.toml")));
    Mock::new(contract.unwrap_or_else(|| panic!("the description of the zoo is broken")))
}

/// A request in one text: `METHOD path?query`, headers on lines of their own, and after an empty line the body.
fn request(text: &str) -> Request {
    let (head, body) = text.split_once("\n\n").unwrap_or((text, ""));
    let mut lines = head.lines();
    let (method, target) = lines.next().and_then(|line| line.split_once(' ')).unwrap_or_default();
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let headers = lines.filter_map(|line| line.split_once(": "));
    Request {
        method: method.to_owned(),
        path: path.to_owned(),
        query: query.to_owned(),
        headers: headers
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect(),
        body: body.replace("\\r\\n", "\r\n").into_bytes(),
    }
}

/// The status and the body of an answer.
fn shown(reply: &Reply) -> String {
    let body: String = reply
        .pieces
        .iter()
        .map(|piece| String::from_utf8_lossy(piece))
        .collect();
    format!("{} {body}", reply.status)
}
