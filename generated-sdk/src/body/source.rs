//! The sources of a body that is not at hand as bytes.

use super::{Body, Source};
use crate::error::BoxError;
use crate::transport::{Chunks, TransportError};
use bytes::{Bytes, BytesMut};
use futures_core::Stream;
use std::collections::VecDeque;
use std::future::Future;
use std::path::PathBuf;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, ready};
use tokio::fs::File;
use tokio::io::{AsyncRead, ReadBuf};

/// How much of a file is read at once.
const PIECE: usize = 64 * 1024;

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

/// A stream of the caller with its errors turned into ours.
pub(super) struct Mapped<S>(Pin<Box<S>>);

impl<S> Mapped<S> {
    pub(super) fn new(stream: S) -> Self {
        Self(Box::pin(stream))
    }
}

impl<S, E> Stream for Mapped<S>
where
    S: Stream<Item = Result<Bytes, E>>,
    E: Into<BoxError>,
{
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0
            .as_mut()
            .poll_next(context)
            .map(|item| item.map(|chunk| chunk.map_err(TransportError::request)))
    }
}

/// A file, opened anew for each try.
pub(super) struct Path {
    path: PathBuf,
    length: u64,
}

impl Path {
    pub(super) fn new(path: PathBuf, length: u64) -> Self {
        Self { path, length }
    }
}

impl Source for Path {
    fn open(&self) -> Result<Chunks, TransportError> {
        let opening = Box::pin(File::open(self.path.clone()));
        Ok(Box::pin(Reading {
            stage: Stage::Opening(opening),
            rest: self.length,
        }))
    }

    fn length(&self) -> Option<u64> {
        Some(self.length)
    }

    fn is_replayable(&self) -> bool {
        true
    }
}

/// A file while it is read.
struct Reading {
    stage: Stage,
    rest: u64,
}

enum Stage {
    Opening(Pin<Box<dyn Future<Output = std::io::Result<File>> + Send>>),
    Open(File, BytesMut),
}

impl Stream for Reading {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if self.rest == 0 {
            return Poll::Ready(None);
        }
        if let Stage::Opening(opening) = &mut self.stage {
            match ready!(opening.as_mut().poll(context)) {
                Ok(file) => self.stage = Stage::Open(file, BytesMut::new()),
                Err(error) => return Poll::Ready(Some(Err(TransportError::request(error)))),
            }
        }
        let rest = self.rest;
        let Stage::Open(file, buffer) = &mut self.stage else {
            return Poll::Ready(None);
        };
        // The length was promised to the server, so a file that grew meanwhile is cut there.
        let wanted = usize::try_from(rest).unwrap_or(PIECE).min(PIECE);
        buffer.resize(wanted, 0);
        let mut read = ReadBuf::new(buffer);
        if let Err(error) = ready!(Pin::new(file).poll_read(context, &mut read)) {
            return Poll::Ready(Some(Err(TransportError::request(error))));
        }
        let filled = read.filled().len();
        if filled == 0 {
            return Poll::Ready(Some(Err(TransportError::request(
                "the file became shorter while it was sent",
            ))));
        }
        let piece = buffer.split_to(filled).freeze();
        self.rest -= filled as u64;
        Poll::Ready(Some(Ok(piece)))
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
