//! TLS by the system's own library.

use super::{PROTOCOLS, Untrusted};
use crate::error::BoxError;
use crate::transport::hyper::stream::{Stream, Wire};
use hyper_util::rt::TokioIo;
use tokio_native_tls::TlsConnector;

/// A certificate authority that is trusted besides the usual ones.
pub(in crate::transport::hyper) type Certificate = native_tls::Certificate;

/// The certificates of a PEM text.
pub(in crate::transport::hyper) fn certificates(pem: &[u8]) -> Result<Vec<Certificate>, String> {
    Certificate::stack_from_pem(pem).map_err(|error| error.to_string())
}

/// What is agreed on with every server, with HTTP/2 among the protocols and without.
pub(super) struct Library {
    http2: TlsConnector,
    http1: TlsConnector,
}

impl Library {
    pub(super) fn new(certificates: &[Certificate]) -> Result<Self, String> {
        let connector = |protocols: &[&str]| {
            let mut builder = native_tls::TlsConnector::builder();
            for certificate in certificates {
                builder.add_root_certificate(certificate.clone());
            }
            builder.request_alpns(protocols);
            let connector = builder.build();
            connector.map_err(|error| format!("TLS cannot be set up: {error}"))
        };
        Ok(Self {
            http2: connector(PROTOCOLS)?.into(),
            http1: connector(&[])?.into(),
        })
    }

    pub(super) async fn shake_hands(
        &self,
        stream: Stream,
        host: &str,
        wants_http2: bool,
    ) -> Result<(Box<dyn Wire>, bool), BoxError> {
        let connector = if wants_http2 { &self.http2 } else { &self.http1 };
        let secured = connector.connect(host, TokioIo::new(stream)).await.map_err(judge)?;
        let protocol = secured.get_ref().negotiated_alpn()?;
        Ok((Box::new(TokioIo::new(secured)), protocol.as_deref() == Some(b"h2")))
    }
}

/// Tells a certificate that is not to be trusted from a handshake that may succeed another time. Each system has errors of its own, so their words must do.
fn judge(error: native_tls::Error) -> BoxError {
    if error.to_string().to_ascii_lowercase().contains("certificate") {
        Untrusted(error.into()).into()
    } else {
        error.into()
    }
}
