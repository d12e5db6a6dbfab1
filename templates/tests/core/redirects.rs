//! Redirects are followed, and credentials never leave home.

use crate::support::{SECRET, Thing, builder, client, create, fetch, thing};
use sdk_template::test_util::{Recorded, Reply, Script};
use sdk_template::{Call, ErrorKind, Operation, RedirectPolicy};
use serde_json::json;

fn redirect(status: u16, location: &str) -> Script {
    Script::new()
        .reply(Reply::status(status).header("location", location))
        .otherwise(Reply::json(thing("a")))
}

async fn second(status: u16, location: &str) -> Recorded {
    let script = redirect(status, location);
    let client = builder(&script).default_header("x-tenant", "t").build().unwrap();
    create(&client, &json!({ "a": 1 })).header("x-call", "c").await.unwrap();
    script.requests().remove(1)
}

#[tokio::test]
async fn old_redirects_become_a_get_without_a_body() {
    for status in [301, 302, 303] {
        let request = second(status, "/v1/elsewhere").await;
        assert_eq!(
            (request.method.as_str(), request.text().as_str()),
            ("GET", ""),
            "{status}"
        );
        assert_eq!(request.header("content-type"), None);
        assert_eq!(request.uri, "http://api.test/v1/elsewhere");
    }
}

#[tokio::test]
async fn new_redirects_keep_method_and_body() {
    for status in [307, 308] {
        let request = second(status, "../other?x=1#part").await;
        assert_eq!((request.method.as_str(), request.json()), ("POST", json!({ "a": 1 })));
        assert_eq!(request.uri, "http://api.test/v1/other?x=1");
        assert_eq!(
            request.header("authorization"),
            Some(format!("Bearer {SECRET}").as_str())
        );
        assert_eq!(
            (request.header("x-tenant"), request.header("x-call")),
            (Some("t"), Some("c"))
        );
    }
}

#[tokio::test]
async fn only_a_post_becomes_a_get_where_that_is_left_open() {
    static REPLACE: Operation = Operation::put("replaceThing", "/thing/replace");
    for (status, method) in [(301, "PUT"), (302, "PUT"), (303, "GET")] {
        let script = redirect(status, "/v1/elsewhere");
        let call = Call::<Thing>::new(&client(&script), &REPLACE).json(&json!({ "a": 1 }));
        call.await.unwrap();
        let request = script.requests().remove(1);
        assert_eq!(
            (request.method.as_str(), request.text().is_empty()),
            (method, method == "GET"),
            "{status}"
        );
    }
}

#[tokio::test]
async fn another_origin_gets_no_credentials() {
    for location in [
        "http://evil.test/x",
        "//evil.test/x",
        "http://api.test:81/x",
        "https://api.test/x",
        "HTTP://evil.test/x",
    ] {
        let request = second(307, location).await;
        let headers: Vec<_> = request.headers.keys().map(|name| name.as_str().to_owned()).collect();
        assert_eq!(
            (
                request.header("authorization"),
                request.header("x-tenant"),
                request.header("x-call")
            ),
            (None, None, None),
            "{location}"
        );
        assert!(
            headers
                .iter()
                .all(|name| ["accept", "accept-encoding", "content-type", "user-agent"].contains(&name.as_str())),
            "{headers:?}"
        );
    }
}

#[tokio::test]
async fn the_way_home_through_another_origin_brings_no_credentials_back() {
    let script = Script::new()
        .reply(Reply::status(302).header("location", "http://evil.test/x"))
        .reply(Reply::status(302).header("location", "http://api.test/v1/x"))
        .otherwise(Reply::json(thing("a")));
    fetch(&client(&script), "a").await.unwrap();
    assert_eq!(script.requests()[2].header("authorization"), None);
}

#[tokio::test]
async fn https_is_not_left_for_http() {
    let script = redirect(302, "http://api.test/x");
    let client = builder(&script).base_url("https://api.test/v1").build().unwrap();
    let error = fetch(&client, "a").await.unwrap_err();
    assert_eq!(
        (error.kind(), error.message()),
        (ErrorKind::Redirect, "the redirect leads from https to http")
    );
    assert_eq!(script.requests().len(), 1);
}

#[tokio::test]
async fn redirects_end() {
    let script = Script::new().otherwise(Reply::status(302).header("location", "/loop"));
    let error = fetch(&client(&script), "a").await.unwrap_err();
    assert_eq!(error.message(), "more than 10 redirects in a row");
    assert_eq!(script.requests().len(), 11);
}

#[tokio::test]
async fn policies() {
    let script = redirect(302, "http://other.test/x");
    let client = builder(&script)
        .redirects(RedirectPolicy::SameOrigin(3))
        .build()
        .unwrap();
    assert_eq!(fetch(&client, "a").await.unwrap_err().kind(), ErrorKind::Redirect);
    let script = redirect(302, "/x");
    let client = builder(&script).redirects(RedirectPolicy::Never).build().unwrap();
    assert_eq!(fetch(&client, "a").await.unwrap_err().status().unwrap(), 302);
    let script = redirect(302, "/x");
    let client = builder(&script).redirects(RedirectPolicy::Never).build().unwrap();
    assert_eq!(fetch(&client, "a").raw().await.unwrap().headers()["location"], "/x");
}

#[tokio::test]
async fn a_redirect_to_nowhere_is_an_error() {
    let error = fetch(&client(&redirect(302, "ftp://x/y")), "a").await;
    assert_eq!(error.unwrap_err().kind(), ErrorKind::Redirect);
}

#[tokio::test(start_paused = true)]
async fn what_happens_behind_a_redirect_does_not_send_the_write_again() {
    let after = |reply: Reply| {
        Script::new()
            .reply(Reply::status(303).header("location", "/v1/receipt"))
            .reply(reply)
            .otherwise(Reply::json(thing("a")))
    };
    for reply in [
        Reply::refused(),
        Reply::status(429),
        Reply::status(503).header("retry-after", "0"),
    ] {
        let script = after(reply);
        create(&client(&script), &json!({})).await.unwrap_err();
        let methods: Vec<_> = script.requests().iter().map(|sent| sent.method.clone()).collect();
        assert_eq!(methods, ["POST", "GET"]);
    }
    // A read may go the whole way again.
    let script = after(Reply::refused());
    fetch(&client(&script), "a").await.unwrap();
    assert_eq!(script.requests().len(), 3);
}

#[tokio::test]
async fn a_response_says_which_url_answered() {
    let script = redirect(307, "/v1/elsewhere?x=1");
    let response = fetch(&client(&script), "a").raw().await.unwrap();
    assert_eq!(response.url(), "http://api.test/v1/elsewhere?x=1");
    let error = fetch(&client(&redirect(307, "ftp://x/y")), "a").await.unwrap_err();
    assert!(error.is_redirect() && !error.is_retryable(), "{error}");
}
