//! Access tokens that the client fetches itself.

use crate::support::{create, fetch, thing};
use sdk_template::test_util::{Recorded, Reply, Script};
use sdk_template::{Client, ClientCredentials, Error, RefreshToken, Token, TokenFuture, TokenSource};
use serde_json::json;
use std::future::IntoFuture;
use std::time::Duration;

const ENDPOINT: &str = "https://auth.test/token";

fn granted(token: &str) -> Reply {
    Reply::json(json!({ "access_token": token, "token_type": "Bearer", "expires_in": 3600 }))
}

fn client(script: &Script, source: impl TokenSource) -> Client {
    Client::builder()
        .base_url("http://api.test/v1")
        .default_header("x-tenant-key", "tenant-only-for-the-api")
        .token_source(source)
        .transport(script.clone())
        .build()
        .unwrap()
}

fn credentials() -> ClientCredentials {
    ClientCredentials::new(ENDPOINT, "id:1", "client secret").scopes("read write")
}

fn fetches(script: &Script) -> Vec<Recorded> {
    let requests = script.requests().into_iter();
    requests.filter(|request| request.path() == "/token").collect()
}

#[tokio::test]
async fn client_credentials_are_exchanged_for_a_token() {
    let script = Script::new()
        .on("POST", "/token", granted("token-1"))
        .otherwise(Reply::json(thing("a")));
    fetch(&client(&script, credentials()), "a").await.unwrap();
    let token = script.request(0);
    token.assert_method("POST");
    assert_eq!(token.uri.to_string(), ENDPOINT);
    token.assert_header("authorization", "Basic aWQlM0ExOmNsaWVudCUyMHNlY3JldA==");
    token.assert_header("content-type", "application/x-www-form-urlencoded");
    token.assert_text("grant_type=client_credentials&scope=read%20write");
    script.request(1).assert_header("authorization", "Bearer token-1");
}

#[tokio::test]
async fn the_token_request_carries_nothing_that_is_meant_for_the_api() {
    let script = Script::new()
        .on("POST", "/v1/token", granted("token-1"))
        .otherwise(Reply::json(thing("a")));
    let source = ClientCredentials::new("http://api.test/v1/token", "id", "client secret");
    let client = client(&script, source).with(|builder| builder.secret("main-secret"));
    fetch(&client, "a").await.unwrap();
    script.request(0).assert_no_header("x-tenant-key");
    script.request(1).assert_header("authorization", "Bearer token-1");
    script
        .request(1)
        .assert_header("x-tenant-key", "tenant-only-for-the-api");
}

#[tokio::test(start_paused = true)]
async fn a_token_is_kept_until_shortly_before_its_end() {
    let script = Script::new()
        .on("POST", "/token", granted("token-1"))
        .on("POST", "/token", granted("token-2"))
        .otherwise(Reply::json(thing("a")));
    let client = client(&script, credentials());
    fetch(&client, "a").await.unwrap();
    tokio::time::sleep(Duration::from_secs(3500)).await;
    fetch(&client, "a").await.unwrap();
    assert_eq!(fetches(&script).len(), 1);
    tokio::time::sleep(Duration::from_secs(80)).await;
    fetch(&client, "a").await.unwrap();
    assert_eq!(fetches(&script).len(), 2);
    let last = script.requests().pop().unwrap();
    last.assert_header("authorization", "Bearer token-2");
}

#[tokio::test(start_paused = true)]
async fn calls_that_wait_for_a_token_wait_for_one_fetch() {
    let script = Script::new()
        .on("POST", "/token", granted("token-1").delay(Duration::from_secs(1)))
        .otherwise(Reply::json(thing("a")));
    let client = client(&script, credentials());
    let calls: Vec<_> = (0..20)
        .map(|_| tokio::spawn(fetch(&client, "a").into_future()))
        .collect();
    for call in calls {
        call.await.unwrap().unwrap();
    }
    assert_eq!((fetches(&script).len(), script.requests().len()), (1, 21));
}

#[tokio::test(start_paused = true)]
async fn a_call_that_is_given_up_leaves_the_fetch_to_the_next_one() {
    let script = Script::new()
        .on("POST", "/token", Reply::silence())
        .on("POST", "/token", granted("token-2"))
        .otherwise(Reply::json(thing("a")));
    let client = client(&script, credentials());
    let first = fetch(&client, "a").timeout(Duration::from_secs(1));
    let (first, second) = tokio::join!(first.into_future(), fetch(&client, "a").into_future());
    assert!(first.unwrap_err().is_timeout());
    second.unwrap();
}

