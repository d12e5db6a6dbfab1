//! Percent-encoding, one set of characters for each place in a URL.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// Everything but the characters that RFC 3986 calls unreserved.
const COMPONENT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// What an element of a list in a path keeps: what is legal in a segment, without the characters that styles delimit with.
const ELEMENT: &AsciiSet = &COMPONENT
    .remove(b':')
    .remove(b'@')
    .remove(b'!')
    .remove(b'$')
    .remove(b'&')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b'+');

/// What an element keeps where dots delimit.
const DOTTED: &AsciiSet = &ELEMENT.add(b'.');

/// What a segment of a path keeps: everything that RFC 3986 allows in one.
const SEGMENT: &AsciiSet = &ELEMENT.remove(b',').remove(b';').remove(b'=');

/// What a path of several segments keeps: its slashes too.
const PATH: &AsciiSet = &SEGMENT.remove(b'/');

/// What a query value keeps where reserved characters are allowed; `&`, `+`, `#` and brackets would change its meaning or are not legal there.
const QUERY: &AsciiSet = &COMPONENT
    .remove(b'/')
    .remove(b'?')
    .remove(b':')
    .remove(b'@')
    .remove(b'!')
    .remove(b'$')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b',')
    .remove(b';')
    .remove(b'=');

/// What is not legal in a URL at all; for a path and query that the caller wrote and encoded on their own.
const WRITTEN: &AsciiSet = &percent_encoding::CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'<')
    .add(b'>')
    .add(b'\\')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// How a value is escaped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Escape {
    /// As one component: nothing with a meaning in a URL survives.
    Component,
    /// As one segment of a path: what is legal there survives.
    Segment,
    /// As one of several elements in a segment: the delimiters of the styles do not survive.
    Element,
    /// As one of several elements between dots.
    Dotted,
    /// Reserved characters of a path survive. A percent sign is always encoded: a file may be called `100%41`, and `%2e%2e` must not climb.
    ReservedPath,
    /// Reserved characters of a query survive, and so do values that are encoded already, as RFC 6570 asks.
    ReservedQuery,
    /// Nothing is escaped: headers are not URLs.
    Nothing,
}

/// Appends `text` to `out`, escaped.
pub(crate) fn push(out: &mut String, text: &str, escape: Escape) {
    match escape {
        Escape::Component => out.extend(utf8_percent_encode(text, COMPONENT)),
        Escape::Segment => out.extend(utf8_percent_encode(text, SEGMENT)),
        Escape::Element => out.extend(utf8_percent_encode(text, ELEMENT)),
        Escape::Dotted => out.extend(utf8_percent_encode(text, DOTTED)),
        Escape::ReservedPath => out.extend(utf8_percent_encode(text, PATH)),
        Escape::ReservedQuery => push_reserved_query(out, text),
        Escape::Nothing => out.push_str(text),
    }
}

/// A path or query that somebody wrote by hand, made legal without encoding anything twice.
pub(crate) fn written(text: &str) -> String {
    utf8_percent_encode(text, WRITTEN).to_string()
}

fn push_reserved_query(out: &mut String, text: &str) {
    for (position, piece) in text.split('%').enumerate() {
        let is_triplet = position > 0
            && piece
                .as_bytes()
                .get(..2)
                .is_some_and(|hex| hex.iter().all(u8::is_ascii_hexdigit));
        if position > 0 {
            out.push_str(if is_triplet { "%" } else { "%25" });
        }
        out.extend(utf8_percent_encode(piece, QUERY));
    }
}
