//! References that name nothing, where only one thing can be meant: the name is there, in another section, with other
//! letter cases, or in the schema in which the reference stands.

use std::collections::HashMap;

use super::reference::{self, Why};
use super::walk::Trail;
use crate::diagnostic::{Code, Diagnostics, Pointer};
use crate::load::{Mapping, Node, Value};

/// Where things of one kind are kept, the usual place first, and the sections that are written for it.
struct Section {
    name: &'static str,
    homes: &'static [&'static [&'static str]],
    written: &'static [&'static str],
}

static SECTIONS: [Section; 6] = [
    Section {
        name: "schemas",
        homes: &[&["components", "schemas"], &["definitions"], &["$defs"]],
        written: &[
            "schemas",
            "schema",
            "definitions",
            "$defs",
            "defs",
            "models",
            "components",
        ],
    },
    Section {
        name: "parameters",
        homes: &[&["components", "parameters"]],
        written: &["parameters", "parameter"],
    },
    Section {
        name: "responses",
        homes: &[&["components", "responses"]],
        written: &["responses", "response"],
    },
    Section {
        name: "requestBodies",
        homes: &[&["components", "requestBodies"]],
        written: &["requestbodies", "requestbody"],
    },
    Section {
        name: "headers",
        homes: &[&["components", "headers"]],
        written: &["headers", "header"],
    },
    Section {
        name: "securitySchemes",
        homes: &[&["components", "securitySchemes"]],
        written: &["securityschemes", "securitydefinitions"],
    },
];

/// Keywords of schemas below which schemas stand.
const OF_SCHEMAS: [&str; 5] = ["properties", "items", "$defs", "definitions", "additionalProperties"];

/// Members whose values are no part of the description but data.
const DATA: [&str; 5] = ["example", "examples", "default", "enum", "const"];

/// Says such references right.
pub(super) fn correct(root: &mut Node, diagnostics: &Diagnostics) {
    let mut search = Search {
        root,
        meant: HashMap::new(),
        spellings: HashMap::new(),
        found: Vec::new(),
    };
    search.look(root, &Trail::ROOT);
    for (at, meant) in search.found {
        let node = at.tokens().try_fold(&mut *root, |node, token| node.step_mut(&token));
        let Some(target) = node.and_then(|node| node.get_mut("$ref")) else {
            continue;
        };
        let message = format!(
            "nothing stands at `{}`; `{meant}` is used",
            target.as_str().unwrap_or_default()
        );
        diagnostics.report(Code::UnknownReference, (&at, target.at), message);
        target.value = Node::string(meant.as_str(), target.at).value;
    }
}

/// The names of a section in lower case, and the place of each; no place where several names differ in nothing else.
type Spellings = HashMap<String, Option<Pointer>>;

struct Search<'n> {
    root: &'n Node,
    /// What references mean instead of what they say, as far as they were looked at.
    meant: HashMap<&'n str, Option<Pointer>>,
    spellings: HashMap<&'static str, Spellings>,
    /// Where a reference has to change, and into what.
    found: Vec<(Pointer, Pointer)>,
}

impl<'n> Search<'n> {
    fn look(&mut self, node: &'n Node, trail: &Trail<'_>) {
        match &node.value {
            Value::Mapping(mapping) => {
                if let Some(reference) = reference::of(node)
                    && let Some(meant) = self.meant(reference).or_else(|| self.within(reference, trail))
                {
                    self.found.push((trail.pointer(), meant));
                }
                for (key, child) in mapping.iter().filter(|(key, _)| !DATA.contains(key)) {
                    self.look(child, &trail.key(key));
                }
            }
            Value::Sequence(elements) => {
                for (index, child) in elements.iter().enumerate() {
                    self.look(child, &trail.index(index));
                }
            }
            _ => {}
        }
    }

    /// The one place that a reference can mean which leads nowhere.
    fn meant(&mut self, reference: &'n str) -> Option<Pointer> {
        if let Some(known) = self.meant.get(reference) {
            return known.clone();
        }
        let meant = self.guess(reference);
        self.meant.insert(reference, meant.clone());
        meant
    }

    /// The place inside of the schema in which the reference stands: `#/properties/name` is written as if the schema were a
    /// document of its own.
    fn within(&self, reference: &str, trail: &Trail<'_>) -> Option<Pointer> {
        let inner = Pointer::parse(reference)?;
        if !inner.tokens().next().is_some_and(|first| OF_SCHEMAS.contains(&&*first)) {
            return None;
        }
        let lost = reference::follow(self.root, reference).err()?;
        if lost.why != Why::Unknown || lost.reference != reference {
            return None;
        }
        let here = trail.pointer();
        let outer: Vec<_> = here.tokens().collect();
        let length = match outer.as_slice() {
            [first, second, _, ..] if first == "components" && second == "schemas" => 3,
            tokens => tokens.iter().position(|token| token == "schema")? + 1,
        };
        let schema = Pointer::root().descend(outer.iter().take(length).map(|token| &**token));
        let tokens: Vec<_> = inner.tokens().collect();
        let place = schema.descend(tokens.iter().map(|token| &**token));
        place
            .tokens()
            .try_fold(self.root, |node, token| node.step(&token))
            .map(|_| place.clone())
    }

    fn guess(&mut self, reference: &str) -> Option<Pointer> {
        let lost = reference::follow(self.root, reference).err()?;
        if lost.why != Why::Unknown || lost.reference != reference {
            return None;
        }
        let place = Pointer::parse(reference)?;
        let tokens: Vec<_> = place.tokens().collect();
        let ([section, name] | [_, section, name]) = tokens.as_slice() else {
            return None;
        };
        let section = section.to_lowercase();
        let section = SECTIONS.iter().find(|known| known.written.contains(&&*section))?;
        let exact: Vec<Pointer> = homes(self.root, section)
            .filter(|(_, members)| members.contains(name))
            .map(|(at, _)| at.child(name))
            .collect();
        if let [only] = exact.as_slice() {
            return Some(only.clone());
        }
        let spellings = self
            .spellings
            .entry(section.name)
            .or_insert_with(|| spellings(self.root, section));
        spellings.get(&name.to_lowercase()).cloned().flatten()
    }
}

fn spellings(root: &Node, section: &'static Section) -> Spellings {
    let mut spellings = Spellings::new();
    for (at, members) in homes(root, section) {
        for (name, _) in members.iter() {
            spellings
                .entry(name.to_lowercase())
                .and_modify(|place| *place = None)
                .or_insert_with(|| Some(at.child(name)));
        }
    }
    spellings
}

fn homes<'n>(root: &'n Node, section: &'static Section) -> impl Iterator<Item = (Pointer, &'n Mapping)> {
    section.homes.iter().filter_map(move |home| {
        let at = Pointer::root().descend(home.iter().copied());
        let node = at.tokens().try_fold(root, |node, token| node.step(&token))?;
        Some((at, node.as_mapping()?))
    })
}
