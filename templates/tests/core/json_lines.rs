//! Streams of JSON lines; `chunkings` cuts them at random.

use crate::support::{Tick, answering, builder, client, list, thing, watch};
use sdk_template::test_util::{Reply, Script};
use sdk_template::{Error, ErrorKind};
use serde_json::{Value, json};

async fn events<C: Into<sdk_template::Bytes>>(chunks: impl IntoIterator<Item = C>) -> Vec<Result<Tick, Error>> {
    read(Reply::chunks("application/jsonl", chunks)).await
}

async fn read(reply: Reply) -> Vec<Result<Tick, Error>> {
    let (client, _) = answering(reply);
    let mut stream = watch(&client).stream().await.unwrap();
    let mut events = Vec::new();
    while let Some(event) = stream.next().await {
        events.push(event);
    }
    events
}

fn line(data: &Value) -> String {
    format!("{}\n", json!({ "type": "t", "data": data }))
}

fn data(events: Vec<Result<Tick, Error>>) -> Vec<Value> {
    events.into_iter().map(|event| event.unwrap().data).collect()
}

#[tokio::test]
async fn the_stream_is_asked_for() {
    let (client, script) = answering(Reply::chunks("application/jsonl", [line(&json!(1))]));
    let mut stream = list(&client).query("take", 5).stream().await.unwrap();
    assert_eq!(stream.status(), 200);
    assert_eq!(
        stream.next().await.unwrap().unwrap(),
        Tick {
            kind: "t".into(),
            data: json!(1)
        }
    );
    assert!(stream.next().await.is_none());
    assert_eq!(script.requests()[0].header("accept"), Some("application/jsonl"));
    assert_eq!(script.requests()[0].query(), "take=5");
}

#[tokio::test]
async fn values_behind_record_separators() {
    let cut = [
        "\u{1e}{\"type\":\"t\",",
        "\n \"data\":1}",
        "\n",
        "\u{1e}",
        "{\"type\":\"t\",\"data\":2}\n\u{1e}\u{1e}{\"type\":\"t\",\"data\":3}",
    ];
    assert_eq!(data(read(Reply::chunks("application/json-seq", cut)).await), [1, 2, 3]);
}

#[tokio::test]
async fn endings_blanks_and_marks() {
    let text = format!(
        "\u{feff}{}\r\n  \r\n\n{}{}",
        line(&json!(1)).trim_end(),
        line(&json!(2)),
        line(&json!(3)).trim_end()
    );
    assert_eq!(data(events([text]).await), [1, 2, 3]);
    assert!(events([""; 0]).await.is_empty());
    assert!(events(["\n\n \n"]).await.is_empty());
}

#[tokio::test]
async fn a_cut_connection_is_an_error_after_the_events_before_it() {
    let events = read(Reply::chunks("application/jsonl", [line(&json!(1)), "{\"ty".into()]).cut()).await;
    assert_eq!(events.len(), 2);
    assert_eq!(events[0].as_ref().unwrap().data, 1);
    assert_eq!(events[1].as_ref().unwrap_err().kind(), ErrorKind::Transport);
}

#[tokio::test]
async fn a_cut_line_is_an_error_after_the_events_before_it() {
    let events = events([line(&json!(1)), "{\"type\":\"t\",".into()]).await;
    assert_eq!(events.len(), 2);
    let error = events[1].as_ref().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Stream);
    assert_eq!(
        error.to_string(),
        "POST /thing/watch: the stream ended in the middle of a line (status 200)"
    );
}

#[tokio::test]
async fn a_line_that_is_no_json_ends_the_stream() {
    let events = events([line(&json!(1)), "<html>\n".into(), line(&json!(2))]).await;
    assert_eq!(events.len(), 2);
    assert!(events[1].as_ref().unwrap_err().is_decode());
}

#[tokio::test]
async fn an_event_that_does_not_fit_does_not_end_the_stream() {
    let events = events([line(&json!(1)), "{\"type\":[],\"data\":1}\n".into(), line(&json!(2))]).await;
    assert_eq!(events.len(), 3);
    assert_eq!(events[1].as_ref().unwrap_err().path(), Some("type"));
    assert_eq!(events[2].as_ref().unwrap().data, 2);
}

