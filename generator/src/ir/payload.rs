//! Bodies of requests and answers.

use super::{Name, Parameter, Ty, TypeId};

/// The body that a method sends.
#[derive(Debug, Clone, PartialEq)]
pub enum Body {
    /// No body.
    None,
    /// A JSON object without members: the server wants a body and there is nothing to say.
    EmptyJson,
    /// JSON.
    Json {
        /// What is sent.
        ty: Ty,
        /// The media type, where it is not `application/json`.
        media_type: Option<String>,
        /// The argument may be `None`.
        optional: bool,
    },
    /// `application/x-www-form-urlencoded`.
    Form {
        /// What is sent.
        ty: Ty,
        /// The members that are not laid out as a form does by itself, as the query parameters that they look like.
        encoding: Vec<Parameter>,
    },
    /// `multipart/form-data`, built from this object.
    Multipart(TypeId),
    /// Text of this media type.
    Text(String),
    /// Bytes of this media type.
    Raw(String),
}

/// The answer that `.await` gives.
#[derive(Debug, Clone, PartialEq)]
pub enum Answer {
    /// JSON.
    Json {
        /// What is decoded.
        ty: Ty,
        /// The media type to ask for, where it is not `application/json`.
        media_type: Option<String>,
        /// Some success status has no content.
        optional: bool,
    },
    /// Text of this media type.
    Text(String),
    /// Bytes of this media type.
    Bytes(String),
    /// No content.
    Unit,
    /// The operation only streams.
    StreamOnly,
}

/// A further way to have the answer, under a method of the call.
#[derive(Debug, Clone, PartialEq)]
pub struct OtherAnswer {
    /// The media type and the method that asks for it.
    pub name: Name,
    /// What comes back.
    pub answer: Answer,
}

/// A streamed answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Stream {
    /// How items are parted.
    pub format: StreamFormat,
    /// The media type to ask for.
    pub media_type: String,
    /// One item.
    pub item: Ty,
}

/// How the items of a stream are parted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StreamFormat {
    /// A JSON value on each line.
    Jsonl,
    /// JSON values behind record separators (RFC 7464).
    JsonSeq,
    /// Server-sent events (WHATWG HTML, section 9.2).
    Sse,
}
