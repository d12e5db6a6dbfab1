//! The one seam between the core and whatever carries its requests.

#[cfg(target_arch = "wasm32")]
mod fetch;
#[cfg(all(feature = "transport", not(target_arch = "wasm32")))]
mod hyper;
#[cfg(not(any(feature = "transport", target_arch = "wasm32")))]
mod off;

pub use crate::body::Body;
#[cfg(target_arch = "wasm32")]
pub(crate) use fetch::{FetchTransport as OwnTransport, Network};
#[cfg(all(feature = "transport", not(target_arch = "wasm32")))]
pub(crate) use hyper::{HyperTransport as OwnTransport, Network};
#[cfg(not(any(feature = "transport", target_arch = "wasm32")))]
pub(crate) use off::{Network, NoTransport as OwnTransport};

use crate::body::Mapped;
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

/// The body of an answer, of any stream of bytes; where the stream fails, the exchange has failed.
pub fn chunks<S, E>(stream: S) -> Chunks
where
    S: Stream<Item = Result<Bytes, E>> + Send + 'static,
    E: Into<BoxError>,
{
    Box::pin(Mapped::new(stream, TransportError::exchange))
}

/// Carries one request and brings its answer, whatever the status.
///
/// Retries, redirects and time limits are the core's work; a transport connects, sends, and reports how it failed. Dropping the future
/// or the body of the answer must end the exchange.
///
/// A client of the program's own becomes one in a few lines, for [`ClientBuilder::transport`](crate::ClientBuilder::transport). This is reqwest's, with its
/// feature `stream`; it should be built without redirects and without retries.
///
/// ```ignore
/// struct Reqwest(reqwest::Client);
///
/// impl Transport for Reqwest {
///     fn send(&self, request: http::Request<Body>) -> TransportFuture {
///         let client = self.0.clone();
///         Box::pin(async move {
///             let (head, body) = request.into_parts();
///             let body = match body.as_bytes() {
///                 Some(bytes) => reqwest::Body::from(bytes.to_vec()),
///                 None => reqwest::Body::wrap_stream(body.open()?),
///             };
///             let request = http::Request::from_parts(head, body);
///             let request = request.try_into().map_err(TransportError::request)?;
///             let response = match client.execute(request).await {
///                 Ok(response) => response,
///                 Err(error) if error.is_connect() => return Err(TransportError::connect(error)),
///                 Err(error) => return Err(TransportError::exchange(error)),
///             };
///             let (status, headers) = (response.status(), response.headers().clone());
///             let mut answer = http::Response::new(chunks(response.bytes_stream()));
///             *answer.status_mut() = status;
///             *answer.headers_mut() = headers;
///             Ok(answer)
///         })
///     }
/// }
/// ```
pub trait Transport: Send + Sync + 'static {
    /// Sends a request whose URI is absolute. Where the body is no bytes at hand but its length is known, a `content-length` says it.
    fn send(&self, request: http::Request<Body>) -> TransportFuture;
}

/// How a transport failed; what it proves decides whether the request may be sent again.
///
/// A transport around another one can ask what that is; what it hands on unchanged is judged as it was.
#[derive(Debug)]
pub struct TransportError {
    stage: Stage,
    source: BoxError,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    Connect,
    ConnectTimeout,
    Untrusted,
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

    /// The server could not prove who it is: nothing was sent to it, and trying again is of no use.
    pub fn untrusted(source: impl Into<BoxError>) -> Self {
        Self::new(Stage::Untrusted, source)
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

    /// Whether no connection came about, for whatever reason; the request was not sent.
    pub fn is_connect(&self) -> bool {
        matches!(self.stage, Stage::Connect | Stage::ConnectTimeout | Stage::Untrusted)
    }

    /// Whether no connection came about in time.
    pub fn is_connect_timeout(&self) -> bool {
        self.stage == Stage::ConnectTimeout
    }

    /// Whether the server cannot have processed the request, so that another try is safe whatever it asks for.
    pub fn proves_unprocessed(&self) -> bool {
        matches!(self.stage, Stage::Connect | Stage::ConnectTimeout | Stage::Refused)
    }

    /// Whether another try may end differently.
    pub fn is_transient(&self) -> bool {
        !matches!(self.stage, Stage::Request | Stage::Untrusted)
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
            Stage::Untrusted => "the server is not to be trusted",
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
