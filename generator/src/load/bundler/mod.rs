//! Several files -> one document.
//!
//! The parts of other files come to stand among the components, under names made of their file and their place in it, or
//! where the description itself names them: `Pet: { $ref: pet.yaml }` below `components.schemas` makes `Pet` the place of
//! that file, and a path item stands in its path. Every reference is rewritten to that place, so one part has one place
//! however it is spelled, and each node keeps the position in its own file.
//!
//! A reference that leads nowhere is reported and stays as it is; the later stages go on without it.

mod address;
mod copy;
mod file;
mod identity;
mod kind;
mod place;
mod resolve;
mod trail;

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use copy::Spot;
use file::{Files, Lost, MAIN};
use kind::{COMPONENTS, Kind, SWAGGER, What};
use place::{Names, Places};
use trail::Trail;

use super::Inputs;
use super::node::{Node, Value};
use crate::diagnostic::{Diagnostics, Pointer};

/// A part of a file.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
struct Target {
    file: usize,
    at: Pointer,
}

/// The state of bundling.
struct Bundler<'d> {
    diagnostics: &'d Diagnostics,
    files: Files<'d>,
    is_swagger: bool,
    places: Places,
    /// The parts that were given a place, in their order.
    given: Vec<(Target, What, Pointer)>,
    /// Files of which one part with a place stands within another one, so that each node has to be looked up.
    nested: HashSet<usize>,
    resolved: HashMap<Reference, Result<(Target, Names), Lost>>,
    /// How many nodes were copied from other files.
    copied: usize,
    /// How many parts without a place of their own are being copied into each other.
    inlining: usize,
    /// The parts that were copied so at least once, and how many nodes were copied once more.
    inlined: HashSet<Target>,
    repeated: usize,
    /// True within a part that was copied before.
    repeating: bool,
}

/// A reference as its file means it: the file, the part with an address of its own around it, and the text.
type Reference = (usize, Option<Pointer>, Box<str>);

/// Brings everything that the description refers to into it.
pub(super) fn bundle(root: Node, inputs: &Inputs, diagnostics: &Diagnostics) -> Node {
    if !has_far_references(&root) {
        return root;
    }
    let root = Rc::new(root);
    let mut bundler = Bundler {
        diagnostics,
        files: Files::new(inputs, Rc::clone(&root), diagnostics),
        is_swagger: root.get("swagger").is_some(),
        places: Places::default(),
        given: Vec::new(),
        nested: HashSet::new(),
        resolved: HashMap::new(),
        copied: 0,
        inlining: 0,
        inlined: HashSet::new(),
        repeated: 0,
        repeating: false,
    };
    bundler.claim_places();
    let bundled = bundler.run(&root);
    // Which parts stand within others is known only now that all are known.
    bundler.nested = bundler.places.nested();
    if bundler.nested.is_empty() {
        return bundled;
    }
    drop(bundled);
    bundler.run(&root)
}

/// True when the document has a reference that is more than a JSON pointer, or parts that change what pointers mean.
fn has_far_references(node: &Node) -> bool {
    match &node.value {
        Value::Mapping(mapping) => mapping.iter().any(|(key, child)| match (key, child.as_str()) {
            ("$ref", Some(text)) => !is_near(text),
            ("$id" | "$dynamicRef" | "$recursiveRef", Some(_)) => true,
            _ => has_far_references(child),
        }),
        Value::Sequence(elements) => elements.iter().any(has_far_references),
        _ => false,
    }
}

/// True for a plain JSON pointer into the same file.
fn is_near(reference: &str) -> bool {
    reference == "#" || reference.starts_with("#/")
}

impl Bundler<'_> {
    /// Gives the places of the description's own to the parts that they refer to.
    fn claim_places(&mut self) {
        let top = Pointer::root();
        self.claim(&top.child("paths"), What::PathItem);
        self.claim(&top.child("webhooks"), What::PathItem);
        if self.is_swagger {
            for (collection, what) in SWAGGER {
                self.claim(&top.child(collection), what);
            }
        } else {
            let components = top.child("components");
            for (collection, what) in COMPONENTS {
                self.claim(&components.child(collection), what);
            }
        }
    }

    /// Looks through one collection, which may itself stand in another file.
    fn claim(&mut self, collection: &Pointer, what: What) {
        let own = Target {
            file: MAIN,
            at: collection.clone(),
        };
        let Ok(Target { file, at }) = self.arrive(own, 0) else {
            return;
        };
        let Some(root) = self.root(file) else { return };
        let Some(members) = find(&root, &at).and_then(Node::as_mapping) else {
            return;
        };
        for (key, member) in members.iter() {
            let (place, at) = (collection.child(key), at.child(key));
            self.places.take(collection, key);
            // What stands beside the reference to a path item is laid over it; other references have to be alone.
            let is_alone = what == What::PathItem || member.as_mapping().is_some_and(|it| it.len() == 1);
            match member.get("$ref").and_then(Node::as_str) {
                Some(text) if is_alone && self.is_settled(what) => {
                    if let Ok((found, _)) = self.resolve(file, &at, text)
                        && found.file != MAIN
                    {
                        self.places.claim(found, what, place);
                    }
                }
                None if file != MAIN => self.places.claim(Target { file, at }, what, place),
                _ => {}
            }
        }
    }

    /// True for what the later stages look for at the end of a reference; all else has to be there where it is used.
    fn is_settled(&self, what: What) -> bool {
        what == What::PathItem || what.home(self.is_swagger).is_some()
    }

    fn root(&self, file: usize) -> Option<Rc<Node>> {
        self.files.get(file).map(|file| Rc::clone(&file.root))
    }

    /// Copies the description, and then whatever was given a place.
    fn run(&mut self, root: &Node) -> Node {
        (self.copied, self.repeated) = (0, 0);
        self.inlined.clear();
        let mut bundled = self.copy_part(MAIN, &Pointer::root(), root, What::Document, &Pointer::root());
        let mut done = 0;
        while let Some((target, what, place)) = self.given.get(done).cloned() {
            done += 1;
            let Some(root) = self.root(target.file) else { continue };
            let Some(node) = find(&root, &target.at) else { continue };
            let copy = self.copy_part(target.file, &target.at, node, what, &place);
            put(&mut bundled, &place, copy);
        }
        bundled
    }

    fn copy_part(&mut self, file: usize, at: &Pointer, node: &Node, what: What, place: &Pointer) -> Node {
        let spot = Spot {
            file,
            trail: &Trail::Base(at),
            out: &Trail::Base(place),
            depth: 0,
        };
        self.copy(node, Kind::One(what), spot)
    }
}

fn find<'n>(root: &'n Node, at: &Pointer) -> Option<&'n Node> {
    at.tokens().try_fold(root, |node, token| node.step(&token))
}

/// Puts a node into its collection, which is made if it is not there.
fn put(root: &mut Node, place: &Pointer, node: Node) {
    let mut tokens: Vec<_> = place.tokens().collect();
    let Some(name) = tokens.pop() else { return };
    let mut collection = root;
    for token in tokens {
        let is_there = collection.get(&token).is_some_and(|it| it.value != Value::Null);
        if let Some(mapping) = collection.as_mapping_mut().filter(|_| !is_there) {
            mapping.insert(&token, Node::mapping([], node.at));
        }
        let Some(next) = collection.get_mut(&token) else { return };
        collection = next;
    }
    if let Some(mapping) = collection.as_mapping_mut() {
        mapping.insert(&name, node);
    }
}
