//! TLS for the servers. The certificates were made once for these tests: an authority whose key was thrown away has signed those of the servers,
//! which have one key in common.

use super::{Connection, Server, builder_for};
use sdk_template::ClientBuilder;
use std::future::Future;
use std::sync::Arc;
use tokio::net::TcpStream;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring::default_provider;
use tokio_rustls::rustls::pki_types::pem::PemObject as _;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::server::TlsStream;

pub type Secured = Connection<TlsStream<TcpStream>>;

/// The authority that the certificates of the servers are signed by.
pub const AUTHORITY: &str = include_str!("certificates/authority.pem");
/// The certificate for `localhost` and `127.0.0.1`.
pub const TRUSTED: &str = include_str!("certificates/trusted.pem");
/// The same, but its time is over.
pub const EXPIRED: &str = include_str!("certificates/expired.pem");
/// One for another host.
pub const ELSEWHERE: &str = include_str!("certificates/elsewhere.pem");
/// The right host, but signed by nobody else.
pub const SELF_SIGNED: &str = include_str!("certificates/self-signed.pem");

impl Server {
    /// A server with this certificate that agrees on one of these protocols. Connections whose handshake fails are not handed on.
    pub async fn start_tls<F>(
        certificate: &str,
        protocols: &[&str],
        serve: impl Fn(Secured) -> F + Send + Sync + 'static,
    ) -> Self
    where
        F: Future<Output = ()> + Send + 'static,
    {
        let acceptor = acceptor(certificate, protocols);
        let serve = Arc::new(serve);
        Self::start(move |connection| {
            let (acceptor, serve) = (acceptor.clone(), Arc::clone(&serve));
            async move {
                if let Some(secured) = connection.secured(acceptor).await {
                    serve(secured).await;
                }
            }
        })
        .await
    }

    /// A client that trusts the authority of the tests.
    pub fn tls_builder(&self) -> ClientBuilder {
        install_provider();
        builder_for(&format!("https://localhost:{}/v1", self.address.port())).root_certificate(AUTHORITY)
    }
}

impl Connection {
    /// The connection with TLS on it; `None` where the client will not have it.
    pub async fn secured(self, acceptor: TlsAcceptor) -> Option<Secured> {
        let Self { stream, log, .. } = self;
        let stream = acceptor.accept(stream).await.ok()?;
        Some(Connection {
            stream,
            buffer: Vec::new(),
            log,
        })
    }
}

pub fn acceptor(certificate: &str, protocols: &[&str]) -> TlsAcceptor {
    let chain = vec![CertificateDer::from_pem_slice(certificate.as_bytes()).unwrap()];
    let key = PrivateKeyDer::from_pem_slice(include_bytes!("certificates/key.pem")).unwrap();
    let mut config = ServerConfig::builder_with_provider(Arc::new(default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(chain, key)
        .unwrap();
    config.alpn_protocols = protocols.iter().map(|name| name.as_bytes().to_vec()).collect();
    TlsAcceptor::from(Arc::new(config))
}

/// A client whose rustls has no provider of its own needs one of the process.
fn install_provider() {
    if cfg!(all(feature = "rustls-no-provider", not(feature = "rustls"))) {
        let _ = default_provider().install_default();
    }
}
