//! What an event of a stream costs, beside a bare loop over the same bytes: lines found by `memchr` and given to `serde_json::from_slice`.
//!
//! `cargo bench -p sdk-template --bench stream` prints the medians of CPU time, which is spent alternately on both. CPU time and not time on
//! the wall, because machines that build software do other things as well. The allocator that counts costs both the same.

use bytes::Bytes;
use cpu_time::ProcessTime;
use futures_core::Stream;
use sdk_template::transport::{Body, Chunks, Transport, TransportError, TransportFuture};
use sdk_template::{Call, Client, NoAnswer, Operation};
use serde::Deserialize;
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};
use std::alloc::System;
use std::hint::black_box;
use std::pin::Pin;
use std::sync::Mutex;
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::runtime::Runtime;

#[global_allocator]
static HEAP: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

const EVENTS: usize = 200_000;
const ROUNDS: usize = 25;

#[derive(Debug, Deserialize)]
struct Event {
    #[serde(rename = "type")]
    kind: String,
    data: Data,
}

#[derive(Debug, Deserialize)]
struct Data {
    index: u64,
    at: u64,
    token: String,
}

fn main() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build()
        .expect("the system has a clock");
    let body = body(EVENTS);
    println!(
        "{EVENTS} events of {} bytes each, medians of {ROUNDS} rounds",
        body.len() / EVENTS
    );
    println!(
        "  {:18} {:>12} {:>12} {:>7} {:>15} {:>15}",
        "an event", "bare ns", "stream ns", "ratio", "bare allocs", "stream allocs"
    );
    bench(&runtime, "one event", &body, &events(&body));
    bench(&runtime, "64 KiB", &body, &pieces(&body));
    println!("most bytes of the heap in use while the events are read, beside the body itself");
    for count in [EVENTS / 100, EVENTS / 10, EVENTS] {
        let body = self::body(count);
        println!(
            "  {count:7} events: {:6} one event a chunk, {:6} in chunks of 64 KiB",
            peak(&runtime, events(&body)),
            peak(&runtime, pieces(&body))
        );
    }
}

fn bench(runtime: &Runtime, name: &str, body: &Bytes, chunks: &[Bytes]) {
    let mut times = Vec::new();
    for _ in 0..ROUNDS {
        let start = ProcessTime::now();
        bare(body);
        let plain = start.elapsed();
        let chunks = chunks.to_vec();
        let start = ProcessTime::now();
        stream(runtime, chunks);
        times.push((plain, start.elapsed()));
    }
    let bare_allocations = allocations(|| bare(body));
    let chunks = chunks.to_vec();
    let stream_allocations = allocations(|| stream(runtime, chunks));
    let per_event = |time: Duration| time.as_nanos() as f64 / EVENTS as f64;
    println!(
        "  {name:18} {:12.1} {:12.1} {:7.3} {:15.4} {:15.4}",
        per_event(median(times.iter().map(|(plain, _)| *plain))),
        per_event(median(times.iter().map(|(_, ours)| *ours))),
        median(
            times
                .iter()
                .map(|(plain, ours)| Duration::from_secs_f64(plain.as_secs_f64() / ours.as_secs_f64()))
        )
        .as_secs_f64(),
        bare_allocations as f64 / EVENTS as f64,
        stream_allocations as f64 / EVENTS as f64,
    );
}

/// The quickest loop that a program could have which reads the stream by hand.
fn bare(body: &[u8]) {
    let mut sum = 0;
    let mut start = 0;
    for end in memchr::memchr_iter(b'\n', body) {
        let event: Event = serde_json::from_slice(&body[start..end]).expect("the event is of this shape");
        start = end + 1;
        sum += read(&event);
    }
    assert_eq!(sum, expected(EVENTS));
}

fn stream(runtime: &Runtime, chunks: Vec<Bytes>) {
    let mut sum = 0;
    each(runtime, chunks, |event| sum += read(&event));
    assert_eq!(sum, expected(EVENTS));
}

fn each(runtime: &Runtime, chunks: Vec<Bytes>, mut look: impl FnMut(Event)) {
    static OPERATION: Operation = Operation::get("watch", "/watch").jsonl();
    let client = Client::builder()
        .secret("none")
        .base_url("http://bench.test")
        .transport(OneAnswer(Mutex::new(chunks)))
        .build()
        .expect("the options are right");
    let call: Call<NoAnswer, Event> = Call::new(&client, &OPERATION);
    runtime.block_on(async {
        let mut stream = call.stream().await.expect("the answer is a success");
        while let Some(event) = stream.next().await {
            look(event.expect("the event is of this shape"));
        }
    });
}

fn allocations(work: impl FnOnce()) -> usize {
    let region = Region::new(HEAP);
    work();
    let change = region.change();
    change.allocations + change.reallocations
}

/// The most that is in use at any event; the list of chunks is given to the transport before and counts as the body's.
fn peak(runtime: &Runtime, chunks: Vec<Bytes>) -> isize {
    let region = Region::new(HEAP);
    let mut peak = 0;
    each(runtime, chunks, |event| {
        let change = region.change();
        peak = peak.max(change.bytes_allocated as isize - change.bytes_deallocated as isize);
        read(&event);
    });
    peak
}

fn read(event: &Event) -> u64 {
    black_box((&event.kind, event.data.at, &event.data.token));
    event.data.index
}

/// The first index; all have the same number of digits.
const FIRST: u64 = 100_000;

fn expected(count: usize) -> u64 {
    (FIRST..FIRST + count as u64).sum()
}

fn body(count: usize) -> Bytes {
    let lines = (FIRST..FIRST + count as u64).map(|index| {
        format!("{{\"type\":\"token\",\"data\":{{\"index\":{index},\"at\":1764000{index},\"token\":\" a wörd\"}}}}\n")
    });
    lines.collect::<String>().into()
}

/// One event a chunk, all of them parts of one buffer, as a connection hands them out.
fn events(body: &Bytes) -> Vec<Bytes> {
    let mut rest = body.clone();
    let mut chunks = Vec::new();
    while let Some(end) = rest.iter().position(|byte| *byte == b'\n') {
        chunks.push(rest.split_to(end + 1));
    }
    chunks
}

fn pieces(body: &Bytes) -> Vec<Bytes> {
    let size = 64 * 1024;
    (0..body.len())
        .step_by(size)
        .map(|start| body.slice(start..body.len().min(start + size)))
        .collect()
}

fn median(times: impl Iterator<Item = Duration>) -> Duration {
    let mut times: Vec<_> = times.collect();
    times.sort_unstable();
    times[times.len() / 2]
}

/// A connection that has one answer, in these chunks.
struct OneAnswer(Mutex<Vec<Bytes>>);

impl Transport for OneAnswer {
    fn send(&self, _: http::Request<Body>) -> TransportFuture {
        let chunks = std::mem::take(&mut *self.0.lock().expect("nothing panicked"));
        let body: Chunks = Box::pin(Arriving(chunks.into_iter()));
        Box::pin(std::future::ready(Ok(http::Response::new(body))))
    }
}

struct Arriving(std::vec::IntoIter<Bytes>);

impl Stream for Arriving {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(self.0.next().map(Ok))
    }
}
