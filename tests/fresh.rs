//! What is committed is what the generator makes, on every machine.

use sdksmith::source_tree::SourceTree;
use std::path::Path;
use workspace_tests::program::{run, sdksmith};
use workspace_tests::repository;
use workspace_tests::scratch::Scratch;

#[test]
fn the_committed_sdk_is_what_generate_makes() {
    let ended = run(sdksmith(repository()).args(["generate", "--check"]));
    let shown: Vec<&str> = ended.stdout.lines().take(100).collect();
    assert_eq!(
        ended.code,
        Some(0),
        "run `cargo generate`\n{}\n{}",
        shown.join("\n"),
        ended.stderr
    );
}

fn read(folder: &Path) -> SourceTree {
    SourceTree::read(folder).unwrap_or_else(|refusal| panic!("{refusal}"))
}

/// Fails with the names of the files that differ, and not with their contents.
fn assert_same(one: &SourceTree, other: &SourceTree) {
    let differing: Vec<&str> = one
        .iter()
        .filter(|(path, content)| other.get(path) != Some(content))
        .map(|(path, _)| path)
        .collect();
    assert!(
        differing.is_empty() && one.len() == other.len(),
        "{} and {} files, differing: {differing:?}",
        one.len(),
        other.len()
    );
}

#[test]
fn the_same_input_gives_the_same_bytes_everywhere() {
    let here = Scratch::new();
    let first = here.path().join("first");
    let ended = run(sdksmith(repository()).args(["generate", "--out"]).arg(&first));
    assert_eq!(ended.code, Some(0), "{}", ended.stderr);

    // Another folder with a blank in its name, another language, another time zone, and paths as short as can be.
    let elsewhere = Scratch::new();
    for (path, content) in read(&repository().join("spec")).iter() {
        elsewhere.file(&format!("where it lies/spec/{path}"), &String::from_utf8_lossy(content));
    }
    let second = elsewhere.path().join("where it lies");
    let ended = run(sdksmith(&second)
        .args(["generate", "--out", "made here"])
        .env("LANG", "tr_TR.UTF-8")
        .env("LC_ALL", "tr_TR.UTF-8")
        .env("TZ", "Pacific/Kiritimati")
        .env("COLUMNS", "40"));
    assert_eq!(ended.code, Some(0), "{}", ended.stderr);
    assert_same(&read(&first), &read(&second.join("made here")));

    // And again over what is there: nothing changes, nothing is written.
    let ended = run(sdksmith(repository()).args(["generate", "--out"]).arg(&first));
    assert!(
        ended.code == Some(0) && ended.stderr.contains("nothing changed"),
        "{}",
        ended.stderr
    );
}
