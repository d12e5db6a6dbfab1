//! JSON with the members of its objects in the order in which they were written.
//!
//! Parameters and forms are written from it. Every argument is serialized to bytes and read back here, so that the serializing code of a type is
//! compiled for one serializer only, the same as for bodies.

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde::ser::{Serialize, SerializeMap as _, SerializeSeq as _, Serializer};
use serde_json::Number;
use std::fmt;

/// A JSON value.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Tree {
    Null,
    Bool(bool),
    Number(Number),
    Text(String),
    List(Vec<Tree>),
    Map(Vec<(String, Tree)>),
}

impl Tree {
    /// Reads what an argument was serialized to.
    pub(crate) fn of(json: serde_json::Result<Vec<u8>>) -> serde_json::Result<Self> {
        Self::read(&json?)
    }

    /// Reads JSON that a value was serialized to. What would come out as another value is refused: integers that become floats on the way.
    pub(crate) fn read(json: &[u8]) -> serde_json::Result<Self> {
        if holds_wide_integer(json) {
            let reason = "an integer of more than 64 bits loses digits here; give it as a text";
            return Err(serde::de::Error::custom(reason));
        }
        serde_json::from_slice(json)
    }

    /// The text of a value without members, `None` of a null; what has members is written as JSON.
    pub(crate) fn text(&self) -> Option<String> {
        match self {
            Self::Null => None,
            Self::Bool(value) => Some(value.to_string()),
            Self::Number(value) => Some(decimal(value)),
            Self::Text(text) => Some(text.clone()),
            Self::List(_) | Self::Map(_) => Some(self.to_json()),
        }
    }

    /// The value as JSON.
    pub(crate) fn to_json(&self) -> String {
        // Nothing in a tree can fail to be written.
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Sets a member of an object; `false` where this is none.
    pub(crate) fn set(&mut self, name: &str, value: Tree) -> bool {
        if matches!(self, Self::Null) {
            *self = Self::Map(Vec::new());
        }
        let Self::Map(members) = self else { return false };
        match members.iter_mut().find(|(old, _)| old == name) {
            Some((_, old)) => *old = value,
            None => members.push((name.to_owned(), value)),
        }
        true
    }
}

/// Whether an integer outside of texts has more than 64 bits. Floats as large are written with an exponent or a fraction.
fn holds_wide_integer(json: &[u8]) -> bool {
    let mut texts = json.split(|byte| *byte == b'"');
    let mut is_text = false;
    texts.any(|piece| {
        // A quote behind an odd number of backslashes is part of the text.
        let slashes = piece.iter().rev().take_while(|byte| **byte == b'\\').count();
        let was_text = is_text;
        is_text = !(is_text && slashes % 2 == 0);
        !was_text && piece.split(|byte| b"{}[],: \n".contains(byte)).any(is_wide_integer)
    })
}

fn is_wide_integer(word: &[u8]) -> bool {
    let digits = word.strip_prefix(b"-").unwrap_or(word);
    digits.len() >= 19
        && digits.iter().all(u8::is_ascii_digit)
        && std::str::from_utf8(word).is_ok_and(|word| word.parse::<i64>().is_err() && word.parse::<u64>().is_err())
}

/// A number as people write it: a float without a fraction loses its `.0`, which servers that expect an integer refuse.
fn decimal(number: &Number) -> String {
    let text = number.to_string();
    match text.strip_suffix(".0") {
        Some(whole) => whole.to_owned(),
        None => text,
    }
}

impl Serialize for Tree {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_unit(),
            Self::Bool(value) => serializer.serialize_bool(*value),
            Self::Number(number) => number.serialize(serializer),
            Self::Text(text) => serializer.serialize_str(text),
            Self::List(items) => {
                let mut list = serializer.serialize_seq(Some(items.len()))?;
                for item in items {
                    list.serialize_element(item)?;
                }
                list.end()
            }
            Self::Map(members) => {
                let mut map = serializer.serialize_map(Some(members.len()))?;
                for (name, value) in members {
                    map.serialize_entry(name, value)?;
                }
                map.end()
            }
        }
    }
}

impl<'de> Deserialize<'de> for Tree {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(TreeVisitor)
    }
}

struct TreeVisitor;

impl<'de> Visitor<'de> for TreeVisitor {
    type Value = Tree;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Tree, E> {
        Ok(Tree::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Tree, E> {
        Ok(Tree::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Tree, E> {
        Ok(Tree::Number(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Tree, E> {
        Ok(Tree::Number(value.into()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Tree, E> {
        Ok(Number::from_f64(value).map_or(Tree::Null, Tree::Number))
    }

    fn visit_str<E>(self, value: &str) -> Result<Tree, E> {
        Ok(Tree::Text(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Tree, E> {
        Ok(Tree::Text(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Tree, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = access.next_element()? {
            items.push(item);
        }
        Ok(Tree::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Tree, A::Error> {
        let mut members = Vec::new();
        while let Some(member) = access.next_entry()? {
            members.push(member);
        }
        Ok(Tree::Map(members))
    }
}
