//! Enums of types.

use super::{Docs, Ty};

/// An open enum whose variants hold values of different types.
#[derive(Debug, Clone, PartialEq)]
pub struct Union {
    /// How the branch of a value is found.
    pub tagging: Tagging,
    /// The branches, in the order of the description.
    pub branches: Vec<Branch>,
    /// The variant that keeps the JSON of a branch which the description does not know.
    pub unknown: String,
}

/// How the branch of a value is found.
#[derive(Debug, Clone, PartialEq)]
pub enum Tagging {
    /// `{"type": "item", "data": …}`: the tag and the content are the two members of an object.
    Adjacent {
        /// The member that names the branch.
        tag: String,
        /// The member that holds the value.
        content: String,
    },
    /// `{"type": "cat", …}`: the tag is one of the members of the branch's own object.
    Internal {
        /// The member that names the branch.
        tag: String,
    },
    /// By the look of the value: each branch has a rule, worked out by the generator.
    Shape,
}

/// One branch.
#[derive(Debug, Clone, PartialEq)]
pub struct Branch {
    /// The variant.
    pub variant: String,
    /// The documentation of the variant.
    pub docs: Docs,
    /// What the variant holds; nothing where the tag says it all.
    pub ty: Option<Ty>,
    /// What tells this branch from the others.
    pub rule: BranchRule,
}

/// What tells a branch from the others.
#[derive(Debug, Clone, PartialEq)]
pub enum BranchRule {
    /// The tag has this value (`Adjacent` and `Internal`).
    Tag(String),
    /// The value is of this JSON type.
    Type(JsonType),
    /// The value is an array whose elements are of this JSON type.
    Elements(JsonType),
    /// The value is an object with all of these members.
    Keys(Vec<String>),
    /// The value is an object whose members have these string values.
    Constants(Vec<(String, String)>),
}

/// The types of JSON values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JsonType {
    /// `true`, `false`.
    Bool,
    /// A number without a fraction.
    Integer,
    /// A number.
    Number,
    /// A string.
    String,
    /// An array.
    Array,
    /// An object.
    Object,
}
