//! Descriptions of well-known APIs and of other people's test suites, read where they lie beside the repository: each becomes a crate.
//!
//! By default a few of usual size are read. `CORPUS=all` reads every one and prints what became of them, and `CORPUS=check` compiles the crates too,
//! which takes about half an hour on two cores.

#[path = "crates/workspace.rs"]
mod workspace;

use sdksmith::diagnostic::{Code, Severity};
use sdksmith::load::Inputs;
use sdksmith::{Run, Sdk, Sources};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;
use workspace::Workspace;
use workspace_tests::guarded::guarded;

/// How many documents are read by default.
const COUNT: usize = 12;

/// Which sizes in bytes, so that an unoptimised build takes seconds.
const SIZES: std::ops::Range<u64> = 20_000..220_000;

/// Guards against hanging; the largest document takes seconds.
const LIMIT: Duration = Duration::from_secs(300);

/// The documents that become no crate, and why.
const WITHOUT_CRATE: [(&str, Code); 2] = [
    // A comma stands before a closing bracket, and the file is named as JSON.
    (
        "openapi-net--test-Microsoft.OpenApi.Readers.Tests-V3Tests-Samples-OpenApiDocument-docWithWrongRef.json",
        Code::BrokenSyntax,
    ),
    // Swagger 1.2 spreads an API over files of another shape.
    ("swagger-parser-js--invalid-old-version.yaml", Code::UnsupportedVersion),
];

fn mode() -> String {
    std::env::var("CORPUS").unwrap_or_default()
}

/// The documents to read, with the number of operations that each is known to have.
fn documents(folder: &Path) -> Vec<(PathBuf, usize)> {
    let index = workspace_tests::read(folder.join("index.tsv"));
    let mut rows = index.lines().map(|line| line.split('\t').collect::<Vec<_>>());
    let columns = rows.next().unwrap_or_default();
    let column = |name: &str| columns.iter().position(|column| *column == name);
    let (Some(group), Some(file), Some(operations)) = (column("group"), column("file"), column("operations")) else {
        panic!("index.tsv has other columns: {columns:?}")
    };
    let all = !mode().is_empty();
    let chosen = rows.filter_map(|row| {
        let path = folder.join(row.get(file)?);
        let size = path.metadata().map_or(0, |data| data.len());
        let is_chosen = all || (row.get(group) == Some(&"famous") && SIZES.contains(&size) && is_3_0(&path));
        is_chosen.then(|| {
            (
                path,
                row.get(operations).and_then(|count| count.parse().ok()).unwrap_or(0),
            )
        })
    });
    chosen.take(if all { usize::MAX } else { COUNT }).collect()
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
        ..Sources::default()
    })
}

#[test]
fn every_description_becomes_a_crate() {
    let Some(folder) = workspace_tests::shared("corpus") else {
        return;
    };
    let mut failures = Vec::new();
    let mut workspace = Workspace::new("corpus");
    let mut degraded: BTreeMap<&str, usize> = BTreeMap::new();
    let (mut crates, mut operations, mut schemas, mut untyped) = (0, 0, 0, 0);
    let documents = documents(&folder);
    for (number, (path, expected)) in documents.iter().enumerate() {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let spec = path.clone();
        let run = match guarded(LIMIT, move || generate(spec)) {
            Ok(run) => run,
            Err(failure) => {
                failures.push(format!("{name}: {failure:?}"));
                continue;
            }
        };
        for problem in run
            .problems
            .iter()
            .filter(|one| one.code.severity() == Severity::Warning)
        {
            *degraded.entry(problem.code.id()).or_default() += 1;
        }
        let Some(sdk) = run.result else {
            let mut errors = run.problems.iter().filter(|one| one.code.severity() == Severity::Error);
            let is_known = |code: Code| WITHOUT_CRATE.contains(&(name.as_str(), code));
            if !errors.any(|error| is_known(error.code)) {
                failures.push(format!("{name}: no crate"));
            }
            continue;
        };
        if sdk.operations < *expected {
            failures.push(format!("{name}: {} of {expected} operations", sdk.operations));
        }
        crates += 1;
        operations += sdk.operations;
        schemas += sdk.census.schemas;
        untyped += sdk.census.untyped();
        if mode() == "check" {
            workspace.add(format!("sdk{number}"), sdk.tree);
        }
    }
    eprintln!(
        "{} documents, {crates} crates, {operations} operations, {schemas} schemas of which {untyped} are untyped; warnings: {degraded:?}",
        documents.len()
    );
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    if mode() == "check"
        && let Err(said) = workspace.cargo(&["check", "--keep-going"], &["--lib"])
    {
        panic!("{said}");
    }
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
            ..Sources::default()
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
