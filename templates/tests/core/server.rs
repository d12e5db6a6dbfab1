//! Servers on loopback, written by hand: each connection is handed to a function that does with it what its test is about.

#[cfg(all(feature = "http2", any(feature = "native-tls", feature = "rustls-no-provider")))]
pub mod http2;
#[cfg(any(feature = "native-tls", feature = "rustls-no-provider"))]
pub mod tls;

use crate::support::SECRET;
use sdk_template::{Client, ClientBuilder, RetryPolicy};
use serde_json::Value;
use std::future::Future;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

/// Where it listens, and what it has seen.
pub struct Server {
    pub address: SocketAddr,
    log: Arc<Mutex<Log>>,
}

#[derive(Default)]
struct Log {
    connections: usize,
    requests: Vec<String>,
    forgets: bool,
}

impl Server {
    pub async fn start<F>(serve: impl Fn(Connection) -> F + Send + 'static) -> Self
    where
        F: Future<Output = ()> + Send + 'static,
    {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let server = Self {
            address: listener.local_addr().unwrap(),
            log: Arc::default(),
        };
        let log = Arc::clone(&server.log);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                log.lock().unwrap().connections += 1;
                tokio::spawn(serve(Connection {
                    stream,
                    buffer: Vec::new(),
                    log: Arc::clone(&log),
                }));
            }
        });
        server
    }

    /// A client of this server, whose pauses are too short to notice and whose proxies are none.
    pub fn builder(&self) -> ClientBuilder {
        builder_for(&format!("http://{}/v1", self.address))
    }

    pub fn client(&self) -> Client {
        self.builder().build().unwrap()
    }

    /// Keeps no requests, for tests that make very many.
    pub fn forget(&self) {
        self.log.lock().unwrap().forgets = true;
    }

    /// The requests that arrived whole, head and body, in their order.
    pub fn requests(&self) -> Vec<String> {
        self.log.lock().unwrap().requests.clone()
    }

    pub fn connections(&self) -> usize {
        self.log.lock().unwrap().connections
    }
}

pub fn builder_for(url: &str) -> ClientBuilder {
    let pause = Duration::from_millis(1);
    Client::builder()
        .secret(SECRET)
        .base_url(url)
        .no_proxy()
        .retry(RetryPolicy::default().pauses(pause, 5 * pause))
}

/// One connection, over TCP or TLS.
pub struct Connection<S = TcpStream> {
    pub stream: S,
    pub buffer: Vec<u8>,
    log: Arc<Mutex<Log>>,
}

impl Connection {
    /// Ends the connection in the way of a machine that has lost it, not with a farewell.
    pub fn reset(self) {
        self.stream.set_zero_linger().unwrap();
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> Connection<S> {
    /// The next request, head and body; `None` when the client is gone. Understands a content length and chunks.
    pub async fn request(&mut self) -> Option<String> {
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
        let request = String::from_utf8_lossy(&request).into_owned();
        let mut log = self.log.lock().unwrap();
        if !log.forgets {
            log.requests.push(request.clone());
        }
        drop(log);
        Some(request)
    }

    /// Reads what there is; `None` when the client is gone.
    pub async fn more(&mut self) -> Option<()> {
        let read = self.stream.read_buf(&mut self.buffer).await.ok()?;
        (read > 0).then_some(())
    }

    /// Reads until the client is gone.
    pub async fn drain(&mut self) {
        while self.more().await.is_some() {
            self.buffer.clear();
        }
    }

    /// Sends bytes; `None` when the client is gone.
    pub async fn send(&mut self, bytes: impl AsRef<[u8]>) -> Option<()> {
        self.stream.write_all(bytes.as_ref()).await.ok()?;
        self.stream.flush().await.ok()
    }

    pub async fn json(&mut self, value: Value) {
        self.answer("200 OK", "content-type: application/json\r\n", &value.to_string())
            .await;
    }

    /// A whole answer: a status, more headers with their line endings, and a body.
    pub async fn answer(&mut self, status: &str, headers: &str, body: &str) {
        let length = body.len();
        self.send(format!(
            "HTTP/1.1 {status}\r\n{headers}content-length: {length}\r\n\r\n{body}"
        ))
        .await;
    }
}

pub fn find(text: &[u8], what: &[u8]) -> Option<usize> {
    text.windows(what.len()).position(|window| window == what)
}

/// The value of a header in the head of a request, in small letters.
pub fn header(head: &str, name: &str) -> Option<String> {
    head.lines().find_map(|line| {
        line.to_ascii_lowercase()
            .strip_prefix(&format!("{name}: "))
            .map(str::to_owned)
    })
}

/// What a test waits for must come about soon: a fault that makes the client hang fails the test that it belongs to.
pub async fn soon<T>(future: impl Future<Output = T>) -> T {
    let limit = Duration::from_secs(20);
    tokio::time::timeout(limit, future).await.expect("this must not hang")
}
