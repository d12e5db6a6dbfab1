//! A call as a command line, and as a request that is not sent.

use crate::support::{SECRET, client, create, fetch, watch};
use sdk_template::test_util::Script;
use sdk_template::{Call, ClientBuilder, Operation, SecretPlacement};
use serde_json::{Value, json};

#[test]
fn to_curl_shows_everything_but_the_secret() {
    let script = Script::new();
    let curl = create(&client(&script), &json!({ "name": "it's", "key": SECRET }))
        .query("a", "b c")
        .to_curl()
        .unwrap();
    assert!(
        curl.starts_with("curl -X POST 'http://api.test/v1/thing/create?a=b%20c' "),
        "{curl}"
    );
    assert!(curl.contains("-H 'authorization: [redacted]'"), "{curl}");
    assert!(curl.contains("-H 'content-type: application/json'"), "{curl}");
    assert!(
        curl.ends_with(r#"--data-raw '{"key":"[redacted]","name":"it'\''s"}'"#),
        "{curl}"
    );
    assert!(!curl.contains(SECRET));
    assert!(script.requests().is_empty());
}

#[test]
fn a_secret_in_the_query_is_left_out_too() {
    static API: sdk_template::Api = sdk_template::Api {
        base_url: "http://api.test",
        secret: SecretPlacement::Query("key"),
        ..sdk_template::Api::DEFAULT
    };
    static OPERATION: Operation = Operation::get("read", "/read");
    let client = ClientBuilder::for_api(&API)
        .secret(SECRET)
        .transport(Script::new())
        .build()
        .unwrap();
    let curl = Call::<Value>::new(&client, &OPERATION).query("a", 1).to_curl().unwrap();
    assert!(curl.contains("'http://api.test/read?a=1&key=[redacted]'"), "{curl}");
}

#[test]
fn into_request_is_what_would_be_sent() {
    let request = fetch(&client(&Script::new()), "a").into_request().unwrap();
    assert_eq!(request.uri(), "http://api.test/v1/thing/a/fetch");
    assert_eq!(request.headers()["authorization"], format!("Bearer {SECRET}"));
    let request = watch(&client(&Script::new())).into_request().unwrap();
    assert_eq!(request.body().as_bytes(), Some(&b"{}"[..]));
}
