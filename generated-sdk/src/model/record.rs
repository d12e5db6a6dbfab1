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
    fn members<'a>(&'a self, members: &mut dyn Members<'a>);
}

/// Takes the members of an object, one after the other.
pub trait Members<'a> {
    /// Takes a member; one that is [`View::Absent`] is left out.
    fn member(&mut self, name: &'a str, value: View<'a>);

    /// Takes a member that must not be shown to a person.
    fn hidden(&mut self, name: &'a str, value: View<'a>) {
        self.member(name, value);
    }

    /// Takes a member that is not declared, so that nothing but its name can tell whether it may be shown to a person.
    fn undeclared(&mut self, name: &'a str, value: View<'a>) {
        self.member(name, value);
    }
}

/// The marks of [`record!`](crate::record), each a method: the macro need not tell them apart, which would be an
/// expansion of its own for each member.
impl<'a> dyn Members<'a> + '_ {
    /// For a member that is written as null where it has no value.
    #[inline]
    pub fn nullable(&mut self) -> Marked<'_, 'a> {
        Marked {
            members: self,
            nullable: true,
            secret: false,
        }
    }

    /// For a member that must not be shown to a person.
    #[inline]
    pub fn secret(&mut self) -> Marked<'_, 'a> {
        Marked {
            members: self,
            nullable: false,
            secret: true,
        }
    }
}

/// Takes one member that has marks.
pub struct Marked<'m, 'a> {
    members: &'m mut (dyn Members<'a> + 'm),
    nullable: bool,
    secret: bool,
}

impl<'a> Marked<'_, 'a> {
    /// See the method of [`Members`].
    #[inline]
    #[must_use]
    pub fn secret(self) -> Self {
        Self { secret: true, ..self }
    }

    /// Takes the member.
    #[inline]
    pub fn member(self, name: &'a str, value: View<'a>) {
        let value = if self.nullable { value.or_null() } else { value };
        if self.secret {
            self.members.hidden(name, value);
        } else {
            self.members.member(name, value);
        }
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

    #[inline]
    fn seen(&mut self, name: &str) {
        if self.left == 0 {
            return;
        }
        match self.names.get(self.next) {
            Some(next) if *next == name => self.mark(self.next),
            _ => self.search(name),
        }
    }

    /// For a name out of the order of declaration, or one that is not required.
    #[inline(never)]
    fn search(&mut self, name: &str) {
        let (before, after) = self.names.split_at(self.next.min(self.names.len()));
        let position = |names: &[&str]| names.iter().position(|declared| *declared == name);
        let found = match position(after) {
            Some(index) => Some(before.len() + index),
            None => position(before),
        };
        if let Some(index) = found {
            self.mark(index);
        }
    }

    #[inline]
    fn mark(&mut self, index: usize) {
        self.next = index + 1;
        let bit = 1 << (index % 64);
        let bits = match index / 64 {
            0 => &mut self.first,
            word => {
                if self.more.len() < word {
                    self.more.resize(word, 0);
                }
                match self.more.get_mut(word - 1) {
                    Some(bits) => bits,
                    None => return,
                }
            }
        };
        self.left -= usize::from(*bits & bit == 0);
        *bits |= bit;
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

/// States the wire format of a struct: a line for each member, and last, if there is one, the field which takes all
/// members that are not declared.
///
/// ```text
/// record! {
///     Bot requires ["id"] constant ["object" = "bot"] {
///         "id" => id,
///         "displayName" => display_name,
///         nullable "seenAt" => seen_at,
///         secret "apiKey" => api_key,
///         .. => additional,
///     }
/// }
/// ```
///
/// A member that is not required may be missing or null. One that is `nullable` is written as null where it has no
/// value instead of being left out. One that is `secret` is not shown by `Debug`; one that is both says `nullable secret`. A
/// constant has no field: it is written with that value, behind the others. It implements
/// [`Record`](crate::model::Record), [`Model`](crate::model::Model), `Debug`, `PartialEq` and serde's traits.
#[doc(hidden)]
#[macro_export]
macro_rules! record {
    ($type:ident $(requires [$($required:literal),+ $(,)?])? $(constant [$($constant:literal = $value:literal),+ $(,)?])? {
        $($($mark:ident)* $name:literal => $field:ident,)* $(.. => $rest:ident $(,)?)?
    }) => {
        impl $crate::model::Record for $type {
            #[inline]
            fn name(&self) -> &'static str {
                stringify!($type)
            }

            #[inline]
            fn required(&self) -> &'static [&'static str] {
                &[$($($required),+)?]
            }

            #[inline]
            fn member(&mut self, name: &str) -> $crate::model::Slot<'_> {
                match name {
                    $($name => $crate::model::Model::slot(&mut self.$field),)*
                    $($($constant => $crate::model::Slot::Skip,)+)?
                    _ => $crate::record_rest!(self name $($rest)?),
                }
            }

            #[inline]
            fn members<'a>(&'a self, members: &mut dyn $crate::model::Members<'a>) {
                // A struct without members would not use the parameter.
                let _ = &members;
                $(members$(.$mark())*.member($name, $crate::model::Model::view(&self.$field));)*
                $($(members.member($constant, $value.into());)+)?
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

/// The place of a member that is not declared.
#[doc(hidden)]
#[macro_export]
macro_rules! record_rest {
    ($record:ident $name:ident) => {
        $crate::model::Slot::Skip
    };
    ($record:ident $name:ident $rest:ident) => {
        $crate::model::Map::entry(&mut $record.$rest, $name)
    };
}
