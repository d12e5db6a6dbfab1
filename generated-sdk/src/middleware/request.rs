//! A request on its way through the middleware.

use crate::client::Client;
use crate::client::options::redacted;
use crate::draft::Draft;
use crate::operation::{AnswerKind, OperationRef};
use crate::request::Foreign;
use crate::response::{Head, Response};
use crate::transport::Body;
use bytes::Bytes;
use http::{Extensions, HeaderMap, Method, StatusCode, Uri, Version};
use std::fmt;

/// A request with the operation that it belongs to.
///
/// Its secrets are in it; the headers that hold them are marked as sensitive, and its `Debug` shows none of them. Cloning it
/// is cheap; a body that is a stream can be sent by one of the clones only.
#[derive(Clone)]
pub struct Request {
    pub(crate) http: http::Request<Body>,
    client: Client,
    operation: OperationRef,
    pub(crate) attempt: u32,
    answer: AnswerKind,
}

impl Request {
    pub(crate) fn new(http: http::Request<Body>, draft: &Draft, attempt: u32) -> Self {
        Self {
            http,
            client: draft.client.clone(),
            operation: draft.operation.clone(),
            attempt,
            answer: draft.answer.unwrap_or(draft.operation.answer),
        }
    }

    /// Whether it goes to somebody else's server: the second step of an upload, a next page or a whole URL on another origin. The client's own
    /// headers are not in such a request, and middleware that adds credentials must leave it alone.
    pub fn is_foreign(&self) -> bool {
        self.http.extensions().get::<Foreign>().is_some()
    }

    /// The id of the operation.
    pub fn operation(&self) -> &str {
        self.operation.id()
    }

    /// The path template of the operation, as in `/bot/{botId}/fetch`.
    pub fn path_template(&self) -> &str {
        self.operation.path()
    }

    /// Which try this is, beginning at 1; 0 for the call as a whole.
    pub fn attempt(&self) -> u32 {
        self.attempt
    }

    /// The HTTP method.
    pub fn method(&self) -> &Method {
        self.http.method()
    }

    /// The whole URL.
    pub fn uri(&self) -> &Uri {
        self.http.uri()
    }

    /// The URL, to be changed. Credentials are in the headers already and go where it leads.
    pub fn uri_mut(&mut self) -> &mut Uri {
        self.http.uri_mut()
    }

    /// The headers.
    pub fn headers(&self) -> &HeaderMap {
        self.http.headers()
    }

    /// The headers, to be changed.
    pub fn headers_mut(&mut self) -> &mut HeaderMap {
        self.http.headers_mut()
    }

    /// The body.
    pub fn body(&self) -> &Body {
        self.http.body()
    }

    /// The body, to be changed.
    pub fn body_mut(&mut self) -> &mut Body {
        self.http.body_mut()
    }

    /// What pieces of middleware tell each other, and the transport.
    pub fn extensions_mut(&mut self) -> &mut Extensions {
        self.http.extensions_mut()
    }

    /// Answers the request without sending it.
    pub fn answer(self, status: StatusCode, headers: HeaderMap, body: impl Into<Bytes>) -> Response {
        let head = Head {
            answer: self.answer,
            client: self.client,
            operation: self.operation,
            status,
            version: Version::HTTP_11,
            headers,
            url: self.http.uri().clone(),
            attempts: self.attempt,
            is_processed: false,
        };
        Response::whole(head, body.into())
    }
}

/// The query may hold secrets, so it is left out.
impl fmt::Debug for Request {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        struct Headers<'a>(&'a HeaderMap);

        impl fmt::Debug for Headers<'_> {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                redacted(self.0, formatter)
            }
        }

        let credentials = self.client.shared().credentials();
        formatter
            .debug_struct("Request")
            .field("operation", &self.operation())
            .field("attempt", &self.attempt)
            .field("method", self.method())
            .field("path", &credentials.shown(&self.path_template()))
            .field("headers", &credentials.shown(&Headers(self.headers())))
            .field("body", self.body())
            .finish_non_exhaustive()
    }
}
