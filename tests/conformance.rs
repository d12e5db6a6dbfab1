//! What the SDK promises, each promise with the tests that keep it: `conformance/promises.toml` says which, and `conformance/README.md` is the page
//! made from it and from what those tests answer.
//!
//! `UPDATE=1 cargo test -p workspace-tests --test conformance` writes the page anew.

use serde::Deserialize;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use workspace_tests::{read, repository};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Promises {
    section: Vec<Section>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Section {
    title: String,
    promise: Vec<Promise>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Promise {
    says: String,
    /// Each as `binary::module::name`, as in `core::retries::a_storm_of_retries_ends`.
    tests: Vec<String>,
}

#[test]
fn every_promise_is_kept_and_the_page_says_so() {
    let folder = repository().join("tests/conformance");
    let promises: Promises = toml::from_str(&read(folder.join("promises.toml"))).expect("the promises are TOML");
    let mut wanted: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for test in promises
        .section
        .iter()
        .flat_map(|section| &section.promise)
        .flat_map(|promise| &promise.tests)
    {
        let (binary, name) = test.split_once("::").expect("a test is named after its binary");
        wanted.entry(binary).or_default().insert(name);
    }
    let binaries = binaries();
    let mut results = BTreeMap::new();
    for (binary, names) in wanted {
        let Some((path, package)) = binaries.get(binary) else {
            panic!("promises.toml names the test binary `{binary}`, which is not one of the workspace");
        };
        for (name, result) in run(path, package, &names) {
            results.insert(format!("{binary}::{name}"), result);
        }
    }
    let (page, broken) = page(&promises, &results);
    assert!(
        broken.is_empty(),
        "promises without a test that passes:\n{}",
        broken.join("\n")
    );
    let place = folder.join("README.md");
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&place, &page).expect("the page can be written");
    }
    assert!(
        read(&place) == page,
        "tests/conformance/README.md is not what the promises and their tests give; UPDATE=1 writes it"
    );
}

/// The test programs of the workspace by name, each with the folder of its package. They have been built already where all tests are run.
fn binaries() -> BTreeMap<String, (PathBuf, PathBuf)> {
    let output = Command::new(env!("CARGO"))
        .args([
            "test",
            "--workspace",
            "--no-run",
            "--quiet",
            "--message-format",
            "json-render-diagnostics",
        ])
        .current_dir(repository())
        .output()
        .expect("cargo can be run");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let artifact = |line: &str| {
        let message: Value = serde_json::from_str(line).ok()?;
        let is_test = message["target"]["kind"].as_array()?.iter().any(|kind| kind == "test");
        let package = Path::new(message["manifest_path"].as_str()?).parent()?.to_path_buf();
        let entry = (PathBuf::from(message["executable"].as_str()?), package);
        is_test.then(|| Some((message["target"]["name"].as_str()?.to_owned(), entry)))?
    };
    String::from_utf8_lossy(&output.stdout)
        .lines()
        .filter_map(artifact)
        .collect()
}

/// Runs tests of one program: the result of each that there is.
fn run(program: &Path, package: &Path, names: &BTreeSet<&str>) -> Vec<(String, String)> {
    let output = Command::new(program)
        .arg("--exact")
        .args(names)
        .current_dir(package)
        .env("CARGO_MANIFEST_DIR", package)
        .env_remove("UPDATE")
        .output()
        .unwrap_or_else(|error| panic!("{} cannot be run: {error}", program.display()));
    String::from_utf8_lossy(&output.stdout)
        .lines()
        .filter_map(|line| line.strip_prefix("test ")?.split_once(" ... "))
        .map(|(name, result)| (name.split(" - ").next().unwrap_or(name).to_owned(), result.to_owned()))
        .collect()
}

/// The page, and what is wrong with the promises.
fn page(promises: &Promises, results: &BTreeMap<String, String>) -> (String, Vec<String>) {
    let mut broken = Vec::new();
    let mut page = String::from(
        "# What the SDK promises\n\n\
         Made by `tests/conformance.rs` from `promises.toml` and from the results of the tests that it names; `core` is `templates/tests/core`, the others are in `tests`.\n",
    );
    for section in &promises.section {
        let _ = writeln!(
            page,
            "\n## {}\n\n| promise | test | result |\n| --- | --- | --- |",
            section.title
        );
        for Promise { says, tests } in &section.promise {
            if tests.is_empty() {
                broken.push(format!("{says}: no test"));
            }
            for (at, test) in tests.iter().enumerate() {
                let result = results.get(test).map_or("missing", String::as_str);
                if result != "ok" {
                    broken.push(format!("{says}: {test}: {result}"));
                }
                let says = if at == 0 { says.as_str() } else { "" };
                let _ = writeln!(page, "| {says} | `{test}` | {result} |");
            }
        }
    }
    (page, broken)
}
