//! Descriptions of well-known APIs, read where they lie beside the repository: whatever they hold, the generator ends in
//! its own way.

use sdksmith::load::Inputs;
use sdksmith::{Run, Sdk, Sources};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::time::Instant;

/// How many documents are read; `CORPUS=all` reads every one of the folder.
const COUNT: usize = 12;

/// Which sizes in bytes, so that an unoptimised build takes seconds.
const SIZES: std::ops::Range<u64> = 20_000..220_000;

fn documents() -> Vec<PathBuf> {
    let Some(folder) = workspace_tests::shared("corpus/famous") else {
        return Vec::new();
    };
    let all = std::env::var_os("CORPUS").is_some_and(|value| value == "all");
    let mut found: Vec<PathBuf> = std::fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| {
            path.extension()
                .is_some_and(|ending| ending == "json" || ending == "yaml")
        })
        .filter(|path| all || path.metadata().is_ok_and(|data| SIZES.contains(&data.len())) && is_3_0(path))
        .collect();
    found.sort();
    found.truncate(if all { usize::MAX } else { COUNT });
    found
}

fn is_3_0(path: &PathBuf) -> bool {
    let text = workspace_tests::read(path);
    let mut words = text
        .split(|letter: char| letter.is_whitespace() || "\"':,".contains(letter))
        .filter(|word| !word.is_empty());
    words.by_ref().any(|word| word == "openapi") && words.next().is_some_and(|version| version.starts_with("3.0"))
}

fn generate(spec: PathBuf) -> Run<Sdk> {
    sdksmith::generate(&Sources {
        inputs: Inputs {
            spec,
            ..Inputs::default()
        },
        config: None,
    })
}

#[test]
fn well_known_descriptions_end_in_a_crate_or_in_errors() {
    let mut failures = Vec::new();
    for path in documents() {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let started = Instant::now();
        match catch_unwind(AssertUnwindSafe(|| generate(path))) {
            Err(_) => failures.push(format!("{name}: panicked")),
            Ok(run) if run.result.is_none() && run.problems.is_empty() => {
                failures.push(format!("{name}: no crate and no reason"))
            }
            Ok(run) => eprintln!(
                "{name}: {}, {} problems, {:.1} s",
                run.result
                    .map_or_else(|| "no crate".to_owned(), |sdk| format!("{} operations", sdk.operations)),
                run.problems.len(),
                started.elapsed().as_secs_f64(),
            ),
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

/// Calls that show which style a description got, chosen by its look alone.
const CALLS: &[(&str, &str, &str)] = &[
    ("stripe.yaml", "PostChargesChargeCapture", "charges().capture"),
    (
        "stripe.yaml",
        "GetCustomersCustomerSourcesId",
        "customers().sources().get",
    ),
    ("box.json", "get_files_id_versions", "files().versions().list"),
    ("googleapis-drive.json", "drive.files.list", "files().list"),
    ("svix.json", "v1.endpoint.get-secret", "endpoint().get_secret"),
    ("spotify.yaml", "get-an-albums-tracks", "albums().get_tracks"),
    ("asana.yaml", "getTask", "tasks().get"),
    ("airbyte.json", "listOperationsForConnection", "operations().list"),
];

#[test]
fn the_look_of_a_description_decides_where_operations_are_called() {
    let Some(folder) = workspace_tests::shared("corpus/famous") else {
        return;
    };
    let mut failures = Vec::new();
    for group in CALLS.chunk_by(|first, second| first.0 == second.0) {
        let Some((file, ..)) = group.first() else { continue };
        let run = sdksmith::list(&Sources {
            inputs: Inputs {
                spec: folder.join(file),
                ..Inputs::default()
            },
            config: None,
        });
        let rows = run.result.unwrap_or_default();
        for (_, id, call) in group {
            let found = rows
                .iter()
                .find(|row| row.operation_id == *id)
                .map(|row| row.call.as_str());
            if found != Some(*call) {
                failures.push(format!("{file}: {id} is called {found:?} and not {call}"));
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}
