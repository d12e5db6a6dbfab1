//! What an operation answers: which of its answers, and a body for it.

use serde_json::Value;

use super::{Answer, Content, Contract, Operation, media};
use crate::sample::{self, Direction, Extent};

/// An answer that fits a request: its status, and its body in one media type.
#[derive(Clone, Copy, Debug)]
pub struct Choice<'c> {
    /// The status.
    pub status: u16,
    /// The body; nothing where the answer has none.
    pub content: Option<&'c Content>,
}

/// A body, before it is bytes.
#[derive(Clone, Debug, PartialEq)]
pub enum Body {
    /// One JSON value.
    Json(Value),
    /// A JSON value on each line.
    Lines(Vec<Value>),
    /// JSON values behind record separators.
    Records(Vec<Value>),
    /// Server-sent events, each with a JSON value.
    Events(Vec<Value>),
    /// Text in some form, or what stands for raw bytes.
    Text(String),
}

impl Operation {
    /// The answers that mean success: 2xx in ascending order, or the default one where it is the only one.
    pub fn successes(&self) -> Vec<(u16, &Answer)> {
        let mut successes: Vec<(u16, &Answer)> = self
            .answers
            .iter()
            .filter_map(|answer| match answer.status.as_str() {
                "2XX" | "2xx" => Some((200, answer)),
                status => status
                    .parse()
                    .ok()
                    .filter(|status| (200..300).contains(status))
                    .map(|status| (status, answer)),
            })
            .collect();
        successes.sort_by_key(|(status, _)| *status);
        if let [only] = self.answers.as_slice()
            && only.status == "default"
        {
            successes.push((200, only));
        }
        successes
    }

    /// The answer to a request with this `Accept`; the media types that there are where none is wanted.
    pub fn choose(&self, accept: Option<&str>) -> Result<Choice<'_>, Vec<&str>> {
        let successes = self.successes();
        let Some((status, first)) = successes.first().copied() else {
            let content = None;
            return Ok(Choice { status: 200, content });
        };
        if first.contents.is_empty() {
            return Ok(Choice { status, content: None });
        }
        let mut offers: Vec<(u16, &Content)> = Vec::new();
        for (status, answer) in successes {
            offers.extend(answer.contents.iter().map(|content| (status, content)));
        }
        // Where the caller takes anything, JSON of the usual status comes first.
        offers.sort_by_key(|(_, content)| !media::is_json(&media::essence(&content.media_type)));
        for wanted in ranges(accept.unwrap_or("*/*")) {
            let exact = offers
                .iter()
                .find(|(_, content)| media::essence(&content.media_type) == wanted);
            let in_range = || {
                offers
                    .iter()
                    .find(|(_, content)| media::matches(&wanted, &media::essence(&content.media_type)))
            };
            // `*/*` may be what is asked for and what is declared, and JSON still comes first.
            let found = if wanted.contains('*') {
                in_range()
            } else {
                exact.or_else(in_range)
            };
            if let Some((status, content)) = found {
                let (status, content) = (*status, Some(*content));
                return Ok(Choice { status, content });
            }
        }
        Err(offers.iter().map(|(_, content)| content.media_type.as_str()).collect())
    }
}

/// The media types of an `Accept`, without parameters, the most wanted first.
fn ranges(accept: &str) -> Vec<String> {
    let mut ranges: Vec<(f64, String)> = accept
        .split(',')
        .filter(|range| !range.trim().is_empty())
        .map(|range| {
            let quality = range
                .split(';')
                .skip(1)
                .find_map(|parameter| parameter.trim().strip_prefix("q=")?.trim().parse().ok());
            (quality.unwrap_or(1.0), media::essence(range))
        })
        .filter(|(quality, _)| *quality > 0.0)
        .collect();
    ranges.sort_by(|one, other| other.0.total_cmp(&one.0));
    ranges.into_iter().map(|(_, range)| range).collect()
}

