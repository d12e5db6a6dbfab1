//! A slice is a part of the whole: nothing in it has another name or another look, and nothing in it speaks of what is left out.

use sdksmith::load::Inputs;
use sdksmith::source_tree::SourceTree;
use sdksmith::{Sdk, Sources};
use std::collections::BTreeSet;
use workspace_tests::program::{run, sdksmith};
use workspace_tests::repository;
use workspace_tests::scratch::Scratch;

/// The ChatBotKit SDK without its handwritten files.
fn generate(only: &[&str]) -> Sdk {
    let spec = repository().join("spec");
    let run = sdksmith::generate(&Sources {
        inputs: Inputs {
            spec: spec.join("chatbotkit.yaml"),
            overlays: vec![spec.join("overlay.yaml")],
            ..Inputs::default()
        },
        config: None,
        only: only.iter().map(|&pattern| pattern.to_owned()).collect(),
    });
    run.result.unwrap_or_else(|| panic!("{:?}", run.problems))
}

fn text(tree: &SourceTree, path: &str) -> String {
    tree.get(path)
        .map(|content| String::from_utf8_lossy(content).into_owned())
        .unwrap_or_default()
}

/// The printed items, as the texts between blank lines on the outermost level, without those that list others.
fn items(tree: &SourceTree) -> BTreeSet<String> {
    let printed = |path: &str| path.starts_with("src/resources/") || path.starts_with("src/types/");
    let files = tree.iter().filter(|(path, _)| printed(path));
    let mut items = BTreeSet::new();
    for (_, content) in files {
        let text = String::from_utf8_lossy(content);
        let mut item = String::new();
        for line in text.lines() {
            let is_end = line.is_empty() && !item.lines().last().is_some_and(|line| line.starts_with(' '));
            if is_end {
                items.insert(std::mem::take(&mut item));
            } else {
                item.push_str(line);
                item.push('\n');
            }
        }
        items.insert(item);
    }
    items.retain(|item| !item.starts_with("use ") && !item.starts_with("pub mod "));
    items
}

#[test]
fn what_is_in_it_is_what_the_whole_has() {
    let (whole, slice) = (generate(&[]), generate(&["bot.**", "createConversation"]));
    assert!(slice.operations > 10 && slice.operations < 40, "{}", slice.operations);
    assert!(slice.types > 20 && slice.types < whole.types / 4, "{}", slice.types);
    assert!(slice.census.schemas < whole.census.schemas / 4, "{:?}", slice.census);

    let (of_whole, of_slice) = (items(&whole.tree), items(&slice.tree));
    // A client of which only a part is there is shorter.
    let shortened: Vec<&String> = of_slice
        .difference(&of_whole)
        .filter(|item| !item.starts_with("impl ConversationClient {"))
        .collect();
    assert!(shortened.is_empty(), "{shortened:?}");
    assert!(of_slice.len() > 50, "{}", of_slice.len());

    for path in ["api.md", "src/fixtures.json"] {
        let whole = text(&whole.tree, path);
        let lines: BTreeSet<&str> = whole.lines().map(|line| line.trim_end_matches(',')).collect();
        let slice = text(&slice.tree, path);
        let own: Vec<&str> = slice
            .lines()
            .filter(|line| line.len() > 1 && !lines.contains(line.trim_end_matches(',')))
            .collect();
        assert!(own.is_empty(), "{path}: {own:?}");
    }
    for path in ["api.md", "README.md", "src/fixtures.json"] {
        let slice = text(&slice.tree, path);
        assert!(slice.contains("bot") && !slice.contains("dataset()"), "{path}");
    }
    assert_eq!(
        text(&slice.tree, "src/fixtures.json").lines().count(),
        slice.operations + 2
    );
}

#[test]
fn the_pattern_of_everything_is_the_whole() {
    let (whole, slice) = (generate(&[]), generate(&["/**"]));
    let difference: Vec<&str> = whole
        .tree
        .iter()
        .filter(|(path, content)| slice.tree.get(path) != Some(*content))
        .map(|(path, _)| path)
        .collect();
    assert!(difference.is_empty(), "{difference:?}");
    assert_eq!(whole.census, slice.census);
    assert_eq!(whole.tree.len(), slice.tree.len());
}

#[test]
fn the_command_line_has_the_last_word() {
    let scratch = Scratch::new();
    let operation = |path: &str, id: &str| {
        let answers = "{ '204': { description: Done. } }";
        format!("  {path}: {{ post: {{ operationId: {id}, responses: {answers} }} }}\n")
    };
    let paths = operation("/ping/send", "sendPing") + &operation("/pong/send", "sendPong");
    let head = "openapi: 3.0.3\ninfo: { title: Ping, version: '1' }\npaths:\n";
    scratch.file("openapi.yaml", &format!("{head}{paths}"));
    scratch.file("sdk.toml", "[resources]\nonly = [\"pong.*\"]\n");
    let listed = |more: &[&str]| {
        let ended = run(sdksmith(scratch.path())
            .args(["list", "--spec", "openapi.yaml"])
            .args(more));
        assert_eq!(ended.code, Some(0), "{}", ended.stderr);
        let ids = ended
            .stdout
            .lines()
            .skip(1)
            .filter_map(|line| line.split_whitespace().next());
        ids.map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(listed(&[]), ["sendPing", "sendPong"]);
    assert_eq!(listed(&["--config", "sdk.toml"]), ["sendPong"]);
    assert_eq!(listed(&["--config", "sdk.toml", "--only", "/ping/**"]), ["sendPing"]);
    assert_eq!(
        listed(&["--only", "ping.*", "--only", "sendPong"]),
        ["sendPing", "sendPong"]
    );

    let generate = |only: &str| {
        run(sdksmith(scratch.path()).args(["generate", "--spec", "openapi.yaml", "--out", "out", "--only", only]))
    };
    let ended = generate("ping.**");
    assert_eq!(ended.code, Some(0), "{}", ended.stderr);
    assert!(ended.stderr.contains(": 1 operation, 0 types, "), "{}", ended.stderr);
    assert!(!scratch.path().join("out/src/resources/pong.rs").exists());
    let ended = generate("pingg.**");
    assert_eq!(ended.code, Some(2), "{}", ended.stderr);
    let said = "error[SDK0705]: `pingg.**` names no operation; did you mean `ping.**`?\n";
    assert!(ended.stderr.starts_with(said), "{}", ended.stderr);
    assert!(scratch.path().join("out/src/resources/ping.rs").exists());
}
