//! Types: what a field, a parameter, a body or an answer holds.

use super::{Docs, Enumeration, Format, Object, Union};

/// Index of a [`TypeDef`] in [`Api::types`](super::Api::types).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TypeId(pub usize);

/// The type of a value.
#[derive(Debug, Clone, PartialEq)]
pub enum Ty {
    /// Text.
    String,
    /// Text of a format, as a type of another crate.
    Format(Format),
    /// `true` or `false`.
    Bool,
    /// An integer of almost any format: a wider type costs nothing and never overflows where a format is wrong.
    I64,
    /// An integer that may be larger than the largest `i64`.
    U64,
    /// A number.
    F64,
    /// Any JSON, where the description says nothing about the shape.
    Json,
    /// A file of a multipart body.
    File,
    /// An ordered sequence.
    List(Box<Ty>),
    /// A JSON object whose keys are data.
    Map(Box<Ty>),
    /// A `null` is a value of its own here (elements of lists and maps, answers that may have no content).
    Option(Box<Ty>),
    /// A named type.
    Named(TypeId),
    /// A named type behind a pointer, because it contains itself.
    Boxed(TypeId),
}

impl Ty {
    /// Text that stands for a thing: what pages and credentials may be told by.
    #[must_use]
    pub fn is_text(&self) -> bool {
        matches!(self, Self::String | Self::Format(Format::Uuid))
    }

    /// The named type inside, through lists, maps, options and boxes.
    #[must_use]
    pub fn named(&self) -> Option<TypeId> {
        match self {
            Self::Named(id) | Self::Boxed(id) => Some(*id),
            Self::List(inner) | Self::Map(inner) | Self::Option(inner) => inner.named(),
            _ => None,
        }
    }

    /// Calls `visit` on every named type inside.
    pub fn visit_named(&mut self, visit: &mut dyn FnMut(&mut TypeId)) {
        match self {
            Self::Named(id) | Self::Boxed(id) => visit(id),
            Self::List(inner) | Self::Map(inner) | Self::Option(inner) => inner.visit_named(visit),
            _ => {}
        }
    }
}

/// A named type of the SDK.
#[derive(Debug, Clone, PartialEq)]
pub struct TypeDef {
    /// Its Rust name, unique in the SDK.
    pub name: String,
    /// Its documentation.
    pub docs: Docs,
    /// Where it is defined, as a JSON pointer with `#`.
    pub at: String,
    /// The module it is printed in.
    pub home: Home,
    /// Which way it travels.
    pub usage: Usage,
    /// What it is.
    pub kind: Kind,
}

impl TypeDef {
    /// Whether it travels at all; if it does not, it is not printed.
    pub fn is_used(&self) -> bool {
        self.usage.request || self.usage.response
    }
}

/// The module a type is printed in.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Home {
    /// Beside the client of the resource with this path.
    Resource(Vec<String>),
    /// In a module of its own below `types`, because several resources use it.
    Shared(String),
    /// In a module below `types` for what the API sends on its own.
    Sent(String),
}

impl Home {
    /// The module below `types`, if it is one.
    pub fn shared_module(&self) -> Option<&str> {
        match self {
            Self::Shared(module) | Self::Sent(module) => Some(module),
            Self::Resource(_) => None,
        }
    }
}

/// Which way values of a type travel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Usage {
    /// Users build it.
    pub request: bool,
    /// The server sends it.
    pub response: bool,
}

impl Kind {
    /// Calls `visit` on every named type that values of this kind hold.
    pub fn visit_named(&mut self, visit: &mut dyn FnMut(&mut TypeId)) {
        match self {
            Self::Object(object) => {
                for field in object.fields.iter_mut().chain(&mut object.rest) {
                    field.ty.visit_named(visit);
                }
            }
            Self::Union(union) => {
                let held = union.branches.iter_mut().filter_map(|branch| branch.ty.as_mut());
                held.for_each(|ty| ty.visit_named(visit));
            }
            Self::Alias(ty) => ty.visit_named(visit),
            Self::Enumeration(_) => {}
        }
    }
}

/// The kinds of named types.
#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
    /// A struct.
    Object(Object),
    /// An enum of constants.
    Enumeration(Enumeration),
    /// An enum of types.
    Union(Union),
    /// Another name of a type.
    Alias(Ty),
}
