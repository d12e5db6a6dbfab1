//! What becomes of each field of the specifications: `coverage/fields.toml` lists the fields of each version, `coverage/states.toml` says what becomes
//! of each, with what shows it, and `coverage/README.md` is the page made of both.
//!
//! `UPDATE=1 cargo test -p workspace-tests --test coverage` writes the page anew.

use sdksmith::diagnostic::{Code, Diagnostics};
use sdksmith::load::{self, Node, Value};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;
use toml::Table;
use workspace_tests::{case, read, repository};

/// The sections whose names are values in a description and no members.
const VALUES: [&str; 4] = [
    "Places of parameters",
    "Styles of parameters",
    "Collection formats",
    "Types of security schemes",
];

/// What becomes of a field.
struct State<'s> {
    word: &'s str,
    evidence: &'s str,
}

/// The versions that have a field, by its object and its name, in the order of the lists.
struct Fields {
    objects: Vec<Object>,
}

/// The name of an object, and its fields with the versions that have them.
type Object = (String, Vec<(String, Vec<String>)>);

impl Fields {
    fn of(lists: &Table) -> Self {
        let mut objects: Vec<Object> = Vec::new();
        for (version, list) in lists {
            for (object, names) in list.as_table().expect("a version has a table of objects") {
                if objects.iter().all(|(known, _)| known != object) {
                    objects.push((object.clone(), Vec::new()));
                }
                let fields = objects.iter_mut().find(|(known, _)| known == object);
                let (_, fields) = fields.expect("it is there by now");
                for name in names.as_array().expect("an object has a list of fields") {
                    let name = name.as_str().expect("a field is a text");
                    match fields.iter_mut().find(|(known, _)| known == name) {
                        Some((_, versions)) => versions.push(version.clone()),
                        None => fields.push((name.to_owned(), vec![version.clone()])),
                    }
                }
            }
        }
        objects.sort();
        Fields { objects }
    }
}

