//! Descriptions that were damaged at random: whatever is left of them, the generator ends in a crate or in reasons.
//!
//! `MUTATIONS=10000` makes as many; the default takes seconds. The damage follows from the number of the mutation alone, and a
//! failure names it: `MUTATION=4711` runs that one.

use fastrand::Rng;
use sdksmith::config::Config;
use sdksmith::diagnostic::Diagnostics;
use sdksmith::load::Bundle;
use sdksmith::{contract, dialect, emit, fixtures, load, lower, print};
use serde_json::Value;
use std::path::PathBuf;
use std::time::Duration;
use workspace_tests::guarded::{Failure, guarded};

/// How many are made without being asked for more.
const COUNT: u64 = 400;

/// Guards against hanging, on a busy machine and in an unoptimised build too.
const LIMIT: Duration = Duration::from_secs(120);

/// Larger documents are slow to read and no other in kind.
const SIZES: std::ops::Range<u64> = 200..40_000;

fn documents() -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = ["corpus/peers", "corpus/small", "corpus/famous"]
        .into_iter()
        .filter_map(workspace_tests::shared)
        .flat_map(|folder| std::fs::read_dir(folder).into_iter().flatten().flatten())
        .map(|entry| entry.path())
        .filter(|path| {
            path.metadata()
                .is_ok_and(|data| data.is_file() && SIZES.contains(&data.len()))
        })
        .collect();
    found.sort();
    found
}

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    Crate,
    Reasons,
    Silence,
}

/// From the text to the text of the crate, without a file.
fn pipeline(name: &str, text: &str) -> End {
    let diagnostics = Diagnostics::new();
    let result = Config::read(None, &diagnostics).and_then(|config| {
        let root = load::text(name, text, &diagnostics)?;
        let document = dialect::document(Bundle { root }, &diagnostics)?;
        let api = lower::api(&document, &config, &diagnostics);
        let _ = print::tree(emit::files(&api));
        let _ = fixtures::json(&contract::read(&document, &config, &api));
        diagnostics.check()
    });
    match result {
        Ok(()) => End::Crate,
        Err(_) if diagnostics.has_errors() => End::Reasons,
        Err(_) => End::Silence,
    }
}

fn damaged(text: &str, random: &mut Rng) -> String {
    let parsed = serde_json::from_str::<Value>(text);
    match (random.u8(0..4), parsed) {
        (0, _) => {
            let end = random.usize(0..=text.len());
            String::from_utf8_lossy(text.as_bytes().get(..end).unwrap_or_default()).into_owned()
        }
        (1, _) | (_, Err(_)) => flipped(text, random),
        (2, Ok(mut document)) => {
            for _ in 0..random.usize(1..6) {
                let count = size(&document);
                edit(&mut document, &mut random.usize(0..count), &mut |node| {
                    *node = Value::Null
                });
            }
            document.to_string()
        }
        (_, Ok(mut document)) => {
            for _ in 0..random.usize(1..6) {
                swap(&mut document, random);
            }
            document.to_string()
        }
    }
}

/// Some bits of some letters are others, or a piece is gone or there twice.
fn flipped(text: &str, random: &mut Rng) -> String {
    let mut bytes = text.as_bytes().to_vec();
    for _ in 0..random.usize(1..8) {
        let at = random.usize(0..bytes.len().max(1));
        let end = (at + random.usize(0..40)).min(bytes.len());
        match random.u8(0..3) {
            0 => bytes
                .get_mut(at)
                .into_iter()
                .for_each(|byte| *byte ^= 1 << random.u8(0..8)),
            1 => drop(bytes.drain(at.min(end)..end)),
            _ => {
                let piece = bytes.get(at..end).unwrap_or_default().to_vec();
                bytes.splice(at.min(end)..at.min(end), piece);
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Puts a copy of one node in the place of another one.
fn swap(document: &mut Value, random: &mut Rng) {
    let count = size(document);
    let mut copy = Value::Null;
    edit(document, &mut random.usize(0..count), &mut |node| copy = node.clone());
    edit(document, &mut random.usize(0..count), &mut |node| *node = copy.clone());
}

fn size(node: &Value) -> usize {
    1 + match node {
        Value::Array(elements) => elements.iter().map(size).sum::<usize>(),
        Value::Object(members) => members.values().map(size).sum(),
        _ => 0,
    }
}

/// Does something to the node of this number in the order of the document.
fn edit(node: &mut Value, number: &mut usize, change: &mut impl FnMut(&mut Value)) {
    if *number == 0 {
        change(node);
    }
    let Some(rest) = number.checked_sub(1) else {
        return;
    };
    *number = rest;
    match node {
        Value::Array(elements) => elements.iter_mut().for_each(|node| skip_or_edit(node, number, change)),
        Value::Object(members) => members.values_mut().for_each(|node| skip_or_edit(node, number, change)),
        _ => {}
    }
}

/// Goes into the node where the number is within, and counts it off where it is not.
fn skip_or_edit(node: &mut Value, number: &mut usize, change: &mut impl FnMut(&mut Value)) {
    let count = size(node);
    match number.checked_sub(count) {
        _ if *number == usize::MAX => {}
        Some(rest) => *number = rest,
        None => {
            edit(node, number, change);
            *number = usize::MAX;
        }
    }
}

fn setting(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

#[test]
fn damaged_descriptions_end_in_a_crate_or_in_reasons() {
    let documents = documents();
    if documents.is_empty() {
        return;
    }
    let numbers = match setting("MUTATION") {
        Some(one) => one..one + 1,
        None => 0..setting("MUTATIONS").unwrap_or(COUNT),
    };
    let (mut failures, mut crates, mut reasons) = (Vec::new(), 0, 0);
    for number in numbers {
        let mut random = Rng::with_seed(number);
        let Some(path) = random.choice(&documents) else {
            continue;
        };
        let Ok(bytes) = std::fs::read(path) else { continue };
        let text = damaged(&String::from_utf8_lossy(&bytes), &mut random);
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let shown = name.clone();
        match guarded(LIMIT, move || pipeline(&name, &text)) {
            Ok(End::Crate) => crates += 1,
            Ok(End::Reasons) => reasons += 1,
            Ok(End::Silence) => failures.push(format!("MUTATION={number} ({shown}): no crate and no reason")),
            Err(Failure::Panicked(words)) => failures.push(format!("MUTATION={number} ({shown}): panicked: {words}")),
            Err(Failure::Hung) => failures.push(format!("MUTATION={number} ({shown}): still running")),
        }
    }
    eprintln!("{crates} crates, {reasons} times reasons, {} failures", failures.len());
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}
