//! What generated crates send for parameters of every style, beside the tables of the specifications: a program calls the operations of a
//! description with the tables' example values, and its requests are compared with what `styles/table.rs` says.
//!
//! By default these are our own cases and a few descriptions of other people. `STYLES=all` takes every description of the corpus that says
//! something of styles, which takes an hour on two cores, and `STYLES=ogen,petstore` those with one of these words in their names.

#[path = "styles/description.rs"]
mod description;
#[path = "styles/expected.rs"]
mod expected;
#[path = "styles/program.rs"]
mod program;
#[path = "styles/table.rs"]
mod table;
#[path = "styles/values.rs"]
mod values;
#[path = "crates/workspace.rs"]
mod workspace;

use description::{Description, Operation, Parameter, Place};
use expected::{Expected, Outcome};
use sdksmith::Sources;
use sdksmith::contract::{Contract, is_json};
use sdksmith::load::Inputs;
use sdksmith::sample::{Direction, Extent, sample};
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use workspace::Workspace;

/// Our own descriptions, which have every cell of the tables.
const CASES: [&str; 4] = [
    "parameter/every_style",
    "payload/form_encoding",
    "swagger2/collection_format",
    "swagger2/form_lists",
];

/// Other people's descriptions that are about styles and small.
const PEERS: [&str; 4] = [
    "oapi-codegen--parameters-roundtrip-parameters.yaml",
    "ogen--positive-parameters.json",
    "paperclip--pet-v2.yaml",
    "redocly--generate-client-fixtures-query-styles.yaml",
];

/// What a description says that is about styles.
const WORDS: [&str; 8] = [
    "explode",
    "collectionFormat",
    "allowReserved",
    "deepObject",
    "pipeDelimited",
    "spaceDelimited",
    "matrix",
    "querystring",
];

/// The documents to try, each with a number that is the same whatever else is tried, so that crates need not be compiled anew.
fn documents() -> Vec<(usize, PathBuf)> {
    let wanted = std::env::var("STYLES").unwrap_or_default();
    let cases = CASES
        .iter()
        .map(|case| Path::new("cases").join(case).join("openapi.yaml"));
    let mut peers: Vec<PathBuf> = workspace_tests::shared("corpus/peers")
        .into_iter()
        .flat_map(|folder| std::fs::read_dir(folder).into_iter().flatten().flatten())
        .map(|entry| entry.path())
        .filter(|path| path.is_file() && is_about_styles(path))
        .collect();
    peers.sort();
    let is_wanted = |path: &Path| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        match wanted.as_str() {
            "" => PEERS.contains(&&*name),
            "all" => true,
            words => words.split(',').any(|word| name.contains(word)),
        }
    };
    let numbered = cases.chain(peers).enumerate();
    numbered
        .filter(|(number, path)| *number < CASES.len() || is_wanted(path))
        .collect()
}

fn is_about_styles(path: &Path) -> bool {
    let text = std::fs::read_to_string(path).unwrap_or_default();
    let plain = text.replace(['"', '\'', ' '], "");
    WORDS.iter().any(|word| plain.contains(word))
        || ["style:form", "style:simple", "style:label", "in:cookie"]
            .iter()
            .any(|words| plain.contains(words))
}

/// One request to make, and what it should look like.
struct Trial {
    what: String,
    expected: Expected,
}

/// What was found in all documents.
#[derive(Default)]
struct Count {
    documents: usize,
    operations: usize,
    parameters: usize,
    compared: usize,
    equal: BTreeMap<String, usize>,
    skipped: BTreeMap<&'static str, usize>,
    failures: Vec<String>,
}

#[test]
fn what_is_sent_is_what_the_tables_say() {
    let mut count = Count::default();
    let mut workspace = Workspace::new("styles");
    let mut programs: Vec<(String, BTreeMap<usize, Trial>)> = Vec::new();
    for (number, path) in &documents() {
        let sources = Sources {
            inputs: Inputs {
                spec: path.clone(),
                ..Inputs::default()
            },
            config: None,
            ..Sources::default()
        };
        let name = path.display().to_string();
        let read = (Description::read(path), sdksmith::generate(&sources).result);
        let (Some(description), Some(sdk)) = read else {
            *count.skipped.entry("a document that is no description").or_default() += 1;
            continue;
        };
        let rows = sdksmith::list(&sources).result.unwrap_or_default();
        let contract = sdksmith::contract(&sources).result.unwrap_or_default();
        let methods = program::Crate::read(&sdk.tree);
        let mut trials = BTreeMap::new();
        let mut calls = Vec::new();
        for operation in description.operations() {
            let Some(row) = rows
                .iter()
                .find(|row| row.method == operation.method && row.path == operation.path)
            else {
                *count
                    .skipped
                    .entry("an operation that is called by another path")
                    .or_default() += 1;
                continue;
            };
            let before = trials.len();
            for (parameter, given) in tries(&operation, &mut count) {
                let body = body(&operation, &given, &contract);
                let arguments: Vec<(&Parameter, &Value)> =
                    given.iter().map(|(parameter, value)| (*parameter, &value.0)).collect();
                let expected = Expected::of(&operation, parameter, &given);
                match (methods.call(row, &arguments, body.as_deref()), expected) {
                    (Ok(call), Ok(expected)) => {
                        let id = calls.len();
                        calls.push((id, call));
                        let what = format!(
                            "{name}: {} {}: {:?} `{}`",
                            operation.method, operation.path, parameter.place, parameter.name
                        );
                        trials.insert(id, Trial { what, expected });
                    }
                    (Err(why), _) | (_, Err(why)) => *count.skipped.entry(why).or_default() += 1,
                }
            }
            count.operations += usize::from(trials.len() > before);
        }
        if calls.is_empty() {
            continue;
        }
        count.documents += 1;
        let package = format!("sdk{number}");
        let lib = sdk
            .tree
            .get("Cargo.toml")
            .map(|text| library(&String::from_utf8_lossy(text)))
            .unwrap_or_default();
        let mut tree = sdk.tree;
        tree.insert(format!("examples/sent_{package}.rs"), program::text(&lib, &calls));
        workspace.add(package.clone(), tree);
        programs.push((package, trials));
    }
    let built = workspace.cargo(&["build", "--keep-going"], &["--examples"]);
    let folder = built.unwrap_or_else(|said| panic!("{said}")).join("examples");
    for (package, trials) in programs {
        run(
            &folder.join(format!("sent_{package}{}", std::env::consts::EXE_SUFFIX)),
            &trials,
            &mut count,
        );
    }
    report(&count);
}

