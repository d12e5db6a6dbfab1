//! YAML text -> nodes, with positions, in YAML's core schema.
//!
//! It goes from the parser's events straight to our nodes: integers of any size, keys that are numbers, repeated keys
//! and positions survive. Aliases are expanded, within bounds; merge keys (`<<`) are followed.

use std::borrow::Cow;
use std::collections::HashMap;

use saphyr_parser::{Event, Marker, Parser, ScalarStyle, ScanError, Span, StrInput};

use super::json::SyntaxError;
use super::mapping::{Entry, Mapping};
use super::node::{Node, Value};
use super::scalar::scalar;
use super::{DEPTH, NODES, Repeated};
use crate::diagnostic::{Position, SourceId};

/// Reads the first YAML document of the text; tells whether more follow.
pub(super) fn parse(text: &str, source: SourceId, repeated: &mut Repeated) -> Result<(Node, bool), SyntaxError> {
    let mut padded = Cow::Borrowed(text);
    let mut paddings = Vec::new();
    loop {
        repeated.clear();
        let error = match parse_padded(&padded, source, &paddings, repeated) {
            Err(error) if error.message.starts_with(OUTDENTED) && paddings.len() < PADDINGS => error,
            result => return result,
        };
        // The place is in the text as it was written; here it is needed in the text with all paddings so far.
        let place = error.offset + paddings.len() * PADDING.len();
        let byte = padded.char_indices().nth(place).map_or(padded.len(), |(at, _)| at);
        padded.to_mut().insert_str(byte, PADDING);
        paddings.push(error.offset);
    }
}

/// What the parser says of a closing bracket further left than it should be. YAML's rules forbid it, most parsers allow
/// it, and people write it; inside brackets more blanks change nothing.
const OUTDENTED: &str = "invalid indentation";

/// What is put in front of such a bracket.
const PADDING: &str = "                                                                ";

/// After so many brackets the text is not worth the trouble, as each costs another look at all of it.
const PADDINGS: usize = 32;

fn parse_padded(
    text: &str,
    source: SourceId,
    paddings: &[usize],
    repeated: &mut Repeated,
) -> Result<(Node, bool), SyntaxError> {
    let parser = Parser::new_from_str(text);
    let mut reader = Reader {
        parser,
        anchors: HashMap::new(),
        depth: 0,
        nodes: 0,
        source,
        paddings,
        repeated,
    };
    let mut root = None;
    loop {
        match reader.next()? {
            (Event::StreamEnd, _) => {
                let nothing = Node::new(Value::Null, Position::new(source, 0));
                return Ok((root.unwrap_or(nothing), false));
            }
            (Event::DocumentStart(_), _) if root.is_some() => return Ok((root.unwrap_or_default(), true)),
            (Event::StreamStart | Event::DocumentStart(_) | Event::DocumentEnd | Event::Nothing, _) => {}
            (event, span) => root = Some(reader.node(event, span)?),
        }
    }
}

struct Reader<'a, 'r> {
    parser: Parser<'a, StrInput<'a>>,
    /// The nodes that aliases may name, with their sizes.
    anchors: HashMap<usize, (Node, usize)>,
    depth: usize,
    /// How many nodes were made so far, expanded aliases included.
    nodes: usize,
    source: SourceId,
    /// Where blanks were put into the text, in ascending order and in characters of the text without them.
    paddings: &'r [usize],
    repeated: &'r mut Repeated,
}

