//! The one error type: opaque, boxed, and able to say what happened, where and after how many tries.

mod api;
pub(crate) mod decode;
mod display;
mod kind;
mod redact;

pub use kind::{ErrorKind, TimeoutKind};

use crate::operation::OperationRef;
use crate::retry::{Hope, RetryPolicy, hope_of_status};
use crate::transport::TransportError;
use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use serde::de::DeserializeOwned;
use std::time::Duration;

/// What a call returns.
pub type Result<T> = std::result::Result<T, Error>;

/// Any error at all, as a source.
pub type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// Why a call failed.
///
/// [`kind`](Self::kind) tells the classes apart; the predicates answer the usual questions. Printed with `{}` it is one line: the operation,
/// what went wrong, and the request id to give to the API's support. It prints no secret and no query.
pub struct Error(Box<Facts>);

/// Boxed, so that a `Result` stays as small as its answer.
struct Facts {
    kind: ErrorKind,
    message: String,
    operation: Option<OperationRef>,
    status: Option<StatusCode>,
    headers: HeaderMap,
    body: Bytes,
    code: Option<String>,
    request_id: Option<String>,
    retry_after: Option<Duration>,
    attempts: u32,
    timeout: Option<TimeoutKind>,
    path: Option<String>,
    step: Option<&'static str>,
    /// The credentials that the operation requires and the client has not, of an answer that says so.
    missing: Vec<&'static str>,
    source: Option<BoxError>,
    hope: Hope,
}

