//! A client of the program's own carries the requests, in the lines that the documentation shows.

use crate::blocking::{request, send, send_json, server};
use crate::support::{create, fetch, thing, watch};
use sdk_template::transport::{Body, Transport, TransportError, TransportFuture, chunks};
use sdk_template::{Client, File};
use serde_json::json;
use std::sync::{Arc, Mutex};

struct Reqwest(reqwest::Client);

impl Transport for Reqwest {
    fn send(&self, request: http::Request<Body>) -> TransportFuture {
        let client = self.0.clone();
        Box::pin(async move {
            let (head, body) = request.into_parts();
            let body = match body.as_bytes() {
                Some(bytes) => reqwest::Body::from(bytes.to_vec()),
                None => reqwest::Body::wrap_stream(body.open()?),
            };
            let request = http::Request::from_parts(head, body);
            let request = request.try_into().map_err(TransportError::request)?;
            let response = match client.execute(request).await {
                Ok(response) => response,
                Err(error) if error.is_connect() => return Err(TransportError::connect(error)),
                Err(error) => return Err(TransportError::exchange(error)),
            };
            let (status, headers) = (response.status(), response.headers().clone());
            let mut answer = http::Response::new(chunks(response.bytes_stream()));
            *answer.status_mut() = status;
            *answer.headers_mut() = headers;
            Ok(answer)
        })
    }
}

fn over_reqwest(client: &Client) -> Client {
    let own = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .retry(reqwest::retry::never())
        .build()
        .unwrap();
    client.with(|options| options.transport(Reqwest(own)))
}

#[test]
fn the_documentation_shows_this_very_code() {
    let documentation: String = include_str!("../../src/transport.rs")
        .lines()
        .filter_map(|line| line.strip_prefix("///"))
        .map(|line| format!("{}\n", line.strip_prefix(' ').unwrap_or(line)))
        .collect();
    let own = include_str!("own_transport.rs");
    let begin = own.find("struct Reqwest").unwrap();
    let end = begin + own[begin..].find("\n}\n").unwrap();
    assert!(documentation.contains(&own[begin..end]));
}

#[tokio::test]
async fn calls_go_through_it() {
    let client = over_reqwest(&server(|mut stream| {
        while let Some(request) = request(&mut stream) {
            if request.starts_with("POST /v1/thing/watch") {
                let events = "{\"type\":\"t\",\"data\":1}\n{\"type\":\"t\",\"data\":2}\n";
                let head = "HTTP/1.1 200 OK\r\ncontent-type: application/jsonl";
                let length = events.len();
                send(
                    &mut stream,
                    &format!("{head}\r\ncontent-length: {length}\r\n\r\n{events}"),
                );
            } else if request.starts_with("POST") {
                send_json(
                    &mut stream,
                    &json!({ "id": request.lines().last(), "size": request.contains("chunked") as i64 }),
                );
            } else {
                send_json(&mut stream, &thing("a"));
            }
        }
    }));
    assert_eq!(fetch(&client, "a").await.unwrap().id, "a");
    let created = create(&client, &json!({})).await.unwrap();
    assert_eq!((created.id.as_str(), created.size), ("{}", 0));
    let file = File::from_bytes("a.txt", "a whole file");
    let created = create(&client, &json!({})).body("text/plain", file).await.unwrap();
    assert_eq!(created.id, "a whole file");
    let path = std::env::temp_dir().join(format!("sdk-own-transport-{}.txt", std::process::id()));
    std::fs::write(&path, "from the disk").unwrap();
    let large = "x".repeat(300 * 1024);
    for (file, content) in [
        (File::from_bytes("a.txt", large.clone()), large.as_str()),
        (File::from_path(&path).unwrap(), "from the disk"),
    ] {
        let created = create(&client, &json!({})).body("text/plain", file).await.unwrap();
        assert!(created.id == content && created.size == 0, "the length was not sent");
    }
    std::fs::remove_file(path).unwrap();
    let mut events = watch(&client).stream().await.unwrap();
    let mut seen = Vec::new();
    while let Some(event) = events.next().await {
        seen.push(event.unwrap().data);
    }
    assert_eq!(seen, [1, 2]);
}

#[tokio::test]
async fn its_failures_say_what_they_prove() {
    let client = Client::builder().secret("s").base_url("http://127.0.0.1:1/v1");
    let error = create(&over_reqwest(&client.max_retries(0).build().unwrap()), &json!({}))
        .await
        .unwrap_err();
    assert!(error.is_connect(), "{error}");
}

/// A transport around another one: it writes down what the failures prove.
struct Judging<T>(T, Arc<Mutex<Vec<[bool; 4]>>>);

impl<T: Transport> Transport for Judging<T> {
    fn send(&self, request: http::Request<Body>) -> TransportFuture {
        let (exchange, seen) = (self.0.send(request), Arc::clone(&self.1));
        Box::pin(async move {
            let outcome = exchange.await;
            if let Err(error) = &outcome {
                seen.lock().unwrap().push([
                    error.is_connect(),
                    error.is_connect_timeout(),
                    error.proves_unprocessed(),
                    error.is_transient(),
                ]);
            }
            outcome
        })
    }
}

type Fail = fn(&'static str) -> TransportError;

struct Failing(Fail);

impl Transport for Failing {
    fn send(&self, _: http::Request<Body>) -> TransportFuture {
        let failure = (self.0)("no");
        Box::pin(async { Err(failure) })
    }
}

#[tokio::test]
async fn a_transport_around_another_can_judge_its_failures() {
    let failures: [(Fail, [bool; 4]); 6] = [
        (TransportError::connect, [true, false, true, true]),
        (TransportError::connect_timeout, [true, true, true, true]),
        (TransportError::untrusted, [true, false, false, false]),
        (TransportError::refused, [false, false, true, true]),
        (TransportError::exchange, [false, false, false, true]),
        (TransportError::request, [false, false, false, false]),
    ];
    for (failure, expected) in failures {
        let seen = Arc::default();
        let client = Client::builder()
            .base_url("http://api.test")
            .max_retries(0)
            .transport(Judging(Failing(failure), Arc::clone(&seen)))
            .build()
            .unwrap();
        let error = fetch(&client, "a").await.unwrap_err();
        assert_eq!(*seen.lock().unwrap(), [expected]);
        assert_eq!(error.is_retryable(), expected[3], "{error}");
    }
}