impl<'a> Reader<'a, '_> {
    fn next(&mut self) -> Result<(Event<'a>, Span), SyntaxError> {
        let ended = SyntaxError {
            message: "the document ends too early".to_owned(),
            offset: 0,
            too_deep: false,
        };
        self.parser
            .next_event()
            .ok_or(ended)?
            .map_err(|error| self.syntax_error(&error))
    }

    fn node(&mut self, event: Event<'a>, span: Span) -> Result<Node, SyntaxError> {
        let at = self.position(span);
        let before = self.nodes;
        self.count(1, span)?;
        let (anchor, value) = match event {
            Event::Alias(anchor) => return self.alias(anchor, span),
            Event::Scalar(text, style, anchor, tag) => (anchor, scalar(&text, style, tag.as_deref())),
            Event::SequenceStart(anchor, _) => {
                self.enter(span)?;
                let mut elements = Vec::new();
                loop {
                    match self.next()? {
                        (Event::SequenceEnd, _) => break,
                        (event, span) => elements.push(self.node(event, span)?),
                    }
                }
                self.depth -= 1;
                (anchor, Value::Sequence(elements))
            }
            Event::MappingStart(anchor, _) => {
                self.enter(span)?;
                let mapping = self.mapping()?;
                self.depth -= 1;
                (anchor, Value::Mapping(Box::new(mapping)))
            }
            _ => (0, Value::Null),
        };
        let node = Node { value, at };
        if anchor > 0 {
            self.anchors.insert(anchor, (node.clone(), self.nodes - before));
        }
        Ok(node)
    }

    fn mapping(&mut self) -> Result<Mapping, SyntaxError> {
        let mut entries = Vec::new();
        let mut merged = Vec::new();
        loop {
            let (event, span) = self.next()?;
            if event == Event::MappingEnd {
                break;
            }
            let key_at = self.position(span);
            let (key, plain) = self.key(event, span)?;
            let (event, span) = self.next()?;
            let value = self.node(event, span)?;
            if plain && &*key == "<<" {
                merged.push(value);
            } else {
                entries.push(Entry { key, key_at, value });
            }
        }
        let (mut mapping, twice) = Mapping::from_entries(entries);
        self.repeated.extend(twice);
        for value in merged {
            merge(&mut mapping, value);
        }
        Ok(mapping)
    }

    /// The text of a key as it was written, so that `200:` and `"200":` are the same; and whether it was unquoted.
    fn key(&mut self, event: Event<'a>, span: Span) -> Result<(Box<str>, bool), SyntaxError> {
        let (text, style, anchor) = match event {
            Event::Scalar(text, style, anchor, _) => (text, style, anchor),
            Event::Alias(anchor) => match self.anchors.get(&anchor).map(|(node, _)| &node.value) {
                Some(Value::String(text)) => return Ok((text.clone(), false)),
                Some(Value::Number(number)) => return Ok((Box::from(number.text()), false)),
                _ => return Err(self.error("a key has to be a text", span)),
            },
            _ => return Err(self.error("a key has to be a text", span)),
        };
        if anchor > 0 {
            let node = Node::string(&*text, self.position(span));
            self.anchors.insert(anchor, (node, 1));
        }
        Ok((Box::from(&*text), style == ScalarStyle::Plain))
    }

    fn alias(&mut self, anchor: usize, span: Span) -> Result<Node, SyntaxError> {
        // An anchor is known once its node is complete, so an alias inside its own anchor finds nothing.
        let Some((_, size)) = self.anchors.get(&anchor) else {
            return Err(self.error("an alias stands inside what it names", span));
        };
        self.count(*size, span)?;
        let node = self.anchors.get(&anchor).map(|(node, _)| node.clone());
        Ok(node.unwrap_or_default())
    }

    fn count(&mut self, nodes: usize, span: Span) -> Result<(), SyntaxError> {
        self.nodes += nodes;
        if self.nodes > NODES {
            let message = format!("the document grows to more than {NODES} nodes");
            return Err(SyntaxError {
                message,
                offset: self.offset(span.start),
                too_deep: true,
            });
        }
        Ok(())
    }

    fn enter(&mut self, span: Span) -> Result<(), SyntaxError> {
        self.depth += 1;
        if self.depth > DEPTH {
            let message = format!("nested more than {DEPTH} levels deep");
            return Err(SyntaxError {
                message,
                offset: self.offset(span.start),
                too_deep: true,
            });
        }
        Ok(())
    }

    fn position(&self, span: Span) -> Position {
        Position::new(self.source, self.offset(span.start))
    }

    /// A place in the text as it was written.
    fn offset(&self, marker: Marker) -> usize {
        let width = PADDING.len();
        let behind = |(index, padding): &(usize, &usize)| **padding + (index + 1) * width <= marker.index();
        let passed = self.paddings.iter().enumerate().take_while(behind).count();
        marker.index() - passed * width
    }

    fn error(&self, message: &str, span: Span) -> SyntaxError {
        SyntaxError {
            message: message.to_owned(),
            offset: self.offset(span.start),
            too_deep: false,
        }
    }

    fn syntax_error(&self, error: &ScanError) -> SyntaxError {
        SyntaxError {
            message: error.info().to_owned(),
            offset: self.offset(*error.marker()),
            too_deep: false,
        }
    }
}

