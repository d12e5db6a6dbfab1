//! Every feature compiles without a warning: alone, none, all. A resource that is one comes with the types that it needs.

#[path = "features/gates.rs"]
mod gates;
#[path = "crates/workspace.rs"]
mod workspace;

use gates::Gates;
use sdksmith::load::Inputs;
use sdksmith::source_tree::SourceTree;
use sdksmith::{Sdk, Sources};
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::Path;
use workspace::Workspace;
use workspace_tests::cargo::{check, metadata};
use workspace_tests::program::run;
use workspace_tests::{case, read, repository};

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
        let mut expected = what.clone();
        if feature == "default"
            && let Some(all) = expected.as_array_mut()
        {
            all.insert(0, "full".into());
        }
        assert_eq!(sdk["features"][feature], expected, "feature {feature}");
    }
    let (core, sdk) = (dependencies(&core), dependencies(&sdk));
    assert!(core.iter().any(|one| one.contains("wasm32")), "{core:?}");
    assert_eq!(core, sdk);
}

/// What a program sees that chose no transport and brings none.
const WITHOUT_TRANSPORT: &str = r#"
use minimal_sdk::transport::{Body, Transport, TransportError, TransportFuture};
use minimal_sdk::{Client, ErrorKind};

#[test]
fn a_client_needs_a_transport() {
    let error = Client::builder().build().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Configuration);
    assert!(error.to_string().contains("feature `transport`"), "{error}");
}

struct Own;

impl Transport for Own {
    fn send(&self, _: minimal_sdk::http::Request<Body>) -> TransportFuture {
        Box::pin(std::future::ready(Err(TransportError::connect("nobody is there"))))
    }
}

#[test]
fn one_of_the_programs_own_will_do() {
    assert!(Client::builder().transport(Own).build().is_ok());
}
"#;

#[test]
fn a_program_may_bring_the_transport() {
    let text = "openapi: 3.0.3\ninfo: { title: Minimal, version: '1' }\nservers: [{ url: 'https://api.example.com' }]\npaths: {}\n";
    let made = sdksmith::generate_text("minimal.yaml", text.to_owned()).result.unwrap();
    let mut tree = made.tree;
    tree.insert("tests/without_transport.rs", WITHOUT_TRANSPORT);
    let mut workspace = Workspace::new("without-transport");
    workspace.add("minimal".to_owned(), tree);
    let ended = workspace.cargo(&["test", "--no-default-features"], &["--test", "without_transport"]);
    assert!(ended.is_ok(), "{ended:?}");
}

/// Checks a package with each of these choices of features; a warning is a failure.
fn compile(package: &str, choices: &[Vec<&str>]) {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("features");
    let mut failures = Vec::new();
    for chosen in choices {
        let ended = run(check(package, &target).arg("--lib").args(chosen));
        if ended.code != Some(0) {
            failures.push(format!("{}\n{}", chosen.join(" "), ended.stderr));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
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
    let choices: Vec<_> = alone.chain(rest).collect();
    assert!(choices.len() > 5, "the features of the core were not found");
    compile("sdk-template", &choices);
}

#[test]
fn some_resources_alone_and_none_and_all() {
    let chosen = ["conversation,rustls", "graphql", "task", "bot,contact,gzip"];
    let some = chosen.map(|features| vec!["--no-default-features", "--features", features]);
    let rest = [vec!["--no-default-features"], Vec::new(), vec!["--all-features"]];
    compile("chatbotkit-sdk", &some.into_iter().chain(rest).collect::<Vec<_>>());
}

#[test]
fn a_resource_comes_with_the_types_that_it_needs() {
    let sdk = SourceTree::read(&repository().join("generated-sdk")).unwrap_or_else(|refusal| panic!("{refusal}"));
    let sdk = Gates::of(&sdk);
    let features: BTreeSet<&str> = sdk.features().collect();
    assert!(features.len() > 20 && features.contains("bot"), "{features:?}");
    assert_eq!(sdk.missing(), [""; 0]);
    for case in case::cases("feature") {
        let (spec, config) = (case.spec().unwrap_or_default(), case.file("sdk.toml"));
        assert_eq!(
            Gates::of(&generate(&spec, config.as_deref()).tree).missing(),
            [""; 0],
            "{}",
            case.name
        );
    }
}

fn generate(spec: &Path, config: Option<&Path>) -> Sdk {
    let run = sdksmith::generate(&Sources {
        inputs: Inputs {
            spec: spec.to_path_buf(),
            ..Inputs::default()
        },
        config: config.map(Path::to_path_buf),
        ..Sources::default()
    });
    run.result.unwrap_or_else(|| panic!("{:?}", run.problems))
}

#[test]
fn a_resource_takes_no_feature_from_the_core() {
    let core = metadata("sdk-template");
    let names: Vec<&String> = core["features"]
        .as_object()
        .into_iter()
        .flatten()
        .map(|(name, _)| name)
        .collect();
    let paths = names.iter().map(|name| {
        let word = name.replace('-', "_");
        format!("  /{word}/send: {{ post: {{ operationId: send_{word}, responses: {{ '204': {{ description: Done. }} }} }} }}\n")
    });
    let scratch = workspace_tests::scratch::Scratch::new();
    let head = "openapi: 3.0.3\ninfo: { title: Core, version: '1' }\npaths:\n";
    let sdk = generate(
        &scratch.file("openapi.yaml", &format!("{head}{}", paths.collect::<String>())),
        None,
    );
    let manifest: toml::Table = String::from_utf8_lossy(sdk.tree.get("Cargo.toml").unwrap_or_default())
        .parse()
        .unwrap_or_else(|error| panic!("{error}"));
    for name in names {
        let own = manifest["features"].get(format!("{name}-resource"));
        assert!(
            own.is_some_and(|needs| needs.as_array().is_some_and(Vec::is_empty)),
            "{name}: {own:?}"
        );
    }
}

/// The README of the SDK is written by hand, and its table of resources is the one that would be printed.
#[test]
fn the_readme_has_the_table_of_the_resources() {
    let spec = repository().join("spec");
    let scratch = workspace_tests::scratch::Scratch::new();
    let config = read(spec.join("sdk.toml"));
    let printed = sdksmith::generate(&Sources {
        inputs: Inputs {
            spec: spec.join("chatbotkit.yaml"),
            overlays: vec![spec.join("overlay.yaml")],
            ..Inputs::default()
        },
        config: Some(scratch.file("sdk.toml", &config.replace("include = \"sdk\"", ""))),
        ..Sources::default()
    });
    let printed = printed.result.unwrap_or_else(|| panic!("{:?}", printed.problems));
    let printed = String::from_utf8_lossy(printed.tree.get("README.md").unwrap_or_default()).into_owned();
    let rows = |text: &str| -> Vec<String> {
        let (_, table) = text.split_once("| feature | brings |").unwrap_or_default();
        let rows = table.lines().skip(2).take_while(|line| line.starts_with("| "));
        rows.map(str::to_owned).collect()
    };
    assert!(rows(&printed).len() > 20, "{printed}");
    assert_eq!(rows(&read(spec.join("sdk/README.md"))), rows(&printed));
}
