//! One error type that says what happened, where, and what to do about it.

use crate::support::{SECRET, Thing, answering, client, create, fetch, list, thing, watch};
use sdk_template::test_util::{Reply, Script};
use sdk_template::{Error, ErrorKind};
use serde::Deserialize;
use serde_json::json;
use std::error::Error as _;

async fn failing(reply: Reply) -> Error {
    let (client, _) = answering(reply);
    fetch(&client, "a").max_retries(0).await.unwrap_err()
}

#[tokio::test]
async fn an_error_of_the_api_has_everything_the_api_said() {
    let body = json!({ "message": "no such thing", "code": "NOT_FOUND", "hint": 7 });
    let error = failing(
        Reply::status(404)
            .header("x-request-id", "req_9")
            .header("x-other", "o")
            .with_json(&body),
    )
    .await;
    assert_eq!(error.kind(), ErrorKind::Api);
    assert_eq!(error.status().unwrap(), 404);
    assert_eq!(
        (error.code(), error.message(), error.request_id()),
        (Some("NOT_FOUND"), "no such thing", Some("req_9"))
    );
    assert_eq!(error.headers()["x-other"], "o");
    assert_eq!(error.body(), body.to_string().as_bytes());
    assert_eq!((error.attempts(), error.operation()), (1, Some("fetchThing")));
    assert!(error.is_not_found() && error.is_api() && !error.is_rate_limited());
    assert_eq!(
        error.to_string(),
        "GET /thing/{thingId}/fetch: 404 Not Found: no such thing (NOT_FOUND, request id req_9)"
    );
}

#[tokio::test]
async fn a_typed_body_can_be_asked_for() {
    #[derive(Deserialize)]
    struct Hint {
        hint: u8,
    }
    let error = failing(Reply::status(422).with_json(json!({ "hint": 7 }))).await;
    assert_eq!(error.typed::<Hint>().unwrap().hint, 7);
    assert!(error.typed::<Thing>().is_err());
    assert!(error.is_unprocessable());
}

#[tokio::test]
async fn errors_that_are_no_json_are_errors_all_the_same() {
    let error = failing(
        Reply::status(502)
            .header("content-type", "text/html")
            .body(["<h1>Bad</h1>"]),
    )
    .await;
    assert_eq!((error.message(), error.code()), ("", None));
    assert_eq!(error.body().as_ref(), b"<h1>Bad</h1>");
    assert_eq!(error.to_string(), "GET /thing/{thingId}/fetch: 502 Bad Gateway");
    assert!(error.is_server_error());
}

#[tokio::test]
async fn messages_and_codes_of_other_shapes_are_found() {
    let error = failing(Reply::status(400).with_json(json!({ "error": { "message": "m", "type": "t" } }))).await;
    assert_eq!((error.message(), error.code()), ("m", Some("t")));
    let error = failing(Reply::status(400).with_json(json!({ "error": "plain", "code": 42 }))).await;
    assert_eq!((error.message(), error.code()), ("plain", Some("42")));
    let error = failing(Reply::status(400).with_json(json!(["odd"]))).await;
    assert_eq!((error.message(), error.code()), ("", None));
}

#[tokio::test]
async fn the_body_of_an_error_that_breaks_off_does_not_hide_the_status() {
    let error = failing(Reply::status(409).body(["{\"mess"]).cut()).await;
    assert!(error.is_conflict());
}

#[tokio::test]
async fn a_connection_that_never_was() {
    let error = failing(Reply::refused()).await;
    assert!(error.is_connect() && error.status().is_none());
    assert_eq!(
        error.to_string(),
        "GET /thing/{thingId}/fetch: could not connect: connection refused"
    );
    assert!(error.source().is_some());
}

#[tokio::test]
async fn a_connection_that_broke() {
    let error = failing(Reply::reset()).await;
    assert_eq!(error.kind(), ErrorKind::Transport);
    let error = failing(Reply::chunks("application/json", ["{\"id\":"]).cut()).await;
    assert_eq!(
        (error.kind(), error.status().map(|status| status.as_u16())),
        (ErrorKind::Transport, Some(200))
    );
}

#[tokio::test]
async fn an_answer_that_does_not_fit_says_where_and_shows_what() {
    let page = json!({ "items": [thing("a"), { "id": "b", "size": "large" }] });
    let (client, _) = answering(Reply::json(page));
    let error = list(&client).await.unwrap_err();
    assert!(error.is_decode());
    assert_eq!(error.path(), Some("items[1].size"));
    assert_eq!(
        error.to_string(),
        "GET /thing/list: at `items[1].size`: invalid type: string \"large\", expected i64, in `\"large\"` (status 200)"
    );
    assert!(!error.body().is_empty());
}

