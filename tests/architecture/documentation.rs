//! What the generated SDK tells about itself is whole and true.

use super::source::rust_files;
use serde_json::Value;
use std::process::Command;
use syn::{Attribute, Expr, ImplItem, Item, Lit, Meta, ReturnType, Type, Visibility};
use workspace_tests::{cargo, read, repository};

#[test]
fn every_method_has_an_example_that_is_compiled() {
    let mut methods = 0;
    let mut without = Vec::new();
    for (name, text) in rust_files("generated-sdk/src/resources") {
        let file = syn::parse_file(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
        for item in file.items {
            let Item::Impl(block) = item else { continue };
            let of_client = matches!(&*block.self_ty, Type::Path(path) if path.path.segments.iter().any(|part| part.ident.to_string().ends_with("Client")));
            if !of_client || block.trait_.is_some() {
                continue;
            }
            for method in block.items.iter().filter_map(operation) {
                methods += 1;
                let docs = docs(&method.attrs);
                let example = docs.split("```").nth(1).unwrap_or_default();
                let is_compiled =
                    !example.trim().is_empty() && !example.starts_with("text") && !example.starts_with("ignore");
                if !is_compiled {
                    without.push(format!("{name}: {}", method.sig.ident));
                }
            }
        }
    }
    assert!(methods > 335, "only {methods} methods were found");
    assert!(without.is_empty(), "no example:\n{}", without.join("\n"));
}

/// A public method that makes a call.
fn operation(item: &ImplItem) -> Option<&syn::ImplItemFn> {
    let ImplItem::Fn(method) = item else { return None };
    let ReturnType::Type(_, answer) = &method.sig.output else {
        return None;
    };
    let Type::Path(path) = &**answer else { return None };
    let name = path.path.segments.last()?.ident.to_string();
    let is_call = matches!(name.as_str(), "Call" | "TwoStepUpload");
    (is_call && matches!(method.vis, Visibility::Public(_))).then_some(method)
}

fn docs(attributes: &[Attribute]) -> String {
    let line = |attribute: &Attribute| match &attribute.meta {
        Meta::NameValue(pair) if pair.path.is_ident("doc") => match &pair.value {
            Expr::Lit(literal) => match &literal.lit {
                Lit::Str(text) => Some(text.value()),
                _ => None,
            },
            _ => None,
        },
        _ => None,
    };
    let lines: Vec<String> = attributes.iter().filter_map(line).collect();
    lines.join("\n")
}

#[test]
fn the_list_of_operations_has_each_with_its_line_of_http() {
    let output = workspace_tests::program::run(
        workspace_tests::program::sdksmith(repository()).args(["list", "--format", "json"]),
    );
    let listed: Vec<Value> =
        serde_json::from_str(&output.stdout).unwrap_or_else(|error| panic!("{error}: {}", output.stderr));
    assert_eq!(listed.len(), 335);
    let page = read(repository().join("generated-sdk/api.md"));
    for operation in listed {
        let part = |name: &str| operation[name].as_str().unwrap_or_default().to_owned();
        let line = format!("`{} {}`", part("method").to_uppercase(), part("path"));
        assert!(page.contains(&line), "api.md does not have {line}");
    }
}

#[test]
fn the_oldest_supported_rust_is_stated_and_no_dependency_asks_for_a_newer_one() {
    let stated = cargo::metadata("chatbotkit-sdk")["rust_version"]
        .as_str()
        .unwrap_or_default()
        .to_owned();
    for page in ["README.md", "generated-sdk/README.md"] {
        let sentence = format!("minimum supported Rust version is {stated}");
        assert!(
            read(repository().join(page)).contains(&sentence),
            "{page} does not say \"{sentence}\""
        );
    }
    let output = Command::new(env!("CARGO"))
        .args([
            "metadata",
            "--format-version",
            "1",
            "--locked",
            "--features",
            "chatbotkit-sdk/native-tls",
        ])
        .current_dir(repository())
        .output()
        .unwrap_or_else(|error| panic!("cargo cannot be run: {error}"));
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap_or_default();
    let nodes = metadata["resolve"]["nodes"].as_array().cloned().unwrap_or_default();
    let packages = metadata["packages"].as_array().cloned().unwrap_or_default();
    let package = |id: &str| packages.iter().find(|one| one["id"] == id);
    let mut left: Vec<String> = nodes
        .iter()
        .filter_map(|node| node["id"].as_str())
        .filter(|id| package(id).is_some_and(|one| one["name"] == "chatbotkit-sdk"))
        .map(str::to_owned)
        .collect();
    let mut seen = std::collections::BTreeSet::new();
    let mut newer = Vec::new();
    while let Some(id) = left.pop() {
        if !seen.insert(id.clone()) {
            continue;
        }
        let asked = package(&id)
            .and_then(|one| one["rust_version"].as_str())
            .unwrap_or("1.0");
        if version(asked) > version(&stated) {
            newer.push(format!("{id} asks for Rust {asked}"));
        }
        let dependencies = nodes
            .iter()
            .find(|node| node["id"] == id.as_str())
            .and_then(|node| node["deps"].as_array());
        for dependency in dependencies.into_iter().flatten() {
            let is_normal = dependency["dep_kinds"]
                .as_array()
                .into_iter()
                .flatten()
                .any(|kind| kind["kind"].is_null());
            left.extend(dependency["pkg"].as_str().filter(|_| is_normal).map(str::to_owned));
        }
    }
    assert!(seen.len() > 20, "only {} packages were found", seen.len());
    assert!(newer.is_empty(), "{}", newer.join("\n"));
}

fn version(text: &str) -> Vec<u32> {
    text.split('.').filter_map(|part| part.parse().ok()).collect()
}

#[test]
fn the_readme_lists_every_feature() {
    let readme = read(repository().join("generated-sdk/README.md"));
    let metadata = cargo::metadata("chatbotkit-sdk");
    let features = metadata["features"].as_object().cloned().unwrap_or_default();
    for feature in features.keys().filter(|feature| *feature != "default") {
        assert!(
            readme.contains(&format!("| `{feature}` |")),
            "README.md has no row for the feature {feature}"
        );
    }
}

#[test]
fn the_changelog_has_an_entry_for_the_version() {
    let metadata = cargo::metadata("chatbotkit-sdk");
    let version = metadata["version"].as_str().unwrap_or_default().to_owned();
    let changelog = read(repository().join("generated-sdk/CHANGELOG.md"));
    assert!(
        changelog.contains(&format!("## {version}")),
        "CHANGELOG.md has no entry for {version}"
    );
}
