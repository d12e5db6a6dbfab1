//! The four time limits.

use crate::clock::{self, Instant};
use crate::error::{Error, TimeoutKind};
use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// The limits of a client.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Timeouts {
    pub(crate) connect: Duration,
    pub(crate) headers: Duration,
    pub(crate) idle: Duration,
    pub(crate) total: Option<Duration>,
}

impl Default for Timeouts {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(5),
            headers: Duration::from_secs(60),
            idle: Duration::from_secs(60),
            total: Some(Duration::from_secs(600)),
        }
    }
}

/// The end of a whole call.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Deadline {
    pub(crate) at: Instant,
    limit: Duration,
}

impl Deadline {
    /// Begins now; a limit too large for the clock is none.
    pub(crate) fn of(limit: Option<Duration>) -> Option<Self> {
        let limit = limit?;
        Some(Self {
            at: Instant::now().checked_add(limit)?,
            limit,
        })
    }

    /// Waits no longer than until then.
    pub(crate) async fn bound<T>(self, future: impl Future<Output = T>) -> Result<T, Error> {
        clock::timeout_at(self.at, future).await.map_err(|_| self.error())
    }

    pub(crate) fn error(self) -> Error {
        Error::timeout(TimeoutKind::Total, self.limit)
    }
}

/// Counts the bytes of an upload as they are handed over, so that a slow but living one is not taken for a silent server.
pub(crate) type Progress = Arc<AtomicU64>;

/// Waits for the headers of an answer, no longer than `limit` after the last progress of the upload and not beyond the deadline.
pub(crate) async fn until_headers<T>(
    exchange: impl Future<Output = T>,
    limit: Duration,
    progress: Option<Progress>,
    deadline: Option<&Deadline>,
) -> Result<T, Error> {
    let mut exchange = pin!(exchange);
    let mut seen = 0;
    loop {
        let now = Instant::now();
        let end = now.checked_add(limit);
        let (at, total) = match (end, deadline) {
            (Some(end), Some(deadline)) if deadline.at <= end => (deadline.at, Some(deadline)),
            (Some(end), _) => (end, None),
            (None, Some(deadline)) => (deadline.at, Some(deadline)),
            (None, None) => return Ok(exchange.await),
        };
        if let Ok(answer) = clock::timeout_at(at, exchange.as_mut()).await {
            return Ok(answer);
        }
        if let Some(deadline) = total {
            return Err(deadline.error());
        }
        let sent = progress.as_ref().map_or(0, |sent| sent.load(Ordering::Relaxed));
        if sent == seen {
            return Err(Error::timeout(TimeoutKind::Headers, limit));
        }
        seen = sent;
    }
}
