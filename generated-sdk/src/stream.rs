//! Streams of events: bytes are split into whole events first and decoded afterwards, so that no chunk boundary is ever seen.

mod frames;
mod line;
mod sse;

use crate::arrival::Arrival;
use crate::error::Result;
use crate::json;
use crate::response::Head;
use frames::Frames;
use futures_core::Stream;
use http::{HeaderMap, StatusCode};
use serde::de::DeserializeOwned;
use std::fmt;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

/// What a stream can consist of: any type that decodes from JSON.
#[diagnostic::on_unimplemented(
    message = "this operation has no stream of `{Self}`",
    note = "the description declares no stream for it: await the call instead"
)]
pub trait Event: DeserializeOwned + 'static {}

impl<U: DeserializeOwned + 'static> Event for U {}

/// The events of an answer, as they arrive.
///
/// [`next`](Self::next) is all that is needed; it is a `Stream` too. An event that is an error of the API comes as an `Err`, and the stream goes on as far as the
/// server lets it; after any other error it is over. Dropping it closes the connection.
#[must_use = "a stream does nothing unless it is read"]
pub struct EventStream<U> {
    head: Box<Head>,
    frames: Frames,
    item: PhantomData<fn() -> U>,
}

impl<U> EventStream<U> {
    pub(crate) fn new(head: Box<Head>, body: Arrival) -> Self {
        Self {
            frames: Frames::new(&head, body),
            head,
            item: PhantomData,
        }
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

    /// The name that the event given out last had in a stream of server-sent events; `None` where it had none, and in a stream of JSON lines.
    pub fn event_name(&self) -> Option<&str> {
        self.frames.fields()?.name()
    }

    /// The id that holds for the event given out last, its own or that of one before: what the server wants to see in `last-event-id` to go on from here.
    /// `None` where no event had one, and in a stream of JSON lines.
    pub fn last_event_id(&self) -> Option<&str> {
        self.frames.fields()?.id()
    }

    /// How long the server of a stream of server-sent events asks to wait before the stream is asked for again.
    pub fn retry(&self) -> Option<Duration> {
        self.frames.fields()?.retry()
    }
}

impl<U: Event> EventStream<U> {
    /// The next event; `None` when the server is done.
    pub async fn next(&mut self) -> Option<Result<U>> {
        std::future::poll_fn(|context| self.poll_event(context)).await
    }

    fn poll_event(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<U>>> {
        let Self { head, frames, .. } = self;
        let event = match ready!(frames.poll_event(head, context)) {
            Some(Ok(event)) => event,
            Some(Err(error)) => return Poll::Ready(Some(Err(error))),
            None => return Poll::Ready(None),
        };
        match json::decode(event) {
            Ok(item) => Poll::Ready(Some(Ok(item))),
            Err(failure) => Poll::Ready(Some(Err(frames.misfit(head, failure)))),
        }
    }
}

impl<U: Event> Stream for EventStream<U> {
    type Item = Result<U>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_event(context)
    }
}

impl<U> fmt::Debug for EventStream<U> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("EventStream")
            .field("head", &self.head)
            .finish_non_exhaustive()
    }
}
