//! Unions whose branch is found by looking at the value: at its JSON type, and in an object at constants and at the
//! names that have to be there.

use std::fmt;

use serde::Deserialize;
use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{Error, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

use super::Slot;
use super::record::RecordVisitor;
use super::slot::read_list;

/// A union whose branch is found by looking at the value.
pub trait Choice {
    /// The name of the type.
    fn name(&self) -> &'static str;

    /// How to recognise the branches; the first rule that holds decides.
    fn rules(&self) -> &'static [Rule];

    /// Becomes that branch, empty; without one, the branch for unknown values. Hands out the place of what it holds.
    fn select(&mut self, branch: Option<&'static str>) -> Slot<'_>;
}

/// How to recognise a branch of a union.
#[derive(Debug)]
pub struct Rule {
    /// The name of the variant.
    pub branch: &'static str,
    /// The JSON type of the value.
    pub kind: Kind,
    /// The JSON type of an array's first item.
    pub of: Option<Kind>,
    /// Members of an object that have to have these values: strings, or the text of numbers and truth values.
    pub constants: &'static [(&'static str, &'static str)],
    /// Members that an object has to have.
    pub keys: &'static [&'static str],
}

/// A JSON type.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Kind {
    /// A truth value.
    Boolean,
    /// A number without a fraction.
    Integer,
    /// Any number.
    Number,
    /// A string.
    String,
    /// An array.
    Array,
    /// An object.
    Object,
}

impl Kind {
    fn matches(self, value: &Value) -> bool {
        match self {
            Self::Boolean => value.is_boolean(),
            Self::Integer => value.is_i64() || value.as_f64().is_some_and(|number| number.fract() == 0.0),
            Self::Number => value.is_number(),
            Self::String => value.is_string(),
            Self::Array => value.is_array(),
            Self::Object => value.is_object(),
        }
    }
}

impl Rule {
    fn matches(&self, value: &Value) -> bool {
        let first = value.as_array().and_then(|items| items.first());
        self.kind.matches(value)
            && self.of.is_none_or(|kind| first.is_none_or(|item| kind.matches(item)))
            && self
                .constants
                .iter()
                .all(|(name, constant)| value.get(name).is_some_and(|held| is(held, constant)))
            && self.keys.iter().all(|name| value.get(name).is_some())
    }

    /// Whether the JSON type alone decides.
    fn is_plain(&self) -> bool {
        self.of.is_none() && self.constants.is_empty() && self.keys.is_empty()
    }
}

/// Whether a value is the constant of that text.
fn is(value: &Value, constant: &str) -> bool {
    match value {
        Value::String(text) => text == constant,
        Value::Number(number) => number.to_string() == constant,
        Value::Bool(flag) => flag.to_string() == constant,
        Value::Null | Value::Array(_) | Value::Object(_) => false,
    }
}

impl dyn Choice + '_ {
    /// The branch for values of that JSON type, where nothing else needs to be known about them.
    fn branch_of(&self, kind: Kind) -> Option<&'static str> {
        self.rules()
            .iter()
            .find(|rule| rule.kind == kind)
            .filter(|rule| rule.is_plain())
            .map(|rule| rule.branch)
    }

    /// Reads from a whole value.
    fn fill(&mut self, value: Value) -> Result<(), serde_json::Error> {
        let name = self.name();
        let branch = self
            .rules()
            .iter()
            .find(|rule| rule.matches(&value))
            .map(|rule| rule.branch);
        self.select(branch)
            .fill(value)
            .map_err(|error| in_branch(name, branch.unwrap_or_default(), &error))
    }
}

/// Says in which branch an error happened, so that nobody looks for it in the others.
fn in_branch<E: Error>(name: &str, branch: &str, error: &dyn fmt::Display) -> E {
    E::custom(format_args!("{name}::{branch}: {error}"))
}

/// Reads a union. A value is kept only where its JSON type does not decide.
pub(super) struct ChoiceVisitor<'a>(pub(super) &'a mut dyn Choice);

impl ChoiceVisitor<'_> {
    fn keep<E: Error>(self, value: impl Into<Value>) -> Result<(), E> {
        self.0.fill(value.into()).map_err(E::custom)
    }
}

