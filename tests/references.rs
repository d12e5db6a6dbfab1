//! Descriptions of several files: what may be read, what is refused, and how it is said.

use sdksmith::Sources;
use sdksmith::load::Inputs;
use std::fmt::Write as _;
use std::time::{Duration, Instant};
use workspace_tests::program::{Ended, run, sdksmith};
use workspace_tests::scratch::Scratch;

/// A description whose only schema is in a file of its own.
fn description(reference: &str) -> String {
    format!(
        "openapi: 3.0.3
info: {{ title: Ping, version: '1' }}
paths:
  /ping/send:
    post:
      operationId: sendPing
      responses:
        '200': {{ description: It., content: {{ application/json: {{ schema: {{ $ref: '{reference}' }} }} }} }}
"
    )
}

const PONG: &str = "{ type: object, required: [identity], properties: { identity: { type: string } } }\n";

fn generate(scratch: &Scratch, more: &[&str]) -> Ended {
    run(sdksmith(scratch.path())
        .args(["generate", "--spec", "api/openapi.yaml", "--out", "out"])
        .args(more))
}

/// Generates with a warning of this code at the reference, and without the schema.
#[track_caller]
fn degrades(scratch: &Scratch, more: &[&str], code: &str, says: &str) {
    let ended = generate(scratch, more);
    assert_eq!(ended.code, Some(0), "{}", ended.stderr);
    let line = format!("warning[{code}]: {says}");
    assert!(ended.stderr.contains(&line), "{line} is not in:\n{}", ended.stderr);
    assert!(ended.stderr.contains("api/openapi.yaml:8:"), "{}", ended.stderr);
    assert!(!ended.stderr.contains("panicked"), "{}", ended.stderr);
    let printed = sdksmith::source_tree::SourceTree::read(&scratch.path().join("out"));
    let tree = printed.unwrap_or_else(|refusal| panic!("{refusal}"));
    let is_typed = |text: &[u8]| String::from_utf8_lossy(text).contains("pub identity: String");
    assert!(!tree.iter().any(|(_, text)| is_typed(text)));
}

#[test]
fn a_folder_outside_is_read_only_when_it_is_named() {
    let scratch = Scratch::new();
    scratch.file("api/openapi.yaml", &description("../shared/pong.yaml"));
    scratch.file("shared/pong.yaml", PONG);
    degrades(
        &scratch,
        &[],
        "SDK0303",
        "`../shared/pong.yaml` leads out of the folder",
    );
    let ended = generate(&scratch, &["--allow-refs", "shared"]);
    assert_eq!(
        (ended.code, ended.stderr.contains("warning[")),
        (Some(0), false),
        "{}",
        ended.stderr
    );
    let ended = generate(&scratch, &["--allow-refs", "shared", "--check"]);
    assert_eq!(ended.code, Some(0), "{}", ended.stderr);
    scratch.file("shared/pong.yaml", &PONG.replace("identity", "name"));
    let ended = generate(&scratch, &["--allow-refs", "shared", "--check"]);
    assert_eq!(ended.code, Some(1), "{}", ended.stderr);
}

#[test]
fn the_library_reads_the_same_files() {
    let scratch = Scratch::new();
    scratch.file("shared/pong.yaml", PONG);
    let inputs = Inputs {
        spec: scratch.file("api/openapi.yaml", &description("../shared/pong.yaml")),
        folders: vec![scratch.path().join("shared")],
        ..Inputs::default()
    };
    let sources = Sources {
        inputs,
        ..Sources::default()
    };
    let ended = sdksmith::generate(&sources);
    assert!(ended.problems.is_empty(), "{:?}", ended.problems);
    assert!(ended.result.is_some_and(|sdk| sdk.types > 0));
}

#[cfg(unix)]
#[test]
fn links_do_not_lead_out() {
    let scratch = Scratch::new();
    scratch.file("api/openapi.yaml", &description("link.yaml"));
    let secret = scratch.file("secret.yaml", PONG);
    assert!(std::os::unix::fs::symlink(secret, scratch.path().join("api/link.yaml")).is_ok());
    degrades(&scratch, &[], "SDK0303", "`link.yaml` is a link that leads out");
}

#[cfg(unix)]
#[test]
fn what_is_not_a_file_is_not_opened() {
    let scratch = Scratch::new();
    scratch.file("api/openapi.yaml", &description("pipe"));
    let made = std::process::Command::new("mkfifo")
        .arg(scratch.path().join("api/pipe"))
        .status();
    if made.is_ok_and(|status| status.success()) {
        degrades(&scratch, &[], "SDK0304", "`api/pipe` is not a file");
    } else {
        workspace_tests::skipped("a pipe cannot be made here");
    }
}

#[test]
fn escapes_and_addresses_are_refused() {
    let scratch = Scratch::new();
    for reference in [
        "../../../../../../../../etc/passwd",
        "/etc/passwd",
        "%2e%2e/secret.yaml",
        "file:///etc/passwd",
        "http://127.0.0.1:1/pong.yaml",
    ] {
        scratch.file("api/openapi.yaml", &description(reference));
        degrades(&scratch, &[], "SDK0303", &format!("`{reference}`"));
    }
}

#[test]
fn broken_files_cost_what_refers_to_them() {
    let scratch = Scratch::new();
    scratch.file("api/openapi.yaml", &description("pong.yaml"));
    degrades(&scratch, &[], "SDK0304", "there is no file `api/pong.yaml`");
    scratch.file("api/pong.yaml", "a: [b\n");
    degrades(&scratch, &[], "SDK0304", "`api/pong.yaml` is neither well-formed");
    scratch.file("api/pong.yaml", "$ref: pong.yaml\n");
    degrades(&scratch, &[], "SDK0304", "`api/pong.yaml#` leads back to itself");
    scratch.file("api/pong.yaml", &format!("{}1{}\n", "[".repeat(5000), "]".repeat(5000)));
    degrades(&scratch, &[], "SDK0304", "`api/pong.yaml` is neither well-formed");
    assert!(std::fs::write(scratch.path().join("api/pong.yaml"), [0xff, 0xfe, 0x00]).is_ok());
    degrades(&scratch, &[], "SDK0304", "`api/pong.yaml` cannot be read");
}

/// Each file brings the next one in twice, where it has to stand as it is used.
#[test]
fn reference_bombs_end() {
    let scratch = Scratch::new();
    scratch.file("api/openapi.yaml", &description("bomb0.yaml"));
    for number in 0..40 {
        let next = format!("{{ $ref: bomb{}.yaml#/properties }}", number + 1);
        let mut text = String::from("type: object\nproperties:\n");
        for name in ["a", "b"] {
            let _ = writeln!(text, "  {name}: {{ type: object, properties: {next} }}");
        }
        scratch.file(&format!("api/bomb{number}.yaml"), &text);
    }
    let started = Instant::now();
    let ended = generate(&scratch, &[]);
    assert!(ended.code == Some(0) || ended.code == Some(2), "{}", ended.stderr);
    assert!(ended.stderr.contains("SDK0304"));
    assert!(started.elapsed() < Duration::from_secs(60), "{:?}", started.elapsed());
}
