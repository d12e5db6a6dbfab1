//! Problems of a run: the catalogue, the collector, and how they are printed.
//!
//! Nothing stops at the first problem. Stages report into a [`Diagnostics`] and go on with something that they can
//! still do; only where nothing sensible is left do they return [`Stop`].

mod code;
mod json;
mod pointer;
mod render;
mod source;

use std::cell::{Cell, RefCell};
use std::rc::Rc;

pub use code::{Code, Severity};
pub use json::json;
pub use pointer::Pointer;
pub(crate) use pointer::percent_decoded;
pub use render::{Style, human};
use source::Source;
pub use source::{Location, Places, Position, SourceId, Unit};

/// A stage could not go on; the reasons are in the [`Diagnostics`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stop;

/// Where a problem is: a place in a text, a place in the description, or nowhere in particular.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    pointer: Option<Pointer>,
    position: Option<Position>,
}

impl Place {
    /// A problem without a place, such as a file that cannot be read.
    pub const NOWHERE: Place = Place {
        pointer: None,
        position: None,
    };
}

impl From<&Pointer> for Place {
    fn from(pointer: &Pointer) -> Self {
        Place {
            pointer: Some(pointer.clone()),
            position: None,
        }
    }
}

impl From<Position> for Place {
    fn from(position: Position) -> Self {
        Place {
            pointer: None,
            position: Some(position),
        }
    }
}

/// Saves looking the position up again, and stays right when the node has been moved since it was read.
impl From<(&Pointer, Position)> for Place {
    fn from((pointer, position): (&Pointer, Position)) -> Self {
        Place {
            pointer: Some(pointer.clone()),
            position: Some(position),
        }
    }
}

/// One problem, as it was reported.
#[derive(Clone, Debug)]
struct Entry {
    code: Code,
    place: Place,
    message: String,
}

/// The problems of one run, and the texts that they are about.
///
/// It is handed down as `&Diagnostics`: reporting needs no exclusive access, so that every stage can hold it.
#[derive(Debug, Default)]
pub struct Diagnostics {
    sources: RefCell<Vec<Source>>,
    entries: RefCell<Vec<Entry>>,
    errors: Cell<usize>,
}

impl Diagnostics {
    /// No problems so far.
    pub fn new() -> Self {
        Diagnostics::default()
    }

    /// Makes a text known, so that places in it can be shown.
    pub fn add_source(&self, name: impl Into<String>, text: Rc<str>, unit: Unit) -> SourceId {
        let mut sources = self.sources.borrow_mut();
        let id = SourceId(u16::try_from(sources.len()).unwrap_or(u16::MAX));
        sources.push(Source::new(name.into(), text, unit));
        id
    }

    /// Reports a problem at a [`Pointer`], a [`Position`], both, or [`Place::NOWHERE`].
    pub fn report(&self, code: Code, place: impl Into<Place>, message: impl Into<String>) {
        if code.severity() == Severity::Error {
            self.errors.set(self.errors.get() + 1);
        }
        self.entries.borrow_mut().push(Entry {
            code,
            place: place.into(),
            message: message.into(),
        });
    }

    /// True when something was reported at this very place.
    pub(crate) fn is_reported_at(&self, position: Position) -> bool {
        let entries = self.entries.borrow();
        entries.iter().any(|entry| entry.place.position == Some(position))
    }

    /// True when an error was reported, so that nothing may be written.
    pub fn has_errors(&self) -> bool {
        self.errors.get() > 0
    }

    /// A barrier between stages: `Err` when an error was reported.
    pub fn check(&self) -> Result<(), Stop> {
        if self.has_errors() { Err(Stop) } else { Ok(()) }
    }

