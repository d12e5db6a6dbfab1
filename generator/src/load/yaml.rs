//! YAML text -> nodes. Aliases are expanded, within bounds; merge keys (`<<`) are followed.
//!
//! The parser tells no positions, and every node would pay for them: a node remembers its number in the order of the
//! document, and [`locate`](super::locate) finds its place when somebody wants to see it.

use std::fmt;
use std::marker::PhantomData;

use serde::Deserialize;
use serde::de::{self, DeserializeSeed, EnumAccess, IgnoredAny, MapAccess, SeqAccess, VariantAccess, Visitor};
use serde_yaml::Deserializer;

use super::json::SyntaxError;
use super::mapping::{Entry, Mapping};
use super::node::{Node, Value};
use super::number::Number;
use super::{BYTES, DEPTH, NODES, Repeated};
use crate::diagnostic::{Position, SourceId};

/// Reads the first YAML document of the text; tells whether more follow.
pub(super) fn parse(text: &str, source: SourceId, repeated: &mut Repeated) -> Result<(Node, bool), SyntaxError> {
    let mut reader = Reader::new(source, NODES, repeated);
    if let Some(offset) = far_too_deep(text) {
        return Err(SyntaxError {
            message: format!("more than {BRACKETS} brackets are open here"),
            offset,
            too_deep: true,
        });
    }
    reader.start = start(text);
    let mut documents = Deserializer::from_str(text.get(reader.start..).unwrap_or_default());
    let Some(first) = documents.next() else {
        return Ok((Node::new(Value::Null, Position::new(source, 0)), false));
    };
    let node = NodeSeed(&mut reader).deserialize(first);
    let node = node.map_err(|error| reader.syntax_error(&error))?;
    let Some(second) = documents.next() else {
        return Ok((node, false));
    };
    // What follows is of no use, but if it is broken, the first document may not be what its author meant.
    IgnoredAny::deserialize(second).map_err(|error| reader.syntax_error(&error))?;
    Ok((node, true))
}

/// The parser goes through all open brackets at every word, so it must not see a text with very many. Brackets that are
/// parts of words count too, but no description has two hundred more opening ones than closing ones.
const BRACKETS: usize = 1000;

/// Where the text has more open brackets than the parser can bear, in bytes.
fn far_too_deep(text: &str) -> Option<usize> {
    let mut open = 0_usize;
    text.bytes().position(|byte| {
        match byte {
            b'[' | b'{' => open += 1,
            b']' | b'}' => open = open.saturating_sub(1),
            _ => {}
        }
        open > BRACKETS
    })
}

/// Where the node of this number begins, in bytes, found by reading the text up to it.
pub(super) fn place(text: &str, number: usize) -> Option<usize> {
    let mut repeated = Vec::new();
    let mut reader = Reader::new(SourceId::NONE, number, &mut repeated);
    let start = start(text);
    let document = Deserializer::from_str(text.get(start..)?).next()?;
    let error = NodeSeed(&mut reader).deserialize(document).err()?;
    reader.refusal?;
    error.location().map(|location| start + location.index())
}

/// Where the text starts, in bytes. The parser takes a byte order mark for a character of the first line, which then
/// seems to be indented.
fn start(text: &str) -> usize {
    let mark = '\u{feff}';
    if text.starts_with(mark) { mark.len_utf8() } else { 0 }
}

struct Reader<'r> {
    source: SourceId,
    /// Where the text starts that the parser sees.
    start: usize,
    /// How many nodes were read so far, keys and expanded aliases included.
    nodes: usize,
    /// How many nodes may be read.
    limit: usize,
    /// How many bytes all texts so far have.
    bytes: usize,
    /// Why reading was given up, if it was not the parser who did so.
    refusal: Option<Refusal>,
    repeated: &'r mut Repeated,
}

#[derive(Clone, Copy)]
enum Refusal {
    TooManyNodes,
    TooMuchText,
    Key,
}

