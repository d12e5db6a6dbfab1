//! A path argument stays in its segment: whatever it holds, the request goes to the operation that was called.

use crate::support::{answering, fetch, thing};
use sdk_template::test_util::{Reply, Script};
use sdk_template::{Call, Operation, Parameter};
use serde_json::{Value, json};

static STORAGE: Operation = Operation::get("listStorage", "/space/{spaceId}/storage/list/{path}");

async fn path_of(id: &str) -> String {
    let (client, script) = answering(Reply::json(thing("a")));
    fetch(&client, id).await.unwrap();
    script.requests()[0].path().to_owned()
}

#[tokio::test]
async fn everything_with_a_meaning_is_encoded() {
    assert_eq!(path_of("a/b c?d#e").await, "/v1/thing/a%2Fb%20c%3Fd%23e/fetch");
    assert_eq!(path_of("é%41").await, "/v1/thing/%C3%A9%2541/fetch");
    assert_eq!(path_of("{thingId}").await, "/v1/thing/%7BthingId%7D/fetch");
    assert_eq!(path_of("-._~a..b").await, "/v1/thing/-._~a..b/fetch");
}

#[tokio::test]
async fn what_is_legal_in_a_segment_goes_out_as_it_is() {
    assert_eq!(path_of("@alias").await, "/v1/thing/@alias/fetch");
    let legal = "a-._~!$&'()*+,;=:@Z9";
    assert_eq!(path_of(legal).await, format!("/v1/thing/{legal}/fetch"));
    assert_eq!(
        path_of("\t\u{7f}\"<>[\\]^`{|}").await,
        "/v1/thing/%09%7F%22%3C%3E%5B%5C%5D%5E%60%7B%7C%7D/fetch"
    );
}

#[test]
fn a_value_cannot_end_where_the_template_goes_on() {
    static OPERATION: Operation = Operation::get("archive", "/{owner},{thingId}:archive");
    let client = crate::support::client(&Script::new());
    let request = Call::<Value>::new(&client, &OPERATION)
        .path("owner", "a,b")
        .path("thingId", "c:archive")
        .into_request()
        .unwrap();
    assert_eq!(request.uri().path(), "/v1/a%2Cb,c%3Aarchive:archive");
}

#[tokio::test]
async fn what_would_climb_or_vanish_is_refused_before_sending() {
    for id in ["", ".", "..", "..;", "..;a=b"] {
        let (client, script) = answering(Reply::json(thing("a")));
        let error = fetch(&client, id).await.unwrap_err();
        assert!(error.is_request(), "{id}: {error}");
        assert_eq!(error.attempts(), 0);
        assert!(script.requests().is_empty());
    }
    let (client, _) = answering(Reply::json(thing("a")));
    let error = fetch(&client, "").await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "GET /thing/{thingId}/fetch: the path parameter \"thingId\" is empty"
    );
}

fn storage(path: &str) -> Result<String, String> {
    let client = crate::support::client(&Script::new());
    let parameter = Parameter::path("path").allow_reserved().optional();
    let call = Call::<Value>::new(&client, &STORAGE)
        .path("spaceId", "s/1")
        .parameter(parameter, path);
    call.into_request()
        .map(|request| request.uri().path().to_owned())
        .map_err(|error| error.message().to_owned())
}

#[test]
fn slashes_survive_where_reserved_characters_are_allowed() {
    assert_eq!(
        storage("dir a/f#1?.txt").unwrap(),
        "/v1/space/s%2F1/storage/list/dir%20a/f%231%3F.txt"
    );
    assert_eq!(
        storage("100%41.txt").unwrap(),
        "/v1/space/s%2F1/storage/list/100%2541.txt"
    );
}

#[test]
fn an_optional_path_that_is_empty_drops_its_segment() {
    assert_eq!(storage("").unwrap(), "/v1/space/s%2F1/storage/list");
}

#[test]
fn a_path_of_several_segments_cannot_climb_either() {
    assert!(storage("a/../../bot").unwrap_err().contains("`..`"));
    assert!(storage("./a").unwrap_err().contains("`..`"));
    assert!(storage("/a").unwrap_err().contains("empty segment"));
    assert!(storage("a//b").unwrap_err().contains("empty segment"));
    assert_eq!(
        storage("%2e%2e/a").unwrap(),
        "/v1/space/s%2F1/storage/list/%252e%252e/a"
    );
}

#[test]
fn a_segment_of_two_parameters_cannot_climb_either() {
    static OPERATION: Operation = Operation::get("pair", "/{a}{b}/x");
    let client = crate::support::client(&Script::new());
    let error = Call::<Value>::new(&client, &OPERATION)
        .path("a", ".")
        .path("b", ".")
        .into_request()
        .unwrap_err();
    assert!(error.is_request());
}

#[test]
fn a_missing_argument_is_an_error_and_no_panic() {
    let client = crate::support::client(&Script::new());
    let error = Call::<Value>::new(&client, &STORAGE)
        .path("spaceId", "s")
        .into_request()
        .unwrap_err();
    assert_eq!(error.message(), "the path parameter \"path\" was not given");
}

#[test]
fn an_encoding_error_is_kept_until_the_call_is_run() {
    let client = crate::support::client(&Script::new());
    let unwritable = std::collections::BTreeMap::from([((1, 2), json!(1))]);
    let error = Call::<Value>::new(&client, &STORAGE)
        .json(&unwritable)
        .into_request()
        .unwrap_err();
    assert!(
        error.is_request() && error.message().starts_with("the body cannot be written as JSON"),
        "{error}"
    );
}

#[tokio::test]
async fn no_argument_can_change_the_host_that_gets_the_secret() {
    static PAIR: Operation = Operation::get("pair", "/{a}{b}");
    static SUFFIX: Operation = Operation::get("suffix", "/{a}.json");
    let client = crate::support::builder(&Script::new())
        .base_url("https://api.test")
        .build()
        .unwrap();
    let empty = Parameter::path("a").optional();
    for b in ["@evil.test", ".evil.test", ":1/evil"] {
        let call = Call::<Value>::new(&client, &PAIR)
            .parameter(empty, "")
            .parameter(Parameter::path("b").allow_reserved(), b);
        let request = call.into_request().unwrap();
        assert_eq!(request.uri().host(), Some("api.test"), "{b}");
    }
    let request = Call::<Value>::new(&client, &SUFFIX)
        .parameter(empty, "")
        .into_request()
        .unwrap();
    assert_eq!(request.uri().to_string(), "https://api.test/.json");
}
