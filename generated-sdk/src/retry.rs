//! When a failed request is sent again, and after which pause.

mod after;
mod bucket;

pub(crate) use after::retry_after;
pub(crate) use bucket::TokenBucket;

use crate::transport::TransportError;
use http::{HeaderMap, HeaderName, StatusCode};
use std::time::Duration;

/// How often and how patiently failed requests are sent again.
///
/// A request that may do something twice (`POST`, `PATCH`) is sent again only after a failure which proves that the server did not process it, unless
/// the operation is declared idempotent or the call carries an idempotency key.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct RetryPolicy {
    /// Further tries after the first one: 2.
    pub max_retries: u32,
    /// The first pause: half a second. It doubles each time.
    pub first_pause: Duration,
    /// The longest pause of our own: 8 seconds.
    pub longest_pause: Duration,
    /// The longest pause that the server may ask for: 60 seconds. Beyond it the error comes back, with its `retry_after`.
    pub longest_retry_after: Duration,
    /// The statuses that a further try may cure: 408, 429, 500, 502, 503 and 504.
    pub statuses: Vec<StatusCode>,
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self {
            max_retries: 2,
            first_pause: Duration::from_millis(500),
            longest_pause: Duration::from_secs(8),
            longest_retry_after: Duration::from_secs(60),
            statuses: vec![
                StatusCode::REQUEST_TIMEOUT,
                StatusCode::TOO_MANY_REQUESTS,
                StatusCode::INTERNAL_SERVER_ERROR,
                StatusCode::BAD_GATEWAY,
                StatusCode::SERVICE_UNAVAILABLE,
                StatusCode::GATEWAY_TIMEOUT,
            ],
        }
    }
}

impl RetryPolicy {
    /// Never a second try.
    pub fn never() -> Self {
        Self {
            max_retries: 0,
            ..Self::default()
        }
    }

    /// Sets how many further tries there may be.
    #[must_use]
    pub fn max_retries(mut self, retries: u32) -> Self {
        self.max_retries = retries;
        self
    }

    /// Sets the first pause, which doubles each time, and the longest.
    #[must_use]
    pub fn pauses(mut self, first: Duration, longest: Duration) -> Self {
        self.first_pause = first;
        self.longest_pause = longest;
        self
    }

    /// Sets the statuses that a further try may cure.
    #[must_use]
    pub fn statuses(mut self, statuses: impl IntoIterator<Item = StatusCode>) -> Self {
        self.statuses = statuses.into_iter().collect();
        self
    }

    /// The pause before the next try when `attempts` have been made: doubled each time, and up to a quarter shorter, so that clients which
    /// failed together do not come back together.
    pub(crate) fn pause(&self, attempts: u32) -> Duration {
        let doubled = 2_u32.saturating_pow(attempts.saturating_sub(1));
        let pause = self.first_pause.saturating_mul(doubled).min(self.longest_pause);
        pause.mul_f64(1.0 - 0.25 * fastrand::f64())
    }
}

/// What a failed try says about another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Hope {
    /// Another try will end the same way.
    None,
    /// Another try may succeed, but this one may have had its effect.
    IfSafe,
    /// Another try may succeed, and this one had no effect.
    Always,
}

impl Hope {
    /// What is left of it once the request may have been processed.
    pub(crate) fn after_processing(self) -> Self {
        match self {
            Self::Always => Self::IfSafe,
            less => less,
        }
    }

    /// What a failure of the transport leaves to hope for.
    pub(crate) fn after(failure: &TransportError) -> Self {
        match (failure.proves_unprocessed(), failure.is_transient()) {
            (true, _) => Self::Always,
            (false, true) => Self::IfSafe,
            (false, false) => Self::None,
        }
    }
}

/// By which some servers overrule what the status says.
static SHOULD_RETRY: HeaderName = HeaderName::from_static("x-should-retry");

/// What the head of an answer says about another try.
pub(crate) fn hope_of_status(policy: &RetryPolicy, status: StatusCode, headers: &HeaderMap) -> Hope {
    if status.is_success() || status.is_redirection() {
        return Hope::None;
    }
    match headers.get(&SHOULD_RETRY).map(http::HeaderValue::as_bytes) {
        Some(b"true") => return Hope::Always,
        Some(b"false") => return Hope::None,
        _ => {}
    }
    if !policy.statuses.contains(&status) {
        return Hope::None;
    }
    let refused = status == StatusCode::TOO_MANY_REQUESTS
        || (status == StatusCode::SERVICE_UNAVAILABLE && headers.contains_key(http::header::RETRY_AFTER));
    if refused { Hope::Always } else { Hope::IfSafe }
}