    /// The problems in the order of their places, without repetitions. `locate` finds the places of pointers.
    pub fn sorted(&self, locate: impl Fn(&Pointer) -> Option<Position>) -> Vec<Diagnostic> {
        let sources = self.sources.borrow();
        let entries: Vec<(Option<Position>, Entry)> = self
            .entries
            .borrow()
            .iter()
            .map(|entry| {
                let place = &entry.place;
                let position = place.position.or_else(|| place.pointer.as_ref().and_then(&locate));
                (position, entry.clone())
            })
            .collect();
        for position in entries.iter().filter_map(|(position, _)| *position) {
            if let Some(source) = sources.get(usize::from(position.source.0)) {
                source.will_be_asked(position.offset);
            }
        }
        let mut found: Vec<(Option<Position>, Diagnostic)> = entries
            .into_iter()
            .map(|(position, Entry { code, place, message })| {
                let found = position.and_then(|position| {
                    let source = sources.get(usize::from(position.source.0))?;
                    Some((source, source.byte(position.offset)?))
                });
                let location = found.map(|(source, byte)| source.location(byte));
                let excerpt = found.and_then(|(source, byte)| Excerpt::of(source, byte));
                (
                    position,
                    Diagnostic {
                        code,
                        message,
                        pointer: place.pointer,
                        location,
                        excerpt,
                    },
                )
            })
            .collect();
        found.sort_by(|(left_at, left), (right_at, right)| {
            (left_at, left.code, &left.pointer, &left.message).cmp(&(
                right_at,
                right.code,
                &right.pointer,
                &right.message,
            ))
        });
        let mut sorted: Vec<Diagnostic> = found.into_iter().map(|(_, diagnostic)| diagnostic).collect();
        sorted.dedup();
        sorted
    }
}

/// A problem that is ready to be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Which problem of the catalogue it is.
    pub code: Code,
    /// What happened here.
    pub message: String,
    /// The place in the description.
    pub pointer: Option<Pointer>,
    /// The place in the file.
    pub location: Option<Location>,
    excerpt: Option<Excerpt>,
}

/// The line of text that a problem is in.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Excerpt {
    text: String,
    start: usize,
    end: usize,
}

impl Excerpt {
    /// A line longer than this (minified JSON) is not shown; the location still is.
    const LONGEST_LINE: usize = 240;

    fn of(source: &Source, byte: usize) -> Option<Self> {
        let (_, start, end) = source.line(byte);
        let text = source.text.get(start..end)?;
        if text.len() > Self::LONGEST_LINE {
            return None;
        }
        let start = byte - start;
        Some(Excerpt {
            text: text.to_owned(),
            start,
            end: start + marked(text.get(start..)?),
        })
    }
}

/// How many bytes of the text belong to what begins there: a quoted string, or a word.
fn marked(text: &str) -> usize {
    let mut characters = text.char_indices();
    let Some((_, first)) = characters.next() else { return 0 };
    if first == '"' || first == '\'' {
        let mut escaped = false;
        for (at, character) in characters {
            if character == first && !escaped {
                return at + 1;
            }
            escaped = character == '\\' && !escaped && first == '"';
        }
        return text.len();
    }
    let word = text.find([':', ',', ' ', '\t', '}', ']']).unwrap_or(text.len());
    word.max(first.len_utf8())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sorts_by_place_and_drops_repetitions() {
        let diagnostics = Diagnostics::new();
        let source = diagnostics.add_source("api.yaml", Rc::from("a: 1\nb: 2\n"), Unit::Byte);
        let at = Pointer::root().child("a");
        diagnostics.report(Code::DuplicateKey, Position::new(source, 5), "second");
        diagnostics.report(Code::InvalidPart, &at, "first");
        diagnostics.report(Code::InvalidPart, &at, "first");
        let sorted = diagnostics.sorted(|_| Some(Position::new(source, 0)));
        assert_eq!(
            sorted.iter().map(|one| one.message.as_str()).collect::<Vec<_>>(),
            ["first", "second"]
        );
        assert_eq!(
            sorted[1].location,
            Some(Location {
                file: "api.yaml".into(),
                line: 2,
                column: 1
            })
        );
        assert!(!diagnostics.has_errors());
    }
}
