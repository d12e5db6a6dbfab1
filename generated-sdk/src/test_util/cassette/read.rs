//! From the text of a cassette to what it holds. A person may have edited it, so that each complaint says where.

use super::write::VERSION;
use super::{Answer, Cassette, Exchange, Outcome, Sent};
use crate::tree::Tree;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;

type Read<T> = Result<T, String>;

pub(super) fn cassette(text: &str) -> Read<Cassette> {
    let root: Tree = serde_json::from_str(text).map_err(|error| error.to_string())?;
    match member(&root, "version") {
        Some(Tree::Number(version)) if version.as_u64() == Some(VERSION) => {}
        _ => return Err(format!("its version is not {VERSION}")),
    }
    let kept = list(member(&root, "kept")).iter().filter_map(text_of).collect();
    let mut exchanges = Vec::new();
    for (index, item) in list(member(&root, "exchanges")).iter().enumerate() {
        exchanges.push(exchange(item).map_err(|reason| format!("exchange {index}: {reason}"))?);
    }
    Ok(Cassette { kept, exchanges })
}

fn exchange(tree: &Tree) -> Read<Exchange> {
    let request = member(tree, "request").ok_or("it has no request")?;
    let request = Sent {
        method: needed(request, "method")?,
        url: needed(request, "url")?,
        headers: headers(request),
        body: body(request)?,
    };
    let outcome = match (member(tree, "answer"), member(tree, "failure")) {
        (Some(answer), _) => Outcome::Answer(self::answer(answer)?),
        (None, Some(failure)) => Outcome::Failure {
            stage: needed(failure, "stage")?,
            message: needed(failure, "message")?,
        },
        (None, None) => return Err("it has neither answer nor failure".to_owned()),
    };
    Ok(Exchange { request, outcome })
}

fn answer(tree: &Tree) -> Read<Answer> {
    let status = match member(tree, "status") {
        Some(Tree::Number(status)) => status.as_u64().and_then(|status| u16::try_from(status).ok()),
        _ => None,
    };
    Ok(Answer {
        status: status.ok_or("the answer has no status")?,
        headers: headers(tree),
        body: body(tree)?,
        broken: member(tree, "broken").and_then(text_of),
    })
}

fn headers(tree: &Tree) -> Vec<(String, String)> {
    let Some(Tree::Map(members)) = member(tree, "headers") else {
        return Vec::new();
    };
    let mut headers = Vec::new();
    for (name, value) in members {
        match value {
            Tree::List(values) => headers.extend(values.iter().filter_map(text_of).map(|value| (name.clone(), value))),
            value => headers.extend(text_of(value).map(|value| (name.clone(), value))),
        }
    }
    headers
}

fn body(tree: &Tree) -> Read<Vec<Bytes>> {
    if let Some(json) = member(tree, "json") {
        return Ok(vec![Bytes::from(json.to_json())]);
    }
    list(member(tree, "chunks")).iter().map(chunk).collect()
}

fn chunk(tree: &Tree) -> Read<Bytes> {
    match tree {
        Tree::Text(text) => Ok(Bytes::from(text.clone())),
        Tree::List(lines) => Ok(Bytes::from(lines.iter().filter_map(text_of).collect::<String>())),
        _ => {
            let encoded = needed(tree, "base64")?;
            let bytes = STANDARD.decode(encoded.as_bytes());
            bytes
                .map(Bytes::from)
                .map_err(|error| format!("a chunk is no base64: {error}"))
        }
    }
}

fn needed(tree: &Tree, name: &str) -> Read<String> {
    member(tree, name)
        .and_then(text_of)
        .ok_or_else(|| format!("there is no text under `{name}`"))
}

fn member<'a>(tree: &'a Tree, name: &str) -> Option<&'a Tree> {
    let Tree::Map(members) = tree else { return None };
    members.iter().find(|(known, _)| known == name).map(|(_, value)| value)
}

fn list(tree: Option<&Tree>) -> &[Tree] {
    match tree {
        Some(Tree::List(items)) => items,
        _ => &[],
    }
}

fn text_of(tree: &Tree) -> Option<String> {
    match tree {
        Tree::Text(text) => Some(text.clone()),
        _ => None,
    }
}
