//! Several credentials: each operation gets those that it requires, and no others.

use crate::support::SECRET;
use sdk_template::test_util::{Recorded, Reply, Script};
use sdk_template::{Api, Call, Client, ClientBuilder, ErrorKind, Operation, Scheme, SecretPlacement};
use serde_json::{Value, json};

/// An API with a key and an application key, which go together, and with a token in their place.
static API: Api = Api {
    name: "test",
    version: "1",
    base_url: "http://api.test/v1",
    secret: SecretPlacement::Header("x-api-key"),
    secret_env: "CORE_TEST_API_SECRET",
    schemes: &[
        Scheme {
            name: "apiKey",
            env: "CORE_TEST_API_SECRET",
            placement: SecretPlacement::Header("x-api-key"),
        },
        Scheme {
            name: "appKey",
            env: "CORE_TEST_APP_KEY",
            placement: SecretPlacement::Query("app_key"),
        },
        Scheme {
            name: "token",
            env: "CORE_TEST_TOKEN",
            placement: SecretPlacement::Authorization("Token"),
        },
        Scheme {
            name: "session",
            env: "CORE_TEST_SESSION",
            placement: SecretPlacement::Cookie("session"),
        },
        Scheme {
            name: "browser",
            env: "CORE_TEST_BROWSER",
            placement: SecretPlacement::Cookie("browser"),
        },
        Scheme {
            name: "basic",
            env: "CORE_TEST_BASIC",
            placement: SecretPlacement::Basic,
        },
    ],
    security: &[&["apiKey", "appKey"], &["token"]],
    ..Api::DEFAULT
};

static USUAL: Operation = Operation::get("usual", "/usual");
static TOKEN_ONLY: Operation = Operation::get("tokenOnly", "/token").security(&[&["token"]]);
static OPTIONAL: Operation = Operation::get("optional", "/optional").security(&[&["apiKey", "appKey"], &[]]);
static COOKIES: Operation = Operation::get("cookies", "/cookies").security(&[&["session", "browser"]]);
static BASIC: Operation = Operation::get("basic", "/basic").security(&[&["basic", "token"]]);
static OPEN: Operation = Operation::get("open", "/open").no_auth();

fn client(script: &Script, credentials: &[(&'static str, &str)]) -> Client {
    let builder = ClientBuilder::for_api(&API).transport(script.clone());
    let all = credentials.iter();
    all.fold(builder, |builder, (scheme, secret)| builder.credential(scheme, *secret))
        .build()
        .unwrap()
}

async fn sent(operation: &'static Operation, credentials: &[(&'static str, &str)]) -> Recorded {
    let script = Script::new().otherwise(Reply::json(json!({})));
    Call::<Value>::new(&client(&script, credentials), operation)
        .await
        .unwrap();
    script.requests().remove(0)
}

/// What a request shows of all credentials: the key, the query, the authorization and the cookies.
fn shown(request: &Recorded) -> (Option<&str>, &str, Option<&str>, Option<&str>) {
    (
        request.header("x-api-key"),
        request.query(),
        request.header("authorization"),
        request.header("cookie"),
    )
}

#[tokio::test]
async fn the_first_way_whose_credentials_are_all_set_is_gone() {
    let both = sent(&USUAL, &[("apiKey", "k"), ("appKey", "a b"), ("token", "t")]).await;
    assert_eq!(shown(&both), (Some("k"), "app_key=a%20b", None, None));
    let second = sent(&USUAL, &[("apiKey", "k"), ("token", "t")]).await;
    assert_eq!(shown(&second), (None, "", Some("Token t"), None));
}

#[tokio::test]
async fn where_no_way_is_complete_what_there_is_of_one_is_sent() {
    let half = sent(&USUAL, &[("apiKey", "k"), ("session", "s")]).await;
    assert_eq!(shown(&half), (Some("k"), "", None, None));
}

#[tokio::test]
async fn an_operation_gets_no_credentials_that_it_does_not_require() {
    let all = [("apiKey", "k"), ("appKey", "a"), ("session", "s")];
    assert_eq!(shown(&sent(&TOKEN_ONLY, &all).await), (None, "", None, None));
    assert_eq!(shown(&sent(&OPEN, &all).await), (None, "", None, None));
}

#[tokio::test]
async fn an_operation_that_may_be_anonymous_is_signed_where_it_can_be() {
    let signed = sent(&OPTIONAL, &[("apiKey", "k"), ("appKey", "a")]).await;
    assert_eq!(shown(&signed), (Some("k"), "app_key=a", None, None));
    assert_eq!(
        shown(&sent(&OPTIONAL, &[("apiKey", "k")]).await),
        (None, "", None, None)
    );
    assert_eq!(shown(&sent(&OPTIONAL, &[]).await), (None, "", None, None));
}

#[tokio::test]
async fn cookies_stand_side_by_side_and_a_header_is_given_once() {
    let cookies = sent(&COOKIES, &[("session", "s"), ("browser", "b")]).await;
    assert_eq!(shown(&cookies), (None, "", None, Some("session=s; browser=b")));
    let basic = sent(&BASIC, &[("basic", "user:pw"), ("token", "t")]).await;
    assert_eq!(basic.headers.get_all("authorization").iter().count(), 1);
    assert_eq!(basic.header("authorization"), Some("Basic dXNlcjpwdw=="));
}

