//! The one seam between the core and whatever carries its requests.

pub(crate) mod hyper;

pub use crate::body::Body;

use crate::error::BoxError;
use bytes::Bytes;
use futures_core::Stream;
use std::fmt;
use std::future::Future;
use std::pin::Pin;

/// The body of an answer as it arrives.
pub type Chunks = Pin<Box<dyn Stream<Item = Result<Bytes, TransportError>> + Send>>;

/// An answer on its way.
pub type TransportFuture = Pin<Box<dyn Future<Output = Result<http::Response<Chunks>, TransportError>> + Send>>;

/// Carries one request and brings its answer, whatever the status.
///
/// Retries, redirects and time limits are the core's work; a transport connects, sends, and reports how it failed. Dropping the future
/// or the body of the answer must end the exchange.
pub trait Transport: Send + Sync + 'static {
    /// Sends a request whose URI is absolute.
    fn send(&self, request: http::Request<Body>) -> TransportFuture;
}

/// How a transport failed; what it proves decides whether the request may be sent again.
#[derive(Debug)]
pub struct TransportError {
    stage: Stage,
    source: BoxError,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    Connect,
    ConnectTimeout,
    Refused,
    Exchange,
    Request,
}

impl TransportError {
    fn new(stage: Stage, source: impl Into<BoxError>) -> Self {
        Self {
            stage,
            source: source.into(),
        }
    }

    /// No connection came about: the request was certainly not processed.
    pub fn connect(source: impl Into<BoxError>) -> Self {
        Self::new(Stage::Connect, source)
    }

    /// No connection came about in time: the request was certainly not processed.
    pub fn connect_timeout(source: impl Into<BoxError>) -> Self {
        Self::new(Stage::ConnectTimeout, source)
    }

    /// The server closed the exchange and said that it did not process the request.
    pub fn refused(source: impl Into<BoxError>) -> Self {
        Self::new(Stage::Refused, source)
    }

    /// The exchange failed after it had begun: the request may have been processed.
    pub fn exchange(source: impl Into<BoxError>) -> Self {
        Self::new(Stage::Exchange, source)
    }

    /// The request cannot be sent by this transport at all; trying again is of no use.
    pub fn request(source: impl Into<BoxError>) -> Self {
        Self::new(Stage::Request, source)
    }

    pub(crate) fn is_connect(&self) -> bool {
        matches!(self.stage, Stage::Connect | Stage::ConnectTimeout)
    }

    pub(crate) fn is_connect_timeout(&self) -> bool {
        self.stage == Stage::ConnectTimeout
    }

    /// Whether the server cannot have processed the request.
    pub(crate) fn proves_unprocessed(&self) -> bool {
        matches!(self.stage, Stage::Connect | Stage::ConnectTimeout | Stage::Refused)
    }

    /// Whether another try may end differently.
    pub(crate) fn is_transient(&self) -> bool {
        self.stage != Stage::Request
    }

    /// The messages of the whole chain of causes, for a line that says why and not only that.
    pub(crate) fn chain(&self) -> String {
        let mut text = self.to_string();
        let mut cause = self.source.source();
        while let Some(error) = cause {
            let more = error.to_string();
            if !text.ends_with(&more) {
                text.push_str(": ");
                text.push_str(&more);
            }
            cause = error.source();
        }
        text
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let stage = match self.stage {
            Stage::Connect => "could not connect",
            Stage::ConnectTimeout => "could not connect in time",
            Stage::Refused => "the server did not take the request",
            Stage::Exchange => "the connection failed",
            Stage::Request => "the request cannot be sent",
        };
        write!(formatter, "{stage}: {}", self.source)
    }
}

impl std::error::Error for TransportError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.source()
    }
}
