//! How fast a large answer is decoded and a large request encoded, beside serde_derive's structs of the same shape in the same run.
//!
//! `cargo bench -p workspace-tests --bench decode` prints CPU time. The rounds of both sides alternate, and the medians are compared, for the machine may have
//! other things to do.

use std::collections::BTreeMap;
use std::hint::black_box;
use std::time::Duration;

use chatbotkit::resources::bot::BotListResponse;
use cpu_time::ProcessTime;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

const ITEMS: usize = 10_000;
const ROUNDS: usize = 41;

/// What serde_derive makes of the same answer. An unknown visibility is an error to it, as with every closed enum.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
struct Page {
    items: Vec<Bot>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cursor: Option<String>,
}

#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
struct Bot {
    id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    alias: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    model: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    backstory: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    dataset_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    skillset_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    privacy: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    moderation: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    blueprint_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    visibility: Option<Visibility>,
    #[serde(skip_serializing_if = "Option::is_none")]
    meta: Option<BTreeMap<String, Value>>,
    created_at: f64,
    updated_at: f64,
}

#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "lowercase")]
enum Visibility {
    Private,
    Protected,
    Public,
}

fn main() {
    for (order, text) in [("as declared", document(false)), ("shuffled", document(true))] {
        let text = text.as_bytes();
        // Both sides read the same, or the comparison says nothing.
        let ours: BotListResponse = decode(text);
        let derived: Page = decode(text);
        let written = serde_json::to_vec(&ours).expect("an answer can be written");
        assert!(
            decode::<Page>(&written) == derived,
            "the two sides read different things"
        );
        println!("\n{ITEMS} bots, members {order}, {:.1} MB", text.len() as f64 / 1e6);
        report("decode", text.len(), || {
            (
                timed(|| decode::<BotListResponse>(text)),
                timed(|| decode::<Page>(text)),
            )
        });
        if order == "as declared" {
            report("encode", text.len(), || {
                (
                    timed(|| serde_json::to_vec(&ours)),
                    timed(|| serde_json::to_vec(&derived)),
                )
            });
        }
    }
}

fn decode<T: DeserializeOwned>(text: &[u8]) -> T {
    serde_json::from_slice(text).expect("the answer fits its type")
}

/// The CPU time of `work`, without that of dropping what it made.
fn timed<T>(work: impl FnOnce() -> T) -> Duration {
    let start = ProcessTime::now();
    let made = black_box(work());
    let time = start.elapsed();
    drop(made);
    time
}

fn report(what: &str, bytes: usize, mut round: impl FnMut() -> (Duration, Duration)) {
    let (mut ours, mut derived): (Vec<Duration>, Vec<Duration>) = (0..ROUNDS).map(|_| round()).unzip();
    let (ours, derived) = (median(&mut ours), median(&mut derived));
    let speed = |time: Duration| bytes as f64 / 1e6 / time.as_secs_f64();
    println!(
        "  {what}: ours {:6.0} MB/s, serde_derive {:6.0} MB/s, ratio {:.3}",
        speed(ours),
        speed(derived),
        derived.as_secs_f64() / ours.as_secs_f64()
    );
}

fn median(times: &mut [Duration]) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

/// A page of bots, each with most of its members; shuffled, they stand in an order of their own in each bot.
fn document(shuffled: bool) -> String {
    let mut random = fastrand::Rng::with_seed(7);
    let bots: Vec<String> = (0..ITEMS)
        .map(|at| {
            let mut members = bot(at);
            if shuffled {
                random.shuffle(&mut members);
            }
            // Written member by member, for serde_json's map would sort them.
            let members: Vec<String> = members
                .iter()
                .map(|(name, value)| format!("\"{name}\":{value}"))
                .collect();
            format!("{{{}}}", members.join(","))
        })
        .collect();
    format!("{{\"items\":[{}],\"cursor\":\"next\"}}", bots.join(","))
}

fn bot(at: usize) -> Vec<(&'static str, Value)> {
    vec![
        ("id", json!(format!("bot_{at:08x}"))),
        ("name", json!(format!("Bot number {at}"))),
        (
            "description",
            json!("Answers questions of customers about their orders and \"returns\"."),
        ),
        ("model", json!("gpt-4o/temperature=0.7")),
        (
            "backstory",
            json!("You are a helpful assistant of a small shop.\nBe brief, be kind, and ask when in doubt."),
        ),
        ("datasetId", json!(format!("dataset_{at:08x}"))),
        ("privacy", json!(at.is_multiple_of(2))),
        ("moderation", json!(at.is_multiple_of(3))),
        ("visibility", json!(["private", "protected", "public"][at % 3])),
        ("meta", json!({ "team": "support", "rank": at })),
        ("createdAt", json!(1_700_000_000_000_u64 + at as u64)),
        ("updatedAt", json!(1_700_000_500_000_u64 + at as u64)),
    ]
}
