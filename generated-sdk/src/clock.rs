//! The clock: everything that waits and everything that asks for the time does so here.
//!
//! It is tokio's, so a test that pauses that one takes no time. In a browser, where tokio has none, it is the browser's in the same shape.

#[cfg(target_arch = "wasm32")]
mod browser;

#[cfg(target_arch = "wasm32")]
pub(crate) use browser::{Instant, Sleep, SystemTime, sleep, sleep_until, timeout_at};
#[cfg(not(target_arch = "wasm32"))]
pub(crate) use std::time::SystemTime;
#[cfg(not(target_arch = "wasm32"))]
pub(crate) use tokio::time::{Instant, Sleep, sleep, sleep_until, timeout_at};

use std::time::Duration;

/// The time of day, as what has passed since 1970.
pub(crate) fn since_epoch() -> Duration {
    SystemTime::now()
        .duration_since(SystemTime::UNIX_EPOCH)
        .unwrap_or_default()
}
