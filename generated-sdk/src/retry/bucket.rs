//! A budget for retries that all calls of a client share, so that a failing server is not met by three times the load.

use std::sync::atomic::{AtomicU32, Ordering};

/// What the bucket holds at most.
const CAPACITY: u32 = 500;
/// What a retry takes out.
const RETRY: u32 = 5;
/// What a success at the first try puts back.
const SUCCESS: u32 = 1;

/// Tokens: a retry takes some, a success brings some back.
#[derive(Debug)]
pub(crate) struct TokenBucket(AtomicU32);

impl Default for TokenBucket {
    fn default() -> Self {
        Self(AtomicU32::new(CAPACITY))
    }
}

impl TokenBucket {
    /// Pays for a retry; `false` where the budget is spent.
    pub(crate) fn take(&self) -> bool {
        self.0
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |tokens| tokens.checked_sub(RETRY))
            .is_ok()
    }

    /// A call succeeded; after a retry, what it cost comes back.
    pub(crate) fn succeeded(&self, attempts: u32) {
        let back = if attempts > 1 { RETRY } else { SUCCESS };
        // Nearly always the bucket is full, and then one load is all that a call costs.
        if self.0.load(Ordering::Relaxed) < CAPACITY {
            let _ = self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |tokens| {
                Some((tokens + back).min(CAPACITY))
            });
        }
    }
}
