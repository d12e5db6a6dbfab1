//! The texts that were read, and places in them.

use std::cell::OnceCell;
use std::rc::Rc;

/// The number of a text in the [`Diagnostics`](super::Diagnostics) that knows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SourceId(pub(super) u16);

/// A place in one of the texts. Small, because every node of a description carries one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Position {
    pub(super) source: SourceId,
    pub(super) offset: u32,
}

impl Position {
    /// The place `offset` bytes, or characters where the source counts so, behind the start of `source`.
    ///
    /// Texts of more than 4 GiB do not exist here; their far places collapse into the last one.
    pub fn new(source: SourceId, offset: usize) -> Self {
        Position {
            source,
            offset: u32::try_from(offset).unwrap_or(u32::MAX),
        }
    }

    /// No place, for values that no text holds.
    pub const NOWHERE: Position = Position {
        source: SourceId(u16::MAX),
        offset: 0,
    };
}

/// What the offsets of a source count: each parser says what it counts, and only printing pays for a conversion.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Bytes of UTF-8.
    Byte,
    /// Unicode characters.
    Character,
}

/// A text with the name it is shown under.
#[derive(Clone, Debug)]
pub(super) struct Source {
    pub(super) name: String,
    pub(super) text: Rc<str>,
    pub(super) unit: Unit,
    /// Where the lines begin, in bytes. Only looked for when there is something to show.
    lines: OnceCell<Vec<usize>>,
}

/// A place as people read it.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Location {
    /// The file as it was named on the command line.
    pub file: String,
    /// The line, counted from 1.
    pub line: usize,
    /// The column in characters, counted from 1.
    pub column: usize,
}

impl Source {
    pub(super) fn new(name: String, text: Rc<str>, unit: Unit) -> Self {
        Source {
            name,
            text,
            unit,
            lines: OnceCell::new(),
        }
    }

    /// The offset in bytes, always at the start of a character.
    pub(super) fn byte(&self, offset: u32) -> usize {
        let offset = offset as usize;
        match self.unit {
            Unit::Byte => (0..=offset.min(self.text.len()))
                .rev()
                .find(|at| self.text.is_char_boundary(*at))
                .unwrap_or(0),
            Unit::Character => self
                .text
                .char_indices()
                .nth(offset)
                .map_or(self.text.len(), |(at, _)| at),
        }
    }

    /// The line (counted from 0), and where it starts and ends, without its line break.
    pub(super) fn line(&self, byte: usize) -> (usize, usize, usize) {
        let starts = self.lines.get_or_init(|| {
            let breaks = self.text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
            std::iter::once(0).chain(breaks.map(|(at, _)| at + 1)).collect()
        });
        let line = starts.partition_point(|start| *start <= byte).saturating_sub(1);
        let start = starts.get(line).copied().unwrap_or_default();
        let end = starts.get(line + 1).map_or(self.text.len(), |next| next - 1);
        let end = if self.text.get(start..end).is_some_and(|text| text.ends_with('\r')) {
            end - 1
        } else {
            end
        };
        (line, start, end.max(byte))
    }

    pub(super) fn location(&self, offset: u32) -> Location {
        let byte = self.byte(offset);
        let (line, start, _) = self.line(byte);
        Location {
            file: self.name.clone(),
            line: line + 1,
            column: self.text.get(start..byte).map_or(0, |text| text.chars().count()) + 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn locates_characters_and_bytes() {
        let mut source = Source::new("a.yaml".into(), Rc::from("é: 1\r\nb: é x\n"), Unit::Character);
        assert_eq!((source.location(6).line, source.location(6).column), (2, 1));
        assert_eq!((source.location(11).line, source.location(11).column), (2, 6));
        source.unit = Unit::Byte;
        assert_eq!((source.location(1).line, source.location(1).column), (1, 1));
        assert_eq!((source.location(999).line, source.location(999).column), (3, 1));
    }
}
