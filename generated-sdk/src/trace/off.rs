//! Spans in a build without the feature `tracing`: nothing at all.

use crate::draft::Draft;
use crate::middleware::MiddlewareFuture;
use crate::transport::Body;

/// Nobody looks at spans.
pub(crate) fn is_on() -> bool {
    false
}

/// No span.
pub(crate) struct Span;

impl Span {
    pub(crate) fn of_call(_: &Draft) -> Self {
        Self
    }

    pub(crate) fn of_attempt(_: &Draft, _: &http::Request<Body>, _: u32) -> Self {
        Self
    }

    pub(crate) fn around<'a>(self, future: MiddlewareFuture<'a>) -> MiddlewareFuture<'a> {
        future
    }
}
