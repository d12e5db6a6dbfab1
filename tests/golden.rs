//! Every folder below `cases/` is a test: its `openapi.yaml` (with `overlay.yaml` and `sdk.toml`, if they are there) has to
//! give the files in `expected/` and the messages in `diagnostics.txt`. `UPDATE=1 cargo test --test golden` rewrites both.

use std::collections::BTreeMap;

use sdksmith::diagnostic::{Style, human};
use sdksmith::load::Inputs;
use sdksmith::source_tree::SourceTree;
use sdksmith::{Run, Sdk, Sources};
use workspace_tests::case::{self, Case};

fn generate(case: &Case) -> Run<Sdk> {
    let inputs = Inputs {
        spec: case.spec().unwrap_or_default(),
        overlays: case.file("overlay.yaml").into_iter().collect(),
        ..Inputs::default()
    };
    sdksmith::generate(&Sources {
        inputs,
        config: case.file("sdk.toml"),
        ..Sources::default()
    })
}

/// What is said about a case, if anything.
fn messages(run: &Run<Sdk>) -> Option<String> {
    let text: Vec<String> = run
        .problems
        .iter()
        .map(|problem| human(problem, Style::Plain) + "\n")
        .collect();
    (!text.is_empty()).then(|| text.join("\n"))
}

/// The files that are made of a description; the rest of the crate is the same for all.
fn printed(tree: &SourceTree) -> BTreeMap<String, String> {
    let is_printed =
        |path: &str| path == "src/api.rs" || path.starts_with("src/types") || path.starts_with("src/resources");
    tree.iter()
        .filter(|(path, _)| is_printed(path))
        .map(|(path, content)| (path.to_owned(), String::from_utf8_lossy(content).into_owned()))
        .collect()
}

fn compare_messages(case: &Case, run: &Run<Sdk>) -> Vec<String> {
    let name = "diagnostics.txt";
    let messages = messages(run);
    let old = case.file(name).map(workspace_tests::read);
    if old == messages {
        return Vec::new();
    }
    if case::updating() {
        let place = case.folder.join(name);
        let result = messages.map_or_else(|| std::fs::remove_file(&place), |text| std::fs::write(&place, text));
        return result
            .err()
            .map(|error| format!("{}: {error}", place.display()))
            .into_iter()
            .collect();
    }
    vec![case::difference(
        &format!("{}/{name}", case.folder.display()),
        &old.unwrap_or_default(),
        &messages.unwrap_or_default(),
    )]
}

#[test]
fn every_case_gives_what_is_expected() {
    let mut failures = Vec::new();
    let all = case::cases("");
    assert!(all.len() > 100, "only {} cases were found", all.len());
    for case in &all {
        let Ok(run) = std::panic::catch_unwind(|| generate(case)) else {
            failures.push(format!("{}: the generator panicked", case.name));
            continue;
        };
        failures.extend(compare_messages(case, &run));
        let is_problem = case.name.starts_with("problem/");
        match &run.result {
            Some(sdk) if !is_problem => {
                failures.extend(case::compare(&case.folder.join("expected"), &printed(&sdk.tree)))
            }
            None if !is_problem => failures.push(format!("{}: nothing was generated", case.name)),
            _ => {}
        }
    }
    assert!(
        failures.is_empty(),
        "{} differences; UPDATE=1 rewrites the expectations\n\n{}",
        failures.len(),
        failures.join("\n")
    );
}
