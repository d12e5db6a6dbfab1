//! One call of an operation: lazy, owned, and run in the way that the caller chooses.

mod argument;
mod future;
mod option;
mod run;

pub use future::CallFuture;

use crate::client::Client;
use crate::draft::Draft;
use crate::operation::Operation;
use std::fmt;
use std::marker::PhantomData;

/// A call that has not been made yet.
///
/// Nothing is sent before it is run: awaited for its answer, or by one of [`with_response`](Self::with_response), [`raw`](Self::raw),
/// [`stream`](Self::stream), [`items`](Self::items) and [`pages`](Self::pages), as far as the operation has them. Dropping what is running cancels it.
///
/// `T` is the answer, `U` the item of the stream, and `P` stands for the operation's own optional parameters.
#[must_use = "a call does nothing until it is awaited or run in another way"]
pub struct Call<T, U = NoStream, P = ()> {
    /// Boxed, for it is large and a call is moved by each of its setters.
    pub(crate) draft: Box<Draft>,
    types: Types<T, U, P>,
}

/// A call holds no value of its types, so it is `Send` and `Clone` whatever they are.
type Types<T, U, P> = PhantomData<fn() -> (T, U, P)>;

/// The stream item of an operation that has no stream; no value of it exists.
#[derive(Clone, Copy, Debug)]
pub enum NoStream {}

impl<T, U, P> Call<T, U, P> {
    /// A call of an operation without arguments yet.
    #[doc(hidden)]
    pub fn new(client: &Client, operation: &'static Operation) -> Self {
        Self::of(Draft::new(client, operation))
    }

    pub(crate) fn of(draft: impl Into<Box<Draft>>) -> Self {
        Self {
            draft: draft.into(),
            types: PhantomData,
        }
    }
}

/// Not derived: the types of answer and stream need not be `Clone`.
impl<T, U, P> Clone for Call<T, U, P> {
    fn clone(&self) -> Self {
        Self::of(self.draft.clone())
    }
}

/// Arguments and options may hold secrets, so only the operation is shown.
impl<T, U, P> fmt::Debug for Call<T, U, P> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let operation = &self.draft.operation;
        formatter
            .debug_struct("Call")
            .field("operation", &operation.id())
            .field("method", &operation.method())
            .field("path", &self.draft.shown_path())
            .finish_non_exhaustive()
    }
}
