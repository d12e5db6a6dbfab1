//! TLS by the library that the features choose: rustls, or else the system's own, or else none at all.

#[cfg(feature = "rustls-no-provider")]
#[path = "tls/with_rustls.rs"]
mod library;
#[cfg(all(feature = "native-tls", not(feature = "rustls-no-provider")))]
#[path = "tls/with_native_tls.rs"]
mod library;
#[cfg(not(any(feature = "native-tls", feature = "rustls-no-provider")))]
#[path = "tls/without.rs"]
mod library;

pub(super) use library::{Certificate, certificates};

use super::stream::Stream;
use crate::error::BoxError;
use library::Library;
use std::fmt;
use std::sync::OnceLock;

/// What is proposed to servers, the most welcome first.
#[cfg(any(feature = "native-tls", feature = "rustls-no-provider"))]
const PROTOCOLS: &[&str] = if cfg!(feature = "http2") {
    &["h2", "http/1.1"]
} else {
    &["http/1.1"]
};

/// TLS with the certificates that a client trusts.
pub(super) struct Tls {
    certificates: Vec<Certificate>,
    /// Made at the first use: the system's certificates take a while to read, and plain HTTP does without.
    library: OnceLock<Result<Library, String>>,
}

impl Tls {
    pub(super) fn new(certificates: Vec<Certificate>) -> Self {
        Self {
            certificates,
            library: OnceLock::new(),
        }
    }

    /// Fails where there is no TLS, before a connection is made for it.
    pub(super) fn check(&self) -> Result<(), Unavailable> {
        self.library().map(|_| ())
    }

    fn library(&self) -> Result<&Library, Unavailable> {
        let library = self.library.get_or_init(|| Library::new(&self.certificates));
        library.as_ref().map_err(|reason| Unavailable(reason.clone()))
    }

    /// Makes a connection private, and proposes HTTP/2 where it is wanted and known.
    pub(super) async fn over(&self, stream: Stream, host: &str, wants_http2: bool) -> Result<Stream, BoxError> {
        let shaking = self.library()?.shake_hands(stream, host, wants_http2);
        shaking.await.map(Stream::secured)
    }
}

/// There is no TLS in this program, so trying again is of no use.
#[derive(Debug)]
pub(super) struct Unavailable(String);

impl fmt::Display for Unavailable {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl std::error::Error for Unavailable {}

/// The certificate of the server is not one to trust, and will not be at the next try.
#[derive(Debug)]
pub(super) struct Untrusted(BoxError);

impl fmt::Display for Untrusted {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

impl std::error::Error for Untrusted {}
