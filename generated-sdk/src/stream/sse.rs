//! Server-sent events, line by line, as the WHATWG's text of HTML describes them.

use std::time::Duration;

/// What a line did to the event that is being collected.
pub(super) enum Step {
    /// The event goes on.
    More,
    /// The event is complete.
    Event,
    /// The sentinel by which many servers end a stream.
    Done,
    /// The data grew over the limit.
    TooLong,
}

/// Collects the lines of one event; its buffers serve all of them.
pub(super) struct Parser {
    /// The data of the event that is being collected, or of the one that was given out last.
    data: Vec<u8>,
    name: String,
    /// The id that stands in the event which is being collected; it counts from the blank line on.
    new_id: Option<String>,
    id: String,
    retry: Option<Duration>,
    has_data: bool,
    /// Data and name belong to an event that has been given out.
    is_given_out: bool,
    limit: usize,
}

impl Parser {
    pub(super) fn new(limit: usize) -> Self {
        Self {
            data: Vec::new(),
            name: String::new(),
            new_id: None,
            id: String::new(),
            retry: None,
            has_data: false,
            is_given_out: false,
            limit,
        }
    }

    /// The data of the event that was given out last.
    pub(super) fn data(&self) -> &[u8] {
        &self.data
    }

    /// The name of the event that was given out last; no name is what the standard calls `message`.
    pub(super) fn name(&self) -> Option<&str> {
        Some(self.name.as_str()).filter(|name| self.is_given_out && !name.is_empty())
    }

    /// The id that holds for the event that was given out last: its own, or that of one before.
    pub(super) fn id(&self) -> Option<&str> {
        Some(self.id.as_str()).filter(|id| !id.is_empty())
    }

    pub(super) fn retry(&self) -> Option<Duration> {
        self.retry
    }

    /// Whether an event has begun that no blank line has ended.
    pub(super) fn is_within_event(&self) -> bool {
        self.has_data
    }

    /// Whether what was collected is the sentinel; servers that send it often forget the blank line.
    pub(super) fn is_done(&self) -> bool {
        self.data.trim_ascii() == b"[DONE]"
    }

    /// Takes one line.
    pub(super) fn line(&mut self, line: &[u8]) -> Step {
        if self.is_given_out {
            self.begin();
        }
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
        let value = value.strip_prefix(b" ").unwrap_or(value);
        match field {
            b"data" => return self.add(value),
            b"event" => {
                self.name.clear();
                self.name.push_str(&String::from_utf8_lossy(value));
            }
            b"id" if !value.contains(&0) => self.new_id = Some(String::from_utf8_lossy(value).into_owned()),
            b"retry" => self.retry = milliseconds(value).or(self.retry),
            // A comment has no name at all, and names to come do not concern us.
            _ => {}
        }
        Step::More
    }

    fn add(&mut self, value: &[u8]) -> Step {
        if self.data.len() + value.len() >= self.limit {
            return Step::TooLong;
        }
        if self.has_data {
            self.data.push(b'\n');
        }
        self.data.extend_from_slice(value);
        self.has_data = true;
        Step::More
    }

    /// What the blank line means. An event whose data is blank is none: some servers keep a connection alive with it, and no JSON is blank.
    fn dispatch(&mut self) -> Step {
        if let Some(id) = self.new_id.take() {
            self.id = id;
        }
        self.has_data = false;
        if self.data.iter().all(u8::is_ascii_whitespace) {
            self.begin();
            return Step::More;
        }
        if self.is_done() {
            return Step::Done;
        }
        self.is_given_out = true;
        Step::Event
    }

    fn begin(&mut self) {
        self.data.clear();
        self.name.clear();
        self.is_given_out = false;
    }
}

/// A pause; what is not digits alone is none.
fn milliseconds(value: &[u8]) -> Option<Duration> {
    let digits = std::str::from_utf8(value).ok()?;
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    digits.parse().ok().map(Duration::from_millis)
}
