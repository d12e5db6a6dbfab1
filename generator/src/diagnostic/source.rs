//! The texts that were read, and places in them.

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
        Position { source, offset: u32::try_from(offset).unwrap_or(u32::MAX) }
    }

    /// No place, for values that no text holds.
    pub const NOWHERE: Position = Position { source: SourceId(u16::MAX), offset: 0 };
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
    /// The offset in bytes, always at the start of a character.
    pub(super) fn byte(&self, offset: u32) -> usize {
        let offset = offset as usize;
        match self.unit {
            Unit::Byte => (0..=offset.min(self.text.len())).rev().find(|at| self.text.is_char_boundary(*at)).unwrap_or(0),
            Unit::Character => self.text.char_indices().nth(offset).map_or(self.text.len(), |(at, _)| at),
        }
    }

    /// The line (counted from 0), and where it starts and ends, without its line break.
    pub(super) fn line(&self, byte: usize) -> (usize, usize, usize) {
        let (before, after) = self.text.split_at(byte);
        let start = before.rfind('\n').map_or(0, |at| at + 1);
        let end = after.find('\n').map_or(self.text.len(), |at| byte + at);
        let end = if self.text[start..end].ends_with('\r') { end - 1 } else { end };
        (before.bytes().filter(|byte| *byte == b'\n').count(), start, end.max(byte))
    }

    pub(super) fn location(&self, offset: u32) -> Location {
        let byte = self.byte(offset);
        let (line, start, _) = self.line(byte);
        Location { file: self.name.clone(), line: line + 1, column: self.text[start..byte].chars().count() + 1 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn locates_characters_and_bytes() {
        let mut source = Source { name: "a.yaml".into(), text: Rc::from("é: 1\r\nb: é x\n"), unit: Unit::Character };
        assert_eq!((source.location(6).line, source.location(6).column), (2, 1));
        assert_eq!((source.location(11).line, source.location(11).column), (2, 6));
        source.unit = Unit::Byte;
        assert_eq!((source.location(1).line, source.location(1).column), (1, 1));
        assert_eq!((source.location(999).line, source.location(999).column), (3, 1));
    }
}
