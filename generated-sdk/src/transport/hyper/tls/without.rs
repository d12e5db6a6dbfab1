//! No TLS: its features were left out of this build.

use crate::error::BoxError;
use crate::transport::hyper::stream::{Stream, Wire};
use std::convert::Infallible;

const REASON: &str = "this build of the crate speaks no TLS: the features for it were left out";

/// There are none.
pub(in crate::transport::hyper) type Certificate = Infallible;

/// Nothing is there to trust them.
pub(in crate::transport::hyper) fn certificates(_: &[u8]) -> Result<Vec<Certificate>, String> {
    Err(REASON.to_owned())
}

/// There is none.
pub(super) struct Library(Infallible);

impl Library {
    pub(super) fn new(_: &[Certificate]) -> Result<Self, String> {
        Err(REASON.to_owned())
    }

    pub(super) async fn shake_hands(&self, _: Stream, _: &str, _: bool) -> Result<(Box<dyn Wire>, bool), BoxError> {
        match self.0 {}
    }
}
