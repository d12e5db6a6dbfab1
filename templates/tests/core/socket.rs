//! The same core on a real socket: a server written by hand that does what it is told.

use crate::support::{SECRET, create, fetch, thing, watch};
use sdk_template::{Body, Call, Client, ErrorKind, File, Operation, TimeoutKind};
use serde_json::{Value, json};
use std::future::Future;
use std::net::SocketAddr;
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;

/// A server on loopback that hands each connection to `serve`.
async fn server<F>(serve: impl Fn(Connection) -> F + Send + 'static) -> (Client, SocketAddr)
where
    F: Future<Output = ()> + Send + 'static,
{
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(serve(Connection {
                stream,
                buffer: Vec::new(),
            }));
        }
    });
    let client = Client::builder()
        .secret(SECRET)
        .base_url(format!("http://{address}/v1"))
        .build()
        .unwrap();
    (client, address)
}

struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
}

impl Connection {
    /// The next request, head and body; `None` when the client is gone. Understands a content length and chunks.
    async fn request(&mut self) -> Option<String> {
        let head_end = loop {
            if let Some(at) = find(&self.buffer, b"\r\n\r\n") {
                break at + 4;
            }
            self.more().await?;
        };
        let head = String::from_utf8_lossy(&self.buffer[..head_end]).into_owned();
        let end = match header(&head, "content-length") {
            Some(length) => head_end + length.parse::<usize>().unwrap(),
            None if header(&head, "transfer-encoding").is_some() => loop {
                if let Some(at) = find(&self.buffer[head_end - 2..], b"\r\n0\r\n\r\n") {
                    break head_end - 2 + at + 7;
                }
                self.more().await?;
            },
            None => head_end,
        };
        while self.buffer.len() < end {
            self.more().await?;
        }
        let request: Vec<u8> = self.buffer.drain(..end).collect();
        Some(String::from_utf8_lossy(&request).into_owned())
    }

    async fn more(&mut self) -> Option<()> {
        let read = self.stream.read_buf(&mut self.buffer).await.ok()?;
        (read > 0).then_some(())
    }

    async fn send(&mut self, text: impl AsRef<[u8]>) {
        let _ = self.stream.write_all(text.as_ref()).await;
        let _ = self.stream.flush().await;
    }

    async fn json(&mut self, value: Value) {
        let body = value.to_string();
        let length = body.len();
        self.send(format!(
            "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\r\n{body}"
        ))
        .await;
    }
}

fn find(text: &[u8], what: &[u8]) -> Option<usize> {
    text.windows(what.len()).position(|window| window == what)
}

fn header(head: &str, name: &str) -> Option<String> {
    head.lines().find_map(|line| {
        line.to_ascii_lowercase()
            .strip_prefix(&format!("{name}: "))
            .map(str::to_owned)
    })
}

#[tokio::test]
async fn one_connection_serves_many_calls() {
    let (sender, mut connections) = mpsc::unbounded_channel();
    let (client, address) = server(move |mut connection| {
        sender.send(()).unwrap();
        async move {
            while let Some(request) = connection.request().await {
                assert!(request.starts_with("GET /v1/thing/a/fetch HTTP/1.1\r\n"), "{request}");
                assert_eq!(header(&request, "authorization").unwrap(), format!("bearer {SECRET}"));
                connection.json(thing("a")).await;
            }
        }
    })
    .await;
    for _ in 0..5 {
        assert_eq!(
            fetch(&client.with(|options| options.max_retries(0)), "a")
                .await
                .unwrap()
                .id,
            "a"
        );
    }
    connections.recv().await.unwrap();
    assert!(
        connections.try_recv().is_err(),
        "a variant and a later call use the same connection"
    );
    assert_eq!(client.base_url(), format!("http://{address}/v1"));
}

