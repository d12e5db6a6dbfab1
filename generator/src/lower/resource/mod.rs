//! Where each operation is called: the resource tree and the names of methods.
//!
//! Each style looks at one operation at a time and proposes a [`Place`]. What it takes from the others is the style itself,
//! the prefix that nearly all paths or operationIds have, and the names that are wished for twice.

mod distinct;
mod facts;
mod operation_id;
mod path;
mod place;
mod rest;
mod segment;
mod style;
mod tag;
pub(super) mod words;

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::{Lowering, docs, operation, operation_key};
use crate::config::Style;
use crate::dialect::OperationRef;
use crate::ir::{Docs, Resource};
use crate::name::{Names, bare_snake, raw};
use facts::Facts;
use operation_id::Pattern;
use place::Place;
use style::Look;

/// Methods of the client that an accessor of a top-level resource must not hide.
const CLIENT_METHODS: &[&str] = &[
    "new", "from_env", "builder", "with", "fetch", "base_url", "shared", "clone",
];

/// Methods that every resource client has. `clone` is not among them: an operation of that name is worth more than a short
/// way to copy a handle.
const RESOURCE_METHODS: &[&str] = &["new"];

/// An operation on its way into the tree.
struct Placed {
    reference: OperationRef,
    read: Rc<openapiv3::Operation>,
    id: String,
    facts: Facts,
    place: Place,
}

/// The tree of all operations.
pub(super) fn tree(cx: &mut Lowering) -> Vec<Resource> {
    let all = placed(cx);
    let methods = methods(&all);
    let mut root = empty(Vec::new());
    for (placed, method) in all.iter().zip(methods) {
        let path = &placed.place.resource;
        let resource = descend(&mut root, path);
        let operation = operation::lower(cx, &placed.reference, &placed.read, placed.id.clone(), path, &method);
        resource.operations.push(operation);
    }
    describe(&Tag::all(cx), &mut root);
    finish(&mut root, CLIENT_METHODS);
    root.children
}

/// Finds a place for each operation, in the style that sdk.toml or the look of the description decides on.
fn placed(cx: &Lowering) -> Vec<Placed> {
    let read = operation_key::each(cx);
    let mut all: Vec<Facts> = read
        .iter()
        .map(|(reference, read, key)| Facts::of(reference, read, key))
        .collect();
    facts::drop_prefixes(&mut all);
    let pattern = Pattern::of(&all);
    let style = match cx.config.resources.style {
        Style::Auto => style::choose(&Look::of(&all, pattern.as_ref())),
        decided => decided,
    };
    let place = |facts: &Facts| match style {
        Style::Path | Style::Auto => path::place(facts),
        Style::Tag => tag::place(facts),
        Style::OperationId => operation_id::place(facts, pattern.as_ref()),
        Style::Rest => rest::place(facts),
    };
    let with_place = read.into_iter().zip(all).map(|((reference, read, id), facts)| {
        let place = match cx.config.resources.operations.get(&id) {
            Some(decided) => Place::decided(decided),
            None => place(&facts),
        };
        Placed {
            reference,
            read,
            id,
            facts,
            place,
        }
    });
    with_place.collect()
}

/// The name of the method of each operation. Neither another method of its resource nor an accessor beside it has the same.
fn methods(all: &[Placed]) -> Vec<String> {
    let mut members: BTreeMap<&[String], Vec<usize>> = BTreeMap::new();
    let mut taken: BTreeMap<&[String], BTreeSet<String>> = BTreeMap::new();
    for (index, placed) in all.iter().enumerate() {
        let path = placed.place.resource.as_slice();
        members.entry(path).or_default().push(index);
        let levels = path
            .iter()
            .enumerate()
            .filter_map(|(depth, word)| Some((path.get(..depth)?, word)));
        for (outer, word) in levels {
            taken.entry(outer).or_default().insert(word.clone());
        }
    }
    let mut methods = vec![String::new(); all.len()];
    for (path, indices) in members {
        let mut names = taken.remove(path).unwrap_or_default();
        names.extend(RESOURCE_METHODS.iter().map(|&name| name.to_owned()));
        let wanted: Vec<_> = indices
            .iter()
            .filter_map(|&index| all.get(index))
            .map(|placed| (&placed.facts, &placed.place))
            .collect();
        for (index, name) in indices.into_iter().zip(distinct::methods(&wanted, &names)) {
            methods[index] = name;
        }
    }
    methods
}

fn empty(modules: Vec<String>) -> Resource {
    Resource {
        path: Vec::new(),
        client: words::titled(modules.iter().map(String::as_str)) + "Client",
        modules,
        feature: None,
        docs: Docs::default(),
        operations: Vec::new(),
        children: Vec::new(),
    }
}

/// The resource at `path`, made where it is not there yet.
fn descend<'r>(resource: &'r mut Resource, path: &[String]) -> &'r mut Resource {
    let Some((first, rest)) = path.split_first() else {
        return resource;
    };
    let index = match resource
        .children
        .iter()
        .position(|child| child.modules.last() == Some(first))
    {
        Some(index) => index,
        None => {
            let mut modules = resource.modules.clone();
            modules.push(first.clone());
            resource.children.push(empty(modules));
            resource.children.len() - 1
        }
    };
    descend(&mut resource.children[index], rest)
}

/// What a tag says, and the names of a resource that is its own.
struct Tag {
    levels: Vec<String>,
    letters: String,
    description: Option<String>,
}

impl Tag {
    fn all(cx: &Lowering) -> Vec<Self> {
        let tags = cx.document.tags().into_iter().map(|tag| Tag {
            levels: tag::levels(&tag.name),
            letters: bare_snake(&tag.name).replace('_', ""),
            description: tag.description,
        });
        tags.collect()
    }
}

/// A resource is described by the tag that most of its operations have, if the tag is the resource's own.
fn describe(tags: &[Tag], resource: &mut Resource) {
    for child in &mut resource.children {
        let letters = child.modules.concat().replace([' ', '_'], "");
        let own_tag = tags
            .iter()
            .find(|tag| tag.levels == child.modules || tag.letters == letters);
        child.docs = docs::of(None, own_tag.and_then(|tag| tag.description.as_deref()), false);
        if child.docs.lines.is_empty() {
            let lines = vec![format!("Operations below `{}`.", child.modules.join("."))];
            child.docs = Docs {
                lines,
                ..Docs::default()
            };
        }
        describe(tags, child);
    }
}

/// Accessors are named last, when all methods beside them are known.
fn finish(resource: &mut Resource, reserved: &[&str]) {
    let mut names = Names::reserving(reserved);
    let own_path = resource.path.clone();
    for child in &mut resource.children {
        let word = child.modules.last().cloned().unwrap_or_default();
        child.path.clone_from(&own_path);
        child.path.push(names.take(raw(word), "_"));
    }
    // An accessor keeps its name; a method of the same name gives way.
    for method in resource
        .operations
        .iter_mut()
        .flat_map(|operation| &mut operation.methods)
    {
        method.name = names.take(method.name.clone(), "_");
    }
    for child in &mut resource.children {
        finish(child, RESOURCE_METHODS);
    }
}
