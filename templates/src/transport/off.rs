//! No transport: the feature for it was left out of this build, so a program brings its own.

use super::{Body, Transport, TransportError, TransportFuture};
use std::future::ready;
use std::time::Duration;

const REASON: &str = "this build of the crate has no transport of its own: give one to the builder, or switch on the feature `transport`";

/// What a client decides about its connections: there are none.
#[derive(Default)]
pub(crate) struct Network {}

impl Network {
    pub(crate) fn complete(&mut self) -> Result<(), String> {
        Err(REASON.to_owned())
    }
}

/// Sends nothing; a client that has it says so before any call.
pub(crate) struct NoTransport;

impl NoTransport {
    pub(crate) fn new(_: Duration, _: Network) -> Self {
        Self
    }
}

impl Transport for NoTransport {
    fn send(&self, _: http::Request<Body>) -> TransportFuture {
        Box::pin(ready(Err(TransportError::request(REASON))))
    }
}
