//! Descriptions that were damaged at random: whatever is left of them, the generator ends in a crate or in reasons.
//!
//! `MUTATIONS=10000` makes as many; the default takes seconds. The damage follows from the number of the mutation alone, and a
//! failure names it: `MUTATION=4711` runs that one.

use fastrand::Rng;
use sdksmith::diagnostic::Severity;
use std::path::PathBuf;
use std::time::Duration;
use workspace_tests::damage::damaged;
use workspace_tests::guarded::{Failure, guarded};

/// How many are made without being asked for more.
const COUNT: u64 = 400;

/// Guards against hanging, on a busy machine and in an unoptimised build too.
const LIMIT: Duration = Duration::from_secs(120);

/// How much memory the largest of them may take, in bytes.
const MEMORY: u64 = 2 << 30;

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
fn end(name: &str, text: String) -> End {
    let run = sdksmith::generate_text(name, text);
    let is_error = |problem: &sdksmith::diagnostic::Diagnostic| problem.code.severity() == Severity::Error;
    match run.result {
        Some(_) => End::Crate,
        None if run.problems.iter().any(is_error) => End::Reasons,
        None => End::Silence,
    }
}

/// The most memory that this process ever held, in bytes, where the system tells.
fn peak_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kilobytes: u64 = line.trim().strip_suffix(" kB")?.parse().ok()?;
    Some(kilobytes << 10)
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
        match guarded(LIMIT, move || end(&name, text)) {
            Ok(End::Crate) => crates += 1,
            Ok(End::Reasons) => reasons += 1,
            Ok(End::Silence) => failures.push(format!("MUTATION={number} ({shown}): no crate and no reason")),
            Err(Failure::Panicked(words)) => failures.push(format!("MUTATION={number} ({shown}): panicked: {words}")),
            Err(Failure::Hung) => failures.push(format!("MUTATION={number} ({shown}): still running")),
        }
    }
    let peak = peak_memory();
    eprintln!(
        "{crates} crates, {reasons} times reasons, {} failures, {} MiB of memory at most",
        failures.len(),
        peak.map_or_else(|| "?".to_owned(), |bytes| (bytes >> 20).to_string()),
    );
    if peak.is_some_and(|bytes| bytes > MEMORY) {
        failures.push("one of them took more memory than any description may".to_owned());
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}
