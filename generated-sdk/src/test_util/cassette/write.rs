//! From a cassette to its text: JSON, indented, with the lines of a body on lines of their own.

use super::{Answer, Cassette, Exchange, Outcome, Sent};
use crate::tree::Tree;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;

/// The version of the format.
pub(super) const VERSION: u64 = 1;

pub(super) fn text(cassette: &Cassette) -> String {
    let mut members = vec![("version", Tree::Number(VERSION.into()))];
    if !cassette.kept.is_empty() {
        let names = cassette.kept.iter().cloned().map(Tree::Text);
        members.push(("kept", Tree::List(names.collect())));
    }
    members.push((
        "exchanges",
        Tree::List(cassette.exchanges.iter().map(exchange).collect()),
    ));
    // Nothing in a tree can fail to be written.
    let mut text = serde_json::to_string_pretty(&map(members)).unwrap_or_default();
    text.push('\n');
    text
}

fn exchange(exchange: &Exchange) -> Tree {
    let outcome = match &exchange.outcome {
        Outcome::Answer(answer) => ("answer", self::answer(answer)),
        Outcome::Failure { stage, message } => (
            "failure",
            map(vec![("stage", words(stage)), ("message", words(message))]),
        ),
    };
    map(vec![("request", sent(&exchange.request)), outcome])
}

fn sent(sent: &Sent) -> Tree {
    let mut members = vec![
        ("method", words(&sent.method)),
        ("url", words(&sent.url)),
        ("headers", headers(&sent.headers)),
    ];
    members.extend(body(&sent.headers, &sent.body));
    map(members)
}

fn answer(answer: &Answer) -> Tree {
    let mut members = vec![
        ("status", Tree::Number(answer.status.into())),
        ("headers", headers(&answer.headers)),
    ];
    members.extend(body(&answer.headers, &answer.body));
    members.extend(answer.broken.iter().map(|reason| ("broken", words(reason))));
    map(members)
}

fn headers(headers: &[(String, String)]) -> Tree {
    let mut members: Vec<(String, Tree)> = Vec::new();
    for (name, value) in headers {
        match members.iter_mut().find(|(known, _)| known == name) {
            Some((_, Tree::List(values))) => values.push(words(value)),
            Some((_, first)) => *first = Tree::List(vec![first.clone(), words(value)]),
            None => members.push((name.clone(), words(value))),
        }
    }
    members.sort_by(|one, other| one.0.cmp(&other.0));
    Tree::Map(members)
}

/// A body: as `json` where it says that it is JSON and can be read as such without a loss, and as `chunks` otherwise.
fn body(headers: &[(String, String)], chunks: &[Bytes]) -> Option<(&'static str, Tree)> {
    if chunks.iter().all(Bytes::is_empty) {
        return None;
    }
    let is_json = headers
        .iter()
        .any(|(name, value)| name == "content-type" && crate::draft::is_json(value));
    if is_json && let Some(json) = json(&chunks.concat()) {
        return Some(("json", json));
    }
    Some(("chunks", Tree::List(chunks.iter().map(chunk).collect())))
}

fn json(bytes: &[u8]) -> Option<Tree> {
    let read = |bytes: &[u8]| serde_json::from_slice::<Tree>(bytes).ok();
    let json = read(bytes)?;
    (read(json.to_json().as_bytes())? == json).then_some(json)
}

/// A piece of a body: a text, the lines of a text, or base64.
fn chunk(chunk: &Bytes) -> Tree {
    match std::str::from_utf8(chunk) {
        Ok(text) => {
            let mut lines: Vec<Tree> = text.split_inclusive('\n').map(words).collect();
            match (lines.pop(), lines.is_empty()) {
                (Some(only), true) => only,
                (last, _) => Tree::List(lines.into_iter().chain(last).collect()),
            }
        }
        Err(_) => map(vec![("base64", Tree::Text(STANDARD.encode(chunk)))]),
    }
}

fn words(text: &str) -> Tree {
    Tree::Text(text.to_owned())
}

fn map(members: Vec<(&str, Tree)>) -> Tree {
    let members = members.into_iter().map(|(name, value)| (name.to_owned(), value));
    Tree::Map(members.collect())
}
