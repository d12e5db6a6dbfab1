//! The values of JSON that stand under sensitive names, found without decoding: the text may be a stream of events, or no JSON at all.

use std::ops::Range;

/// Where the texts and numbers stand that are under a name which is `hidden`, also deeper inside; quotes are not part of them.
pub(crate) fn values(json: &[u8], hidden: &dyn Fn(&str) -> bool) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(byte) = json.get(at) {
        if *byte != b'"' {
            at += 1;
            continue;
        }
        let end = string_end(json, at);
        let value = value_of(json, end).filter(|_| key(json, at..end).is_some_and(|key| hidden(&key)));
        at = match value {
            Some(value) => scalars(json, value, &mut found),
            None => end,
        };
    }
    found
}

/// Takes all texts and numbers of the value that begins at `start`, and gives its end.
fn scalars(json: &[u8], start: usize, found: &mut Vec<Range<usize>>) -> usize {
    let mut depth = 0_usize;
    let mut at = start;
    while let Some(byte) = json.get(at) {
        match byte {
            b'"' => {
                let end = string_end(json, at);
                if value_of(json, end).is_none() || depth == 0 {
                    let is_closed = end > at + 1 && json.get(end - 1) == Some(&b'"');
                    found.push(at + 1..if is_closed { end - 1 } else { end });
                }
                at = end;
            }
            b'-' | b'0'..=b'9' => {
                let length = number_length(json.get(at..).unwrap_or_default());
                found.push(at..at + length);
                at += length;
            }
            b'{' | b'[' => {
                depth += 1;
                at += 1;
                continue;
            }
            b'}' | b']' => {
                depth = depth.saturating_sub(1);
                at += 1;
            }
            b',' if depth == 0 => return at,
            _ => {
                at += 1;
                continue;
            }
        }
        if depth == 0 {
            return at;
        }
    }
    at
}

fn number_length(json: &[u8]) -> usize {
    json.iter()
        .take_while(|byte| byte.is_ascii_digit() || b"+-.eE".contains(byte))
        .count()
}

/// The offset behind the closing quote of the string that begins at `start`; no string goes beyond its line.
fn string_end(json: &[u8], start: usize) -> usize {
    let mut escaped = false;
    for (at, byte) in json.iter().enumerate().skip(start + 1) {
        match byte {
            b'\n' => return at,
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => return at + 1,
            _ => {}
        }
    }
    json.len()
}

fn key(json: &[u8], quoted: Range<usize>) -> Option<String> {
    serde_json::from_slice(json.get(quoted)?).ok()
}

/// Where the value begins, if what ends at `after` is the name of a member.
fn value_of(json: &[u8], after: usize) -> Option<usize> {
    let next = |from: usize| {
        let blank = json.get(from..)?.iter().take_while(|byte| byte.is_ascii_whitespace());
        Some(from + blank.count())
    };
    let colon = next(after).filter(|at| json.get(*at) == Some(&b':'))?;
    next(colon + 1)
}
