//! From a position in JSON to the path of the value that stands there.
//!
//! A decoder that records the path while it reads would be a second copy of the decoding code of every type, compiled in every program;
//! this one scan over the bytes runs only when an answer could not be decoded.

use crate::secret::{REDACTED, is_sensitive, sensitive_values};

/// How much of the offending value is shown.
const SNIPPET: usize = 80;

/// Where in the JSON something went wrong.
#[derive(Debug, Default)]
pub(crate) struct Place {
    /// As in `items[3].name`; empty for the whole document.
    pub(crate) path: String,
    /// The beginning of the value there, with what looks like a secret left out.
    pub(crate) snippet: String,
    /// Whether the value there is or holds what looks like a secret. Without a position it can be any in the document.
    pub(crate) is_sensitive: bool,
}

/// One open object or array on the way to the position.
struct Open {
    is_object: bool,
    start: usize,
    index: usize,
    key: Option<(usize, usize)>,
}

/// The value at a line and column as serde_json counts them: the column is the last byte that was read.
pub(crate) fn locate(json: &[u8], line: usize, column: usize) -> Place {
    let Some(end) = offset(json, line, column) else {
        return Place {
            is_sensitive: holds_secret(json),
            ..Place::default()
        };
    };
    let mut opened: Vec<Open> = Vec::new();
    let mut value = 0;
    let mut at = 0;
    while at < end {
        match json.get(at) {
            Some(b'"') => {
                let close = string_end(json, at);
                if close > end {
                    value = at;
                    break;
                }
                match opened.last_mut() {
                    Some(open) if open.is_object && open.key.is_none() => open.key = Some((at, close)),
                    _ => value = at,
                }
                at = close;
                continue;
            }
            Some(byte @ (b'{' | b'[')) => {
                opened.push(Open {
                    is_object: *byte == b'{',
                    start: at,
                    index: 0,
                    key: None,
                });
                value = at;
            }
            Some(b'}' | b']') => {
                // An error at the closing bracket is one of the object: a missing member.
                let closed = opened.pop();
                value = closed.map_or(at, |open| open.start);
            }
            Some(b',') => {
                if let Some(open) = opened.last_mut() {
                    open.index += 1;
                    open.key = None;
                }
            }
            Some(b':' | b' ' | b'\t' | b'\r' | b'\n') | None => {}
            Some(_) => {
                value = at;
                at += json
                    .iter()
                    .skip(at)
                    .take_while(|byte| !b",}] \t\r\n".contains(byte))
                    .count();
                continue;
            }
        }
        at += 1;
    }
    let path = path(json, &opened);
    let secret = opened
        .iter()
        .filter_map(|open| key(json, open))
        .any(|key| is_sensitive(&key));
    let value = json.get(value..).unwrap_or_default();
    let value = value.get(..value_end(value, 0)).unwrap_or(value);
    Place {
        path,
        snippet: if secret { REDACTED.to_owned() } else { snippet(value) },
        is_sensitive: secret || holds_secret(value),
    }
}

fn holds_secret(json: &[u8]) -> bool {
    !sensitive_values(json, &|_| None).is_empty()
}

fn offset(json: &[u8], line: usize, column: usize) -> Option<usize> {
    let before: usize = json
        .split_inclusive(|byte| *byte == b'\n')
        .take(line.checked_sub(1)?)
        .map(<[u8]>::len)
        .sum();
    Some((before + column).min(json.len()))
}

/// The offset behind the closing quote of the string that begins at `start`.
fn string_end(json: &[u8], start: usize) -> usize {
    let mut escaped = false;
    for (at, byte) in json.iter().enumerate().skip(start + 1) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => return at + 1,
            _ => {}
        }
    }
    json.len()
}

fn key(json: &[u8], open: &Open) -> Option<String> {
    let (start, end) = open.key?;
    serde_json::from_slice(json.get(start..end)?).ok()
}

fn path(json: &[u8], opened: &[Open]) -> String {
    let mut path = String::new();
    for open in opened {
        if !open.is_object {
            path.push_str(&format!("[{}]", open.index));
        } else if let Some(key) = key(json, open) {
            if !path.is_empty() {
                path.push('.');
            }
            path.push_str(&key);
        }
    }
    path
}

/// The beginning of a value, on one line; what stands under sensitive names is left out.
fn snippet(json: &[u8]) -> String {
    let mut text = String::new();
    let mut at = 0;
    while let Some(byte) = json.get(at) {
        if text.len() >= SNIPPET {
            text.push('…');
            break;
        }
        if *byte != b'"' {
            text.push(if byte.is_ascii_graphic() {
                char::from(*byte)
            } else {
                ' '
            });
            at += 1;
            continue;
        }
        let end = string_end(json, at);
        let piece = String::from_utf8_lossy(json.get(at..end).unwrap_or_default());
        text.extend(piece.chars().take(SNIPPET));
        at = end;
        if let Some(value) = value_of_key(json, end)
            && is_sensitive(&piece)
        {
            text.push(':');
            text.push_str(REDACTED);
            at = value_end(json, value);
        }
    }
    text
}

/// Where the value of a member begins, if a colon follows its key.
fn value_of_key(json: &[u8], after: usize) -> Option<usize> {
    let skip = |from: usize| {
        json.iter()
            .enumerate()
            .skip(from)
            .find(|(_, byte)| !byte.is_ascii_whitespace())
    };
    let (colon, _) = skip(after).filter(|(_, byte)| **byte == b':')?;
    skip(colon + 1).map(|(start, _)| start)
}

/// The offset behind the value that begins at `start`.
fn value_end(json: &[u8], start: usize) -> usize {
    let mut depth = 0_usize;
    let mut at = start;
    while let Some(byte) = json.get(at) {
        match byte {
            b'"' => {
                at = string_end(json, at);
                if depth == 0 {
                    return at;
                }
                continue;
            }
            b'{' | b'[' => depth += 1,
            b'}' | b']' if depth <= 1 => return if depth == 1 { at + 1 } else { at },
            b'}' | b']' => depth -= 1,
            b',' if depth == 0 => return at,
            _ => {}
        }
        at += 1;
    }
    json.len()
}
