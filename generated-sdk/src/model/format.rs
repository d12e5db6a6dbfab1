//! Values that are text of a format on the wire and a type of another crate in Rust: dates, UUIDs.
//!
//! Which crates these are is decided when the SDK is generated, so this file names none of them: the generated code says
//! [`text_format!`](crate::text_format) of each type that it uses.

use std::fmt;

use serde::de::{Error, Unexpected, Visitor};

/// A value that is text of a format on the wire.
pub trait Formatted {
    /// What the text has to be.
    fn expected(&self) -> &'static str;

    /// Becomes the value of that text; `false` where the text has none.
    fn set(&mut self, text: &str) -> bool;

    /// Writes the text.
    ///
    /// # Errors
    ///
    /// The formatter's error.
    fn write(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result;
}

impl fmt::Display for dyn Formatted + '_ {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write(formatter)
    }
}

/// The text of such a value.
pub fn text<T: Formatted>(value: &T) -> String {
    let value: &dyn Formatted = value;
    value.to_string()
}

/// Reads a text into such a value.
pub(super) struct FormattedVisitor<'a>(pub(super) &'a mut dyn Formatted);

impl Visitor<'_> for FormattedVisitor<'_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.0.expected())
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<(), E> {
        if self.0.set(text) {
            return Ok(());
        }
        Err(E::invalid_value(Unexpected::Str(text), &self))
    }
}

/// Makes a type of another crate a model. It is read by its `FromStr` and written by the trait of `std::fmt` that is named.
///
/// ```text
/// text_format! {
///     jiff::Timestamp by Display => "a date and time with its offset",
/// }
/// ```
#[doc(hidden)]
#[macro_export]
macro_rules! text_format {
    ($($path:ident)::+ $(<$($of:ident)::+>)? by $trait:ident => $expected:literal $(,)?) => {
        $crate::text_format!(($($path)::+ $(<$($of)::+>)?) $trait $expected);
    };
    (::$($path:ident)::+ $(<::$($of:ident)::+>)? by $trait:ident => $expected:literal $(,)?) => {
        $crate::text_format!((::$($path)::+ $(<::$($of)::+>)?) $trait $expected);
    };
    (($type:ty) $trait:ident $expected:literal) => {
        impl $crate::model::Formatted for $type {
            #[inline]
            fn expected(&self) -> &'static str {
                $expected
            }

            #[inline]
            fn set(&mut self, text: &str) -> bool {
                text.parse().map(|value| *self = value).is_ok()
            }

            #[inline]
            fn write(&self, formatter: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                ::std::fmt::$trait::fmt(self, formatter)
            }
        }

        impl $crate::model::Model for $type {
            #[inline]
            fn slot(&mut self) -> $crate::model::Slot<'_> {
                $crate::model::Slot::Formatted(self)
            }

            #[inline]
            fn view(&self) -> $crate::model::View<'_> {
                $crate::model::View::Formatted(self)
            }
        }
    };
}
