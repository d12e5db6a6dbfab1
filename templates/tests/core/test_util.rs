//! The scripted transport, and what a test can demand of the requests that it received.

use crate::support::{SECRET, client, create, fetch, list, listen, thing, watch};
use sdk_template::test_util::{Recorded, Reply, Script};
use sdk_template::{ErrorKind, FetchOptions};
use serde_json::{Value, json};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// What an assertion that is not met says.
fn complaint(assertion: impl FnOnce()) -> String {
    let panic = catch_unwind(AssertUnwindSafe(assertion)).expect_err("the assertion was met");
    panic
        .downcast_ref::<String>()
        .cloned()
        .expect("an assertion fails with a text")
}

async fn sent() -> Recorded {
    let script = Script::new().reply(Reply::json(thing("a")));
    let body = json!({ "name": "n", "deep": { "list": [1, 2] }, "password": "hunter2hunter2" });
    create(&client(&script), &body)
        .query("take", 5)
        .query("order", "a b&c")
        .header("x-api-key", "k-123456")
        .await
        .unwrap();
    script.request(0)
}

#[tokio::test]
async fn demands_that_are_met_can_be_chained() {
    sent()
        .await
        .assert_method("POST")
        .assert_path("/v1/thing/create")
        .assert_query("take", "5")
        .assert_query("order", "a b&c")
        .assert_no_query("cursor")
        .assert_header("Content-Type", "application/json")
        .assert_header("authorization", &format!("Bearer {SECRET}"))
        .assert_no_header("x-other")
        .assert_json(json!({ "password": "hunter2hunter2", "deep": { "list": [1, 2] }, "name": "n" }))
        .assert_json_at("/deep/list/1", 2);
    let script = Script::new()
        .reply(Reply::json(thing("a")))
        .reply(Reply::json(thing("b")));
    fetch(&client(&script), "a").await.unwrap();
    let text = FetchOptions::new().buffer("plain");
    let _: Value = client(&script).fetch("/text", text).await.unwrap();
    script.request(0).assert_no_body();
    script.request(1).assert_text("plain");
    script.assert_requests(2).assert_finished();
}

#[tokio::test]
async fn a_demand_that_is_not_met_shows_what_was_sent_instead() {
    let request = sent().await;
    let cases: [(&str, &dyn Fn(), &str); 9] = [
        ("method", &|| _ = request.assert_method("GET"), "the method is not GET"),
        ("path", &|| _ = request.assert_path("/x"), "the path is not /x"),
        (
            "query",
            &|| _ = request.assert_query("take", "6"),
            "the query has no take=6: it has 5",
        ),
        (
            "query that is not there",
            &|| _ = request.assert_query("cursor", "c"),
            "the query has no cursor=c: it has none of that name",
        ),
        (
            "no query",
            &|| _ = request.assert_no_query("take"),
            "the query has a take",
        ),
        (
            "header",
            &|| _ = request.assert_header("content-type", "text/csv"),
            "there is no header content-type: text/csv",
        ),
        (
            "json",
            &|| _ = request.assert_json(json!({ "name": "m", "deep": { "list": [1] } })),
            "the body is other JSON\n  /deep/list: wanted [1], sent [1,2]\n  /name: wanted \"m\", sent \"n\"\n  /password: not wanted, sent ",
        ),
        (
            "json at",
            &|| _ = request.assert_json_at("/deep/list/0", 7),
            "the body has not 7 at /deep/list/0 but 1",
        ),
        ("text", &|| _ = request.assert_text("x"), "the body is not \"x\""),
    ];
    for (name, assertion, expected) in cases {
        let text = complaint(assertion);
        assert!(text.starts_with(expected), "{name}: {text}");
        for part in [
            "POST http://api.test/v1/thing/create?take=5&order=a%20b%26c",
            "content-type: application/json",
            "\"list\": [",
        ] {
            assert!(text.contains(part), "{name} misses {part}: {text}");
        }
        for secret in [SECRET, "k-123456", "hunter2"] {
            assert!(!text.contains(secret), "{name}: {text}");
        }
    }
}