/// Adds the members of `value` (or, in a sequence, of each of its mappings) that the mapping does not have itself.
fn merge(mapping: &mut Mapping, value: Node) {
    match value.value {
        Value::Mapping(other) => {
            for entry in other.entries() {
                if !mapping.contains(&entry.key) {
                    mapping.insert(&entry.key, entry.value.clone());
                }
            }
        }
        Value::Sequence(elements) => elements.into_iter().for_each(|element| merge(mapping, element)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use std::rc::Rc;

    use super::*;
    use crate::diagnostic::{Diagnostics, Unit};

    fn read(text: &str) -> Result<Node, SyntaxError> {
        let source = Diagnostics::new().add_source("a.yaml", Rc::from(text), Unit::Character);
        parse(text, source, &mut Vec::new()).map(|(node, _)| node)
    }

    #[test]
    fn scalars_mean_what_they_are_tagged() {
        assert_eq!(read("a: yes\n").unwrap().get("a").unwrap().as_str(), Some("yes"));
        assert_eq!(read("a: !!str 5\n").unwrap().get("a").unwrap().as_str(), Some("5"));
    }

    #[test]
    fn keys_are_texts_and_merge_keys_are_followed() {
        let node = read("base: &b {x: 1, y: 2}\n200: {<<: *b, y: 3}\n").unwrap();
        let merged = node.get("200").unwrap();
        assert_eq!(merged.get("x").unwrap().as_number().unwrap().text(), "1");
        assert_eq!(merged.get("y").unwrap().as_number().unwrap().text(), "3");
    }

    #[test]
    fn refuses_bombs() {
        let mut text = String::from("a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n");
        for level in 1..12 {
            let alias = format!("*a{}", level - 1);
            text += &format!("a{level}: &a{level} [{}]\n", [alias.as_str(); 10].join(","));
        }
        assert!(read(&text).unwrap_err().too_deep);
        assert!(read("a: &a [*a]\n").is_err());
        let deep: String = (0..300).map(|level| format!("{}a:\n", " ".repeat(level))).collect();
        assert!(read(&deep).unwrap_err().too_deep);
    }

    #[test]
    fn brackets_may_stand_too_far_left() {
        let diagnostics = Diagnostics::new();
        let text = "a:\n    b: {\n  c: [\n 1\n],\n}\nd: e: f\n";
        assert!(crate::load::text("a.yaml", text, &diagnostics).is_err());
        let place = diagnostics.sorted(|_| None).remove(0).location.unwrap();
        assert_eq!((place.line, place.column), (7, 5));
        let node = read("a:\n    b: {\n  c: [\n 1\n],\n}\nd: e\n").unwrap();
        assert_eq!(node.get("d").unwrap().as_str(), Some("e"));
    }

    #[test]
    fn says_where_it_breaks() {
        assert!(read("a: 1\nb: [1, 2\nc: 3\n").unwrap_err().offset > 4);
        assert!(read("? [a]\n: 1\n").is_err());
    }
}
