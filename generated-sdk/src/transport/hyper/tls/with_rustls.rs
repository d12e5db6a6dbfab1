//! TLS by rustls.

use super::{PROTOCOLS, Untrusted};
use crate::error::BoxError;
use crate::transport::hyper::stream::{Stream, Wire};
use hyper_util::rt::TokioIo;
use rustls::crypto::CryptoProvider;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use std::io;
use std::sync::Arc;
use tokio_rustls::TlsConnector;

/// A certificate authority that is trusted besides the usual ones.
pub(in crate::transport::hyper) type Certificate = CertificateDer<'static>;

/// The certificates of a PEM text.
pub(in crate::transport::hyper) fn certificates(pem: &[u8]) -> Result<Vec<Certificate>, String> {
    let certificates = CertificateDer::pem_slice_iter(pem).collect::<Result<Vec<_>, _>>();
    let certificates = certificates.map_err(|error| error.to_string())?;
    let mut roots = RootCertStore::empty();
    for certificate in &certificates {
        roots.add(certificate.clone()).map_err(|error| error.to_string())?;
    }
    Ok(certificates)
}

/// What is agreed on with every server, with HTTP/2 among the protocols and without.
pub(super) struct Library {
    http2: Arc<ClientConfig>,
    http1: Arc<ClientConfig>,
}

impl Library {
    /// The system's certificates are trusted, so that a company's own count; where there are none, as in an empty container, Mozilla's are.
    pub(super) fn new(certificates: &[Certificate]) -> Result<Self, String> {
        let mut roots = RootCertStore::empty();
        roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
        if roots.is_empty() {
            roots.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
        }
        roots.add_parsable_certificates(certificates.iter().cloned());
        let config = ClientConfig::builder_with_provider(provider()?)
            .with_safe_default_protocol_versions()
            .map_err(|error| format!("TLS cannot be set up: {error}"))?
            .with_root_certificates(roots)
            .with_no_client_auth();
        let mut http2 = config.clone();
        http2.alpn_protocols = PROTOCOLS.iter().map(|name| name.as_bytes().to_vec()).collect();
        Ok(Self {
            http2: Arc::new(http2),
            http1: Arc::new(config),
        })
    }

    pub(super) async fn shake_hands(
        &self,
        stream: Stream,
        host: &str,
        wants_http2: bool,
    ) -> Result<(Box<dyn Wire>, bool), BoxError> {
        let config = if wants_http2 { &self.http2 } else { &self.http1 };
        let name = ServerName::try_from(host.to_owned())?;
        let connecting = TlsConnector::from(Arc::clone(config)).connect(name, TokioIo::new(stream));
        let secured = connecting.await.map_err(judge)?;
        let is_http2 = secured.get_ref().1.alpn_protocol() == Some(b"h2");
        Ok((Box::new(TokioIo::new(secured)), is_http2))
    }
}

/// A provider that the program has installed comes before our own.
fn provider() -> Result<Arc<CryptoProvider>, String> {
    CryptoProvider::get_default().cloned().map_or_else(own_provider, Ok)
}

#[cfg(feature = "rustls")]
fn own_provider() -> Result<Arc<CryptoProvider>, String> {
    Ok(Arc::new(rustls::crypto::ring::default_provider()))
}

#[cfg(not(feature = "rustls"))]
fn own_provider() -> Result<Arc<CryptoProvider>, String> {
    Err(
        "rustls has no cryptography provider in this build of the crate: install one for the process with \
         `CryptoProvider::install_default`, or switch the feature `rustls` on"
            .to_owned(),
    )
}

/// Tells a certificate that is not to be trusted from a handshake that may succeed another time.
fn judge(error: io::Error) -> BoxError {
    let failure = error.get_ref().and_then(|error| error.downcast_ref());
    if matches!(failure, Some(rustls::Error::InvalidCertificate(_))) {
        Untrusted(error.into()).into()
    } else {
        error.into()
    }
}
