//! Bodies in every media type, and members that the description does not know.

use crate::support::{answering, client, create, thing};
use sdk_template::test_util::{Recorded, Reply, Script};
use sdk_template::{Body, Call, ErrorKind, Operation, Parameter, Style};
use serde_json::{Value, json};

static OPERATION: Operation = Operation::post("send", "/send");

async fn sent(give: impl FnOnce(Call<Value>) -> Call<Value>) -> Recorded {
    let (client, script) = answering(Reply::json(json!({})));
    give(Call::new(&client, &OPERATION)).await.unwrap();
    script.requests().remove(0)
}

#[tokio::test]
async fn empty_json_sends_braces() {
    assert_eq!(sent(Call::empty_json).await.text(), "{}");
}

#[tokio::test]
async fn further_members_go_into_a_json_body() {
    let (client, script) = answering(Reply::json(thing("a")));
    create(&client, &json!({ "name": "n", "size": 1 }))
        .body_field("size", 2)
        .body_field("new", json!({ "x": [] }))
        .await
        .unwrap();
    assert_eq!(
        script.requests()[0].json(),
        json!({ "name": "n", "size": 2, "new": { "x": [] } })
    );
}

#[tokio::test]
async fn further_members_alone_make_a_json_body() {
    let request = sent(|call| call.body_field("a", 1)).await;
    assert_eq!(
        (request.json(), request.header("content-type")),
        (json!({ "a": 1 }), Some("application/json"))
    );
}

#[tokio::test]
async fn a_form_is_flat_where_it_can_be_and_in_brackets_where_it_nests() {
    let value = json!({ "name": "a b&c", "tags": ["x", "y"], "none": null, "who": { "id": 1, "roles": ["r"] }, "lines": [{ "n": 1 }] });
    let request = sent(|call| call.form(&value)).await;
    assert_eq!(
        request.header("content-type"),
        Some("application/x-www-form-urlencoded")
    );
    let mut pairs: Vec<_> = request.text().split('&').map(str::to_owned).collect();
    pairs.sort();
    let mut wanted = [
        "name=a%20b%26c",
        "tags=x",
        "tags=y",
        "who%5Bid%5D=1",
        "who%5Broles%5D%5B0%5D=r",
        "lines%5B0%5D%5Bn%5D=1",
    ];
    wanted.sort_unstable();
    assert_eq!(pairs, wanted);
}

#[tokio::test]
async fn the_members_of_a_form_may_have_styles_of_their_own() {
    static ENCODING: [Parameter; 3] = [
        Parameter::query("tags").explode(false),
        Parameter::query("expand").style(Style::DeepObject),
        Parameter::query("extra").content("application/json"),
    ];
    let value = json!({ "expand": ["a", "b"], "extra": { "x": 1 }, "tags": ["x", "y"] });
    let request = sent(|call| call.form_with(&value, &ENCODING).body_field("zed", "z")).await;
    assert_eq!(
        request.text(),
        "expand%5B0%5D=a&expand%5B1%5D=b&extra=%7B%22x%22%3A1%7D&tags=x,y&zed=z"
    );
}

#[tokio::test]
async fn text_bytes_and_any_other_media_type() {
    let text = sent(|call| call.text("hé")).await;
    assert_eq!(
        (text.text().as_str(), text.header("content-type")),
        ("hé", Some("text/plain; charset=utf-8"))
    );
    let bytes = sent(|call| call.body("application/octet-stream", vec![0_u8, 255])).await;
    assert_eq!(
        (&bytes.body[..], bytes.header("content-type")),
        (&[0_u8, 255][..], Some("application/octet-stream"))
    );
    let xml = sent(|call| call.body(String::from("application/xml"), "<a/>")).await;
    assert_eq!(
        (xml.text().as_str(), xml.header("content-type")),
        ("<a/>", Some("application/xml"))
    );
}

#[tokio::test]
async fn raw_bodies_take_no_members() {
    let (client, _) = answering(Reply::json(json!({})));
    let call = Call::<Value>::new(&client, &OPERATION)
        .body("application/xml", Body::from("<a/>"))
        .body_field("a", 1);
    assert!(call.await.unwrap_err().is_request());
}

#[test]
fn a_body_that_is_nested_too_deeply_for_further_members_is_refused_and_not_dropped() {
    let script = Script::new();
    let deep = (0..130).fold(json!(1), |value, _| json!([value]));
    let call = create(&client(&script), &json!({ "name": "n", "deep": deep }));
    let whole = call.clone().into_request().unwrap();
    assert!(whole.body().as_bytes().unwrap().ends_with(b"\"name\":\"n\"}"));
    let error = call.body_field("extra", 1).into_request().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Request);
    assert!(
        error.message().starts_with("the body takes no further members"),
        "{error}"
    );
}
