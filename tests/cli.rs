//! The command line where things go wrong: one clear, located error, an exit code, and the old output as it was.

use std::fs;
use std::path::Path;
use std::process::Command;
use workspace_tests::program::{Ended, run, sdksmith};
use workspace_tests::scratch::Scratch;
use workspace_tests::{read, repository};

const GOOD: &str = "\
openapi: 3.0.3
info: { title: Ping, version: '1' }
paths:
  /ping/send:
    post:
      operationId: sendPing
      responses:
        '200': { description: It., content: { application/json: { schema: { $ref: '#/components/schemas/Pong' } } } }
components:
  schemas:
    Pong: { type: object, required: [id], properties: { id: { type: string } } }
";

/// A folder with a description and the crate that was made of it.
fn generated() -> Scratch {
    let scratch = Scratch::new();
    scratch.file("openapi.yaml", GOOD);
    let ended = generate(&scratch, &[]);
    assert_eq!(ended.code, Some(0), "{}", ended.stderr);
    scratch
}

fn generate(scratch: &Scratch, more: &[&str]) -> Ended {
    run(sdksmith(scratch.path())
        .args(["generate", "--spec", "openapi.yaml", "--out", "out"])
        .args(more))
}

/// All files below a folder.
fn contents(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let tree = sdksmith::source_tree::SourceTree::read(folder).unwrap_or_else(|refusal| panic!("{refusal}"));
    tree.iter()
        .map(|(path, content)| (path.to_owned(), content.to_vec()))
        .collect()
}

/// Changes the description, generates again, and expects the one error at that place.
fn fails(change: impl Fn(&Scratch), more: &[&str], code: &str, place: &str) {
    let scratch = generated();
    let before = contents(&scratch.path().join("out"));
    change(&scratch);
    let ended = generate(&scratch, more);
    assert_eq!(ended.code, Some(2), "{}", ended.stderr);
    assert_eq!(ended.stdout, "");
    let errors: Vec<&str> = ended.stderr.lines().filter(|line| line.starts_with("error")).collect();
    assert!(
        errors.len() == 1 && errors[0].starts_with(&format!("error[{code}]:")),
        "{}",
        ended.stderr
    );
    assert!(ended.stderr.contains(place), "{place} is not in:\n{}", ended.stderr);
    assert!(
        ended.stderr.contains("nothing was written: 1 error"),
        "{}",
        ended.stderr
    );
    assert_eq!(contents(&scratch.path().join("out")), before);
}

fn replaced(old: &'static str, new: &'static str) -> impl Fn(&Scratch) {
    assert!(GOOD.contains(old), "{old}");
    move |scratch| {
        scratch.file("openapi.yaml", &GOOD.replace(old, new));
    }
}

#[test]
fn broken_yaml() {
    fails(
        replaced("version: '1' }", "version: '1'"),
        &[],
        "SDK0002",
        "openapi.yaml:3:1",
    );
}

#[test]
fn a_missing_file() {
    let gone = |scratch: &Scratch| assert!(fs::remove_file(scratch.path().join("openapi.yaml")).is_ok());
    fails(gone, &[], "SDK0001", "openapi.yaml");
}

/// Changes the description, generates again, and expects a crate and the one warning at that place.
fn degrades(change: impl Fn(&Scratch), code: &str, place: &str) {
    let scratch = generated();
    change(&scratch);
    let ended = generate(&scratch, &[]);
    assert_eq!(ended.code, Some(0), "{}", ended.stderr);
    let problems: Vec<&str> = ended.stderr.lines().filter(|line| line.contains("[SDK")).collect();
    assert!(
        problems.len() == 1 && problems[0].starts_with(&format!("warning[{code}]:")),
        "{}",
        ended.stderr
    );
    assert!(ended.stderr.contains(place), "{place} is not in:\n{}", ended.stderr);
}

#[test]
fn an_unknown_reference() {
    degrades(
        replaced("schemas/Pong' }", "schemas/Pnog' }"),
        "SDK0301",
        "openapi.yaml:8:",
    );
}

#[test]
fn a_circular_reference() {
    let circle = "Pong: { $ref: '#/components/schemas/Pong' }\n    Other: {";
    degrades(replaced("Pong: {", circle), "SDK0302", "openapi.yaml:8:");
}

#[test]
fn operation_ids_that_are_there_twice() {
    let twice = "/pong/send: { get: { operationId: sendPing, responses: {} } }\n  /ping/send:";
    degrades(replaced("/ping/send:", twice), "SDK0501", "openapi.yaml:");
}

#[test]
fn an_unknown_key_in_sdk_toml() {
    let misspelt = |scratch: &Scratch| {
        scratch.file(
            "sdk.toml",
            "[client]\nname = \"Ping\"\nbase_ulr = \"https://ping.example\"\n",
        );
    };
    fails(misspelt, &["--config", "sdk.toml"], "SDK0701", "sdk.toml:3:1");
}

