//! What a failure of hyper's client proves about the request.

use super::connector::TooSlow;
use super::tls::{Unavailable, Untrusted};
use crate::transport::TransportError;
use hyper_util::client::legacy::Error;
use std::error::Error as StdError;
use std::fmt;
use std::io;

/// Before the connection stood nothing was sent; later it counts whether the request is known to have been left alone.
pub(super) fn classify(error: Error) -> TransportError {
    if let Some(body) = find::<TransportError>(&error) {
        // The caller's stream or file broke while it was sent, not the connection.
        return TransportError::request(body.to_string());
    }
    if let Some(unavailable) = find::<Unavailable>(&error) {
        return TransportError::request(unavailable.to_string());
    }
    if let Some(slow) = find::<TooSlow>(&error) {
        return TransportError::connect_timeout(*slow);
    }
    if find::<Untrusted>(&error).is_some() {
        return TransportError::untrusted(Cause(error));
    }
    if error.is_connect() {
        return TransportError::connect(Cause(error));
    }
    if was_not_sent(&error) || was_not_processed(&error) {
        return TransportError::refused(Cause(error));
    }
    TransportError::exchange(Cause(error))
}

/// The connection was closed before it was ready for a request, or before any of the request was written to it.
fn was_not_sent(error: &Error) -> bool {
    error.connect_info().is_none() || find::<hyper::Error>(error).is_some_and(hyper::Error::is_canceled)
}

/// The server of an HTTP/2 connection said so: it refused the stream, or its farewell named an earlier one as the last that it processes.
fn was_not_processed(error: &Error) -> bool {
    find::<h2::Error>(error).is_some_and(|error| {
        error.is_remote() && (error.is_go_away() || error.reason() == Some(h2::Reason::REFUSED_STREAM))
    })
}

/// The first error of this type in the chain of causes. An I/O error hides the one that it was made of from `source`.
fn find<'a, E: StdError + 'static>(error: &'a (dyn StdError + 'static)) -> Option<&'a E> {
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

/// The error without its outermost layer, which says no more than "client error".
#[derive(Debug)]
struct Cause(Error);

impl fmt::Display for Cause {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.source() {
            Some(cause) => fmt::Display::fmt(cause, formatter),
            None => fmt::Display::fmt(&self.0, formatter),
        }
    }
}

impl StdError for Cause {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.source().and_then(StdError::source)
    }
}
