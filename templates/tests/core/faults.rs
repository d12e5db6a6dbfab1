//! Faults on a real socket: for each the promised error, no hang, and no more requests than the rules allow.

mod answers;
mod streams;

use crate::server::{Connection, Server, builder_for, soon};
use crate::support::{SECRET, create, fetch, thing};
use sdk_template::{ClientBuilder, Error, ErrorKind, TimeoutKind};
use serde_json::json;
use std::future::Future;
use std::time::Duration;
use tokio::net::TcpListener;

const MOMENT: Duration = Duration::from_millis(50);

/// How a read and a write end when all of their tries meet the same fault, and how often each was sent.
struct Outcome {
    read: Error,
    write: Error,
    sent: (usize, usize),
}

impl Outcome {
    /// Both errors, which have something in common.
    fn each(&self, check: impl Fn(&Error) -> bool) {
        for error in [&self.read, &self.write] {
            assert!(check(error), "{error}\n{error:?}");
            assert!(!format!("{error}{error:?}").contains(SECRET), "{error}");
        }
    }

    fn says(&self, words: &str) {
        self.each(|error| error.to_string().contains(words));
    }
}

async fn meet<F>(fault: impl Fn(Connection) -> F + Send + 'static) -> Outcome
where
    F: Future<Output = ()> + Send + 'static,
{
    meet_with(|options| options, fault).await
}

async fn meet_with<F>(
    options: impl FnOnce(ClientBuilder) -> ClientBuilder,
    fault: impl Fn(Connection) -> F + Send + 'static,
) -> Outcome
where
    F: Future<Output = ()> + Send + 'static,
{
    let server = Server::start(fault).await;
    let client = options(server.builder()).build().unwrap();
    let read = soon(fetch(&client, "a").into_future()).await.unwrap_err();
    let reads = server.requests().len();
    let write = soon(create(&client, &json!({ "a": 1 })).into_future())
        .await
        .unwrap_err();
    let writes = server.requests().len() - reads;
    assert_eq!((read.attempts() as usize, write.attempts() as usize), (reads, writes));
    Outcome {
        read,
        write,
        sent: (reads, writes),
    }
}

const HEAD: &str = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n";

#[tokio::test]
async fn a_refused_connection() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let client = builder_for(&url).build().unwrap();
    let error = soon(create(&client, &json!({})).into_future()).await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Connect, 3), "{error}");
    assert!(error.is_connect() && !error.is_timeout());
    assert!(
        error.to_string().starts_with("POST /thing/create: could not connect: "),
        "{error}"
    );
    assert!(error.to_string().contains("refused"), "{error}");
}

#[tokio::test]
async fn a_reset_before_the_headers() {
    let outcome = meet(|mut connection| async move {
        connection.request().await;
        connection.reset();
    })
    .await;
    assert_eq!(outcome.sent, (3, 1));
    outcome.each(|error| error.kind() == ErrorKind::Transport && error.status().is_none() && !error.is_connect());
    outcome.says("the connection failed: ");
    outcome.says("reset");
}

#[tokio::test]
async fn a_farewell_before_the_headers() {
    let outcome = meet(|mut connection| async move {
        connection.request().await;
    })
    .await;
    assert_eq!(outcome.sent, (3, 1));
    outcome.each(|error| error.kind() == ErrorKind::Transport);
    outcome.says("the connection failed: connection closed before message completed");
}

#[tokio::test]
async fn a_connection_that_was_closed_while_it_was_idle() {
    let (sender, mut closed) = tokio::sync::mpsc::unbounded_channel();
    let server = Server::start(move |mut connection| {
        let sender = sender.clone();
        async move {
            connection.request().await;
            connection.json(thing("a")).await;
            drop(connection);
            sender.send(()).unwrap();
        }
    })
    .await;
    let client = server.client();
    for sent in 1..=3 {
        soon(create(&client, &json!({})).into_future()).await.unwrap();
        assert_eq!(server.requests().len(), sent, "nothing of a write was sent twice");
        closed.recv().await.unwrap();
        // Time for the farewell to arrive.
        tokio::time::sleep(MOMENT / 2).await;
    }
}

#[tokio::test]
async fn a_reset_in_the_body() {
    let outcome = meet(|mut connection| async move {
        connection.request().await;
        connection
            .send(format!("{HEAD}content-length: 100\r\n\r\n{{\"id\":"))
            .await;
        tokio::time::sleep(MOMENT / 5).await;
        connection.reset();
    })
    .await;
    assert_eq!(outcome.sent, (3, 1));
    outcome.each(|error| error.kind() == ErrorKind::Transport && error.status().unwrap() == 200);
    outcome.says("reset");
}

#[tokio::test]
async fn a_stall_before_the_headers() {
    let outcome = meet_with(
        |options| options.headers_timeout(MOMENT),
        |mut connection| async move {
            connection.request().await;
            connection.drain().await;
        },
    )
    .await;
    assert_eq!(outcome.sent, (3, 1));
    outcome.each(|error| error.is_timeout() && error.timeout_kind() == Some(TimeoutKind::Headers));
    outcome.says("no response headers within 50ms");
}

