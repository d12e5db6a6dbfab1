//! The same calls without `async`: from any thread, inside of a runtime too, over a script and a real socket.

use crate::support::{SECRET, Thing, ThingPage, Tick, answering, builder, client, create, fetch, list, thing, watch};
use futures_core::Stream;
use sdk_template::blocking::wait;
use sdk_template::test_util::{Reply, Script};
use sdk_template::{Body, Bytes, Client, ErrorKind, File, Result, TimeoutKind};
use serde_json::{Value, json};
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::pin::Pin;
use std::sync::mpsc;
use std::task::{Context, Poll};
use std::thread;
use std::time::{Duration, Instant};

/// A server of one thread a connection, without tokio, so that nothing of the test's own serves the client.
pub fn server(serve: impl Fn(BufReader<TcpStream>) + Clone + Send + 'static) -> Client {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    thread::spawn(move || {
        for stream in listener.incoming() {
            let (serve, stream) = (serve.clone(), stream.unwrap());
            stream.set_nodelay(true).unwrap();
            thread::spawn(move || serve(BufReader::new(stream)));
        }
    });
    Client::builder()
        .secret(SECRET)
        .base_url(format!("http://{address}/v1"))
        .build()
        .unwrap()
}

/// The next request, head and body; `None` when the client is gone.
pub fn request(stream: &mut BufReader<TcpStream>) -> Option<String> {
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        if stream.read_line(&mut head).ok()? == 0 {
            return None;
        }
    }
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
    let mut body = vec![0; length.map_or(0, |length| length.parse().unwrap())];
    stream.read_exact(&mut body).ok()?;
    Some(head + &String::from_utf8(body).unwrap())
}

pub fn send(stream: &mut BufReader<TcpStream>, text: &str) {
    // The client may have gone in between.
    let _ = stream.get_mut().write_all(text.as_bytes());
}

pub fn send_json(stream: &mut BufReader<TcpStream>, value: &Value) {
    let (body, head) = (value.to_string(), "HTTP/1.1 200 OK\r\ncontent-type: application/json");
    let length = body.len();
    send(stream, &format!("{head}\r\ncontent-length: {length}\r\n\r\n{body}"));
}

fn send_event(stream: &mut BufReader<TcpStream>, number: usize) {
    let line = format!("{}\n", json!({ "type": "tick", "data": number }));
    send(stream, &format!("{:x}\r\n{line}\r\n", line.len()));
}

const STREAM: &str = "HTTP/1.1 200 OK\r\ncontent-type: application/jsonl\r\ntransfer-encoding: chunked\r\n\r\n";

/// A server that has an answer for everything: a thing, or for `watch` 1,000 events in as many chunks.
fn things() -> Client {
    server(|mut stream| {
        while let Some(request) = request(&mut stream) {
            if request.starts_with("POST /v1/thing/watch") {
                send(&mut stream, STREAM);
                (0..1000).for_each(|number| send_event(&mut stream, number));
                send(&mut stream, "0\r\n\r\n");
            } else {
                send_json(&mut stream, &thing("a"));
            }
        }
    })
}

/// Every way of running a call, on a socket.
fn call_everything(client: &Client) {
    assert_eq!(fetch(client, "a").send_blocking().unwrap().id, "a");
    let answered = create(client, &json!({})).with_response_blocking().unwrap();
    assert_eq!((answered.status().as_u16(), answered.size), (200, 1));
    let response = fetch(client, "a").raw_blocking().unwrap();
    assert_eq!(response.headers()["content-type"], "application/json");
    assert_eq!(response.json::<Thing>().unwrap().id, "a");
    let events = watch(client).stream_blocking().unwrap();
    assert_eq!(events.status(), 200);
    let events: Vec<Tick> = events.collect::<Result<_>>().unwrap();
    assert!(
        events
            .iter()
            .map(|event| &event.data)
            .eq((0..1000).map(|number| json!(number)).collect::<Vec<_>>().iter())
    );
}

#[test]
fn a_plain_thread() {
    call_everything(&things());
}

