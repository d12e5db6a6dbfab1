//! Answers that do not fit their type: what was expected, and where in the JSON.

use super::{Error, ErrorKind};
use crate::json_path;
use crate::response::Head;
use bytes::Bytes;
use std::borrow::Cow;

impl Error {
    /// The body is JSON, or should be, and does not fit the type of the answer.
    pub(crate) fn decode(head: &Head, body: &Bytes, failure: serde_json::Error) -> Self {
        let place = json_path::locate(body, failure.line(), failure.column());
        let credentials = head.client.shared().credentials();
        let told = reason(&failure, place.is_sensitive);
        let message = if body.is_empty() {
            "the answer is empty where JSON was expected".to_owned()
        } else if place.snippet.is_empty() {
            told.text
        } else {
            format!("{}, in `{}`", told.text, place.snippet)
        };
        let mut error = Self::new(ErrorKind::Decode, credentials.redact(message));
        error.0.path = Some(place.path).filter(|path| !path.is_empty());
        error.0.body = body.clone();
        let text = failure.to_string();
        if told.is_whole && credentials.redact(text.clone()) == text {
            error.0.source = Some(Box::new(failure));
        }
        error.with_head(head)
    }

    /// Says where in the answer it is.
    pub(crate) fn at(mut self, path: String) -> Self {
        self.0.path = Some(path);
        self
    }

    /// The body is not of the kind that the answer's type holds.
    pub(crate) fn unreadable(head: &Head, body: &Bytes, message: impl Into<String>) -> Self {
        let mut error = Self::new(ErrorKind::Decode, message);
        error.0.body = body.clone();
        error.with_head(head)
    }
}

/// What a decoder says, and whether that is all that it says.
struct Told {
    text: String,
    is_whole: bool,
}

/// Why the answer does not fit. A decoder repeats the value that it found, before the last "expected": at a sensitive place that is left out, and
/// else it is cut, because it may be as long as the answer.
fn reason(failure: &serde_json::Error, is_sensitive: bool) -> Told {
    let text = failure.to_string();
    // The line and column are of no use in a body that nobody sees; the path says it better.
    let text = match text.rsplit_once(" at line ") {
        Some((reason, _)) if failure.line() > 0 => reason,
        _ => &text,
    };
    let (found, expected) = text
        .rsplit_once(EXPECTED)
        .map_or((text, None), |(found, expected)| (found, Some(expected)));
    // Mistakes of the JSON itself and names of members repeat no value.
    let is_harmless = !failure.is_data() || NAMES.iter().any(|name| text.starts_with(name));
    if is_sensitive && !is_harmless {
        let text = expected.map_or("the value does not fit".to_owned(), |expected| {
            format!("expected {}", shortened(expected))
        });
        return Told { text, is_whole: false };
    }
    let mut shown = shortened(found).into_owned();
    if let Some(expected) = expected {
        shown.push_str(EXPECTED);
        shown.push_str(&shortened(expected));
    }
    Told {
        is_whole: shown == text,
        text: shown,
    }
}

/// What stands before the type that a decoder wants.
const EXPECTED: &str = ", expected ";

/// How the reasons begin that tell of a member and not of its value.
const NAMES: [&str; 2] = ["missing field `", "duplicate field `"];

/// How much of a value is shown.
const LONGEST: usize = 200;

fn shortened(text: &str) -> Cow<'_, str> {
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => Cow::Owned(format!("{}…", text.get(..end).unwrap_or_default())),
        None => Cow::Borrowed(text),
    }
}
