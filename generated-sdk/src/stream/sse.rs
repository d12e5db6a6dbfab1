//! Server-sent events, line by line, as the WHATWG's text of HTML describes them.

use bytes::{Bytes, BytesMut};

/// What a line did to the event that is being collected.
pub(super) enum Step {
    /// The event goes on.
    More,
    /// The event is complete; this is its data.
    Event(Bytes),
    /// The sentinel by which many servers end a stream.
    Done,
    /// The data grew over the limit.
    TooLong,
}

/// Collects the lines of one event. Only the data is of use here: name, id and pause are for a reader that reconnects, and a call is not repeated.
pub(super) struct Parser {
    data: BytesMut,
    has_data: bool,
    limit: usize,
}

impl Parser {
    pub(super) fn new(limit: usize) -> Self {
        Self {
            data: BytesMut::new(),
            has_data: false,
            limit,
        }
    }

    /// Whether an event has begun that no blank line has ended.
    pub(super) fn is_within_event(&self) -> bool {
        self.has_data
    }

    /// Whether what was collected is the sentinel; servers that send it often forget the blank line.
    pub(super) fn is_done(&self) -> bool {
        self.data.as_ref() == b"[DONE]"
    }

    /// Takes one line.
    pub(super) fn line(&mut self, line: &[u8]) -> Step {
        if line.is_empty() {
            return self.dispatch();
        }
        let (field, value) = match memchr::memchr(b':', line) {
            Some(colon) => (
                line.get(..colon).unwrap_or_default(),
                line.get(colon + 1..).unwrap_or_default(),
            ),
            None => (line, &[] as &[u8]),
        };
        if field != b"data" {
            // A comment has no name at all; event, id, retry and names to come do not concern the data.
            return Step::More;
        }
        let value = value.strip_prefix(b" ").unwrap_or(value);
        if self.data.len() + value.len() > self.limit {
            return Step::TooLong;
        }
        if self.has_data {
            self.data.extend_from_slice(b"\n");
        }
        self.data.extend_from_slice(value);
        self.has_data = true;
        Step::More
    }

    fn dispatch(&mut self) -> Step {
        self.has_data = false;
        if self.data.is_empty() {
            return Step::More;
        }
        if self.is_done() {
            return Step::Done;
        }
        Step::Event(self.data.split().freeze())
    }
}