#[test]
fn an_unknown_option_and_no_description() {
    let scratch = Scratch::new();
    for arguments in [
        &["generate", "--sepc", "x.yaml"][..],
        &["generate"],
        &["explain", "SDK9999"],
        &[],
    ] {
        let ended = run(sdksmith(scratch.path()).args(arguments));
        assert_eq!(ended.code, Some(2), "{arguments:?}: {}", ended.stderr);
        assert!(
            !ended.stderr.is_empty() && !ended.stderr.contains("panicked"),
            "{}",
            ended.stderr
        );
    }
}

#[test]
fn a_file_in_place_of_the_output_folder() {
    let scratch = Scratch::new();
    scratch.file("openapi.yaml", GOOD);
    scratch.file("out", "a file");
    let ended = generate(&scratch, &[]);
    assert_eq!(ended.code, Some(3), "{}", ended.stderr);
    assert!(
        ended.stderr.starts_with("error[SDK0903]:") && ended.stderr.contains("out"),
        "{}",
        ended.stderr
    );
    assert_eq!(read(scratch.path().join("out")), "a file");
}

/// A file system in memory, gone when it is dropped.
struct Mounted<'s>(&'s Scratch);

impl Mounted<'_> {
    /// `None`, with a message, where mounting is not allowed.
    fn new<'s>(scratch: &'s Scratch, options: &str) -> Option<Mounted<'s>> {
        let out = scratch.path().join("out");
        let made = fs::create_dir_all(&out).is_ok();
        let mount = Command::new("mount")
            .args(["-t", "tmpfs", "-o", options, "tmpfs"])
            .arg(&out)
            .output();
        if made && mount.is_ok_and(|output| output.status.success()) {
            return Some(Mounted(scratch));
        }
        workspace_tests::skipped("a file system cannot be mounted here");
        None
    }

    fn remount(&self, options: &str) -> bool {
        let out = self.0.path().join("out");
        Command::new("mount")
            .args(["-o", options])
            .arg(&out)
            .output()
            .is_ok_and(|output| output.status.success())
    }
}

impl Drop for Mounted<'_> {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(self.0.path().join("out")).output();
    }
}

#[test]
fn a_full_disk() {
    let scratch = Scratch::new();
    scratch.file("openapi.yaml", GOOD);
    // All the files of a crate fit in, but not twice: memory is given out in pages of four kilobytes.
    let files = contents(&generated().path().join("out"));
    let pages: usize = files.iter().map(|(_, content)| content.len().div_ceil(4096) + 1).sum();
    let Some(_mounted) = Mounted::new(&scratch, &format!("size={}k", pages * 4 * 5 / 4)) else {
        return;
    };
    let ended = generate(&scratch, &[]);
    assert_eq!(ended.code, Some(0), "{}", ended.stderr);
    let before = contents(&scratch.path().join("out"));
    // Something big lies beside it now, and the new description is larger.
    let _ = fs::write(scratch.path().join("out/filler"), vec![0; 1 << 20]);
    let mut larger = GOOD.to_owned();
    for index in 0..500 {
        larger.push_str(&format!(
            "    Pong{index}: {{ type: object, properties: {{ id: {{ type: string }} }} }}\n"
        ));
    }
    let listed: String = (0..500)
        .map(|index| format!("pong{index}: {{ $ref: '#/components/schemas/Pong{index}' }}, "))
        .collect();
    scratch.file(
        "openapi.yaml",
        &larger.replacen(
            "id: { type: string } }",
            &format!("{listed}id: {{ type: string }} }}"),
            1,
        ),
    );
    let ended = generate(&scratch, &[]);
    let _ = fs::remove_file(scratch.path().join("out/filler"));
    assert_eq!(ended.code, Some(3), "{}", ended.stderr);
    let errors = ended
        .stderr
        .lines()
        .filter(|line| line.starts_with("error[SDK0903]:"))
        .count();
    assert_eq!(errors, 1, "{}", ended.stderr);
    assert!(
        contents(&scratch.path().join("out")) == before,
        "the old output was touched"
    );
}

#[test]
fn a_folder_that_is_read_only() {
    let scratch = Scratch::new();
    scratch.file("openapi.yaml", GOOD);
    // Permissions do not bind root, a file system that is mounted read-only does.
    let Some(mounted) = Mounted::new(&scratch, "size=10m") else {
        return;
    };
    assert_eq!(generate(&scratch, &[]).code, Some(0));
    let before = contents(&scratch.path().join("out"));
    if !mounted.remount("remount,ro") {
        workspace_tests::skipped("a file system cannot be mounted again here");
        return;
    }
    scratch.file(
        "openapi.yaml",
        &GOOD.replace("id:", "identity:").replace("[id]", "[identity]"),
    );
    let ended = generate(&scratch, &[]);
    assert_eq!(ended.code, Some(3), "{}", ended.stderr);
    assert!(ended.stderr.starts_with("error[SDK0903]:"), "{}", ended.stderr);
    assert!(
        contents(&scratch.path().join("out")) == before,
        "the old output was touched"
    );
}

