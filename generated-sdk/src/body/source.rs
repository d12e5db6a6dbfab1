//! The sources of a body that is not at hand as bytes.

use super::{Body, Source};
use crate::error::BoxError;
use crate::transport::{Chunks, TransportError};
use bytes::Bytes;
use futures_core::Stream;
use std::collections::VecDeque;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, ready};

/// How much of a body is handed over at once.
pub(super) const PIECE: usize = 64 * 1024;

/// A stream of the caller: it can be read once.
pub(super) struct Once {
    stream: Mutex<Option<Chunks>>,
    length: Option<u64>,
}

impl Once {
    pub(super) fn new(stream: Chunks, length: Option<u64>) -> Self {
        Self {
            stream: Mutex::new(Some(stream)),
            length,
        }
    }
}

impl Source for Once {
    fn open(&self) -> Result<Chunks, TransportError> {
        let taken = self.stream.lock().unwrap_or_else(PoisonError::into_inner).take();
        taken.ok_or_else(|| TransportError::request("the body is a stream and was sent before"))
    }

    fn length(&self) -> Option<u64> {
        self.length
    }

    fn is_replayable(&self) -> bool {
        false
    }
}

/// A stream with its errors turned into ours.
pub(crate) struct Mapped<S> {
    stream: Pin<Box<S>>,
    error: fn(BoxError) -> TransportError,
}

impl<S> Mapped<S> {
    pub(crate) fn new(stream: S, error: fn(BoxError) -> TransportError) -> Self {
        Self {
            stream: Box::pin(stream),
            error,
        }
    }
}

impl<S, E> Stream for Mapped<S>
where
    S: Stream<Item = Result<Bytes, E>>,
    E: Into<BoxError>,
{
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let error = self.error;
        let item = self.stream.as_mut().poll_next(context);
        item.map(|item| item.map(|chunk| chunk.map_err(|failure| error(failure.into()))))
    }
}

/// Several bodies in a row, as a multipart body has them.
pub(super) struct Joined(Vec<Body>);

impl Joined {
    pub(super) fn new(parts: Vec<Body>) -> Self {
        Self(parts)
    }
}

impl Source for Joined {
    fn open(&self) -> Result<Chunks, TransportError> {
        Ok(Box::pin(InTurn {
            current: None,
            rest: self.0.iter().cloned().collect(),
        }))
    }

    fn length(&self) -> Option<u64> {
        self.0.iter().map(Body::length).sum()
    }

    fn is_replayable(&self) -> bool {
        self.0.iter().all(Body::is_replayable)
    }
}

struct InTurn {
    current: Option<Chunks>,
    rest: VecDeque<Body>,
}

impl Stream for InTurn {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            if let Some(current) = &mut self.current {
                match ready!(current.as_mut().poll_next(context)) {
                    Some(chunk) => return Poll::Ready(Some(chunk)),
                    None => self.current = None,
                }
            }
            match self.rest.pop_front().map(Body::open) {
                Some(Ok(next)) => self.current = Some(next),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }
}

/// A body that reports how much of it was taken.
pub(super) struct Watched {
    body: Body,
    progress: Arc<dyn Fn(u64) + Send + Sync>,
}

impl Watched {
    pub(super) fn new(body: Body, progress: Arc<dyn Fn(u64) + Send + Sync>) -> Self {
        Self { body, progress }
    }
}

impl Source for Watched {
    fn open(&self) -> Result<Chunks, TransportError> {
        let chunks = match self.body.clone().into_bytes() {
            // In one piece there would be no progress to report.
            Some(bytes) => Box::pin(Sliced(bytes)),
            None => self.body.clone().open()?,
        };
        Ok(Box::pin(Watching {
            chunks,
            sent: 0,
            progress: Arc::clone(&self.progress),
        }))
    }

    fn length(&self) -> Option<u64> {
        self.body.length()
    }

    fn is_replayable(&self) -> bool {
        self.body.is_replayable()
    }
}

struct Watching {
    chunks: Chunks,
    sent: u64,
    progress: Arc<dyn Fn(u64) + Send + Sync>,
}

impl Stream for Watching {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let item = ready!(self.chunks.as_mut().poll_next(context));
        if let Some(Ok(chunk)) = &item {
            self.sent += chunk.len() as u64;
            (self.progress)(self.sent);
        }
        Poll::Ready(item)
    }
}

struct Sliced(Bytes);

impl Stream for Sliced {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let piece = PIECE.min(self.0.len());
        Poll::Ready((piece > 0).then(|| Ok(self.0.split_to(piece))))
    }
}
