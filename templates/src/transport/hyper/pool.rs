//! The connections that stand: an idle one is used again, and one of HTTP/2 by as many as ask.
//!
//! hyper-util's client does this too, but each user of the SDK would compile it, four times as much code, and it starts a task for
//! each answer. Here a body gives its connection back itself.

use super::body::{Incoming, Outgoing};
use super::connection::{Connection, Origin, whole};
use super::connector::Connector;
use super::failure;
use crate::transport::{Chunks, TransportError};
use http::uri::PathAndQuery;
use http::{Request, Response};
use std::collections::HashMap;
use std::future::{Future, poll_fn};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::Poll;
use std::time::{Duration, Instant};

/// How long a connection may have been idle and still be trusted with a request.
const IDLE: Duration = Duration::from_secs(90);

/// Connections by where they lead to, the last used one last.
pub(super) struct Pool {
    connector: Connector,
    standing: Mutex<HashMap<Origin, Vec<Idle>>>,
}

struct Idle {
    connection: Connection,
    since: Instant,
}

impl Idle {
    fn is_fit(&self) -> bool {
        !self.connection.is_closed() && self.since.elapsed() < IDLE
    }
}

impl Pool {
    pub(super) fn new(connector: Connector) -> Self {
        Self {
            connector,
            standing: Mutex::default(),
        }
    }

    fn standing(&self) -> MutexGuard<'_, HashMap<Origin, Vec<Idle>>> {
        self.standing.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Sends a request to its origin. Where a connection turns out to have died while it was idle, the next one is tried.
    pub(super) async fn send(
        self: Arc<Self>,
        mut request: Request<Outgoing>,
    ) -> Result<Response<Chunks>, TransportError> {
        let parts = std::mem::take(request.uri_mut()).into_parts();
        let (Some(scheme), Some(authority)) = (parts.scheme, parts.authority) else {
            return Err(TransportError::request("its URL names no host"));
        };
        let origin = (scheme, authority);
        let path = parts.path_and_query.unwrap_or_else(|| PathAndQuery::from_static("/"));
        loop {
            let idle = self.take(&origin);
            let is_used = idle.is_some();
            let mut connection = self.ready(idle, &origin).await?;
            let mut failed = match connection.send(request, &origin, path.clone()).await {
                Ok(response) => {
                    let lease = connection.is_alone().then_some(Lease {
                        pool: self,
                        connection,
                        origin,
                    });
                    return Ok(response.map(|body| -> Chunks { Box::pin(Incoming::new(body, lease)) }));
                }
                Err(failed) => failed,
            };
            request = match failed.take_message() {
                Some(request) if is_used => request,
                came_back => return Err(failure::classify(failed.into_error(), came_back.is_some())),
            };
        }
    }

    /// The connection to an origin that was idle for the shortest time.
    fn take(&self, origin: &Origin) -> Option<Connection> {
        let mut standing = self.standing();
        let connections = standing.get_mut(origin)?;
        while let Some(mut last) = connections.pop() {
            if !last.is_fit() {
                continue;
            }
            if let Some(share) = last.connection.share() {
                last.since = Instant::now();
                connections.push(last);
                return Some(share);
            }
            return Some(last.connection);
        }
        None
    }

    /// Keeps a connection for those who come next.
    fn keep(&self, origin: Origin, connection: Connection) {
        let since = Instant::now();
        let mut standing = self.standing();
        standing.entry(origin).or_default().push(Idle { connection, since });
    }

    /// The idle connection once its last exchange is quite over, which usually it is; or a new one, where that is there earlier.
    async fn ready(&self, mut idle: Option<Connection>, origin: &Origin) -> Result<Connection, TransportError> {
        let mut connecting = None;
        poll_fn(|context| {
            let readiness = idle.as_mut().map(|connection| connection.poll_ready(context));
            if let Some(Poll::Ready(readiness)) = readiness
                && let (Ok(()), Some(connection)) = (readiness, idle.take())
            {
                return Poll::Ready(Ok(connection));
            }
            let connecting = connecting.get_or_insert_with(|| Box::pin(self.connect(origin)));
            connecting.as_mut().poll(context)
        })
        .await
    }

    async fn connect(&self, origin: &Origin) -> Result<Connection, TransportError> {
        self.standing().retain(|_, connections| {
            connections.retain(Idle::is_fit);
            !connections.is_empty()
        });
        let target = whole(origin, PathAndQuery::from_static("/"));
        let stream = self.connector.connect(&target).await.map_err(failure::of_connecting)?;
        let connection = Connection::begin(stream).await?;
        if let Some(share) = connection.share() {
            self.keep(origin.clone(), share);
        }
        Ok(connection)
    }
}

/// A connection with an exchange on it. Where it is dropped before the exchange has ended, the connection is closed.
pub(super) struct Lease {
    pool: Arc<Pool>,
    connection: Connection,
    origin: Origin,
}

impl Lease {
    /// The exchange has ended.
    pub(super) fn end(self) {
        self.pool.keep(self.origin, self.connection);
    }
}
