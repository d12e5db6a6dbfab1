//! Where a walk over pages leads to, and that no credential is led away.

use crate::pages::{call, ids, page, queries};
use crate::support::{SECRET, builder, client};
use sdk_template::test_util::{Reply, Script};
use sdk_template::{Api, ClientBuilder, ErrorKind, Operation, Parameter, SecretPlacement};

#[tokio::test]
async fn next_urls_elsewhere_get_no_credentials() {
    static OPERATION: Operation = Operation::get("list", "/list").next_url();
    let script = Script::new()
        .reply(page(&["a"], Some("?page=2")))
        .reply(page(&["b"], Some("http://elsewhere.test/list?page=3")))
        .reply(page(&["c"], None));
    let client = builder(&script).default_header("x-tenant", "t").build().unwrap();
    let items = call(&client, &OPERATION).items().collect().await.unwrap();
    assert_eq!(ids(items), "abc");
    let requests = script.requests();
    assert_eq!(requests[1].uri, "http://api.test/v1/list?page=2");
    assert_eq!(
        requests[1].header("authorization"),
        Some(format!("Bearer {SECRET}").as_str())
    );
    assert_eq!(requests[2].uri, "http://elsewhere.test/list?page=3");
    assert_eq!(
        (requests[2].header("authorization"), requests[2].header("x-tenant")),
        (None, None)
    );
}

#[tokio::test]
async fn links_elsewhere_get_no_credentials() {
    static OPERATION: Operation = Operation::get("list", "/list").link_header();
    let script = Script::new()
        .reply(page(&["a"], None).header("link", "<http://elsewhere.test/list?page=2>; rel=\"next\""))
        .reply(page(&["b"], None));
    let client = builder(&script).default_header("x-tenant", "t").build().unwrap();
    let items = call(&client, &OPERATION).items().collect().await.unwrap();
    assert_eq!(ids(items), "ab");
    let second = &script.requests()[1];
    assert_eq!(second.uri, "http://elsewhere.test/list?page=2");
    assert_eq!(
        (second.header("authorization"), second.header("x-tenant")),
        (None, None)
    );
}

/// The URL of a page may be written in several ways; it is the same place.
/// What the call added stays away from elsewhere, also where elsewhere leads back or was reached by a redirect.
#[tokio::test]
async fn next_urls_elsewhere_do_not_get_what_the_call_added() {
    static OPERATION: Operation = Operation::get("list", "/list").next_url();
    let redirect = || Reply::status(307).header("location", "http://elsewhere.test/list");
    let second = |next| page(&["b"], Some(next));
    for replies in [
        vec![
            page(&["a"], Some("http://elsewhere.test/list?page=2")),
            second("http://api.test/v1/list?page=3"),
        ],
        vec![
            redirect(),
            page(&["a"], Some("?page=2")),
            second("http://api.test/v1/list?page=3"),
        ],
    ] {
        let script = replies
            .into_iter()
            .chain([page(&["c"], None)])
            .fold(Script::new(), Script::reply);
        let items = call(&client(&script), &OPERATION)
            .header("x-api-key", "key of the call")
            .parameter(Parameter::cookie("session"), "cookie of the call")
            .idempotency_key("key of the caller")
            .items()
            .collect()
            .await
            .unwrap();
        assert_eq!(ids(items), "abc");
        let requests = script.requests();
        let first = &requests[0];
        for name in ["x-api-key", "cookie", "idempotency-key"] {
            assert!(first.header(name).is_some(), "{name}");
            for request in &requests[1..] {
                assert_eq!(request.header(name), None, "{name} at {}", request.uri);
            }
        }
    }
}

#[tokio::test]
async fn next_urls_do_not_lead_from_https_to_http() {
    static OPERATION: Operation = Operation::get("list", "/list").next_url();
    let script = Script::new().otherwise(page(&["a"], Some("http://api.test/v1/list?page=2")));
    let client = builder(&script).base_url("https://api.test/v1").build().unwrap();
    let error = call(&client, &OPERATION).items().collect().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Page);
    assert!(error.message().contains("from https to http"), "{error}");
    assert_eq!(script.requests().len(), 1);
}

#[tokio::test]
async fn a_next_url_that_repeats_the_secret_sends_it_once() {
    static API: Api = Api {
        base_url: "http://api.test",
        secret: SecretPlacement::Query("api_key"),
        ..Api::DEFAULT
    };
    static OPERATION: Operation = Operation::get("list", "/list").next_url();
    let script = Script::new()
        .reply(page(&["a"], Some("?api%5Fkey=old&page=2")))
        .reply(page(&["b"], Some("?api_key=old")))
        .reply(page(&["c"], None));
    let client = ClientBuilder::for_api(&API)
        .secret(SECRET)
        .transport(script.clone())
        .build()
        .unwrap();
    assert_eq!(ids(call(&client, &OPERATION).items().collect().await.unwrap()), "abc");
    assert_eq!(
        queries(&script)[1..],
        [format!("page=2&api_key={SECRET}"), format!("api_key={SECRET}")]
    );
}
