//! Media types.

/// A media type without its parameters, in small letters: `text/html` of `Text/HTML; charset=utf-8`.
pub fn essence(media_type: &str) -> String {
    media_type
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase()
}

/// True when a body of this media type is one JSON value.
pub fn is_json(essence: &str) -> bool {
    matches!(essence, "application/json" | "text/json") || essence.ends_with("+json") && !is_lines(essence)
}

/// True when a body of this media type is a JSON value on each line.
pub(super) fn is_lines(essence: &str) -> bool {
    matches!(
        essence,
        "application/jsonl"
            | "application/x-jsonl"
            | "application/jsonlines"
            | "application/x-jsonlines"
            | "application/ndjson"
            | "application/x-ndjson"
            | "application/stream+json"
    )
}

/// True when a body of this media type is JSON values behind record separators.
pub(super) fn is_sequence(essence: &str) -> bool {
    essence == "application/json-seq" || essence.ends_with("+json-seq")
}

/// True when one media type is the other, or when one is a range that the other is in. Both are essences.
pub fn matches(one: &str, other: &str) -> bool {
    let is_in = |range: &str, essence: &str| {
        range == "*/*" || range == "*" || range.strip_suffix('*').is_some_and(|start| essence.starts_with(start))
    };
    one == other || is_in(one, other) || is_in(other, one)
}
