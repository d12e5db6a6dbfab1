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
use std::sync::Arc;
use std::time::Duration;
use tower_service::Service;

/// Connects, or gives up after the limit.
pub(super) struct Connector {
    tcp: HttpConnector,
    proxies: Arc<Proxies>,
    tls: Tls,
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
            tls: Tls::new(certificates),
            limit,
        }
    }

    /// A connection to the host of a URL.
    pub(super) async fn connect(&self, target: &Uri) -> Result<Stream, BoxError> {
        match tokio::time::timeout(self.limit, self.reach(target)).await {
            Ok(connection) => connection,
            Err(_) => Err(TooSlow(self.limit).into()),
        }
    }

    async fn reach(&self, target: &Uri) -> Result<Stream, BoxError> {
        if is_https(target) {
            self.tls.check()?;
        }
        let stream = match self.proxies.intercept(target) {
            Some(proxy) => self
                .through(&proxy, target)
                .await
                .map_err(|source| proxy::Failed::new(&proxy, source))?,
            None => self.open(target.clone()).await?,
        };
        if is_https(target) {
            self.tls.over(stream, host(target), true).await
        } else {
            Ok(stream)
        }
    }

    async fn open(&self, target: Uri) -> Result<Stream, BoxError> {
        Ok(Stream::new(self.tcp.clone().call(target).await?))
    }

    /// A way to the target that begins at a proxy.
    async fn through(&self, proxy: &Intercept, target: &Uri) -> Result<Stream, BoxError> {
        let mut stream = self.open(proxy::address(proxy)).await?;
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

/// The limit has passed.
#[derive(Clone, Copy, Debug)]
pub(super) struct TooSlow(Duration);

impl fmt::Display for TooSlow {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "no connection within {:?}", self.0)
    }
}

impl std::error::Error for TooSlow {}
