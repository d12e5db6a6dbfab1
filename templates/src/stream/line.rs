//! Bytes split into lines, whatever the chunks they come in.

use bytes::Bytes;
use std::ops::Range;

/// What ends a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ending {
    /// A line feed; a carriage return before it is whitespace to JSON.
    LineFeed,
    /// A line feed, a carriage return, or both.
    Any,
    /// The record separator that begins the next line; a line feed is whitespace to JSON.
    Separator,
}

/// The line is longer than the limit.
#[derive(Debug)]
pub(super) struct TooLong;

/// Collects chunks and finds whole lines in them. A line within one chunk stays where it is; only one that is cut by a boundary is joined in a
/// buffer, which is used again for the next.
pub(super) struct Lines {
    ending: Ending,
    limit: usize,
    chunk: Bytes,
    /// How much of the chunk has been given out.
    read: usize,
    /// The beginning of a line whose end has not arrived, or the whole of the line that was given out last.
    joined: Vec<u8>,
    /// Where the line that was given out last stands: in the buffer of joined lines, or in the chunk.
    line: Range<usize>,
    is_joined: bool,
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
            read: 0,
            joined: Vec::new(),
            line: 0..0,
            is_joined: false,
            after_return: false,
            is_first: true,
        }
    }

    /// Takes the next chunk; all lines of the one before must have been given out.
    pub(super) fn push(&mut self, chunk: Bytes) {
        self.chunk = chunk;
        self.read = 0;
    }

    /// Goes to the next whole line, if it has arrived.
    pub(super) fn advance(&mut self) -> Result<bool, TooLong> {
        self.forget_joined();
        let mut rest = self.chunk.get(self.read..).unwrap_or_default();
        if self.after_return && !rest.is_empty() {
            self.after_return = false;
            if let Some(after) = rest.strip_prefix(b"\n") {
                self.read += 1;
                rest = after;
            }
        }
        if rest.is_empty() {
            return Ok(false);
        }
        let end = match self.ending {
            Ending::LineFeed => memchr::memchr(b'\n', rest),
            Ending::Any => memchr::memchr2(b'\n', b'\r', rest),
            Ending::Separator => memchr::memchr(0x1E, rest),
        };
        let length = end.unwrap_or(rest.len());
        if self.joined.len() + length > self.limit {
            return Err(TooLong);
        }
        let piece = rest.get(..length).unwrap_or_default();
        if end.is_none() {
            self.joined.extend_from_slice(piece);
            self.read = self.chunk.len();
            return Ok(false);
        }
        self.after_return = rest.get(length) == Some(&b'\r');
        if self.joined.is_empty() {
            self.line = self.read..self.read + length;
        } else {
            self.joined.extend_from_slice(piece);
            self.line = 0..self.joined.len();
            self.is_joined = true;
        }
        self.read += length + 1;
        self.skip_mark();
        Ok(true)
    }

    /// Goes to what has arrived of a line whose ending has not, if `is_whole` says that nothing is missing.
    pub(super) fn advance_early(&mut self, is_whole: impl FnOnce(&[u8]) -> bool) -> bool {
        if self.is_joined || !is_whole(&self.joined) {
            return false;
        }
        self.finish();
        true
    }

    /// Goes to what is left when the body is over: a line without an ending, perhaps an empty one.
    pub(super) fn finish(&mut self) {
        self.forget_joined();
        self.line = 0..self.joined.len();
        self.is_joined = true;
        self.skip_mark();
    }

    /// The line that was gone to last, without its ending.
    pub(super) fn line(&self) -> &[u8] {
        let text: &[u8] = if self.is_joined { &self.joined } else { &self.chunk };
        text.get(self.line.clone()).unwrap_or_default()
    }

    fn forget_joined(&mut self) {
        if self.is_joined {
            self.joined.clear();
            self.is_joined = false;
            self.line = 0..0;
        }
    }

    /// A byte order mark before the first line is no part of it.
    fn skip_mark(&mut self) {
        if self.is_first && self.line().starts_with(b"\xEF\xBB\xBF") {
            self.line.start += 3;
        }
        self.is_first = false;
    }
}
