//! The road of every request: build, send, follow redirects, wait, send again, read. Nothing here knows the type of an answer.

mod again;
mod follow;

use crate::arrival::Arrival;
use crate::draft::Draft;
use crate::error::Error;
use crate::request;
use crate::response::Head;
use crate::retry::{self, Hope, retry_after};
use crate::timeout::Deadline;
use crate::transport::Chunks;
use again::TryAgain;
use bytes::Bytes;
use std::time::Duration;

/// What the caller wants of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wanted {
    /// The whole body of a success.
    Whole,
    /// The body of a success as it arrives.
    Arriving,
    /// The answer as it comes, whatever its status.
    AsItComes,
}

/// An answer, its body read or not.
pub(crate) struct Exchange {
    pub(crate) head: Head,
    pub(crate) body: Received,
}

/// The body of an answer.
pub(crate) enum Received {
    Whole(Bytes),
    Arriving(Arrival),
}

/// A failed try, and whether another may help.
struct Failure {
    error: Error,
    hope: Hope,
}

impl Failure {
    fn without_hope(error: Error) -> Self {
        Self {
            error,
            hope: Hope::None,
        }
    }
}

/// The life of a call.
pub(crate) async fn run(mut draft: Draft, wanted: Wanted) -> Result<Exchange, Error> {
    again::give_idempotency_key(&mut draft);
    let deadline = Deadline::of(draft.options.timeout.or(draft.client.shared().options().timeouts.total));
    let again = TryAgain::new(&draft, deadline);
    let mut attempts = 0;
    loop {
        attempts += 1;
        let request = request::build(&draft).map_err(|error| error.in_operation(&draft.operation))?;
        let outcome = match follow::send(&draft, request, deadline, attempts).await {
            Ok((head, chunks)) => {
                let hope = retry::hope_of_status(again.policy(), head.status, &head.headers);
                if let Some(pause) = again.pause(attempts, hope, retry_after(&head.headers)) {
                    discard(chunks).await;
                    tokio::time::sleep(pause).await;
                    continue;
                }
                receive(head, chunks, wanted, &draft, deadline).await
            }
            Err(failure) => Err(failure),
        };
        match outcome {
            Ok(exchange) => {
                draft.client.shared().bucket().succeeded(attempts);
                return Ok(exchange);
            }
            Err(Failure { error, hope }) => match again.pause(attempts, hope, None) {
                Some(pause) => tokio::time::sleep(pause).await,
                None => return Err(error.in_operation(&draft.operation).after(attempts)),
            },
        }
    }
}

/// Reads what is wanted of an answer that will not be asked for again.
async fn receive(
    head: Head,
    chunks: Chunks,
    wanted: Wanted,
    draft: &Draft,
    deadline: Option<Deadline>,
) -> Result<Exchange, Failure> {
    let own = draft.options.idle_timeout;
    let options = draft.client.shared().options();
    if wanted == Wanted::AsItComes || (wanted == Wanted::Arriving && head.status.is_success()) {
        // A body that the caller reads in their own time is under the idle limit alone.
        let idle = own.unwrap_or(options.timeouts.idle);
        let body = Received::Arriving(Arrival::new(chunks, Some(idle), None));
        return Ok(Exchange { head, body });
    }
    let limits = options.limits;
    // Some servers begin an answer early and take their time over it: the limit of the whole call is the one that counts.
    let mut arrival = Arrival::new(chunks, own, deadline);
    if !head.status.is_success() {
        // A status without its body is still the better error than a body that broke off.
        let body = arrival
            .collect_up_to(limits.error)
            .await
            .map(|(body, _)| body)
            .unwrap_or_default();
        let mut error = Error::of_status(&head, body);
        error.set_retry_after(retry_after(&head.headers));
        return Err(Failure::without_hope(error));
    }
    match arrival.collect(limits.answer).await {
        Ok(body) => Ok(Exchange {
            head,
            body: Received::Whole(body),
        }),
        Err(error) => {
            let hope = if error.is_decode() { Hope::None } else { Hope::IfSafe };
            Err(Failure {
                error: error.with_head(&head),
                hope,
            })
        }
    }
}

/// Reads the little that is usually left of an answer nobody wants, so that its connection can be used again; more than that is cut off.
async fn discard(chunks: Chunks) {
    const PATIENCE: Duration = Duration::from_millis(250);
    const LIMIT: usize = 64 * 1024;
    let mut arrival = Arrival::new(chunks, None, Deadline::of(Some(PATIENCE)));
    let _ = arrival.collect_up_to(LIMIT).await;
}
