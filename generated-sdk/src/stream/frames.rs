//! From the chunks of a body to whole events. It knows no type, so it is compiled once.

use super::line::{Ending, Lines};
use super::sse::{Parser, Step};
use crate::arrival::Arrival;
use crate::draft::is_json;
use crate::error::{Error, Result};
use crate::operation::StreamKind;
use crate::response::Head;
use bytes::Bytes;
use std::task::{Context, Poll, ready};

/// The events of a body.
pub(super) struct Frames {
    body: Arrival,
    lines: Lines,
    format: Format,
    limit: usize,
    /// The event that was given out last; it is kept for the error of its decoding.
    event: Bytes,
    /// Whether that event lacked its ending.
    is_cut: bool,
    is_over: bool,
}

enum Format {
    Jsonl,
    Sse(Parser),
}

/// How the events are framed: as the server says, and as the operation declares where it does not say.
pub(super) fn kind(head: &Head) -> StreamKind {
    match head
        .content_type()
        .map(|text| text.split(';').next().unwrap_or_default().trim())
    {
        Some(essence) if essence.eq_ignore_ascii_case("text/event-stream") => StreamKind::Sse,
        Some(essence) if is_json(essence) || essence.to_ascii_lowercase().contains("json") => StreamKind::Jsonl,
        _ => head.operation.stream.unwrap_or(StreamKind::Jsonl),
    }
}

impl Frames {
    pub(super) fn new(body: Arrival, kind: StreamKind, limit: usize) -> Self {
        let (ending, format) = match kind {
            StreamKind::Jsonl => (Ending::LineFeed, Format::Jsonl),
            StreamKind::Sse => (Ending::Any, Format::Sse(Parser::new(limit))),
        };
        let lines = Lines::new(ending, limit);
        Self {
            body,
            lines,
            format,
            limit,
            event: Bytes::new(),
            is_cut: false,
            is_over: false,
        }
    }

    /// The bytes of the next event; after an error there is none.
    pub(super) fn poll_event(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<&[u8]>>> {
        while !self.is_over {
            match self.buffered() {
                Ok(true) => return Poll::Ready(Some(Ok(&self.event))),
                Ok(false) if self.is_over => break,
                Ok(false) => {}
                Err(error) => return self.fail(error),
            }
            match ready!(self.body.poll_chunk(context)) {
                Some(Ok(chunk)) => self.lines.push(chunk),
                Some(Err(error)) => return self.fail(error),
                None => return self.end(),
            }
        }
        Poll::Ready(None)
    }

    /// Whether the next event is complete in what has arrived.
    fn buffered(&mut self) -> Result<bool> {
        while let Some(line) = self.lines.next().map_err(|_| self.too_long())? {
            match &mut self.format {
                Format::Jsonl if line.trim_ascii().is_empty() => {}
                Format::Jsonl => {
                    self.event = line;
                    return Ok(true);
                }
                Format::Sse(parser) => match parser.line(&line) {
                    Step::More => {}
                    Step::Event(data) => {
                        self.event = data;
                        return Ok(true);
                    }
                    Step::Done => {
                        self.is_over = true;
                        return Ok(false);
                    }
                    Step::TooLong => return Err(self.too_long()),
                },
            }
        }
        Ok(false)
    }

    /// The body is over: a last line may lack its ending, an event may not lack its blank line.
    fn end(&mut self) -> Poll<Option<Result<&[u8]>>> {
        self.is_over = true;
        let rest = self.lines.rest();
        if let Format::Sse(parser) = &mut self.format {
            let step = if rest.is_empty() {
                Step::More
            } else {
                parser.line(&rest)
            };
            return match step {
                Step::More if parser.is_within_event() && !parser.is_done() => {
                    Poll::Ready(Some(Err(Error::stream("the stream ended in the middle of an event"))))
                }
                _ => Poll::Ready(None),
            };
        }
        if rest.trim_ascii().is_empty() {
            return Poll::Ready(None);
        }
        self.event = rest;
        self.is_cut = true;
        Poll::Ready(Some(Ok(&self.event)))
    }

    fn fail(&mut self, error: Error) -> Poll<Option<Result<&[u8]>>> {
        self.is_over = true;
        Poll::Ready(Some(Err(error)))
    }

    fn too_long(&self) -> Error {
        Error::stream(format!(
            "a line or event of the stream is longer than the limit of {} bytes",
            self.limit
        ))
    }

    /// The error for an event that did not decode; what is not even JSON ends the stream, for then the framing cannot be trusted.
    pub(super) fn misfit(&mut self, head: &Head, failure: serde_json::Error) -> Error {
        if self.is_cut && failure.is_eof() {
            return Error::stream("the stream ended in the middle of a line").with_head(head);
        }
        self.is_over |= failure.is_syntax() || failure.is_eof();
        if head.client.shared().api().error_in_success
            && let Some(error) = Error::in_success(head, &self.event)
        {
            return error;
        }
        Error::decode(head, &self.event, failure)
    }
}
