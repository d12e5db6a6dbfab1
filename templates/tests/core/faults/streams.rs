//! Faults after a stream has begun: the events before them arrive, and nothing is begun again.

use super::MOMENT;
use crate::server::{Connection, Server, soon};
use crate::support::watch;
use sdk_template::{Client, Error, ErrorKind, TimeoutKind};

#[tokio::test]
async fn a_stall_in_a_stream() {
    let server = Server::start(|mut connection| async move {
        connection.request().await;
        begin_stream(&mut connection).await;
        connection.drain().await;
    })
    .await;
    let client = server.builder().idle_timeout(MOMENT).build().unwrap();
    let error = after_one_event(&client).await;
    assert_eq!(error.timeout_kind(), Some(TimeoutKind::Idle), "{error}");
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn half_a_chunk_of_a_stream() {
    let server = Server::start(|mut connection| async move {
        connection.request().await;
        begin_stream(&mut connection).await;
        connection.send("64\r\n{\"type\":\"t\",").await;
    })
    .await;
    let error = after_one_event(&server.client()).await;
    assert_eq!(
        (error.kind(), error.status().unwrap().as_u16()),
        (ErrorKind::Transport, 200),
        "{error}"
    );
    assert_eq!(server.requests().len(), 1, "a stream that has begun is not begun again");
}

#[tokio::test]
async fn a_reset_in_a_stream() {
    let server = Server::start(|mut connection| async move {
        connection.request().await;
        begin_stream(&mut connection).await;
        tokio::time::sleep(MOMENT).await;
        connection.reset();
    })
    .await;
    let error = after_one_event(&server.client()).await;
    assert_eq!(error.kind(), ErrorKind::Transport, "{error}");
    assert!(error.to_string().contains("reset"), "{error}");
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn a_line_without_end() {
    let server = Server::start(|mut connection| async move {
        connection.request().await;
        begin_stream(&mut connection).await;
        while connection
            .send(format!("400\r\n{}\r\n", "x".repeat(0x400)))
            .await
            .is_some()
        {}
    })
    .await;
    let client = server.builder().max_line_bytes(100_000).build().unwrap();
    let error = after_one_event(&client).await;
    assert_eq!(error.kind(), ErrorKind::Stream, "{error}");
    assert!(error.to_string().contains("100000 bytes"), "{error}");
    assert_eq!(server.requests().len(), 1);
}

async fn begin_stream(connection: &mut Connection) {
    let line = "{\"type\":\"t\",\"data\":1}\n";
    let head = "HTTP/1.1 200 OK\r\ncontent-type: application/jsonl\r\ntransfer-encoding: chunked\r\n\r\n";
    connection.send(format!("{head}{:x}\r\n{line}\r\n", line.len())).await;
}

/// The error of a stream, which is over after it; the event before it arrives all the same.
async fn after_one_event(client: &Client) -> Error {
    soon(async {
        let mut stream = watch(client).stream().await.unwrap();
        assert_eq!(stream.next().await.unwrap().unwrap().data, 1);
        let error = stream.next().await.unwrap().unwrap_err();
        assert!(stream.next().await.is_none());
        error
    })
    .await
}
