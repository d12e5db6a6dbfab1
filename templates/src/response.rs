//! Answers: their head, and the response that a call brings, its body read or on its way.

use crate::arrival::Arrival;
use crate::client::Client;
use crate::error::{Error, Result};
use crate::operation::{AnswerKind, OperationRef};
use bytes::Bytes;
use futures_core::Stream;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, StatusCode, Uri, Version};
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
    pub(crate) version: Version,
    pub(crate) headers: HeaderMap,
    pub(crate) url: Uri,
    pub(crate) attempts: u32,
    /// A redirect said that the request was processed and where its result is, so that what happens there proves nothing about it.
    pub(crate) is_processed: bool,
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
            .field(
                "request_id",
                &self.client.shared().credentials().shown(&self.request_id()),
            )
            .field("attempts", &self.attempts)
            .finish_non_exhaustive()
    }
}

/// A response, whose body may still be on its way.
///
/// It is a stream of the body's pieces, with its own [`next`](Self::next). Dropping it closes the exchange.
#[derive(Debug)]
pub struct Response {
    /// Boxed, for a response is handed on many times.
    pub(crate) head: Box<Head>,
    pub(crate) body: Received,
}

/// The body of a response.
pub(crate) enum Received {
    Whole(Bytes),
    Arriving(Arrival),
}

/// The content may hold secrets, so only its size is shown.
impl fmt::Debug for Received {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Whole(body) => write!(formatter, "{} bytes", body.len()),
            Self::Arriving(arrival) => arrival.fmt(formatter),
        }
    }
}

impl Response {
    pub(crate) fn new(head: impl Into<Box<Head>>, body: Arrival) -> Self {
        Self {
            head: head.into(),
            body: Received::Arriving(body),
        }
    }

    pub(crate) fn whole(head: impl Into<Box<Head>>, body: Bytes) -> Self {
        Self {
            head: head.into(),
            body: Received::Whole(body),
        }
    }

    /// The head, and the body as it arrives.
    pub(crate) fn arriving(self) -> (Box<Head>, Arrival) {
        let arrival = match self.body {
            Received::Arriving(arrival) => arrival,
            Received::Whole(bytes) => Arrival::of(bytes),
        };
        (self.head, arrival)
    }

    /// The head and the whole body, up to the client's limit.
    pub(crate) async fn read(self) -> Result<(Box<Head>, Bytes)> {
        let Self { head, body } = self;
        let body = match body {
            Received::Whole(body) => Ok(body),
            Received::Arriving(arrival) => arrival.collect(head.client.shared().options().limits.answer).await,
        };
        match body {
            Ok(body) => Ok((head, body)),
            Err(error) => Err(error.with_head(&head)),
        }
    }

    /// The HTTP status.
    pub fn status(&self) -> StatusCode {
        self.head.status
    }

    /// The version of HTTP that the server spoke, as far as the transport knows it.
    pub fn version(&self) -> Version {
        self.head.version
    }

    /// The headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.head.headers
    }

    /// The id that the server gave to the request.
    pub fn request_id(&self) -> Option<&str> {
        self.head.request_id()
    }

    /// The URL that answered, after any redirects, with its query; that may hold a secret.
    pub fn url(&self) -> &Uri {
        &self.head.url
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
        Ok(self.read().await?.1)
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
        let (head, body) = self.read().await?;
        crate::json::decode(&body).map_err(|failure| Error::decode(&head, &body, failure))
    }

    /// The same response with its body read, so that [`body`](Self::body) can be looked at before it is handed on.
    ///
    /// # Errors
    ///
    /// As for [`bytes`](Self::bytes).
    pub async fn buffered(self) -> Result<Self> {
        let (head, body) = self.read().await?;
        Ok(Self::whole(head, body))
    }

    /// The body, if it has been read.
    pub fn body(&self) -> Option<&Bytes> {
        match &self.body {
            Received::Whole(body) => Some(body),
            Received::Arriving(_) => None,
        }
    }

    /// The headers, to be changed.
    pub fn headers_mut(&mut self) -> &mut HeaderMap {
        &mut self.head.headers
    }
}

impl Stream for Response {
    type Item = Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let arrival = match &mut self.body {
            Received::Arriving(arrival) => arrival,
            Received::Whole(bytes) => {
                let rest = std::mem::take(bytes);
                return Poll::Ready((!rest.is_empty()).then_some(Ok(rest)));
            }
        };
        let item = arrival.poll_chunk(context);
        item.map(|item| item.map(|chunk| chunk.map_err(|error| error.with_head(&self.head))))
    }
}
