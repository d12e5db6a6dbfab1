//! The clock and the timers of a browser, in the shape of tokio's.

use gloo_timers::future::TimeoutFuture;
use send_wrapper::SendWrapper;
use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::task::{Context, Poll, ready};
use std::time::Duration;

pub(crate) use web_time::{Instant, SystemTime};

/// The longest time that a timer of a browser can be set to; with more than that it rings at once.
const LONGEST: u32 = i32::MAX as u32;

/// Waits until an instant.
pub(crate) struct Sleep {
    /// `None` for an instant too far away for the clock.
    until: Option<Instant>,
    timer: Option<SendWrapper<TimeoutFuture>>,
}

/// Waits for some time.
pub(crate) fn sleep(duration: Duration) -> Sleep {
    Sleep {
        until: Instant::now().checked_add(duration),
        timer: None,
    }
}

/// Waits until an instant.
pub(crate) fn sleep_until(until: Instant) -> Sleep {
    Sleep {
        until: Some(until),
        timer: None,
    }
}

impl Sleep {
    /// Waits until another instant, from the next poll on.
    pub(crate) fn reset(mut self: Pin<&mut Self>, until: Instant) {
        self.until = Some(until);
        self.timer = None;
    }
}

impl Future for Sleep {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let Self { until, timer } = &mut *self;
        // A timer may ring early, and a long wait takes several of them.
        loop {
            let now = Instant::now();
            let left = until.map_or(Duration::MAX, |until| until.saturating_duration_since(now));
            if left.is_zero() {
                return Poll::Ready(());
            }
            let milliseconds = u32::try_from(left.as_millis() + 1).unwrap_or(LONGEST).min(LONGEST);
            let ringing = timer.get_or_insert_with(|| SendWrapper::new(TimeoutFuture::new(milliseconds)));
            ready!(Pin::new(ringing).poll(context));
            *timer = None;
        }
    }
}

/// A limit that has passed.
#[derive(Debug)]
pub(crate) struct Elapsed;

/// The output of a future, if it has one before the instant.
pub(crate) async fn timeout_at<F: Future>(at: Instant, future: F) -> Result<F::Output, Elapsed> {
    let (mut future, mut limit) = (pin!(future), pin!(sleep_until(at)));
    poll_fn(|context| match future.as_mut().poll(context) {
        Poll::Ready(output) => Poll::Ready(Ok(output)),
        Poll::Pending => limit.as_mut().poll(context).map(|()| Err(Elapsed)),
    })
    .await
}
