//! Generates a crate and a program that sends instances through its types and back: `run.sh` calls this once for each
//! description.
//!
//! ```text
//! cargo run -p workspace-tests --example roundtrip -- SPEC OUT NAME [CONFIG [OVERLAY]]
//! ```
//!
//! Into OUT go `sdk/` (the crate), `program/` (which reads instances) and `types.json`: the description, and every type with
//! the place of its schema and the ways that its values travel.

use sdksmith::config::Config;
use sdksmith::diagnostic::{Diagnostics, Pointer};
use sdksmith::ir::{Api, Kind, TypeDef};
use sdksmith::load::{Inputs, Node};
use sdksmith::{Sources, dialect, load, lower};
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

/// What the program does with each type.
const PROGRAM: &str = include_str!("program.rs");

type Failure = Box<dyn std::error::Error>;

fn main() -> Result<(), Failure> {
    let arguments: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let [spec, out, name, rest @ ..] = arguments.as_slice() else {
        return Err("usage: roundtrip SPEC OUT NAME [CONFIG [OVERLAY]]".into());
    };
    fs::create_dir_all(out)?;
    let name = name.to_string_lossy();
    let config = match rest.first() {
        Some(config) => config.clone(),
        // Two descriptions may have one title, and packages of one workspace have different names.
        None => {
            let path = out.join("sdk.toml");
            fs::write(&path, format!("[crate]\nname = \"{name}-sdk\"\n"))?;
            path
        }
    };
    let sources = Sources {
        inputs: Inputs {
            spec: spec.clone(),
            overlays: rest.get(1).cloned().into_iter().collect(),
            ..Inputs::default()
        },
        config: Some(config),
        ..Sources::default()
    };
    let sdk = sdksmith::generate(&sources).result.ok_or("no crate comes of it")?;
    let folder = out.join("sdk");
    sdk.tree.difference(&folder)?.write(&folder)?;
    let types = types(&sources)?;
    put(&out.join("types.json"), &types.to_string())?;
    let manifest = sdk.tree.get("Cargo.toml").unwrap_or_default();
    let has_resource_features = String::from_utf8_lossy(manifest).contains("\nfull = [");
    let features = if has_resource_features { "\"full\"" } else { "" };
    write_program(&out.join("program"), &name, (&sdk.name, features), &types)?;
    Ok(())
}

/// The description as it was written, and the types that stand for schemas of it as a whole.
fn types(sources: &Sources) -> Result<Value, Failure> {
    let diagnostics = Diagnostics::new();
    let stopped = |_| "the description cannot be read";
    let config = Config::read(sources.config.as_deref(), &diagnostics).map_err(stopped)?;
    let bundle = load::bundle(&sources.inputs, &diagnostics).map_err(stopped)?;
    let is_swagger = bundle.root.get("swagger").is_some();
    let version = bundle.root.get("openapi").and_then(|version| version.as_str());
    let written_in = version.unwrap_or("2.0").to_owned();
    // The shape of the schemas: Swagger 2.0 is moved into that of 3.0.
    let version = version.unwrap_or("3.0").to_owned();
    // As the vendor wrote it, so that what the generator makes of a schema is tried too. The places of Swagger 2.0 are others.
    let written = (!is_swagger).then(|| json_of(&bundle.root));
    let document = dialect::document(bundle, &diagnostics).map_err(stopped)?;
    let api = lower::api(&document, &config, &diagnostics);
    let rows: Vec<Value> = api.types.iter().filter(|one| is_whole(&api, one)).map(row).collect();
    Ok(json!({
        "written": written_in,
        "version": version,
        "document": written.unwrap_or_else(|| document.json()),
        "types": rows,
        "parts": api.types.len() - rows.len(),
    }))
}

/// A node as plain JSON.
fn json_of(node: &Node) -> Value {
    match &node.value {
        load::Value::Null => Value::Null,
        load::Value::Bool(flag) => Value::Bool(*flag),
        load::Value::Number(number) => serde_json::from_str(number.text()).unwrap_or_default(),
        load::Value::String(text) => Value::from(&**text),
        load::Value::Sequence(elements) => elements.iter().map(json_of).collect(),
        load::Value::Mapping(members) => members
            .iter()
            .map(|(key, value)| (key.to_owned(), json_of(value)))
            .collect(),
    }
}

/// Whether a type stands for a named schema, or for that of a body, an answer or its elements. All others are parts of these,
/// and their places do not say all that their values have in common with what is around them.
fn is_whole(api: &Api, definition: &TypeDef) -> bool {
    let kind = match &definition.kind {
        Kind::Alias(target) => api.resolve(target).named().map(|id| &api.definition(id).kind),
        kind => Some(kind),
    };
    // A form with files is no JSON.
    let is_file = matches!(kind, Some(Kind::Object(object)) if object.multipart);
    let tokens: Vec<String> = Pointer::parse(&definition.at)
        .iter()
        .flat_map(Pointer::tokens)
        .map(|token| token.into_owned())
        .collect();
    let tokens: Vec<&str> = tokens.iter().map(String::as_str).collect();
    // What no operation leads to is not printed.
    let is_used = definition.usage.request || definition.usage.response;
    let is_whole = matches!(
        tokens.as_slice(),
        ["components", "schemas", _] | [.., "content", _, "schema"] | [.., "content", _, "schema", "items"]
    );
    is_whole && is_used && !is_file
}

fn row(definition: &TypeDef) -> Value {
    json!({
        "type": definition.name,
        "at": definition.at,
        "request": definition.usage.request,
        "response": definition.usage.response,
    })
}

fn write_program(folder: &Path, name: &str, (package, features): (&str, &str), types: &Value) -> Result<(), Failure> {
    let mut main = "mod program;\n\nfn main() {\n    program::run(&[\n".to_owned();
    for row in types["types"].as_array().into_iter().flatten() {
        let name = row["type"].as_str().unwrap_or_default();
        writeln!(main, "        program::turn::<sdk::types::{name}>,")?;
    }
    main.push_str("    ]);\n}\n");
    let manifest = format!(
        "[package]\nname = \"{name}-program\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\n\
         sdk = {{ package = \"{package}\", path = \"../sdk\", default-features = false, features = [{features}] }}\nserde = \"1\"\nserde_json = \"1\"\n"
    );
    fs::create_dir_all(folder.join("src"))?;
    put(&folder.join("Cargo.toml"), &manifest)?;
    put(&folder.join("src/main.rs"), &main)?;
    put(&folder.join("src/program.rs"), PROGRAM)
}

/// Writes only what is new, so that cargo compiles only what has changed.
fn put(path: &Path, text: &str) -> Result<(), Failure> {
    if fs::read_to_string(path).ok().as_deref() != Some(text) {
        fs::write(path, text)?;
    }
    Ok(())
}
