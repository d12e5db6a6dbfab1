//! Building a client: everything is checked there and then, and variants share the connections.

use crate::support::{SECRET, builder, client, fetch, thing};
use sdk_template::test_util::{Reply, Script};
use sdk_template::{Client, ClientBuilder, ErrorKind};
use std::time::Duration;

#[tokio::test]
async fn a_path_on_the_base_url_is_kept() {
    let script = Script::new().otherwise(Reply::json(thing("a")));
    for base in ["http://h.test/api/v1", "http://h.test/api/v1/"] {
        fetch(&builder(&script).base_url(base).build().unwrap(), "a")
            .await
            .unwrap();
    }
    for request in script.requests() {
        assert_eq!(request.uri, "http://h.test/api/v1/thing/a/fetch");
    }
}

#[tokio::test]
async fn a_query_on_the_base_url_goes_with_every_request() {
    let script = Script::new().otherwise(Reply::json(thing("a")));
    let client = builder(&script).base_url("http://h.test/x?version=2").build().unwrap();
    fetch(&client, "a").query("b", 1).await.unwrap();
    assert_eq!(script.requests()[0].uri, "http://h.test/x/thing/a/fetch?version=2&b=1");
}

#[test]
fn malformed_options_are_refused_by_build() {
    let cases = [
        (
            Client::builder().base_url("api.test/v1"),
            "begins with neither http:// nor https://",
        ),
        (
            Client::builder().base_url("ftp://api.test"),
            "begins with neither http:// nor https://",
        ),
        (Client::builder().base_url("http://"), "base URL"),
        (
            Client::builder().base_url("http://user:pw@api.test"),
            "give credentials as the secret",
        ),
        (
            Client::builder().default_header("a b", "c"),
            "the default header \"a b\"",
        ),
        (Client::builder().default_header("a", "c\n"), "the default header \"a\""),
        (Client::builder().secret("a\nb"), "the secret holds a character"),
        (Client::builder().user_agent_suffix("a\nb"), "user agent"),
        (
            Client::builder().endpoint("fetchThing", "nowhere"),
            "begins with neither",
        ),
    ];
    for (builder, reason) in cases {
        let error = builder.build().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Configuration);
        assert!(error.to_string().contains(reason), "{error}");
        assert!(!error.to_string().contains("pw"), "{error}");
    }
}

#[tokio::test]
async fn a_variant_shares_the_transport_and_changes_only_itself() {
    let script = Script::new().otherwise(Reply::json(thing("a")));
    let client = client(&script);
    let variant = client.with(|options| options.default_header("x-user", "u").base_url("http://other.test"));
    fetch(&variant, "a").await.unwrap();
    fetch(&client, "a").await.unwrap();
    let requests = script.requests();
    assert_eq!(
        (requests[0].header("x-user"), requests[0].uri.host()),
        (Some("u"), Some("other.test"))
    );
    assert_eq!(
        (requests[1].header("x-user"), requests[1].uri.host()),
        (None, Some("api.test"))
    );
    assert_eq!(
        requests[0].header("authorization"),
        Some(format!("Bearer {SECRET}").as_str())
    );
}

#[tokio::test]
async fn a_malformed_variant_says_so_when_it_is_used() {
    let script = Script::new();
    let variant = client(&script).with(|options| options.base_url("nowhere"));
    let error = fetch(&variant, "a").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Configuration);
    assert!(script.requests().is_empty());
}

#[tokio::test]
async fn a_variant_can_repair_what_was_malformed() {
    let script = Script::new().otherwise(Reply::json(thing("a")));
    let broken = Client::new("bad\nsecret").with(|options| {
        options
            .base_url("nowhere")
            .endpoint("fetchThing", "nowhere")
            .default_header("x-User", "a\n")
            .user_agent_suffix("a\nb")
            .transport(script.clone())
    });
    let one_less = broken.with(|options| options.secret("good"));
    let error = fetch(&one_less, "a").await.unwrap_err();
    assert!(error.to_string().contains("base URL"), "{error}");
    let sound = one_less.with(|options| {
        options
            .base_url("http://api.test")
            .endpoint("fetchThing", "http://else.test")
            .default_header("X-user", "u")
            .user_agent_suffix("app")
    });
    assert_eq!(fetch(&sound, "a").await.unwrap().id, "a");
    // Another name is another option.
    let other = broken.with(|options| {
        options
            .secret("good")
            .base_url("http://api.test")
            .endpoint("createThing", "http://else.test")
            .default_header("x-other", "u")
    });
    let error = fetch(&other, "a").await.unwrap_err();
    assert!(error.to_string().contains("begins with neither"), "{error}");
    assert!(
        Client::builder()
            .base_url("nowhere")
            .base_url("http://api.test")
            .build()
            .is_ok()
    );
}

#[tokio::test]
async fn what_belongs_to_the_connections_is_refused_by_a_variant() {
    type Change = fn(ClientBuilder) -> ClientBuilder;
    let changes: [(&str, Change); 4] = [
        ("connect_timeout", |options| {
            options.connect_timeout(Duration::from_secs(1))
        }),
        ("proxy", |options| options.proxy("http://127.0.0.1:1")),
        ("no_proxy", ClientBuilder::no_proxy),
        ("root_certificate", |options| {
            options.root_certificate(include_str!("server/certificates/authority.pem"))
        }),
    ];
    for (option, change) in changes {
        let script = Script::new();
        let client = client(&script);
        let error = fetch(&client.with(change), "a").await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Configuration);
        assert!(
            error
                .message()
                .contains(&format!("`{option}` belongs to the connections")),
            "{error}"
        );
        assert!(script.requests().is_empty());
        change(builder(&script)).build().unwrap();
    }
}

#[tokio::test]
async fn one_operation_can_live_elsewhere() {
    let script = Script::new().otherwise(Reply::json(thing("a")));
    let client = builder(&script)
        .endpoint("fetchThing", "http://elsewhere.test/x")
        .build()
        .unwrap();
    fetch(&client, "a").await.unwrap();
    fetch(&client, "a").base_url("http://call.test/y").await.unwrap();
    assert_eq!(script.requests()[0].uri, "http://elsewhere.test/x/thing/a/fetch");
    assert_eq!(script.requests()[1].uri, "http://call.test/y/thing/a/fetch");
}

#[tokio::test]
async fn the_user_agent_names_the_sdk_and_the_program() {
    let script = Script::new().otherwise(Reply::json(thing("a")));
    fetch(&builder(&script).user_agent_suffix("my-app/1.0").build().unwrap(), "a")
        .await
        .unwrap();
    let requests = script.requests();
    let agent = requests[0].header("user-agent").unwrap();
    assert!(agent.contains('/') && agent.ends_with(" my-app/1.0"), "{agent}");
}

#[test]
fn base_url_can_be_asked_for() {
    assert_eq!(client(&Script::new()).base_url(), "http://api.test/v1");
}

#[test]
fn a_client_is_small_to_clone() {
    assert_eq!(size_of::<Client>(), size_of::<usize>());
    assert_eq!(size_of::<sdk_template::Error>(), size_of::<usize>());
}
