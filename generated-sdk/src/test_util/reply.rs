//! What the script answers to one request.

use super::Guard;
use crate::clock::{self, Sleep};
use crate::transport::{Chunks, TransportError};
use bytes::Bytes;
use futures_core::Stream;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use serde::Serialize;
use std::collections::VecDeque;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

/// The answer to one request, or the way in which there is none.
#[derive(Clone)]
pub struct Reply {
    outcome: Outcome,
    delay: Duration,
    headers: HeaderMap,
    chunks: VecDeque<Bytes>,
    between: Duration,
    end: End,
}

#[derive(Clone, Copy, Debug)]
enum Outcome {
    Status(StatusCode),
    Refused,
    ConnectTimeout,
    Reset,
    Silence,
}

#[derive(Clone, Copy, Debug)]
enum End {
    Proper,
    Cut,
    Stalled,
}

impl Reply {
    fn new(outcome: Outcome) -> Self {
        Self {
            outcome,
            delay: Duration::ZERO,
            headers: HeaderMap::new(),
            chunks: VecDeque::new(),
            between: Duration::ZERO,
            end: End::Proper,
        }
    }

    /// An answer with this status and nothing else; what is no status is 500.
    pub fn status(status: u16) -> Self {
        Self::new(Outcome::Status(
            StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR),
        ))
    }

    /// A success with a body of JSON.
    pub fn json(value: impl Serialize) -> Self {
        Self::status(200).with_json(value)
    }

    /// A success with these pieces as its body, in this media type.
    pub fn chunks<C: Into<Bytes>>(media_type: &str, chunks: impl IntoIterator<Item = C>) -> Self {
        Self::status(200).header("content-type", media_type).body(chunks)
    }

    /// A success with a stream of these events, each a line of JSON and a piece of its own.
    pub fn json_lines<V: Serialize>(events: impl IntoIterator<Item = V>) -> Self {
        let line = |event| serde_json::to_string(&event).unwrap_or_default() + "\n";
        Self::chunks("application/jsonl", events.into_iter().map(line))
    }

    /// A success with a stream of these server-sent events, each with JSON as its data and a piece of its own.
    pub fn server_sent_events<V: Serialize>(events: impl IntoIterator<Item = V>) -> Self {
        let event = |event| format!("data: {}\n\n", serde_json::to_string(&event).unwrap_or_default());
        Self::chunks("text/event-stream", events.into_iter().map(event))
    }

    /// No connection comes about.
    pub fn refused() -> Self {
        Self::new(Outcome::Refused)
    }

    /// No connection comes about in time.
    pub fn connect_timeout() -> Self {
        Self::new(Outcome::ConnectTimeout)
    }

    /// The connection is closed instead of an answer.
    pub fn reset() -> Self {
        Self::new(Outcome::Reset)
    }

    /// There is never an answer.
    pub fn silence() -> Self {
        Self::new(Outcome::Silence)
    }

    /// Adds a header; one that HTTP cannot carry is left out.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        if let (Ok(name), Ok(value)) = (HeaderName::from_bytes(name.as_bytes()), HeaderValue::from_str(value)) {
            self.headers.append(name, value);
        }
        self
    }

    /// Sets the body to JSON.
    #[must_use]
    pub fn with_json(self, value: impl Serialize) -> Self {
        let json = serde_json::to_vec(&value).unwrap_or_default();
        self.header("content-type", "application/json").body([json])
    }

    /// Sets the body, in these pieces.
    #[must_use]
    pub fn body<C: Into<Bytes>>(mut self, chunks: impl IntoIterator<Item = C>) -> Self {
        self.chunks = chunks.into_iter().map(Into::into).collect();
        self
    }

    /// Cuts the body into pieces of this many bytes, whatever they hold: with 1, each byte comes alone.
    #[must_use]
    pub fn in_pieces_of(mut self, length: usize) -> Self {
        let whole: Vec<u8> = self.chunks.iter().flatten().copied().collect();
        self.chunks = whole.chunks(length.max(1)).map(Bytes::copy_from_slice).collect();
        self
    }

    /// Waits before the answer.
    #[must_use]
    pub fn delay(mut self, delay: Duration) -> Self {
        self.delay = delay;
        self
    }

    /// Waits before each piece of the body.
    #[must_use]
    pub fn delay_between(mut self, delay: Duration) -> Self {
        self.between = delay;
        self
    }

    /// Breaks the connection after the last piece of the body.
    #[must_use]
    pub fn cut(mut self) -> Self {
        self.end = End::Cut;
        self
    }

    /// Falls silent after the last piece of the body.
    #[must_use]
    pub fn stalled(mut self) -> Self {
        self.end = End::Stalled;
        self
    }

    pub(super) async fn play(self, guard: Guard) -> Result<http::Response<Chunks>, TransportError> {
        if !self.delay.is_zero() {
            clock::sleep(self.delay).await;
        }
        let status = match self.outcome {
            Outcome::Status(status) => status,
            Outcome::Refused => return Err(TransportError::connect("connection refused")),
            Outcome::ConnectTimeout => return Err(TransportError::connect_timeout("no connection in time")),
            Outcome::Reset => return Err(TransportError::exchange("connection reset")),
            Outcome::Silence => std::future::pending().await,
        };
        let body = Playing {
            chunks: self.chunks,
            between: self.between,
            wait: None,
            end: self.end,
            _guard: guard,
        };
        let mut response = http::Response::new(Box::pin(body) as Chunks);
        *response.status_mut() = status;
        *response.headers_mut() = self.headers;
        Ok(response)
    }
}

/// Headers and body may hold secrets.
impl fmt::Debug for Reply {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Reply")
            .field("outcome", &self.outcome)
            .field("bytes", &self.chunks.iter().map(Bytes::len).sum::<usize>())
            .finish_non_exhaustive()
    }
}

/// A body while it is sent.
struct Playing {
    chunks: VecDeque<Bytes>,
    between: Duration,
    wait: Option<Pin<Box<Sleep>>>,
    end: End,
    _guard: Guard,
}

impl Stream for Playing {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        if !this.between.is_zero() && !this.chunks.is_empty() {
            let between = this.between;
            ready!(
                this.wait
                    .get_or_insert_with(|| Box::pin(clock::sleep(between)))
                    .as_mut()
                    .poll(context)
            );
            this.wait = None;
        }
        match (this.chunks.pop_front(), this.end) {
            (Some(chunk), _) => Poll::Ready(Some(Ok(chunk))),
            (None, End::Proper) => Poll::Ready(None),
            (None, End::Cut) => {
                this.end = End::Proper;
                Poll::Ready(Some(Err(TransportError::exchange("connection reset"))))
            }
            (None, End::Stalled) => Poll::Pending,
        }
    }
}
