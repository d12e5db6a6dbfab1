//! What the core costs around each request: requests a second, CPU time and allocations, beside the bare HTTP client doing the same work.
//!
//! `cargo bench -p sdk-template --bench requests`. Both ask the same server, which runs in a process of its own so that its work is not counted,
//! in rounds that alternate; the medians are compared, for the machine may have other things to do. The same work: a request with the same
//! headers under one time limit, its answer collected and decoded into the same struct.

use std::alloc::System;
use std::future::Future;
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use bytes::{Bytes, BytesMut};
use cpu_time::ProcessTime;
use http_body_util::{BodyExt as _, Empty};
use hyper_util::client::legacy;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::{TokioExecutor, TokioTimer};
use sdk_template::{Call, Client, Operation};
use serde::Deserialize;
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

#[global_allocator]
static HEAP: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

const ROUNDS: usize = 31;
const REQUESTS: usize = 2_000;
const LIMIT: Duration = Duration::from_secs(60);
const SERVER: &str = "REQUESTS_BENCH_SERVER";
const SECRET: &str = "sk-0123456789abcdef";

#[derive(Debug, Deserialize)]
struct Thing {
    id: String,
    size: i64,
    tags: Vec<String>,
}

fn main() {
    if std::env::var_os(SERVER).is_some() {
        return runtime().block_on(serve());
    }
    let mut server = Command::new(std::env::current_exe().expect("a program knows its path"))
        .env(SERVER, "1")
        .stdout(Stdio::piped())
        .spawn()
        .expect("the server starts");
    let mut address = String::new();
    BufReader::new(server.stdout.take().expect("its output is piped"))
        .read_line(&mut address)
        .expect("the server prints its address");
    runtime().block_on(compare(&format!("http://{}", address.trim())));
    server.kill().expect("the server can be stopped");
    server.wait().expect("the server ends");
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime starts")
}

async fn compare(url: &str) {
    let sdk = Client::builder()
        .secret(SECRET)
        .base_url(url)
        .build()
        .expect("the options are valid");
    let bare = Bare::new(url);
    println!("{ROUNDS} rounds of {REQUESTS} requests each, medians");
    for flight in [1, 64] {
        let (mut ours, mut theirs) = (Vec::new(), Vec::new());
        for _ in 0..ROUNDS {
            ours.push(round(flight, || ours_once(&sdk)).await);
            theirs.push(round(flight, || bare.clone().once()).await);
        }
        // Each round is compared with its neighbour, because the machine is not the same at the end as it was at the beginning.
        let ratios: Vec<Cost> = ours
            .iter()
            .zip(&theirs)
            .map(|(ours, theirs)| theirs.over(*ours))
            .collect();
        let ratio = Cost::median(&ratios);
        let ours = Cost::median(&ours);
        let theirs = Cost::median(&theirs);
        println!("\n{flight} in flight            requests/s   CPU us   allocations");
        ours.print("the SDK");
        theirs.print("hyper-util's client");
        println!(
            "  ratio                  {:10.3} {:8.3} {:13.2}",
            ratio.wall, ratio.cpu, ratio.allocations
        );
    }
}

/// What one request costs: seconds on the wall and of the CPU, and allocations.
#[derive(Clone, Copy)]
struct Cost {
    wall: f64,
    cpu: f64,
    allocations: f64,
}

impl Cost {
    fn median(costs: &[Self]) -> Self {
        let of = |pick: fn(&Self) -> f64| {
            let mut values: Vec<f64> = costs.iter().map(pick).collect();
            values.sort_unstable_by(f64::total_cmp);
            values[values.len() / 2]
        };
        Self {
            wall: of(|cost| cost.wall),
            cpu: of(|cost| cost.cpu),
            allocations: of(|cost| cost.allocations),
        }
    }

    fn over(self, other: Self) -> Self {
        Self {
            wall: self.wall / other.wall,
            cpu: self.cpu / other.cpu,
            allocations: self.allocations / other.allocations,
        }
    }