#[tokio::test]
async fn a_refused_token_is_replaced_once() {
    let script = Script::new()
        .on("POST", "/token", granted("token-1"))
        .on("POST", "/token", granted("token-2"))
        .on("POST", "/v1/thing/create", Reply::status(401))
        .on("POST", "/v1/thing/create", Reply::json(thing("a")))
        .otherwise(Reply::status(401));
    let client = client(&script, credentials());
    create(&client, &json!({ "a": 1 })).await.unwrap();
    let last = script.requests().pop().unwrap();
    last.assert_header("authorization", "Bearer token-2")
        .assert_json(json!({ "a": 1 }));
    assert_eq!(fetches(&script).len(), 2);
    // The next refusal asks for a third token and gets none; that is the error.
    let error = fetch(&client, "a").await.unwrap_err();
    assert_eq!(error.status().map(|status| status.as_u16()), Some(401));
    assert!(error.to_string().contains("while fetching an access token"), "{error}");
}

#[tokio::test]
async fn a_call_with_its_own_authorization_needs_no_token() {
    let script = Script::new().otherwise(Reply::json(thing("a")));
    let client = client(&script, credentials());
    fetch(&client, "a").header("authorization", "Bearer own").await.unwrap();
    assert!(fetches(&script).is_empty());
    assert_eq!(script.requests()[0].header("authorization"), Some("Bearer own"));
}

#[tokio::test]
async fn a_refresh_token_is_replaced_by_the_one_that_comes_with_the_answer() {
    let script = Script::new()
        .on(
            "POST",
            "/token",
            Reply::json(json!({ "access_token": "token-1", "refresh_token": "refresh-2" })),
        )
        .on("POST", "/token", granted("token-2"))
        .on("GET", "/v1/thing/a/fetch", Reply::json(thing("a")))
        .on("GET", "/v1/thing/a/fetch", Reply::status(401))
        .otherwise(Reply::json(thing("a")));
    let client = client(&script, RefreshToken::new(ENDPOINT, "refresh-1", "public", ""));
    fetch(&client, "a").await.unwrap();
    fetch(&client, "a").await.unwrap();
    let tokens = fetches(&script);
    tokens[0].assert_text("grant_type=refresh_token&refresh_token=refresh-1&client_id=public");
    tokens[0].assert_no_header("authorization");
    tokens[1].assert_text("grant_type=refresh_token&refresh_token=refresh-2&client_id=public");
}

#[tokio::test]
async fn an_error_says_that_it_is_about_the_token_and_shows_no_secret() {
    let refusal = json!({ "error": "invalid_client", "error_description": "no client secret like client secret" });
    let script = Script::new().otherwise(Reply::status(401).with_json(refusal));
    let client = client(&script, credentials());
    let error = fetch(&client, "a").await.unwrap_err();
    let text = format!("{error} {error:?}");
    assert!(text.contains("no [redacted] like [redacted]"), "{text}");
    assert!(text.contains("while fetching an access token"), "{text}");
    assert_eq!(fetches(&script).len(), 1);
    let script = Script::new().otherwise(Reply::json(json!({})));
    let error = fetch(&self::client(&script, credentials()), "a").await.unwrap_err();
    assert!(error.to_string().contains("without an `access_token`"), "{error}");
}

#[tokio::test]
async fn a_fetched_token_is_shown_nowhere() {
    let script = Script::new()
        .on("POST", "/token", granted("token-to-hide"))
        .otherwise(Reply::status(403).with_json(json!({ "message": "not with token-to-hide" })));
    let client = client(&script, credentials());
    let error = fetch(&client, "a").await.unwrap_err();
    let curl = fetch(&client, "a").to_curl().unwrap();
    let shown = format!("{error} {error:?} {client:?} {curl} {:?}", Token::new("token-to-hide"));
    assert!(!shown.contains("token-to-hide"), "{shown}");
    assert!(!format!("{:?}", credentials()).contains("secret"));
}

#[tokio::test]
async fn code_of_the_caller_can_be_the_source() {
    struct Vault;
    impl TokenSource for Vault {
        fn token(&self, _: Client) -> TokenFuture<'_> {
            Box::pin(async { Ok::<_, Error>(Token::new("from-the-vault")) })
        }
    }
    let script = Script::new().otherwise(Reply::json(thing("a")));
    fetch(&client(&script, Vault), "a").await.unwrap();
    assert_eq!(
        script.requests()[0].header("authorization"),
        Some("Bearer from-the-vault")
    );
}
