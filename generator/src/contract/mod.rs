//! The description as whoever plays its server reads it: what each operation takes and answers, with schemas as JSON.

mod answer;
mod media;
mod read;

use serde_json::Value;

use crate::sample::Schemas;

pub use answer::{Body, Choice};
pub use media::{essence, is_json, matches};
pub use read::read;

/// Everything that a server of this description has to know. It stands alone and can be sent to another thread.
#[derive(Clone, Debug, Default)]
pub struct Contract {
    /// The name of the API.
    pub title: String,
    /// The URL of the first server; empty where the description has none.
    pub base_url: String,
    /// The environment variable in which the SDK looks for its secret.
    pub secret_env: String,
    /// The environment variable in which the SDK looks for another base URL.
    pub base_url_env: String,
    /// What the paths of the servers begin with, such as `/v1`; the longest first.
    pub prefixes: Vec<String>,
    /// What the schemas refer to.
    pub schemas: Schemas,
    /// Every operation, in the order of the description.
    pub operations: Vec<Operation>,
    /// What is known about events of streams.
    pub events: Events,
}

/// Which schemas are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Those of requests and of answers.
    Both,
    /// Only those of answers: requests have no bodies, and what their parameters hold is unknown.
    Answers,
}

/// One operation.
#[derive(Clone, Debug)]
pub struct Operation {
    /// Its operationId, or the name that the SDK gives to it.
    pub id: String,
    /// The HTTP method in capitals.
    pub method: String,
    /// The path template, beginning with a slash.
    pub path: String,
    /// Its parameters.
    pub parameters: Vec<Parameter>,
    /// Its request body.
    pub body: Option<RequestBody>,
    /// What it answers, for each status.
    pub answers: Vec<Answer>,
    /// The ways to prove who calls: all credentials of one of them. None of them: anybody may call.
    pub security: Vec<Vec<Credential>>,
    /// How the next page is asked for, where an answer is one page of a list.
    pub next: Option<Next>,
    /// Where the answer holds the request that takes the bytes of a file, as a JSON pointer, where sdk.toml makes an upload of it.
    pub upload: Option<String>,
}

/// Where the next page of a list begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Next {
    /// The member of the answer that says it.
    pub member: String,
    /// The query parameter that gives it back.
    pub parameter: String,
}

/// A parameter.
#[derive(Clone, Debug)]
pub struct Parameter {
    /// Its name.
    pub name: String,
    /// Where it is.
    pub location: Location,
    /// Whether it must be there.
    pub required: bool,
    /// How an array or an object is written.
    pub style: Style,
    /// Whether each element and each property stands for itself.
    pub explode: bool,
    /// Whether it may hold slashes (a path parameter).
    pub spans_segments: bool,
    /// Whether an empty value takes its segment away (a path parameter).
    pub is_optional_segment: bool,
    /// Its schema.
    pub schema: Value,
    /// Whether the value is written as JSON.
    pub is_json: bool,
}

/// Where a parameter is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Location {
    /// In the path.
    Path,
    /// In the query.
    Query,
    /// In a header.
    Header,
    /// In a cookie.
    Cookie,
}

impl Location {
    /// As a person says it.
    pub fn word(self) -> &'static str {
        match self {
            Location::Path => "path",
            Location::Query => "query",
            Location::Header => "header",
            Location::Cookie => "cookie",
        }
    }
}

/// How an array or an object is written in a parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// `a=1,2`, and with explode `a=1&a=2`.
    Form,
    /// `1,2`.
    Simple,
    /// `.1.2`.
    Label,
    /// `;a=1,2`.
    Matrix,
    /// `a=1%202`.
    SpaceDelimited,
    /// `a=1|2`.
    PipeDelimited,
    /// `a[key]=1`.
    DeepObject,
    /// `a.key=1`, which OpenAPI does not know and sdk.toml can say.
    Dot,
}

/// What an operation takes.
#[derive(Clone, Debug)]
pub struct RequestBody {
    /// Whether there must be one.
    pub required: bool,
    /// The media types that it may have.
    pub contents: Vec<Content>,
}

/// What an operation answers with one status.
#[derive(Clone, Debug)]
pub struct Answer {
    /// `200`, `4XX` or `default`.
    pub status: String,
    /// The media types that it has.
    pub contents: Vec<Content>,
}

/// A body in one media type.
#[derive(Clone, Debug)]
pub struct Content {
    /// The media type, or a range of them.
    pub media_type: String,
    /// What it holds; nothing where the description does not say.
    pub schema: Option<Value>,
    /// The members of an urlencoded form that have a style of their own, as the query parameters that they look like.
    pub encoding: Vec<Parameter>,
    /// What the description shows of it.
    pub examples: Vec<Value>,
}

/// What proves who calls.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Credential {
    /// An `Authorization` header with this scheme.
    Authorization(String),
    /// A header.
    Header(String),
    /// A query parameter.
    Query(String),
    /// A cookie.
    Cookie(String),
}

/// What sdk.toml says about events of streams.
#[derive(Clone, Debug, Default)]
pub struct Events {
    /// The member that tells events apart.
    pub tag: Option<String>,
    /// The value of the tag that stands for an error.
    pub error: Option<String>,
    /// The value of the tag of the event that comes last.
    pub last: Option<String>,
}