#[tokio::test]
async fn requests_and_replies_are_counted() {
    let script = Script::new()
        .reply(Reply::json(thing("a")))
        .reply(Reply::status(500))
        .on("GET", "/never", Reply::status(200));
    fetch(&client(&script), "a").await.unwrap();
    let text = complaint(|| drop(script.request(1)));
    assert_eq!(
        text,
        "request 1 was not sent; 1 were sent\n  Recorded(GET /v1/thing/a/fetch, 0 bytes)"
    );
    let text = complaint(|| _ = script.assert_requests(2));
    assert!(text.starts_with("2 requests were wanted; 1 were sent"), "{text}");
    let text = complaint(|| _ = script.assert_finished());
    assert!(
        text.starts_with("the script has answers left: 1 for GET /never, 1 for any request; 1 were sent"),
        "{text}"
    );
}

#[tokio::test]
async fn replies_are_matched_by_method_and_path() {
    let script = Script::new()
        .on("GET", "/thing/{id}/fetch", Reply::json(thing("first")))
        .on("GET", "/thing/{id}/fetch", Reply::json(thing("second")))
        .on("GET", "/thing/special/fetch", Reply::json(thing("special")))
        .on_every("post", "/thing/create", Reply::json(thing("created")))
        .reply(Reply::json(thing("plain")))
        .otherwise(Reply::json(thing("otherwise")));
    let client = client(&script);
    let mut ids = Vec::new();
    for id in ["a", "special", "b", "c", "special"] {
        ids.push(fetch(&client, id).await.unwrap().id);
    }
    assert_eq!(ids, ["first", "special", "second", "plain", "otherwise"]);
    for _ in 0..2 {
        assert_eq!(create(&client, &json!({})).await.unwrap().id, "created");
    }
    script.assert_finished();
}

#[tokio::test]
async fn a_request_without_an_answer_says_what_it_was() {
    let script = Script::new().on("POST", "/thing/{id}/fetch", Reply::json(thing("a")));
    let error = fetch(&client(&script), "a").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Transport);
    assert!(
        error
            .to_string()
            .contains("no answer left for Recorded(GET /v1/thing/a/fetch"),
        "{error}"
    );
}

#[tokio::test]
async fn a_body_can_come_in_pieces_of_any_length() {
    let events = [json!({ "type": "ü", "data": 1 }), json!({ "type": "b", "data": "ö\n" })];
    for length in [0, 1, 2, 3, 7, 1000] {
        let script = Script::new()
            .reply(Reply::json_lines(&events).in_pieces_of(length))
            .reply(Reply::server_sent_events(&events).in_pieces_of(length));
        let client = client(&script);
        for call in [watch(&client), listen(&client)] {
            let mut stream = call.stream().await.unwrap();
            for event in &events {
                let tick = stream.next().await.unwrap().unwrap();
                assert_eq!(json!({ "type": tick.kind, "data": tick.data }), *event);
            }
            assert!(stream.next().await.is_none());
        }
    }
}

#[tokio::test]
async fn a_recorded_request_can_be_read() {
    let script = Script::new().reply(Reply::json(json!({ "items": [] })));
    list(&client(&script))
        .query("meta", json!({ "a b": "c+d" }))
        .await
        .unwrap();
    let request = script.request(0);
    assert_eq!(request.query_pairs(), [("meta[a b]".to_owned(), "c+d".to_owned())]);
    assert_eq!(request.json(), Value::Null);
    let text = request.to_string();
    assert!(text.starts_with("GET http://api.test/v1/thing/list?meta"), "{text}");
    assert!(text.contains("authorization: REDACTED"), "{text}");
    assert_eq!(format!("{script:?}"), "Script { requests: 1, left: [], .. }");
    let reply = Reply::json(SECRET).header("set-cookie", SECRET);
    assert!(!format!("{reply:?}").contains(SECRET));
}