#[tokio::test]
async fn a_missing_member_names_the_object() {
    let (client, _) = answering(Reply::json(
        json!({ "items": [{ "id": "b", "apiKey": "k1", "token": ["k2", "k3"] }] }),
    ));
    let error = list(&client).await.unwrap_err();
    assert_eq!(error.path(), Some("items[0]"));
    let text = error.to_string();
    assert!(
        text.contains("missing field `size`") && text.contains("\"id\":\"b\""),
        "{text}"
    );
    assert!(
        !text.contains("k1") && !text.contains("k2") && !text.contains("k3"),
        "{text}"
    );
}

#[tokio::test]
async fn what_is_no_json_at_all_is_a_decode_error() {
    let error = failing(Reply::chunks("text/html", ["<p>maintenance</p>"])).await;
    assert!(error.is_decode(), "{error}");
    assert!(error.to_string().contains("<p>maintenance</p>"), "{error}");
}

#[tokio::test]
async fn an_error_inside_of_a_success_is_an_error() {
    let error = failing(Reply::json(json!({ "message": "too many", "code": "LIMITS_REACHED" }))).await;
    assert_eq!((error.kind(), error.code()), (ErrorKind::Api, Some("LIMITS_REACHED")));
    assert_eq!(error.status().unwrap(), 200);
    assert_eq!(
        error.to_string(),
        "GET /thing/{thingId}/fetch: too many (LIMITS_REACHED)"
    );
}

#[tokio::test]
async fn an_error_of_a_stream_does_not_call_itself_ok() {
    let events = |data: serde_json::Value| {
        Reply::chunks(
            "application/jsonl",
            [json!({ "type": "error", "data": data }).to_string()],
        )
    };
    let (client, _) = answering(events(json!({ "message": "bad", "code": "LIMITS_REACHED" })));
    let mut stream = watch(&client).stream().await.unwrap();
    let error = stream.next().await.unwrap().unwrap_err();
    assert_eq!(error.to_string(), "POST /thing/watch: bad (LIMITS_REACHED)");
    let (client, _) = answering(events(json!({})));
    let mut stream = watch(&client).stream().await.unwrap();
    let error = stream.next().await.unwrap().unwrap_err();
    assert_eq!(error.to_string(), "POST /thing/watch: the API reports an error");
}

#[tokio::test]
async fn debug_shows_what_is_known_and_nothing_else() {
    let error = sdk_template::Client::builder().base_url("no url").build().unwrap_err();
    let text = format!("{error:?}");
    assert!(text.starts_with("Error { kind: Configuration, message: \""), "{text}");
    for absent in ["None", "attempts", "body_bytes", "source"] {
        assert!(!text.contains(absent), "{text}");
    }
    let error = failing(Reply::status(404).with_json(json!({ "message": "no", "code": "NOT_FOUND" }))).await;
    assert_eq!(
        format!("{error:?}"),
        "Error { kind: Api, operation: \"fetchThing\", status: 404, code: \"NOT_FOUND\", message: \"no\", attempts: 1, body_bytes: 35 }"
    );
    let error = failing(Reply::status(502)).await;
    assert_eq!(
        format!("{error:?}"),
        "Error { kind: Api, operation: \"fetchThing\", status: 502, attempts: 1 }"
    );
}

#[tokio::test]
async fn an_error_instead_of_nothing_or_of_events_is_an_error_too() {
    let failure = json!({ "message": "too late", "code": "TIMEOUT" });
    let (client, _) = answering(Reply::json(&failure));
    assert_eq!(
        fetch(&client, "a").cast::<()>().await.unwrap_err().code(),
        Some("TIMEOUT")
    );
    let (client, _) = answering(Reply::json(&failure));
    let mut stream = list(&client).stream().await.unwrap();
    assert_eq!(stream.next().await.unwrap().unwrap_err().code(), Some("TIMEOUT"));
}

#[tokio::test]
async fn an_answer_that_happens_to_have_a_message_is_an_answer() {
    let mut body = thing("a");
    body["message"] = json!("hello");
    body["code"] = json!("fine");
    let (client, _) = answering(Reply::json(body));
    assert_eq!(fetch(&client, "a").await.unwrap().id, "a");
}

