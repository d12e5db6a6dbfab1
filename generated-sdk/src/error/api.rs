//! Errors that the API itself reports: by status, inside of a success, inside of a stream.

use super::{Error, ErrorKind};
use crate::client::{Api, SecretPlacement, StreamError};
use crate::response::Head;
use crate::retry::retry_after;
use bytes::Bytes;
use http::StatusCode;
use serde_json::Value;

impl Error {
    /// The error that an answer means whose status is no success.
    #[cold]
    pub(crate) fn of_status(head: &Head, body: Bytes) -> Self {
        let value = serde_json::from_slice(&body).unwrap_or(Value::Null);
        let mut error = Self::of_value(head, body, &value);
        error.0.retry_after = retry_after(&head.headers);
        error.0.missing = missing(head);
        error
    }

    /// The error inside of an answer that calls itself a success: a message and a code where the answer's own members should be.
    #[cold]
    pub(crate) fn in_success(head: &Head, body: &Bytes) -> Option<Self> {
        let value: Value = serde_json::from_slice(body).ok()?;
        let api = head.client.shared().api();
        find(&value, api.error_message)?;
        find(&value, api.error_code)?;
        Some(Self::of_value(head, body.clone(), &value))
    }

    /// The error that an event of a stream carries, where `api` says that this event is one.
    pub(crate) fn in_event(head: &Head, event: &[u8]) -> Option<Self> {
        let rule = head.client.shared().api().stream_error.as_ref()?;
        // Nearly no event is an error: looking for the word is much cheaper than parsing each event twice.
        memchr::memmem::find(event, rule.value.as_bytes())?;
        let value: Value = serde_json::from_slice(event).ok()?;
        if value.get(rule.tag).and_then(Value::as_str) != Some(rule.value) {
            return None;
        }
        Some(Self::of_value(
            head,
            Bytes::copy_from_slice(event),
            content(&value, rule),
        ))
    }

    fn of_value(head: &Head, body: Bytes, value: &Value) -> Self {
        let api: &Api = head.client.shared().api();
        let credentials = head.client.shared().credentials();
        let message = find(value, api.error_message).unwrap_or_default();
        let mut error = Self::new(ErrorKind::Api, credentials.redact(message));
        error.0.code = find(value, api.error_code).map(|code| credentials.redact(code));
        error.0.body = body;
        error.with_head(head)
    }

    /// Adds what is known of the answer.
    #[cold]
    pub(crate) fn with_head(mut self, head: &Head) -> Self {
        self.0.operation = Some(head.operation.clone());
        self.0.status = Some(head.status);
        self.0.headers = head.headers.clone();
        self.0.request_id = head.request_id().map(str::to_owned);
        self.0.attempts = head.attempts;
        self.without(&head.client.shared().credentials().secrets())
    }
}

/// Of a refusal, the credentials that the client should have had for it.
fn missing(head: &Head) -> Vec<&'static str> {
    if !matches!(head.status, StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN) || head.operation.is_foreign {
        return Vec::new();
    }
    let (api, credentials) = (head.client.shared().api(), head.client.shared().credentials());
    match api.schemes {
        [] if api.secret == SecretPlacement::None || head.operation.security.is_some() => Vec::new(),
        [] if credentials.covers(0) => Vec::new(),
        [] => vec!["secret"],
        _ => credentials.missing(api, head.operation.security.unwrap_or(api.security)),
    }
}

fn content<'a>(event: &'a Value, rule: &StreamError) -> &'a Value {
    if rule.content.is_empty() {
        event
    } else {
        event.get(rule.content).unwrap_or(event)
    }
}

/// The first of the places that holds a text or number.
fn find(value: &Value, pointers: &[&str]) -> Option<String> {
    pointers
        .iter()
        .filter_map(|pointer| value.pointer(pointer))
        .find_map(|found| {
            found
                .as_str()
                .map(str::to_owned)
                .or_else(|| found.is_number().then(|| found.to_string()))
        })
}
