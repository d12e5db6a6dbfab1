//! Dropping what runs ends it, at whatever point it is, and leaves nothing behind.

use crate::support::{builder, create, fetch, list, thing, watch};
use sdk_template::test_util::{Reply, Script};
use sdk_template::{Client, RetryPolicy};
use serde_json::json;
use std::time::Duration;

/// A step of the clock; the answers below wait for three of them at each point.
const STEP: Duration = Duration::from_millis(10);
const WAIT: Duration = Duration::from_millis(30);

fn client(script: &Script) -> Client {
    builder(script)
        .retry(RetryPolicy::default().pauses(WAIT, WAIT))
        .build()
        .unwrap()
}

fn slow(reply: Reply) -> Reply {
    reply.delay(WAIT).delay_between(WAIT)
}

/// A failure whose body is read and thrown away, one without an answer, a redirect, and at last an answer in pieces.
fn script() -> Script {
    Script::new()
        .reply(slow(Reply::chunks("text/plain", ["a ", "b "])).header("x", "y"))
        .otherwise(slow(Reply::chunks(
            "application/json",
            ["{\"id\":", "\"a\",", "\"size\":1}"],
        )))
}

/// Runs `work` for ever more steps of the clock and drops it; after that no exchange may be open. It ends when `work` does.
async fn cut_everywhere<W: Future<Output = ()>>(prepare: impl Fn() -> Script, work: impl Fn(Client) -> W) {
    for steps in 0..10_000 {
        let script = prepare();
        let client = client(&script);
        let is_done = tokio::time::timeout(STEP * steps, work(client)).await.is_ok();
        assert_eq!(script.open_exchanges(), 0, "after {steps} steps");
        if is_done {
            assert!(steps > 10, "the work was over before it could be cut: {steps}");
            return;
        }
        // Nothing goes on behind the scenes.
        let sent = script.requests().len();
        tokio::time::sleep(WAIT * 4).await;
        assert_eq!(script.requests().len(), sent, "after {steps} steps");
        assert_eq!(script.open_exchanges(), 0, "after {steps} steps");
    }
    panic!("the work never ends");
}

#[tokio::test(start_paused = true)]
async fn a_call_with_its_tries_redirects_and_pauses() {
    let prepare = || {
        Script::new()
            .reply(slow(Reply::status(503).body(["wait", " a ", "little"])))
            .reply(slow(Reply::reset()))
            .reply(slow(Reply::status(307).header("location", "/elsewhere")))
            .otherwise(slow(Reply::chunks(
                "application/json",
                ["{\"id\":", "\"a\",", "\"size\":1}"],
            )))
    };
    cut_everywhere(prepare, |client| async move {
        fetch(&client, "a").await.unwrap();
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn an_answer_read_in_pieces() {
    cut_everywhere(script, |client| async move {
        let mut response = fetch(&client, "a").raw().await.unwrap();
        while let Some(piece) = response.next().await {
            piece.unwrap();
        }
        create(&client, &json!({})).await.unwrap();
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn a_stream_of_events() {
    let event = |number: u32| format!("{}\n", json!({ "type": "tick", "data": number }));
    let prepare = || Script::new().reply(slow(Reply::chunks("application/jsonl", (0..5).map(event))));
    cut_everywhere(prepare, |client| async move {
        let mut events = watch(&client).stream().await.unwrap();
        while let Some(event) = events.next().await {
            event.unwrap();
        }
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn a_walk_over_pages() {
    let page = |cursor: Option<&str>| {
        slow(Reply::json(
            json!({ "items": [thing("a"), thing("b")], "cursor": cursor }),
        ))
    };
    let prepare = || {
        Script::new()
            .reply(page(Some("1")))
            .reply(page(Some("2")))
            .reply(page(None))
    };
    cut_everywhere(prepare, |client| async move {
        let mut items = list(&client).items();
        while let Some(item) = items.next().await {
            item.unwrap();
        }
    })
    .await;
}