#[tokio::test]
async fn the_secret_is_the_credential_of_the_first_scheme() {
    let script = Script::new().otherwise(Reply::json(json!({})));
    let client = client(&script, &[("appKey", "a")]).with(|builder| builder.secret("k"));
    Call::<Value>::new(&client, &USUAL).await.unwrap();
    assert_eq!(shown(&script.requests()[0]), (Some("k"), "app_key=a", None, None));
}

#[tokio::test]
async fn user_and_password_are_one_credential_and_a_user_alone_has_an_empty_password() {
    let script = Script::new().otherwise(Reply::json(json!({})));
    let client = client(&script, &[]);
    let with_password = client.with(|builder| builder.user_and_password("basic", "user", "pw"));
    Call::<Value>::new(&with_password, &BASIC).await.unwrap();
    let user_alone = client.with(|builder| builder.credential("basic", "user"));
    Call::<Value>::new(&user_alone, &BASIC).await.unwrap();
    let requests = script.requests();
    assert_eq!(requests[0].header("authorization"), Some("Basic dXNlcjpwdw=="));
    assert_eq!(requests[1].header("authorization"), Some("Basic dXNlcjo="));
    let refused = ClientBuilder::for_api(&API)
        .user_and_password("basic", "a:b", "c")
        .build();
    assert_eq!(refused.unwrap_err().kind(), ErrorKind::Configuration);
}

#[tokio::test]
async fn a_refusal_names_the_credentials_that_the_client_has_not() {
    let script = Script::new().otherwise(Reply::status(403));
    let refused = Call::<Value>::new(&client(&script, &[("apiKey", "k")]), &USUAL).await;
    let text = refused.unwrap_err().to_string();
    assert!(text.contains("the client has no appKey"), "{text}");
    let complete = client(&script, &[("apiKey", "k"), ("appKey", "a")]);
    let text = Call::<Value>::new(&complete, &USUAL).await.unwrap_err().to_string();
    assert!(!text.contains("the client has no"), "{text}");
}

#[tokio::test]
async fn no_credential_is_shown_whichever_scheme_it_is_of() {
    for scheme in API.schemes {
        let script =
            Script::new().otherwise(Reply::status(403).with_json(json!({ "message": format!("not {SECRET}") })));
        let client = client(&script, &[(scheme.name, SECRET)]);
        let call = || Call::<Value>::new(&client, if scheme.name == "token" { &TOKEN_ONLY } else { &USUAL });
        let error = call().await.unwrap_err();
        let texts = [
            format!("{client:?} {client:#?}"),
            format!("{error} {error:?} {}", error.message()),
            call().to_curl().unwrap(),
            format!("{:?}", call()),
        ];
        for text in texts {
            assert!(!text.contains(SECRET), "{}: {text}", scheme.name);
        }
    }
}

#[tokio::test]
async fn no_credential_goes_to_another_origin() {
    let script = Script::new().otherwise(Reply::json(json!({})));
    let client = client(&script, &[("apiKey", SECRET), ("appKey", SECRET)]);
    let options = sdk_template::FetchOptions::new();
    client
        .fetch::<Value, _>("http://elsewhere.test/x", options)
        .await
        .unwrap();
    let request = &script.requests()[0];
    assert_eq!(shown(request), (None, "", None, None));
}

/// The environment belongs to the whole process, so this very test runs again with the variables set.
#[test]
fn further_credentials_come_from_the_environment_too() {
    if std::env::var_os("CORE_TEST_SECURITY").is_some() {
        match ClientBuilder::for_api(&API).from_env() {
            Ok(builder) => println!("client: {:?}", builder.build().unwrap()),
            Err(error) => println!("error: {error}"),
        }
        return;
    }
    let run = |variables: &[(&str, &str)]| {
        let mut command = std::process::Command::new(std::env::current_exe().unwrap());
        let name = "security::further_credentials_come_from_the_environment_too";
        command
            .args(["--exact", name, "--nocapture"])
            .env("CORE_TEST_SECURITY", "1");
        command.envs(variables.iter().copied());
        String::from_utf8(command.output().unwrap().stdout).unwrap()
    };
    assert!(run(&[]).contains("error: the environment variable CORE_TEST_API_SECRET is not set"));
    assert!(run(&[("CORE_TEST_APP_KEY", "0815")]).contains("error: the environment variable CORE_TEST_API_SECRET"));
    let with_key = run(&[("CORE_TEST_API_SECRET", "4711"), ("CORE_TEST_APP_KEY", "0815")]);
    assert!(with_key.contains("credentials: [[redacted], [redacted]]"), "{with_key}");
    // A token is a way of its own.
    let with_token = run(&[("CORE_TEST_TOKEN", "0815")]);
    assert!(
        with_token.contains("credentials: [none, none, [redacted]]"),
        "{with_token}"
    );
}
