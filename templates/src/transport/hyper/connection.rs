//! One connection: how it begins, and how a request is put on it.

use super::body::Outgoing;
use super::stream::Stream;
use crate::transport::TransportError;
use http::header::HOST;
use http::uri::{Authority, Parts, PathAndQuery, Scheme};
use http::{HeaderValue, Request, Response, Uri};
use hyper::body::Incoming;
use hyper::client::conn::{TrySendError, http1};
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

/// Whom a connection leads to.
pub(super) type Origin = (Scheme, Authority);

/// A connection of HTTP/1, which carries one exchange at a time, or a share of one of HTTP/2, which carries many.
pub(super) enum Connection {
    Http1 {
        sender: http1::SendRequest<Outgoing>,
        is_proxied: bool,
    },
    #[cfg(feature = "http2")]
    Http2(hyper::client::conn::http2::SendRequest<Outgoing>),
}

impl Connection {
    /// Speaks the protocol that both sides have agreed on. A task of its own drives the connection until nobody holds it any more.
    pub(super) async fn begin(stream: Stream) -> Result<Self, TransportError> {
        if stream.is_http2 {
            return Self::begin_http2(stream).await;
        }
        let is_proxied = stream.is_proxied;
        let (sender, driver) = http1::handshake(stream).await.map_err(TransportError::connect)?;
        spawn(async { drop(driver.await) });
        Ok(Self::Http1 { sender, is_proxied })
    }

    #[cfg(feature = "http2")]
    async fn begin_http2(stream: Stream) -> Result<Self, TransportError> {
        let mut http2 = hyper::client::conn::http2::Builder::new(Boxed);
        http2
            .timer(hyper_util::rt::TokioTimer::new())
            .keep_alive_interval(super::KEEP_ALIVE)
            .keep_alive_timeout(super::PONG);
        let (sender, driver) = http2.handshake(stream).await.map_err(TransportError::connect)?;
        spawn(async { drop(driver.await) });
        Ok(Self::Http2(sender))
    }

    #[cfg(not(feature = "http2"))]
    async fn begin_http2(_: Stream) -> Result<Self, TransportError> {
        Err(TransportError::connect(
            "the server speaks HTTP/2, and this build of the crate does not: switch its feature `http2` on",
        ))
    }

    pub(super) fn is_closed(&self) -> bool {
        match self {
            Self::Http1 { sender, .. } => sender.is_closed(),
            #[cfg(feature = "http2")]
            Self::Http2(sender) => sender.is_closed(),
        }
    }

    /// Whether it carries one exchange at a time.
    pub(super) fn is_alone(&self) -> bool {
        matches!(self, Self::Http1 { .. })
    }

    /// A share of the connection for another exchange, where it carries many at a time.
    pub(super) fn share(&self) -> Option<Self> {
        match self {
            Self::Http1 { .. } => None,
            #[cfg(feature = "http2")]
            Self::Http2(sender) => Some(Self::Http2(sender.clone())),
        }
    }

    /// Waits until the exchange before is over. An error says that the connection is, too.
    pub(super) fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<hyper::Result<()>> {
        match self {
            Self::Http1 { sender, .. } => sender.poll_ready(context),
            #[cfg(feature = "http2")]
            Self::Http2(sender) => sender.poll_ready(context),
        }
    }

    /// Sends a request whose URI is still empty. One of which nothing was written comes back with the error.
    pub(super) async fn send(
        &mut self,
        mut request: Request<Outgoing>,
        origin: &Origin,
        path: PathAndQuery,
    ) -> Result<Response<Incoming>, TrySendError<Request<Outgoing>>> {
        match self {
            Self::Http1 { sender, is_proxied } => {
                let headers = request.headers_mut();
                if !headers.contains_key(HOST)
                    && let Some(host) = host(origin)
                {
                    headers.insert(HOST, host);
                }
                // Only a proxy is told the whole URL (RFC 9112, section 3.2).
                *request.uri_mut() = if *is_proxied { whole(origin, path) } else { path.into() };
                sender.try_send_request(request).await
            }
            #[cfg(feature = "http2")]
            Self::Http2(sender) => {
                *request.uri_mut() = whole(origin, path);
                sender.try_send_request(request).await
            }
        }
    }
}

/// Runs something beside the caller. What tokio adds to a task is compiled for each type of future, so all have one.
fn spawn(future: impl Future<Output = ()> + Send + 'static) {
    let future: Pin<Box<dyn Future<Output = ()> + Send>> = Box::pin(future);
    tokio::spawn(future);
}

/// Where hyper runs what belongs to a connection of HTTP/2.
#[cfg(feature = "http2")]
#[derive(Clone, Copy)]
struct Boxed;

#[cfg(feature = "http2")]
impl<F: Future<Output = ()> + Send + 'static> hyper::rt::Executor<F> for Boxed {
    fn execute(&self, future: F) {
        spawn(future);
    }
}

/// The URL of these parts.
pub(super) fn whole(origin: &Origin, path: PathAndQuery) -> Uri {
    let mut parts = Parts::default();
    (parts.scheme, parts.authority) = (Some(origin.0.clone()), Some(origin.1.clone()));
    parts.path_and_query = Some(path);
    Uri::from_parts(parts).unwrap_or_default()
}

/// The host, and the port unless it is the usual one (RFC 9110, section 7.2).
fn host((scheme, authority): &Origin) -> Option<HeaderValue> {
    let text = authority.as_str();
    let text = text.rsplit_once('@').map_or(text, |(_, host)| host);
    let usual = if *scheme == Scheme::HTTPS { ":443" } else { ":80" };
    HeaderValue::from_str(text.strip_suffix(usual).unwrap_or(text)).ok()
}
