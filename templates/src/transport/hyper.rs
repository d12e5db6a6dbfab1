//! The transport that clients have unless they are given another: hyper's pooled client. No other file names that library.

mod body;
mod connector;
mod failure;
mod proxy;
mod stream;
mod tls;

use super::{Body, Chunks, Transport, TransportError, TransportFuture};
use body::{Incoming, Outgoing};
use connector::Connector;
use http::header::PROXY_AUTHORIZATION;
use hyper_util::client::legacy::{Client, ResponseFuture};
use hyper_util::rt::{TokioExecutor, TokioTimer};
use proxy::Proxies;
use std::sync::Arc;
use std::time::Duration;

/// How long a connection with requests on it may be silent before the server is asked whether it is still there.
const KEEP_ALIVE: Duration = Duration::from_secs(30);

/// How long it may take to answer that.
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
    client: Client<Connector, Outgoing>,
    proxies: Arc<Proxies>,
}

impl HyperTransport {
    pub(crate) fn new(connect_timeout: Duration, network: Network) -> Self {
        let proxies = Arc::new(network.proxies.unwrap_or_default());
        let connector = Connector::new(connect_timeout, Arc::clone(&proxies), network.certificates);
        let client = Client::builder(TokioExecutor::new())
            .pool_timer(TokioTimer::new())
            .timer(TokioTimer::new())
            .http2_keep_alive_interval(KEEP_ALIVE)
            .http2_keep_alive_timeout(PONG)
            .build(connector);
        Self { client, proxies }
    }

    fn begin(&self, request: http::Request<Body>) -> Result<ResponseFuture, TransportError> {
        let (mut head, body) = request.into_parts();
        let body = Outgoing::new(body)?;
        if let Some(authorization) = self.proxies.authorization(&head.uri) {
            head.headers.insert(PROXY_AUTHORIZATION, authorization);
        }
        Ok(self.client.request(http::Request::from_parts(head, body)))
    }
}

impl Transport for HyperTransport {
    fn send(&self, request: http::Request<Body>) -> TransportFuture {
        let exchange = self.begin(request);
        Box::pin(async move {
            match exchange?.await {
                Ok(response) => Ok(response.map(|body| -> Chunks { Box::pin(Incoming(body)) })),
                Err(error) => Err(failure::classify(error)),
            }
        })
    }
}
