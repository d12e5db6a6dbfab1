//! Spans of calls and tries.

use crate::support::{SECRET, builder, fetch, thing};
use sdk_template::Client;
use sdk_template::test_util::{Reply, Script};
use serde_json::{Value, json};
use std::io::Write;
use std::sync::{Arc, Mutex, OnceLock};
use tracing_subscriber::fmt::format::FmtSpan;

/// Where the subscriber writes to.
#[derive(Clone, Default)]
struct Sink(Arc<Mutex<Vec<u8>>>);

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// What `work` traced, as text.
pub async fn traced(work: impl Future<Output = ()>) -> String {
    // Where there is one subscriber only, a span that another thread uses for the first time is taken to be that thread's alone, for which
    // nobody listens, and stays silent for ever.
    static SECOND: OnceLock<tracing::Dispatch> = OnceLock::new();
    SECOND.get_or_init(|| tracing::Dispatch::new(tracing_subscriber::fmt().with_writer(std::io::sink).finish()));
    let sink = Sink::default();
    let writer = sink.clone();
    let subscriber = tracing_subscriber::fmt()
        .json()
        .with_span_events(FmtSpan::CLOSE)
        .with_max_level(tracing_subscriber::filter::LevelFilter::TRACE)
        .with_writer(move || writer.clone())
        .finish();
    // The tests run on one thread each, so the subscriber of the thread sees everything.
    let guard = tracing::subscriber::set_default(subscriber);
    work.await;
    drop(guard);
    let bytes = sink.0.lock().unwrap().clone();
    String::from_utf8(bytes).unwrap()
}

/// The spans in the order of their ends.
fn spans(text: &str) -> Vec<Value> {
    text.lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap())
        .filter(|line| line["target"].as_str().unwrap_or_default().starts_with("sdk_template"))
        .map(|line| line["span"].clone())
        .collect()
}

fn client(script: &Script) -> Client {
    builder(script).build().unwrap()
}

#[tokio::test(start_paused = true)]
async fn a_call_and_each_of_its_tries_is_a_span() {
    let script = Script::new().reply(Reply::status(503)).reply(Reply::json(thing("a")));
    let text = traced(async {
        fetch(&client(&script), "a").query("q", "hidden").await.unwrap();
    })
    .await;
    let spans = spans(&text);
    assert_eq!(spans.len(), 3, "{text}");
    let (first, second, call) = (&spans[0], &spans[1], &spans[2]);
    assert_eq!(first["name"], "attempt");
    assert_eq!(first["otel.name"], "GET /thing/{thingId}/fetch");
    assert_eq!(first["otel.kind"], "client");
    assert_eq!(first["otel.status_code"], "ERROR");
    assert_eq!(first["error.type"], "503");
    assert_eq!(first["http.request.method"], "GET");
    assert_eq!(first["http.response.status_code"], 503);
    assert_eq!(first["http.request.resend_count"], Value::Null);
    assert_eq!(first["server.address"], "api.test");
    assert_eq!(first["server.port"], 80);
    assert_eq!(first["url.full"], "http://api.test/v1/thing/a/fetch");
    assert_eq!(first["url.template"], "/thing/{thingId}/fetch");
    assert_eq!(first["network.protocol.version"], "1.1");
    assert_eq!(second["http.request.resend_count"], 1);
    assert_eq!(second["error.type"], Value::Null);
    assert_eq!(call["name"], "call");
    assert_eq!(call["otel.name"], "fetchThing");
    assert_eq!(call["otel.kind"], "internal");
    assert_eq!(call["http.response.status_code"], 200);
    assert_eq!(call["http.request.resend_count"], 1);
    assert!(!text.contains("hidden"), "{text}");
}

#[tokio::test(start_paused = true)]
async fn an_error_is_named_by_its_class() {
    let script = Script::new().reply(Reply::silence());
    let text = traced(async {
        fetch(&client(&script), "a").max_retries(0).await.unwrap_err();
    })
    .await;
    assert_eq!(spans(&text)[0]["error.type"], "timeout_headers", "{text}");
    let script = Script::new().reply(Reply::status(404).with_json(json!({ "message": "no" })));
    let text = traced(async {
        fetch(&client(&script), "a").await.unwrap_err();
    })
    .await;
    assert_eq!(spans(&text)[1]["error.type"], "404", "{text}");
}

#[tokio::test(start_paused = true)]
async fn no_span_shows_the_secret() {
    let echo = json!({ "message": SECRET, "code": SECRET });
    let script = Script::new()
        .reply(Reply::status(401).header("x-request-id", SECRET).with_json(&echo))
        .otherwise(Reply::json(thing(SECRET)));
    let text = traced(async {
        let client = client(&script);
        fetch(&client, "a").query("token", SECRET).await.unwrap_err();
        fetch(&client, SECRET).header("x-token", SECRET).await.unwrap();
    })
    .await;
    assert_eq!(spans(&text).len(), 4, "{text}");
    assert!(!text.contains(SECRET), "{text}");
}
