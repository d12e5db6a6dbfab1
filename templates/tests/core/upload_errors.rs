//! What goes wrong in an upload: which step it was is said, and the signed URL is not.

use crate::support::{SECRET, builder, client};
use crate::tracing::traced;
use crate::uploads::{SIGNATURE, file, put, signed, ticket, upload};
use sdk_template::test_util::{Reply, Script};
use sdk_template::transport::{Transport, TransportError, TransportFuture};
use sdk_template::{Body, Error};
use serde_json::{Value, json};

fn assert_shows_no_credential(error: &Error) {
    let mut shown = format!("{error} {error:?} {error:#?} {}", error.message());
    let mut source = std::error::Error::source(error);
    while let Some(inner) = source {
        shown.push_str(&format!("{inner} {inner:?}"));
        source = inner.source();
    }
    for secret in [SIGNATURE, SECRET, "expires=600", "AK/2026", "AK%2F2026"] {
        assert!(!shown.contains(secret), "{shown}");
    }
}

#[tokio::test]
async fn an_answer_without_a_place_for_the_bytes_is_a_decode_error() {
    let https = "https://api.test/v1";
    for (base, request, path, message) in [
        (https, Value::Null, "uploadRequest", "no upload request"),
        (https, json!({}), "uploadRequest.url", "no URL"),
        (https, json!({ "url": 5 }), "uploadRequest.url", "no URL"),
        (
            https,
            json!({ "url": "ftp://storage.test/x" }),
            "uploadRequest.url",
            "no legal URL",
        ),
        (
            https,
            json!({ "url": "http://storage.test/x" }),
            "uploadRequest.url",
            "from https to http",
        ),
        (
            https,
            json!({ "url": signed(), "method": "P T" }),
            "uploadRequest.method",
            "no HTTP method",
        ),
        (
            https,
            json!({ "url": signed(), "headers": { "x y": "1" } }),
            "uploadRequest.headers",
            "\"x y\"",
        ),
        (
            https,
            json!({ "url": signed(), "headers": { "x": SIGNATURE.to_owned() + "\n" } }),
            "uploadRequest.headers",
            "\"x\"",
        ),
    ] {
        let script = Script::new().reply(ticket(request.clone()));
        let client = builder(&script).base_url(base).build().unwrap();
        let error = upload(&client, &file()).await.unwrap_err();
        assert!(
            error.is_decode() && error.message().contains(message),
            "{request}: {error}"
        );
        assert_eq!((error.path(), error.operation()), (Some(path), Some("uploadScan")));
        assert_eq!(error.status().unwrap(), 200);
        assert!(
            error.to_string().contains("(step 1 of 2: asking where the bytes go"),
            "{error}"
        );
        assert_eq!(script.requests().len(), 1);
        assert_shows_no_credential(&error);
    }
}

#[tokio::test]
async fn an_answer_that_does_not_fit_is_refused_before_the_bytes_are_sent() {
    for answer in [
        json!({ "uploadRequest": { "method": "PUT", "url": signed() } }),
        json!({ "id": { "url": 1 }, "uploadRequest": { "method": "PUT", "url": signed(), "headers": { "x": SIGNATURE } } }),
    ] {
        let script = Script::new().reply(Reply::json(answer));
        let error = upload(&client(&script), &file()).await.unwrap_err();
        assert!(error.is_decode(), "{error}");
        assert_eq!(script.requests().len(), 1);
        assert_shows_no_credential(&error);
    }
    let script = Script::new().reply(Reply::chunks("text/html", ["<html>"]));
    assert!(upload(&client(&script), &file()).await.unwrap_err().is_decode());
}

#[tokio::test]
async fn an_error_of_the_first_step_is_one_of_the_api() {
    for status in [200, 402] {
        let script = Script::new()
            .reply(Reply::status(status).with_json(json!({ "message": "Storage is full", "code": "LIMIT" })));
        let error = upload(&client(&script), &file()).await.unwrap_err();
        assert!(error.is_api(), "{error}");
        assert_eq!((error.message(), error.code()), ("Storage is full", Some("LIMIT")));
        assert_eq!(error.operation(), Some("uploadScan"));
    }
}

