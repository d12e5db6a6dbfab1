//! One operation of the API as static data; a generated method is a static [`Operation`] and its arguments.

use crate::client::{Requirements, ServerTemplate};
use crate::page::Paging;
use std::borrow::Cow;
use std::ops::Deref;
use std::sync::Arc;

/// What the core must know of an operation to send it and to read its answer.
///
/// Built by `const` functions, so that a method holds it in a `static` and pays nothing for it.
#[derive(Clone, Debug)]
pub struct Operation {
    id: Cow<'static, str>,
    method: Cow<'static, str>,
    path: Cow<'static, str>,
    is_declared: bool,
    /// It leads to a server that is not the API, even where that has the same origin.
    pub(crate) is_foreign: bool,
    pub(crate) accept: Option<&'static str>,
    pub(crate) answer: AnswerKind,
    pub(crate) stream: Option<StreamKind>,
    pub(crate) idempotent: bool,
    /// What it requires; nothing where it is as usual in its API.
    pub(crate) security: Option<Requirements>,
    pub(crate) idempotency_header: Option<&'static str>,
    pub(crate) server: Option<ServerTemplate>,
    pub(crate) paging: Option<Paging>,
}

/// How the body of a successful answer is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum AnswerKind {
    /// As JSON, whatever content type the server gave it.
    Json,
    /// As it came: text or bytes.
    Raw,
    /// As its content type says.
    ByContentType,
}

/// How the events of a stream are framed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum StreamKind {
    /// One JSON value a line.
    Jsonl,
    /// JSON values behind record separators (RFC 7464).
    JsonSeq,
    /// Server-sent events whose data is JSON.
    Sse,
}

impl StreamKind {
    /// The media type to ask the server for.
    pub(crate) const fn media_type(self) -> &'static str {
        match self {
            Self::Jsonl => "application/jsonl",
            Self::JsonSeq => "application/json-seq",
            Self::Sse => "text/event-stream",
        }
    }
}

impl Operation {
    /// An operation of any method.
    pub const fn new(method: &'static str, id: &'static str, path: &'static str) -> Self {
        Self {
            id: Cow::Borrowed(id),
            method: Cow::Borrowed(method),
            path: Cow::Borrowed(path),
            is_declared: true,
            is_foreign: false,
            accept: None,
            answer: AnswerKind::Json,
            stream: None,
            idempotent: false,
            security: None,
            idempotency_header: None,
            server: None,
            paging: None,
        }
    }

    /// A `GET` operation.
    pub const fn get(id: &'static str, path: &'static str) -> Self {
        Self::new("GET", id, path)
    }

    /// A `POST` operation.
    pub const fn post(id: &'static str, path: &'static str) -> Self {
        Self::new("POST", id, path)
    }

    /// A `PUT` operation.
    pub const fn put(id: &'static str, path: &'static str) -> Self {
        Self::new("PUT", id, path)
    }

    /// A `PATCH` operation.
    pub const fn patch(id: &'static str, path: &'static str) -> Self {
        Self::new("PATCH", id, path)
    }

    /// A `DELETE` operation.
    pub const fn delete(id: &'static str, path: &'static str) -> Self {
        Self::new("DELETE", id, path)
    }

    /// A `HEAD` operation.
    pub const fn head(id: &'static str, path: &'static str) -> Self {
        Self::new("HEAD", id, path)
    }

    /// An `OPTIONS` operation.
    pub const fn options(id: &'static str, path: &'static str) -> Self {
        Self::new("OPTIONS", id, path)
    }

    /// A `TRACE` operation.
    pub const fn trace(id: &'static str, path: &'static str) -> Self {
        Self::new("TRACE", id, path)
    }

    /// Its stream is one JSON value a line.
    #[must_use]
    pub const fn jsonl(mut self) -> Self {
        self.stream = Some(StreamKind::Jsonl);
        self
    }

    /// Its stream is JSON values behind record separators.
    #[must_use]
    pub const fn json_seq(mut self) -> Self {
        self.stream = Some(StreamKind::JsonSeq);
        self
    }

    /// Its stream is server-sent events whose data is JSON.
    #[must_use]
    pub const fn sse(mut self) -> Self {
        self.stream = Some(StreamKind::Sse);
        self
    }

    /// The media type to ask for where it is not `application/json`.
    #[must_use]
    pub const fn accept(mut self, media_type: &'static str) -> Self {
        self.accept = Some(media_type);
        self.answer = AnswerKind::ByContentType;
        self
    }

    /// Its answer is text.
    #[must_use]
    pub const fn text(mut self) -> Self {
        self.answer = AnswerKind::Raw;
        if self.accept.is_none() {
            self.accept = Some("text/plain");
        }
        self
    }

    /// Its answer is bytes.
    #[must_use]
    pub const fn binary(mut self) -> Self {
        self.answer = AnswerKind::Raw;
        if self.accept.is_none() {
            self.accept = Some("*/*");
        }
        self
    }

