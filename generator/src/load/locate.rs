//! The places of the nodes of a YAML text, worked out when a problem is shown.

use std::collections::HashMap;
use std::ops::Range;

use saphyr_parser::{Event, Parser, Span, StrInput};

use super::{DEPTH, NODES, yaml};
use crate::diagnostic::Places;

/// Finds the places of the nodes that [`yaml`](super::yaml) numbered.
pub(super) const PLACES: Places = Places { all, one: yaml::place };

/// The places of the nodes of the first document in their order and up to this one, in bytes: a mapping or sequence comes before what is
/// in it, a key before its value, and an alias stands for all that it names.
///
/// This parser refuses a few texts that the other one reads, such as those with a closing bracket too far left. The
/// places of the nodes behind that are missing.
fn all(text: &str, furthest: usize) -> Vec<u32> {
    let mut scan = Scan {
        text,
        parser: Parser::new_from_str(text),
        reached: (0, 0),
        anchors: HashMap::new(),
        places: Vec::new(),
        furthest,
        depth: 0,
    };
    let _end = scan.document();
    scan.places
}

struct Scan<'a> {
    text: &'a str,
    parser: Parser<'a, StrInput<'a>>,
    /// Which nodes an alias stands for.
    anchors: HashMap<usize, Range<usize>>,
    /// One place in characters, as the parser counts, and in bytes.
    reached: (usize, usize),
    places: Vec<u32>,
    /// No node behind this one is looked for.
    furthest: usize,
    depth: usize,
}

impl<'a> Scan<'a> {
    /// The next event, unless the text is over or broken.
    fn next(&mut self) -> Option<(Event<'a>, Span)> {
        self.parser.next_event()?.ok()
    }

    /// `None` when the scan had to stop early.
    fn document(&mut self) -> Option<()> {
        loop {
            let (event, span) = self.next()?;
            match event {
                Event::StreamStart | Event::DocumentStart(_) | Event::Nothing => {}
                Event::StreamEnd | Event::DocumentEnd => return Some(()),
                _ => return self.node(&event, span),
            }
        }
    }

    fn node(&mut self, event: &Event<'a>, span: Span) -> Option<()> {
        let first = self.places.len();
        if first > self.furthest {
            return None;
        }
        if let Event::Alias(anchor) = event {
            let nodes = self.anchors.get(anchor)?.clone();
            if first + nodes.len() > NODES {
                return None;
            }
            self.places.extend_from_within(nodes);
            return Some(());
        }
        let place = self.byte(span.start.index()).unwrap_or(self.text.len());
        self.places.push(u32::try_from(place).unwrap_or(u32::MAX));
        let anchor = match event {
            Event::Scalar(_, _, anchor, _) => *anchor,
            Event::SequenceStart(anchor, _) | Event::MappingStart(anchor, _) => {
                self.children()?;
                *anchor
            }
            _ => return None,
        };
        if anchor > 0 {
            self.anchors.insert(anchor, first..self.places.len());
        }
        Some(())
    }

    /// Where a character begins, in bytes, counted from the last one that was asked for: they are near each other.
    fn byte(&mut self, index: usize) -> Option<usize> {
        let (character, byte) = self.reached;
        let (before, behind) = self.text.split_at_checked(byte)?;
        let byte = if index < character {
            before.char_indices().nth_back(character - index - 1)?.0
        } else {
            let mut rest = behind.chars();
            if index > character {
                rest.nth(index - character - 1)?;
            }
            self.text.len() - rest.as_str().len()
        };
        self.reached = (index, byte);
        Some(byte)
    }