#[tokio::test]
async fn display_is_one_line_and_repeats_no_secret() {
    let body = json!({ "message": format!("bad key {SECRET}\nsecond line"), "code": SECRET });
    let error = failing(Reply::status(401).with_json(body)).await;
    let text = format!("{error} {error:?}");
    assert!(!text.contains(SECRET) && !text.contains('\n'), "{text}");
    assert!(error.is_unauthorized());
}

#[tokio::test]
async fn the_number_of_tries_is_told() {
    tokio::time::pause();
    let script = Script::new().otherwise(Reply::status(503));
    let error = fetch(&client(&script), "a").await.unwrap_err();
    assert_eq!(error.attempts(), 3);
    assert_eq!(
        error.to_string(),
        "GET /thing/{thingId}/fetch: 503 Service Unavailable (after 3 tries)"
    );
}

#[tokio::test]
async fn a_request_that_cannot_be_built_is_not_sent() {
    let script = Script::new();
    let error = create(&client(&script), &std::collections::BTreeMap::from([((1, 2), 3)]))
        .await
        .unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Request, 0));
}

#[tokio::test]
async fn a_status_that_is_neither_success_nor_failure_is_named() {
    let script = Script::new().reply(Reply::status(304));
    let error = fetch(&client(&script), "a").await.unwrap_err();
    assert_eq!(error.to_string(), "GET /thing/{thingId}/fetch: 304 Not Modified");
}

#[tokio::test]
async fn nothing_that_a_server_says_breaks_the_line() {
    let says = json!({ "message": "one\ntwo\u{202e}", "code": "A\nB\u{1b}[31m" });
    let script = Script::new().reply(Reply::status(400).header("x-request-id", "r").with_json(says));
    let shown = fetch(&client(&script), "a").await.unwrap_err().to_string();
    assert!(!shown.contains(['\n', '\u{1b}', '\u{202e}']), "{shown:?}");
    assert!(shown.contains("one two"), "{shown:?}");
}

#[tokio::test]
async fn a_client_that_is_malformed_sends_nothing_and_says_so() {
    let script = Script::new();
    let client = client(&script).with(|options| options.base_url("nonsense"));
    let error = fetch(&client, "a").await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Configuration, 0));
}

#[tokio::test]
async fn an_answer_that_does_not_fit_shows_no_sensitive_value() {
    #[derive(Debug, serde::Deserialize)]
    #[expect(dead_code, reason = "only its decoding is looked at")]
    struct Login {
        password: u32,
        #[serde(flatten)]
        rest: Rest,
    }
    #[derive(Debug, serde::Deserialize)]
    #[expect(dead_code, reason = "only its decoding is looked at")]
    struct Rest {
        token: Option<u32>,
    }
    for (answer, path) in [
        (json!({ "password": "hunter2, expected at line 1" }), Some("password")),
        (json!({ "password": 1, "token": "hunter2" }), None),
    ] {
        let (client, _) = answering(Reply::json(answer));
        let error = fetch(&client, "a").cast::<Login>().await.unwrap_err();
        assert_eq!(error.path(), path);
        let text = format!("{error} {error:?}");
        assert!(!text.contains("hunter2"), "{text}");
        assert!(error.message().starts_with("expected u32"), "{text}");
        assert!(error.source().is_none());
    }
}

#[tokio::test]
async fn an_answer_that_does_not_fit_shows_the_beginning_of_a_long_value() {
    let (client, _) = answering(Reply::json(json!({ "id": "a", "size": "ä".repeat(100_000) })));
    let error = fetch(&client, "a").await.unwrap_err();
    let text = format!("{error} {error:?}");
    assert!(text.len() < 2000, "{}", text.len());
    assert!(error.message().contains("ä…, expected i64, in `"), "{text}");
    assert!(error.source().is_none());
    let (client, _) = answering(Reply::json(json!({ "id": "a", "size": "at line 3" })));
    let error = fetch(&client, "a").await.unwrap_err();
    assert!(
        error
            .message()
            .starts_with("invalid type: string \"at line 3\", expected i64"),
        "{error}"
    );
    assert!(error.source().is_some());
}

#[tokio::test]
async fn an_error_says_whether_another_time_may_be_better() {
    for (reply, expected) in [
        (Reply::status(404), false),
        (Reply::status(429), true),
        (Reply::status(503), true),
        (Reply::status(503).header("x-should-retry", "false"), false),
        (Reply::connect_timeout(), true),
        (Reply::status(200).body(["no json"]), false),
    ] {
        let script = Script::new().reply(reply);
        let error = create(&client(&script), &json!({})).max_retries(0).await.unwrap_err();
        assert_eq!(error.is_retryable(), expected, "{error}");
    }
}