impl<'r> Reader<'r> {
    fn new(source: SourceId, limit: usize, repeated: &'r mut Repeated) -> Self {
        Reader {
            source,
            start: 0,
            nodes: 0,
            limit,
            bytes: 0,
            refusal: None,
            repeated,
        }
    }

    /// The position of the next node, if one more may be read.
    fn next(&mut self) -> Option<Position> {
        if self.nodes >= self.limit {
            self.refusal = Some(Refusal::TooManyNodes);
        } else if self.bytes > BYTES {
            self.refusal = Some(Refusal::TooMuchText);
        } else {
            self.nodes += 1;
            return Some(Position::new(self.source, self.nodes - 1));
        }
        None
    }

    fn text(&mut self, text: &str) -> Box<str> {
        self.bytes += text.len();
        Box::from(text)
    }

    fn syntax_error(&self, error: &serde_yaml::Error) -> SyntaxError {
        let text = error.to_string();
        let (message, too_deep) = match self.refusal {
            Some(Refusal::TooManyNodes) => (format!("the document grows to more than {NODES} nodes"), true),
            Some(Refusal::TooMuchText) => (
                format!("the texts of the document grow to more than {BYTES} bytes"),
                true,
            ),
            Some(Refusal::Key) => ("a key has to be a text".to_owned(), false),
            None if text.starts_with("recursion limit exceeded") => {
                (format!("nested more than {DEPTH} levels deep"), true)
            }
            None if text.starts_with("repetition limit exceeded") => {
                ("the document grows too much by its aliases".to_owned(), true)
            }
            None => (text, false),
        };
        let (message, offset) = match error.location() {
            // An unreadable character has no line, but an offset at the end of the message.
            Some(place) if place.index() == 0 => split_offset(&message).unwrap_or((message, 0)),
            Some(place) => {
                // The place is shown with the message; twice would be once too often.
                let place_text = format!(" at line {} column {}", place.line(), place.column());
                (message.replacen(&place_text, "", 1), place.index())
            }
            None => (message, 0),
        };
        SyntaxError {
            message,
            offset: self.start + offset,
            too_deep,
        }
    }
}

fn split_offset(message: &str) -> Option<(String, usize)> {
    let (message, offset) = message.rsplit_once(" at position ")?;
    Some((message.to_owned(), offset.parse().ok()?))
}

/// Reads one node.
struct NodeSeed<'a, 'r>(&'a mut Reader<'r>);

impl<'de> DeserializeSeed<'de> for NodeSeed<'_, '_> {
    type Value = Node;

    fn deserialize<D: de::Deserializer<'de>>(self, deserializer: D) -> Result<Node, D::Error> {
        match self.0.next() {
            Some(at) => deserializer.deserialize_any(NodeVisitor { reader: self.0, at }),
            None => deserializer.deserialize_any(Refuse(PhantomData)),
        }
    }
}

/// Reads the text of a key as it was written, so that `200:` and `"200":` are the same.
struct KeySeed<'a, 'r>(&'a mut Reader<'r>);

impl<'de> DeserializeSeed<'de> for KeySeed<'_, '_> {
    type Value = (Box<str>, Position);

    fn deserialize<D: de::Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        let Some(at) = self.0.next() else {
            return deserializer.deserialize_str(Refuse(PhantomData));
        };
        let key = deserializer
            .deserialize_str(KeyVisitor(self.0))
            .inspect_err(|_| self.0.refusal = Some(Refusal::Key));
        Ok((key?, at))
    }
}

struct KeyVisitor<'a, 'r>(&'a mut Reader<'r>);

impl Visitor<'_> for KeyVisitor<'_, '_> {
    type Value = Box<str>;

    fn expecting(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str("a key")
    }

    fn visit_str<E>(self, text: &str) -> Result<Box<str>, E> {
        Ok(self.0.text(text))
    }
}

