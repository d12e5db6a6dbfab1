//! Connections, under one time limit for name, TCP, proxy and TLS together.

use super::KEEP_ALIVE;
use super::proxy::{self, Proxies};
use super::stream::Stream;
use super::tls::{Certificate, Tls};
use crate::error::BoxError;
use http::Uri;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::client::proxy::matcher::Intercept;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;
use tower_service::Service;

/// Connects, or gives up after the limit.
#[derive(Clone)]
pub(super) struct Connector {
    tcp: HttpConnector,
    proxies: Arc<Proxies>,
    tls: Arc<Tls>,
    limit: Duration,
}

impl Connector {
    pub(super) fn new(limit: Duration, proxies: Arc<Proxies>, certificates: Vec<Certificate>) -> Self {
        let mut tcp = HttpConnector::new();
        tcp.set_nodelay(true);
        tcp.enforce_http(false);
        // A connection of HTTP/1 has no other way to learn that the server is gone without a word.
        tcp.set_keepalive(Some(KEEP_ALIVE));
        tcp.set_keepalive_interval(Some(KEEP_ALIVE));
        Self {
            tcp,
            proxies,
            tls: Arc::new(Tls::new(certificates)),
            limit,
        }
    }

    async fn connect(mut self, target: Uri) -> Result<Stream, BoxError> {
        if is_https(&target) {
            self.tls.check()?;
        }
        let stream = match self.proxies.intercept(&target) {
            Some(proxy) => self
                .through(&proxy, &target)
                .await
                .map_err(|source| proxy::Failed::new(&proxy, source))?,
            None => Stream::new(self.tcp.call(target.clone()).await?),
        };
        if is_https(&target) {
            self.tls.over(stream, host(&target), true).await
        } else {
            Ok(stream)
        }
    }

    /// A way to the target that begins at a proxy.
    async fn through(&mut self, proxy: &Intercept, target: &Uri) -> Result<Stream, BoxError> {
        let mut stream = Stream::new(self.tcp.call(proxy::address(proxy)).await?);
        if is_https(proxy.uri()) {
            // What follows is a conversation with the proxy in HTTP/1, so that is all that may be agreed on.
            stream = self.tls.over(stream, host(proxy.uri()), false).await?;
        }
        if proxy::is_socks(proxy) {
            proxy::socks(proxy, stream, target).await
        } else if is_https(target) {
            proxy::tunnel(proxy, stream, target).await
        } else {
            Ok(stream.proxied())
        }
    }
}

fn is_https(uri: &Uri) -> bool {
    uri.scheme_str() == Some("https")
}

/// The name of the host, or its address without the brackets that one of IPv6 wears in a URL.
fn host(uri: &Uri) -> &str {
    uri.host().unwrap_or_default().trim_matches(['[', ']'])
}

impl Service<Uri> for Connector {
    type Response = Stream;
    type Error = BoxError;
    type Future = Pin<Box<dyn Future<Output = Result<Stream, BoxError>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        self.tcp.poll_ready(context).map_err(BoxError::from)
    }

    fn call(&mut self, target: Uri) -> Self::Future {
        let (limit, connecting) = (self.limit, self.clone().connect(target));
        Box::pin(async move {
            match tokio::time::timeout(limit, connecting).await {
                Ok(connection) => connection,
                Err(_) => Err(TooSlow(limit).into()),
            }
        })
    }
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