#[test]
fn every_field_has_a_state_that_is_shown_and_the_page_says_so() {
    let folder = repository().join("tests/coverage");
    let lists: Table = toml::from_str(&read(folder.join("fields.toml"))).expect("the fields are TOML");
    let states: Table = toml::from_str(&read(folder.join("states.toml"))).expect("the states are TOML");
    let fields = Fields::of(&lists);
    let mut wrong = Vec::new();
    let mut known = BTreeSet::new();
    let mut descriptions = BTreeMap::new();
    let mut body = String::new();
    let mut counts: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for (object, names) in &fields.objects {
        let _ = writeln!(
            body,
            "\n## {object}\n\n| | in | | shown by, or reason |\n| --- | --- | --- | --- |"
        );
        for (name, versions) in names {
            known.insert((object.as_str(), name.as_str()));
            let Some(state) = state(&states, object, name) else {
                wrong.push(format!("{object}: `{name}` has no state"));
                continue;
            };
            wrong.extend(
                unproven(object, name, &state, &mut descriptions).map(|why| format!("{object}: `{name}`: {why}")),
            );
            for version in versions {
                *counts.entry((version, state.word)).or_default() += 1;
            }
            let _ = writeln!(
                body,
                "| `{name}` | {} | {} | {} |",
                versions.join(", "),
                state.word,
                shown(state.evidence)
            );
        }
    }
    for (object, names) in &states {
        for name in names.as_table().expect("an object has a table of states").keys() {
            if !known.contains(&(object.as_str(), name.as_str())) {
                wrong.push(format!("{object}: `{name}` is a field of no version"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let page = format!("{}{body}", head(&lists, &counts));
    let place = folder.join("README.md");
    if case::updating() {
        std::fs::write(&place, &page).expect("the page can be written");
    }
    assert!(
        place.exists() && read(&place) == page,
        "tests/coverage/README.md is not what the fields and their states give; UPDATE=1 writes it"
    );
}

fn head(lists: &Table, counts: &BTreeMap<(&str, &str), usize>) -> String {
    let mut head = String::from(
        "# What becomes of each field\n\n\
         Made by `tests/coverage.rs` from `fields.toml` and `states.toml`. What is supported names a folder below `tests/cases` whose description has the\n\
         field and whose expected output shows what it does, or a test. What is degraded is read as something simpler, and what is ignored has no effect;\n\
         `sdksmith explain` says more about a code.\n\n\
         | version | supported | degraded | ignored |\n| --- | ---: | ---: | ---: |\n",
    );
    for version in lists.keys() {
        let count = |word| counts.get(&(version.as_str(), word)).copied().unwrap_or_default();
        let [supported, degraded, ignored] = ["supported", "degraded", "ignored"].map(count);
        let _ = writeln!(head, "| {version} | {supported} | {degraded} | {ignored} |");
    }
    head
}

fn state<'s>(states: &'s Table, object: &str, name: &str) -> Option<State<'s>> {
    let (word, evidence) = states.get(object)?.get(name)?.as_str()?.split_once(": ")?;
    Some(State { word, evidence })
}

fn shown(evidence: &str) -> String {
    match evidence.strip_prefix("test ") {
        Some(test) => format!("`{test}`"),
        None if evidence.contains(' ') || evidence.starts_with("SDK") => evidence.to_owned(),
        None => format!("[{evidence}](../cases/{evidence})"),
    }
}

/// Why a state is not shown by what it names.
fn unproven(
    object: &str,
    name: &str,
    state: &State<'_>,
    descriptions: &mut BTreeMap<String, Option<Node>>,
) -> Option<String> {
    let evidence = state.evidence;
    match state.word {
        "supported" => match evidence.strip_prefix("test ") {
            Some(test) => (!is_test(test)).then(|| format!("there is no test `{test}`")),
            None => {
                let description = descriptions
                    .entry(evidence.to_owned())
                    .or_insert_with(|| description(evidence));
                match description {
                    None => Some(format!("there is no case `{evidence}`")),
                    Some(node) => (!has(node, object, name)).then(|| format!("`{evidence}` does not have it")),
                }
            }
        },
        "degraded" | "ignored" if evidence.starts_with("SDK") => {
            let exists = Code::ALL.iter().any(|code| code.id() == evidence);
            (!exists).then(|| format!("there is no problem `{evidence}`"))
        }
        "degraded" | "ignored" => evidence.is_empty().then(|| "a reason is missing".to_owned()),
        word => Some(format!("`{word}` is no state")),
    }
}

fn description(case: &str) -> Option<Node> {
    let place = Path::new("cases").join(case).join("openapi.yaml");
    let is_shown = place.exists() && place.with_file_name("expected").exists();
    is_shown.then(|| load::text(case, read(&place), &Diagnostics::new()).ok())?
}

/// `binary::name`: a test of that name in that program's sources.
fn is_test(test: &str) -> bool {
    let Some((binary, name)) = test.split_once("::") else {
        return false;
    };
    let mut sources = vec![Path::new(".").join(format!("{binary}.rs"))];
    let parts = std::fs::read_dir(binary).into_iter().flatten().flatten();
    sources.extend(parts.map(|entry| entry.path()));
    sources
        .iter()
        .filter(|place| place.extension().is_some_and(|end| end == "rs"))
        .any(|place| read(place).contains(&format!("fn {name}()")))
}

/// Whether a description has a member of this name, or a value where the section lists values. A name in braces stands for any.
fn has(node: &Node, object: &str, name: &str) -> bool {
    let is_value = VALUES.contains(&object);
    match &node.value {
        _ if name.starts_with('{') => true,
        Value::Mapping(members) => members
            .iter()
            .any(|(key, value)| (!is_value && key == name) || has(value, object, name)),
        Value::Sequence(elements) => elements.iter().any(|element| has(element, object, name)),
        Value::String(text) => is_value && **text == *name,
        _ => false,
    }
}
