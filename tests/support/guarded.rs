//! Running something that may go wrong: a panic, an endless loop.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;

/// As much as the program gives itself.
const STACK: usize = 512 << 20;

/// How something ended that did not end well.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// It panicked, with these words.
    Panicked(String),
    /// It was still running when the time was over. Its thread is left behind.
    Hung,
}

/// Does `work` in a thread of its own with as large a stack as the program has, for as long as `limit`.
///
/// # Errors
///
/// It panicked, or did not end in time.
///
/// # Panics
///
/// No thread can be started.
pub fn guarded<T: Send + 'static>(limit: Duration, work: impl FnOnce() -> T + Send + 'static) -> Result<T, Failure> {
    let (sender, receiver) = channel();
    let work = move || {
        let done = catch_unwind(AssertUnwindSafe(work));
        let words = |panic: Box<dyn std::any::Any + Send>| {
            let text = panic.downcast_ref::<String>().cloned();
            text.or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned()))
                .unwrap_or_default()
        };
        // Whoever waited has gone when the time was over.
        let _ = sender.send(done.map_err(|panic| Failure::Panicked(words(panic))));
    };
    let spawned = std::thread::Builder::new().stack_size(STACK).spawn(work);
    assert!(spawned.is_ok(), "no thread can be started");
    receiver.recv_timeout(limit).unwrap_or_else(|error| match error {
        RecvTimeoutError::Timeout => Err(Failure::Hung),
        RecvTimeoutError::Disconnected => Err(Failure::Panicked("the thread is gone".to_owned())),
    })
}
