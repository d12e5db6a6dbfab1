//! A transport without a network, for tests: it answers from a script and records what it was asked.
//!
//! A [`Script`] is given [`Reply`]s, which it hands out one for each request in their order, and goes into a client with
//! [`ClientBuilder::transport`](crate::ClientBuilder::transport). All its waiting is on tokio's clock, so a test that pauses the clock takes no time.

mod recorded;
mod reply;

pub use recorded::Recorded;
pub use reply::Reply;

use crate::transport::{Body, Transport, TransportError, TransportFuture};
use bytes::{Bytes, BytesMut};
use futures_core::Stream as _;
use std::collections::VecDeque;
use std::pin::Pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Answers in their order, and the requests so far. Clones share both.
#[derive(Clone, Debug, Default)]
pub struct Script(Arc<Shared>);

#[derive(Debug, Default)]
struct Shared {
    replies: Mutex<VecDeque<Reply>>,
    last: Mutex<Option<Reply>>,
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

    fn take(&self) -> Option<Reply> {
        lock(&self.0.replies).pop_front().or_else(|| lock(&self.0.last).clone())
    }
}

impl Transport for Script {
    fn send(&self, request: http::Request<Body>) -> TransportFuture {
        let script = self.clone();
        let guard = Guard::new(&self.0.open);
        Box::pin(async move {
            let (head, body) = request.into_parts();
            let body = read(body).await?;
            let (method, uri) = (head.method.clone(), head.uri.clone());
            lock(&script.0.requests).push(Recorded {
                method: head.method,
                uri: head.uri,
                headers: head.headers,
                body,
            });
            match script.take() {
                Some(reply) => reply.play(guard).await,
                None => Err(TransportError::request(format!(
                    "the script has no answer left for {method} {}",
                    uri.path()
                ))),
            }
        })
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
