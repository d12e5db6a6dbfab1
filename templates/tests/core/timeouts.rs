//! Four time limits, and an error that says which of them ended the call.

use crate::support::{builder, client, create, fetch, thing, watch};
use sdk_template::test_util::{Reply, Script};
use sdk_template::{Body, Bytes, Call, Operation, TimeoutKind};
use serde_json::{Value, json};
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::time::{Instant, Sleep};

const SECOND: Duration = Duration::from_secs(1);

#[tokio::test(start_paused = true)]
async fn headers_that_do_not_come() {
    let script = Script::new().otherwise(Reply::silence());
    let begin = Instant::now();
    let error = create(&client(&script), &json!({})).await.unwrap_err();
    assert_eq!(error.timeout_kind(), Some(TimeoutKind::Headers));
    assert_eq!(begin.elapsed().as_secs(), 60);
    assert_eq!(error.to_string(), "POST /thing/create: no response headers within 60s");
    assert_eq!((script.requests().len(), script.open_exchanges()), (1, 0));
}

#[tokio::test(start_paused = true)]
async fn a_read_is_tried_again_after_a_timeout() {
    let script = Script::new().reply(Reply::silence()).otherwise(Reply::json(thing("a")));
    fetch(&client(&script), "a").headers_timeout(SECOND).await.unwrap();
    assert_eq!(script.requests().len(), 2);
}

#[tokio::test(start_paused = true)]
async fn the_whole_call() {
    let script = Script::new().otherwise(Reply::silence());
    let client = builder(&script).timeout(90 * SECOND).build().unwrap();
    let begin = Instant::now();
    let error = fetch(&client, "a").await.unwrap_err();
    assert_eq!(error.timeout_kind(), Some(TimeoutKind::Total));
    assert_eq!(begin.elapsed().as_secs(), 90);
    assert_eq!(error.attempts(), 2);
    assert_eq!(
        error.to_string(),
        "GET /thing/{thingId}/fetch: the call did not end within 90s (after 2 tries)"
    );
}

#[tokio::test(start_paused = true)]
async fn the_whole_call_bounds_the_body_too() {
    let script = Script::new().otherwise(Reply::json(thing("a")).delay_between(SECOND).body(vec!["x"; 100]));
    let error = fetch(&client(&script), "a")
        .timeout(10 * SECOND)
        .max_retries(0)
        .await
        .unwrap_err();
    assert_eq!(error.timeout_kind(), Some(TimeoutKind::Total));
}

#[tokio::test(start_paused = true)]
async fn a_body_that_stalls_ends_with_the_whole_call() {
    let script = Script::new().otherwise(Reply::chunks("application/json", ["{"]).stalled());
    let begin = Instant::now();
    let error = fetch(&client(&script), "a").await.unwrap_err();
    assert_eq!(error.timeout_kind(), Some(TimeoutKind::Total));
    assert_eq!((begin.elapsed().as_secs(), script.open_exchanges()), (600, 0));
    let error = fetch(&client(&script), "a")
        .idle_timeout(SECOND)
        .max_retries(0)
        .await
        .unwrap_err();
    assert_eq!(error.timeout_kind(), Some(TimeoutKind::Idle));
    assert_eq!(begin.elapsed().as_secs(), 601);
}

#[tokio::test(start_paused = true)]
async fn an_answer_that_begins_early_may_take_its_time() {
    let body = [thing("a").to_string()];
    let script = Script::new().otherwise(Reply::chunks("application/json", body).delay_between(300 * SECOND));
    assert_eq!(fetch(&client(&script), "a").await.unwrap().id, "a");
}

#[tokio::test(start_paused = true)]
async fn a_connection_that_does_not_come() {
    let script = Script::new().otherwise(Reply::connect_timeout());
    let error = create(&client(&script), &json!({})).max_retries(0).await.unwrap_err();
    assert_eq!(error.timeout_kind(), Some(TimeoutKind::Connect));
    assert!(error.is_timeout() && error.is_connect());
}

#[tokio::test(start_paused = true)]
async fn a_stream_has_no_limit_but_the_idle_one() {
    let line = "{\"type\":\"t\",\"data\":1}\n";
    let script = Script::new().reply(
        Reply::chunks("application/jsonl", vec![line; 100])
            .delay_between(50 * SECOND)
            .stalled(),
    );
    let client = builder(&script).timeout(100 * SECOND).build().unwrap();
    let mut ticks = watch(&client).stream().await.unwrap();
    for _ in 0..100 {
        ticks.next().await.unwrap().unwrap();
    }
    let begin = Instant::now();
    let error = ticks.next().await.unwrap().unwrap_err();
    assert_eq!(error.timeout_kind(), Some(TimeoutKind::Idle));
    assert_eq!(begin.elapsed().as_secs(), 60);
    assert_eq!(
        error.to_string(),
        "POST /thing/watch: nothing of the body arrived for 60s (status 200)"
    );
    assert!(ticks.next().await.is_none());
}

#[tokio::test(start_paused = true)]
async fn the_idle_limit_can_be_set_on_a_call() {
    let script = Script::new().reply(Reply::chunks("application/jsonl", [""; 0]).stalled());
    let mut ticks = watch(&client(&script)).idle_timeout(SECOND).stream().await.unwrap();
    let begin = Instant::now();
    ticks.next().await.unwrap().unwrap_err();
    assert_eq!(begin.elapsed().as_secs(), 1);
}

#[tokio::test(start_paused = true)]
async fn no_limit_at_all_can_be_had() {
    let script = Script::new().otherwise(Reply::json(thing("a")).delay(100_000 * SECOND));
    let client = builder(&script)
        .no_timeout()
        .headers_timeout(Duration::MAX)
        .idle_timeout(Duration::MAX)
        .build()
        .unwrap();
    fetch(&client, "a").await.unwrap();
    fetch(&client, "a").timeout(Duration::MAX).await.unwrap();
}

/// An upload that takes its time.
struct Slow {
    pieces: u32,
    wait: Pin<Box<Sleep>>,
}

impl futures_core::Stream for Slow {
    type Item = std::io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if self.pieces == 0 {
            return Poll::Ready(None);
        }
        std::task::ready!(self.wait.as_mut().poll(context));
        self.pieces -= 1;
        self.wait = Box::pin(tokio::time::sleep(40 * SECOND));
        Poll::Ready(Some(Ok(Bytes::from_static(b"x"))))
    }
}

#[tokio::test(start_paused = true)]
async fn a_slow_upload_that_makes_progress_is_not_cut() {
    static UPLOAD: Operation = Operation::put("upload", "/upload");
    let script = Script::new().otherwise(Reply::json(json!({})));
    let body = Body::from_stream(
        Slow {
            pieces: 5,
            wait: Box::pin(tokio::time::sleep(40 * SECOND)),
        },
        None,
    );
    Call::<Value>::new(&client(&script), &UPLOAD)
        .body("text/plain", body)
        .await
        .unwrap();
    assert_eq!(script.requests()[0].text(), "xxxxx");
}
