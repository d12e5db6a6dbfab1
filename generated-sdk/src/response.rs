//! Answers: their head, and the raw response of a call that wants it as it comes.

use crate::arrival::Arrival;
use crate::client::Client;
use crate::error::{Error, Result};
use crate::operation::{AnswerKind, OperationRef};
use bytes::Bytes;
use futures_core::Stream;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, StatusCode, Uri};
use serde::de::DeserializeOwned;
use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

/// Everything of an answer but its body, and whose answer it is.
pub(crate) struct Head {
    pub(crate) client: Client,
    pub(crate) operation: OperationRef,
    pub(crate) answer: AnswerKind,
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) url: Uri,
    pub(crate) attempts: u32,
}

impl Head {
    pub(crate) fn request_id(&self) -> Option<&str> {
        let names = self.client.shared().api().request_id;
        names.iter().find_map(|name| self.headers.get(*name)?.to_str().ok())
    }

    pub(crate) fn content_type(&self) -> Option<&str> {
        self.headers.get(CONTENT_TYPE)?.to_str().ok()
    }
}

impl fmt::Debug for Head {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Head")
            .field("operation", &self.operation.id())
            .field("status", &self.status)
            .field("request_id", &self.request_id())
            .field("attempts", &self.attempts)
            .finish_non_exhaustive()
    }
}

/// A response as it came, whatever its status; the body is still on its way.
///
/// It is a stream of the body's pieces, with its own [`next`](Self::next). Dropping it closes the exchange.
#[derive(Debug)]
pub struct Response {
    head: Head,
    body: Arrival,
}

impl Response {
    pub(crate) fn new(head: Head, body: Arrival) -> Self {
        Self { head, body }
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

    /// How often the request was sent.
    pub fn attempts(&self) -> u32 {
        self.head.attempts
    }

    /// The next piece of the body; `None` at its end.
    pub async fn next(&mut self) -> Option<Result<Bytes>> {
        std::future::poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// The rest of the body.
    ///
    /// # Errors
    ///
    /// The connection fails, or the body is larger than the client's limit.
    pub async fn bytes(self) -> Result<Bytes> {
        let limit = self.head.client.shared().options().limits.answer;
        let body = self.body.collect(limit).await;
        body.map_err(|error| error.with_head(&self.head))
    }

    /// The rest of the body as text; what is not UTF-8 is replaced.
    ///
    /// # Errors
    ///
    /// As for [`bytes`](Self::bytes).
    pub async fn text(self) -> Result<String> {
        let bytes = self.bytes().await?;
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }

    /// The rest of the body, decoded from JSON.
    ///
    /// # Errors
    ///
    /// As for [`bytes`](Self::bytes), or the body is not JSON of that shape.
    pub async fn json<T: DeserializeOwned>(self) -> Result<T> {
        let limit = self.head.client.shared().options().limits.answer;
        let body = self
            .body
            .collect(limit)
            .await
            .map_err(|error| error.with_head(&self.head))?;
        serde_json::from_slice(&body).map_err(|failure| Error::decode(&self.head, &body, failure))
    }
}

impl Stream for Response {
    type Item = Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let item = self.body.poll_chunk(context);
        item.map(|item| item.map(|chunk| chunk.map_err(|error| error.with_head(&self.head))))
    }
}