#[tokio::test]
async fn a_retried_answer_leaves_its_connection_usable() {
    let (sender, mut connections) = mpsc::unbounded_channel();
    let (client, _) = server(move |mut connection| {
        sender.send(()).unwrap();
        async move {
            connection.request().await;
            connection
                .send("HTTP/1.1 503 Unavailable\r\nretry-after: 0\r\ncontent-length: 4\r\n\r\nbusy")
                .await;
            connection.request().await;
            connection.json(thing("a")).await;
        }
    })
    .await;
    create(&client, &json!({ "a": 1 })).await.unwrap();
    connections.recv().await.unwrap();
    assert!(connections.try_recv().is_err());
}

#[tokio::test]
async fn refused_connections_are_errors_of_connecting() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let client = Client::builder()
        .base_url(format!("http://{address}"))
        .max_retries(0)
        .build()
        .unwrap();
    let error = create(&client, &json!({})).await.unwrap_err();
    assert!(error.is_connect(), "{error}");
    assert!(error.to_string().contains("refused"), "{error}");
    let client = Client::builder()
        .base_url("http://no-such-host.invalid")
        .max_retries(0)
        .build()
        .unwrap();
    assert!(create(&client, &json!({})).await.unwrap_err().is_connect());
}

#[tokio::test]
async fn a_server_that_does_not_speak_tls_is_an_error_of_connecting() {
    let (_, address) = server(|mut connection| async move {
        connection.more().await;
        connection.send("HTTP/1.1 400 Bad Request\r\n\r\n").await;
    })
    .await;
    let client = Client::builder()
        .base_url(format!("https://{address}"))
        .max_retries(0)
        .build()
        .unwrap();
    assert!(create(&client, &json!({})).await.unwrap_err().is_connect());
}

#[tokio::test]
async fn a_handshake_that_stalls_is_a_connect_timeout() {
    let (_, address) = server(|mut connection| async move { while connection.more().await.is_some() {} }).await;
    let client = Client::builder().base_url(format!("https://{address}")).max_retries(0);
    let client = client.connect_timeout(Duration::from_millis(50)).build().unwrap();
    let error = create(&client, &json!({})).await.unwrap_err();
    assert_eq!(error.timeout_kind(), Some(TimeoutKind::Connect), "{error}");
}

#[tokio::test]
async fn a_write_whose_answer_was_lost_is_not_sent_again() {
    let (sender, mut requests) = mpsc::unbounded_channel();
    let (client, _) = server(move |mut connection| {
        let sender = sender.clone();
        async move {
            sender.send(connection.request().await).unwrap();
        }
    })
    .await;
    let error = create(&client, &json!({})).await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Transport, 1), "{error}");
    assert!(requests.recv().await.is_some());
    assert!(requests.try_recv().is_err());
}

#[tokio::test]
async fn a_body_that_breaks_off_is_an_error() {
    let (client, _) = server(|mut connection| async move {
        connection.request().await;
        connection
            .send("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"id\":")
            .await;
    })
    .await;
    let error = create(&client, &json!({})).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.status().unwrap().as_u16()),
        (ErrorKind::Transport, 200),
        "{error}"
    );
}

#[tokio::test]
async fn a_stream_arrives_event_by_event_and_dropping_it_closes_the_connection() {
    let (sender, mut closed) = mpsc::unbounded_channel();
    let (go, steps) = mpsc::channel::<()>(1);
    let steps = std::sync::Arc::new(tokio::sync::Mutex::new(steps));
    let (client, _) = server(move |mut connection| {
        let (sender, steps) = (sender.clone(), steps.clone());
        async move {
            connection.request().await;
            connection
                .send("HTTP/1.1 200 OK\r\ncontent-type: application/jsonl\r\ntransfer-encoding: chunked\r\n\r\n")
                .await;
            for number in 0..3 {
                let line = format!("{{\"type\":\"t\",\"data\":{number}}}\n");
                connection.send(format!("{:x}\r\n{line}\r\n", line.len())).await;
                steps.lock().await.recv().await;
            }
            assert!(connection.more().await.is_none());
            sender.send(()).unwrap();
        }
    })
    .await;
    let mut stream = watch(&client).stream().await.unwrap();
    for number in 0..3 {
        assert_eq!(stream.next().await.unwrap().unwrap().data, number);
        go.send(()).await.unwrap();
    }
    drop(stream);
    closed.recv().await.unwrap();
}

