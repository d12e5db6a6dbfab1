//! The call of a page on its way.

use crate::call::CallFuture;
use crate::error::Result;
use crate::response::Response;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

/// A call that goes on when its page is wanted, or by itself.
pub(super) enum Running {
    Wanted(CallFuture<Response>),
    #[cfg(not(target_arch = "wasm32"))]
    Ahead(ahead::Task),
}

impl Running {
    /// A call that goes on by itself, where there is a runtime to carry it.
    #[cfg(not(target_arch = "wasm32"))]
    pub(super) fn ahead(call: CallFuture<Response>) -> Self {
        match tokio::runtime::Handle::try_current() {
            Ok(runtime) => Self::Ahead(ahead::Task::new(&runtime, call)),
            Err(_) => Self::Wanted(call),
        }
    }

    /// A browser has no runtime that could carry it: it goes on when its page is wanted.
    #[cfg(target_arch = "wasm32")]
    pub(super) fn ahead(call: CallFuture<Response>) -> Self {
        Self::Wanted(call)
    }

    pub(super) fn poll(&mut self, context: &mut Context<'_>) -> Poll<Result<Response>> {
        match self {
            Self::Wanted(call) => Pin::new(call).poll(context),
            #[cfg(not(target_arch = "wasm32"))]
            Self::Ahead(task) => task.poll(context),
        }
    }
}

#[cfg(not(target_arch = "wasm32"))]
mod ahead {
    use crate::call::CallFuture;
    use crate::error::{Error, Result};
    use crate::response::Response;
    use std::future::Future;
    use std::panic::resume_unwind;
    use std::pin::Pin;
    use std::task::{Context, Poll};
    use tokio::runtime::Handle;
    use tokio::task::JoinHandle;

    /// A call in a task of its own, which ends when nobody is interested any more.
    pub(in super::super) struct Task(JoinHandle<Result<Response>>);

    impl Task {
        pub(super) fn new(runtime: &Handle, call: CallFuture<Response>) -> Self {
            // Its spans belong where the page is wanted.
            #[cfg(feature = "tracing")]
            let call = tracing::Instrument::in_current_span(call);
            Self(runtime.spawn(call))
        }

        pub(super) fn poll(&mut self, context: &mut Context<'_>) -> Poll<Result<Response>> {
            Pin::new(&mut self.0)
                .poll(context)
                .map(|outcome| match outcome.map_err(|ended| ended.try_into_panic()) {
                    Ok(response) => response,
                    // What panicked is code of the caller, a transport or a middleware: it is the caller's to see.
                    Err(Ok(panic)) => resume_unwind(panic),
                    Err(Err(_)) => Err(Error::page("the runtime ended while the next page was on its way")),
                })
        }
    }

    impl Drop for Task {
        fn drop(&mut self) {
            self.0.abort();
        }
    }
}
