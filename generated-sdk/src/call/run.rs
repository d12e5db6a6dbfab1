//! The ways of running a call.

use super::{Call, CallFuture};
use crate::answer::{self, Answer, Answered};
use crate::body::Body;
#[cfg(not(target_arch = "wasm32"))]
use crate::download::{self, DownloadFuture};
use crate::error::Result;
use crate::exchange::Wanted;
use crate::page::{Items, Page, Pages};
use crate::response::Response;
use crate::stream::{Event, EventStream};
use crate::{curl, request};
use std::borrow::Cow;
use std::future::IntoFuture;
#[cfg(not(target_arch = "wasm32"))]
use std::path::Path;

impl<T: Answer, U, P> IntoFuture for Call<T, U, P> {
    type Output = Result<T>;
    type IntoFuture = CallFuture<T>;

    fn into_future(self) -> CallFuture<T> {
        CallFuture::new(self.draft, Wanted::Whole, answer::decode)
    }
}

impl<T: Answer, U, P> Call<T, U, P> {
    /// Runs it for the answer together with status, headers, request id and body.
    pub fn with_response(self) -> CallFuture<Answered<T>> {
        CallFuture::new(self.draft, Wanted::Whole, answer::decode_with_response)
    }
}

impl<T, U, P> Call<T, U, P> {
    /// Runs it for the response as it comes, whatever the status; failures are still followed by further tries.
    pub fn raw(self) -> CallFuture<Response> {
        CallFuture::new(self.draft, Wanted::AsItComes, Ok)
    }

    /// Runs it for the body of a success as it arrives, whatever its media type; an answer that is an error is an `Err`.
    pub fn chunks(self) -> CallFuture<Response> {
        CallFuture::new(self.draft, Wanted::Arriving, Ok)
    }

    /// Runs it and saves the body of a success as a file.
    ///
    /// It is written to a temporary file in the same folder, which takes the place of `path` once all of it is there; until then, and after
    /// any failure, what was there before is untouched. It may take as long as it likes, as long as something arrives within the idle limit.
    #[cfg(not(target_arch = "wasm32"))]
    pub fn download(self, path: impl AsRef<Path>) -> DownloadFuture {
        download::run(*self.draft, path.as_ref().to_owned())
    }

    /// The command line of curl that makes the same request; secrets are left out.
    ///
    /// # Errors
    ///
    /// An argument of the call is malformed.
    pub fn to_curl(&self) -> Result<String> {
        curl::command(&self.draft)
    }

    /// The request that would be sent, without sending it. Its secrets are in it; the headers that hold them are marked as sensitive.
    ///
    /// # Errors
    ///
    /// An argument of the call is malformed.
    pub fn into_request(self) -> Result<http::Request<Body>> {
        request::build(&self.draft).map_err(|error| error.of_call(&self.draft))
    }
}

impl<T, U: Event, P> Call<T, U, P> {
    /// Runs it for a stream of events, which begins when the headers of the answer are there.
    pub fn stream(mut self) -> CallFuture<EventStream<U>> {
        if let Some(stream) = self.draft.operation.stream {
            self.draft.accept = Some(Cow::Borrowed(stream.media_type()));
        }
        CallFuture::new(self.draft, Wanted::Arriving, |response| {
            let (head, body) = response.arriving();
            Ok(EventStream::new(head, body))
        })
    }
}

impl<T: Answer + Page, U, P> Call<T, U, P> {
    /// Walks all pages from this one on and gives their items one by one. Every argument and option holds for each page.
    pub fn items(self) -> Items<T> {
        Items::new(*self.draft)
    }

    /// Walks all pages from this one on. Every argument and option holds for each page.
    pub fn pages(self) -> Pages<T> {
        Pages::new(*self.draft)
    }
}
