//! The road of every request: build, send, follow redirects, wait, send again, read. Nothing here knows the type of an answer.

mod again;
mod follow;
mod token;

use crate::arrival::Arrival;
use crate::client::Shared;
use crate::clock;
use crate::draft::Draft;
use crate::error::Error;
use crate::middleware::{Level, Middleware, MiddlewareFuture, Next, Request};
use crate::request;
use crate::response::{Received, Response};
use crate::retry::{self, Hope, retry_after};
use crate::timeout::Deadline;
use crate::trace::{self, Span};
use crate::transport::Body;
use again::TryAgain;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::Duration;

/// What the caller wants of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wanted {
    /// The whole body of a success.
    Whole,
    /// The body of a success as it arrives.
    Arriving,
    /// The answer as it comes, whatever its status.
    AsItComes,
}

/// A call that is being made.
pub(crate) struct Ongoing<'a> {
    draft: &'a Draft,
    wanted: Wanted,
    deadline: Option<Deadline>,
    /// How often it was tried, also where middleware runs it more than once.
    attempts: AtomicU32,
    /// Whether the server may have processed the request in this try. What middleware does besides may fail in its own way and proves nothing.
    may_be_processed: AtomicBool,
}

/// A call on its way. It is boxed once, however its answer is used, so that it is compiled once and never moved.
pub(crate) type Running = Pin<Box<dyn Future<Output = Result<Response, Error>> + Send>>;

/// Begins the life of a call.
pub(crate) fn start(draft: impl Into<Box<Draft>>, wanted: Wanted) -> Running {
    let draft = draft.into();
    let span = Span::of_call(&draft);
    span.around(Box::pin(run(draft, wanted)))
}

async fn run(mut draft: Box<Draft>, wanted: Wanted) -> Result<Response, Error> {
    again::give_idempotency_key(&mut draft);
    let limit = draft.options.timeout.or(draft.client.shared().options().timeouts.total);
    let ongoing = Ongoing {
        draft: &draft,
        wanted,
        deadline: Deadline::of(limit),
        attempts: AtomicU32::new(0),
        may_be_processed: AtomicBool::new(false),
    };
    let token = match request::tokens(&draft) {
        // Boxed, because few clients fetch tokens and it would make every call larger.
        Some(tokens) => Box::pin(token::ready(&ongoing, tokens)).await,
        None => Ok(()),
    };
    let outcome = if let Err(error) = token {
        Err(error)
    } else if ongoing.middleware().is_empty() {
        ongoing.tries(None).await
    } else {
        ongoing.through_middleware().await
    };
    outcome.map_err(|error| error.of_call(&draft))
}

