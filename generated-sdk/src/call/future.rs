//! A call while it runs.

use crate::draft::Draft;
use crate::error::{Error, Result};
use crate::exchange::{self, Running, Wanted};
use crate::response::Response;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

/// A call on its way; dropping it cancels the call.
///
/// All calls run as one and the same boxed future, which is compiled once; only the last step knows the type.
#[must_use = "futures do nothing unless they are awaited"]
pub struct CallFuture<R> {
    response: Running,
    finish: fn(Response) -> Result<R>,
}

impl<R> CallFuture<R> {
    pub(crate) fn new(draft: impl Into<Box<Draft>>, wanted: Wanted, finish: fn(Response) -> Result<R>) -> Self {
        Self {
            response: exchange::start(draft, wanted),
            finish,
        }
    }

    /// Several requests that together are one call.
    pub(crate) fn of(response: Running, finish: fn(Response) -> Result<R>) -> Self {
        Self { response, finish }
    }

    /// A call that has failed before it began.
    pub(crate) fn failed(error: Error) -> Self {
        Self {
            response: Box::pin(std::future::ready(Err(error))),
            finish: |_| Err(Error::request("the call was not made")),
        }
    }
}

impl<R> Future for CallFuture<R> {
    type Output = Result<R>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Result<R>> {
        self.response
            .as_mut()
            .poll(context)
            .map(|response| (self.finish)(response?))
    }
}

impl<R> fmt::Debug for CallFuture<R> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("CallFuture")
    }
}
