//! The same calls without `async`: the thread that makes one waits for it.
//!
//! Every way of running a call has a twin that ends in `_blocking`, and whatever comes in pieces becomes an iterator:
//!
//! * [`Call::send_blocking`](crate::Call::send_blocking) and [`Call::with_response_blocking`](crate::Call::with_response_blocking) for the answer,
//! * [`TwoStepUpload::send_blocking`](crate::TwoStepUpload::send_blocking) for an upload,
//! * [`Call::stream_blocking`](crate::Call::stream_blocking) for events,
//! * [`Call::raw_blocking`](crate::Call::raw_blocking), [`Call::chunks_blocking`](crate::Call::chunks_blocking) and
//!   [`Call::download_blocking`](crate::Call::download_blocking) for the response, its bytes, and a file of them,
//! * `into_blocking` on [`Items`](crate::Items), [`Pages`](crate::Pages), [`EventStream`](crate::EventStream) and [`Response`](crate::Response),
//! * [`wait`] for anything else that would be awaited.
//!
//! Connections and timers are served by one thread, started when it is first needed and kept for the life of the program. The calls work on any
//! thread, inside of a runtime too; but there they keep the runtime's own thread from its work, so async code does better to await.
//!
//! The one exception is the serving thread itself: what runs there, such as a stream that is sent as a body, would wait for work that only its own
//! thread can do. A blocking call there fails with a configuration error at once; on a thread of its own, with a channel between, it does not.

mod call;
mod iterator;

pub use iterator::Blocking;

use crate::error::{Error, Result};
use std::future::IntoFuture;
use std::io;
use std::pin::pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError, mpsc};
use std::task::{Context, Poll, Wake, Waker};
use std::thread::{self, Thread, ThreadId};
use tokio::runtime::{Builder, Handle};
use tokio::task::unconstrained;

/// Waits on this thread until a future of this crate, or any other, is done.
///
/// # Errors
///
/// The thread that serves the connections could not be started, or it is the one that this is called on. What the future itself may fail with is inside of its output.
pub fn wait<F: IntoFuture>(future: F) -> Result<F::Output> {
    let Serving { runtime, thread } = serving()?;
    if thread == thread::current().id() {
        return Err(Error::configuration(
            "a blocking call on the thread that serves blocking calls would wait for itself, as in a stream that is sent as a body; \
             make it on a thread of its own",
        ));
    }
    let _inside = runtime.enter();
    let alarm = Arc::new(Alarm::new());
    let waker = Waker::from(Arc::clone(&alarm));
    // Inside of a task the budget of that task would run out, and nobody renews it before we return.
    let mut future = pin!(unconstrained(future.into_future()));
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut Context::from_waker(&waker)) {
            return Ok(output);
        }
        alarm.sleep();
    }
}

/// Wakes the thread that made it.
struct Alarm {
    thread: Thread,
    /// The thread's own token may be taken by other code that parks it.
    has_rung: AtomicBool,
}

impl Alarm {
    fn new() -> Self {
        Self {
            thread: thread::current(),
            has_rung: AtomicBool::new(false),
        }
    }

    fn sleep(&self) {
        while !self.has_rung.swap(false, Ordering::Acquire) {
            thread::park();
        }
    }
}

impl Wake for Alarm {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.has_rung.store(true, Ordering::Release);
        self.thread.unpark();
    }
}

/// The runtime of all blocking calls; where it could not be started, the next call tries again.
static SERVING: Mutex<Option<Serving>> = Mutex::new(None);

/// What serves the blocking calls.
#[derive(Clone)]
struct Serving {
    runtime: Handle,
    thread: ThreadId,
}

fn serving() -> Result<Serving> {
    let mut serving = SERVING.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(serving) = &*serving {
        return Ok(serving.clone());
    }
    let started = start().map_err(|error| {
        Error::configuration(format!(
            "the thread that serves blocking calls could not be started: {error}"
        ))
    })?;
    Ok(serving.insert(started).clone())
}

/// Starts the thread. The runtime never leaves it: one that is dropped inside of another panics.
fn start() -> io::Result<Serving> {
    let (sender, receiver) = mpsc::sync_channel(1);
    let thread = thread::Builder::new()
        .name(concat!(env!("CARGO_PKG_NAME"), "-blocking").to_owned())
        .spawn(move || match Builder::new_current_thread().enable_all().build() {
            Ok(runtime) => {
                let _ = sender.send(Ok(runtime.handle().clone()));
                runtime.block_on(std::future::pending::<()>());
            }
            Err(error) => {
                let _ = sender.send(Err(error));
            }
        })?;
    let runtime = receiver.recv().unwrap_or_else(|ended| Err(io::Error::other(ended)))?;
    Ok(Serving {
        runtime,
        thread: thread.thread().id(),
    })
}