    fn print(self, name: &str) {
        println!(
            "  {name:22} {:10.0} {:8.1} {:13.1}",
            1.0 / self.wall,
            self.cpu * 1e6,
            self.allocations
        );
    }
}

/// Makes the requests of one round, so many of them at a time.
async fn round<F, C>(flight: usize, call: F) -> Cost
where
    F: Fn() -> C,
    C: Future<Output = Thing> + Send + 'static,
{
    let (wall, cpu) = (Instant::now(), ProcessTime::now());
    let heap = Region::new(HEAP);
    if flight == 1 {
        for _ in 0..REQUESTS {
            check(&call().await);
        }
    } else {
        let mut running = tokio::task::JoinSet::new();
        for _ in 0..REQUESTS {
            if running.len() == flight
                && let Some(thing) = running.join_next().await
            {
                check(&thing.expect("no call panics"));
            }
            running.spawn(call());
        }
        while let Some(thing) = running.join_next().await {
            check(&thing.expect("no call panics"));
        }
    }
    let allocations = heap.change().allocations;
    let each = |time: Duration| time.as_secs_f64() / REQUESTS as f64;
    Cost {
        wall: each(wall.elapsed()),
        cpu: each(cpu.elapsed()),
        allocations: allocations as f64 / REQUESTS as f64,
    }
}

fn check(thing: &Thing) {
    assert!(thing.id == "thing_1" && thing.size == 42 && thing.tags.len() == 3);
}

fn ours_once(client: &Client) -> impl Future<Output = Thing> + Send + 'static {
    static OPERATION: Operation = Operation::get("fetchThing", "/thing/{thingId}/fetch");
    let call: Call<Thing> = Call::new(client, &OPERATION).path("thingId", "thing_1");
    async { call.await.expect("the server answers") }
}

/// The client under the core, used by hand.
#[derive(Clone)]
struct Bare {
    client: legacy::Client<HttpConnector, Empty<Bytes>>,
    url: String,
}

impl Bare {
    fn new(url: &str) -> Self {
        let mut connector = HttpConnector::new();
        connector.set_nodelay(true);
        Self {
            client: legacy::Client::builder(TokioExecutor::new())
                .pool_timer(TokioTimer::new())
                .build(connector),
            url: url.to_owned(),
        }
    }

    async fn once(self) -> Thing {
        let request = http::Request::get(format!("{}/thing/{}/fetch", self.url, "thing_1"))
            .header("user-agent", "bare/1.0")
            .header("accept", "application/json")
            .header("accept-encoding", "gzip")
            .header("authorization", format!("Bearer {SECRET}"))
            .body(Empty::new())
            .expect("the request is valid");
        let answer = tokio::time::timeout(LIMIT, self.client.request(request))
            .await
            .expect("the server answers in time")
            .expect("the server answers");
        assert!(answer.status().is_success());
        let body = answer.into_body().collect().await.expect("the body arrives").to_bytes();
        serde_json::from_slice(&body).expect("the answer fits")
    }
}

/// Answers every request with the same thing.
async fn serve() {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a port is free");
    println!("{}", listener.local_addr().expect("it has an address"));
    loop {
        let (connection, _) = listener.accept().await.expect("connections come");
        tokio::spawn(answer(connection));
    }
}

async fn answer(mut connection: TcpStream) {
    let body = r#"{"id":"thing_1","size":42,"tags":["one","two","three"]}"#;
    let answer = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\nx-request-id: 0123456789\r\n\r\n{body}",
        body.len()
    );
    connection.set_nodelay(true).expect("a socket can be set up");
    let mut received = BytesMut::new();
    while connection.read_buf(&mut received).await.is_ok_and(|count| count > 0) {
        while let Some(end) = received.windows(4).position(|window| window == b"\r\n\r\n") {
            let _ = received.split_to(end + 4);
            if connection.write_all(answer.as_bytes()).await.is_err() {
                return;
            }
        }
    }
}
