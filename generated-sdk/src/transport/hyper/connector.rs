//! Connections, under one time limit for name, TCP and TLS together.

use crate::error::BoxError;
use hyper_util::client::legacy::connect::HttpConnector;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;
use tower_service::Service;

#[cfg(feature = "rustls")]
type Inner = hyper_rustls::HttpsConnector<HttpConnector>;
#[cfg(not(feature = "rustls"))]
type Inner = HttpConnector;

/// Connects, or gives up after the limit.
#[derive(Clone)]
pub(super) struct Connector {
    inner: Inner,
    limit: Duration,
}

impl Connector {
    pub(super) fn new(limit: Duration) -> Result<Self, String> {
        let mut tcp = HttpConnector::new();
        tcp.set_nodelay(true);
        Ok(Self {
            inner: secured(tcp)?,
            limit,
        })
    }
}

/// The system's certificates are trusted, so that a company's own count; where there are none, as in an empty container, Mozilla's are.
#[cfg(feature = "rustls")]
fn secured(mut tcp: HttpConnector) -> Result<Inner, String> {
    use hyper_rustls::HttpsConnectorBuilder;
    use rustls::crypto::ring::default_provider;

    tcp.enforce_http(false);
    let builder = match HttpsConnectorBuilder::new().with_provider_and_native_roots(default_provider()) {
        Ok(builder) => builder,
        Err(_) => HttpsConnectorBuilder::new()
            .with_provider_and_webpki_roots(default_provider())
            .map_err(|error| format!("TLS cannot be set up: {error}"))?,
    };
    Ok(builder.https_or_http().enable_all_versions().wrap_connector(tcp))
}

/// Without a TLS feature only http is spoken, and the connector says so.
#[cfg(not(feature = "rustls"))]
fn secured(tcp: HttpConnector) -> Result<Inner, String> {
    Ok(tcp)
}

impl Service<http::Uri> for Connector {
    type Response = <Inner as Service<http::Uri>>::Response;
    type Error = BoxError;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, BoxError>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        self.inner.poll_ready(context).map_err(boxed)
    }

    fn call(&mut self, target: http::Uri) -> Self::Future {
        let (connecting, limit) = (self.inner.call(target), self.limit);
        Box::pin(async move {
            match tokio::time::timeout(limit, connecting).await {
                Ok(connection) => connection.map_err(boxed),
                Err(_) => Err(TooSlow(limit).into()),
            }
        })
    }
}

/// The connectors have different errors, one of which is boxed already.
fn boxed(error: impl Into<BoxError>) -> BoxError {
    error.into()
}

/// The limit has passed.
#[derive(Clone, Copy, Debug)]
pub(super) struct TooSlow(Duration);

impl fmt::Display for TooSlow {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "no connection within {:?}", self.0)
    }
}

impl std::error::Error for TooSlow {}
