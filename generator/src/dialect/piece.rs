//! Reads one piece of the tree through `openapiv3`: an operation, a parameter, a response, without what lies below it.
//!
//! Whatever may be a reference is shown as one: the inline schema of a parameter becomes a reference to its own place.
//! So every piece is read by itself, and a bad node costs itself alone. There is one deserializer for all of this,
//! because each further instance of `openapiv3`'s code costs half a minute of compile time.

use std::fmt;

use serde::de::value::{BorrowedStrDeserializer, MapDeserializer, StringDeserializer};
use serde::de::{self, DeserializeOwned, IntoDeserializer, MapAccess, SeqAccess, Visitor};

use super::reference;
use crate::diagnostic::Pointer;
use crate::load::{Mapping, Node, Number, Value};

/// Why a piece cannot be read, in serde's words.
#[derive(Debug)]
pub(super) struct Misfit(pub(super) String);

impl fmt::Display for Misfit {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl std::error::Error for Misfit {}

impl de::Error for Misfit {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Misfit(message.to_string())
    }
}

/// What kind of object stands at a place, which decides what is shown of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// Shown as it is.
    Whole,
    /// Shown as a reference: to what it refers to, or to its own place.
    Slot,
    /// A mapping or sequence of slots.
    Slots,
    /// A mapping or sequence of such objects.
    MediaTypes,
    /// An operation.
    Operation,
    /// A parameter or a header.
    Parameter,
    /// A request body.
    RequestBody,
    /// A response.
    Response,
    /// The schema and the encoding of a body.
    MediaType,
    /// How the parts of a body are written.
    Encodings,
    /// How one part of a body is written.
    Encoding,
}

impl Shape {
    /// What stands under `key`, or `None` where nobody asks for it, so that nobody pays for it.
    fn child(self, key: &str) -> Option<Shape> {
        Some(match (self, key) {
            (Shape::Slots, _) => Shape::Slot,
            (Shape::MediaTypes, _) => Shape::MediaType,
            (Shape::Encodings, _) => Shape::Encoding,
            // These have readers of their own in the document.
            (Shape::Operation, "parameters" | "requestBody" | "responses" | "callbacks" | "externalDocs") => return None,
            (Shape::Parameter | Shape::MediaType, "schema") => Shape::Slot,
            (Shape::Parameter | Shape::RequestBody | Shape::Response, "content") => Shape::MediaTypes,
            (Shape::Response | Shape::Encoding, "headers") => Shape::Slots,
            (Shape::Response, "links") | (Shape::Parameter | Shape::MediaType, "example" | "examples") => return None,
            (Shape::MediaType, "encoding") => Shape::Encodings,
            _ => Shape::Whole,
        })
    }

    /// Members that `openapiv3` insists on and that mean nothing when they are missing.
    fn implied(self) -> &'static [(&'static str, Implied)] {
        match self {
            Shape::Response => &[("description", Implied::Text)],
            Shape::Operation => &[("responses", Implied::Mapping)],
            _ => &[],
        }
    }
}

/// The value of an implied member.
#[derive(Clone, Copy)]
enum Implied {
    Text,
    Mapping,
}

/// Reads the node at `at` as a `T`.
pub(super) fn read<T: DeserializeOwned>(node: &Node, shape: Shape, at: &Pointer) -> Result<T, Misfit> {
    T::deserialize(Piece { node, shape, at: at.clone(), only: None })
}

/// Reads a mapping as if `key` were its only member, to find out which member does not fit.
pub(super) fn read_only<T: DeserializeOwned>(node: &Node, shape: Shape, at: &Pointer, key: &str) -> Result<T, Misfit> {
    T::deserialize(Piece { node, shape, at: at.clone(), only: Some(key) })
}

/// A node, seen in a shape.
struct Piece<'n> {
    node: &'n Node,
    shape: Shape,
    /// Its place; only kept up to date where a slot may follow.
    at: Pointer,
    only: Option<&'n str>,
}

impl<'n> Piece<'n> {
    fn whole(node: &'n Node, at: &Pointer) -> Self {
        Piece { node, shape: Shape::Whole, at: at.clone(), only: None }
    }

    /// Shows the one member `$ref`.
    fn show_reference<V: Visitor<'n>>(self, visitor: V) -> Result<V::Value, Misfit> {
        let target = match reference::of(self.node) {
            // References of other kinds than to a place here are kept as they are; following them says what is wrong.
            Some(target) => target.to_owned(),
            None => self.at.as_str().to_owned(),
        };
        visitor.visit_map(MapDeserializer::new(std::iter::once(("$ref", target))))
    }
}