impl<'de> Visitor<'de> for ChoiceVisitor<'_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "union {}", self.0.name())
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<(), E> {
        self.keep(value)
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<(), E> {
        self.keep(value)
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<(), E> {
        self.keep(value)
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<(), E> {
        self.keep(value)
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<(), E> {
        self.keep(value)
    }

    fn visit_string<E: Error>(self, value: String) -> Result<(), E> {
        self.keep(value)
    }

    fn visit_none<E: Error>(self) -> Result<(), E> {
        self.keep(())
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        self.keep(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<(), A::Error> {
        let name = self.0.name();
        if let Some(branch) = self.0.branch_of(Kind::Array)
            && let Slot::List(list) = self.0.select(Some(branch))
        {
            return read_list(list, items).map_err(|error| in_branch(name, branch, &error));
        }
        self.keep(Value::deserialize(SeqAccessDeserializer::new(items))?)
    }

    fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<(), A::Error> {
        let name = self.0.name();
        if let Some(branch) = self.0.branch_of(Kind::Object)
            && let Slot::Record(record) = self.0.select(Some(branch))
        {
            return RecordVisitor(record)
                .visit_map(members)
                .map_err(|error| in_branch(name, branch, &error));
        }
        self.keep(Value::deserialize(MapAccessDeserializer::new(members))?)
    }
}

/// States the wire format of a union without a tag: a rule for each variant, of which the first that holds decides, and
/// last the variant that keeps all other values.
///
/// ```text
/// choice_union! {
///     Target {
///         object where "type" = "image" has "url" => Image,
///         object has "botId" => Bot,
///         array of string => Names,
///         string => Id,
///         _ => Unknown,
///     }
/// }
/// ```
///
/// A rule names a JSON type; then, for an array, the type of its first item; for an object, members that have to have a
/// value, and members that have to be there. It implements [`Choice`](crate::model::Choice),
/// [`Model`](crate::model::Model), `Debug`, `PartialEq` and serde's traits. The default is an unknown null.
#[doc(hidden)]
#[macro_export]
macro_rules! choice_union {
    ($type:ident {
        $($kind:ident $(of $of:ident)? $(where $($constant:literal = $value:literal)+)? $(has $($key:literal)+)?
            => $variant:ident,)*
        _ => $unknown:ident $(,)?
    }) => {
        impl $crate::model::Choice for $type {
            #[inline]
            fn name(&self) -> &'static str {
                stringify!($type)
            }

            #[inline]
            fn rules(&self) -> &'static [$crate::model::Rule] {
                &[$($crate::model::Rule {
                    branch: stringify!($variant),
                    kind: $crate::choice_rule!(kind $kind),
                    of: $crate::choice_rule!(of $($of)?),
                    constants: &[$($(($constant, concat!($value)),)+)?],
                    keys: &[$($($key,)+)?],
                },)*]
            }

            #[inline]
            fn select(&mut self, branch: ::std::option::Option<&'static str>) -> $crate::model::Slot<'_> {
                *self = match branch {
                    $(::std::option::Option::Some(stringify!($variant)) => {
                        Self::$variant(::std::default::Default::default())
                    })*
                    _ => Self::default(),
                };
                match self {
                    $(Self::$variant(content) => $crate::model::Model::slot(content),)*
                    Self::$unknown(value) => $crate::model::Slot::Json(value),
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
                $crate::model::Slot::Choice(self)
            }

            #[inline]
            fn view(&self) -> $crate::model::View<'_> {
                match self {
                    $(Self::$variant(content) => $crate::model::Model::view(content),)*
                    Self::$unknown(value) => $crate::model::View::Json(value),
                }
            }
        }

        $crate::model_traits!($type);
    };
}

/// One part of a rule of a [`choice_union!`](crate::choice_union).
#[doc(hidden)]
#[macro_export]
macro_rules! choice_rule {
    (of) => { ::std::option::Option::None };
    (of $kind:ident) => { ::std::option::Option::Some($crate::choice_rule!(kind $kind)) };

    (kind boolean) => { $crate::model::Kind::Boolean };
    (kind integer) => { $crate::model::Kind::Integer };
    (kind number) => { $crate::model::Kind::Number };
    (kind string) => { $crate::model::Kind::String };
    (kind array) => { $crate::model::Kind::Array };
    (kind object) => { $crate::model::Kind::Object };
}
