//! Ten thousand calls, 64 at a time, to a server that fails one in twenty: none is lost, none is sent twice against the rules, and memory stays flat.

use crate::server::{Connection, Server, soon};
use crate::support::{create, fetch, thing};
use sdk_template::{Client, Error, ErrorKind};
use serde_json::json;
use std::process::Command;
use std::sync::atomic::{AtomicU8, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

const CALLS: usize = 10_000;
const IN_FLIGHT: usize = 64;
/// After so many calls the pools and buffers have the size that they keep.
const WARM: usize = 2_000;
/// What memory may grow by between then and the end.
const GROWTH: usize = 4 << 20;

/// What the first request of a call meets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fault {
    None,
    Reset,
    CutBody,
    Down,
    DownForNow,
    TooMany,
    Broken,
}

/// The fault of a call: one in twenty has one, each in its turn, for reads (even numbers) and writes (odd ones) alike.
fn fault(call: usize) -> Fault {
    const FAULTS: [Fault; 6] = [
        Fault::Reset,
        Fault::CutBody,
        Fault::Down,
        Fault::DownForNow,
        Fault::TooMany,
        Fault::Broken,
    ];
    match call % 40 {
        0 | 21 => FAULTS[call / 40 % FAULTS.len()],
        _ => Fault::None,
    }
}

fn is_read(call: usize) -> bool {
    call.is_multiple_of(2)
}

/// How often the rules allow a call to be sent, and whether it succeeds in the end.
fn promise(call: usize) -> (u8, bool) {
    match fault(call) {
        Fault::None => (1, true),
        Fault::DownForNow | Fault::TooMany => (2, true),
        _ if is_read(call) => (2, true),
        _ => (1, false),
    }
}

async fn serve(mut connection: Connection, seen: Arc<Vec<AtomicU8>>) {
    while let Some(request) = connection.request().await {
        // Both `/v1/thing/7/fetch` and a body of `{"call":7}` hold no other digits but those of the version.
        let place = if request.starts_with("GET ") {
            request.split('/').nth(3)
        } else {
            request.rsplit(':').next()
        };
        let call: usize = place.unwrap().trim_end_matches('}').parse().unwrap();
        let is_first = seen[call].fetch_add(1, Ordering::Relaxed) == 0;
        let fault = if is_first { fault(call) } else { Fault::None };
        match fault {
            Fault::None => connection.json(thing(&call.to_string())).await,
            Fault::Reset => return connection.reset(),
            Fault::CutBody => {
                connection
                    .send("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"id\":")
                    .await;
                return;
            }
            Fault::Down => connection.answer("503 Service Unavailable", "", "").await,
            Fault::DownForNow => {
                connection
                    .answer("503 Service Unavailable", "retry-after: 0\r\n", "")
                    .await
            }
            Fault::TooMany => {
                connection
                    .answer("429 Too Many Requests", "retry-after: 0\r\n", "")
                    .await
            }
            Fault::Broken => {
                connection
                    .answer("500 Internal Server Error", "", "{\"message\":\"broken\"}")
                    .await
            }
        }
    }
}

async fn call(client: &Client, call: usize) -> Result<String, Error> {
    let thing = if is_read(call) {
        fetch(client, &call.to_string()).await
    } else {
        create(client, &json!({ "call": call })).await
    };
    thing.map(|thing| thing.id)
}

/// The memory that this process has in use; `None` where the system does not tell.
fn memory() -> Option<usize> {
    let pages = std::fs::read_to_string("/proc/self/statm").ok()?;
    Some(pages.split(' ').nth(1)?.parse::<usize>().ok()? * 4096)
}

/// Runs in a process of its own, so that no other test is in its memory.
#[test]
fn ten_thousand_calls() {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command
        .args(["--exact", "load::child", "--nocapture"])
        .env("CORE_TEST_LOAD", "1");
    let output = command.output().unwrap();
    let (out, err) = (
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr),
    );
    assert!(output.status.success() && out.contains("all is well"), "{out}{err}");
    println!("{out}");
    if out.contains("memory was not measured") {
        eprintln!("SKIPPED: memory under load, for there is no /proc/self/statm");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn child() {
    if std::env::var_os("CORE_TEST_LOAD").is_none() {
        return;
    }
    let seen: Arc<Vec<AtomicU8>> = Arc::new((0..CALLS).map(|_| AtomicU8::new(0)).collect());
    let counts = Arc::clone(&seen);
    let server = Server::start(move |connection| serve(connection, Arc::clone(&seen))).await;
    server.forget();
    let client = server.client();
    let begin = std::time::Instant::now();
    run(&client, 0..WARM).await;
    let warm = memory();
    run(&client, WARM..CALLS).await;
    let end = memory();
    let spent = begin.elapsed();
    for (call, count) in counts.iter().enumerate() {
        let count = count.load(Ordering::Relaxed);
        assert_eq!(count, promise(call).0, "call {call} after {:?}", fault(call));
    }
    println!("{CALLS} calls in {spent:?} over {} connections", server.connections());
    match (warm, end) {
        (Some(warm), Some(end)) => {
            println!(
                "memory: {} KiB after {WARM} calls, {} KiB in the end",
                warm >> 10,
                end >> 10
            );
            assert!(end < warm + GROWTH);
        }
        _ => println!("memory was not measured"),
    }
    println!("all is well");
}

/// Makes these calls, so many at a time, and holds each to its promise.
async fn run(client: &Client, calls: std::ops::Range<usize>) {
    let next = Arc::new(AtomicUsize::new(calls.start));
    let done = Arc::new(Mutex::new(0));
    let workers: Vec<_> = (0..IN_FLIGHT)
        .map(|_| {
            let (client, next, done, end) = (client.clone(), Arc::clone(&next), Arc::clone(&done), calls.end);
            tokio::spawn(async move {
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    if number >= end {
                        return;
                    }
                    let result = call(&client, number).await;
                    match (&result, promise(number).1) {
                        (Ok(id), true) => assert_eq!(*id, number.to_string()),
                        (Err(error), false) => {
                            assert!(matches!(error.kind(), ErrorKind::Api | ErrorKind::Transport), "{error}");
                        }
                        _ => panic!("call {number} after {:?}: {result:?}", fault(number)),
                    }
                    *done.lock().unwrap() += 1;
                }
            })
        })
        .collect();
    for worker in workers {
        soon(worker).await.unwrap();
    }
    assert_eq!(*done.lock().unwrap(), calls.len());
}
