//! Bytes split into lines, whatever the chunks they come in.

use bytes::{Buf, Bytes, BytesMut};

/// What ends a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ending {
    /// A line feed; a carriage return before it is whitespace to JSON.
    LineFeed,
    /// A line feed, a carriage return, or both.
    Any,
}

/// The line is longer than the limit.
#[derive(Debug)]
pub(super) struct TooLong;

/// Collects chunks and gives out whole lines without their endings. A line within one chunk is not copied.
pub(super) struct Lines {
    ending: Ending,
    limit: usize,
    chunk: Bytes,
    /// The beginning of a line whose end has not arrived.
    begun: BytesMut,
    /// The last line ended in a carriage return, so a line feed that follows belongs to it.
    after_return: bool,
    is_first: bool,
}

impl Lines {
    pub(super) fn new(ending: Ending, limit: usize) -> Self {
        Self {
            ending,
            limit,
            chunk: Bytes::new(),
            begun: BytesMut::new(),
            after_return: false,
            is_first: true,
        }
    }

    /// Takes the next chunk; all lines of the one before must have been given out.
    pub(super) fn push(&mut self, chunk: Bytes) {
        self.chunk = chunk;
    }

    /// The next whole line.
    pub(super) fn next(&mut self) -> Result<Option<Bytes>, TooLong> {
        if self.after_return && self.chunk.first() == Some(&b'\n') {
            self.chunk.advance(1);
        }
        self.after_return &= self.chunk.is_empty();
        let end = match self.ending {
            Ending::LineFeed => memchr::memchr(b'\n', &self.chunk),
            Ending::Any => memchr::memchr2(b'\n', b'\r', &self.chunk),
        };
        if self.begun.len() + end.unwrap_or(self.chunk.len()) > self.limit {
            return Err(TooLong);
        }
        let Some(end) = end else {
            self.begun.extend_from_slice(&self.chunk);
            self.chunk.clear();
            return Ok(None);
        };
        self.after_return = self.chunk.get(end) == Some(&b'\r');
        let mut line = self.chunk.split_to(end + 1);
        line.truncate(end);
        if !self.begun.is_empty() {
            self.begun.extend_from_slice(&line);
            line = self.begun.split().freeze();
        }
        Ok(Some(self.without_mark(line)))
    }

    /// What is left when the body is over: a line without an ending.
    pub(super) fn rest(&mut self) -> Bytes {
        let line = self.begun.split().freeze();
        self.without_mark(line)
    }

    /// A byte order mark before the first line is no part of it.
    fn without_mark(&mut self, mut line: Bytes) -> Bytes {
        if self.is_first && line.starts_with(b"\xEF\xBB\xBF") {
            line.advance(3);
        }
        self.is_first = false;
        line
    }
}
