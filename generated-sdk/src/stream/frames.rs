//! From the chunks of a body to whole events. It knows no type, so it is compiled once.

use super::line::{Ending, Lines};
use super::sse::{Parser, Step};
use crate::arrival::Arrival;
use crate::client::StreamError;
use crate::draft::is_json;
use crate::error::{Error, Result};
use crate::operation::StreamKind;
use crate::response::Head;
use bytes::Bytes;
use memchr::memmem::Finder;
use std::task::{Context, Poll, ready};

/// The events of a body.
pub(super) struct Frames {
    body: Arrival,
    lines: Lines,
    format: Format,
    limit: usize,
    suspicion: Option<Suspicion>,
    /// Whether the event that was given out last lacked its ending.
    is_cut: bool,
    is_over: bool,
}

enum Format {
    Jsonl,
    JsonSeq,
    Sse(Parser),
}

/// How the events are framed: as the server says, and as the operation declares where it does not say.
fn kind(head: &Head) -> StreamKind {
    match head
        .content_type()
        .map(|text| text.split(';').next().unwrap_or_default().trim())
    {
        Some(essence) if essence.eq_ignore_ascii_case("text/event-stream") => StreamKind::Sse,
        Some(essence) if essence.to_ascii_lowercase().ends_with("json-seq") => StreamKind::JsonSeq,
        Some(essence) if is_json(essence) || essence.to_ascii_lowercase().contains("json") => StreamKind::Jsonl,
        _ => head.operation.stream.unwrap_or(StreamKind::Jsonl),
    }
}

impl Frames {
    pub(super) fn new(head: &Head, body: Arrival) -> Self {
        let shared = head.client.shared();
        let limit = shared.options().limits.line;
        let (ending, format) = match kind(head) {
            StreamKind::Jsonl => (Ending::LineFeed, Format::Jsonl),
            StreamKind::JsonSeq => (Ending::Separator, Format::JsonSeq),
            StreamKind::Sse => (Ending::Any, Format::Sse(Parser::new(limit))),
        };
        Self {
            body,
            lines: Lines::new(ending, limit),
            format,
            limit,
            suspicion: shared.api().stream_error.map(Suspicion::new),
            is_cut: false,
            is_over: false,
        }
    }

    /// The fields of server-sent events beside their data; JSON lines have none.
    pub(super) fn fields(&self) -> Option<&Parser> {
        match &self.format {
            Format::Jsonl | Format::JsonSeq => None,
            Format::Sse(parser) => Some(parser),
        }
    }

    /// The bytes of the next event. An event that is an error of the API is an error, and more may follow; after any other there is nothing.
    pub(super) fn poll_event(&mut self, head: &Head, context: &mut Context<'_>) -> Poll<Option<Result<&[u8]>>> {
        match ready!(self.poll_frame(context)) {
            Ok(false) => return Poll::Ready(None),
            Ok(true) => {}
            Err(error) => {
                self.is_over = true;
                return Poll::Ready(Some(Err(error.with_head(head))));
            }
        }
        let event = self.event();
        // Asked before it is decoded: an error event may well decode as an event whose type nobody knows.
        if let Some(suspicion) = &self.suspicion
            && suspicion.concerns(event)
            && let Some(error) = Error::in_event(head, event)
        {
            return Poll::Ready(Some(Err(error)));
        }
        Poll::Ready(Some(Ok(event)))
    }

    /// The bytes of the event that was given out last.
    fn event(&self) -> &[u8] {
        match &self.format {
            Format::Jsonl | Format::JsonSeq => self.lines.line(),
            Format::Sse(parser) => parser.data(),
        }
    }

    /// Goes to the next event; `false` where there is none.
    fn poll_frame(&mut self, context: &mut Context<'_>) -> Poll<Result<bool>> {
        while !self.is_over {
            if self.buffered()? {
                return Poll::Ready(Ok(true));
            }
            if self.is_over {
                break;
            }
            match ready!(self.body.poll_chunk(context)) {
                Some(chunk) => self.lines.push(chunk?),
                None => return Poll::Ready(self.end()),
            }
        }
        Poll::Ready(Ok(false))
    }

    /// Goes to the next event if it is complete in what has arrived.
    fn buffered(&mut self) -> Result<bool> {
        while self.lines.advance().map_err(|_| too_long(self.limit))? {
            let line = self.lines.line();
            let Format::Sse(parser) = &mut self.format else {
                if line.iter().all(u8::is_ascii_whitespace) {
                    continue;
                }
                return Ok(true);
            };
            match parser.line(line) {
                Step::More => {}
                Step::Event => return Ok(true),
                Step::Done => {
                    self.is_over = true;
                    return Ok(false);
                }
                Step::TooLong => return Err(too_long(self.limit)),
            }
        }
        // The separator that ends a value comes with the next one, which may be long in coming.
        Ok(matches!(self.format, Format::JsonSeq) && self.lines.advance_early(is_value))
    }

    /// The body is over: a last line may lack its ending, an event may not lack its blank line.
    fn end(&mut self) -> Result<bool> {
        self.is_over = true;
        self.lines.finish();
        let rest = self.lines.line();
        let Format::Sse(parser) = &mut self.format else {
            self.is_cut = true;
            return Ok(!rest.iter().all(u8::is_ascii_whitespace));
        };
        if !rest.is_empty() {
            parser.line(rest);
        }
        if parser.is_within_event() && !parser.is_done() {
            return Err(Error::stream("the stream ended in the middle of an event"));
        }
        Ok(false)
    }

    /// The error for an event that did not decode. A line that is not even JSON ends the stream, for then the framing cannot be trusted.
    pub(super) fn misfit(&mut self, head: &Head, failure: serde_json::Error) -> Error {
        if self.is_cut && failure.is_eof() {
            return Error::stream("the stream ended in the middle of a line").with_head(head);
        }
        let is_line = matches!(self.format, Format::Jsonl | Format::JsonSeq);
        self.is_over |= is_line && (failure.is_syntax() || failure.is_eof());
        let event = Bytes::copy_from_slice(self.event());
        if head.client.shared().api().error_in_success
            && let Some(error) = Error::in_success(head, &event)
        {
            return error;
        }
        Error::decode(head, &event, failure)
    }
}

/// Tells quickly that an event is no error of the API; what remains is parsed to be sure.
struct Suspicion {
    /// How an event begins whose first member is the tag: nearly all do.
    beginning: String,
    value: &'static str,
    finder: Finder<'static>,
}

impl Suspicion {
    fn new(rule: StreamError) -> Self {
        Self {
            beginning: format!("{{\"{}\":\"", rule.tag),
            value: rule.value,
            finder: Finder::new(rule.value),
        }
    }

    fn concerns(&self, event: &[u8]) -> bool {
        match event.strip_prefix(self.beginning.as_bytes()) {
            Some(rest) => rest.starts_with(self.value.as_bytes()),
            None => self.finder.find(event).is_some(),
        }
    }
}

/// A line feed ends the value, so that a number is known to be whole.
fn is_value(record: &[u8]) -> bool {
    record.ends_with(b"\n") && serde_json::from_slice::<serde::de::IgnoredAny>(record).is_ok()
}

fn too_long(limit: usize) -> Error {
    Error::stream(format!(
        "a line or event of the stream is longer than the limit of {limit} bytes"
    ))
}
