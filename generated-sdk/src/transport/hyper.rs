//! The transport that clients have unless they are given another: hyper's pooled client. No other file names that library.

mod body;
mod connector;

use super::{Body, Chunks, Transport, TransportError, TransportFuture};
use body::{Incoming, Outgoing};
use connector::{Connector, TooSlow};
use hyper_util::client::legacy::{Client, Error};
use hyper_util::rt::{TokioExecutor, TokioTimer};
use std::error::Error as _;
use std::sync::OnceLock;
use std::time::Duration;

/// A pool of connections over TCP and, with a TLS feature, TLS.
pub(crate) struct HyperTransport {
    connect_timeout: Duration,
    /// Made at the first request, for the system's certificates take a while to read.
    client: OnceLock<Result<Client<Connector, Outgoing>, String>>,
}

impl HyperTransport {
    pub(crate) fn new(connect_timeout: Duration) -> Self {
        Self {
            connect_timeout,
            client: OnceLock::new(),
        }
    }

    fn client(&self) -> Result<&Client<Connector, Outgoing>, TransportError> {
        let client = self.client.get_or_init(|| {
            let connector = Connector::new(self.connect_timeout)?;
            Ok(Client::builder(TokioExecutor::new())
                .pool_timer(TokioTimer::new())
                .build(connector))
        });
        client
            .as_ref()
            .map_err(|reason| TransportError::request(reason.clone()))
    }

    fn begin(
        &self,
        request: http::Request<Body>,
    ) -> Result<hyper_util::client::legacy::ResponseFuture, TransportError> {
        if !cfg!(feature = "rustls") && request.uri().scheme_str() == Some("https") {
            return Err(TransportError::request(
                "this build of the crate speaks no TLS: a feature for it was left out",
            ));
        }
        let (head, body) = request.into_parts();
        let body = Outgoing::new(body)?;
        Ok(self.client()?.request(http::Request::from_parts(head, body)))
    }
}

impl Transport for HyperTransport {
    fn send(&self, request: http::Request<Body>) -> TransportFuture {
        let exchange = self.begin(request);
        Box::pin(async move {
            match exchange?.await {
                Ok(response) => Ok(response.map(|body| -> Chunks { Box::pin(Incoming(body)) })),
                Err(error) => Err(classify(error)),
            }
        })
    }
}

/// What a failure proves: before the connection stood, nothing was processed.
fn classify(error: Error) -> TransportError {
    if !error.is_connect() {
        return match own(&error) {
            Some(own) => own,
            None => TransportError::exchange(error),
        };
    }
    let mut cause = error.source();
    while let Some(inner) = cause {
        if let Some(slow) = inner.downcast_ref::<TooSlow>() {
            return TransportError::connect_timeout(*slow);
        }
        cause = inner.source();
    }
    TransportError::connect(error)
}

/// The failure of a body that we were sending: the caller's stream or file broke, not the connection.
fn own(error: &Error) -> Option<TransportError> {
    let mut cause = error.source();
    while let Some(inner) = cause {
        if let Some(failure) = inner.downcast_ref::<TransportError>() {
            return Some(TransportError::request(failure.to_string()));
        }
        cause = inner.source();
    }
    None
}
