//! Answers that do not fit their type: what was expected, and where in the JSON.

use super::{Error, ErrorKind};
use crate::json_path;
use crate::response::Head;
use bytes::Bytes;

impl Error {
    /// The body is JSON, or should be, and does not fit the type of the answer.
    pub(crate) fn decode(head: &Head, body: &Bytes, failure: serde_json::Error) -> Self {
        let place = json_path::locate(body, failure.line(), failure.column());
        let secret = head.client.shared().secret();
        let mut error = Self::new(
            ErrorKind::Decode,
            secret.redact(describe(&failure, body, &place.snippet)),
        );
        error.0.path = Some(place.path).filter(|path| !path.is_empty());
        error.0.body = body.clone();
        let text = failure.to_string();
        if secret.redact(text.clone()) == text {
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

fn describe(failure: &serde_json::Error, body: &Bytes, snippet: &str) -> String {
    if body.is_empty() {
        return "the answer is empty where JSON was expected".to_owned();
    }
    let text = failure.to_string();
    // The line and column are of no use in a body that nobody sees; the path says it better.
    let reason = text.split(" at line ").next().unwrap_or(&text);
    if snippet.is_empty() {
        reason.to_owned()
    } else {
        format!("{reason}, in `{snippet}`")
    }
}