#[test]
fn check_writes_nothing_and_shows_what_is_stale() {
    let scratch = generated();
    assert_eq!(generate(&scratch, &["--check"]).code, Some(0));
    let before = contents(&scratch.path().join("out"));
    replaced("id: {", "identity: {")(&scratch);
    scratch.file(
        "openapi.yaml",
        &read(scratch.path().join("openapi.yaml")).replace("[id]", "[identity]"),
    );
    let ended = generate(&scratch, &["--check"]);
    assert_eq!(ended.code, Some(1), "{}", ended.stderr);
    assert!(
        ended.stdout.contains("+    pub identity: String,") && ended.stdout.contains("-    pub id: String,"),
        "{}",
        ended.stdout
    );
    assert_eq!(contents(&scratch.path().join("out")), before);
}

#[test]
fn problems_can_be_read_by_programs() {
    let scratch = generated();
    let wrong = |version: &str| {
        GOOD.replace("schemas/Pong' }", "schemas/Pnog' }")
            .replace("openapi: 3.0.3", version)
    };
    scratch.file("openapi.yaml", &wrong("openapi: 3.0.3"));
    let ended = generate(&scratch, &["--message-format", "json"]);
    assert_eq!(ended.code, Some(0), "{}", ended.stderr);
    let lines = workspace_tests::json_lines(&ended.stderr);
    assert_eq!(lines.len(), 2, "{}", ended.stderr);
    assert_eq!(lines[0]["code"], "SDK0301");
    assert_eq!(lines[0]["severity"], "warning");
    assert!(lines[0]["line"].is_u64(), "{}", lines[0]);
    assert!(lines[1]["summary"].is_object(), "{}", lines[1]);

    scratch.file("openapi.yaml", &wrong("swagger: '1.2'"));
    let ended = generate(&scratch, &["--message-format", "json"]);
    assert_eq!(ended.code, Some(2), "{}", ended.stderr);
    for line in workspace_tests::json_lines(&ended.stderr) {
        assert_eq!(line["code"], "SDK0102");
        assert!(line["line"].is_u64(), "{line}");
    }
}

#[test]
fn the_summary_counts_what_became_of_the_schemas() {
    let scratch = generated();
    let members = "{ id: { type: string }, gone: { $ref: '#/components/schemas/Gone' }, not: { not: { type: string } }, \
                   mixed: { enum: [1, a] }, any: {}, object: { type: object }, list: { type: array }, \
                   either: { oneOf: [{ type: string }, { $ref: '#/components/schemas/Gone' }] } }";
    scratch.file("openapi.yaml", &GOOD.replace("{ id: { type: string } }", members));
    let ended = generate(&scratch, &["--message-format", "json"]);
    assert_eq!(ended.code, Some(0), "{}", ended.stderr);
    let lines = workspace_tests::json_lines(&ended.stderr);
    let summary = &lines.last().unwrap_or(&serde_json::Value::Null)["summary"];
    assert_eq!(
        summary["degraded"],
        serde_json::json!({ "SDK0301": 1, "SDK0404": 1 }),
        "{summary}"
    );
    let schemas = serde_json::json!({
        "all": 11,
        "free_form": 3,
        "untyped": 3,
        "untyped_by_reason": { "lost_branch": 1, "lost_reference": 1, "negation": 1 },
    });
    assert_eq!(summary["schemas"], schemas, "{summary}");

    let ended = generate(&scratch, &[]);
    let line = "11 schemas: 3 untyped (1 lost reference, 1 negation, 1 lost branch), 3 free-form";
    assert!(ended.stderr.contains(line), "{}", ended.stderr);
}

#[test]
fn the_list_has_every_operation() {
    let ended = run(sdksmith(repository()).args(["list", "--format", "json"]));
    assert_eq!(ended.code, Some(0), "{}", ended.stderr);
    let rows: Vec<serde_json::Value> =
        serde_json::from_str(&ended.stdout).unwrap_or_else(|_| workspace_tests::json_lines(&ended.stdout));
    assert_eq!(rows.len(), 335);
    let session = rows.iter().find(|row| row["operation_id"] == "createBotSession");
    assert_eq!(
        session.map(|row| row["call"].clone()),
        Some("bot().session().create".into())
    );
}

#[test]
fn a_problem_is_explained() {
    let ended = run(sdksmith(repository()).args(["explain", "SDK0203"]));
    assert_eq!(ended.code, Some(0), "{}", ended.stderr);
    assert!(ended.stdout.contains("SDK0203"), "{}", ended.stdout);
}
