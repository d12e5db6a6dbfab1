//! Whether a call is sent again, and after which pause.

use crate::clock::Instant;
use crate::draft::Draft;
use crate::payload::Payload;
use crate::retry::{Hope, RetryPolicy};
use crate::timeout::Deadline;
use crate::transport::Body;
use http::HeaderValue;
use std::time::Duration;

/// The rules of one call for further tries.
pub(super) struct TryAgain<'a> {
    draft: &'a Draft,
    /// The body that is sent in place of the draft's.
    body: Option<&'a Body>,
    policy: &'a RetryPolicy,
    max_retries: u32,
    deadline: Option<Deadline>,
}

impl<'a> TryAgain<'a> {
    pub(super) fn new(draft: &'a Draft, body: Option<&'a Body>, deadline: Option<Deadline>) -> Self {
        let options = &draft.options;
        let policy = options
            .retry
            .as_deref()
            .unwrap_or(&draft.client.shared().options().retry);
        Self {
            draft,
            body,
            policy,
            max_retries: options.max_retries.unwrap_or(policy.max_retries),
            deadline,
        }
    }

    pub(super) fn policy(&self) -> &RetryPolicy {
        self.policy
    }

    /// The pause before the next try, or `None` where there is to be none.
    pub(super) fn pause(&self, attempts: u32, hope: Hope, asked: Option<Duration>) -> Option<Duration> {
        let is_allowed = match hope {
            Hope::None => false,
            Hope::IfSafe => self.is_safe(),
            Hope::Always => true,
        };
        if !is_allowed || attempts > self.max_retries || !self.is_replayable() {
            return None;
        }
        if asked.is_some_and(|asked| asked > self.policy.longest_retry_after) {
            return None;
        }
        let pause = asked.unwrap_or_else(|| self.policy.pause(attempts));
        if self
            .deadline
            .is_some_and(|deadline| deadline.at.saturating_duration_since(Instant::now()) <= pause)
        {
            return None;
        }
        self.draft.client.shared().bucket().take().then_some(pause)
    }

    /// Whether the request may reach the server twice.
    fn is_safe(&self) -> bool {
        self.draft.operation.is_safe_to_repeat() || self.draft.options.idempotency_key.is_some()
    }

    /// Whether the body can be sent a second time.
    pub(super) fn is_replayable(&self) -> bool {
        if let Some(body) = self.body {
            return body.is_replayable();
        }
        match &self.draft.payload {
            Some(Payload::Raw(_, body)) => body.is_replayable(),
            Some(Payload::Multipart(form)) => form.is_replayable(),
            _ => true,
        }
    }
}

/// A call of an operation with an idempotency header gets a key of its own, the same for all its tries.
pub(super) fn give_idempotency_key(draft: &mut Draft) {
    let declared = draft
        .operation
        .idempotency_header
        .or(draft.client.shared().api().idempotency_header);
    let is_needless = draft.operation.is_foreign || draft.operation.is_safe_to_repeat();
    if declared.is_none() || is_needless || draft.options.idempotency_key.is_some() {
        return;
    }
    draft.options.idempotency_key = HeaderValue::from_str(&uuid()).ok();
}

/// A random UUID (version 4).
fn uuid() -> String {
    let random = fastrand::u128(..);
    let versioned = (random & !(0xf << 76) & !(0x3 << 62)) | (0x4 << 76) | (0x2 << 62);
    let hex = format!("{versioned:032x}");
    let (a, rest) = hex.split_at(8);
    let (b, rest) = rest.split_at(4);
    let (c, rest) = rest.split_at(4);
    let (d, e) = rest.split_at(4);
    format!("{a}-{b}-{c}-{d}-{e}")
}
