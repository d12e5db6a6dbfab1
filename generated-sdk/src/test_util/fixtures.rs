//! An example answer of every operation, made from the description.

use super::{Recorded, Reply, Script};
use serde_json::Value;
use std::sync::LazyLock;
use std::sync::atomic::Ordering;

/// One object for each operation, with its answers in the order in which they are given to a request that takes anything.
static FIXTURES: LazyLock<Vec<Value>> =
    LazyLock::new(|| serde_json::from_str(include_str!("../fixtures.json")).unwrap_or_default());

impl Reply {
    /// The example answer of an operation, by its id in the description. Where there is no such operation, a 501 says so.
    pub fn fixture(operation: &str) -> Self {
        Self::of_operation(operation, None)
    }

    /// The example answer of an operation in one of its media types, such as `application/jsonl` for its stream.
    pub fn fixture_as(operation: &str, media_type: &str) -> Self {
        Self::of_operation(operation, Some(media_type))
    }

    fn of_operation(operation: &str, media_type: Option<&str>) -> Self {
        let fixture = FIXTURES.iter().find(|fixture| fixture["operation"] == operation);
        let reply = fixture.and_then(|fixture| reply(fixture, media_type));
        reply.unwrap_or_else(|| {
            let wanted = media_type.map_or_else(String::new, |media_type| format!(" as {media_type}"));
            let message = format!("the description has no example of {operation}{wanted}");
            Self::status(501).with_json(serde_json::json!({ "message": message, "code": "NO_FIXTURE" }))
        })
    }
}

impl Script {
    /// A script that answers every operation of the API with an example: by method and path, in the media type that the request accepts.
    /// Replies that are added to it come first.
    pub fn from_fixtures() -> Self {
        let script = Self::new();
        script.0.fixtures.store(true, Ordering::Relaxed);
        script
    }

    /// The example that answers a request, where the script has examples.
    pub(super) fn fixture(&self, request: &Recorded) -> Option<Reply> {
        if !self.0.fixtures.load(Ordering::Relaxed) {
            return None;
        }
        let path: Vec<&str> = request.path().trim_matches('/').split('/').collect();
        let fits = |fixture: &&Value| fixture["method"] == request.method.as_str();
        let fixture = FIXTURES
            .iter()
            .filter(fits)
            .filter_map(|fixture| Some((fit(fixture["path"].as_str()?, &path)?, fixture)))
            .max_by_key(|(same, _)| *same);
        reply(fixture?.1, request.header("accept"))
    }
}

/// How many segments of a path are those of the template; `None` where the path is another one. It is compared from its end, so that
/// the path of the base URL does not matter, and `{+name}` stands for any number of segments.
fn fit(template: &str, path: &[&str]) -> Option<usize> {
    let template: Vec<&str> = template.trim_matches('/').split('/').collect();
    (0..path.len()).rev().find_map(|start| {
        let mut rest = path.iter().skip(start);
        let mut same = 0;
        for segment in &template {
            if segment.starts_with("{+") {
                return Some(same);
            }
            let value = rest.next()?;
            match segment.split_once('{') {
                None if segment == value => same += 1,
                Some((before, _)) if value.starts_with(before) && value.len() > before.len() => {}
                _ => return None,
            }
        }
        rest.next().is_none().then_some(same)
    })
}

/// The reply of a fixture in the media type that is wanted.
fn reply(fixture: &Value, accept: Option<&str>) -> Option<Reply> {
    let status = fixture["status"]
        .as_u64()
        .and_then(|status| u16::try_from(status).ok())?;
    let answers = fixture["answers"].as_array()?;
    let Some(first) = answers.first() else {
        return Some(Reply::status(status));
    };
    let accepted = |media_type: &str| {
        let mut ranges = accept.unwrap_or("*/*").split(',');
        ranges.any(|range| range.split(';').next().unwrap_or_default().trim() == media_type)
    };
    let is_wanted = |answer: &&Value| answer["type"].as_str().is_some_and(accepted);
    let any = Some(first).filter(|_| accepted("*/*"));
    let answer = answers.iter().find(is_wanted).or(any)?;
    let media_type = answer["type"].as_str().unwrap_or_default();
    let pieces: Vec<String> = match (&answer["json"], &answer["events"], &answer["text"]) {
        (Value::Null, Value::Array(events), _) if media_type == "text/event-stream" => {
            events.iter().map(|event| format!("data: {event}\n\n")).collect()
        }
        (Value::Null, Value::Array(events), _) => events.iter().map(|event| format!("{event}\n")).collect(),
        (Value::Null, _, Value::String(text)) => vec![text.clone()],
        (json, ..) => vec![json.to_string()],
    };
    Some(Reply::status(status).header("content-type", media_type).body(pieces))
}
