//! Everything that the cases give compiles without a warning, and so do the examples in its documentation.
//!
//! The crates live in one workspace below the target folder and are rewritten only where they differ, so that a second run
//! compiles what has changed.

use sdksmith::Sources;
use sdksmith::diagnostic::Severity;
use sdksmith::load::Inputs;
use sdksmith::source_tree::SourceTree;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use workspace_tests::case::{self, Case};
use workspace_tests::{read, repository};

/// Where the crates are put together.
fn workspace() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("compiles")
}

/// The crate of a case, if it gives one.
fn generate(case: &Case) -> Option<SourceTree> {
    let inputs = Inputs {
        spec: case.spec()?,
        overlays: case.file("overlay.yaml").into_iter().collect(),
        ..Inputs::default()
    };
    let config = case.file("sdk.toml");
    Some(sdksmith::generate(&Sources { inputs, config }).result?.tree)
}

/// The official description as it is, with no overlay and no decision of ours.
fn original() -> Option<SourceTree> {
    let spec = workspace_tests::shared("chatbotkit/original-v1.json")?;
    let inputs = Inputs {
        spec,
        ..Inputs::default()
    };
    let run = sdksmith::generate(&Sources { inputs, config: None });
    let Some(sdk) = run.result else {
        panic!("nothing was generated of the original: {:?}", run.problems)
    };
    assert_eq!(sdk.operations, 335);
    let mut warnings = run
        .problems
        .iter()
        .filter(|problem| problem.code.severity() != Severity::Note);
    let nowhere = warnings.find(|problem| problem.location.is_none());
    assert!(nowhere.is_none(), "a warning without a place: {nowhere:?}");
    Some(sdk.tree)
}

/// A description whose types hold each other deeper than rustc looks on its own.
fn deep() -> Option<SourceTree> {
    let mut text = String::from(
        "openapi: 3.0.3\ninfo: { title: Deep, version: '1' }\npaths:\n  /thing/fetch:\n    get:\n      operationId: fetchThing\n      responses:\n        \
         '200': { description: It., content: { application/json: { schema: { $ref: '#/components/schemas/Level0' } } } }\ncomponents:\n  schemas:\n",
    );
    for level in 0..200 {
        let below = level + 1;
        let _ = writeln!(
            text,
            "    Level{level}: {{ type: object, properties: {{ below: {{ $ref: '#/components/schemas/Level{below}' }} }} }}"
        );
    }
    text.push_str("    Level200: { type: object, properties: { name: { type: string } } }\n");
    let spec = workspace().join("deep.yaml");
    put(&spec, &text);
    let inputs = Inputs {
        spec,
        ..Inputs::default()
    };
    Some(sdksmith::generate(&Sources { inputs, config: None }).result?.tree)
}

/// The manifest under another name: several cases have the same title. What only the core's own tests need is left out.
fn manifest(text: &str, name: &str) -> String {
    let (before, _) = text.split_once("[dev-dependencies]").unwrap_or((text, ""));
    let own_name = before
        .lines()
        .find_map(|line| line.strip_prefix("name = "))
        .unwrap_or_default();
    let renamed = before.replacen(&format!("name = {own_name}"), &format!("name = \"{name}\""), 1);
    if renamed.contains("[lib]") {
        return renamed;
    }
    format!("{renamed}\n[lib]\nname = {}\n", own_name.replace('-', "_"))
}

/// The examples of the documentation as one program: rustdoc would compile each on its own.
fn examples(tree: &SourceTree) -> String {
    // As rustdoc has it for examples.
    let mut program = String::from("#![allow(deprecated, unused)]\n\nfn main() {}\n");
    let mut count = 0;
    for (path, content) in tree.iter().filter(|(path, _)| path.starts_with("src/resources")) {
        let text = String::from_utf8_lossy(content);
        let mut inside = false;
        for line in text.lines().filter_map(|line| line.trim_start().strip_prefix("///")) {
            let line = line.strip_prefix(' ').unwrap_or(line);
            match (inside, line.starts_with("```")) {
                (false, true) => {
                    count += 1;
                    let _ = writeln!(program, "\n// {path}\nmod example_{count} {{");
                }
                (true, true) => program.push_str("}\n"),
                (true, false) => {
                    let _ = writeln!(program, "{}", line.strip_prefix("# ").unwrap_or(line));
                }
                (false, false) => continue,
            }
            inside = line.starts_with("```") != inside;
        }
    }
    program
}

fn write(tree: &SourceTree, folder: &Path) {
    let result = tree.difference(folder).and_then(|difference| difference.write(folder));
    assert!(result.is_ok(), "{}: {result:?}", folder.display());
}

/// Writes all crates and gives the names of their packages.
fn assemble(workspace: &Path) -> Vec<String> {
    let mut names = BTreeSet::new();
    let cases = case::cases("").into_iter();
    let crates = cases.filter_map(|case| Some((case.name.to_lowercase().replace(['/', '_'], "-"), generate(&case)?)));
    let others = [("original", original()), ("deep", deep())];
    let others = others
        .into_iter()
        .filter_map(|(name, tree)| Some((name.to_owned(), tree?)));
    for (name, mut tree) in crates.chain(others) {
        let text = tree
            .get("Cargo.toml")
            .map(String::from_utf8_lossy)
            .unwrap_or_default()
            .into_owned();
        tree.insert("Cargo.toml", manifest(&text, &name));
        // Who names types as deep as these raises the limit too.
        if name != "deep" {
            tree.insert("examples/documentation.rs", examples(&tree));
        }
        write(&tree.with_manifest(), &workspace.join(&name));
        names.insert(name);
    }
    for entry in fs::read_dir(workspace).into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if entry.path().join("Cargo.toml").exists() && !names.contains(&name) {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
    names.into_iter().collect()
}

fn put(path: &Path, text: &str) {
    if !path.exists() || read(path) != text {
        assert!(fs::write(path, text).is_ok(), "{}", path.display());
    }
}

#[test]
fn every_case_compiles_without_a_warning() {
    let workspace = workspace();
    assert!(fs::create_dir_all(&workspace).is_ok());
    let names = assemble(&workspace);
    put(
        &workspace.join("Cargo.toml"),
        &format!("[workspace]\nresolver = \"3\"\nmembers = {names:?}\n\n[profile.dev]\ndebug = false\n"),
    );
    put(&workspace.join("Cargo.lock"), &read(repository().join("Cargo.lock")));
    put(
        &workspace.join("rust-toolchain.toml"),
        &read(repository().join("rust-toolchain.toml")),
    );
    let output = Command::new(env!("CARGO"))
        .args([
            "check",
            "--quiet",
            "--offline",
            "--workspace",
            "--lib",
            "--examples",
            "--no-default-features",
            "--keep-going",
        ])
        .current_dir(&workspace)
        .env("CARGO_TARGET_DIR", workspace.join("target"))
        .env("RUSTFLAGS", "-D warnings")
        .env("CARGO_INCREMENTAL", "0")
        .output()
        .unwrap_or_else(|error| panic!("cargo cannot be run: {error}"));
    let said = String::from_utf8_lossy(&output.stderr);
    let shown: Vec<&str> = said.lines().take(300).collect();
    assert!(
        output.status.success(),
        "in {}\n{}",
        workspace.display(),
        shown.join("\n")
    );
}
