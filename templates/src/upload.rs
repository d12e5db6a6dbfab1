//! Uploads in two steps: a call announces a file, its answer says where the bytes go, and there they are sent without the client's credentials.
//!
//! All of it is `#[inline]`, so that only a program that calls it compiles it.

mod announcement;
mod target;

use crate::answer::{self, Answer, Answered};
use crate::call::{Call, CallFuture, NoStream};
use crate::clock::Instant;
use crate::draft::Draft;
use crate::error::{Error, Result, TimeoutKind};
use crate::exchange::Wanted;
use crate::file::File;
use crate::response::{Head, Response};
use crate::retry::RetryPolicy;
use bytes::Bytes;
use std::fmt;
use std::future::IntoFuture;
use std::time::Duration;
use target::Target;

/// What an error says of the step that it belongs to.
const FIRST: &str = "step 1 of 2: asking where the bytes go";
const SECOND: &str = "step 2 of 2: sending the bytes";

/// How the two steps of an upload fit together, as static data: JSON pointers into the body and the answer of the first step.
#[derive(Clone, Copy, Debug)]
pub struct UploadSteps {
    request: &'static str,
    size: Option<&'static str>,
    media_type: Option<&'static str>,
    file_name: Option<&'static str>,
}

impl UploadSteps {
    /// The answer holds the second request here: an object with `url`, and perhaps `method` and `headers`, or the URL alone. Without a method it is a `PUT`.
    #[inline]
    pub const fn new(request: &'static str) -> Self {
        Self {
            request,
            size: None,
            media_type: None,
            file_name: None,
        }
    }

    /// Where the body says how many bytes there will be.
    #[must_use]
    #[inline]
    pub const fn size(mut self, pointer: &'static str) -> Self {
        self.size = Some(pointer);
        self
    }

    /// Where the body says the media type of the file.
    #[must_use]
    #[inline]
    pub const fn media_type(mut self, pointer: &'static str) -> Self {
        self.media_type = Some(pointer);
        self
    }

    /// Where the body says the name of the file.
    #[must_use]
    #[inline]
    pub const fn file_name(mut self, pointer: &'static str) -> Self {
        self.file_name = Some(pointer);
        self
    }
}

/// An upload in two steps that has not begun yet; awaited, it gives the answer of the first step when the bytes are where they belong.
///
/// The first step is a call of the API like any other. The second sends the bytes to the URL in its answer, with the method and the headers
/// given there and nothing of the client's own: no secret, no default header, no cookie. It is sent again under the same rules as any
/// request, if the file can be read twice. Errors of the second step show the origin of that URL and no more of it, because the rest may be a
/// credential; their [`operation`](Error::operation) is that of the first step with `/bytes` behind it.
///
/// [`File::on_progress`] tells how far it is. Dropping what is running cancels it.
#[must_use = "an upload does nothing until it is awaited"]
pub struct TwoStepUpload<T, U = NoStream, P = ()> {
    call: Call<T, U, P>,
    file: File,
    steps: &'static UploadSteps,
}

impl<T, U, P> TwoStepUpload<T, U, P> {
    /// An upload whose first step is this call; its body is made of the facts of the file.
    #[doc(hidden)]
    #[inline]
    pub fn new(mut call: Call<T, U, P>, steps: &'static UploadSteps, file: &File) -> Self {
        announcement::announce(&mut call.draft, steps, file);
        Self {
            call,
            file: file.clone(),
            steps,
        }
    }

    /// The limit of both steps together, with all their tries and pauses.
    #[inline]
    pub fn timeout(self, limit: Duration) -> Self {
        self.with(|call| call.timeout(limit))
    }

    /// The limit of each try of each step until the headers of the answer. It does not run out while bytes are taken from the file.
    #[inline]
    pub fn headers_timeout(self, limit: Duration) -> Self {
        self.with(|call| call.headers_timeout(limit))
    }