    fn children(&mut self) -> Option<()> {
        self.depth += 1;
        if self.depth > DEPTH {
            return None;
        }
        loop {
            let (event, span) = self.next()?;
            if matches!(event, Event::SequenceEnd | Event::MappingEnd) {
                self.depth -= 1;
                return Some(());
            }
            self.node(&event, span)?;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::rc::Rc;

    use crate::diagnostic::{Code, Diagnostics, Position};
    use crate::load::{Node, Value};

    /// Every key and every scalar of the text, with the line and column where it is said to be.
    fn places(text: &str) -> Vec<String> {
        let diagnostics = Diagnostics::new();
        let root = crate::load::text("a.yaml", Rc::from(text), &diagnostics).unwrap();
        tell(&root, &diagnostics);
        let told = diagnostics.sorted(|_| None);
        told.iter()
            .map(|one| {
                let place = one.location.as_ref().unwrap();
                format!("{} {}:{}", one.message, place.line, place.column)
            })
            .collect()
    }

    fn tell(node: &Node, diagnostics: &Diagnostics) {
        let say = |what: &str, at: Position| diagnostics.report(Code::InvalidPart, at, what);
        match &node.value {
            Value::Mapping(mapping) => {
                say("{", node.at);
                for entry in mapping.entries() {
                    say(&entry.key, entry.key_at);
                    tell(&entry.value, diagnostics);
                }
            }
            Value::Sequence(elements) => {
                say("[", node.at);
                elements.iter().for_each(|element| tell(element, diagnostics));
            }
            Value::String(text) => say(text, node.at),
            Value::Number(number) => say(number.text(), node.at),
            _ => say("null", node.at),
        }
    }

    #[test]
    fn block_and_flow() {
        let text = "# first\na:\n  - é: x\n    b: 'y'\n  - 1\nc: {d: [2, {e: z}], f}\n";
        assert_eq!(
            places(text),
            [
                "{ 2:1",
                "a 2:1",
                "[ 3:3",
                "{ 3:5",
                "é 3:5",
                "x 3:8",
                "b 4:5",
                "y 4:8",
                "1 5:5",
                "c 6:1",
                "{ 6:4",
                "d 6:5",
                "[ 6:8",
                "2 6:9",
                "{ 6:12",
                "e 6:13",
                "z 6:16",
                "f 6:21",
                "null 6:22"
            ]
        );
    }

    #[test]
    fn behind_texts_of_many_lines() {
        let text = "a: |\n  é\n  two\nb: \"x\n  y\"\nc: >-\n  z\n\nd: w\n";
        assert_eq!(
            places(text),
            [
                "{ 1:1",
                "a 1:1",
                "é\ntwo\n 2:3",
                "b 4:1",
                "x y 4:4",
                "c 6:1",
                "z 7:3",
                "d 9:1",
                "w 9:4"
            ]
        );
    }

    #[test]
    fn an_alias_is_where_its_anchor_is() {
        let text = "a: &a\n  x: [1, 2]\nb: *a\nc: &k d\n*k : e\n";
        assert_eq!(
            places(text),
            [
                "{ 1:1", "a 1:1", "{ 1:4", "x 2:3", "[ 2:6", "1 2:7", "2 2:10", "b 3:1", "{ 1:4", "x 2:3", "[ 2:6",
                "1 2:7", "2 2:10", "c 4:1", "d 4:4", "e 5:6"
            ]
        );
    }

    #[test]
    fn merged_members_are_where_they_were_written() {
        assert_eq!(
            places("a: &a {x: 1}\nb:\n  <<: *a\n  y: 2\n"),
            [
                "{ 1:1", "a 1:1", "{ 1:4", "x 1:8", "1 1:11", "b 2:1", "{ 3:3", "x 1:8", "1 1:11", "y 4:3", "2 4:6"
            ]
        );
    }

    #[test]
    fn behind_a_bracket_too_far_left() {
        let text = "a:\n    b: {\n  c: [\n 1\n],\n}\nd: e\nf: &f [g]\nh: *f\n";
        let places = places(text);
        assert_eq!(
            places[places.len() - 8..],
            ["d 7:1", "e 7:4", "f 8:1", "[ 8:4", "g 8:8", "h 9:1", "[ 8:4", "g 8:8"]
        );
    }

    #[test]
    fn behind_a_byte_order_mark() {
        assert_eq!(places("\u{feff}a: é\nb: x\n")[3..], ["b 2:1", "x 2:4"]);
    }
}
