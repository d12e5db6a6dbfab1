//! One line that a person can act on.

use super::{Error, ErrorKind};
use std::fmt::{self, Write as _};

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let facts = &self.0;
        if let Some(operation) = &facts.operation {
            write!(formatter, "{} {}: ", operation.method(), operation.path())?;
        }
        if let (ErrorKind::Api, Some(status)) = (facts.kind, facts.status) {
            write!(
                formatter,
                "{} {}",
                status.as_u16(),
                status.canonical_reason().unwrap_or("unknown status")
            )?;
            if !facts.message.is_empty() {
                formatter.write_str(": ")?;
            }
        }
        if let Some(path) = &facts.path {
            write!(formatter, "at `{path}`: ")?;
        }
        write_line(formatter, &facts.message)?;
        let notes = self.notes();
        if notes.is_empty() {
            Ok(())
        } else {
            write!(formatter, " ({})", notes.join(", "))
        }
    }
}

impl Error {
    fn notes(&self) -> Vec<String> {
        let facts = &self.0;
        let mut notes = Vec::new();
        notes.extend(facts.code.clone());
        if let Some(status) = facts.status
            && facts.kind != ErrorKind::Api
        {
            notes.push(format!("status {}", status.as_u16()));
        }
        if let Some(id) = &facts.request_id {
            notes.push(format!("request id {id}"));
        }
        if let Some(pause) = facts.retry_after {
            notes.push(format!("retry after {pause:?}"));
        }
        if facts.attempts > 1 {
            notes.push(format!("after {} tries", facts.attempts));
        }
        notes
    }
}

/// A message of the server may hold line breaks; the error stays one line.
fn write_line(formatter: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    for character in text.trim_end().chars() {
        formatter.write_char(if character.is_control() { ' ' } else { character })?;
    }
    Ok(())
}

/// Headers and body stay out: they may repeat what was sent.
impl fmt::Debug for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let facts = &self.0;
        formatter
            .debug_struct("Error")
            .field("kind", &facts.kind)
            .field("operation", &self.operation())
            .field("status", &facts.status)
            .field("code", &facts.code)
            .field("message", &facts.message)
            .field("path", &facts.path)
            .field("request_id", &facts.request_id)
            .field("retry_after", &facts.retry_after)
            .field("attempts", &facts.attempts)
            .field("body_bytes", &facts.body.len())
            .field("source", &facts.source)
            .finish()
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0
            .source
            .as_ref()
            .map(|source| &**source as &(dyn std::error::Error + 'static))
    }
}
