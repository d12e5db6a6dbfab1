//! Values as they are written.

use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};
use serde_json::Value;

use super::{Formatted, Members, Record, Tagged, plain};

/// A value as it is written, by its kind.
#[derive(Clone, Copy)]
pub enum View<'a> {
    /// Nothing: a record leaves the member out, an array holds null.
    Absent,
    /// Null.
    Null,
    /// A truth value.
    Flag(bool),
    /// An integer.
    Integer(i64),
    /// An integer that is never negative.
    Unsigned(u64),
    /// A number; an integral one is written as an integer.
    Number(f64),
    /// A string.
    Text(&'a str),
    /// Text of a format.
    Formatted(&'a dyn Formatted),
    /// Anything, written as it is.
    Json(&'a Value),
    /// An array.
    List(&'a dyn Items),
    /// An object with any names and values of one kind.
    Map(&'a dyn Entries),
    /// An object with known members.
    Record(&'a dyn Record),
    /// A union whose branch is named by a tag.
    Tagged(&'a dyn Tagged),
}

/// An array that is written.
pub trait Items {
    /// How many items there are.
    fn count(&self) -> usize;

    /// The item at that index.
    fn item(&self, index: usize) -> View<'_>;
}

/// An object with any names that is written.
pub trait Entries {
    /// Calls `take` with each entry.
    fn each<'a>(&'a self, take: &mut dyn FnMut(&'a str, View<'a>));
}

impl<'a> View<'a> {
    /// The same, with null for what would be left out.
    #[must_use]
    pub fn or_null(self) -> Self {
        match self {
            Self::Absent => Self::Null,
            present => present,
        }
    }

    /// Gives the members of this value, if it is an object, to `members`.
    pub fn spread(self, members: &mut dyn Members<'a>) {
        match self {
            Self::Record(record) => record.members(members),
            Self::Tagged(union) => union.members(members),
            Self::Map(map) => map.each(&mut |name, value| members.undeclared(name, value.or_null())),
            Self::Json(Value::Object(object)) => {
                for (name, value) in object {
                    members.undeclared(name, View::Json(value));
                }
            }
            _ => {}
        }
    }
}

impl From<bool> for View<'_> {
    fn from(value: bool) -> Self {
        Self::Flag(value)
    }
}

impl From<i64> for View<'_> {
    fn from(value: i64) -> Self {
        Self::Integer(value)
    }
}

impl From<f64> for View<'_> {
    fn from(value: f64) -> Self {
        Self::Number(value)
    }
}

impl<'a> From<&'a str> for View<'a> {
    fn from(value: &'a str) -> Self {
        Self::Text(value)
    }
}

impl Serialize for View<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match *self {
            Self::Absent | Self::Null => serializer.serialize_none(),
            Self::Flag(value) => serializer.serialize_bool(value),
            Self::Integer(value) => serializer.serialize_i64(value),
            Self::Unsigned(value) => serializer.serialize_u64(value),
            Self::Number(value) => match plain::integral(value) {
                // Formats that are not text keep the two kinds of numbers apart.
                Some(integer) if serializer.is_human_readable() => serializer.serialize_i64(integer),
                _ => serializer.serialize_f64(value),
            },
            Self::Text(value) => serializer.serialize_str(value),
            Self::Formatted(value) => serializer.collect_str(value),
            Self::Json(value) => value.serialize(serializer),
            Self::List(list) => {
                let mut items = serializer.serialize_seq(Some(list.count()))?;
                for index in 0..list.count() {
                    items.serialize_element(&list.item(index))?;
                }
                items.end()
            }
            Self::Map(map) => write(serializer, |writer| {
                map.each(&mut |name, value| writer.member(name, value.or_null()));
            }),
            Self::Record(record) => write(serializer, |writer| record.members(writer)),
            Self::Tagged(union) => match union.selected() {
                (None, value) => value.serialize(serializer),
                _ => write(serializer, |writer| union.members(writer)),
            },
        }
    }
}

/// Writes an object whose members `give` gives.
fn write<S: Serializer>(serializer: S, give: impl FnOnce(&mut Writer<S::SerializeMap>)) -> Result<S::Ok, S::Error> {
    let mut writer = Writer {
        map: serializer.serialize_map(None)?,
        error: None,
    };
    give(&mut writer);
    match writer.error {
        Some(error) => Err(error),
        None => writer.map.end(),
    }
}

/// Writes members into serde's map. The first error is kept until the end, so that nobody on the way has to pass it on.
struct Writer<M: SerializeMap> {
    map: M,
    error: Option<M::Error>,
}

impl<M: SerializeMap> Members<'_> for Writer<M> {
    fn member(&mut self, name: &str, value: View<'_>) {
        if self.error.is_none() && !matches!(value, View::Absent) {
            self.error = self.map.serialize_entry(name, &value).err();
        }
    }
}