/// Each parameter with each of its values, beside what the operation requires.
fn tries<'o>(
    operation: &'o Operation,
    count: &mut Count,
) -> Vec<(&'o Parameter, Vec<(&'o Parameter, &'o description::Tried)>)> {
    let mut found = Vec::new();
    for parameter in &operation.parameters {
        count.parameters += 1;
        let values = match (&parameter.values, &parameter.layout) {
            (Ok(values), Ok(_)) => values,
            (Err(why), _) | (_, Err(why)) => {
                *count.skipped.entry(why).or_default() += 1;
                continue;
            }
        };
        for value in values {
            let mut given: Vec<(&Parameter, &description::Tried)> = Vec::new();
            for other in &operation.parameters {
                if std::ptr::eq(other, parameter) {
                    given.push((other, value));
                } else if other.required
                    && let Ok([first, ..]) = other.values.as_deref()
                {
                    given.push((other, first));
                }
            }
            // A setter comes behind all arguments.
            given.sort_by_key(|(one, _)| !one.required);
            found.push((parameter, given));
        }
    }
    found
}

/// The body of the call: the fields that are tried, or any that its schema allows.
fn body(operation: &Operation, given: &[(&Parameter, &description::Tried)], contract: &Contract) -> Option<String> {
    let is_form = operation
        .parameters
        .iter()
        .any(|parameter| parameter.place == Place::Form);
    if is_form {
        let fields = given.iter().filter(|(parameter, _)| parameter.place == Place::Form);
        let members: Map<String, Value> = fields
            .map(|(parameter, value)| (parameter.name.clone(), value.0.clone()))
            .collect();
        return Some(Value::Object(members).to_string());
    }
    let known = contract
        .operations
        .iter()
        .find(|one| one.method == operation.method && one.path == operation.path)?;
    let contents = &known.body.as_ref()?.contents;
    let content = contents
        .iter()
        .find(|content| is_json(&content.media_type))
        .or(contents.first())?;
    let anything = Value::Null;
    let schema = content.schema.as_ref().unwrap_or(&anything);
    Some(sample(&contract.schemas, schema, Extent::of(Direction::Request), 0).to_string())
}

/// The name of the library of this manifest.
fn library(manifest: &str) -> String {
    let names: Vec<&str> = manifest
        .lines()
        .filter_map(|line| line.strip_prefix("name = "))
        .collect();
    names
        .last()
        .copied()
        .unwrap_or_default()
        .trim_matches('"')
        .replace('-', "_")
}

fn run(program: &Path, trials: &BTreeMap<usize, Trial>, count: &mut Count) {
    let output = Command::new(program)
        .output()
        .unwrap_or_else(|error| panic!("{}: {error}", program.display()));
    let mut said = 0;
    for line in workspace_tests::json_lines(&String::from_utf8_lossy(&output.stdout)) {
        let Some(trial) = line[0].as_u64().and_then(|id| trials.get(&usize::try_from(id).ok()?)) else {
            continue;
        };
        said += 1;
        count.compared += 1;
        match trial.expected.compare(&line[1]) {
            Outcome::Equal => *count.equal.entry(trial.expected.cell.clone()).or_default() += 1,
            Outcome::OnPurpose(why) => *count.skipped.entry(why).or_default() += 1,
            Outcome::Different(how) => count.failures.push(format!("{}: {how}", trial.what)),
        }
    }
    if said != trials.len() {
        let error = String::from_utf8_lossy(&output.stderr);
        count.failures.push(format!(
            "{}: {said} of {} calls were made: {error}",
            program.display(),
            trials.len()
        ));
    }
}

/// What was compared, and what not, whether the test passes or fails: the harness swallows what `eprintln!` prints.
fn report(count: &Count) {
    let mut text = format!(
        "{} descriptions, {} operations, {} parameters and fields; {} requests compared, {} of them equal to the tables\n",
        count.documents,
        count.operations,
        count.parameters,
        count.compared,
        count.equal.values().sum::<usize>()
    );
    for (cell, times) in &count.equal {
        let _ = writeln!(text, "{times:6}  {cell}");
    }
    text.push_str("not compared:\n");
    for (why, times) in &count.skipped {
        let _ = writeln!(text, "{times:6}  {why}");
    }
    let _ = std::io::stderr().write_all(text.as_bytes());
    let shown: Vec<&str> = count.failures.iter().take(200).map(String::as_str).collect();
    assert!(
        shown.is_empty(),
        "{} differ:\n{}",
        count.failures.len(),
        shown.join("\n")
    );
}
