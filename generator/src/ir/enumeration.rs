//! Enums of constants.

use super::{Docs, Name};

/// An open enum of constants.
#[derive(Debug, Clone, PartialEq)]
pub struct Enumeration {
    /// The values known to the description.
    pub values: EnumerationValues,
    /// The variant that keeps a value which the description does not know.
    pub unknown: String,
}

/// The constants, all of one JSON type.
#[derive(Debug, Clone, PartialEq)]
pub enum EnumerationValues {
    /// Strings.
    Strings(Vec<Variant>),
    /// Integers; the wire name of each is its decimal form.
    Integers(Vec<(i64, Variant)>),
}

impl EnumerationValues {
    /// The first constant, which examples use.
    #[must_use]
    pub fn first(&self) -> Option<&Variant> {
        match self {
            Self::Strings(variants) => variants.first(),
            Self::Integers(variants) => variants.first().map(|(_, variant)| variant),
        }
    }
}

/// One constant.
#[derive(Debug, Clone, PartialEq)]
pub struct Variant {
    /// Its value and its variant.
    pub name: Name,
    /// Its documentation.
    pub docs: Docs,
}
