//! What becomes of each field of the specifications: `coverage/fields.toml` lists the fields of each version, `coverage/states.toml` says what becomes
//! of each, with what shows it, and `coverage/README.md` is the page made of both.
//!
//! `UPDATE=1 cargo test -p workspace-tests --test coverage` writes the page anew.

#[path = "coverage/objects.rs"]
mod objects;

use sdksmith::diagnostic::{Code, Diagnostics};
use sdksmith::load::{self, Node};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;
use toml::Table;
use workspace_tests::{case, read, repository};

/// The section of the states that holds no fields but the reasons for which a field may be ignored, or read as something simpler, without a problem
/// that says so.
const REASONS: &str = "Reasons";

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
                unproven(object, (name, versions), &state, &states, &mut descriptions)
                    .map(|why| format!("{object}: `{name}`: {why}")),
            );
            for version in versions {
                *counts.entry((version, state.word)).or_default() += 1;
            }
            let _ = writeln!(
                body,
                "| `{name}` | {} | {} | {} |",
                versions.join(", "),
                state.word,
                shown(&states, state.evidence)
            );
        }
    }
    for (object, names) in states.iter().filter(|(object, _)| *object != REASONS) {
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

/// The sentence of a reason.
fn reason<'s>(states: &'s Table, name: &str) -> Option<&'s str> {
    states.get(REASONS)?.get(name)?.as_str()
}

fn shown(states: &Table, evidence: &str) -> String {
    if let Some(test) = evidence.strip_prefix("test ") {
        return format!("`{test}`");
    }
    if evidence.starts_with("SDK") {
        return format!("[{evidence}](../cases/problem/{evidence})");
    }
    reason(states, evidence).map_or_else(|| format!("[{evidence}](../cases/{evidence})"), str::to_owned)
}

/// Why a state is not shown by what it names.
fn unproven(
    object: &str,
    (name, versions): (&str, &[String]),
    state: &State<'_>,
    states: &Table,
    descriptions: &mut BTreeMap<String, Option<Node>>,
) -> Option<String> {
    let evidence = state.evidence;
    match state.word {
        "supported" => match evidence.strip_prefix("test ") {
            Some(test) => (!is_test(test)).then(|| format!("there is no test `{test}`")),
            None => {
                let description = descriptions
                    .entry(evidence.to_owned())
                    .or_insert_with(|| described(evidence, "expected"));
                match description {
                    None => Some(format!("there is no case `{evidence}`")),
                    Some(node) => {
                        (!shows(node, object, name, versions)).then(|| format!("`{evidence}` does not have it"))
                    }
                }
            }
        },
        "degraded" | "ignored" if evidence.starts_with("SDK") => {
            let exists = Code::ALL.iter().any(|code| code.id() == evidence);
            let shown = descriptions
                .entry(format!("problem/{evidence}"))
                .or_insert_with_key(|case| described(case, "diagnostics.txt"));
            match shown {
                _ if !exists => Some(format!("there is no problem `{evidence}`")),
                Some(node) if shows(node, object, name, versions) => None,
                _ => Some(format!("`problem/{evidence}` does not have it")),
            }
        }
        "degraded" | "ignored" => reason(states, evidence)
            .is_none()
            .then(|| format!("`{evidence}` is neither a problem nor one of the reasons")),
        word => Some(format!("`{word}` is no state")),
    }
}

/// Whether a description has a field, and is of a version that has it.
fn shows(description: &Node, object: &str, name: &str, versions: &[String]) -> bool {
    let said = ["swagger", "openapi"]
        .into_iter()
        .find_map(|key| description.get(key)?.as_str());
    let is_known = said.is_some_and(|said| versions.iter().any(|version| said.starts_with(version.as_str())));
    is_known && objects::has(description, object, name)
}

/// The description of a case that has this too.
fn described(case: &str, beside: &str) -> Option<Node> {
    let place = Path::new("cases").join(case).join("openapi.yaml");
    let is_shown = place.exists() && place.with_file_name(beside).exists();
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
