//! The body of a request: bytes, or a source that can be opened, and often opened again for another try.

#[cfg(not(target_arch = "wasm32"))]
mod disk;
mod source;

use crate::error::BoxError;
use crate::transport::{Chunks, TransportError};
use bytes::Bytes;
use futures_core::Stream;
pub(crate) use source::Mapped;
use source::{Joined, Once, Watched};
use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

/// The body of a request.
///
/// Cloning it is free. A body of bytes or of a file can be sent again after a failure; one of a stream cannot.
#[derive(Clone, Default)]
pub struct Body(Inner);

#[derive(Clone, Default)]
enum Inner {
    #[default]
    Empty,
    Bytes(Bytes),
    Source(Arc<dyn Source>),
}

/// Where the bytes of a body come from.
pub(crate) trait Source: Send + Sync {
    /// Begins to read.
    fn open(&self) -> Result<Chunks, TransportError>;

    /// How many bytes there will be, where that is known.
    fn length(&self) -> Option<u64>;

    /// Whether it can be opened more than once.
    fn is_replayable(&self) -> bool;
}

impl Body {
    /// No body at all.
    pub const fn empty() -> Self {
        Self(Inner::Empty)
    }

    /// The bytes of a stream; `length` is sent as the content length where it is known.
    pub fn from_stream<S, E>(stream: S, length: Option<u64>) -> Self
    where
        S: Stream<Item = Result<Bytes, E>> + Send + 'static,
        E: Into<BoxError>,
    {
        Self::from_source(Once::new(
            Box::pin(Mapped::new(stream, TransportError::request)),
            length,
        ))
    }

    /// The content of a file, read while it is sent.
    #[cfg(not(target_arch = "wasm32"))]
    pub(crate) fn from_path(path: std::path::PathBuf, length: u64) -> Self {
        Self::from_source(disk::Path::new(path, length))
    }

    /// Several bodies, one after the other.
    pub(crate) fn joined(parts: Vec<Body>) -> Self {
        if parts.iter().all(|part| part.as_bytes().is_some()) {
            let bytes: Vec<&[u8]> = parts.iter().filter_map(|part| part.as_bytes()).collect();
            return Self::from(bytes.concat());
        }
        Self::from_source(Joined::new(parts))
    }

    /// The same body, which tells `progress` how many bytes have been taken from it.
    pub(crate) fn watched(self, progress: Arc<dyn Fn(u64) + Send + Sync>) -> Self {
        Self::from_source(Watched::new(self, progress))
    }

    fn from_source(source: impl Source + 'static) -> Self {
        Self(Inner::Source(Arc::new(source)))
    }

    /// The bytes, where they are at hand.
    pub fn as_bytes(&self) -> Option<&[u8]> {
        match &self.0 {
            Inner::Empty => Some(&[]),
            Inner::Bytes(bytes) => Some(bytes),
            Inner::Source(_) => None,
        }
    }

    /// The bytes, where they are at hand, without copying them.
    pub fn into_bytes(self) -> Option<Bytes> {
        match self.0 {
            Inner::Empty => Some(Bytes::new()),
            Inner::Bytes(bytes) => Some(bytes),
            Inner::Source(_) => None,
        }
    }

    /// How many bytes there will be, where that is known.
    pub fn length(&self) -> Option<u64> {
        match &self.0 {
            Inner::Empty => Some(0),
            Inner::Bytes(bytes) => Some(bytes.len() as u64),
            Inner::Source(source) => source.length(),
        }
    }

    /// Whether it can be sent again after a failure.
    pub fn is_replayable(&self) -> bool {
        match &self.0 {
            Inner::Empty | Inner::Bytes(_) => true,
            Inner::Source(source) => source.is_replayable(),
        }
    }

    /// Begins to read it.
    ///
    /// # Errors
    ///
    /// It is a stream, and has been read before.
    pub fn open(self) -> Result<Chunks, TransportError> {
        match self.0 {
            Inner::Empty => Ok(Box::pin(OneChunk(None))),
            Inner::Bytes(bytes) => Ok(Box::pin(OneChunk(Some(bytes)))),
            Inner::Source(source) => source.open(),
        }
    }
}

/// A body of one piece.
pub(crate) struct OneChunk(pub(crate) Option<Bytes>);

impl Stream for OneChunk {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(self.0.take().map(Ok))
    }
}

/// The content may hold secrets, so only its size is shown.
impl fmt::Debug for Body {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.length() {
            Some(length) => write!(formatter, "Body({length} bytes)"),
            None => formatter.write_str("Body(stream)"),
        }
    }
}

impl From<Bytes> for Body {
    fn from(bytes: Bytes) -> Self {
        Self(Inner::Bytes(bytes))
    }
}

impl From<Vec<u8>> for Body {
    fn from(bytes: Vec<u8>) -> Self {
        Self::from(Bytes::from(bytes))
    }
}

impl From<String> for Body {
    fn from(text: String) -> Self {
        Self::from(Bytes::from(text))
    }
}

impl From<&'static str> for Body {
    fn from(text: &'static str) -> Self {
        Self::from(Bytes::from_static(text.as_bytes()))
    }
}

impl From<&'static [u8]> for Body {
    fn from(bytes: &'static [u8]) -> Self {
        Self::from(Bytes::from_static(bytes))
    }
}
