//! Streams cut at random: whatever the chunks, the events are those of the uncut stream. Each property holds for a thousand streams, packed and not.

use crate::support::client;
use flate2::Compression;
use flate2::write::GzEncoder;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use sdk_template::resources::shelf::ShelfListEvent;
use sdk_template::test_util::{Reply, Script};
use sdk_template::{Bytes, ErrorKind};
use serde_json::{Value, json};
use std::io::Write as _;
use tokio::runtime::{Builder, Runtime};

/// What a reader sees of one event.
#[derive(Debug, PartialEq)]
struct Seen {
    event: Result<ShelfListEvent, (ErrorKind, String)>,
    name: Option<String>,
    id: Option<String>,
}

/// How a stream arrives.
#[derive(Clone, Debug)]
struct Cut {
    sizes: Vec<usize>,
    is_packed: bool,
}

impl Cut {
    /// The chunks of a body; packed, the body is two members one after the other, as a server makes that packs what it has so far.
    fn apply(&self, body: &[u8]) -> Vec<Bytes> {
        let packed = self.is_packed.then(|| {
            let (first, second) = body.split_at(body.len() / 2);
            [packed(first), packed(second)].concat()
        });
        let mut rest = packed.as_deref().unwrap_or(body);
        let mut chunks = Vec::new();
        // One byte more each time, so that a list of empty chunks comes to an end.
        for size in self.sizes.iter().chain(&[1]).cycle() {
            if rest.is_empty() {
                break;
            }
            let (chunk, after) = rest.split_at(rest.len().min(*size));
            chunks.push(Bytes::copy_from_slice(chunk));
            rest = after;
        }
        chunks
    }
}

fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn cut() -> impl Strategy<Value = Cut> {
    let size = prop_oneof![2 => Just(0_usize), 3 => Just(1_usize), 4 => 2..9_usize, 1 => 9..120_usize];
    (vec(size, 1..24), any::<bool>()).prop_map(|(sizes, is_packed)| Cut { sizes, is_packed })
}

/// Text of all lengths of UTF-8, with what ends lines elsewhere.
fn text() -> impl Strategy<Value = String> {
    let character = prop_oneof![
        any::<char>(),
        prop::sample::select(vec![
            'a', 'é', 'ü', '\u{feff}', '\u{2028}', '\u{85}', '水', '🦀', '\r', '\n', '"', ':'
        ]),
    ];
    vec(character, 0..8).prop_map(String::from_iter)
}

fn event() -> impl Strategy<Value = Value> {
    prop_oneof![
        4 => (text(), text()).prop_map(|(id, name)| json!({ "type": "item", "data": { "id": id, "name": name } })),
        1 => Just(json!({ "type": "ping" })),
        2 => (text(), text()).prop_map(|(kind, data)| json!({ "type": format!("new {kind}"), "data": [data] })),
        1 => text().prop_map(|code| json!({ "type": "error", "data": { "message": "m", "code": format!("C{code}") } })),
    ]
}

fn stream(runtime: &Runtime, media_type: &str, chunks: Vec<Bytes>, is_packed: bool) -> Vec<Seen> {
    let mut reply = Reply::chunks(media_type, chunks);
    if is_packed {
        reply = reply.header("content-encoding", "gzip");
    }
    let client = client(&Script::new().reply(reply));
    runtime.block_on(async {
        let mut stream = client.shelf().list().stream().await.unwrap();
        let mut seen = Vec::new();
        while let Some(event) = stream.next().await {
            seen.push(Seen {
                event: event.map_err(|error| (error.kind(), error.to_string())),
                name: stream.event_name().map(str::to_owned),
                id: stream.last_event_id().map(str::to_owned),
            });
        }
        seen
    })
}