impl Contract {
    /// A body for an answer: an example of the description where it is one, otherwise made from the schema.
    pub fn body(&self, content: &Content, depth: usize) -> Body {
        let extent = Extent {
            direction: Direction::Answer,
            depth,
        };
        let essence = self.concrete(content);
        if media::is_lines(&essence) {
            return Body::Lines(self.events(content, extent));
        }
        if media::is_sequence(&essence) {
            return Body::Records(self.events(content, extent));
        }
        if essence == "text/event-stream" {
            return Body::Events(self.events(content, extent));
        }
        let value = self.value(content, extent);
        match value {
            value if media::is_json(&essence) => Body::Json(value.unwrap_or_else(|| Value::Object(Default::default()))),
            Some(Value::String(text)) if !text.is_empty() => Body::Text(text),
            Some(value @ (Value::Object(_) | Value::Array(_))) => Body::Text(value.to_string()),
            _ => Body::Text("text".to_owned()),
        }
    }

    /// The same answer as the last page of a list: it does not say where the next one begins.
    pub fn last_page(&self, operation: &Operation, content: &Content, value: Value) -> Value {
        let (Some(next), Some(members), Some(schema)) = (&operation.next, value.as_object(), &content.schema) else {
            return value;
        };
        let mut without = members.clone();
        without.remove(&next.member);
        let mut nulled = members.clone();
        nulled.insert(next.member.clone(), Value::Null);
        let ways = [without, nulled].map(Value::Object);
        let fits = |value: &Value| sample::check(&self.schemas, schema, value, Direction::Answer).is_empty();
        ways.into_iter().find(fits).unwrap_or(value)
    }

    /// The media type that the body really has: a range is JSON where it holds an object, and bytes otherwise.
    pub fn concrete(&self, content: &Content) -> String {
        let essence = media::essence(&content.media_type);
        if !essence.contains('*') {
            return essence;
        }
        let schema = content.schema.as_ref().map(|schema| self.schemas.resolve(schema));
        let says = |keyword: &str| schema.is_some_and(|schema| schema.get(keyword).is_some());
        let kind = schema.and_then(|schema| schema.get("type")).and_then(Value::as_str);
        let is_json = matches!(kind, Some("object" | "array"))
            || kind.is_none() && ["properties", "items", "oneOf", "anyOf", "allOf"].into_iter().any(says);
        match essence.split('/').next() {
            Some("text") => "text/plain".to_owned(),
            Some("image") => "image/png".to_owned(),
            Some("audio") => "audio/mpeg".to_owned(),
            Some("video") => "video/mp4".to_owned(),
            Some("*" | "application") if is_json => "application/json".to_owned(),
            _ => "application/octet-stream".to_owned(),
        }
    }

    fn value(&self, content: &Content, extent: Extent) -> Option<Value> {
        let Some(schema) = &content.schema else {
            return content.examples.first().cloned();
        };
        let fits = |example: &&Value| sample::check(&self.schemas, schema, example, extent.direction).is_empty();
        let example = content.examples.iter().find(fits).cloned();
        Some(example.unwrap_or_else(|| sample::sample(&self.schemas, schema, extent, 0)))
    }

    /// Each event that the schema knows, once: those that go on, then the one that ends the stream. What stands for an error
    /// is left out, since it would end every stream.
    fn events(&self, content: &Content, extent: Extent) -> Vec<Value> {
        let Some(schema) = &content.schema else {
            return content.examples.clone();
        };
        let mut events = sample::each_branch(&self.schemas, schema, extent);
        if let Some(tag) = &self.events.tag {
            let tag_is = |event: &Value, value: &Option<String>| {
                let said = event.get(tag).and_then(Value::as_str);
                said.is_some() && said == value.as_deref()
            };
            events.retain(|event| !tag_is(event, &self.events.error));
            events.sort_by_key(|event| tag_is(event, &self.events.last));
        }
        events
    }
}
