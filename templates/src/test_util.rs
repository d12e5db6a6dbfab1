//! Transports without a network, for tests: one that answers from a script, one that records a real exchange, one that replays it.
//!
//! A [`Script`] is given [`Reply`]s, which it hands out one for each request in their order or by method and path, and goes into a client with
//! [`ClientBuilder::transport`](crate::ClientBuilder::transport). It keeps the requests, which have assertions of their own:
//!
//! ```text
//! let script = Script::new().on("GET", "/thing/{id}/fetch", Reply::json(json!({ "id": "a" })));
//! let client = Client::builder().secret("s").transport(script.clone()).build()?;
//! // … calls …
//! script.request(0).assert_path("/v1/thing/a/fetch").assert_query("take", "1").assert_no_body();
//! script.assert_finished();
//! ```
//!
//! All its waiting is on tokio's clock, so a test that pauses the clock takes no time. [`Script::from_fixtures`] answers every operation with an
//! example from the description, [`Reply::fixture`] is the one of a single operation.
//!
//! A [`Recorder`] stands before another transport and writes what went over it into a cassette, secrets left out; a [`Replay`] answers from it.

mod assertion;
mod cassette;
mod difference;
mod fixtures;
mod recorded;
mod recorder;
mod redactor;
mod replay;
mod reply;
mod route;

pub use recorded::Recorded;
pub use recorder::Recorder;
pub use replay::Replay;
pub use reply::Reply;

use crate::transport::{Body, Transport, TransportError, TransportFuture};
use bytes::{Bytes, BytesMut};
use futures_core::Stream as _;
use route::Route;
use std::collections::VecDeque;
use std::fmt;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Answers in their order or by what is asked, and the requests so far. Clones share both.
#[derive(Clone, Default)]
pub struct Script(Arc<Shared>);

#[derive(Default)]
struct Shared {
    routes: Mutex<Vec<Route>>,
    replies: Mutex<VecDeque<Reply>>,
    last: Mutex<Option<Reply>>,
    /// Whether requests without a reply are answered by the examples of the description.
    fixtures: AtomicBool,
    requests: Mutex<Vec<Recorded>>,
    open: Arc<AtomicUsize>,
}

impl Script {
    /// A script without answers.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds the answer to one request.
    #[must_use]
    pub fn reply(self, reply: Reply) -> Self {
        lock(&self.0.replies).push_back(reply);
        self
    }

    /// Adds the answer to one request of this method and path, whenever it comes; several of one route are given in their order.
    ///
    /// `{…}` stands for any one segment, and the path is compared from its end, so that of the base URL needs not be repeated:
    /// `/bot/{id}/fetch`. Where several routes fit, the one with the most equal segments answers. Requests that fit none take the next
    /// [`reply`](Self::reply).
    #[must_use]
    pub fn on(self, method: &str, path: &str, reply: Reply) -> Self {
        self.route(method, path, |route| route.push(reply));
        self
    }

    /// Sets the answer to all requests of this method and path that have none of their own, as for [`on`](Self::on).
    #[must_use]
    pub fn on_every(self, method: &str, path: &str, reply: Reply) -> Self {
        self.route(method, path, |route| route.set_always(reply));
        self
    }

    /// The answer to every request that has none of its own.
    #[must_use]
    pub fn otherwise(self, reply: Reply) -> Self {
        *lock(&self.0.last) = Some(reply);
        self
    }

    /// The requests that have been sent, with their bodies.
    pub fn requests(&self) -> Vec<Recorded> {
        lock(&self.0.requests).clone()
    }

    /// How many exchanges are neither finished nor dropped.
    pub fn open_exchanges(&self) -> usize {
        self.0.open.load(Ordering::Relaxed)
    }

    fn route(&self, method: &str, path: &str, change: impl FnOnce(&mut Route)) {
        let mut routes = lock(&self.0.routes);
        match routes.iter_mut().find(|route| route.is(method, path)) {
            Some(route) => change(route),
            None => {
                let mut route = Route::new(method, path);
                change(&mut route);
                routes.push(route);
            }
        }
    }

    fn take(&self, method: &str, path: &str, fixture: Option<Reply>) -> Option<Reply> {
        let routed = lock(&self.0.routes)
            .iter_mut()
            .rev()
            .filter_map(|route| Some((route.fit(method, path)?, route)))
            .max_by_key(|(fit, _)| *fit)
            .and_then(|(_, route)| route.take());
        routed
            .or_else(|| lock(&self.0.replies).pop_front())
            .or(fixture)
            .or_else(|| lock(&self.0.last).clone())
    }

    /// The answers that nobody has asked for, for a person.
    fn left(&self) -> Vec<String> {
        let mut left: Vec<String> = lock(&self.0.routes).iter().filter_map(Route::left).collect();
        match lock(&self.0.replies).len() {
            0 => {}
            count => left.push(format!("{count} for any request")),
        }
        left
    }
}

impl Transport for Script {
    fn send(&self, request: http::Request<Body>) -> TransportFuture {
        let script = self.clone();
        let guard = Guard::new(&self.0.open);
        Box::pin(async move {
            let (head, body) = request.into_parts();
            let body = read(body).await?;
            let (method, path) = (head.method.to_string(), head.uri.path().to_owned());
            let request = Recorded {
                method: head.method,
                uri: head.uri,
                headers: head.headers,
                body,
            };
            let fixture = script.fixture(&request);
            let reply = script.take(&method, &path, fixture).ok_or_else(|| {
                let reason = format!("the script has no answer left for {request:?}");
                TransportError::request(reason)
            });
            lock(&script.0.requests).push(request);
            reply?.play(guard).await
        })
    }
}

/// Replies and requests hold secrets, so they are only counted.
impl fmt::Debug for Script {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Script")
            .field("requests", &lock(&self.0.requests).len())
            .field("left", &self.left())
            .finish_non_exhaustive()
    }
}

async fn read(body: Body) -> Result<Bytes, TransportError> {
    let mut chunks = body.open()?;
    let mut whole = BytesMut::new();
    while let Some(chunk) = std::future::poll_fn(|context| Pin::new(&mut chunks).poll_next(context)).await {
        whole.extend_from_slice(&chunk?);
    }
    Ok(whole.freeze())
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Counts an exchange as open while it lives.
#[derive(Debug)]
struct Guard(Arc<AtomicUsize>);

impl Guard {
    fn new(open: &Arc<AtomicUsize>) -> Self {
        open.fetch_add(1, Ordering::Relaxed);
        Self(Arc::clone(open))
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}
