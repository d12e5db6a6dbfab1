//! What a failure of hyper's client proves about the request.

use super::connector::TooSlow;
use super::tls::{Unavailable, Untrusted};
use crate::error::BoxError;
use crate::transport::TransportError;
use std::error::Error;
use std::io;

/// What went wrong before there was a connection: nothing was sent.
pub(super) fn of_connecting(error: BoxError) -> TransportError {
    if let Some(unavailable) = find::<Unavailable>(&*error) {
        return TransportError::request(unavailable.to_string());
    }
    if let Some(slow) = find::<TooSlow>(&*error) {
        return TransportError::connect_timeout(*slow);
    }
    if find::<Untrusted>(&*error).is_some() {
        return TransportError::untrusted(error);
    }
    TransportError::connect(error)
}

/// What went wrong on a connection. Where the request came back whole, nothing of it was written.
pub(super) fn classify(error: hyper::Error, came_back: bool) -> TransportError {
    if let Some(body) = find::<TransportError>(&error) {
        // The caller's stream or file broke while it was sent, not the connection.
        return TransportError::request(body.to_string());
    }
    if came_back || error.is_canceled() || was_not_processed(&error) {
        return TransportError::refused(error);
    }
    TransportError::exchange(error)
}

/// The server of an HTTP/2 connection said so: it refused the stream, or its farewell named an earlier one as the last that it processes.
#[cfg(feature = "http2")]
fn was_not_processed(error: &hyper::Error) -> bool {
    find::<h2::Error>(error).is_some_and(|error| {
        error.is_remote() && (error.is_go_away() || error.reason() == Some(h2::Reason::REFUSED_STREAM))
    })
}

#[cfg(not(feature = "http2"))]
fn was_not_processed(_: &hyper::Error) -> bool {
    false
}

/// The first error of this type in the chain of causes. An I/O error hides the one that it was made of from `source`.
fn find<'a, E: Error + 'static>(error: &'a (dyn Error + 'static)) -> Option<&'a E> {
    let mut next = Some(error);
    while let Some(error) = next {
        if let Some(found) = error.downcast_ref() {
            return Some(found);
        }
        next = match error.downcast_ref::<io::Error>().and_then(io::Error::get_ref) {
            Some(inner) => Some(inner),
            None => error.source(),
        };
    }
    None
}
