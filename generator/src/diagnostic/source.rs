//! The texts that were read, and places in them.

use std::cell::{Cell, OnceCell};
use std::rc::Rc;

/// The number of a text in the [`Diagnostics`](super::Diagnostics) that knows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SourceId(pub(super) u16);

impl SourceId {
    /// No text.
    pub(crate) const NONE: SourceId = SourceId(u16::MAX);
}

/// A place in one of the texts. Small, because every node of a description carries one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Position {
    pub(super) source: SourceId,
    pub(super) offset: u32,
}

impl Position {
    /// The place `offset` bytes behind the start of `source`, or its node of this number where the source counts so.
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
        source: SourceId::NONE,
        offset: 0,
    };
}

/// What the offsets of a source count: each parser says what it counts, and only printing pays for a conversion.
#[derive(Clone, Copy, Debug)]
pub enum Unit {
    /// Bytes of UTF-8.
    Byte,
    /// Nodes in the order of the document.
    Node(Places),
}

/// How the nodes of a text are found by their number. All results are offsets in bytes.
#[derive(Clone, Copy, Debug)]
pub struct Places {
    /// The places of all nodes up to the one of this number, or up to one that it cannot go beyond.
    pub all: fn(&str, usize) -> Vec<u32>,
    /// The place of one node that the other way did not reach; as slow as reading the text.
    pub one: fn(&str, usize) -> Option<usize>,
}

/// A text with the name it is shown under.
#[derive(Clone, Debug)]
pub(super) struct Source {
    pub(super) name: String,
    pub(super) text: Rc<str>,
    pub(super) unit: Unit,
    /// Where the lines begin, in bytes. Only looked for when there is something to show.
    lines: OnceCell<Vec<usize>>,
    /// Where the nodes begin, in bytes. Only looked for when there is something to show.
    nodes: OnceCell<Vec<u32>>,
    /// The last node that will be asked for.
    furthest: Cell<usize>,
    /// How many bytes have been read to find nodes one by one.
    searched: Cell<usize>,
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
    /// How many bytes may be read to find nodes one by one: a few seconds. Whoever has so many problems will not miss
    /// the places of the last ones.
    const SEARCHED: usize = 100_000_000;

    pub(super) fn new(name: String, text: Rc<str>, unit: Unit) -> Self {
        Source {
            name,
            text,
            unit,
            lines: OnceCell::new(),
            nodes: OnceCell::new(),
            furthest: Cell::new(0),
            searched: Cell::new(0),
        }
    }

    /// Looking for nodes goes as far as this one.
    pub(super) fn will_be_asked(&self, offset: u32) {
        self.furthest.set(self.furthest.get().max(offset as usize));
    }

    /// The offset in bytes, always at the start of a character. A node may be too hard to find.
    pub(super) fn byte(&self, offset: u32) -> Option<usize> {
        let offset = offset as usize;
        let byte = match self.unit {
            Unit::Byte => offset,
            Unit::Node(places) => self.node(offset, places)?,
        };
        (0..=byte.min(self.text.len()))
            .rev()
            .find(|at| self.text.is_char_boundary(*at))
    }

    fn node(&self, number: usize, places: Places) -> Option<usize> {
        let nodes = self.nodes.get_or_init(|| (places.all)(&self.text, self.furthest.get()));
        if let Some(place) = nodes.get(number) {
            return Some(*place as usize);
        }
        let searched = self.searched.get() + self.text.len();
        if searched > Self::SEARCHED {
            return None;
        }
        self.searched.set(searched);
        (places.one)(&self.text, number)
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

    /// The place of a byte, which is the first one of a character.
    pub(super) fn location(&self, byte: usize) -> Location {
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
    fn locates_bytes_and_nodes() {
        let mut source = Source::new("a.yaml".into(), Rc::from("é: 1\r\nb: é x\n"), Unit::Byte);
        let place = |source: &Source, offset| {
            let location = source.location(source.byte(offset)?);
            Some((location.line, location.column))
        };
        assert_eq!(place(&source, 1), Some((1, 1)));
        assert_eq!(place(&source, 7), Some((2, 1)));
        assert_eq!(place(&source, 13), Some((2, 6)));
        assert_eq!(place(&source, 999), Some((3, 1)));
        source.unit = Unit::Node(Places {
            all: |_, _| vec![0, 0, 4],
            one: |_, number| (number < 4).then_some(7),
        });
        assert_eq!(place(&source, 2), Some((1, 4)));
        assert_eq!(place(&source, 3), Some((2, 1)));
        assert_eq!(place(&source, 4), None);
    }
}
