//! What a caller may set on a single call.

use super::Call;
use crate::retry::RetryPolicy;
use serde::Serialize;
use std::time::Duration;

impl<T, U, P> Call<T, U, P> {
    /// The limit of the whole call, with all its tries and pauses. A stream and a raw response count only until they begin.
    pub fn timeout(mut self, limit: Duration) -> Self {
        self.draft.options.timeout = Some(limit);
        self
    }

    /// The limit of each try until the headers of the answer.
    pub fn headers_timeout(mut self, limit: Duration) -> Self {
        self.draft.options.headers_timeout = Some(limit);
        self
    }

    /// The limit between two pieces of the stream, raw response or answer.
    pub fn idle_timeout(mut self, limit: Duration) -> Self {
        self.draft.options.idle_timeout = Some(limit);
        self
    }

    /// How often it is sent again after a failure.
    pub fn max_retries(mut self, retries: u32) -> Self {
        self.draft.options.max_retries = Some(retries);
        self
    }

    /// Everything about its retries.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.draft.options.max_retries = None;
        self.draft.options.retry = Some(Box::new(policy));
        self
    }

    /// The key by which the server recognises it when it is sent twice; with one, every failure may be followed by another try.
    pub fn idempotency_key(mut self, key: impl AsRef<str>) -> Self {
        self.draft.idempotency_key(key.as_ref());
        self
    }

    /// A header for this call; it replaces any of the same name.
    pub fn header(mut self, name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
        self.draft.header(name.as_ref(), value.as_ref());
        self
    }

    /// A pair of the query, also one that the description does not know; it replaces any of the same name, and null takes that away.
    pub fn query(mut self, name: impl AsRef<str>, value: impl Serialize) -> Self {
        self.draft.query(name.as_ref(), serde_json::to_vec(&value));
        self
    }

    /// A member of the JSON or form body, also one that the description does not know; it replaces any of the same name.
    pub fn body_field(mut self, name: impl Into<String>, value: impl Serialize) -> Self {
        self.draft.member(name.into(), serde_json::to_vec(&value));
        self
    }

    /// Another base URL for this call. It is trusted with the client's credentials.
    pub fn base_url(mut self, url: impl AsRef<str>) -> Self {
        self.draft.base_url(url.as_ref());
        self
    }

    /// The same call with its answer decoded as another type.
    pub fn cast<A>(self) -> Call<A, U, P> {
        Call::of(self.draft)
    }
}
