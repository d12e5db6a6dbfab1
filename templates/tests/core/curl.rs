//! A call as a command line, and as a request that is not sent.

use crate::support::{SECRET, client, create, fetch, watch};
use sdk_template::test_util::Script;
use sdk_template::{Call, ClientBuilder, Form, Operation, SecretPlacement};
use serde_json::{Value, json};
use std::time::{Duration, Instant};

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

#[test]
fn to_curl_leaves_out_what_is_named_like_a_secret() {
    let body = json!({ "password": "pw-1", "deep": { "apiKey": ["pw-2"] }, "max_tokens": 7, "otp": 123456 });
    let curl = create(&client(&Script::new()), &body)
        .query("access_token", "pw-3")
        .header("x-vault-token", "pw-4")
        .header("x-note", format!("for {SECRET}"))
        .to_curl()
        .unwrap();
    assert!(
        !curl.contains("pw-") && !curl.contains("123456") && !curl.contains(SECRET),
        "{curl}"
    );
    for part in [
        "access_token=[redacted]",
        "x-vault-token: [redacted]",
        "x-note: for [redacted]",
        "\"max_tokens\":7",
    ] {
        assert!(curl.contains(part), "{part}: {curl}");
    }
}

#[test]
fn a_request_that_was_not_sent_hides_its_sensitive_headers() {
    let request = fetch(&client(&Script::new()), "a")
        .header("x-api-key", SECRET)
        .header("cookie", format!("a={SECRET}"))
        .into_request()
        .unwrap();
    assert_eq!(request.headers()["x-api-key"], SECRET);
    let text = format!("{request:?}");
    assert!(!text.contains(SECRET), "{text}");
    assert_eq!(text.matches("Sensitive").count(), 3, "{text}");
}

#[test]
fn to_curl_leaves_out_the_parts_of_a_form_that_are_named_like_a_secret() {
    static OPERATION: Operation = Operation::post("login", "/login");
    let key = "-----BEGIN KEY-----\r\npw-2\r\n-----END KEY-----";
    let form = Form::new()
        .text("password", "pw-1")
        .text("user", "somebody")
        .text("private_key", key)
        .json("api_key", &"pw-3");
    let curl = Call::<Value>::new(&client(&Script::new()), &OPERATION)
        .multipart(form)
        .to_curl()
        .unwrap();
    assert!(!curl.contains("pw-"), "{curl}");
    assert_eq!(curl.matches("[redacted]\r\n--form-").count(), 3, "{curl}");
    assert!(curl.contains("somebody"), "{curl}");
}

/// What looks like secrets inside of secrets is passed over once, not again from each of them on: this took minutes.
#[test]
fn to_curl_takes_no_time_for_what_nests_without_end() {
    static OPERATION: Operation = Operation::post("send", "/send");
    let begin = Instant::now();
    for text in [
        ";token=a".repeat(100_000),
        "content-disposition: form-data; name=\"password\"\r\n\r\n".repeat(30_000),
        "content-disposition: form-data; name=\"password\"".repeat(30_000),
    ] {
        let call = Call::<Value>::new(&client(&Script::new()), &OPERATION).text(text);
        call.to_curl().unwrap();
    }
    assert!(begin.elapsed() < Duration::from_secs(20), "{:?}", begin.elapsed());
}
