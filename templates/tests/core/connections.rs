//! Which connection a request takes: an idle one, and a new one where there is none.

use crate::server::{Server, soon};
use crate::support::{fetch, thing};
use sdk_template::{Body, Call, Operation};

/// Answers every request of a connection.
async fn serving() -> Server {
    Server::start(|mut connection| async move {
        while connection.request().await.is_some() {
            connection.json(thing("a")).await;
        }
    })
    .await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn as_many_as_there_are_calls_at_a_time() {
    let server = serving().await;
    let client = server.client();
    let callers: Vec<_> = (0..8)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move {
                for _ in 0..50 {
                    fetch(&client, "a").await.unwrap();
                }
            })
        })
        .collect();
    for caller in callers {
        soon(caller).await.unwrap();
    }
    // An answer may be read to its end a moment before its connection knows, and then a new one wins the race.
    assert!(server.connections() <= 24, "{} connections", server.connections());
}

#[tokio::test]
async fn an_early_answer_to_an_upload_does_not_hold_the_next_call_up() {
    static UPLOAD: Operation = Operation::put("upload", "/upload");
    let server = Server::start(|mut connection| async move {
        connection.more().await;
        connection.answer("413 Too Large", "", "too large").await;
        // The rest of the upload is never read, and the connection stays open.
        std::future::pending::<()>().await;
    })
    .await;
    let client = server.client();
    for _ in 0..2 {
        let body = Body::from(vec![b'x'; 32 << 20]);
        let call = Call::<String>::new(&client, &UPLOAD).body("text/plain", body);
        let error = soon(call.into_future()).await.unwrap_err();
        assert_eq!(error.status().unwrap(), 413, "{error}");
    }
    assert_eq!(server.connections(), 2);
}

#[tokio::test]
async fn one_that_was_closed_is_not_taken_again() {
    let server = Server::start(|mut connection| async move {
        connection.request().await;
        connection.json(thing("a")).await;
    })
    .await;
    let client = server.client();
    for _ in 0..5 {
        soon(fetch(&client, "a").into_future()).await.unwrap();
    }
    assert_eq!(server.connections(), 5);
}
