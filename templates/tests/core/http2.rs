//! HTTP/2: spoken where the server offers it, and what it says about requests that were not processed.

use crate::server::http2::Http2;
use crate::server::tls::TRUSTED;
use crate::server::{Server, soon};
use crate::support::{create, fetch};
use sdk_template::{Error, ErrorKind};
use serde_json::json;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

#[tokio::test]
async fn http2_is_spoken_where_the_server_offers_it() {
    let server = Server::start_tls(TRUSTED, &["h2", "http/1.1"], |connection| async move {
        let mut connection = Http2::accept(connection).await.unwrap();
        while let Some(stream) = connection.request().await {
            connection.answer(stream).await;
        }
    })
    .await;
    let client = server.tls_builder().build().unwrap();
    soon(fetch(&client, "a").into_future()).await.unwrap();
    let calls: Vec<_> = (0..20)
        .map(|_| {
            let call = create(&client, &json!({ "a": 1 }));
            tokio::spawn(async move { call.await.unwrap() })
        })
        .collect();
    for call in calls {
        soon(call).await.unwrap();
    }
    assert_eq!(server.connections(), 1, "all calls share one connection");
}

/// What becomes of the first request of a server.
#[derive(Clone, Copy)]
enum End {
    Reset(u32),
    GoAway { processed: bool, reason: u32 },
    Close,
}

const NO_ERROR: u32 = 0;
const INTERNAL_ERROR: u32 = 2;
const REFUSED_STREAM: u32 = 7;
const CANCEL: u32 = 8;
const ENHANCE_YOUR_CALM: u32 = 11;

/// How often a write is sent, and how it ends, if its first request ends like this and all others are answered.
async fn write(end: End) -> (usize, Result<String, Error>) {
    let seen = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&seen);
    let server = Server::start_tls(TRUSTED, &["h2"], move |connection| {
        let seen = Arc::clone(&seen);
        async move {
            let mut connection = Http2::accept(connection).await.unwrap();
            while let Some(stream) = connection.request().await {
                if seen.fetch_add(1, Ordering::Relaxed) > 0 {
                    connection.answer(stream).await;
                    continue;
                }
                match end {
                    End::Reset(reason) => connection.reset(stream, reason).await,
                    End::GoAway { processed, reason } => {
                        return connection.go_away(if processed { stream } else { 0 }, reason).await;
                    }
                    End::Close => return,
                }
            }
        }
    })
    .await;
    let client = server.tls_builder().build().unwrap();
    let result = soon(create(&client, &json!({})).into_future()).await;
    (count.load(Ordering::Relaxed), result.map(|thing| thing.id))
}

#[tokio::test]
async fn a_write_that_was_not_processed_is_sent_again() {
    for end in [
        End::Reset(REFUSED_STREAM),
        End::GoAway {
            processed: false,
            reason: NO_ERROR,
        },
        End::GoAway {
            processed: false,
            reason: ENHANCE_YOUR_CALM,
        },
    ] {
        let (sent, result) = write(end).await;
        assert_eq!((sent, result.unwrap().as_str()), (2, "a"));
    }
}

#[tokio::test]
async fn a_write_that_may_have_been_processed_is_not() {
    for end in [
        End::Reset(INTERNAL_ERROR),
        End::Reset(CANCEL),
        End::GoAway {
            processed: true,
            reason: NO_ERROR,
        },
        End::GoAway {
            processed: true,
            reason: INTERNAL_ERROR,
        },
        End::Close,
    ] {
        let (sent, result) = write(end).await;
        let error = result.unwrap_err();
        assert_eq!(
            (sent, error.kind(), error.attempts()),
            (1, ErrorKind::Transport, 1),
            "{error}"
        );
        assert!(error.to_string().contains("the connection failed: "), "{error}");
    }
}

#[tokio::test]
async fn a_connection_that_died_without_a_word_is_noticed_and_not_used_again() {
    let (sender, mut arrived) = tokio::sync::mpsc::unbounded_channel();
    let server = Server::start_tls(TRUSTED, &["h2"], move |connection| {
        let sender = sender.clone();
        async move {
            let mut connection = Http2::accept(connection).await.unwrap();
            // Nothing is answered, no ping either.
            while connection.request().await.is_some() {
                sender.send(()).unwrap();
            }
        }
    })
    .await;
    let builder = server.tls_builder().headers_timeout(Duration::from_secs(3_000));
    let client = builder.no_timeout().max_retries(0).build().unwrap();
    for connections in 1..=2 {
        let call = tokio::spawn(fetch(&client, "a").into_future());
        soon(arrived.recv()).await.unwrap();
        tokio::time::pause();
        let error = call.await.unwrap().unwrap_err();
        tokio::time::resume();
        assert_eq!(error.kind(), ErrorKind::Transport, "{error}");
        assert!(
            error.is_retryable() && error.to_string().contains("keep-alive"),
            "{error}"
        );
        assert_eq!(server.connections(), connections);
    }
}