    /// Sending it twice does no more than sending it once, whatever its method.
    #[must_use]
    pub const fn idempotent(mut self) -> Self {
        self.idempotent = true;
        self
    }

    /// The server recognises a repeated request by this header; each call gets a key of its own.
    #[must_use]
    pub const fn idempotency_header(mut self, name: &'static str) -> Self {
        self.idempotency_header = Some(name);
        self
    }

    /// It is sent without any credentials.
    #[must_use]
    pub const fn no_auth(self) -> Self {
        self.security(&[])
    }

    /// It requires other credentials than are usual in its API.
    #[must_use]
    pub const fn security(mut self, ways: Requirements) -> Self {
        self.security = Some(ways);
        self
    }

    /// It lives on a server of its own; a relative URL is resolved against the client's.
    #[must_use]
    pub const fn base_url(self, base_url: &'static str) -> Self {
        self.server(base_url, &[])
    }

    /// It lives on a server of its own whose URL has variables, with these defaults.
    #[must_use]
    pub const fn server(mut self, url: &'static str, variables: &'static [(&'static str, &'static str)]) -> Self {
        self.server = Some(ServerTemplate { url, variables });
        self
    }

    /// Its answers are pages.
    #[must_use]
    pub const fn paging(mut self, paging: Paging) -> Self {
        self.paging = Some(paging);
        self
    }

    /// The answer names a cursor, which this query parameter takes for the next page.
    #[must_use]
    pub const fn cursor(self, parameter: &'static str) -> Self {
        self.paging(Paging::Cursor { parameter })
    }

    /// The answer names a cursor, which this member of the JSON body takes for the next page.
    #[must_use]
    pub const fn cursor_in_body(self, member: &'static str) -> Self {
        self.paging(Paging::CursorInBody { member })
    }

    /// The id of the page's last item goes into this query parameter for the next page.
    #[must_use]
    pub const fn last_id(self, parameter: &'static str) -> Self {
        self.paging(Paging::Cursor { parameter })
    }

    /// This query parameter counts the items to skip.
    #[must_use]
    pub const fn offset(self, parameter: &'static str) -> Self {
        self.paging(Paging::Offset { parameter })
    }

    /// This query parameter counts the pages, beginning at `first`.
    #[must_use]
    pub const fn page_number(self, parameter: &'static str, first: u64) -> Self {
        self.paging(Paging::PageNumber { parameter, first })
    }

    /// The `Link` header of an answer names the next page (`rel="next"`).
    #[must_use]
    pub const fn link_header(self) -> Self {
        self.paging(Paging::LinkHeader)
    }

    /// The answer holds the URL of the next page.
    #[must_use]
    pub const fn next_url(self) -> Self {
        self.paging(Paging::NextUrl)
    }

    /// The operation's id in the description.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Its HTTP method.
    pub fn method(&self) -> &str {
        &self.method
    }

    /// Its path template, as in `/bot/{botId}/fetch`.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// An operation that no description declares; what it answers is read as its content type says.
    pub(crate) fn undeclared(method: String, path: String) -> Self {
        Self {
            id: Cow::Borrowed("fetch"),
            method: Cow::Owned(method),
            path: Cow::Owned(path),
            is_declared: false,
            answer: AnswerKind::ByContentType,
            ..Self::new("", "", "")
        }
    }

    /// An operation of somebody else's server, to which nothing of the client's own is sent. Its path is what errors show of the URL.
    pub(crate) fn foreign(id: String, method: String, path: String) -> Self {
        Self {
            id: Cow::Owned(id),
            is_foreign: true,
            ..Self::undeclared(method, path)
        }
    }

    /// The same with another path to show.
    pub(crate) fn at(&self, path: String) -> Self {
        Self {
            path: Cow::Owned(path),
            ..self.clone()
        }
    }

    /// Whether a description declares it; if not, its path is no template but an address.
    pub(crate) fn is_declared(&self) -> bool {
        self.is_declared
    }

    /// Whether its method alone makes it safe to send twice, or the description does.
    pub(crate) fn is_safe_to_repeat(&self) -> bool {
        self.idempotent
            || matches!(
                self.method(),
                "GET" | "HEAD" | "PUT" | "DELETE" | "OPTIONS" | "TRACE" | "QUERY"
            )
    }
}

/// An operation as a call and its errors hold it: nearly always the generated static one.
#[derive(Clone, Debug)]
pub(crate) enum OperationRef {
    Declared(&'static Operation),
    Undeclared(Arc<Operation>),
}

impl Deref for OperationRef {
    type Target = Operation;

    fn deref(&self) -> &Operation {
        match self {
            Self::Declared(operation) => operation,
            Self::Undeclared(operation) => operation,
        }
    }
}
