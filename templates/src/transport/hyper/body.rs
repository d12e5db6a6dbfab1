//! Our bodies in hyper's shape, and hyper's in ours.

use super::pool::Lease;
use crate::transport::{Body, Chunks, TransportError};
use bytes::Bytes;
use futures_core::Stream;
use http_body::{Body as HttpBody, Frame, SizeHint};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

/// The body of a request.
pub(super) enum Outgoing {
    Whole(Option<Bytes>),
    Arriving { chunks: Chunks, rest: Option<u64> },
}

impl Outgoing {
    pub(super) fn new(body: Body) -> Result<Self, TransportError> {
        let rest = body.length();
        if body.as_bytes().is_none() {
            return Ok(Self::Arriving {
                chunks: body.open()?,
                rest,
            });
        }
        Ok(Self::Whole(body.into_bytes().filter(|bytes| !bytes.is_empty())))
    }
}

impl HttpBody for Outgoing {
    type Data = Bytes;
    type Error = TransportError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, TransportError>>> {
        match &mut *self {
            Self::Whole(bytes) => Poll::Ready(bytes.take().map(|bytes| Ok(Frame::data(bytes)))),
            Self::Arriving { chunks, rest } => {
                let chunk = ready!(chunks.as_mut().poll_next(context));
                if let (Some(rest), Some(Ok(chunk))) = (rest, &chunk) {
                    *rest = rest.saturating_sub(chunk.len() as u64);
                }
                Poll::Ready(chunk.map(|chunk| chunk.map(Frame::data)))
            }
        }
    }

    fn is_end_stream(&self) -> bool {
        matches!(self, Self::Whole(None))
    }

    fn size_hint(&self) -> SizeHint {
        match self {
            Self::Whole(bytes) => SizeHint::with_exact(bytes.as_ref().map_or(0, |bytes| bytes.len() as u64)),
            Self::Arriving { rest: Some(rest), .. } => SizeHint::with_exact(*rest),
            Self::Arriving { rest: None, .. } => SizeHint::default(),
        }
    }
}

/// The body of an answer; trailers are of no use to the core.
pub(super) struct Incoming {
    body: hyper::body::Incoming,
    /// The connection that the body arrives on, until it has ended.
    lease: Option<Lease>,
}

impl Incoming {
    pub(super) fn new(body: hyper::body::Incoming, lease: Option<Lease>) -> Self {
        let mut incoming = Self { body, lease };
        incoming.give_back_at_end();
        incoming
    }

    fn give_back_at_end(&mut self) {
        if self.body.is_end_stream()
            && let Some(lease) = self.lease.take()
        {
            lease.end();
        }
    }
}

impl Stream for Incoming {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            let frame = ready!(Pin::new(&mut self.body).poll_frame(context));
            self.give_back_at_end();
            match frame {
                Some(Ok(frame)) => {
                    if let Ok(data) = frame.into_data() {
                        return Poll::Ready(Some(Ok(data)));
                    }
                }
                Some(Err(error)) => return Poll::Ready(Some(Err(TransportError::exchange(error)))),
                None => return Poll::Ready(None),
            }
        }
    }
}
