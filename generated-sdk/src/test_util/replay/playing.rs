//! The body of an answer from a cassette.

use crate::transport::TransportError;
use bytes::Bytes;
use futures_core::Stream;
use std::collections::VecDeque;
use std::pin::Pin;
use std::task::{Context, Poll};

/// The pieces in which a body came, and then how it broke, if it did.
pub(super) struct Playing {
    chunks: VecDeque<Bytes>,
    broken: Option<String>,
}

impl Playing {
    pub(super) fn new(chunks: Vec<Bytes>, broken: Option<String>) -> Self {
        Self {
            chunks: chunks.into(),
            broken,
        }
    }
}

impl Stream for Playing {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if let Some(chunk) = self.chunks.pop_front() {
            return Poll::Ready(Some(Ok(chunk)));
        }
        let broken = self.broken.take();
        Poll::Ready(broken.map(|reason| Err(TransportError::exchange(reason))))
    }
}
