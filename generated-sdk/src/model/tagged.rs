//! Unions whose branch is named by a tag.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, Visitor};
use serde_json::{Map, Value};

use super::record::{give_member, read_members};
use super::{Members, Slot, View};

/// A union whose branch is named by a tag.
pub trait Tagged {
    /// Where the tag and the content are.
    fn layout(&self) -> &'static Layout;

    /// Becomes the branch of that tag, empty; where there is none, the branch for unknown values, and it says `false`.
    fn select(&mut self, tag: &str) -> bool;

    /// The place of what the branch holds.
    fn content(&mut self) -> Slot<'_>;

    /// The tag, unless the branch is unknown, and what the branch holds.
    fn selected(&self) -> (Option<&'static str>, View<'_>);
}

/// Where a tagged union has its tag and its content.
#[derive(Debug)]
pub struct Layout {
    /// The name of the type.
    pub name: &'static str,
    /// The member that holds the tag.
    pub tag: &'static str,
    /// The member that holds the content; without one, the content's members stand beside the tag.
    pub content: Option<&'static str>,
}

impl dyn Tagged + '_ {
    /// Gives the members of the object to `members`.
    pub(super) fn members<'a>(&'a self, members: &mut dyn Members<'a>) {
        let layout = self.layout();
        let (tag, content) = self.selected();
        let Some(tag) = tag else { return content.spread(members) };
        members.member(layout.tag, View::Text(tag));
        match layout.content {
            Some(name) => members.member(name, content),
            None => content.spread(&mut Without {
                name: layout.tag,
                members,
            }),
        }
    }

    /// Reads from a whole object, whose tag did not come first.
    fn fill(&mut self, mut object: Map<String, Value>) -> Result<(), serde_json::Error> {
        let layout = self.layout();
        // Without a tag, which descriptions often let be missing, the branch is as unknown as with a tag of no branch.
        let tag = object.get(layout.tag).and_then(Value::as_str).unwrap_or_default();
        let tag = tag.to_owned();
        if !self.select(&tag) {
            return self.content().fill(Value::Object(object));
        }
        let filled = match layout.content {
            None => self.content().fill(Value::Object(object)),
            Some(name) => match object.remove(name) {
                Some(value) => self.content().fill(value),
                None if self.content().may_be_left_out() => Ok(()),
                None => Err(serde_json::Error::missing_field(name)),
            },
        };
        filled.map_err(|error| in_branch(layout, &tag, &error))
    }
}

/// Says in which branch an error happened, so that nobody looks for it in the others.
fn in_branch<E: Error>(layout: &Layout, tag: &str, error: &dyn fmt::Display) -> E {
    E::custom(format_args!("{} `{tag}`: {error}", layout.name))
}

/// Passes on all members but one: the content may have the tag as a member too, and it must not be written twice.
struct Without<'m, 'a> {
    name: &'static str,
    members: &'m mut dyn Members<'a>,
}

impl<'a> Members<'a> for Without<'_, 'a> {
    fn member(&mut self, name: &'a str, value: View<'a>) {
        if name != self.name {
            self.members.member(name, value);
        }
    }

    fn hidden(&mut self, name: &'a str, value: View<'a>) {
        if name != self.name {
            self.members.hidden(name, value);
        }
    }

    fn undeclared(&mut self, name: &'a str, value: View<'a>) {
        if name != self.name {
            self.members.undeclared(name, value);
        }
    }
}

/// Reads a tagged union. Where the tag comes first, as it usually does, nothing is kept in between.
pub(super) struct TaggedVisitor<'a>(pub(super) &'a mut dyn Tagged);

impl<'de> Visitor<'de> for TaggedVisitor<'_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "union {}", self.0.layout().name)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<(), A::Error> {
        let layout = self.0.layout();
        let mut kept = Map::new();
        if let Some(name) = members.next_key::<String>()? {
            let value = members.next_value::<Value>()?;
            match value {
                Value::String(tag) if name == layout.tag && self.0.select(&tag) => {
                    return read_branch(self.0, &tag, members);
                }
                value => kept.insert(name, value),
            };
        }
        while let Some(name) = members.next_key::<String>()? {
            kept.insert(name, members.next_value()?);
        }
        self.0.fill(kept).map_err(A::Error::custom)
    }
}

/// Reads what comes after the tag of a known branch.
fn read_branch<'de, A: MapAccess<'de>>(union: &mut dyn Tagged, tag: &str, members: A) -> Result<(), A::Error> {
    let layout = union.layout();
    let read = match (layout.content, union.content()) {
        (Some(name), content) => read_content(name, content, members),
        (None, Slot::Record(record)) => {
            let required = give_member(record, layout.tag, Value::from(tag));
            required
                .map_err(A::Error::custom)
                .and_then(|required| read_members(record, required, members))
        }
        (None, content) => read_rest(layout.tag, tag, content, members),
    };
    read.map_err(|error| in_branch(layout, tag, &error))
}

