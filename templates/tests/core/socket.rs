//! The same core on a real socket: a server written by hand that does what it is told.

use crate::server::{Connection, Server, builder_for, header};
use crate::support::{SECRET, create, fetch, thing, watch};
use sdk_template::{Body, Call, Client, File, Operation};
use serde_json::json;
use std::future::Future;
use std::net::SocketAddr;
use tokio::sync::mpsc;

/// A server on loopback that hands each connection to `serve`, and a client of it.
async fn server<F>(serve: impl Fn(Connection) -> F + Send + 'static) -> (Client, SocketAddr)
where
    F: Future<Output = ()> + Send + 'static,
{
    let server = Server::start(serve).await;
    (server.client(), server.address)
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
async fn an_unknown_host_is_an_error_of_connecting() {
    let client = builder_for("http://no-such-host.invalid").build().unwrap();
    assert!(create(&client, &json!({})).await.unwrap_err().is_connect());
}

#[cfg(not(any(feature = "native-tls", feature = "rustls-no-provider")))]
#[tokio::test]
async fn https_without_a_feature_for_it() {
    let server = Server::start(|mut connection| async move { connection.drain().await }).await;
    let url = format!("https://{}", server.address);
    let error = create(&builder_for(&url).build().unwrap(), &json!({}))
        .await
        .unwrap_err();
    assert!(error.to_string().contains("speaks no TLS"), "{error}");
    assert_eq!((error.attempts(), server.connections()), (1, 0));
    let error = Client::builder().root_certificate("").build().unwrap_err();
    assert!(error.to_string().contains("speaks no TLS"), "{error}");
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
