//! Objects with known members.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, Visitor};
use serde_json::Value;

use super::{Slot, View};

/// An object with known members.
pub trait Record {
    /// The name of the type.
    fn name(&self) -> &'static str;

    /// The names of the members that have to be there.
    fn required(&self) -> &'static [&'static str];

    /// The place of the member of that name.
    fn member(&mut self, name: &str) -> Slot<'_>;

    /// Gives each member to `members`, in the order of their declaration.
    fn members(&self, members: &mut dyn Members);
}

/// Takes the members of an object, one after the other.
pub trait Members {
    /// Takes a member; one that is [`View::Absent`] is left out.
    fn member(&mut self, name: &str, value: View<'_>);

    /// Takes a member that must not be shown to a person.
    fn secret(&mut self, name: &str, value: View<'_>) {
        self.member(name, value);
    }

    /// Takes a member that is not declared, so that nothing but its name can tell whether it may be shown to a person.
    fn undeclared(&mut self, name: &str, value: View<'_>) {
        self.member(name, value);
    }
}

/// Reads a record.
pub(super) struct RecordVisitor<'a>(pub(super) &'a mut dyn Record);

impl<'de> Visitor<'de> for RecordVisitor<'_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "struct {}", self.0.name())
    }

    fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<(), A::Error> {
        let required = Required::of(self.0);
        read_members(self.0, required, members)
    }
}

/// Reads the members of a record and makes sure that none is missing.
pub(super) fn read_members<'de, A: MapAccess<'de>>(
    record: &mut dyn Record,
    mut required: Required,
    mut members: A,
) -> Result<(), A::Error> {
    while let Some(slot) = members.next_key_seed(MemberName {
        record,
        required: &mut required,
    })? {
        members.next_value_seed(slot)?;
    }
    required
        .missing()
        .map_or(Ok(()), |name| Err(A::Error::missing_field(name)))
}

/// Gives one member to a record, as if it had come with the others.
pub(super) fn give_member(record: &mut dyn Record, name: &str, value: Value) -> Result<Required, serde_json::Error> {
    let mut required = Required::of(record);
    required.seen(name);
    record.member(name).fill(value)?;
    Ok(required)
}

/// The name of a member, which becomes the place of its value.
struct MemberName<'a, 'b> {
    record: &'a mut dyn Record,
    required: &'b mut Required,
}

impl<'de, 'a> DeserializeSeed<'de> for MemberName<'a, '_> {
    type Value = Slot<'a>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Slot<'a>, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl<'a> Visitor<'_> for MemberName<'a, '_> {
    type Value = Slot<'a>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("field identifier")
    }

    fn visit_str<E>(self, name: &str) -> Result<Slot<'a>, E> {
        self.required.seen(name);
        Ok(self.record.member(name))
    }

    /// Some binary formats give names as bytes. Those that are not UTF-8 name no declared member, also after they have
    /// been made into text.
    fn visit_bytes<E: Error>(self, name: &[u8]) -> Result<Slot<'a>, E> {
        self.visit_str(&String::from_utf8_lossy(name))
    }
}

/// Which of the required members have come.
///
/// The members of a document usually come in the order of their declaration, so the search starts behind the last hit.
pub(super) struct Required {
    names: &'static [&'static str],
    left: usize,
    next: usize,
    first: u64,
    more: Vec<u64>,
}

impl Required {
    fn of(record: &dyn Record) -> Self {
        let names = record.required();
        Self {
            names,
            left: names.len(),
            next: 0,
            first: 0,
            more: Vec::new(),
        }
    }

    fn seen(&mut self, name: &str) {
        if self.left == 0 {
            return;
        }
        let (before, after) = self.names.split_at(self.next.min(self.names.len()));
        let position = |names: &[&str]| names.iter().position(|declared| *declared == name);
        let found = match position(after) {
            Some(index) => Some(before.len() + index),
            None => position(before),
        };
        if let Some(index) = found {
            self.next = index + 1;
            self.mark(index);
        }
    }

    fn mark(&mut self, index: usize) {
        let word = index / 64;
        if self.more.len() < word {
            self.more.resize(word, 0);
        }
        let bits = if word == 0 {
            Some(&mut self.first)
        } else {
            self.more.get_mut(word - 1)
        };
        if let Some(bits) = bits {
            let bit = 1 << (index % 64);
            self.left -= usize::from(*bits & bit == 0);
            *bits |= bit;
        }
    }

    fn is_marked(&self, index: usize) -> bool {
        let word = index / 64;
        let bits = if word == 0 {
            Some(&self.first)
        } else {
            self.more.get(word - 1)
        };
        bits.is_some_and(|bits| bits & (1 << (index % 64)) != 0)
    }