impl<'n> de::Deserializer<'n> for Piece<'n> {
    type Error = Misfit;

    fn deserialize_any<V: Visitor<'n>>(self, visitor: V) -> Result<V::Value, Misfit> {
        match (&self.node.value, self.shape) {
            (Value::Bool(value), _) => visitor.visit_bool(*value),
            (_, Shape::Slot) => self.show_reference(visitor),
            (Value::Null, _) => visitor.visit_unit(),
            (Value::Number(number), _) => visit_number(number, visitor),
            (Value::String(text), _) => visitor.visit_borrowed_str(text),
            (Value::Sequence(elements), _) => visitor.visit_seq(Elements { elements, next: 0, shape: self.shape, at: self.at }),
            (Value::Mapping(mapping), _) => visitor.visit_map(Members {
                mapping,
                next: 0,
                implied: 0,
                value: None,
                shape: self.shape,
                at: self.at,
                only: self.only,
            }),
        }
    }

    fn deserialize_option<V: Visitor<'n>>(self, visitor: V) -> Result<V::Value, Misfit> {
        match self.node.value {
            Value::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'n>>(self, _name: &'static str, visitor: V) -> Result<V::Value, Misfit> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'n>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Misfit> {
        match &self.node.value {
            Value::String(text) => BorrowedStrDeserializer::new(text).deserialize_enum(name, variants, visitor),
            _ => Err(de::Error::custom(format_args!("expected a string, found {}", self.node.kind()))),
        }
    }

    serde::forward_to_deserialize_any! {
        <V: Visitor<'n>>
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct seq tuple
        tuple_struct map struct identifier ignored_any
    }
}

impl<'n> IntoDeserializer<'n, Misfit> for Piece<'n> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

fn visit_number<'n, V: Visitor<'n>>(number: &'n Number, visitor: V) -> Result<V::Value, Misfit> {
    if let Some(value) = number.as_u64() {
        visitor.visit_u64(value)
    } else if let Some(value) = number.as_i64() {
        visitor.visit_i64(value)
    } else if let Some(value) = number.as_f64() {
        visitor.visit_f64(value)
    } else {
        visitor.visit_borrowed_str(number.text())
    }
}

/// The elements of a sequence.
struct Elements<'n> {
    elements: &'n [Node],
    next: usize,
    shape: Shape,
    at: Pointer,
}

impl<'n> SeqAccess<'n> for Elements<'n> {
    type Error = Misfit;

    fn next_element_seed<S: de::DeserializeSeed<'n>>(&mut self, seed: S) -> Result<Option<S::Value>, Misfit> {
        let Some(node) = self.elements.get(self.next) else { return Ok(None) };
        let piece = match self.shape.child("") {
            Some(Shape::Whole) | None => Piece::whole(node, &self.at),
            Some(shape) => Piece { node, shape, at: self.at.index(self.next), only: None },
        };
        self.next += 1;
        seed.deserialize(piece).map(Some)
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.elements.len().saturating_sub(self.next))
    }
}

/// The members of a mapping, without those that nobody asks for and with the implied ones.
struct Members<'n> {
    mapping: &'n Mapping,
    next: usize,
    implied: usize,
    value: Option<Member<'n>>,
    shape: Shape,
    at: Pointer,
    only: Option<&'n str>,
}

/// The value whose key was just shown.
enum Member<'n> {
    Real(Piece<'n>),
    Implied(Implied),
}

impl<'n> Members<'n> {
    fn next_real(&mut self) -> Option<&'n str> {
        loop {
            let entry = self.mapping.entries().get(self.next)?;
            self.next += 1;
            let Some(shape) = self.shape.child(&entry.key) else { continue };
            if self.only.is_some_and(|only| only != &*entry.key) {
                continue;
            }
            let node = &entry.value;
            self.value = Some(Member::Real(match shape {
                Shape::Whole => Piece::whole(node, &self.at),
                _ => Piece { node, shape, at: self.at.child(&entry.key), only: None },
            }));
            return Some(&entry.key);
        }
    }

    fn next_implied(&mut self) -> Option<&'static str> {
        loop {
            let (key, value) = self.shape.implied().get(self.implied)?;
            self.implied += 1;
            if self.shape.child(key).is_none() || !self.mapping.contains(key) {
                self.value = Some(Member::Implied(*value));
                return Some(key);
            }
        }
    }
}

impl<'n> MapAccess<'n> for Members<'n> {
    type Error = Misfit;

    fn next_key_seed<S: de::DeserializeSeed<'n>>(&mut self, seed: S) -> Result<Option<S::Value>, Misfit> {
        let key = match self.next_real() {
            Some(key) => key,
            None => match self.next_implied() {
                Some(key) => key,
                None => return Ok(None),
            },
        };
        seed.deserialize(BorrowedStrDeserializer::new(key)).map(Some)
    }

    fn next_value_seed<S: de::DeserializeSeed<'n>>(&mut self, seed: S) -> Result<S::Value, Misfit> {
        match self.value.take() {
            Some(Member::Real(piece)) => seed.deserialize(piece),
            Some(Member::Implied(Implied::Text)) => seed.deserialize(StringDeserializer::new(String::new())),
            Some(Member::Implied(Implied::Mapping)) => {
                let nothing: std::iter::Empty<(&str, &str)> = std::iter::empty();
                seed.deserialize(MapDeserializer::new(nothing))
            }
            None => Err(de::Error::custom("a value was asked for before its key")),
        }
    }
}
