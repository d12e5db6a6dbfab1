//! The last step of a call: bytes become the answer's type. Everything that depends on the type is in this file, and it is little.

use crate::draft::is_json;
use crate::error::{Error, Result};
use crate::json;
use crate::operation::AnswerKind;
use crate::response::{Head, Received, Response};
use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::any::Any;
use std::fmt;

/// What a call can be awaited for: any type that decodes from JSON; and for answers that are no JSON `String`, `Bytes`, `Value` and `()`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an answer that can be awaited",
    note = "an operation that only streams has no other answer: run it with `.stream()`"
)]
pub trait Answer: DeserializeOwned + 'static {}

impl<T: DeserializeOwned + 'static> Answer for T {}

/// The answer of an operation that has only a stream; no value of it exists.
#[derive(Clone, Copy, Debug)]
pub enum NoAnswer {}

/// An answer with what came around it.
pub struct Answered<T> {
    value: T,
    body: Bytes,
    head: Box<Head>,
}

impl<T> Answered<T> {
    /// The answer.
    pub fn value(&self) -> &T {
        &self.value
    }

    /// The answer alone.
    pub fn into_value(self) -> T {
        self.value
    }

    /// The HTTP status.
    pub fn status(&self) -> StatusCode {
        self.head.status
    }

    /// The headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.head.headers
    }

    /// The id that the server gave to the request.
    pub fn request_id(&self) -> Option<&str> {
        self.head.request_id()
    }

    /// The body that the answer was decoded from.
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    /// How often the request was sent.
    pub fn attempts(&self) -> u32 {
        self.head.attempts
    }
}

impl<T> std::ops::Deref for Answered<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

/// The answer may hold what its own type keeps from being printed, so only its surroundings are shown.
impl<T: fmt::Debug> fmt::Debug for Answered<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Answered")
            .field("head", &self.head)
            .field("value", &self.head.client.shared().credentials().shown(&self.value))
            .finish_non_exhaustive()
    }
}

/// Decodes an answer.
pub(crate) fn decode<T: Answer>(response: Response) -> Result<T> {
    let (head, body) = whole(response)?;
    value(&head, &body)
}

/// Decodes an answer and keeps what came around it.
pub(crate) fn decode_with_response<T: Answer>(response: Response) -> Result<Answered<T>> {
    let (head, body) = whole(response)?;
    let value = value(&head, &body)?;
    Ok(Answered { value, body, head })
}

pub(crate) fn value<T: Answer>(head: &Head, body: &Bytes) -> Result<T> {
    let mut slot: Option<T> = None;
    if fill(&mut slot, head, body)?
        && let Some(value) = slot
    {
        return Ok(value);
    }
    match json::decode(or_null(body)) {
        Ok(value) => Ok(value),
        Err(failure) => Err(misfit(head, body, failure)),
    }
}

/// An empty body is read as `null`, so that an answer which may be missing is `None`.
fn or_null(body: &Bytes) -> &[u8] {
    if body.is_empty() { b"null" } else { body }
}

/// Fills the slot of a type that is no JSON, or not always; `false` leaves it to the JSON decoder.
///
/// A second deserializer for text and bytes would compile the decoding code of every type a second time; this is compiled once.
fn fill(slot: &mut dyn Any, head: &Head, body: &Bytes) -> Result<bool> {
    if let Some(slot) = slot.downcast_mut::<Option<()>>() {
        // Nobody would look at this body otherwise.
        if head.client.shared().api().error_in_success
            && let Some(error) = Error::in_success(head, body)
        {
            return Err(error);
        }
        *slot = Some(());
    } else if let Some(slot) = slot.downcast_mut::<Option<Bytes>>() {
        *slot = Some(body.clone());
    } else if is_raw(head) {
        return fill_raw(slot, head, body);
    } else {
        return Ok(false);
    }
    Ok(true)
}

fn fill_raw(slot: &mut dyn Any, head: &Head, body: &Bytes) -> Result<bool> {
    if let Some(slot) = slot.downcast_mut::<Option<String>>() {
        *slot = Some(text(head, body)?);
    } else if let Some(slot) = slot.downcast_mut::<Option<Value>>() {
        *slot = Some(Value::String(text(head, body)?));
    } else if let Some(slot) = slot.downcast_mut::<Option<Option<Bytes>>>() {
        *slot = Some(Some(body.clone()).filter(|body| !body.is_empty()));
    } else if let Some(slot) = slot.downcast_mut::<Option<Option<String>>>() {
        *slot = Some(Some(text(head, body)?).filter(|text| !text.is_empty()));
    } else {
        return Ok(false);
    }
    Ok(true)
}

fn is_raw(head: &Head) -> bool {
    match head.answer {
        AnswerKind::Json => false,
        AnswerKind::Raw => true,
        AnswerKind::ByContentType => !head.content_type().is_some_and(is_json),
    }
}

fn text(head: &Head, body: &Bytes) -> Result<String> {
    match std::str::from_utf8(body) {
        Ok(text) => Ok(text.to_owned()),
        Err(failure) => Err(Error::unreadable(
            head,
            body,
            format!("the answer is not text: {failure}"),
        )),
    }
}

/// A success that is not the answer: an error in disguise, or a body that does not fit.
fn misfit(head: &Head, body: &Bytes, failure: serde_json::Error) -> Error {
    if head.client.shared().api().error_in_success
        && let Some(error) = Error::in_success(head, body)
    {
        return error;
    }
    Error::decode(head, body, failure)
}

/// The head and the body of an answer that was read.
pub(crate) fn whole(response: Response) -> Result<(Box<Head>, Bytes)> {
    match response.body {
        Received::Whole(body) => Ok((response.head, body)),
        Received::Arriving(_) => Err(Error::stream("the body was not read").with_head(&response.head)),
    }
}
