//! Visits every schema of a document, wherever the specification allows one.

use crate::diagnostic::Pointer;
use crate::load::{Node, Value};

/// The way from the root to the node at hand. Pointers are made from it only when somebody asks.
#[derive(Clone, Copy)]
pub(super) struct Trail<'t> {
    parent: Option<&'t Trail<'t>>,
    step: Step<'t>,
}

#[derive(Clone, Copy)]
enum Step<'t> {
    Root,
    Key(&'t str),
    Index(usize),
}

impl<'t> Trail<'t> {
    pub(super) const ROOT: Trail<'static> = Trail {
        parent: None,
        step: Step::Root,
    };

    pub(super) fn key(&'t self, key: &'t str) -> Trail<'t> {
        Trail {
            parent: Some(self),
            step: Step::Key(key),
        }
    }

    pub(super) fn index(&'t self, index: usize) -> Trail<'t> {
        Trail {
            parent: Some(self),
            step: Step::Index(index),
        }
    }

    pub(super) fn pointer(&self) -> Pointer {
        let parent = self.parent.map_or_else(Pointer::root, Trail::pointer);
        match self.step {
            Step::Root => parent,
            Step::Key(key) => parent.child(key),
            Step::Index(index) => parent.index(index),
        }
    }
}

/// What stands at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Schema,
    PathItem,
    Operation,
    Parameter,
    RequestBody,
    Response,
    MediaType,
    Encoding,
    Callback,
    Components,
}

/// Calls `visit` on every schema and on every object that has schemas below it, outer ones first; what `visit` makes of a
/// node is walked in its place.
pub(super) fn objects(root: &mut Node, visit: &mut Visit<'_>) {
    let trail = Trail::ROOT;
    for (key, node) in members(root) {
        match key {
            "paths" | "webhooks" => each(node, Kind::PathItem, &trail.key(key), visit),
            "components" => one(node, Kind::Components, &trail.key(key), visit),
            _ => {}
        }
    }
}

type Visit<'v> = dyn FnMut(Kind, &mut Node, &Trail<'_>) + 'v;

fn one(node: &mut Node, kind: Kind, trail: &Trail<'_>, visit: &mut Visit<'_>) {
    visit(kind, node, trail);
    for (key, child) in members(node) {
        let here = trail.key(key);
        match (kind, key) {
            (Kind::Schema, "properties" | "patternProperties" | "$defs" | "definitions" | "dependentSchemas")
            | (Kind::Schema, "allOf" | "oneOf" | "anyOf" | "prefixItems") => each(child, Kind::Schema, &here, visit),
            (Kind::Schema, "items") if child.as_sequence().is_some() => each(child, Kind::Schema, &here, visit),
            // Here a truth value is no schema but an answer.
            (Kind::Schema, "additionalProperties" | "unevaluatedProperties") if child.as_bool().is_some() => {}
            (Kind::Schema, "items" | "additionalProperties" | "not" | "if" | "then" | "else" | "contains")
            | (Kind::Schema, "contentSchema" | "propertyNames" | "unevaluatedProperties" | "unevaluatedItems") => {
                one(child, Kind::Schema, &here, visit);
            }
            (Kind::PathItem | Kind::Operation | Kind::Components, "parameters") => {
                each(child, Kind::Parameter, &here, visit)
            }
            (Kind::PathItem, "servers" | "summary" | "description") => {}
            (Kind::PathItem, "additionalOperations") => each(child, Kind::Operation, &here, visit),
            (Kind::PathItem, _) => one(child, Kind::Operation, &here, visit),
            (Kind::Operation, "requestBody") => one(child, Kind::RequestBody, &here, visit),
            (Kind::Operation | Kind::Components, "responses") => each(child, Kind::Response, &here, visit),
            (Kind::Operation | Kind::Components, "callbacks") => each(child, Kind::Callback, &here, visit),
            (Kind::Callback, _) => one(child, Kind::PathItem, &here, visit),
            (Kind::Parameter | Kind::MediaType, "schema") | (Kind::Response, "schema") => {
                one(child, Kind::Schema, &here, visit);
            }
            (Kind::Parameter | Kind::RequestBody | Kind::Response, "content") => {
                each(child, Kind::MediaType, &here, visit)
            }
            (Kind::Response | Kind::Encoding | Kind::Components, "headers") => {
                each(child, Kind::Parameter, &here, visit)
            }
            (Kind::MediaType, "itemSchema") => one(child, Kind::Schema, &here, visit),
            (Kind::MediaType | Kind::Encoding, "prefixEncoding") => each(child, Kind::Encoding, &here, visit),
            (Kind::MediaType | Kind::Encoding, "itemEncoding") => one(child, Kind::Encoding, &here, visit),
            (Kind::MediaType | Kind::Encoding, "encoding") => each(child, Kind::Encoding, &here, visit),
            (Kind::Components, "schemas") => each(child, Kind::Schema, &here, visit),
            (Kind::Components, "mediaTypes") => each(child, Kind::MediaType, &here, visit),
            (Kind::Components, "requestBodies") => each(child, Kind::RequestBody, &here, visit),
            (Kind::Components, "pathItems") => each(child, Kind::PathItem, &here, visit),
            _ => {}
        }
    }
}

fn each(node: &mut Node, kind: Kind, trail: &Trail<'_>, visit: &mut Visit<'_>) {
    match &mut node.value {
        Value::Mapping(mapping) => mapping
            .iter_mut()
            .for_each(|(key, child)| one(child, kind, &trail.key(key), visit)),
        Value::Sequence(elements) => {
            elements
                .iter_mut()
                .enumerate()
                .for_each(|(index, child)| one(child, kind, &trail.index(index), visit));
        }
        _ => {}
    }
}

fn members(node: &mut Node) -> impl Iterator<Item = (&str, &mut Node)> {
    node.as_mapping_mut().into_iter().flat_map(|mapping| mapping.iter_mut())
}
