//! What became of the schemas.

use std::collections::BTreeMap;

/// How many schemas there are, and how many of them have no type of their own.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Census {
    /// Places with a schema that some operation leads to, each counted once.
    pub schemas: usize,
    /// Those of which the description says nothing that a type could say: `{}`, an object without members, a list without
    /// elements. They are plain JSON because they are meant so.
    pub free_form: usize,
    /// Those that are plain JSON although the description says more.
    pub untyped: BTreeMap<Untyped, usize>,
}

impl Census {
    /// How many schemas are plain JSON although the description says more.
    #[must_use]
    pub fn untyped(&self) -> usize {
        self.untyped.values().sum()
    }
}

/// Why a schema has no type of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Untyped {
    /// A reference leads nowhere.
    LostReference,
    /// What stands there is no schema.
    Unreadable,
    /// It says what a value is not.
    Negation,
    /// Its values are of several types.
    MixedValues,
    /// Nothing tells the branches of a union apart.
    IndistinctUnion,
    /// A branch of a union cannot be read.
    LostBranch,
    /// It is nothing but itself.
    Circle,
    /// Too many schemas stand around it.
    TooDeep,
}

impl Untyped {
    /// As programs read it.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::LostReference => "lost_reference",
            Self::Unreadable => "unreadable",
            Self::Negation => "negation",
            Self::MixedValues => "mixed_values",
            Self::IndistinctUnion => "indistinct_union",
            Self::LostBranch => "lost_branch",
            Self::Circle => "circle",
            Self::TooDeep => "too_deep",
        }
    }
}
