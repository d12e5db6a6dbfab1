//! Forms of several parts, byte for byte.

use crate::support::answering;
use sdk_template::test_util::Reply;
use sdk_template::{Call, File, Form, Operation};
use serde_json::{Value, json};

static OPERATION: Operation = Operation::post("upload", "/upload");

async fn sent(form: Form) -> String {
    let (client, script) = answering(Reply::json(json!({})));
    Call::<Value>::new(&client, &OPERATION).multipart(form).await.unwrap();
    let request = script.requests().remove(0);
    let boundary = request
        .header("content-type")
        .unwrap()
        .strip_prefix("multipart/form-data; boundary=")
        .unwrap()
        .to_owned();
    assert!(boundary.len() >= 32 && boundary.len() <= 70);
    request.text().replace(&boundary, "B")
}

#[tokio::test]
async fn every_part_has_its_own_media_type() {
    let form = Form::new()
        .text("name", "a\r\nb")
        .text("count", 3)
        .json("meta", &json!({ "x": 1 }))
        .bytes("raw", "application/x-thing", vec![b'z'])
        .file("file", &File::from_bytes("cat.png", "PNG"));
    let wanted = "--B\r\ncontent-disposition: form-data; name=\"name\"\r\n\r\na\r\nb\r\n\
        --B\r\ncontent-disposition: form-data; name=\"count\"\r\n\r\n3\r\n\
        --B\r\ncontent-disposition: form-data; name=\"meta\"\r\ncontent-type: application/json\r\n\r\n{\"x\":1}\r\n\
        --B\r\ncontent-disposition: form-data; name=\"raw\"\r\ncontent-type: application/x-thing\r\n\r\nz\r\n\
        --B\r\ncontent-disposition: form-data; name=\"file\"; filename=\"cat.png\"\r\ncontent-type: image/png\r\n\r\nPNG\r\n\
        --B--\r\n";
    assert_eq!(sent(form).await, wanted);
}

#[tokio::test]
async fn names_cannot_break_out_of_their_quotes() {
    let file = File::from_bytes("a\"; name=\"b\r\nx: y", "").media_type("text/plain\r\nx: y");
    let text = sent(Form::new().file("f\"\n", &file)).await;
    let head = text.split("\r\n\r\n").next().unwrap();
    assert_eq!(
        head,
        "--B\r\ncontent-disposition: form-data; name=\"f%22%0A\"; filename=\"a%22; name=%22b%0D%0Ax: y\"\r\n\
         content-type: text/plain  x: y"
    );
}

#[tokio::test]
async fn an_empty_form_is_still_a_form() {
    assert_eq!(sent(Form::new()).await, "--B--\r\n");
}

#[tokio::test]
async fn a_part_that_cannot_be_written_is_reported_when_the_call_is_run() {
    let (client, script) = answering(Reply::json(json!({})));
    let unwritable = std::collections::BTreeMap::from([((1, 2), 3)]);
    let error = Call::<Value>::new(&client, &OPERATION)
        .multipart(Form::new().json("meta", &unwritable))
        .await
        .unwrap_err();
    assert!(
        error.is_request() && error.message().contains("part \"meta\""),
        "{error}"
    );
    assert!(script.requests().is_empty());
}

#[tokio::test]
async fn further_members_become_parts() {
    let (client, script) = answering(Reply::json(json!({})));
    let call = Call::<Value>::new(&client, &OPERATION)
        .multipart(Form::new().text("a", "b"))
        .body_field("c", json!(["d"]));
    call.await.unwrap();
    assert!(
        script.requests()[0]
            .text()
            .contains("name=\"c\"\r\ncontent-type: application/json\r\n\r\n[\"d\"]")
    );
}