impl Ongoing<'_> {
    fn shared(&self) -> &Shared {
        self.draft.client.shared()
    }

    pub(crate) fn middleware(&self) -> &[Arc<dyn Middleware>] {
        &self.shared().options().middleware.0
    }

    async fn through_middleware(&self) -> Result<Response, Error> {
        let request = Request::new(request::build(self.draft)?, self.draft, 0);
        let answer = Next::new(self, Level::Call).run(request);
        let answer = match self.deadline {
            Some(deadline) => deadline.bound(answer).await??,
            None => answer.await?,
        };
        // It may be an answer of the middleware's own, whose status nobody has looked at.
        self.receive(answer).await
    }

    /// The call below its middleware. Like [`attempt`](Self::attempt) it is boxed here: the code of a future is compiled once more in each part of
    /// the crate that polls it.
    pub(crate) fn call(&self, request: Request) -> MiddlewareFuture<'_> {
        Box::pin(async move { self.tries(Some(&request)).await })
    }

    /// One try below its middleware.
    pub(crate) fn attempt(&self, request: Request) -> MiddlewareFuture<'_> {
        Box::pin(self.send(request))
    }

    /// Tries until there is an answer or no hope for one, and once more with a new access token where the old one is refused.
    async fn tries(&self, given: Option<&Request>) -> Result<Response, Error> {
        let given = given.map(|request| &request.http);
        match request::tokens(self.draft) {
            None => self.tries_as_signed(given).await,
            Some(tokens) => Box::pin(token::tries(self, tokens, given)).await,
        }
    }

    fn boxed_tries<'b>(&'b self, given: Option<&'b http::Request<Body>>) -> MiddlewareFuture<'b> {
        Box::pin(self.tries_as_signed(given))
    }

    /// Each try builds its request anew, unless one was given.
    async fn tries_as_signed(&self, given: Option<&http::Request<Body>>) -> Result<Response, Error> {
        let again = TryAgain::new(self.draft, given.map(http::Request::body), self.deadline);
        let mut tries = 0;
        loop {
            tries += 1;
            let attempts = self.attempts.fetch_add(1, Ordering::Relaxed) + 1;
            let outcome = match self.around(given, attempts) {
                Ok(Some(attempt)) => {
                    self.may_be_processed.store(false, Ordering::Relaxed);
                    attempt.await.map_err(|error| self.in_doubt(error))
                }
                Ok(None) => follow::send(self, given, attempts).await,
                Err(error) => Err(error),
            };
            let outcome = match outcome {
                Ok(response) => {
                    let headers = response.headers();
                    let mut hope = retry::hope_of_status(again.policy(), response.status(), headers);
                    if response.head.is_processed {
                        hope = hope.after_processing();
                    }
                    if hope != Hope::None
                        && let Some(pause) = again.pause(tries, hope, retry_after(headers))
                    {
                        // Boxed, because it is rare and would make every call larger.
                        Box::pin(discard(response)).await;
                        clock::sleep(pause).await;
                        continue;
                    }
                    self.receive(response).await
                }
                Err(error) => Err(error),
            };
            match outcome {
                Ok(response) => {
                    if response.status().is_success() {
                        self.shared().bucket().succeeded(tries);
                    }
                    return Ok(response);
                }
                Err(error) => match again.pause(tries, error.hope(), None) {
                    Some(pause) => clock::sleep(pause).await,
                    None => return Err(error.after(attempts)),
                },
            }
        }
    }

    /// One try with its span and its middleware; `None` where there is neither, which spares most calls the boxes for them.
    fn around(&self, given: Option<&http::Request<Body>>, attempt: u32) -> Result<Option<MiddlewareFuture<'_>>, Error> {
        if self.middleware().is_empty() && !trace::is_on() {
            return Ok(None);
        }
        let request = match given {
            Some(request) => request.clone(),
            None => request::build(self.draft)?,
        };
        let span = Span::of_attempt(self.draft, &request, attempt);
        let request = Request::new(request, self.draft, attempt);
        Ok(Some(span.around(Next::new(self, Level::Attempt).run(request))))
    }

    /// One try, with what middleware made of its request; redirects are part of it.
    async fn send(&self, request: Request) -> Result<Response, Error> {
        let outcome = follow::send(self, Some(&request.http), request.attempt).await;
        if !matches!(&outcome, Err(error) if error.hope() == Hope::Always) {
            self.may_be_processed.store(true, Ordering::Relaxed);
        }
        outcome
    }

    /// An error that came out of the middleware, which need not be that of the try itself.
    fn in_doubt(&self, error: Error) -> Error {
        if !self.may_be_processed.load(Ordering::Relaxed) {
            return error;
        }
        let hope = error.hope().after_processing();
        error.with_hope(hope)
    }

    /// Reads what is wanted of an answer that will not be asked for again.
    async fn receive(&self, response: Response) -> Result<Response, Error> {
        let own = self.draft.options.idle_timeout;
        let options = self.shared().options();
        let Response { head, body } = response;
        let arrival = match body {
            Received::Arriving(arrival) => arrival,
            Received::Whole(body) if self.wanted == Wanted::AsItComes || head.status.is_success() => {
                return Ok(Response::whole(head, body));
            }
            Received::Whole(mut body) => {
                body.truncate(options.limits.error);
                return Err(Error::of_status(&head, body));
            }
        };
        if self.wanted == Wanted::AsItComes || (self.wanted == Wanted::Arriving && head.status.is_success()) {
            // A body that the caller reads in their own time is under the idle limit alone.
            let idle = own.unwrap_or(options.timeouts.idle);
            return Ok(Response::new(head, arrival.within(Some(idle), None)));
        }
        // Some servers begin an answer early and take their time over it: the limit of the whole call is the one that counts.
        let mut arrival = arrival.within(own, self.deadline);
        if !head.status.is_success() {
            // A status without its body is still the better error than a body that broke off.
            let body = arrival
                .collect_up_to(options.limits.error)
                .await
                .map(|(body, _)| body)
                .unwrap_or_default();
            return Err(Error::of_status(&head, body));
        }
        match arrival.collect(options.limits.answer).await {
            Ok(body) => Ok(Response::whole(head, body)),
            Err(error) => {
                let hope = if error.is_decode() { Hope::None } else { Hope::IfSafe };
                Err(error.with_head(&head).with_hope(hope))
            }
        }
    }
}

/// Reads the little that is usually left of an answer nobody wants, so that its connection can be used again; more than that is cut off.
async fn discard(response: Response) {
    const PATIENCE: Duration = Duration::from_millis(250);
    const LIMIT: usize = 64 * 1024;
    if let Received::Arriving(arrival) = response.body {
        let mut arrival: Arrival = arrival.within(None, Deadline::of(Some(PATIENCE)));
        let _ = arrival.collect_up_to(LIMIT).await;
    }
}
