//! The catalogue of problems: each has a case in `cases/problem/<code>/`, or a test here where no document causes it, and an
//! explanation.

use sdksmith::diagnostic::{Code, Severity};
use sdksmith::load::Inputs;
use sdksmith::{Run, Sdk, Sources};
use std::path::Path;
use workspace_tests::case;
use workspace_tests::program::{run, sdksmith};
use workspace_tests::scratch::Scratch;

/// Problems that lie in files and programs of the machine and not in a document.
const OF_THE_MACHINE: &[Code] = &[
    Code::UnreadableFile,
    Code::ForeignFolder,
    Code::Unformatted,
    Code::Unwritable,
];

const PING: &str = "openapi: 3.0.3\ninfo: { title: Ping, version: '1' }\npaths:\n  /ping/send:\n    post: { operationId: sendPing, responses: { '204': { description: Done. } } }\n";

fn generate(spec: &Path, config: Option<&Path>) -> Run<Sdk> {
    let inputs = Inputs {
        spec: spec.to_path_buf(),
        ..Inputs::default()
    };
    sdksmith::generate(&Sources {
        inputs,
        config: config.map(Path::to_path_buf),
        ..Sources::default()
    })
}

fn codes(run: &Run<Sdk>) -> Vec<Code> {
    run.problems.iter().map(|problem| problem.code).collect()
}

#[test]
fn every_problem_that_a_document_causes_has_a_case() {
    let cases = case::cases("problem");
    let mut failures = Vec::new();
    for code in Code::ALL.iter().filter(|code| !OF_THE_MACHINE.contains(code)) {
        let below = format!("problem/{}", code.id());
        let own: Vec<_> = cases
            .iter()
            .filter(|case| case.name == below || case.name.starts_with(&format!("{below}/")))
            .collect();
        if own.is_empty() {
            failures.push(format!("{} has no case in cases/{below}", code.id()));
        }
        for case in own {
            let messages = case
                .file("diagnostics.txt")
                .map(workspace_tests::read)
                .unwrap_or_default();
            let head = format!("{}[{}]:", code.severity().word(), code.id());
            if !messages.lines().any(|line| line.starts_with(&head)) {
                failures.push(format!("{} does not cause {}", case.name, code.id()));
            }
        }
    }
    for case in &cases {
        let id = case.name.split('/').nth(1).unwrap_or_default();
        if Code::ALL.iter().all(|code| code.id() != id) {
            failures.push(format!("{} belongs to no problem of the catalogue", case.name));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn errors_stop_a_run_and_nothing_else_does() {
    let mut failures = Vec::new();
    for case in case::cases("problem") {
        let inputs = Inputs {
            spec: case.spec().unwrap_or_default(),
            overlays: case.file("overlay.yaml").into_iter().collect(),
            ..Inputs::default()
        };
        let run = sdksmith::generate(&Sources {
            inputs,
            config: case.file("sdk.toml"),
            ..Sources::default()
        });
        let has_error = run
            .problems
            .iter()
            .any(|problem| problem.code.severity() == Severity::Error);
        if has_error == run.result.is_some() {
            failures.push(format!("{}: {:?}", case.name, codes(&run)));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn every_problem_is_explained() {
    for code in Code::ALL {
        assert!(
            !code.summary().is_empty() && !code.explanation().is_empty(),
            "{}",
            code.id()
        );
        assert!(
            !code.help().is_empty() || code.severity() == Severity::Note,
            "{} does not say what to do",
            code.id()
        );
        assert_eq!(Code::find(code.id()), Some(*code));
    }
    let ids: Vec<&str> = Code::ALL.iter().map(|code| code.id()).collect();
    assert!(
        ids.windows(2).all(|pair| pair[0] < pair[1]),
        "the codes ascend and none is used twice"
    );
}

#[test]
fn a_file_that_is_not_there_is_unreadable() {
    let scratch = Scratch::new();
    let run = generate(&scratch.path().join("nowhere.yaml"), None);
    assert!(run.result.is_none());
    assert_eq!(codes(&run), [Code::UnreadableFile]);
    let spec = scratch.file("openapi.yaml", PING);
    let run = generate(&spec, Some(&scratch.path().join("nowhere.toml")));
    assert!(run.result.is_none());
    assert_eq!(codes(&run), [Code::UnreadableFile]);
}

#[test]
fn a_file_that_is_no_text_is_unreadable() {
    let scratch = Scratch::new();
    let spec = scratch.path().join("openapi.yaml");
    assert!(std::fs::write(&spec, b"openapi: \xff\xfe").is_ok());
    assert_eq!(codes(&generate(&spec, None)), [Code::UnreadableFile]);
}

#[test]
fn a_folder_of_somebody_else_is_left_alone() {
    let scratch = Scratch::new();
    scratch.file("openapi.yaml", PING);
    let precious = scratch.file("out/precious.txt", "mine");
    let ended = run(sdksmith(scratch.path()).args(["generate", "--spec", "openapi.yaml", "--out", "out"]));
    assert_eq!(ended.code, Some(3), "{}", ended.stderr);
    assert!(ended.stderr.contains(Code::ForeignFolder.id()), "{}", ended.stderr);
    assert_eq!(workspace_tests::read(&precious), "mine");
    assert!(!scratch.path().join("out/Cargo.toml").exists());
}

#[test]
fn a_formatter_that_is_missing_is_an_error() {
    let scratch = Scratch::new();
    scratch.file("openapi.yaml", PING);
    scratch.file("sdk.toml", "[crate]\nrustfmt = true\n");
    let ended = run(sdksmith(scratch.path())
        .args([
            "generate",
            "--spec",
            "openapi.yaml",
            "--config",
            "sdk.toml",
            "--out",
            "out",
        ])
        .env("PATH", scratch.path())
        .env_remove("RUSTFMT")
        .env("CARGO_HOME", scratch.path()));
    assert_eq!(ended.code, Some(2), "{}", ended.stderr);
    assert!(ended.stderr.contains(Code::Unformatted.id()), "{}", ended.stderr);
    assert!(!scratch.path().join("out").exists());
}

#[test]
fn a_folder_that_cannot_be_made_is_unwritable() {
    let scratch = Scratch::new();
    scratch.file("openapi.yaml", PING);
    scratch.file("occupied", "a file");
    let ended = run(sdksmith(scratch.path()).args(["generate", "--spec", "openapi.yaml", "--out", "occupied/out"]));
    assert_eq!(ended.code, Some(3), "{}", ended.stderr);
    assert!(ended.stderr.contains(Code::Unwritable.id()), "{}", ended.stderr);
    assert_eq!(workspace_tests::read(scratch.path().join("occupied")), "a file");
}
