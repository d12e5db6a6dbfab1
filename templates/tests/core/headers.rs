//! Headers: per call over built-in over default, each name once; the secret where the API wants it.

use crate::support::{SECRET, answering, builder, create, fetch, thing};
use sdk_template::test_util::{Recorded, Reply, Script};
use sdk_template::{Api, Call, Operation, SecretPlacement};
use serde_json::{Value, json};

#[tokio::test]
async fn a_call_wins_over_the_client_and_the_client_over_defaults() {
    let script = Script::new().otherwise(Reply::json(thing("a")));
    let client = builder(&script)
        .default_header("Accept", "x/default")
        .default_header("X-One", "default")
        .build()
        .unwrap();
    fetch(&client, "a").await.unwrap();
    fetch(&client, "a")
        .header("ACCEPT", "x/call")
        .header("x-one", "call")
        .header("X-ONE", "again")
        .await
        .unwrap();
    let requests = script.requests();
    assert_eq!(
        (requests[0].header("accept"), requests[0].header("x-one")),
        (Some("application/json"), Some("default"))
    );
    assert_eq!(
        (requests[1].header("accept"), requests[1].header("x-one")),
        (Some("x/call"), Some("again"))
    );
    assert_eq!(requests[1].headers.get_all("x-one").iter().count(), 1);
}

#[tokio::test]
async fn a_call_can_bring_its_own_authorization() {
    let (client, script) = answering(Reply::json(thing("a")));
    fetch(&client, "a")
        .header("Authorization", "Bearer other")
        .await
        .unwrap();
    assert_eq!(script.requests()[0].header("authorization"), Some("Bearer other"));
}

#[tokio::test]
async fn json_bodies_say_that_they_are() {
    let (client, script) = answering(Reply::json(thing("a")));
    create(&client, &json!({ "a": 1 })).await.unwrap();
    let request = &script.requests()[0];
    assert_eq!(request.header("content-type"), Some("application/json"));
    assert_eq!(request.header("accept"), Some("application/json"));
    assert_eq!(request.json(), json!({ "a": 1 }));
}

#[tokio::test]
async fn no_secret_no_authorization() {
    let script = Script::new().otherwise(Reply::json(thing("a")));
    fetch(&builder(&script).secret("").build().unwrap(), "a").await.unwrap();
    assert_eq!(script.requests()[0].header("authorization"), None);
}

#[tokio::test]
async fn an_operation_without_security_gets_no_secret() {
    static OPEN: Operation = Operation::get("health", "/health").no_auth();
    let (client, script) = answering(Reply::json(json!({})));
    Call::<Value>::new(&client, &OPEN).await.unwrap();
    assert_eq!(script.requests()[0].header("authorization"), None);
}

#[tokio::test]
async fn a_header_that_http_cannot_carry_is_refused() {
    let (client, script) = answering(Reply::json(thing("a")));
    assert!(
        fetch(&client, "a")
            .header("x", "a\r\nb: c")
            .await
            .unwrap_err()
            .is_request()
    );
    assert!(script.requests().is_empty());
}

async fn with_placement(api: &'static Api) -> Recorded {
    let script = Script::new().otherwise(Reply::json(json!({})));
    static OPERATION: Operation = Operation::get("read", "/read");
    let client = sdk_template::ClientBuilder::for_api(api)
        .secret("user:pass word")
        .transport(script.clone())
        .build()
        .unwrap();
    Call::<Value>::new(&client, &OPERATION).query("a", 1).await.unwrap();
    script.requests().remove(0)
}

#[tokio::test]
async fn the_secret_stands_where_the_api_wants_it() {
    const BASE: Api = Api {
        name: "test",
        version: "1",
        base_url: "http://api.test",
        ..Api::DEFAULT
    };
    static BASIC: Api = Api {
        secret: SecretPlacement::Basic,
        ..BASE
    };
    static HEADER: Api = Api {
        secret: SecretPlacement::Header("X-Api-Key"),
        ..BASE
    };
    static QUERY: Api = Api {
        secret: SecretPlacement::Query("key"),
        ..BASE
    };
    static COOKIE: Api = Api {
        secret: SecretPlacement::Cookie("session"),
        ..BASE
    };
    static NONE: Api = Api {
        secret: SecretPlacement::None,
        ..BASE
    };
    assert_eq!(
        with_placement(&BASIC).await.header("authorization"),
        Some("Basic dXNlcjpwYXNzIHdvcmQ=")
    );
    assert_eq!(
        with_placement(&HEADER).await.header("x-api-key"),
        Some("user:pass word")
    );
    assert_eq!(with_placement(&QUERY).await.query(), "a=1&key=user%3Apass%20word");
    assert_eq!(
        with_placement(&COOKIE).await.header("cookie"),
        Some("session=user:pass word")
    );
    let none = with_placement(&NONE).await;
    assert!(
        !none
            .headers
            .values()
            .any(|value| value.as_bytes().windows(4).any(|part| part == b"user"))
    );
}

#[tokio::test]
async fn sensitive_headers_are_marked() {
    let (client, _) = answering(Reply::json(thing("a")));
    let request = fetch(&client, "a").header("x-api-key", "k").into_request().unwrap();
    assert!(request.headers()["authorization"].is_sensitive());
    assert!(request.headers()["x-api-key"].is_sensitive());
    assert!(!format!("{request:?}").contains(SECRET));
}
