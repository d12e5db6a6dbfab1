//! The ways of running a call that block.

use super::{Blocking, wait};
use crate::answer::{Answer, Answered};
use crate::call::Call;
use crate::download::Download;
use crate::error::Result;
use crate::response::Response;
use crate::stream::{Event, EventStream};
use crate::upload::TwoStepUpload;
use std::path::Path;

impl<T: Answer, U, P> Call<T, U, P> {
    /// Runs it for its answer, as awaiting it does, and blocks the thread meanwhile.
    ///
    /// # Errors
    ///
    /// What awaiting it may fail with.
    pub fn send_blocking(self) -> Result<T> {
        wait(self)?
    }

    /// [`with_response`](Self::with_response), blocking the thread meanwhile.
    ///
    /// # Errors
    ///
    /// What awaiting it may fail with.
    pub fn with_response_blocking(self) -> Result<Answered<T>> {
        wait(self.with_response())?
    }
}

impl<T, U, P> Call<T, U, P> {
    /// [`raw`](Self::raw), blocking the thread until the headers are there.
    ///
    /// # Errors
    ///
    /// What awaiting it may fail with.
    pub fn raw_blocking(self) -> Result<Blocking<Response>> {
        wait(self.raw())?.map(Response::into_blocking)
    }

    /// [`chunks`](Self::chunks) as an iterator, blocking the thread until the headers are there and then for each piece.
    ///
    /// # Errors
    ///
    /// What awaiting it may fail with.
    pub fn chunks_blocking(self) -> Result<Blocking<Response>> {
        wait(self.chunks())?.map(Response::into_blocking)
    }

    /// [`download`](Self::download), blocking the thread meanwhile.
    ///
    /// # Errors
    ///
    /// What awaiting it may fail with.
    pub fn download_blocking(self, path: impl AsRef<Path>) -> Result<Download> {
        wait(self.download(path))?
    }
}

impl<T, U: Event, P> Call<T, U, P> {
    /// [`stream`](Self::stream) as an iterator, blocking the thread until the headers are there and then for each event.
    ///
    /// # Errors
    ///
    /// What awaiting it may fail with.
    pub fn stream_blocking(self) -> Result<Blocking<EventStream<U>>> {
        wait(self.stream())?.map(EventStream::into_blocking)
    }
}

impl<T: Answer, U, P> TwoStepUpload<T, U, P> {
    /// Runs both steps for the answer of the first, as awaiting it does, and blocks the thread meanwhile.
    ///
    /// # Errors
    ///
    /// What awaiting it may fail with.
    pub fn send_blocking(self) -> Result<T> {
        wait(self)?
    }

    /// [`with_response`](Self::with_response), blocking the thread meanwhile.
    ///
    /// # Errors
    ///
    /// What awaiting it may fail with.
    pub fn with_response_blocking(self) -> Result<Answered<T>> {
        wait(self.with_response())?
    }
}
