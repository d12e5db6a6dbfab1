//! A body as it arrives, under its time limits.

use crate::clock::{self, Instant, Sleep};
use crate::error::{Error, TimeoutKind};
use crate::timeout::Deadline;
use crate::transport::Chunks;
use bytes::{Bytes, BytesMut};
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

/// The chunks of a body; the wait for each is limited.
pub(crate) struct Arrival {
    chunks: Chunks,
    idle: Option<Duration>,
    deadline: Option<Deadline>,
    /// Made at the first wait: most small answers are there at once and need no timer.
    timer: Option<Pin<Box<Sleep>>>,
    /// Whether the timer must be set anew at the next wait.
    is_fresh: bool,
    is_over: bool,
}

impl Arrival {
    pub(crate) fn new(chunks: Chunks, idle: Option<Duration>, deadline: Option<Deadline>) -> Self {
        Self {
            chunks,
            idle,
            deadline,
            timer: None,
            is_fresh: true,
            is_over: false,
        }
    }

    /// A body that is at hand.
    pub(crate) fn of(bytes: Bytes) -> Self {
        Self::new(Box::pin(crate::body::OneChunk(Some(bytes))), None, None)
    }

    /// Sets the limits, from the next wait on.
    pub(crate) fn within(mut self, idle: Option<Duration>, deadline: Option<Deadline>) -> Self {
        self.idle = idle;
        self.deadline = deadline;
        self.is_fresh = true;
        self
    }

    /// The next chunk; after an error there is none.
    pub(crate) fn poll_chunk(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, Error>>> {
        if self.is_over {
            return Poll::Ready(None);
        }
        let item = match self.chunks.as_mut().poll_next(context) {
            Poll::Ready(item) => {
                self.is_fresh = true;
                item.map(|chunk| chunk.map_err(Error::transport))
            }
            Poll::Pending => Some(Err(ready!(self.poll_timer(context)))),
        };
        self.is_over = !matches!(item, Some(Ok(_)));
        Poll::Ready(item)
    }

    /// Ready when one of the limits has passed; never where there is none.
    fn poll_timer(&mut self, context: &mut Context<'_>) -> Poll<Error> {
        let limit = self.deadline.map(|deadline| deadline.at);
        if self.is_fresh {
            self.is_fresh = false;
            let idle = self.idle.and_then(|idle| Instant::now().checked_add(idle));
            let Some(end) = idle.into_iter().chain(limit).min() else {
                return Poll::Pending;
            };
            match &mut self.timer {
                Some(timer) => timer.as_mut().reset(end),
                None => self.timer = Some(Box::pin(clock::sleep_until(end))),
            }
        }
        let Some(timer) = &mut self.timer else {
            return Poll::Pending;
        };
        ready!(timer.as_mut().poll(context));
        Poll::Ready(match self.deadline {
            Some(deadline) if deadline.at <= Instant::now() => deadline.error(),
            _ => Error::timeout(TimeoutKind::Idle, self.idle.unwrap_or_default()),
        })
    }

    pub(crate) async fn chunk(&mut self) -> Option<Result<Bytes, Error>> {
        std::future::poll_fn(|context| self.poll_chunk(context)).await
    }

    /// The whole rest, if it is no larger than `limit`.
    pub(crate) async fn collect(mut self, limit: usize) -> Result<Bytes, Error> {
        let (body, is_whole) = self.collect_up_to(limit).await?;
        if is_whole {
            Ok(body)
        } else {
            Err(Error::too_large(limit))
        }
    }

    /// The rest up to `limit`, and whether that is all of it.
    pub(crate) async fn collect_up_to(&mut self, limit: usize) -> Result<(Bytes, bool), Error> {
        let Some(first) = self.chunk().await else {
            return Ok((Bytes::new(), true));
        };
        let mut first = first?;
        let Some(second) = self.chunk().await else {
            // The usual answer: one chunk, handed on without a copy.
            let is_whole = first.len() <= limit;
            first.truncate(limit);
            return Ok((first, is_whole));
        };
        let mut body = BytesMut::from(first);
        body.extend_from_slice(&second?);
        while body.len() <= limit {
            match self.chunk().await {
                Some(chunk) => body.extend_from_slice(&chunk?),
                None => return Ok((body.freeze(), true)),
            }
        }
        body.truncate(limit);
        Ok((body.freeze(), false))
    }
}

impl fmt::Debug for Arrival {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Arrival")
            .field("is_over", &self.is_over)
            .finish_non_exhaustive()
    }
}