    /// How often each step is sent again after a failure.
    #[inline]
    pub fn max_retries(self, retries: u32) -> Self {
        self.with(|call| call.max_retries(retries))
    }

    /// Everything about the retries of each step.
    #[inline]
    pub fn retry(self, policy: RetryPolicy) -> Self {
        self.with(|call| call.retry(policy))
    }

    /// A header for the first step. Those of the second are the server's choice.
    #[inline]
    pub fn header(self, name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
        self.with(|call| call.header(name, value))
    }

    /// Sets anything else on the call that is the first step: `upload.with(|call| call.query("dryRun", true))`.
    #[inline]
    pub fn with(mut self, change: impl FnOnce(Call<T, U, P>) -> Call<T, U, P>) -> Self {
        self.call = change(self.call);
        self
    }

    /// The call of the first step alone, to look at what it sends or to make the second one in another way.
    #[inline]
    pub fn into_first_step(self) -> Call<T, U, P> {
        self.call
    }
}

impl<T: Answer, U, P> TwoStepUpload<T, U, P> {
    /// Runs it for the answer of the first step together with its status, headers, request id and body.
    #[inline]
    pub fn with_response(self) -> CallFuture<Answered<T>> {
        self.run(answer::decode_with_response)
    }

    #[inline]
    fn run<R>(self, finish: fn(Response) -> Result<R>) -> CallFuture<R> {
        let Self { call, file, steps } = self;
        CallFuture::of(Box::pin(run(*call.draft, file, steps, fits::<T>)), finish)
    }
}

impl<T: Answer, U, P> IntoFuture for TwoStepUpload<T, U, P> {
    type Output = Result<T>;
    type IntoFuture = CallFuture<T>;

    #[inline]
    fn into_future(self) -> CallFuture<T> {
        self.run(answer::decode)
    }
}

/// Whether an answer can be decoded, asked before a single byte is sent.
#[inline]
fn fits<T: Answer>(head: &Head, body: &Bytes) -> Result<()> {
    answer::value::<T>(head, body).map(drop)
}

/// Both steps. Their types are known only to `fits` and to whoever reads the answer, so this is compiled once.
#[inline]
async fn run(
    first: Draft,
    file: File,
    steps: &'static UploadSteps,
    fits: fn(&Head, &Bytes) -> Result<()>,
) -> Result<Response> {
    let started = Instant::now();
    let options = first.options.clone();
    let limit = options.timeout.or(first.client.shared().options().timeouts.total);

    let answer = CallFuture::new(first, Wanted::Whole, Ok).await;
    let (head, body) = answer.and_then(answer::whole).map_err(|error| error.in_step(FIRST))?;
    let target = Target::read(&head, &body, steps.request, fits).map_err(|error| error.in_step(FIRST))?;

    let mut second = target.draft(&head, &options, file);
    second.options.timeout = limit.map(|limit| limit.saturating_sub(started.elapsed()));
    match CallFuture::new(second, Wanted::Whole, Ok).await {
        Ok(_) => Ok(Response::whole(head, body)),
        Err(error) => Err(whole_limit(target.redact(error), limit).in_step(SECOND)),
    }
}

/// The second step runs under what the first has left of the limit; the error names the limit that was set.
#[inline]
fn whole_limit(mut error: Error, limit: Option<Duration>) -> Error {
    if let Some(limit) = limit
        && error.timeout_kind() == Some(TimeoutKind::Total)
    {
        error.set_limit(limit);
    }
    error
}

/// Not derived: the types of answer and stream need not be `Clone`.
impl<T, U, P> Clone for TwoStepUpload<T, U, P> {
    #[inline]
    fn clone(&self) -> Self {
        Self {
            call: self.call.clone(),
            file: self.file.clone(),
            steps: self.steps,
        }
    }
}

impl<T, U, P> fmt::Debug for TwoStepUpload<T, U, P> {
    #[inline]
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("TwoStepUpload")
            .field("call", &self.call)
            .field("file", &self.file)
            .finish_non_exhaustive()
    }
}