/// Takes nothing. The parser adds to the error where it stood, which only its errors tell.
struct Refuse<T>(PhantomData<T>);

impl<T> Visitor<'_> for Refuse<T> {
    type Value = T;

    fn expecting(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str("nothing more")
    }
}

struct NodeVisitor<'a, 'r> {
    reader: &'a mut Reader<'r>,
    at: Position,
}

impl NodeVisitor<'_, '_> {
    fn node(&self, value: Value) -> Node {
        Node::new(value, self.at)
    }

    fn number(&self, text: String) -> Node {
        self.node(Value::Number(Number::from_text(text)))
    }
}

/// Goes on with the value behind a tag, which is the same node.
impl<'de> DeserializeSeed<'de> for NodeVisitor<'_, '_> {
    type Value = Node;

    fn deserialize<D: de::Deserializer<'de>>(self, deserializer: D) -> Result<Node, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for NodeVisitor<'_, '_> {
    type Value = Node;

    fn expecting(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<Node, E> {
        Ok(self.node(Value::Null))
    }

    fn visit_none<E>(self) -> Result<Node, E> {
        Ok(self.node(Value::Null))
    }

    fn visit_bool<E>(self, value: bool) -> Result<Node, E> {
        Ok(self.node(Value::Bool(value)))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Node, E> {
        Ok(self.number(value.to_string()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Node, E> {
        Ok(self.number(value.to_string()))
    }

    fn visit_i128<E>(self, value: i128) -> Result<Node, E> {
        Ok(self.number(value.to_string()))
    }

    fn visit_u128<E>(self, value: u128) -> Result<Node, E> {
        Ok(self.number(value.to_string()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Node, E> {
        Ok(self.number(match value {
            _ if value.is_nan() => ".nan".to_owned(),
            f64::INFINITY => ".inf".to_owned(),
            f64::NEG_INFINITY => "-.inf".to_owned(),
            // Unlike `Display`, this keeps `3.0` a float, and short what is very large or small.
            _ => format!("{value:?}"),
        }))
    }

    fn visit_str<E>(self, text: &str) -> Result<Node, E> {
        let text = self.reader.text(text);
        Ok(self.node(Value::String(text)))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Node, A::Error> {
        let mut elements = Vec::new();
        while let Some(element) = access.next_element_seed(NodeSeed(self.reader))? {
            elements.push(element);
        }
        Ok(self.node(Value::Sequence(elements)))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Node, A::Error> {
        let mut entries = Vec::new();
        let mut merged = Vec::new();
        while let Some((key, key_at)) = access.next_key_seed(KeySeed(self.reader))? {
            let value = access.next_value_seed(NodeSeed(self.reader))?;
            if &*key == "<<" && matches!(value.value, Value::Mapping(_) | Value::Sequence(_)) {
                merged.push(value);
            } else {
                entries.push(Entry { key, key_at, value });
            }
        }
        let (mut mapping, twice) = Mapping::from_entries(entries);
        self.reader.repeated.extend(twice);
        for value in merged {
            merge(&mut mapping, value);
        }
        Ok(self.node(Value::Mapping(Box::new(mapping))))
    }

    fn visit_enum<A: EnumAccess<'de>>(self, access: A) -> Result<Node, A::Error> {
        let (IgnoredAny, tagged) = access.variant()?;
        tagged.newtype_variant_seed(self)
    }
}

/// Adds the members of `value` (or, in a sequence, of each of its mappings) that the mapping does not have itself.
fn merge(mapping: &mut Mapping, value: Node) {
    match value.value {
        Value::Mapping(other) => {
            for entry in other.into_entries() {
                if !mapping.contains(&entry.key) {
                    mapping.insert_at(&entry.key, entry.key_at, entry.value);
                }
            }
        }
        Value::Sequence(elements) => elements.into_iter().for_each(|element| merge(mapping, element)),
        _ => {}
    }
}

#[cfg(test)]
mod tests;
