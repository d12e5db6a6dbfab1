//! Each way of running a call gives what it says.

use crate::support::{Thing, answering, client, create, fetch, list, thing};
use sdk_template::test_util::{Reply, Script};
use sdk_template::{Bytes, Call, Client, Operation};
use serde_json::{Value, json};

#[tokio::test]
async fn awaiting_decodes_the_answer() {
    let (client, script) = answering(Reply::json(thing("a")));
    assert_eq!(
        fetch(&client, "a").await.unwrap(),
        Thing {
            id: "a".into(),
            size: 1
        }
    );
    assert_eq!(script.requests()[0].uri, "http://api.test/v1/thing/a/fetch");
    assert_eq!(script.requests()[0].method, "GET");
}

#[tokio::test]
async fn nothing_is_sent_before_a_call_is_run() {
    let (client, script) = answering(Reply::json(thing("a")));
    let call = fetch(&client, "a");
    let copy = call.clone();
    drop(call);
    assert!(script.requests().is_empty());
    copy.await.unwrap();
    assert_eq!(script.requests().len(), 1);
}

#[tokio::test]
async fn with_response_keeps_what_came_around_the_answer() {
    let (client, _) = answering(Reply::status(201).header("x-request-id", "req_1").with_json(thing("a")));
    let answer = create(&client, &json!({})).with_response().await.unwrap();
    assert_eq!(answer.status(), 201);
    assert_eq!(answer.request_id(), Some("req_1"));
    assert_eq!(answer.headers()["content-type"], "application/json");
    assert_eq!(answer.body().as_ref(), thing("a").to_string().as_bytes());
    assert_eq!((answer.attempts(), answer.id.as_str()), (1, "a"));
    assert_eq!(answer.into_value().size, 1);
}

#[tokio::test]
async fn raw_gives_any_status_and_the_body_in_pieces() {
    let (client, _) = answering(Reply::status(404).body(["no", "pe"]));
    let mut response = fetch(&client, "a").raw().await.unwrap();
    assert_eq!(response.status(), 404);
    assert_eq!(response.next().await.unwrap().unwrap(), "no");
    assert_eq!(response.text().await.unwrap(), "pe");
}

#[tokio::test]
async fn raw_can_be_decoded_afterwards() {
    let (client, _) = answering(Reply::json(thing("a")));
    let response = fetch(&client, "a").raw().await.unwrap();
    assert_eq!(response.json::<Thing>().await.unwrap().id, "a");
}

#[tokio::test]
async fn text_bytes_and_nothing_are_answers_too() {
    static TEXT: Operation = Operation::get("readText", "/text").text();
    static BYTES: Operation = Operation::get("readBytes", "/bytes").binary();
    static NOTHING: Operation = Operation::post("forget", "/forget");
    let script = Script::new()
        .reply(Reply::chunks("text/plain", ["hello"]))
        .reply(Reply::chunks("application/octet-stream", [&[0_u8, 255][..]]))
        .reply(Reply::status(204))
        .reply(Reply::chunks("text/html", ["<p>whatever</p>"]));
    let client = client(&script);
    assert_eq!(Call::<String>::new(&client, &TEXT).await.unwrap(), "hello");
    assert_eq!(Call::<Bytes>::new(&client, &BYTES).await.unwrap(), [0_u8, 255][..]);
    Call::<()>::new(&client, &NOTHING).await.unwrap();
    Call::<()>::new(&client, &NOTHING).await.unwrap();
    let accepts: Vec<_> = script
        .requests()
        .iter()
        .map(|request| request.header("accept").unwrap().to_owned())
        .collect();
    assert_eq!(accepts, ["text/plain", "*/*", "application/json", "application/json"]);
}

#[tokio::test]
async fn an_answer_that_may_be_missing_is_none() {
    static OPERATION: Operation = Operation::get("maybe", "/maybe");
    let script = Script::new().reply(Reply::status(204)).reply(Reply::json(thing("a")));
    let client = client(&script);
    assert_eq!(Call::<Option<Thing>>::new(&client, &OPERATION).await.unwrap(), None);
    assert_eq!(
        Call::<Option<Thing>>::new(&client, &OPERATION)
            .await
            .unwrap()
            .unwrap()
            .id,
        "a"
    );
}

#[tokio::test]
async fn an_empty_body_where_json_is_due_is_a_decode_error() {
    let (client, _) = answering(Reply::status(200));
    let error = fetch(&client, "a").await.unwrap_err();
    assert!(error.is_decode());
    assert_eq!(
        error.to_string(),
        "GET /thing/{thingId}/fetch: the answer is empty where JSON was expected (status 200)"
    );
}

#[tokio::test]
async fn an_answer_can_be_asked_for_in_another_media_type() {
    let (client, script) = answering(Reply::chunks("text/csv", ["id,size\na,1\n"]));
    let csv: String = list(&client).answer_as::<String>("text/csv").await.unwrap();
    assert_eq!(csv, "id,size\na,1\n");
    assert_eq!(script.requests()[0].header("accept"), Some("text/csv"));
}

#[tokio::test]
async fn cast_decodes_as_another_type() {
    let (client, _) = answering(Reply::json(thing("a")));
    let value = fetch(&client, "a").cast::<Value>().await.unwrap();
    assert_eq!(value["id"], "a");
}

#[tokio::test]
async fn bytes_of_a_json_answer_are_its_body() {
    let (client, _) = answering(Reply::json(json!({"a": 1})));
    assert_eq!(fetch(&client, "a").cast::<Bytes>().await.unwrap(), r#"{"a":1}"#);
}

#[tokio::test]
async fn an_answer_over_the_limit_is_refused() {
    let script = Script::new().reply(Reply::chunks(
        "application/json",
        ["{\"id\":\"", "aaaaaaaaaaaaaaaaaaaa", "\",\"size\":1}"],
    ));
    let client = crate::support::builder(&script).max_answer_bytes(16).build().unwrap();
    let error = fetch(&client, "a").await.unwrap_err();
    assert!(
        error.is_decode() && error.message().contains("limit of 16 bytes"),
        "{error}"
    );
}

#[tokio::test]
async fn dropping_a_call_ends_its_exchange() {
    let (client, script) = answering(Reply::silence());
    let mut call = Box::pin(fetch(&client, "a").into_future());
    assert!(poll_once(&mut call).await.is_none());
    assert_eq!(script.open_exchanges(), 1);
    drop(call);
    assert_eq!(script.open_exchanges(), 0);
}

/// Polls once.
async fn poll_once<F: Future + Unpin>(future: &mut F) -> Option<F::Output> {
    std::future::poll_fn(|context| match std::pin::Pin::new(&mut *future).poll(context) {
        std::task::Poll::Ready(output) => std::task::Poll::Ready(Some(output)),
        std::task::Poll::Pending => std::task::Poll::Ready(None),
    })
    .await
}

/// A call, a client and what they return can be moved to other tasks, whatever the types.
#[test]
fn calls_are_send_and_static() {
    fn check<T: Send + 'static>() {}
    fn shared<T: Send + Sync + Clone + 'static>() {}
    shared::<Client>();
    check::<Call<std::rc::Rc<()>, std::rc::Rc<()>>>();
    check::<sdk_template::CallFuture<Thing>>();
    check::<sdk_template::EventStream<std::rc::Rc<()>>>();
    check::<sdk_template::Response>();
    check::<sdk_template::Error>();
    shared::<Call<Thing>>();
}