impl Error {
    /// Failing is rare: the code for it stands out of the way of what succeeds.
    #[cold]
    fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self(Box::new(Facts {
            kind,
            message: message.into(),
            operation: None,
            status: None,
            headers: HeaderMap::new(),
            body: Bytes::new(),
            code: None,
            request_id: None,
            retry_after: None,
            attempts: 0,
            timeout: None,
            path: None,
            step: None,
            missing: Vec::new(),
            source: None,
            hope: Hope::None,
        }))
    }

    /// The client could not be built.
    #[cold]
    pub(crate) fn configuration(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Configuration, message)
    }

    /// The request could not be built; nothing was sent.
    #[cold]
    pub(crate) fn request(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Request, message)
    }

    /// A redirect led where the client does not go.
    #[cold]
    pub(crate) fn redirect(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Redirect, message)
    }

    /// A stream broke a rule of its format.
    #[cold]
    pub(crate) fn stream(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Stream, message)
    }

    /// The pages of a list do not end.
    #[cold]
    pub(crate) fn page(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Page, message)
    }

    /// A file on this machine could not be written.
    #[cfg(not(target_arch = "wasm32"))]
    pub(crate) fn file(path: &std::path::Path, failure: std::io::Error) -> Self {
        let message = format!("the file \"{}\" could not be written: {failure}", path.display());
        let mut error = Self::new(ErrorKind::File, message);
        error.0.source = Some(Box::new(failure));
        error
    }

    /// A body grew over the limit.
    #[cold]
    pub(crate) fn too_large(limit: usize) -> Self {
        Self::new(
            ErrorKind::Decode,
            format!("the answer is larger than the limit of {limit} bytes"),
        )
    }

    /// One of the time limits ended the call.
    #[cold]
    pub(crate) fn timeout(which: TimeoutKind, limit: Duration) -> Self {
        let mut error = Self::new(ErrorKind::Timeout, which.sentence(limit));
        error.0.timeout = Some(which);
        error
    }

    /// Code of the caller failed.
    ///
    /// This is how a [middleware](crate::Middleware) says so; it is not tried again.
    pub fn other(source: impl Into<BoxError>) -> Self {
        let source = source.into();
        let mut error = Self::new(ErrorKind::Other, source.to_string());
        error.0.source = Some(source);
        error
    }

    /// The transport failed.
    #[cold]
    pub(crate) fn transport(failure: TransportError) -> Self {
        let hope = Hope::after(&failure);
        if failure.is_connect_timeout() {
            let mut error = Self::new(ErrorKind::Timeout, failure.to_string());
            error.0.timeout = Some(TimeoutKind::Connect);
            return error.with_hope(hope);
        }
        let kind = if failure.is_connect() {
            ErrorKind::Connect
        } else {
            ErrorKind::Transport
        };
        let mut error = Self::new(kind, failure.chain());
        error.0.source = Some(Box::new(failure));
        error.with_hope(hope)
    }

    /// Says what is to be hoped of another try.
    #[cold]
    pub(crate) fn with_hope(mut self, hope: Hope) -> Self {
        self.0.hope = hope;
        self
    }

    pub(crate) fn hope(&self) -> Hope {
        self.0.hope
    }

    pub(crate) fn in_operation(mut self, operation: &OperationRef) -> Self {
        self.0.operation = Some(operation.clone());
        self
    }

    /// Says how often the request was sent; one that could not be built, or whose client could not, never was.
    pub(crate) fn after(mut self, attempts: u32) -> Self {
        if !matches!(self.0.kind, ErrorKind::Request | ErrorKind::Configuration) {
            self.0.attempts = attempts;
        }
        self
    }

    /// Of a call that takes several requests, the one that failed.
    pub(crate) fn in_step(mut self, step: &'static str) -> Self {
        self.0.step = Some(step);
        self
    }

    /// Names the limit that was set, where a part of the call ran under what was left of it.
    pub(crate) fn set_limit(&mut self, limit: Duration) {
        if let Some(which) = self.0.timeout {
            self.0.message = which.sentence(limit);
        }
    }

    /// What class of error this is.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// The HTTP status, where there was an answer.
    pub fn status(&self) -> Option<StatusCode> {
        self.0.status
    }

    /// The API's own code for the error, as in `NOT_FOUND`.
    pub fn code(&self) -> Option<&str> {
        self.0.code.as_deref()
    }

    /// The API's own message, or else what went wrong in our words.
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// The id that the server gave to the request.
    pub fn request_id(&self) -> Option<&str> {
        self.0.request_id.as_deref()
    }

    /// The headers of the answer; empty where there was none.
    pub fn headers(&self) -> &HeaderMap {
        &self.0.headers
    }

    /// The body of the answer as it came, cut at the client's limit for error bodies; empty where there was none.
    pub fn body(&self) -> &Bytes {
        &self.0.body
    }

    /// How long the server asked to wait before another try.
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.retry_after
    }

    /// How often the request was sent; zero where it was not.
    pub fn attempts(&self) -> u32 {
        self.0.attempts
    }

    /// The id of the operation.
    pub fn operation(&self) -> Option<&str> {
        self.0.operation.as_ref().map(|operation| operation.id())
    }

    /// Where in the JSON of the answer decoding stopped, as in `items[3].name`.
    pub fn path(&self) -> Option<&str> {
        self.0.path.as_deref()
    }

    /// Which time limit ended the call.
    pub fn timeout_kind(&self) -> Option<TimeoutKind> {
        self.0.timeout
    }

    /// The body of the error, decoded; the description's schema for this status is the type to ask for.
    ///
    /// # Errors
    ///
    /// The body is not JSON of that shape.
    pub fn typed<E: DeserializeOwned>(&self) -> serde_json::Result<E> {
        crate::json::decode(&self.0.body)
    }

    fn has_status(&self, status: StatusCode) -> bool {
        self.0.status == Some(status)
    }

    /// The API answered, and the answer is an error (also one inside of a success or of a stream).
    pub fn is_api(&self) -> bool {
        self.0.kind == ErrorKind::Api
    }

    /// Status 400.
    pub fn is_bad_request(&self) -> bool {
        self.has_status(StatusCode::BAD_REQUEST)
    }

    /// Status 401: the secret is missing or wrong.
    pub fn is_unauthorized(&self) -> bool {
        self.has_status(StatusCode::UNAUTHORIZED)
    }

    /// Status 403.
    pub fn is_forbidden(&self) -> bool {
        self.has_status(StatusCode::FORBIDDEN)
    }

    /// Status 404.
    pub fn is_not_found(&self) -> bool {
        self.has_status(StatusCode::NOT_FOUND)
    }

    /// Status 409.
    pub fn is_conflict(&self) -> bool {
        self.has_status(StatusCode::CONFLICT)
    }

    /// Status 422.
    pub fn is_unprocessable(&self) -> bool {
        self.has_status(StatusCode::UNPROCESSABLE_ENTITY)
    }

    /// Status 429.
    pub fn is_rate_limited(&self) -> bool {
        self.has_status(StatusCode::TOO_MANY_REQUESTS)
    }

    /// Any status from 500.
    pub fn is_server_error(&self) -> bool {
        self.0.status.is_some_and(|status| status.is_server_error())
    }

    /// One of the client's time limits ended the call.
    pub fn is_timeout(&self) -> bool {
        self.0.kind == ErrorKind::Timeout
    }

    /// No connection came about, so the request was not sent.
    pub fn is_connect(&self) -> bool {
        self.0.kind == ErrorKind::Connect || self.0.timeout == Some(TimeoutKind::Connect)
    }

    /// The answer is not what the description promises.
    pub fn is_decode(&self) -> bool {
        self.0.kind == ErrorKind::Decode
    }

    /// A redirect led where the client does not go.
    pub fn is_redirect(&self) -> bool {
        self.0.kind == ErrorKind::Redirect
    }

    /// Whether the same call may succeed at another time: the connection failed, a time limit ended it, or the status is one that is usually tried again.
    ///
    /// It does not say that the call had no effect.
    pub fn is_retryable(&self) -> bool {
        let by_status = |status| hope_of_status(&RetryPolicy::default(), status, &self.0.headers);
        let hope = match self.0.status {
            Some(status) if self.is_api() => by_status(status),
            _ => self.0.hope,
        };
        hope != Hope::None || self.is_timeout()
    }

    /// The request could not be built from its arguments; nothing was sent.
    pub fn is_request(&self) -> bool {
        self.0.kind == ErrorKind::Request
    }
}
