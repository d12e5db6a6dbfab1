//! Server-sent events, to the letter of the standard and in any chunking.

use crate::support::{Tick, answering, listen};
use sdk_template::Error;
use sdk_template::test_util::Reply;
use serde_json::{Value, json};

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
    assert!(data("event: ping\n\n\n\n: only a comment\n\ndata\n\n").await.is_empty());
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
async fn any_chunking_gives_the_same_events() {
    let text: String = ["é", "🦀", "x\ny"]
        .iter()
        .zip(["\r\n", "\r", "\n"])
        .map(|(value, end)| {
            format!(
                ": ü{end}data: {{\"type\":\"t\",{end}data: \"data\":{}}}{end}{end}",
                json!(value)
            )
        })
        .collect();
    let mut random = fastrand::Rng::with_seed(11);
    for _ in 0..1000 {
        let mut rest = text.as_bytes();
        let mut chunks = Vec::new();
        while !rest.is_empty() {
            let (chunk, after) = rest.split_at(random.usize(0..=rest.len().min(9)));
            chunks.push(chunk.to_vec());
            rest = after;
        }
        let events = read(Reply::chunks("text/event-stream", chunks)).await;
        let values: Vec<Value> = events.into_iter().map(|event| event.unwrap().data).collect();
        assert_eq!(values, ["é", "🦀", "x\ny"]);
    }
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