#[test]
fn inside_of_a_runtime_of_one_thread() {
    let client = things();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let calls = runtime.spawn(async move {
        call_everything(&client);
        // A task has a budget, which nobody renews while it blocks.
        let busy = async {
            for _ in 0..1000 {
                tokio::task::coop::consume_budget().await;
            }
        };
        wait(busy).unwrap();
    });
    runtime.block_on(calls).unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn inside_of_a_runtime_of_many_threads() {
    let client = things();
    let (one, other) = (client.clone(), client.clone());
    let direct = tokio::spawn(async move { call_everything(&one) });
    let apart = tokio::task::spawn_blocking(move || call_everything(&other));
    direct.await.unwrap();
    apart.await.unwrap();
    // And awaited again, on the connections that the blocking calls left behind.
    assert_eq!(fetch(&client, "a").await.unwrap().id, "a");
}

#[test]
fn many_threads_at_once() {
    let client = things();
    let calls = || (0..25).for_each(|_| assert_eq!(fetch(&client, "a").send_blocking().unwrap().id, "a"));
    thread::scope(|scope| (0..8).for_each(|_| drop(scope.spawn(calls))));
}

#[test]
fn an_iterator_that_is_dropped_closes_its_connection() {
    let (sender, gone) = mpsc::channel();
    let client = server(move |mut stream| {
        request(&mut stream);
        send(&mut stream, STREAM);
        send_event(&mut stream, 1);
        // Nothing more comes of a client that is there; the end comes of one that has closed.
        sender.send(stream.read(&mut [0]).unwrap_or(0)).unwrap();
    });
    let mut events = watch(&client).stream_blocking().unwrap();
    assert_eq!(events.next().unwrap().unwrap().data, 1);
    assert!(gone.recv_timeout(Duration::from_millis(50)).is_err());
    drop(events);
    assert_eq!(gone.recv_timeout(Duration::from_secs(5)), Ok(0));
}

#[test]
fn a_file_is_sent_and_limits_hold() {
    let (sender, sent) = mpsc::channel();
    let client = server(move |mut stream| {
        while let Some(request) = request(&mut stream) {
            // What is read gets silence.
            if request.starts_with("POST") {
                sender.send(request).unwrap();
                send_json(&mut stream, &thing("a"));
            }
        }
    });
    let path = std::env::temp_dir().join(format!("sdk-blocking-{}.txt", std::process::id()));
    std::fs::write(&path, "from the disk").unwrap();
    let file = File::from_path(&path).unwrap();
    let upload = create(&client, &json!({})).body("text/plain", file);
    assert_eq!(upload.send_blocking().unwrap().id, "a");
    assert!(sent.recv().unwrap().ends_with("\r\n\r\nfrom the disk"));
    std::fs::remove_file(path).unwrap();

    let begin = Instant::now();
    let slow = fetch(&client, "a")
        .max_retries(0)
        .headers_timeout(Duration::from_millis(60));
    let error = slow.send_blocking().unwrap_err();
    assert_eq!(error.timeout_kind(), Some(TimeoutKind::Headers));
    assert!(begin.elapsed() >= Duration::from_millis(60));
}

#[test]
fn failures_are_followed_by_further_tries() {
    let script = Script::new().reply(Reply::status(503)).reply(Reply::json(thing("a")));
    let quick = sdk_template::RetryPolicy::default().pauses(Duration::from_millis(1), Duration::from_millis(1));
    let answered = fetch(&client(&script), "a").retry(quick).with_response_blocking();
    assert_eq!(answered.unwrap().attempts(), 2);
    let error = fetch(&client(&script), "a").send_blocking().unwrap_err();
    assert_eq!(error.operation(), Some("fetchThing"));
}

#[test]
fn lists_are_iterators_of_items_and_of_pages() {
    let page = |ids: &[&str], cursor: Option<&str>| {
        Reply::json(json!({ "items": ids.iter().map(|id| thing(id)).collect::<Vec<_>>(), "cursor": cursor }))
    };
    let script = || {
        Script::new()
            .reply(page(&["a", "b"], Some("b")))
            .reply(page(&["c"], None))
    };
    let items = list(&client(&script())).items().into_blocking();
    assert_eq!(items.map(|item| item.unwrap().id).collect::<String>(), "abc");
    let first = script();
    assert_eq!(list(&client(&first)).items().max_items(1).into_blocking().count(), 1);
    assert_eq!(first.requests().len(), 1);
    let pages: Vec<ThingPage> = list(&client(&script()))
        .pages()
        .into_blocking()
        .collect::<Result<_>>()
        .unwrap();
    assert_eq!(pages.len(), 2);
}

#[test]
fn an_error_of_the_api_does_not_end_an_iterator_and_a_cut_does() {
    let tick = |data: i32| format!("{}\n", json!({ "type": "t", "data": data }));
    let error = "{\"type\":\"error\",\"data\":{\"message\":\"no\"}}\n".to_owned();
    let (client, script) = answering(Reply::chunks("application/jsonl", [tick(1), error, tick(2)]).cut());
    let mut events = watch(&client).stream_blocking().unwrap();
    let shown = |event: Result<Tick>| event.map(|event| event.data).map_err(|error| error.kind());
    let mut seen = Vec::new();
    for event in &mut events {
        seen.push(shown(event));
    }
    assert_eq!(seen.len(), 4, "{seen:?}");
    assert_eq!((&seen[0], &seen[2]), (&Ok(json!(1)), &Ok(json!(2))));
    assert!(
        matches!(
            (&seen[1], &seen[3]),
            (Err(ErrorKind::Api), Err(ErrorKind::Stream | ErrorKind::Transport))
        ),
        "{seen:?}"
    );
    assert!(events.next().is_none());
    drop(events);
    assert_eq!(script.open_exchanges(), 0);
}

#[test]
fn anything_can_be_waited_for() {
    let script = Script::new().otherwise(Reply::json(thing("a")));
    let client = builder(&script).build().unwrap();
    let both = wait(async {
        let one = fetch(&client, "a").await?;
        let other = fetch(&client, "b").await?;
        Result::Ok(one == other)
    });
    assert!(both.unwrap().unwrap());
    let response = fetch(&client, "a").raw_blocking().unwrap();
    assert_eq!(response.text().unwrap(), thing("a").to_string());
    let mut pieces = fetch(&client, "a").raw_blocking().unwrap();
    assert_eq!(pieces.next().unwrap().unwrap(), thing("a").to_string());
    assert!(pieces.next().is_none());
    let mut pieces = fetch(&client, "a").chunks_blocking().unwrap();
    assert_eq!(pieces.next().unwrap().unwrap(), thing("a").to_string());
    let path = std::env::temp_dir().join(format!("sdk-blocking-{}.json", std::process::id()));
    let download = fetch(&client, "a").download_blocking(&path).unwrap();
    assert_eq!(
        std::fs::read_to_string(download.path()).unwrap(),
        thing("a").to_string()
    );
    std::fs::remove_file(path).unwrap();
}

/// A body of which each piece is read by a blocking call.
struct Pieces<I>(I);

impl<I: Iterator<Item = Result<Bytes>> + Unpin> Stream for Pieces<I> {
    type Item = Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(self.0.next())
    }
}

#[test]
fn a_blocking_call_on_the_serving_thread_fails_and_does_not_hang() {
    let client = server(|mut stream| {
        while let Some(request) = request(&mut stream) {
            if request.starts_with("POST") {
                // Nothing of the body comes.
                return while stream.read(&mut [0; 64]).is_ok_and(|count| count > 0) {};
            }
            send(&mut stream, "HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nhello");
            thread::sleep(Duration::from_millis(50));
            send(&mut stream, "hello");
        }
    });
    let (sender, done) = mpsc::channel();
    thread::spawn(move || {
        let pieces = fetch(&client, "a").chunks_blocking().unwrap();
        let body = Body::from_stream(Pieces(pieces), None);
        let _ = sender.send(create(&client, &json!({})).body("text/plain", body).send_blocking());
    });
    let error = done
        .recv_timeout(Duration::from_secs(20))
        .expect("this must not hang")
        .unwrap_err();
    assert!(
        error
            .to_string()
            .contains("on the thread that serves blocking calls would wait for itself"),
        "{error}"
    );
}
