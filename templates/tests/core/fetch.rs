//! Any endpoint, also one that no method covers.

use crate::support::{SECRET, Tick, answering, builder, client};
use sdk_template::test_util::{Reply, Script};
use sdk_template::{Bytes, FetchOptions, File};
use serde_json::{Value, json};

#[tokio::test]
async fn a_path_and_a_query_make_a_get() {
    let (client, script) = answering(Reply::json(json!({ "id": 1 })));
    let answer: Value = client
        .fetch(
            "/bot/b%20c/fetch?x=1",
            FetchOptions::new().query("a", 1).query("b", ["x", "y z"]),
        )
        .await
        .unwrap();
    assert_eq!(answer, json!({ "id": 1 }));
    let request = &script.requests()[0];
    assert_eq!(request.method, "GET");
    assert_eq!(request.uri, "http://api.test/v1/bot/b%20c/fetch?x=1&a=1&b=x&b=y%20z");
    assert_eq!(
        request.header("authorization"),
        Some(format!("Bearer {SECRET}").as_str())
    );
}

#[tokio::test]
async fn data_makes_a_post_and_the_method_can_be_said() {
    let script = Script::new().otherwise(Reply::json(json!({})));
    let client = client(&script);
    client
        .fetch::<Value, _>("bot/create", FetchOptions::new().data(json!({ "a": 1 })))
        .await
        .unwrap();
    client
        .fetch::<Value, _>("/bot/1", FetchOptions::new().method("PATCH").data([1]))
        .await
        .unwrap();
    client
        .fetch::<Value, _>("/bot/1", FetchOptions::new().method("DELETE"))
        .await
        .unwrap();
    let requests = script.requests();
    assert_eq!(
        (requests[0].method.as_str(), requests[0].path(), requests[0].json()),
        ("POST", "/v1/bot/create", json!({ "a": 1 }))
    );
    assert_eq!((requests[1].method.as_str(), requests[1].json()), ("PATCH", json!([1])));
    assert_eq!(requests[2].method, "DELETE");
}

#[tokio::test]
async fn buffers_and_files() {
    let script = Script::new().otherwise(Reply::json(json!({})));
    let client = client(&script);
    client
        .fetch::<(), _>("/a", FetchOptions::new().buffer("raw"))
        .await
        .unwrap();
    client
        .fetch::<(), _>("/a", FetchOptions::new().file(&File::from_bytes("a.txt", "hi")))
        .await
        .unwrap();
    let requests = script.requests();
    assert_eq!(
        (requests[0].header("content-type"), requests[0].text().as_str()),
        (Some("application/octet-stream"), "raw")
    );
    assert!(
        requests[1]
            .text()
            .contains("name=\"file\"; filename=\"a.txt\"\r\ncontent-type: text/plain\r\n\r\nhi\r\n")
    );
}

#[tokio::test]
async fn the_answer_is_read_as_its_content_type_says() {
    let script = Script::new()
        .reply(Reply::chunks("text/plain", ["42"]))
        .reply(Reply::chunks("text/plain", ["42"]))
        .reply(Reply::chunks("application/problem+json", ["42"]))
        .reply(Reply::chunks("application/zip", ["42"]));
    let client = client(&script);
    assert_eq!(
        client.fetch::<String, _>("/a", FetchOptions::new()).await.unwrap(),
        "42"
    );
    assert_eq!(
        client.fetch::<Value, _>("/a", FetchOptions::new()).await.unwrap(),
        json!("42")
    );
    assert_eq!(
        client.fetch::<Value, _>("/a", FetchOptions::new()).await.unwrap(),
        json!(42)
    );
    assert_eq!(client.fetch::<Bytes, _>("/a", FetchOptions::new()).await.unwrap(), "42");
}

#[tokio::test]
async fn streams_of_undeclared_endpoints() {
    let (client, script) = answering(Reply::chunks("application/jsonl", ["{\"type\":\"t\",\"data\":1}\n"]));
    let options = FetchOptions::new().header("x-a", "b").jsonl::<Tick>();
    let mut ticks = client.fetch::<Value, _>("/watch", options).stream().await.unwrap();
    assert_eq!(ticks.next().await.unwrap().unwrap().data, 1);
    assert!(ticks.next().await.is_none());
    assert_eq!(
        (
            script.requests()[0].header("accept"),
            script.requests()[0].header("x-a")
        ),
        (Some("application/jsonl"), Some("b"))
    );
}

#[tokio::test]
async fn a_whole_url_elsewhere_gets_no_credentials() {
    let script = Script::new().otherwise(Reply::json(json!({})));
    let client = builder(&script).default_header("x-tenant", "t").build().unwrap();
    let options = || FetchOptions::new().header("x-own", "o");
    client
        .fetch::<Value, _>("http://elsewhere.test/x?y=1", options())
        .await
        .unwrap();
    client
        .fetch::<Value, _>("http://API.test:80/x", options())
        .await
        .unwrap();
    let requests = script.requests();
    assert_eq!(requests[0].uri, "http://elsewhere.test/x?y=1");
    assert_eq!(
        (
            requests[0].header("authorization"),
            requests[0].header("x-tenant"),
            requests[0].header("x-own")
        ),
        (None, None, Some("o"))
    );
    assert!(requests[1].header("authorization").is_some() && requests[1].header("x-tenant").is_some());
}

#[tokio::test]
async fn a_path_cannot_climb() {
    let (client, script) = answering(Reply::json(json!({})));
    for path in ["/../x", "/a/%2e%2E/x", "/./x"] {
        assert!(
            client
                .fetch::<Value, _>(path, FetchOptions::new())
                .await
                .unwrap_err()
                .is_request(),
            "{path}"
        );
    }
    assert!(script.requests().is_empty());
}

#[tokio::test]
async fn errors_name_the_path_and_never_the_query() {
    let (client, _) = answering(Reply::status(404).with_json(json!({ "message": "no", "code": "NOT_FOUND" })));
    let error = client
        .fetch::<Value, _>("/bot/1?token=t", FetchOptions::new())
        .await
        .unwrap_err();
    assert_eq!(error.to_string(), "GET /bot/1: 404 Not Found: no (NOT_FOUND)");
}

#[tokio::test]
async fn the_query_of_the_base_url_stays_with_it() {
    let script = Script::new().otherwise(Reply::json(json!(null)));
    let client = crate::support::builder(&script)
        .base_url("https://api.test/v1?code=key")
        .build()
        .unwrap();
    client
        .fetch::<(), _>("https://other.test/x", FetchOptions::new())
        .await
        .unwrap();
    client.fetch::<(), _>("/x", FetchOptions::new()).await.unwrap();
    let requests = script.requests();
    assert_eq!(requests[0].uri.to_string(), "https://other.test/x");
    assert_eq!(requests[1].uri.to_string(), "https://api.test/v1/x?code=key");
}

#[tokio::test]
async fn a_fragment_does_not_swallow_the_query() {
    let script = Script::new().otherwise(Reply::json(json!({})));
    let client = client(&script);
    for (path, wanted) in [
        ("/a#b", "http://api.test/v1/a?x=1"),
        ("/a?p=1#b?c", "http://api.test/v1/a?p=1&x=1"),
        ("http://elsewhere.test/a#b?c", "http://elsewhere.test/a?x=1"),
    ] {
        let options = FetchOptions::new().query("x", 1);
        client.fetch::<Value, _>(path, options).await.unwrap();
        assert_eq!(script.requests().last().unwrap().uri, wanted);
    }
}
