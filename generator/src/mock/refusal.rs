//! Why a request is not answered, as JSON of `message` and `code`.

use serde_json::json;

use super::play::Reply;

/// A request that the description does not allow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Refusal {
    status: u16,
    message: String,
    headers: Vec<(String, String)>,
}

impl Refusal {
    pub(super) fn new(status: u16, message: impl Into<String>) -> Self {
        Refusal {
            status,
            message: message.into(),
            headers: Vec::new(),
        }
    }

    pub(super) fn header(mut self, name: &str, value: impl Into<String>) -> Self {
        self.headers.push((name.to_owned(), value.into()));
        self
    }

    pub(super) fn reply(self) -> Reply {
        let code = match self.status {
            401 => "UNAUTHORIZED",
            404 => "NOT_FOUND",
            405 => "METHOD_NOT_ALLOWED",
            406 => "NOT_ACCEPTABLE",
            413 => "CONTENT_TOO_LARGE",
            415 => "UNSUPPORTED_MEDIA_TYPE",
            _ => "BAD_REQUEST",
        };
        let body = json!({ "message": self.message, "code": code });
        let mut headers = vec![("content-type".to_owned(), "application/json".to_owned())];
        headers.extend(self.headers);
        Reply {
            status: self.status,
            headers,
            pieces: vec![body.to_string().into_bytes()],
            is_stream: false,
            operation: None,
        }
    }
}