#[tokio::test]
async fn a_line_that_is_no_text_is_an_error() {
    let events = events([b"{\"type\":\"t\",\"data\":\"\xff\"}\n{\"type\":\"t\",\"data\":1}\n".to_vec()]).await;
    let error = events[0].as_ref().unwrap_err();
    assert_eq!(
        (error.kind(), error.path()),
        (ErrorKind::Decode, Some("data")),
        "{error}"
    );
    assert_eq!(events.len(), 1);
}

/// Events that begin with their tag are told from errors at a glance, others are searched.
#[tokio::test]
async fn an_error_event_is_found_wherever_its_tag_stands() {
    let events = events([concat!(
        "{\"data\":{\"message\":\"a\",\"code\":\"C\"},\"type\":\"error\"}\n",
        "{ \"type\" : \"error\", \"data\": {\"message\":\"b\",\"code\":\"C\"}}\n",
        "{\"type\":\"error\",\"data\":{\"message\":\"c\",\"code\":\"C\"}}\n",
        "{\"type\":\"errors\",\"data\":\"d\"}\n",
        "{\"type\":\"t\",\"data\":\"error\"}\n",
    )])
    .await;
    let messages: Vec<_> = events
        .iter()
        .map(|event| event.as_ref().map_err(Error::message))
        .collect();
    assert_eq!(
        messages[..3]
            .iter()
            .filter_map(|event| event.as_ref().err())
            .copied()
            .collect::<String>(),
        "abc"
    );
    assert!(messages[3].is_ok() && messages[4].is_ok());
}

#[tokio::test]
async fn json_lines_have_no_fields() {
    let (client, _) = answering(Reply::chunks("application/jsonl", [line(&json!(1))]));
    let mut stream = watch(&client).stream().await.unwrap();
    stream.next().await.unwrap().unwrap();
    assert_eq!(
        (stream.event_name(), stream.last_event_id(), stream.retry()),
        (None, None, None)
    );
}

#[tokio::test]
async fn an_error_event_is_an_error_and_the_stream_goes_on() {
    let failure = json!({ "type": "error", "data": { "message": "no tokens left", "code": "LIMITS_REACHED" } });
    let events = events([
        format!("{failure}\n"),
        line(&json!("an \"error\" in the text")),
        line(&json!({ "type": "error" })),
    ])
    .await;
    let error = events[0].as_ref().unwrap_err();
    assert_eq!(
        (error.kind(), error.message(), error.code()),
        (ErrorKind::Api, "no tokens left", Some("LIMITS_REACHED"))
    );
    assert!(events[1].is_ok() && events[2].is_ok());
    assert_eq!(events.len(), 3);
}

#[tokio::test]
async fn a_line_over_the_limit_is_an_error() {
    let script = Script::new().otherwise(Reply::chunks("application/jsonl", vec!["x".repeat(50); 100]));
    let client = builder(&script).max_line_bytes(200).build().unwrap();
    let mut stream = watch(&client).stream().await.unwrap();
    let error = stream.next().await.unwrap().unwrap_err();
    assert!(
        error.message().contains("longer than the limit of 200 bytes"),
        "{error}"
    );
    assert!(stream.next().await.is_none());
    drop(stream);
    assert_eq!(script.open_exchanges(), 0);
}

#[tokio::test]
async fn a_status_that_is_an_error_comes_before_the_stream() {
    let (client, _) = answering(Reply::status(403).with_json(json!({ "message": "no", "code": "NOT_AUTHORIZED" })));
    assert!(watch(&client).stream().await.unwrap_err().is_forbidden());
}

#[tokio::test(start_paused = true)]
async fn beginning_a_stream_is_tried_again() {
    let script = Script::new()
        .reply(Reply::status(429))
        .reply(Reply::chunks("application/jsonl", [line(&json!(1))]));
    let _ = watch(&client(&script)).stream().await.unwrap();
    assert_eq!(script.requests().len(), 2);
}

#[tokio::test]
async fn dropping_a_stream_closes_it() {
    let (client, script) = answering(Reply::chunks("application/jsonl", [line(&thing("a"))]).stalled());
    let mut stream = watch(&client).stream().await.unwrap();
    stream.next().await.unwrap().unwrap();
    assert_eq!(script.open_exchanges(), 1);
    drop(stream);
    assert_eq!(script.open_exchanges(), 0);
}
