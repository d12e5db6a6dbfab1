//! Structs.

use super::{Docs, Name, Page, Ty};

/// A struct: members with fixed names, and perhaps a map for all others.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Object {
    /// Members, in the order of the description.
    pub fields: Vec<Field>,
    /// Members that always have the same value, with that value: written, and not read.
    pub constants: Vec<(String, String)>,
    /// Where the members with other names go, if they are kept.
    pub rest: Option<Field>,
    /// It is one page of a list. Few structs are.
    pub page: Option<Box<Page>>,
    /// It is sent as `multipart/form-data`.
    pub multipart: bool,
}

/// One member.
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    /// Its names.
    pub name: Name,
    /// Its documentation.
    pub docs: Docs,
    /// The type of its value.
    pub ty: Ty,
    /// Whether it may be missing or `null`.
    pub presence: Presence,
    /// Which way it travels.
    pub access: Access,
    /// It holds a credential, so `Debug` must not print it.
    pub secret: bool,
}

/// Which way a member travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Access {
    /// Both ways.
    #[default]
    ReadWrite,
    /// It is part of answers only (`readOnly`): users do not set it.
    ReadOnly,
    /// It is part of requests only (`writeOnly`).
    WriteOnly,
}

/// Whether a member may be missing or `null`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    /// Always there: `T`.
    Required,
    /// May be missing: `Option<T>`.
    Optional,
    /// Always there, perhaps as `null`: `Option<T>`, written as `null`.
    Nullable,
    /// May be missing, and `null` means something else than missing: `Nullable<T>`.
    OptionalNullable,
}
