//! Media types: what each is to us, and how methods are named after it.

use super::Lowering;
use super::schema::{self, Shape};
use crate::diagnostic::Pointer;
use crate::name::{bare_snake, snake};

/// What a media type is to us.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Media {
    Json,
    Form,
    Multipart,
    Text,
    Bytes,
    Jsonl,
    JsonSeq,
    Sse,
}

/// What a media type is, by its name, and where that says nothing by its schema.
pub(super) fn classify(cx: &mut Lowering, media_type: &str, place: Option<&Pointer>) -> Media {
    let essence = media_type
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase();
    match essence.as_str() {
        "application/json" | "text/json" => Media::Json,
        "application/jsonl"
        | "application/x-jsonl"
        | "application/jsonlines"
        | "application/x-jsonlines"
        | "application/ndjson"
        | "application/x-ndjson"
        | "application/stream+json" => Media::Jsonl,
        "application/json-seq" => Media::JsonSeq,
        "text/event-stream" => Media::Sse,
        "application/x-www-form-urlencoded" => Media::Form,
        "multipart/form-data" | "multipart/mixed" | "multipart/related" => Media::Multipart,
        essence if essence.ends_with("+json") => Media::Json,
        essence if essence.ends_with("+json-seq") => Media::JsonSeq,
        essence if essence.starts_with("text/") || essence.ends_with("/xml") || essence.ends_with("+xml") => {
            Media::Text
        }
        _ => match place
            .and_then(|place| schema::view(cx, place))
            .as_deref()
            .map(|view| &view.shape)
        {
            Some(Shape::String { format, .. }) if format != "binary" => Media::Text,
            Some(Shape::Object(_) | Shape::Array(_) | Shape::Union { .. }) if essence == "*/*" => Media::Json,
            _ => Media::Bytes,
        },
    }
}

/// A media type that can be sent; a range cannot.
pub(super) fn concrete(media_type: String) -> String {
    if media_type.contains('*') {
        "application/octet-stream".to_owned()
    } else {
        media_type
    }
}

/// What follows the name of the method that sends this body and is not the usual one.
pub(super) fn suffix(kind: Media) -> &'static str {
    match kind {
        Media::Json => "json",
        Media::Form => "form",
        Media::Multipart => "multipart",
        Media::Text => "text",
        Media::Bytes | Media::Jsonl | Media::JsonSeq | Media::Sse => "bytes",
    }
}

/// The name of the method that asks for this answer.
pub(super) fn answer_name(kind: Media, media_type: &str) -> String {
    let subtype = media_type
        .split(';')
        .next()
        .and_then(|essence| essence.split('/').nth(1))
        .unwrap_or("text")
        .trim();
    match (kind, subtype) {
        (Media::Json, _) => "as_json".to_owned(),
        (Media::Bytes, "octet-stream" | "*") => "bytes".to_owned(),
        (_, "plain") => "plain_text".to_owned(),
        (_, subtype) => {
            let words = subtype.replace('+', " ");
            if bare_snake(&words).is_empty() {
                "text".to_owned()
            } else {
                snake(&words)
            }
        }
    }
}

/// Whether a media type is JSON.
pub(super) fn is_json(media_type: &str) -> bool {
    let essence = media_type
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase();
    matches!(essence.as_str(), "application/json" | "text/json") || essence.ends_with("+json")
}