/// Reads the content from the member of that name.
fn read_content<'de, A: MapAccess<'de>>(name: &'static str, content: Slot<'_>, mut members: A) -> Result<(), A::Error> {
    let mut content = Some(content);
    while let Some(is_content) = members.next_key_seed(Is(name))? {
        let slot = if is_content { content.take() } else { None };
        members.next_value_seed(slot.unwrap_or(Slot::Skip))?;
    }
    match content {
        Some(content) if !content.may_be_left_out() => Err(A::Error::missing_field(name)),
        _ => Ok(()),
    }
}

/// Reads content that is not a record, for which the members have to be put together again.
fn read_rest<'de, A: MapAccess<'de>>(
    tag_name: &'static str,
    tag: &str,
    content: Slot<'_>,
    mut members: A,
) -> Result<(), A::Error> {
    let mut object = Map::new();
    object.insert(tag_name.to_owned(), Value::from(tag));
    while let Some(name) = members.next_key::<String>()? {
        object.insert(name, members.next_value()?);
    }
    content.fill(Value::Object(object)).map_err(A::Error::custom)
}

/// Whether a member has this name.
struct Is(&'static str);

impl<'de> DeserializeSeed<'de> for Is {
    type Value = bool;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl Visitor<'_> for Is {
    type Value = bool;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("field identifier")
    }

    fn visit_str<E>(self, name: &str) -> Result<bool, E> {
        Ok(name == self.0)
    }

    fn visit_bytes<E>(self, name: &[u8]) -> Result<bool, E> {
        Ok(name == self.0.as_bytes())
    }
}

/// States the wire format of a union whose branch is named by a tag: a line for each tag, and last the variant that
/// keeps values with any other.
///
/// ```text
/// tagged_union! {
///     BotListEvent by "type" in "data" {
///         "item" => Item,
///         unit "ping" => Ping,
///         _ => Unknown,
///     }
/// }
/// ```
///
/// Without `in` the members of the content stand beside the tag. A variant that holds nothing is marked with `unit`. It
/// implements [`Tagged`](crate::model::Tagged), [`Model`](crate::model::Model), `Debug`, `PartialEq` and serde's
/// traits. The default is an unknown null.
#[doc(hidden)]
#[macro_export]
macro_rules! tagged_union {
    ($type:ident by $tag:literal $(in $content:literal)? {
        $($($unit:ident)? $text:literal => $variant:ident,)* _ => $unknown:ident $(,)?
    }) => {
        impl $crate::model::Tagged for $type {
            #[inline]
            fn layout(&self) -> &'static $crate::model::Layout {
                &$crate::model::Layout {
                    name: stringify!($type),
                    tag: $tag,
                    content: $crate::tagged_branch!(content $($content)?),
                }
            }

            #[inline]
            fn select(&mut self, tag: &str) -> bool {
                *self = match tag {
                    $($text => $crate::tagged_branch!(empty Self $variant $($unit)?),)*
                    _ => {
                        *self = Self::default();
                        return false;
                    }
                };
                true
            }

            #[inline]
            fn content(&mut self) -> $crate::model::Slot<'_> {
                match self {
                    $($crate::tagged_branch!(pattern Self $variant content $($unit)?) => {
                        $crate::tagged_branch!(slot content $($unit)?)
                    })*
                    Self::$unknown(value) => $crate::model::Slot::Json(value),
                }
            }

            #[inline]
            fn selected(&self) -> (::std::option::Option<&'static str>, $crate::model::View<'_>) {
                match self {
                    $($crate::tagged_branch!(pattern Self $variant content $($unit)?) => {
                        (::std::option::Option::Some($text), $crate::tagged_branch!(view content $($unit)?))
                    })*
                    Self::$unknown(value) => (::std::option::Option::None, $crate::model::View::Json(value)),
                }
            }
        }

        impl ::std::default::Default for $type {
            #[inline]
            fn default() -> Self {
                Self::$unknown(::serde_json::Value::Null)
            }
        }

        impl $crate::model::Model for $type {
            #[inline]
            fn slot(&mut self) -> $crate::model::Slot<'_> {
                $crate::model::Slot::Tagged(self)
            }

            #[inline]
            fn view(&self) -> $crate::model::View<'_> {
                $crate::model::View::Tagged(self)
            }
        }

        $crate::model_traits!($type);
    };
}

/// One branch of a [`tagged_union!`](crate::tagged_union), by what is asked of it.
#[doc(hidden)]
#[macro_export]
macro_rules! tagged_branch {
    (content) => {
        ::std::option::Option::None
    };
    (content $content:literal) => {
        ::std::option::Option::Some($content)
    };

    (empty $type:ident $variant:ident unit) => {
        $type::$variant
    };
    (empty $type:ident $variant:ident) => {
        $type::$variant(::std::default::Default::default())
    };

    (pattern $type:ident $variant:ident $content:ident unit) => {
        $type::$variant
    };
    (pattern $type:ident $variant:ident $content:ident) => {
        $type::$variant($content)
    };

    (slot $content:ident unit) => {
        $crate::model::Slot::Skip
    };
    (slot $content:ident) => {
        $crate::model::Model::slot($content)
    };

    (view $content:ident unit) => {
        $crate::model::View::Absent
    };
    (view $content:ident) => {
        $crate::model::Model::view($content)
    };
}
