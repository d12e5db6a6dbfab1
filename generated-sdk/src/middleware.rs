//! Code of the caller around every call and every try.

mod request;

pub use request::Request;

use crate::error::Result;
use crate::exchange::Ongoing;
use crate::response::Response;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

/// What a middleware returns.
pub type MiddlewareFuture<'a> = Pin<Box<dyn Future<Output = Result<Response>> + Send + 'a>>;

/// Code that runs around every call of a client, around every try of a call, or both.
///
/// It may look at the request and change it, hand it on with [`Next::run`] or answer it by itself ([`Request::answer`]), and look at what comes
/// back. Middleware runs in the order in which it was given to [`ClientBuilder::middleware`](crate::ClientBuilder::middleware): the first is the outermost. The
/// limits of the call hold for it too. It sees requests with their secrets in them, also those to somebody else's server: what adds
/// credentials looks at [`Request::is_foreign`] first.
pub trait Middleware: Send + Sync + 'static {
    /// Runs once for each call, around all its tries. An answer that is an error comes back as an `Err`, except to a call which
    /// wants it [raw](crate::Call::raw). What is changed of the request holds for each try.
    fn call<'a>(&'a self, request: Request, next: Next<'a>) -> MiddlewareFuture<'a> {
        next.run(request)
    }

    /// Runs once for each try, before retries are decided on; the answer comes back whatever its status. The body is still on its way.
    fn attempt<'a>(&'a self, request: Request, next: Next<'a>) -> MiddlewareFuture<'a> {
        next.run(request)
    }
}

/// The rest of the road: the middleware that is further inside, and then the call or the try itself.
#[derive(Clone, Copy)]
pub struct Next<'a> {
    rest: &'a [Arc<dyn Middleware>],
    ongoing: &'a Ongoing<'a>,
    level: Level,
}

/// What a middleware stands around.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Level {
    Call,
    Attempt,
}

impl<'a> Next<'a> {
    pub(crate) fn new(ongoing: &'a Ongoing<'a>, level: Level) -> Self {
        Self {
            rest: ongoing.middleware(),
            ongoing,
            level,
        }
    }

    /// Hands the request on.
    pub fn run(self, request: Request) -> MiddlewareFuture<'a> {
        let Some((first, rest)) = self.rest.split_first() else {
            let ongoing = self.ongoing;
            return match self.level {
                Level::Call => ongoing.call(request),
                Level::Attempt => ongoing.attempt(request),
            };
        };
        let next = Next { rest, ..self };
        match self.level {
            Level::Call => first.call(request, next),
            Level::Attempt => first.attempt(request, next),
        }
    }
}

impl fmt::Debug for Next<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Next")
            .field("level", &self.level)
            .field("middleware_left", &self.rest.len())
            .finish_non_exhaustive()
    }
}

/// The middleware of a client, from the outermost to the innermost.
#[derive(Clone, Default)]
pub(crate) struct Chain(pub(crate) Vec<Arc<dyn Middleware>>);

impl fmt::Debug for Chain {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} middleware", self.0.len())
    }
}
