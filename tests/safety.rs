//! Hostile descriptions: nothing in one makes the generator panic, hang or write elsewhere, and none of its text becomes
//! code.

#[path = "safety/names.rs"]
mod names;
#[path = "safety/size.rs"]
mod size;
#[path = "safety/text.rs"]
mod text;

use sdksmith::load::Inputs;
use sdksmith::source_tree::SourceTree;
use sdksmith::{Run, Sdk, Sources};
use serde_json::Value;
use std::collections::BTreeMap;
use std::time::Duration;
use workspace_tests::guarded::{Failure, guarded};
use workspace_tests::scratch::Scratch;

/// Guards against hanging; what is tested takes far less, even in an unoptimised build on a busy machine.
const LIMIT: Duration = Duration::from_secs(300);

/// Generates from a text, and fails on a panic, on running too long and on files that no file system should be given.
fn generate(name: &str, text: &str) -> Run<Sdk> {
    let scratch = Scratch::new();
    let spec = scratch.file(name, text);
    let inputs = Inputs {
        spec,
        ..Inputs::default()
    };
    let run = guarded(LIMIT, || {
        sdksmith::generate(&Sources {
            inputs,
            ..Sources::default()
        })
    });
    let run = run.unwrap_or_else(|failure| match failure {
        Failure::Panicked(words) => panic!("the generator panicked: {words}"),
        Failure::Hung => panic!("the generator is still running after {LIMIT:?}"),
    });
    if let Some(sdk) = &run.result {
        check_paths(&sdk.tree);
    } else {
        assert!(!run.problems.is_empty(), "no crate and no reason");
    }
    run
}

/// Generates from a document that is fine as JSON, and so has to give a crate.
fn sdk(document: &Value) -> Sdk {
    let run = generate("openapi.json", &document.to_string());
    let problems: Vec<_> = run.problems.iter().take(5).map(|one| &one.message).collect();
    run.result
        .unwrap_or_else(|| panic!("nothing was generated: {problems:?}"))
}

/// Every file lies below the folder of the crate, on every system.
fn check_paths(tree: &SourceTree) {
    let mut seen = BTreeMap::new();
    for (path, _) in tree.iter() {
        assert!(path.len() < 400, "the path is too long: {path}");
        if let Some(other) = seen.insert(path.to_lowercase(), path) {
            panic!("{path} and {other} are one file on some systems");
        }
        for part in path.split('/') {
            let stem = part.split('.').next().unwrap_or_default();
            let is_device = ["con", "prn", "aux", "nul"].contains(&stem)
                || (stem.len() == 4 && (stem.starts_with("com") || stem.starts_with("lpt")));
            let is_plain = |letter: char| letter.is_ascii_alphanumeric() || "._-".contains(letter);
            assert!(
                !part.is_empty() && part != "." && part != ".." && part.len() <= 120 && !is_device,
                "{path:?}"
            );
            assert!(part.chars().all(is_plain), "{path:?}");
        }
    }
}
