//! Compressed answers are asked for and unpacked as they arrive.

use crate::support::{answering, builder, fetch, thing, watch};
use flate2::Compression;
use flate2::write::GzEncoder;
use sdk_template::test_util::{Reply, Script};
use std::io::Write as _;

fn packed(text: &str) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(text.as_bytes()).unwrap();
    encoder.finish().unwrap()
}

fn reply(media_type: &str, chunks: impl IntoIterator<Item = Vec<u8>>) -> Reply {
    Reply::chunks(media_type, chunks).header("content-encoding", "gzip")
}

#[tokio::test]
async fn an_answer_in_any_chunking() {
    let body = packed(&thing("packed").to_string());
    for size in [1, 7, body.len()] {
        let chunks: Vec<_> = body.chunks(size).map(<[u8]>::to_vec).collect();
        let (client, script) = answering(reply("application/json", chunks));
        let answer = fetch(&client, "a").with_response().await.unwrap();
        assert_eq!(answer.id, "packed");
        assert!(!answer.headers().contains_key("content-encoding"));
        assert_eq!(script.requests()[0].header("accept-encoding"), Some("gzip"));
    }
}

#[tokio::test]
async fn events_do_not_wait_for_the_next_chunk() {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(b"{\"type\":\"t\",\"data\":1}\n").unwrap();
    encoder.flush().unwrap();
    let first = std::mem::take(encoder.get_mut());
    let (client, _) = answering(reply("application/jsonl", [first]).stalled());
    let mut stream = watch(&client).stream().await.unwrap();
    assert_eq!(stream.next().await.unwrap().unwrap().data, 1);
}

#[tokio::test]
async fn a_bomb_ends_at_the_limit() {
    let script = Script::new().otherwise(reply("application/json", [packed(&"x".repeat(5_000_000))]));
    let client = builder(&script).max_answer_bytes(1_000_000).build().unwrap();
    let error = fetch(&client, "a").await.unwrap_err();
    assert!(error.message().contains("limit of 1000000 bytes"), "{error}");
}

#[tokio::test]
async fn a_broken_or_cut_body_is_an_error() {
    let mut body = packed(&thing("a").to_string());
    body.truncate(body.len() - 9);
    for broken in [body, b"no gzip at all".to_vec()] {
        let (client, _) = answering(reply("application/json", [broken]));
        fetch(&client, "a").max_retries(0).await.unwrap_err();
    }
}

#[tokio::test]
async fn several_members_are_one_body() {
    let lines: Vec<String> = (0..3).map(|n| format!("{{\"type\":\"t\",\"data\":{n}}}\n")).collect();
    let body: Vec<u8> = lines.iter().flat_map(|line| packed(line)).collect();
    let (client, _) = answering(reply("application/jsonl", [body]));
    let mut stream = watch(&client).stream().await.unwrap();
    for n in 0..3 {
        assert_eq!(stream.next().await.unwrap().unwrap().data, n);
    }
    assert!(stream.next().await.is_none());
}

#[tokio::test]
async fn a_bomb_in_a_stream_ends_at_the_limit_of_a_line() {
    let script = Script::new().otherwise(reply("application/jsonl", [packed(&"x".repeat(5_000_000))]));
    let client = builder(&script).max_line_bytes(1_000_000).build().unwrap();
    let mut stream = watch(&client).stream().await.unwrap();
    let error = stream.next().await.unwrap().unwrap_err();
    assert!(error.message().contains("limit of 1000000 bytes"), "{error}");
    assert!(stream.next().await.is_none());
}

#[tokio::test]
async fn an_empty_body_is_empty() {
    let (client, _) = answering(Reply::status(204).header("content-encoding", "gzip"));
    fetch(&client, "a").cast::<()>().await.unwrap();
}