    fn missing(&self) -> Option<&'static str> {
        let unmarked = self
            .names
            .iter()
            .enumerate()
            .filter(|(index, _)| !self.is_marked(*index));
        if self.left == 0 {
            None
        } else {
            unmarked.map(|(_, name)| *name).next()
        }
    }
}

/// How many of the members are required.
pub const fn count(members: &[Option<&str>]) -> usize {
    let (mut at, mut count) = (0, 0);
    while at < members.len() {
        if members[at].is_some() {
            count += 1;
        }
        at += 1;
    }
    count
}

/// The members that are required, of which there are `N`; worked out by the compiler.
pub const fn names<const N: usize>(members: &[Option<&'static str>]) -> [&'static str; N] {
    let mut names = [""; N];
    let (mut at, mut next) = (0, 0);
    while at < members.len() {
        if let Some(name) = members[at] {
            names[next] = name;
            next += 1;
        }
        at += 1;
    }
    names
}

/// States the wire format of a struct: a line for each member, and last, if there is one, the field which takes all
/// members that are not declared.
///
/// ```text
/// record! {
///     Bot {
///         required "id" => id,
///         "displayName" => display_name,
///         nullable "seenAt" => seen_at,
///         secret "apiKey" => api_key,
///         constant "object" => "bot",
///         .. => additional,
///     }
/// }
/// ```
///
/// A member without `required` may be missing or null. One that is `nullable` is written as null where it has no value
/// instead of being left out. One that is `secret` is not shown by `Debug`. One that is `constant` has no field: it is
/// written with that value. It implements [`Record`](crate::model::Record),
/// [`Model`](crate::model::Model), `Debug` and serde's traits.
#[doc(hidden)]
#[macro_export]
macro_rules! record {
    ($type:ident { $($($mark:ident)* $name:literal => $field:tt,)* $(.. => $rest:ident $(,)?)? }) => {
        impl $crate::model::Record for $type {
            #[inline]
            fn name(&self) -> &'static str {
                stringify!($type)
            }

            #[inline]
            fn required(&self) -> &'static [&'static str] {
                const MEMBERS: &[::std::option::Option<&str>] = &[$($($crate::record_member!(required $mark $name),)*)*];
                const NAMES: [&str; $crate::model::record::count(MEMBERS)] = $crate::model::record::names(MEMBERS);
                &NAMES
            }

            #[inline]
            fn member(&mut self, name: &str) -> $crate::model::Slot<'_> {
                match name {
                    $($name => $crate::record_member!(slot self $field $($mark)*),)*
                    _ => $crate::record_member!(rest self name $($rest)?),
                }
            }

            #[inline]
            fn members(&self, members: &mut dyn $crate::model::Members) {
                // A struct without members would not use the parameter.
                let _ = &members;
                $($crate::record_member!(put members self $name $field $($mark)*);)*
                $($crate::model::Model::view(&self.$rest).spread(members);)?
            }
        }

        impl $crate::model::Model for $type {
            #[inline]
            fn slot(&mut self) -> $crate::model::Slot<'_> {
                $crate::model::Slot::Record(self)
            }

            #[inline]
            fn view(&self) -> $crate::model::View<'_> {
                $crate::model::View::Record(self)
            }
        }

        $crate::model_traits!($type);
    };
}

/// One member of a [`record!`](crate::record), by what is asked of it.
#[doc(hidden)]
#[macro_export]
macro_rules! record_member {
    (required required $name:literal) => {
        ::std::option::Option::Some($name)
    };
    (required $mark:ident $name:literal) => {
        ::std::option::Option::None
    };

    (slot $record:ident $field:tt constant) => {
        $crate::model::Slot::Skip
    };
    (slot $record:ident $field:tt $($mark:ident)*) => {
        $crate::model::Model::slot(&mut $record.$field)
    };

    (rest $record:ident $name:ident) => {
        $crate::model::Slot::Skip
    };
    (rest $record:ident $name:ident $rest:ident) => {
        $crate::model::Map::entry(&mut $record.$rest, $name)
    };

    (put $members:ident $record:ident $name:literal $field:tt constant) => {
        $members.member($name, $field.into())
    };
    (put $members:ident $record:ident $name:literal $field:tt nullable secret) => {
        $members.secret($name, $crate::model::Model::view(&$record.$field).or_null())
    };
    (put $members:ident $record:ident $name:literal $field:tt nullable) => {
        $members.member($name, $crate::model::Model::view(&$record.$field).or_null())
    };
    (put $members:ident $record:ident $name:literal $field:tt $(required)? secret) => {
        $members.secret($name, $crate::model::Model::view(&$record.$field))
    };
    (put $members:ident $record:ident $name:literal $field:tt $(required)?) => {
        $members.member($name, $crate::model::Model::view(&$record.$field))
    };
}
