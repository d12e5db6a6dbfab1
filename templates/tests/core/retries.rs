//! What is sent again, when, and what never is.

use crate::support::{SECRET, builder, client, create, fetch, thing};
use sdk_template::test_util::{Reply, Script};
use sdk_template::{Call, Client, Operation, RetryPolicy};
use serde_json::{Value, json};
use std::time::Duration;
use tokio::time::Instant;

fn then_success(replies: impl IntoIterator<Item = Reply>) -> (Client, Script) {
    let script = replies
        .into_iter()
        .fold(Script::new(), Script::reply)
        .otherwise(Reply::json(thing("a")));
    (client(&script), script)
}

/// How often a read and a write are sent when their first answer is this one.
async fn tries(reply: Reply) -> (usize, usize) {
    let (client, script) = then_success([reply.clone()]);
    let _ = fetch(&client, "a").await;
    let read = script.requests().len();
    let (client, script) = then_success([reply]);
    let _ = create(&client, &json!({})).await;
    (read, script.requests().len())
}

#[tokio::test(start_paused = true)]
async fn what_may_be_sent_twice_is_and_the_rest_only_where_nothing_happened() {
    assert_eq!(tries(Reply::refused()).await, (2, 2));
    assert_eq!(tries(Reply::connect_timeout()).await, (2, 2));
    assert_eq!(tries(Reply::reset()).await, (2, 1));
    assert_eq!(tries(Reply::status(429)).await, (2, 2));
    assert_eq!(tries(Reply::status(503).header("retry-after", "1")).await, (2, 2));
    assert_eq!(tries(Reply::chunks("application/json", ["{"]).cut()).await, (2, 1));
    for status in [408, 500, 502, 503, 504] {
        assert_eq!(tries(Reply::status(status)).await, (2, 1), "{status}");
    }
    for status in [400, 401, 402, 403, 404, 409, 413, 422, 501, 505] {
        assert_eq!(tries(Reply::status(status)).await, (1, 1), "{status}");
    }
}

#[tokio::test(start_paused = true)]
async fn the_server_has_the_last_word() {
    assert_eq!(
        tries(Reply::status(503).header("x-should-retry", "false")).await,
        (1, 1)
    );
    assert_eq!(tries(Reply::status(409).header("x-should-retry", "true")).await, (2, 2));
}

#[tokio::test(start_paused = true)]
async fn an_idempotency_key_makes_a_write_safe() {
    let (client, script) = then_success([Reply::reset(), Reply::status(500)]);
    create(&client, &json!({})).idempotency_key("k-1").await.unwrap();
    let keys: Vec<_> = script
        .requests()
        .iter()
        .map(|request| request.header("idempotency-key").unwrap().to_owned())
        .collect();
    assert_eq!(keys, ["k-1", "k-1", "k-1"]);
}

#[tokio::test(start_paused = true)]
async fn a_declared_header_gets_one_key_a_call() {
    static OPERATION: Operation = Operation::post("pay", "/pay").idempotency_header("X-Once");
    let (client, script) = then_success([Reply::reset()]);
    let call = Call::<Value>::new(&client, &OPERATION);
    call.clone().await.unwrap();
    call.await.unwrap();
    let keys: Vec<_> = script
        .requests()
        .iter()
        .map(|request| request.header("x-once").unwrap().to_owned())
        .collect();
    assert_eq!(keys[0], keys[1]);
    assert_ne!(keys[1], keys[2]);
    assert_eq!(keys[0].len(), 36);
    assert_eq!(keys[0].as_bytes()[14], b'4');
}

#[tokio::test(start_paused = true)]
async fn an_operation_may_be_declared_safe() {
    static OPERATION: Operation = Operation::post("search", "/search").idempotent();
    let (client, script) = then_success([Reply::reset()]);
    Call::<Value>::new(&client, &OPERATION).await.unwrap();
    assert_eq!(script.requests().len(), 2);
}

#[tokio::test(start_paused = true)]
async fn pauses_double_and_jitter_only_shortens() {
    let script = Script::new().otherwise(Reply::reset());
    let client = builder(&script).max_retries(6).build().unwrap();
    let begin = Instant::now();
    fetch(&client, "a").await.unwrap_err();
    let whole = 0.5 + 1.0 + 2.0 + 4.0 + 8.0 + 8.0;
    let waited = begin.elapsed().as_secs_f64();
    assert_eq!(script.requests().len(), 7);
    assert!(waited <= whole + 0.1 && waited >= whole * 0.75 - 0.1, "{waited}");
}

/// The pause before the second try.
async fn pause_after(reply: Reply) -> f64 {
    let (client, _) = then_success([reply]);
    let begin = Instant::now();
    fetch(&client, "a").await.unwrap();
    begin.elapsed().as_secs_f64()
}