#[tokio::test]
async fn a_stall_in_a_body_ends_with_the_call() {
    let outcome = meet_with(
        |options| options.timeout(MOMENT),
        |mut connection| async move {
            connection.request().await;
            connection
                .send(format!("{HEAD}content-length: 100\r\n\r\n{{\"id\":"))
                .await;
            connection.drain().await;
        },
    )
    .await;
    assert_eq!(outcome.sent, (1, 1));
    outcome.each(|error| error.timeout_kind() == Some(TimeoutKind::Total));
}

#[tokio::test]
async fn half_a_chunk() {
    let outcome = meet(|mut connection| async move {
        connection.request().await;
        connection
            .send(format!("{HEAD}transfer-encoding: chunked\r\n\r\n64\r\n{{\"id\":"))
            .await;
    })
    .await;
    assert_eq!(outcome.sent, (3, 1));
    outcome.each(|error| error.kind() == ErrorKind::Transport && error.status().unwrap() == 200);
}

#[tokio::test]
async fn a_chunk_that_is_none() {
    let outcome = meet(|mut connection| async move {
        connection.request().await;
        connection
            .send(format!("{HEAD}transfer-encoding: chunked\r\n\r\nnonsense\r\n"))
            .await;
    })
    .await;
    assert_eq!(outcome.sent, (3, 1));
    outcome.each(|error| error.kind() == ErrorKind::Transport);
}

#[tokio::test]
async fn a_content_length_that_is_too_long() {
    let outcome = meet(|mut connection| async move {
        connection.request().await;
        connection
            .send(format!("{HEAD}content-length: 100\r\n\r\n{}", thing("a")))
            .await;
    })
    .await;
    assert_eq!(outcome.sent, (3, 1));
    outcome.each(|error| error.kind() == ErrorKind::Transport && error.status().unwrap() == 200);
}

#[tokio::test]
async fn a_content_length_that_is_too_short() {
    let outcome = meet(|mut connection| async move {
        while connection.request().await.is_some() {
            connection
                .send(format!("{HEAD}content-length: 8\r\n\r\n{}", thing("a")))
                .await;
        }
    })
    .await;
    assert_eq!(
        outcome.sent,
        (1, 1),
        "an answer that is whole but wrong is not asked for again"
    );
    outcome.each(|error| error.is_decode() && error.body().len() == 8);
}

#[tokio::test]
async fn what_an_answer_has_too_much_is_no_part_of_the_next() {
    let server = Server::start(|mut connection| async move {
        while let Some(request) = connection.request().await {
            let id = request.split('/').nth(3).unwrap().to_owned();
            let body = thing(&id).to_string();
            let length = body.len();
            let more = "HTTP/1.1 200 OK\r\ncontent-length: 23\r\n\r\n{\"id\":\"evil\",\"size\":666}";
            connection
                .send(format!("{HEAD}content-length: {length}\r\n\r\n{body}{more}"))
                .await;
        }
    })
    .await;
    let client = server.client();
    for id in ["a", "b", "c"] {
        assert_eq!(soon(fetch(&client, id).into_future()).await.unwrap().id, id);
        // Time for what was sent too much to arrive.
        tokio::time::sleep(MOMENT / 5).await;
    }
}

#[tokio::test]
async fn what_is_no_http() {
    let outcome = meet(|mut connection| async move {
        connection.request().await;
        connection.send("220 mail.example ESMTP\r\n").await;
    })
    .await;
    assert_eq!(outcome.sent, (3, 1));
    outcome.each(|error| error.kind() == ErrorKind::Transport);
}

#[tokio::test]
async fn headers_without_end() {
    let outcome = meet(|mut connection| async move {
        connection.request().await;
        connection.send(HEAD).await;
        while connection.send(format!("x: {}\r\n", "y".repeat(1000))).await.is_some() {}
    })
    .await;
    assert_eq!(outcome.sent, (3, 1));
    outcome.each(|error| error.kind() == ErrorKind::Transport);
}

#[cfg(feature = "gzip")]
#[tokio::test]
async fn a_bomb() {
    use std::io::Write as _;

    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(&vec![b'x'; 20_000_000]).unwrap();
    let bomb = std::sync::Arc::new(encoder.finish().unwrap());
    let outcome = meet_with(
        |options| options.max_answer_bytes(1_000_000),
        move |mut connection| {
            let bomb = bomb.clone();
            async move {
                let length = bomb.len();
                while connection.request().await.is_some() {
                    let head = format!("{HEAD}content-encoding: gzip\r\ncontent-length: {length}\r\n\r\n");
                    connection.send(head).await;
                    connection.send(bomb.as_slice()).await;
                }
            }
        },
    )
    .await;
    assert_eq!(outcome.sent, (1, 1));
    outcome.each(Error::is_decode);
    outcome.says("limit of 1000000 bytes");
}
