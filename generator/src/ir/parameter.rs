//! Parameters: path, query, header and cookie.

use super::{Docs, Name, Ty};

/// A parameter of an operation.
#[derive(Debug, Clone, PartialEq)]
pub struct Parameter {
    /// Its names: on the wire, and as an argument or a setter.
    pub name: Name,
    /// Its documentation.
    pub docs: Docs,
    /// The type of its value.
    pub ty: Ty,
    /// Where it is sent.
    pub location: Location,
    /// How its value is written.
    pub style: Style,
    /// Whether each element or member is written by itself; `None` for the default of the style.
    pub explode: Option<bool>,
    /// Reserved characters such as `/` are sent as they are.
    pub allow_reserved: bool,
    /// An empty value takes its path segment away instead of being refused.
    pub optional_segment: bool,
    /// The value is written as a document of this media type.
    pub content: Option<String>,
}

/// Where a parameter is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Location {
    /// In the path.
    Path,
    /// In the query string.
    Query,
    /// As a header.
    Header,
    /// As a cookie.
    Cookie,
}

/// How a value is written (OpenAPI 3.0, Parameter Object, style values), and ChatBotKit's dotted one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// `name=a,b` or `name=a&name=b`.
    Form,
    /// `a,b`.
    Simple,
    /// `.a.b`.
    Label,
    /// `;name=a,b`.
    Matrix,
    /// `name=a%20b`.
    SpaceDelimited,
    /// `name=a|b`.
    PipeDelimited,
    /// `name[key]=a`.
    DeepObject,
    /// `name.key=a`; not part of OpenAPI.
    Dot,
}