#[tokio::test(start_paused = true)]
async fn the_server_may_ask_for_a_pause() {
    let after = |name: &str, value: &str| pause_after(Reply::status(429).header(name, value));
    assert!((after("retry-after", "7").await - 7.0).abs() < 0.1);
    assert!((after("retry-after-ms", "1500").await - 1.5).abs() < 0.1);
    let date = httpdate::fmt_http_date(std::time::SystemTime::now() + Duration::from_secs(20));
    let waited = after("retry-after", &date).await;
    assert!((18.0..=20.1).contains(&waited), "{waited}");
    assert!(after("retry-after", "Thu, 01 Jan 1970 00:00:00 GMT").await < 0.1);
    assert!(after("retry-after", "soon").await <= 0.6);
}

#[tokio::test(start_paused = true)]
async fn too_long_a_pause_comes_back_as_an_error_that_says_it() {
    let (client, script) = then_success([Reply::status(429).header("retry-after", "61")]);
    let error = fetch(&client, "a").await.unwrap_err();
    assert!(error.is_rate_limited());
    assert_eq!(error.retry_after(), Some(Duration::from_secs(61)));
    assert_eq!(
        error.to_string(),
        "GET /thing/{thingId}/fetch: 429 Too Many Requests (retry after 61s)"
    );
    assert_eq!(script.requests().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn the_deadline_bounds_tries_and_pauses() {
    let script = Script::new().otherwise(Reply::status(429).header("retry-after", "30"));
    let begin = Instant::now();
    let error = fetch(&client(&script), "a")
        .timeout(Duration::from_secs(40))
        .max_retries(9)
        .await
        .unwrap_err();
    assert!(
        error.is_rate_limited(),
        "the last answer is a better error than a timeout: {error}"
    );
    assert_eq!(script.requests().len(), 2);
    assert_eq!(begin.elapsed().as_secs(), 30);
}

#[tokio::test(start_paused = true)]
async fn a_storm_of_retries_ends() {
    let script = Script::new().otherwise(Reply::status(500));
    let client = client(&script);
    for _ in 0..100 {
        fetch(&client, "a").await.unwrap_err();
    }
    // 500 tokens pay for 100 retries; after that each call is sent once.
    assert_eq!(script.requests().len(), 200);
    let variant = client.with(|options| options.max_retries(5));
    fetch(&variant, "a").await.unwrap_err();
    assert_eq!(script.requests().len(), 201, "a variant shares the budget");
}

#[tokio::test(start_paused = true)]
async fn retries_can_be_set_for_the_client_and_the_call() {
    let script = Script::new().otherwise(Reply::status(500));
    let client = builder(&script).retry(RetryPolicy::never()).build().unwrap();
    fetch(&client, "a").await.unwrap_err();
    assert_eq!(script.requests().len(), 1);
    fetch(&client, "a").max_retries(1).await.unwrap_err();
    assert_eq!(script.requests().len(), 3);
    let policy = RetryPolicy::default()
        .max_retries(1)
        .statuses([])
        .pauses(Duration::ZERO, Duration::ZERO);
    fetch(&client, "a").retry(policy).await.unwrap_err();
    assert_eq!(script.requests().len(), 4);
}

#[tokio::test(start_paused = true)]
async fn every_try_is_the_same_request() {
    let (client, script) = then_success([Reply::refused(), Reply::refused()]);
    create(&client, &json!({ "a": 1 })).header("x-a", "b").await.unwrap();
    for request in script.requests() {
        assert_eq!((request.json(), request.header("x-a")), (json!({ "a": 1 }), Some("b")));
        assert_eq!(
            request.header("authorization"),
            Some(format!("Bearer {SECRET}").as_str())
        );
    }
    assert_eq!(script.open_exchanges(), 0);
}

#[tokio::test(start_paused = true)]
async fn a_discarded_body_that_does_not_end_is_cut_off() {
    let (client, script) = then_success([Reply::status(500).body(["x"]).stalled()]);
    let begin = Instant::now();
    fetch(&client, "a").await.unwrap();
    assert!(begin.elapsed() < Duration::from_secs(1));
    assert_eq!(script.open_exchanges(), 0);
}

#[tokio::test(start_paused = true)]
async fn raw_responses_are_retried_too_and_the_last_one_is_given() {
    let script = Script::new().otherwise(Reply::status(503).body(["down"]));
    let response = fetch(&client(&script), "a").raw().await.unwrap();
    assert_eq!((response.status().as_u16(), response.attempts()), (503, 3));
    assert_eq!(response.text().await.unwrap(), "down");
}

#[tokio::test(start_paused = true)]
async fn a_success_is_never_tried_again_whatever_the_server_adds() {
    let done = Reply::json(thing("a")).header("x-should-retry", "true");
    assert_eq!(tries(done).await, (1, 1));
}

#[tokio::test(start_paused = true)]
async fn raw_failures_do_not_fill_the_budget_again() {
    let script = Script::new().otherwise(Reply::status(500));
    let client = client(&script);
    for _ in 0..200 {
        fetch(&client, "a").raw().await.unwrap();
    }
    // 500 tokens pay for 100 further tries.
    assert_eq!(script.requests().len(), 300);
}
