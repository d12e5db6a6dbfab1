//! Every feature of the core compiles without a warning: alone, none, all.

use serde_json::Value;
use std::collections::BTreeSet;
use std::path::Path;
use workspace_tests::cargo::{check, metadata};
use workspace_tests::program::run;

/// What is compiled for a user: nothing that only tests need.
fn dependencies(package: &Value) -> BTreeSet<String> {
    let all = package["dependencies"].as_array().into_iter().flatten();
    all.filter(|dependency| dependency["kind"].is_null())
        .map(Value::to_string)
        .collect()
}

#[test]
fn the_sdk_has_the_features_and_the_dependencies_of_the_core() {
    let (core, sdk) = (metadata("sdk-template"), metadata("chatbotkit-sdk"));
    for (feature, what) in core["features"].as_object().into_iter().flatten() {
        assert_eq!(&sdk["features"][feature], what, "feature {feature}");
    }
    let (core, sdk) = (dependencies(&core), dependencies(&sdk));
    assert!(core.iter().any(|one| one.contains("wasm32")), "{core:?}");
    assert_eq!(core, sdk);
}

#[test]
fn each_alone_and_none_and_all() {
    let package = metadata("sdk-template");
    let features = package["features"].as_object().into_iter().flatten();
    let alone = features
        .map(|(feature, _)| feature.as_str())
        .filter(|feature| *feature != "default")
        .map(|feature| vec!["--no-default-features", "--features", feature]);
    let rest = [vec!["--no-default-features"], Vec::new(), vec!["--all-features"]];
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("features");
    let mut failures = Vec::new();
    let mut count = 0;
    for chosen in alone.chain(rest) {
        count += 1;
        let ended = run(check("sdk-template", &target).arg("--lib").args(&chosen));
        if ended.code != Some(0) {
            failures.push(format!("{}\n{}", chosen.join(" "), ended.stderr));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    assert!(count > 5, "the features of the core were not found");
}
