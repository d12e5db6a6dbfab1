//! Nothing that can be printed shows the secret.

mod everything;

use crate::cassettes::Place;
use crate::support::{SECRET, client, create, fetch};
use crate::tracing::traced;
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use everything::{API_OF_EACH_PLACEMENT, everything};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use proptest::prelude::{ProptestConfig, Strategy};
use proptest::test_runner::{TestCaseError, TestRunner};
use sdk_template::test_util::{Recorder, Reply, Script};
use sdk_template::{Bytes, Client, SecretPlacement};
use serde_json::{Value, json};
use std::time::{Duration, Instant};

/// Whatever a header can carry, and long enough not to stand anywhere by chance.
fn secrets() -> impl Strategy<Value = String> {
    // None begins with a dot: `.;` and `..;` in a path lead elsewhere on some servers, so they are refused and not shown.
    proptest::string::string_regex("[!--/-~][ -~]{6,40}[!-~]").expect("it is a regular expression")
}

/// The secret as others may write it, each by the means that they would use.
fn spellings(secret: &str) -> Vec<String> {
    const UNRESERVED: AsciiSet = NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');
    let json = Value::from(secret).to_string();
    let component = utf8_percent_encode(secret, &UNRESERVED).to_string();
    let mut spellings = vec![
        secret.to_owned(),
        json[1..json.len() - 1].to_owned(),
        format!("{secret:?}").trim_matches('"').to_owned(),
        utf8_percent_encode(secret, NON_ALPHANUMERIC).to_string(),
        component.replace("%20", "+"),
        component.to_ascii_lowercase(),
        component,
    ];
    for before in ["", "user:", "me:", "a:"] {
        for engine in [STANDARD_NO_PAD, URL_SAFE_NO_PAD] {
            let encoded = engine.encode(format!("{before}{secret}"));
            // The last letter depends on what follows, and the first ones on what stands before.
            let start = (before.len() * 8).div_ceil(6);
            spellings.push(encoded[start..encoded.len() - 1].to_owned());
        }
    }
    spellings
}

/// The first place that shows the secret in any spelling.
fn leak(secret: &str, shown: &[(String, String)]) -> Option<String> {
    let spellings = spellings(secret);
    let found = |(what, text): &(String, String)| {
        let (spelling, at) = spellings
            .iter()
            .find_map(|spelling| Some((spelling, text.find(spelling)?)))?;
        let around: String = text.chars().skip(at.saturating_sub(80)).take(200).collect();
        Some(format!("{what} shows {spelling:?} of {secret:?}: …{around}…"))
    };
    shown.iter().find_map(found)
}

/// Everything that is printed or written while a client of this API with this secret does all that it can.
fn all_of(placement: usize, secret: &str) -> Vec<(String, String)> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .start_paused(true)
        .build()
        .expect("a runtime");
    let place = Place::new();
    let mut shown = Vec::new();
    runtime.block_on(async {
        let work = async {
            let record = |script: &Script| Recorder::new(script.clone(), place.path());
            shown = everything(API_OF_EACH_PLACEMENT[placement], secret, &record).await;
        };
        let trace = traced(work).await;
        assert!(trace.contains("\"attempt\""), "nothing was traced: {trace}");
        shown.push(("trace".to_owned(), trace));
    });
    let cassette = place.text();
    assert!(cassette.contains("\"exchanges\": ["), "{cassette}");
    shown.push(("cassette".to_owned(), cassette));
    shown
}

#[test]
fn nothing_shows_any_secret() {
    let config = ProptestConfig {
        cases: 32,
        failure_persistence: None,
        ..ProptestConfig::default()
    };
    let input = (0..API_OF_EACH_PLACEMENT.len(), secrets());
    let outcome = TestRunner::new(config).run(&input, |(placement, secret)| {
        // A cookie ends at a semicolon, so no secret in one can hold that.
        let is_cookie = matches!(API_OF_EACH_PLACEMENT[placement].secret, SecretPlacement::Cookie(_));
        let secret = if is_cookie { secret.replace(';', "_") } else { secret };
        leak(&secret, &all_of(placement, &secret)).map_or(Ok(()), |leak| Err(TestCaseError::fail(leak)))
    });
    outcome.unwrap_or_else(|failure| panic!("{failure}"));
}

#[test]
fn nothing_shows_secrets_that_look_like_something_else() {
    let odd = [
        SECRET,
        "\"quoted\\\"",
        "100%25%20off",
        "{\"token\": \"x\"}",
        "user:pass:word",
        "a/b?c=d&e=f#g",
        "\\\\\\\\\\\\\\\\",
        "++++ ++++",
        "'; rm -rf $HOME #'",
        "AAAAAAAAAAAAAAAA",
        "c2VjcmV0LXNlY3JldA==",
        "https://user:pw@host/path?sig=1",
    ];
    for (index, secret) in odd.into_iter().enumerate() {
        for placement in [index, index + 2].map(|number| number % API_OF_EACH_PLACEMENT.len()) {
            let is_cookie = matches!(API_OF_EACH_PLACEMENT[placement].secret, SecretPlacement::Cookie(_));
            if !(is_cookie && secret.contains(';')) {
                assert_eq!(leak(secret, &all_of(placement, secret)), None);
            }
        }
    }
}

