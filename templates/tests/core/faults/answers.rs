//! Faults that the server tells of, and what becomes of a call that goes on after one.

use super::MOMENT;
use crate::server::{Server, header, soon};
use crate::support::{SECRET, create, fetch, list, thing};
use sdk_template::RetryPolicy;
use serde_json::json;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

/// A server that answers the first requests in this way and the others well.
async fn recovering(times: usize, status: &'static str, headers: &'static str) -> Server {
    let seen = Arc::new(AtomicUsize::new(0));
    Server::start(move |mut connection| {
        let seen = seen.clone();
        async move {
            while connection.request().await.is_some() {
                if seen.fetch_add(1, Ordering::Relaxed) < times {
                    connection.answer(status, headers, "{\"message\":\"not now\"}").await;
                } else {
                    connection.json(thing("a")).await;
                }
            }
        }
    })
    .await
}

#[tokio::test]
async fn too_many_requests() {
    let server = recovering(2, "429 Too Many Requests", "retry-after: 0\r\n").await;
    soon(create(&server.client(), &json!({ "a": 1 })).into_future())
        .await
        .unwrap();
    let requests = server.requests();
    assert_eq!(requests.len(), 3);
    assert!(
        requests
            .iter()
            .all(|request| *request == requests[0] && request.ends_with("{\"a\":1}"))
    );
    assert_eq!(
        server.connections(),
        1,
        "an answer that is not wanted is read, and its connection used again"
    );

    let server = recovering(1, "429 Too Many Requests", "retry-after: 61\r\n").await;
    let error = soon(create(&server.client(), &json!({})).into_future())
        .await
        .unwrap_err();
    assert!(error.is_rate_limited(), "{error}");
    assert_eq!(error.retry_after(), Some(Duration::from_secs(61)));
    assert_eq!((error.message(), server.requests().len()), ("not now", 1));
}

#[tokio::test]
async fn a_server_that_is_down() {
    let server = recovering(2, "503 Service Unavailable", "").await;
    soon(fetch(&server.client(), "a").into_future()).await.unwrap();
    assert_eq!(server.requests().len(), 3);

    let server = recovering(2, "503 Service Unavailable", "").await;
    let error = soon(create(&server.client(), &json!({})).into_future())
        .await
        .unwrap_err();
    assert!(error.is_server_error(), "{error}");
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn a_storm_ends() {
    let server = recovering(usize::MAX, "503 Service Unavailable", "retry-after: 0\r\n").await;
    let client = server.client();
    let calls: Vec<_> = (0..120)
        .map(|_| {
            let call = fetch(&client, "a");
            tokio::spawn(async move { call.await.unwrap_err().is_server_error() })
        })
        .collect();
    for call in calls {
        assert!(soon(call).await.unwrap());
    }
    assert_eq!(server.requests().len(), 120 + 100, "500 tokens pay for 100 retries");
}

#[tokio::test]
async fn a_redirect_to_another_origin() {
    let elsewhere = Server::start(|mut connection| async move {
        while connection.request().await.is_some() {
            connection.json(thing("b")).await;
        }
    })
    .await;
    let address = elsewhere.address;
    let server = Server::start(move |mut connection| async move {
        while connection.request().await.is_some() {
            let location = format!("location: http://{address}/x\r\n");
            connection.answer("307 Temporary Redirect", &location, "").await;
        }
    })
    .await;
    let client = server.builder().default_header("x-tenant", SECRET).build().unwrap();
    let call = create(&client, &json!({ "a": 1 })).header("cookie", SECRET);
    assert_eq!(soon(call.into_future()).await.unwrap().id, "b");
    assert_eq!(soon(fetch(&client, "a").into_future()).await.unwrap().id, "b");
    assert_eq!((server.requests().len(), elsewhere.requests().len()), (2, 2));
    for request in elsewhere.requests() {
        assert!(
            request.contains(" /x HTTP/1.1\r\n") && !request.contains(SECRET),
            "{request}"
        );
        assert_eq!(
            (header(&request, "authorization"), header(&request, "x-tenant")),
            (None, None)
        );
    }
    assert!(elsewhere.requests()[0].ends_with("{\"a\":1}"));
}

#[tokio::test]
async fn pages_are_not_lost_over_a_fault_between_them() {
    let seen = Arc::new(AtomicUsize::new(0));
    let server = Server::start(move |mut connection| {
        let seen = seen.clone();
        async move {
            while let Some(request) = connection.request().await {
                if seen.fetch_add(1, Ordering::Relaxed) % 2 == 1 {
                    return connection.reset();
                }
                let page: i64 = request
                    .split_once("cursor=")
                    .map_or(0, |(_, rest)| rest.split(['&', ' ']).next().unwrap().parse().unwrap());
                let next = (page < 3).then(|| (page + 1).to_string());
                connection
                    .json(json!({ "items": [thing(&page.to_string())], "cursor": next }))
                    .await;
            }
        }
    })
    .await;
    let client = server
        .builder()
        .retry(RetryPolicy::default().pauses(MOMENT / 50, MOMENT / 50))
        .build()
        .unwrap();
    let things = soon(list(&client).items().collect()).await.unwrap();
    let ids: Vec<_> = things.iter().map(|thing| thing.id.as_str()).collect();
    assert_eq!(ids, ["0", "1", "2", "3"]);
}
