//! The values of queries and forms that stand under sensitive names, also of URLs inside of another text.

use percent_encoding::percent_decode;
use std::ops::Range;

/// Where the values stand whose names are `hidden`.
pub(crate) fn values(text: &[u8], hidden: &dyn Fn(&str) -> bool) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for equals in memchr::memchr_iter(b'=', text) {
        // A pair inside of a value ends where the value ends.
        if found.last().is_some_and(|last| equals < last.end) {
            continue;
        }
        let Some(name) = name_before(text.get(..equals).unwrap_or_default()) else {
            continue;
        };
        if hidden(&percent_decode(name).decode_utf8_lossy()) {
            let start = equals + 1;
            let rest = text.get(start..).unwrap_or_default();
            let length = rest.iter().take_while(|byte| !ends_value(**byte)).count();
            found.push(start..start + length);
        }
    }
    found
}

/// The name at the end of `text`, if it is one of a pair: it begins the text, or follows what separates pairs.
fn name_before(text: &[u8]) -> Option<&[u8]> {
    let length = text.iter().rev().take_while(|byte| is_of_name(**byte)).count();
    let (before, name) = text.split_at(text.len() - length);
    match before.last() {
        None | Some(b'?' | b'&' | b';' | b'#' | b'\n') => Some(name),
        // An ampersand inside of JSON may be escaped.
        Some(b'\\') => name.strip_prefix(b"u0026"),
        _ => None,
    }
}

fn is_of_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-._~%[]".contains(&byte)
}

fn ends_value(byte: u8) -> bool {
    byte.is_ascii_whitespace() || b"&#\"'<>\\".contains(&byte)
}
