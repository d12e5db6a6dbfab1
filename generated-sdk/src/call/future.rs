//! A call while it runs.

use crate::draft::Draft;
use crate::error::{Error, Result};
use crate::exchange::{self, Exchange, Wanted};
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

/// A call on its way; dropping it cancels the call.
///
/// All calls run as one and the same boxed future, which is compiled once; only the last step knows the type.
#[must_use = "futures do nothing unless they are awaited"]
pub struct CallFuture<R> {
    exchange: Pin<Box<dyn Future<Output = Result<Exchange>> + Send>>,
    finish: fn(Exchange) -> Result<R>,
}

impl<R> CallFuture<R> {
    pub(crate) fn new(draft: Draft, wanted: Wanted, finish: fn(Exchange) -> Result<R>) -> Self {
        Self {
            exchange: start(draft, wanted),
            finish,
        }
    }

    /// A call that has failed before it began.
    pub(crate) fn failed(error: Error) -> Self {
        Self {
            exchange: Box::pin(std::future::ready(Err(error))),
            finish: |_| Err(Error::request("the call was not made")),
        }
    }
}

fn start(draft: Draft, wanted: Wanted) -> Pin<Box<dyn Future<Output = Result<Exchange>> + Send>> {
    Box::pin(exchange::run(draft, wanted))
}

impl<R> Future for CallFuture<R> {
    type Output = Result<R>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Result<R>> {
        self.exchange
            .as_mut()
            .poll(context)
            .map(|exchange| (self.finish)(exchange?))
    }
}

impl<R> fmt::Debug for CallFuture<R> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("CallFuture")
    }
}
