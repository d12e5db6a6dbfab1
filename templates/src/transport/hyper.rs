//! The transport that clients have unless they are given another: hyper over TCP and TLS. No file outside names that library.

mod body;
mod connection;
mod connector;
mod failure;
mod pool;
mod proxy;
mod stream;
mod tls;

use super::{Body, Transport, TransportError, TransportFuture};
use body::Outgoing;
use connector::Connector;
use http::header::PROXY_AUTHORIZATION;
use pool::Pool;
use proxy::Proxies;
use std::future::ready;
use std::sync::Arc;
use std::time::Duration;

/// How long a connection with requests on it may be silent before the server is asked whether it is still there.
const KEEP_ALIVE: Duration = Duration::from_secs(30);

/// How long it may take to answer that.
#[cfg(feature = "http2")]
const PONG: Duration = Duration::from_secs(20);

/// What a client decides about its connections, besides their time limit; its variants share them.
#[derive(Default)]
pub(crate) struct Network {
    /// `None` until something was decided: the environment has the say then.
    proxies: Option<Proxies>,
    certificates: Vec<tls::Certificate>,
}

impl Network {
    /// Sends everything through one proxy.
    pub(crate) fn set_proxy(&mut self, url: &str) -> Result<(), String> {
        self.proxies = Some(Proxies::one(url)?);
        Ok(())
    }

    /// Sends nothing through a proxy, whatever the environment says.
    pub(crate) fn set_no_proxy(&mut self) {
        self.proxies = Some(Proxies::default());
    }

    /// Reads the proxies from the environment, unless something was decided about them.
    pub(crate) fn complete(&mut self) -> Result<(), String> {
        if self.proxies.is_none() {
            self.proxies = Some(Proxies::of_environment()?);
        }
        Ok(())
    }

    /// Trusts the certificate authorities of a PEM text besides the usual ones.
    pub(crate) fn add_certificates(&mut self, pem: &[u8]) -> Result<(), String> {
        let certificates = tls::certificates(pem)?;
        if certificates.is_empty() {
            return Err("the text holds no certificate".to_owned());
        }
        self.certificates.extend(certificates);
        Ok(())
    }
}

/// A pool of connections over TCP and, with a TLS feature, TLS.
pub(crate) struct HyperTransport {
    pool: Arc<Pool>,
    proxies: Arc<Proxies>,
}

impl HyperTransport {
    pub(crate) fn new(connect_timeout: Duration, network: Network) -> Self {
        let proxies = Arc::new(network.proxies.unwrap_or_default());
        let connector = Connector::new(connect_timeout, Arc::clone(&proxies), network.certificates);
        Self {
            pool: Arc::new(Pool::new(connector)),
            proxies,
        }
    }

    /// The request in hyper's shape, with what a proxy wants to know.
    fn outgoing(&self, request: http::Request<Body>) -> Result<http::Request<Outgoing>, TransportError> {
        let (mut head, body) = request.into_parts();
        if let Some(authorization) = self.proxies.authorization(&head.uri) {
            head.headers.insert(PROXY_AUTHORIZATION, authorization);
        }
        Ok(http::Request::from_parts(head, Outgoing::new(body)?))
    }
}

impl Transport for HyperTransport {
    fn send(&self, request: http::Request<Body>) -> TransportFuture {
        match self.outgoing(request) {
            Ok(request) => Box::pin(Arc::clone(&self.pool).send(request)),
            Err(error) => Box::pin(ready(Err(error))),
        }
    }
}
