//! Enums of strings and of integers. They are open: a value that is not declared is kept and written back as it came.

use std::fmt;

use serde::de::Visitor;

/// An enum of strings.
pub trait Word {
    /// Becomes the variant of that text.
    fn set(&mut self, text: &str);
}

/// An enum of integers.
pub trait Code {
    /// Becomes the variant of that number.
    fn set(&mut self, number: i64);
}

/// Reads a string into an enum.
pub(super) struct WordVisitor<'a>(pub(super) &'a mut dyn Word);

impl Visitor<'_> for WordVisitor<'_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a string")
    }

    fn visit_str<E>(self, text: &str) -> Result<(), E> {
        self.0.set(text);
        Ok(())
    }
}

/// States the wire format of an enum of strings: a line for each declared value, and last the variant that keeps any
/// other.
///
/// ```text
/// string_enum! {
///     Order {
///         "asc" => Ascending,
///         "desc" => Descending,
///         _ => Unknown,
///     }
/// }
/// ```
///
/// It implements `as_str`, conversions from strings, `Display`, `Debug`, `Eq`, `Hash`, [`Model`](crate::model::Model)
/// and serde's traits. The default is the empty string.
#[doc(hidden)]
#[macro_export]
macro_rules! string_enum {
    ($type:ident { $($text:literal => $variant:ident,)* _ => $unknown:ident $(,)? }) => {
        impl $type {
            /// The value as it is written on the wire.
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $text,)*
                    Self::$unknown(text) => text,
                }
            }
        }

        impl ::std::default::Default for $type {
            #[inline]
            fn default() -> Self {
                Self::$unknown(::std::string::String::new())
            }
        }

        impl ::std::convert::From<&str> for $type {
            #[inline]
            fn from(text: &str) -> Self {
                match text {
                    $($text => Self::$variant,)*
                    _ => Self::$unknown(text.to_owned()),
                }
            }
        }

        impl ::std::convert::From<::std::string::String> for $type {
            #[inline]
            fn from(text: ::std::string::String) -> Self {
                Self::from(text.as_str())
            }
        }

        impl ::std::str::FromStr for $type {
            type Err = ::std::convert::Infallible;

            #[inline]
            fn from_str(text: &str) -> ::std::result::Result<Self, ::std::convert::Infallible> {
                ::std::result::Result::Ok(Self::from(text))
            }
        }

        impl ::std::fmt::Display for $type {
            #[inline]
            fn fmt(&self, formatter: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                formatter.pad(self.as_str())
            }
        }

        impl ::std::cmp::Eq for $type {}

        impl ::std::hash::Hash for $type {
            #[inline]
            fn hash<H: ::std::hash::Hasher>(&self, state: &mut H) {
                ::std::hash::Hash::hash(self.as_str(), state);
            }
        }

        impl $crate::model::Word for $type {
            #[inline]
            fn set(&mut self, text: &str) {
                *self = Self::from(text);
            }
        }

        impl $crate::model::Model for $type {
            #[inline]
            fn slot(&mut self) -> $crate::model::Slot<'_> {
                $crate::model::Slot::Word(self)
            }

            #[inline]
            fn view(&self) -> $crate::model::View<'_> {
                $crate::model::View::Text(self.as_str())
            }
        }

        $crate::model_traits!($type);
    };
}

/// States the wire format of an enum of integers: a line for each declared value, and last the variant that keeps any
/// other.
///
/// ```text
/// integer_enum! {
///     Level {
///         1 => Low,
///         2 => High,
///         _ => Unknown,
///     }
/// }
/// ```
///
/// It implements `as_i64`, `From<i64>`, `Display`, `Debug`, `Eq`, `Hash`, [`Model`](crate::model::Model) and serde's
/// traits. The default is zero.
#[doc(hidden)]
#[macro_export]
macro_rules! integer_enum {
    ($type:ident { $($number:literal => $variant:ident,)* _ => $unknown:ident $(,)? }) => {
        impl $type {
            /// The value as it is written on the wire.
            #[must_use]
            pub const fn as_i64(&self) -> i64 {
                match self {
                    $(Self::$variant => $number,)*
                    Self::$unknown(number) => *number,
                }
            }
        }

        impl ::std::default::Default for $type {
            #[inline]
            fn default() -> Self {
                Self::from(0)
            }
        }

        impl ::std::convert::From<i64> for $type {
            #[inline]
            fn from(number: i64) -> Self {
                match number {
                    $($number => Self::$variant,)*
                    _ => Self::$unknown(number),
                }
            }
        }

        impl ::std::fmt::Display for $type {
            #[inline]
            fn fmt(&self, formatter: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                ::std::fmt::Display::fmt(&self.as_i64(), formatter)
            }
        }

        impl ::std::cmp::Eq for $type {}

        impl ::std::hash::Hash for $type {
            #[inline]
            fn hash<H: ::std::hash::Hasher>(&self, state: &mut H) {
                ::std::hash::Hash::hash(&self.as_i64(), state);
            }
        }

        impl $crate::model::Code for $type {
            #[inline]
            fn set(&mut self, number: i64) {
                *self = Self::from(number);
            }
        }

        impl $crate::model::Model for $type {
            #[inline]
            fn slot(&mut self) -> $crate::model::Slot<'_> {
                $crate::model::Slot::Code(self)
            }

            #[inline]
            fn view(&self) -> $crate::model::View<'_> {
                $crate::model::View::Integer(self.as_i64())
            }
        }

        $crate::model_traits!($type);
    };
}