#[tokio::test]
async fn bodies_with_and_without_a_length() {
    let (client, _) = server(|mut connection| async move {
        while let Some(request) = connection.request().await {
            connection.json(json!(request)).await;
        }
    })
    .await;
    static UPLOAD: Operation = Operation::put("upload", "/upload");
    let send = |body: Body| {
        Call::<String>::new(&client, &UPLOAD)
            .body("text/plain", body)
            .into_future()
    };
    let request = send(Body::from("hello")).await.unwrap();
    assert!(
        request.contains("content-length: 5\r\n") && request.ends_with("\r\n\r\nhello"),
        "{request}"
    );
    let request = send(Body::from(vec![b'x'; 300_000])).await.unwrap();
    assert!(request.contains("content-length: 300000\r\n"));
    let path = std::env::temp_dir().join(format!("core-socket-{}", std::process::id()));
    std::fs::write(&path, "from a file").unwrap();
    let form = sdk_template::Form::new().file("file", &File::from_path(&path).unwrap());
    let request = Call::<String>::new(&client, &UPLOAD).multipart(form).await.unwrap();
    std::fs::remove_file(path).unwrap();
    assert!(
        request.contains("content-length: ") && request.contains("\r\n\r\nfrom a file\r\n--"),
        "{request}"
    );
    let request = send(Body::from_stream(Letters(3), None)).await.unwrap();
    assert!(
        request.contains("transfer-encoding: chunked\r\n")
            && request.ends_with("1\r\nz\r\n1\r\nz\r\n1\r\nz\r\n0\r\n\r\n"),
        "{request}"
    );
    static READ: Operation = Operation::get("read", "/read");
    let request = Call::<String>::new(&client, &READ).await;
    assert!(!request.unwrap().to_ascii_lowercase().contains("content-length"));
}

/// So many letters, one a chunk.
struct Letters(usize);

impl futures_core::Stream for Letters {
    type Item = std::io::Result<sdk_template::Bytes>;

    fn poll_next(
        mut self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Self::Item>> {
        let rest = self.0;
        self.0 = rest.saturating_sub(1);
        std::task::Poll::Ready((rest > 0).then(|| Ok(sdk_template::Bytes::from_static(b"z"))))
    }
}

#[tokio::test]
async fn a_redirect_to_another_port_carries_no_credentials() {
    let (sender, mut seen) = mpsc::unbounded_channel();
    let (_, elsewhere) = server(move |mut connection| {
        let sender = sender.clone();
        async move {
            sender.send(connection.request().await.unwrap()).unwrap();
            connection.json(thing("b")).await;
        }
    })
    .await;
    let (client, _) = server(move |mut connection| async move {
        connection.request().await;
        connection
            .send(format!(
                "HTTP/1.1 302 Found\r\nlocation: http://{elsewhere}/x\r\ncontent-length: 0\r\n\r\n"
            ))
            .await;
    })
    .await;
    assert_eq!(fetch(&client, "a").await.unwrap().id, "b");
    let request = seen.recv().await.unwrap();
    assert!(
        request.starts_with("GET /x HTTP/1.1\r\n") && !request.contains(SECRET),
        "{request}"
    );
}

#[tokio::test]
async fn sixty_four_calls_at_once() {
    let (client, _) = server(|mut connection| async move {
        while let Some(request) = connection.request().await {
            let id = request.split('/').nth(3).unwrap_or_default().to_owned();
            connection.json(thing(&id)).await;
        }
    })
    .await;
    let calls: Vec<_> = (0..64)
        .map(|number| {
            let call = fetch(&client, &number.to_string());
            tokio::spawn(async move { (number.to_string(), call.await.unwrap().id) })
        })
        .collect();
    for call in calls {
        let (asked, answered) = call.await.unwrap();
        assert_eq!(asked, answered);
    }
}