#[test]
fn names_promise_secrets_or_not() {
    let secret = [
        "access_token",
        "accessToken",
        "api-key",
        "api_key",
        "apiKey",
        "apikey",
        "Authorization",
        "auth",
        "awsSecretAccessKey",
        "basic_auth",
        "bearer",
        "bot_token",
        "client_secret",
        "clientSecret",
        "connection-string",
        "connectionString",
        "cookie",
        "credentials",
        "csrf-token",
        "DATABASE_URL",
        "dsn",
        "encryption_key",
        "id_token",
        "jwt",
        "newPassword",
        "ocp-apim-subscription-key",
        "otp",
        "passphrase",
        "passwd",
        "password",
        "password2",
        "pin",
        "pin_code",
        "presigned_url",
        "private_key",
        "proxy-authorization",
        "pwd",
        "recovery_codes",
        "refreshToken",
        "refresh_tokens",
        "secret",
        "secretKey",
        "secret_value",
        "serviceAccountKey",
        "session_token",
        "set-cookie",
        "signature",
        "signedUrl",
        "signing_secret",
        "ssh_key",
        "token",
        "token_value",
        "totp",
        "verification_code",
        "verifyToken",
        "webhook_secret",
        "x-amz-credential",
        "x-amz-security-token",
        "x-amz-signature",
        "x-api-key",
        "x-auth",
        "X-Auth-Token",
        "x-goog-signature",
        "x-vault-token",
        "APIKey",
        "sig",
    ];
    let harmless = [
        "account",
        "author",
        "authenticate",
        "authorizationUrl",
        "blockId",
        "code",
        "cookie_policy",
        "cursor",
        "design",
        "expires_at",
        "id",
        "key",
        "keyboard",
        "keys",
        "keywords",
        "max_tokens",
        "maxTokens",
        "monkey",
        "next_token",
        "nextPageToken",
        "page_token",
        "pageToken",
        "passing",
        "passwordResetUrl",
        "pinned",
        "ping",
        "primary_key",
        "publicKey",
        "secretId",
        "secret_name",
        "session_id",
        "shipping",
        "spin",
        "status_code",
        "token_count",
        "token_type",
        "tokenizer",
        "tokens",
        "total_tokens",
        "url",
        "usage",
        "webhook_url",
        "assign",
        "www-authenticate",
        "zip_code",
    ];
    for (names, is_hidden) in [(&secret[..], true), (&harmless[..], false)] {
        for name in names {
            let call = create(&client(&Script::new()), &json!({ *name: "the-value" }));
            let curl = call.to_curl().unwrap();
            assert_eq!(!curl.contains("the-value"), is_hidden, "{name}: {curl}");
        }
    }
    // Every key is one in a header or a query, but for those that are known.
    for (name, is_hidden) in [
        ("key", true),
        ("x-functions-key", true),
        ("x-rapidapi-key", true),
        ("idempotency-key", false),
        ("partition_key", false),
        ("public-key", false),
        ("keyword", false),
        ("x-monkey", false),
    ] {
        let builder = Client::builder().default_header(name, "the-value");
        assert_eq!(!format!("{builder:?}").contains("the-value"), is_hidden, "{name}");
        let curl = fetch(&client(&Script::new()), "a")
            .query(name, "the-value")
            .header(name, "the-value")
            .to_curl();
        assert_eq!(!curl.unwrap().contains("the-value"), is_hidden, "{name}");
    }
}

#[tokio::test]
async fn sources_of_errors_do_not_show_it_either() {
    let script = Script::new().otherwise(Reply::json(json!({ "id": SECRET, "size": SECRET })));
    let error = fetch(&client(&script), "a").cast::<Vec<Value>>().await.unwrap_err();
    assert!(!error.to_string().contains(SECRET), "{error}");
}

/// Each backslash may begin an escape, and was looked at from each of those before it: this took minutes.
#[tokio::test]
async fn a_text_of_backslashes_takes_no_time() {
    let message = "\\".repeat(300_000);
    let script = Script::new().reply(Reply::status(400).with_json(json!({ "message": message })));
    let client = client(&script).with(|builder| builder.secret("/abcdefghijk"));
    let begin = Instant::now();
    fetch(&client, "a").await.unwrap_err();
    assert!(begin.elapsed() < Duration::from_secs(20), "{:?}", begin.elapsed());
}

/// Each piece of an answer was moved along by each secret: this took minutes.
#[tokio::test]
async fn many_secrets_in_many_pieces_are_recorded_in_no_time() {
    let place = Place::new();
    let pieces = vec!["{\"password\":\"word\"}\n"; 60_000];
    let script = Script::new().reply(Reply::chunks("application/json", pieces));
    let recorder = Recorder::new(script.clone(), place.path());
    let client = client(&script).with(|builder| builder.transport(recorder));
    let begin = Instant::now();
    fetch(&client, "a").cast::<Bytes>().await.unwrap();
    drop(client);
    assert!(begin.elapsed() < Duration::from_secs(20), "{:?}", begin.elapsed());
    let text = place.text();
    assert!(text.contains("REDACTED") && !text.contains("\\\"word"));
}