/// Reads a thousand bodies cut and uncut; `expected` says which events and errors there must be at the least.
fn check(media_type: &str, bodies: impl Strategy<Value = (String, Vec<Value>)>) {
    let runtime = Builder::new_current_thread().enable_time().build().unwrap();
    let config = ProptestConfig {
        cases: 1000,
        failure_persistence: None,
        ..ProptestConfig::default()
    };
    let outcome = TestRunner::new(config).run(&(bodies, cut()), |((body, expected), cut)| {
        let uncut = stream(&runtime, media_type, vec![Bytes::from(body.clone())], false);
        let seen = stream(&runtime, media_type, cut.apply(body.as_bytes()), cut.is_packed);
        prop_assert_eq!(&seen, &uncut);
        for (seen, expected) in seen.iter().zip(&expected) {
            let is_same = match &seen.event {
                Ok(event) => json!(event) == *expected,
                Err((kind, _)) => *kind == ErrorKind::Api && expected["type"] == "error",
            };
            prop_assert!(is_same, "{:?} is not {}", seen, expected);
        }
        prop_assert!(seen.len() >= expected.len());
        Ok(())
    });
    outcome.unwrap_or_else(|failure| panic!("{failure}"));
}

fn begin(has_mark: bool) -> String {
    if has_mark { "\u{feff}".into() } else { String::new() }
}

#[test]
fn json_lines() {
    let blank = prop::sample::select(vec!["", "\n", "\r\n", " \t\n\n"]);
    let line = (event(), prop::sample::select(vec!["\n", "\r\n"]), blank);
    let last = prop::sample::select(vec!["", "{\"type\":\"ping\"}", "{\"type\":\"pi", "  ", "nonsense"]);
    let body = (any::<bool>(), vec(line, 0..6), last).prop_map(|(has_mark, lines, last)| {
        let mut body = begin(has_mark);
        let mut expected = Vec::new();
        for (event, ending, blank) in lines {
            body += &format!("{event}{ending}{blank}");
            expected.push(event);
        }
        (body + last, expected)
    });
    check("application/jsonl", body);
}

/// The lines of one event and what is around it.
#[derive(Clone, Debug)]
struct Block {
    fields: Vec<(&'static str, String)>,
    event: Option<Value>,
    is_split: bool,
    endings: Vec<&'static str>,
}

impl Block {
    fn write(&self, body: &mut String) {
        let mut lines: Vec<String> = self
            .fields
            .iter()
            .map(|(name, value)| format!("{name}{value}"))
            .collect();
        if let Some(event) = &self.event {
            let text = if self.is_split {
                serde_json::to_string_pretty(event).unwrap()
            } else {
                event.to_string()
            };
            lines.extend(text.lines().map(|line| format!("data: {line}")));
            lines.push(": after the data".into());
        }
        lines.push(String::new());
        for (line, ending) in lines.iter().zip(self.endings.iter().cycle()) {
            body.push_str(line);
            // A line feed after a carriage return would end no second line.
            let is_one = line.is_empty() && body.ends_with('\r') && *ending == "\n";
            body.push_str(if is_one { "\r" } else { ending });
        }
    }
}

fn block() -> impl Strategy<Value = Block> {
    let value = text().prop_map(|text| text.replace(['\r', '\n', '\0'], " "));
    let name = prop::sample::select(vec![
        ":",
        "event:",
        "event: ",
        "id:",
        "id: \0",
        "retry: ",
        "unknown: ",
        "dat: ",
    ]);
    let ending = prop::sample::select(vec!["\n", "\r", "\r\n"]);
    let fields = vec((name, value), 0..4);
    (
        fields,
        prop::option::weighted(0.8, event()),
        any::<bool>(),
        vec(ending, 1..4),
    )
        .prop_map(|(fields, event, is_split, endings)| Block {
            fields,
            event,
            is_split,
            endings,
        })
}

#[test]
fn server_sent_events() {
    let last = prop::sample::select(vec![
        "",
        ": bye",
        "id: 7",
        "data: {\"type\":",
        "data: [DONE]",
        "data: [DONE]\n\ndata: x\n\n",
    ]);
    let body = (any::<bool>(), vec(block(), 0..6), last).prop_map(|(has_mark, blocks, last)| {
        let mut body = begin(has_mark);
        for block in &blocks {
            block.write(&mut body);
        }
        let expected = blocks.into_iter().filter_map(|block| block.event).collect();
        (body + last, expected)
    });
    check("text/event-stream", body);
}