#[tokio::test]
async fn what_the_storage_refuses_is_an_error_with_its_status() {
    let said = format!("The URL {} has expired; {SIGNATURE}", signed());
    let script = Script::new()
        .reply(put())
        .reply(Reply::status(403).with_json(json!({ "message": said, "code": SIGNATURE })));
    let error = upload(&client(&script), &file()).await.unwrap_err();
    assert!(error.is_api() && error.is_forbidden(), "{error}");
    assert_eq!(error.operation(), Some("uploadScan/bytes"));
    assert_shows_no_credential(&error);
    let shown = error.to_string();
    assert!(
        shown.starts_with(
            "PUT https://storage.test: 403 Forbidden: The URL https://storage.test/bucket/a%20b//key?[redacted] has expired"
        ),
        "{shown}"
    );
    assert!(shown.contains("(step 2 of 2: sending the bytes"), "{shown}");

    // What most of them answer is XML.
    let script = Script::new().reply(put()).reply(
        Reply::status(400)
            .header("content-type", "application/xml")
            .body(["<Error/>"]),
    );
    let error = upload(&client(&script), &file()).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "PUT https://storage.test: 400 Bad Request (step 2 of 2: sending the bytes)"
    );
    assert_eq!(error.body(), "<Error/>");
}

/// A transport whose errors repeat the URL, as those of some HTTP libraries do.
struct Chatty(Script);

impl Transport for Chatty {
    fn send(&self, request: http::Request<Body>) -> TransportFuture {
        if request.method() == "PUT" {
            let failure = TransportError::request(format!("cannot send to {}", request.uri()));
            return Box::pin(std::future::ready(Err(failure)));
        }
        self.0.send(request)
    }
}

#[tokio::test]
async fn errors_of_the_transport_show_no_credential() {
    let script = Script::new().reply(put());
    let chatty = builder(&script).transport(Chatty(script.clone())).build().unwrap();
    let error = upload(&chatty, &file()).await.unwrap_err();
    assert!(
        error
            .message()
            .ends_with("cannot send to https://storage.test/bucket/a%20b//key?[redacted]"),
        "{error}"
    );
    assert_shows_no_credential(&error);
    let refused = Script::new().reply(put()).reply(Reply::refused());
    let error = upload(&client(&refused), &file()).max_retries(0).await.unwrap_err();
    assert!(error.is_connect(), "{error}");
    assert_shows_no_credential(&error);
}

#[tokio::test]
async fn nothing_printed_shows_a_credential() {
    let script = Script::new().reply(put()).reply(Reply::status(200));
    let client = client(&script);
    let upload = upload(&client, &file()).header("x-token", SECRET);
    let mut shown = vec![
        format!("{upload:?}"),
        upload.clone().into_first_step().to_curl().unwrap(),
    ];
    let answered = upload.with_response().await.unwrap();
    assert_eq!((answered.id.as_str(), answered.status().as_u16()), ("scan_1", 200));
    shown.push(format!("{answered:?} {:?}", script.requests()));
    for text in shown {
        assert!(!text.contains(SECRET) && !text.contains(SIGNATURE), "{text}");
    }
}

#[tokio::test(start_paused = true)]
async fn nothing_traced_shows_a_credential() {
    let script = Script::new()
        .reply(put())
        .reply(Reply::reset())
        .reply(Reply::status(403));
    let text = traced(async {
        upload(&client(&script), &file()).await.unwrap_err();
    })
    .await;
    assert!(
        text.contains("https://storage.test") && text.contains("uploadScan/bytes"),
        "{text}"
    );
    for secret in [SIGNATURE, SECRET, "expires=600", "AK%2F2026", "/bucket/"] {
        assert!(!text.contains(secret), "{text}");
    }
}
