//! Places to read into.

use std::fmt;

use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Unexpected, Visitor};
use serde_json::Value;

use super::{Choice, Code, Formatted, Record, Tagged, Word, choice, enumeration, format, record, tagged};

/// A place to read into, by the kind of value that belongs there.
///
/// It is serde's seed for such a value: `slot.deserialize(deserializer)` fills the place.
pub enum Slot<'a> {
    /// Nowhere: the value is read and dropped.
    Skip,
    /// A truth value.
    Flag(&'a mut bool),
    /// An integer.
    Integer(&'a mut i64),
    /// An integer that is never negative.
    Unsigned(&'a mut u64),
    /// A number.
    Number(&'a mut f64),
    /// A string.
    Text(&'a mut String),
    /// Anything, kept as it comes.
    Json(&'a mut Value),
    /// An enum of strings.
    Word(&'a mut dyn Word),
    /// An enum of integers.
    Code(&'a mut dyn Code),
    /// Text of a format.
    Formatted(&'a mut dyn Formatted),
    /// A value that may be null.
    Optional(&'a mut dyn Optional),
    /// An array.
    List(&'a mut dyn List),
    /// An object with any names and values of one kind.
    Map(&'a mut dyn Map),
    /// An object with known members.
    Record(&'a mut dyn Record),
    /// A union whose branch is named by a tag.
    Tagged(&'a mut dyn Tagged),
    /// A union whose branch is found by looking at the value.
    Choice(&'a mut dyn Choice),
}

/// A value that may be null.
pub trait Optional {
    /// Becomes null.
    fn clear(&mut self);

    /// Becomes an empty value and hands out its place.
    fn fill(&mut self) -> Slot<'_>;
}

/// An array.
pub trait List {
    /// Removes all items.
    fn clear(&mut self);

    /// Adds an empty item and hands out its place.
    fn push(&mut self) -> Slot<'_>;
}

/// An object with any names and values of one kind.
pub trait Map {
    /// Removes all entries.
    fn clear(&mut self);

    /// Adds an empty entry, or takes the one of that name, and hands out its place.
    fn entry(&mut self, name: &str) -> Slot<'_>;
}

impl<'de> DeserializeSeed<'de> for Slot<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        match self {
            Self::Skip => deserializer.deserialize_ignored_any(IgnoredAny).map(drop),
            Self::Flag(place) => bool::deserialize(deserializer).map(|value| *place = value),
            Self::Integer(place) => deserializer.deserialize_i64(IntegerVisitor).map(|value| *place = value),
            Self::Unsigned(place) => deserializer
                .deserialize_u64(UnsignedVisitor)
                .map(|value| *place = value),
            Self::Number(place) => f64::deserialize(deserializer).map(|value| *place = value),
            Self::Text(place) => String::deserialize(deserializer).map(|value| *place = value),
            Self::Json(place) => Value::deserialize(deserializer).map(|value| *place = value),
            Self::Word(word) => deserializer.deserialize_str(enumeration::WordVisitor(word)),
            Self::Code(code) => deserializer
                .deserialize_i64(IntegerVisitor)
                .map(|value| code.set(value)),
            Self::Formatted(place) => deserializer.deserialize_str(format::FormattedVisitor(place)),
            Self::Optional(place) => deserializer.deserialize_option(OptionalVisitor(place)),
            Self::List(list) => deserializer.deserialize_seq(ListVisitor(list)),
            Self::Map(map) => deserializer.deserialize_map(MapVisitor(map)),
            Self::Record(record) => deserializer.deserialize_map(record::RecordVisitor(record)),
            Self::Tagged(union) => deserializer.deserialize_map(tagged::TaggedVisitor(union)),
            Self::Choice(union) => deserializer.deserialize_any(choice::ChoiceVisitor(union)),
        }
    }
}

impl Slot<'_> {
    /// Fills the place from a value that had to be kept before it was known where it belongs.
    pub(super) fn fill(self, value: Value) -> Result<(), serde_json::Error> {
        self.deserialize(value)
    }

    /// Whether nothing needs to come for this place.
    pub(super) fn may_be_left_out(&self) -> bool {
        matches!(self, Self::Skip | Self::Json(_) | Self::Optional(_))
    }
}

/// Reads an integer, also one written like `5.0`: for JSON that is the same number.
struct IntegerVisitor;

impl Visitor<'_> for IntegerVisitor {
    type Value = i64;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("i64")
    }

    fn visit_i64<E>(self, value: i64) -> Result<i64, E> {
        Ok(value)
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<i64, E> {
        i64::try_from(value).map_err(|_| E::invalid_value(Unexpected::Unsigned(value), &self))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<i64, E> {
        super::plain::integral(value).ok_or_else(|| E::invalid_type(Unexpected::Float(value), &self))
    }
}

/// Reads an integer that is never negative, also one written like `5.0`.
struct UnsignedVisitor;

impl Visitor<'_> for UnsignedVisitor {
    type Value = u64;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("u64")
    }

    fn visit_u64<E>(self, value: u64) -> Result<u64, E> {
        Ok(value)
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<u64, E> {
        u64::try_from(value).map_err(|_| E::invalid_value(Unexpected::Signed(value), &self))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<u64, E> {
        let integer = super::plain::integral(value).and_then(|value| u64::try_from(value).ok());
        integer.ok_or_else(|| E::invalid_type(Unexpected::Float(value), &self))
    }
}

struct OptionalVisitor<'a>(&'a mut dyn Optional);

impl<'de> Visitor<'de> for OptionalVisitor<'_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("option")
    }

    fn visit_none<E>(self) -> Result<(), E> {
        self.0.clear();
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        self.0.clear();
        Ok(())
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        self.0.fill().deserialize(deserializer)
    }
}

struct ListVisitor<'a>(&'a mut dyn List);

impl<'de> Visitor<'de> for ListVisitor<'_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a sequence")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<(), A::Error> {
        read_list(self.0, items)
    }
}

/// Reads the items of an array.
pub(super) fn read_list<'de, A: SeqAccess<'de>>(list: &mut dyn List, mut items: A) -> Result<(), A::Error> {
    list.clear();
    while items.next_element_seed(Item(list))?.is_some() {}
    Ok(())
}

/// The next item of an array, which is added only when there is one.
struct Item<'a>(&'a mut dyn List);

impl<'de> DeserializeSeed<'de> for Item<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        self.0.push().deserialize(deserializer)
    }
}

struct MapVisitor<'a>(&'a mut dyn Map);

impl<'de> Visitor<'de> for MapVisitor<'_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a map")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<(), A::Error> {
        self.0.clear();
        while let Some(slot) = entries.next_key_seed(EntryName(self.0))? {
            entries.next_value_seed(slot)?;
        }
        Ok(())
    }
}

/// The name of an entry, which becomes the place of its value.
struct EntryName<'a>(&'a mut dyn Map);

impl<'de, 'a> DeserializeSeed<'de> for EntryName<'a> {
    type Value = Slot<'a>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Slot<'a>, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'a> Visitor<'_> for EntryName<'a> {
    type Value = Slot<'a>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a string")
    }

    fn visit_str<E>(self, name: &str) -> Result<Slot<'a>, E> {
        Ok(self.0.entry(name))
    }
}
