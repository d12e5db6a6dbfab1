//! Server-sent events, to the letter of the standard; `chunkings` cuts them at random.

use crate::support::{Tick, answering, listen};
use sdk_template::Error;
use sdk_template::test_util::Reply;
use serde_json::{Value, json};
use std::time::Duration;

async fn read(reply: Reply) -> Vec<Result<Tick, Error>> {
    let (client, script) = answering(reply);
    let mut stream = listen(&client).stream().await.unwrap();
    assert_eq!(script.requests()[0].header("accept"), Some("text/event-stream"));
    let mut events = Vec::new();
    while let Some(event) = stream.next().await {
        events.push(event);
    }
    events
}

async fn data(text: &str) -> Vec<Value> {
    let events = read(Reply::chunks("text/event-stream; charset=utf-8", [text.to_owned()])).await;
    events.into_iter().map(|event| event.unwrap().data).collect()
}

#[tokio::test]
async fn every_line_ending_ends_a_line() {
    for end in ["\n", "\r", "\r\n"] {
        let text = [
            "data: {\"type\":\"t\",\"data\":1}",
            "",
            "data:{\"type\":\"t\",\"data\":2}",
            "",
            "",
        ]
        .join(end);
        assert_eq!(data(&text).await, [1, 2], "{end:?}");
    }
}

#[tokio::test]
async fn several_data_lines_are_one_event() {
    let text = "\u{feff}: a comment\nevent: tick\nid: 7\nretry: 10\ndata: {\"type\":\"t\",\ndata\ndata: \"data\":[1,\n: another\ndata: 2]}\nfoo: bar\n\n";
    assert_eq!(data(text).await, [json!([1, 2])]);
}

#[tokio::test]
async fn events_without_data_are_none() {
    assert!(
        data("event: ping\n\n\n\n: only a comment\n\ndata\n\ndata:\ndata: \n\nid: 1")
            .await
            .is_empty()
    );
}

/// What a reader learns beside the data, event by event.
async fn fields(text: &str) -> Vec<(Option<String>, Option<String>, Option<Duration>)> {
    let (client, _) = answering(Reply::chunks("text/event-stream", [text.to_owned()]));
    let mut stream = listen(&client).stream().await.unwrap();
    assert_eq!(
        (stream.event_name(), stream.last_event_id(), stream.retry()),
        (None, None, None)
    );
    let mut fields = Vec::new();
    while let Some(event) = stream.next().await {
        assert_eq!(event.unwrap().kind, "t");
        let owned = |text: Option<&str>| text.map(str::to_owned);
        fields.push((
            owned(stream.event_name()),
            owned(stream.last_event_id()),
            stream.retry(),
        ));
    }
    fields
}

fn some(text: &str) -> Option<String> {
    Some(text.to_owned())
}

const DATA: &str = "data: {\"type\":\"t\",\"data\":1}";

#[tokio::test]
async fn the_name_belongs_to_one_event_and_the_last_of_several_counts() {
    let text = format!(
        "event: a\nevent:b\n{DATA}\n\n{DATA}\n\nevent\n{DATA}\n\nevent: lost\n\n{DATA}\n\n{DATA}\nevent: ü: 🦀 \n\n"
    );
    let names: Vec<_> = fields(&text).await.into_iter().map(|(name, ..)| name).collect();
    assert_eq!(names, [some("b"), None, None, None, some("ü: 🦀 ")]);
}

#[tokio::test]
async fn the_id_holds_until_there_is_another() {
    let text = format!(
        "id: 1\n{DATA}\n\n{DATA}\n\nid: 2\n\n{DATA}\n\nid: no\0ne\n{DATA}\n\nid\n{DATA}\n\n{DATA}\nid: 3\n\nid: 4"
    );
    let ids: Vec<_> = fields(&text).await.into_iter().map(|(_, id, _)| id).collect();
    assert_eq!(ids, [some("1"), some("1"), some("2"), some("2"), None, some("3")]);
}

#[tokio::test]
async fn the_pause_before_asking_again_is_digits() {
    let text = format!(
        "retry: 1500\n{DATA}\n\nretry: 7s\nretry: -1\nretry:\nretry: +2\n{DATA}\n\nretry:  3\n{DATA}\n\nretry: 20\n\n{DATA}\n\n"
    );
    let pauses: Vec<_> = fields(&text).await.into_iter().map(|(.., pause)| pause).collect();
    let [first, last] = [1500, 20].map(|pause| Some(Duration::from_millis(pause)));
    assert_eq!(pauses, [first, first, first, last]);
}

#[tokio::test]
async fn one_space_after_the_colon_is_no_part_of_the_value() {
    assert_eq!(
        data("data:{\"type\":\"t\",\ndata:  \"data\":\"  a\"}\n\n").await,
        ["  a"]
    );
    let names = fields(&format!("event:  two\n{DATA}\n\n")).await;
    assert_eq!(names[0].0, some(" two"));
}

#[tokio::test]
async fn an_event_that_is_no_json_does_not_end_the_stream() {
    let text = "data: hello\n\ndata: {\"type\":\"t\",\"data\":1}\n\n";
    let events = read(Reply::chunks("text/event-stream", [text])).await;
    assert!(events[0].as_ref().unwrap_err().is_decode());
    assert_eq!(events[1].as_ref().unwrap().data, 1);
    assert_eq!(events.len(), 2);
}

#[tokio::test]
async fn the_sentinel_ends_the_stream() {
    let text = "data: {\"type\":\"t\",\"data\":1}\n\ndata: [DONE]\n\ndata: {\"type\":\"t\",\"data\":2}\n\n";
    assert_eq!(data(text).await, [1]);
    assert_eq!(data("data: {\"type\":\"t\",\"data\":1}\n\ndata: [DONE]").await, [1]);
}

#[tokio::test]
async fn an_event_that_is_cut_is_an_error_after_those_before_it() {
    let events = read(Reply::chunks(
        "text/event-stream",
        ["data: {\"type\":\"t\",\"data\":1}\n\ndata: {\"type\":\"t\",\"data\":2}\n"],
    ))
    .await;
    assert_eq!(events.len(), 2);
    assert_eq!(events[0].as_ref().unwrap().data, 1);
    assert!(
        events[1]
            .as_ref()
            .unwrap_err()
            .message()
            .contains("in the middle of an event")
    );
}

#[tokio::test]
async fn an_error_event_is_an_error() {
    let text = "data: {\"type\":\"error\",\"data\":{\"message\":\"m\",\"code\":\"C\"}}\n\n";
    let events = read(Reply::chunks("text/event-stream", [text])).await;
    assert_eq!(events[0].as_ref().unwrap_err().code(), Some("C"));
}

#[tokio::test]
async fn the_data_has_a_limit() {
    let script = sdk_template::test_util::Script::new()
        .otherwise(Reply::chunks("text/event-stream", vec!["data: xxxxxxxxxx\n"; 100]));
    let client = crate::support::builder(&script).max_line_bytes(200).build().unwrap();
    let error = listen(&client)
        .stream()
        .await
        .unwrap()
        .next()
        .await
        .unwrap()
        .unwrap_err();
    assert!(error.message().contains("limit of 200 bytes"), "{error}");
}
