//! Files as bodies.

use super::Source;
use super::source::PIECE;
use crate::transport::{Chunks, TransportError};
use bytes::{Bytes, BytesMut};
use futures_core::Stream;
use std::future::Future;
use std::path::PathBuf;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use tokio::fs::File;
use tokio::io::{AsyncRead, ReadBuf};

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
