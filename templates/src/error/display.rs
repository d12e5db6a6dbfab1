//! One line that a person can act on.

use super::{Error, ErrorKind};
use std::fmt::{self, DebugStruct, Write as _};

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let facts = &self.0;
        let mut line = Line(formatter);
        if let Some(operation) = &facts.operation {
            write!(line, "{} {}: ", operation.method(), operation.path())?;
        }
        match facts.status.filter(|_| facts.kind == ErrorKind::Api) {
            // An error inside of a success or of a stream: its status would say that all is well.
            Some(status) if status.is_success() && facts.message.is_empty() => {
                line.write_str("the API reports an error")?
            }
            Some(status) if !status.is_success() => {
                let reason = status.canonical_reason().unwrap_or("unknown status");
                write!(line, "{} {reason}", status.as_u16())?;
                if !facts.message.is_empty() {
                    line.write_str(": ")?;
                }
            }
            _ => {}
        }
        if let Some(path) = &facts.path {
            write!(line, "at `{path}`: ")?;
        }
        line.write_str(facts.message.trim_end())?;
        let notes = self.notes();
        if notes.is_empty() {
            Ok(())
        } else {
            write!(line, " ({})", notes.join(", "))
        }
    }
}

impl Error {
    fn notes(&self) -> Vec<String> {
        let facts = &self.0;
        let mut notes = Vec::new();
        notes.extend(facts.step.map(str::to_owned));
        notes.extend(facts.code.clone());
        notes.extend(facts.missing.iter().map(|name| format!("the client has no {name}")));
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

/// What the server says may hold line breaks, commands for a terminal and marks that turn text around; the error stays one line that reads as it is.
struct Line<'a, 'b>(&'a mut fmt::Formatter<'b>);

impl fmt::Write for Line<'_, '_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        text.chars().try_for_each(|character| {
            let turns = matches!(character, '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
            self.0.write_char(if turns || character.is_control() {
                ' '
            } else {
                character
            })
        })
    }
}

/// Headers and body stay out: they may repeat what was sent. So does what there is nothing to say about.
impl fmt::Debug for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let facts = &self.0;
        let mut out = formatter.debug_struct("Error");
        out.field("kind", &facts.kind);
        known(&mut out, "operation", self.operation());
        known(&mut out, "step", facts.step);
        known(&mut out, "status", facts.status.map(|status| status.as_u16()));
        known(&mut out, "code", facts.code.as_ref());
        known(
            &mut out,
            "message",
            Some(&facts.message).filter(|message| !message.is_empty()),
        );
        known(&mut out, "path", facts.path.as_ref());
        known(&mut out, "request_id", facts.request_id.as_ref());
        known(&mut out, "retry_after", facts.retry_after);
        known(
            &mut out,
            "attempts",
            Some(facts.attempts).filter(|attempts| *attempts > 0),
        );
        known(
            &mut out,
            "body_bytes",
            Some(facts.body.len()).filter(|length| *length > 0),
        );
        known(&mut out, "source", facts.source.as_ref());
        out.finish()
    }
}

fn known<V: fmt::Debug>(out: &mut DebugStruct<'_, '_>, name: &str, value: Option<V>) {
    if let Some(value) = value {
        out.field(name, &value);
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
