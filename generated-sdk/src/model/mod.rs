//! How the types of this crate meet serde.
//!
//! serde's traits are generic over the format, and code that is generic over the format for every field of every type
//! is what makes derived implementations slow to compile. Here a type only says where its parts are: [`Model::slot`]
//! hands out the [`Slot`] to read into, [`Model::view`] the [`View`] to write from. Both are enums of a closed set of
//! kinds, so that reading a slot and writing a view is generic over the format alone and is compiled once, however many
//! types there are.
//!
//! Each type is followed by one macro which states its wire format: [`record!`](crate::record) for a struct,
//! [`string_enum!`](crate::string_enum) and [`integer_enum!`](crate::integer_enum) for an enum,
//! [`tagged_union!`](crate::tagged_union) and [`choice_union!`](crate::choice_union) for a union. The macro implements
//! [`Model`], [`Debug`](std::fmt::Debug), [`PartialEq`] and serde's two traits.

pub mod choice;
mod debug;
pub mod enumeration;
mod equal;
pub mod format;
mod nullable;
mod plain;
pub mod record;
pub mod slot;
pub mod tagged;
pub mod view;

pub use self::choice::{Choice, Kind, Rule};
pub use self::enumeration::{Code, Word};
pub use self::equal::equal;
pub use self::format::{Formatted, text};
pub use self::nullable::Nullable;
pub use self::record::{Members, Record};
pub use self::slot::{List, Map, Optional, Slot};
pub use self::tagged::{Layout, Tagged};
pub use self::view::View;

use serde::Deserializer;
use serde::de::DeserializeSeed;

/// A value that can be read and written as part of a request or an answer.
pub trait Model {
    /// The place to read the value into.
    fn slot(&mut self) -> Slot<'_>;

    /// The value as it is written.
    fn view(&self) -> View<'_>;
}

/// Reads a value of any model: what the macros call for serde's `Deserialize`.
///
/// # Errors
///
/// The deserializer's error, where the value is not what the model asks for.
#[inline]
pub fn read<'de, T, D>(deserializer: D) -> Result<T, D::Error>
where
    T: Model + Default,
    D: Deserializer<'de>,
{
    let mut value = T::default();
    value.slot().deserialize(deserializer)?;
    Ok(value)
}

/// Implements what all models share: `Debug`, `PartialEq` and serde's traits, by way of the slot and the view.
#[doc(hidden)]
#[macro_export]
macro_rules! model_traits {
    ($type:ident) => {
        impl ::std::fmt::Debug for $type {
            #[inline]
            fn fmt(&self, formatter: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                ::std::fmt::Debug::fmt(&$crate::model::Model::view(self), formatter)
            }
        }

        impl ::std::cmp::PartialEq for $type {
            #[inline]
            fn eq(&self, other: &Self) -> bool {
                $crate::model::equal(
                    $crate::model::Model::view(self),
                    $crate::model::Model::view(other),
                )
            }
        }

        impl ::serde::Serialize for $type {
            #[inline]
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> ::std::result::Result<S::Ok, S::Error> {
                ::serde::Serialize::serialize(&$crate::model::Model::view(self), serializer)
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $type {
            #[inline]
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> ::std::result::Result<Self, D::Error> {
                $crate::model::read(deserializer)
            }
        }
    };
}
