//! Path items and operations.

use std::collections::{HashMap, HashSet};

use super::body::{self, Field};
use super::{Conversion, media, parameter, reference, response, server, take};
use crate::diagnostic::{Diagnostics, Pointer};
use crate::dialect::METHODS;
use crate::load::{Mapping, Node};

/// What operations refer to, looked at before anything is moved.
#[derive(Default)]
pub(super) struct Shared {
    pub(super) fields: HashMap<Box<str>, Field>,
    pub(super) responses: HashMap<Box<str>, (Pointer, Node)>,
    pub(super) successes: HashSet<Pointer>,
}

/// Collects the parameters and responses that operations refer to.
pub(super) fn shared(root: &Node, diagnostics: &Diagnostics) -> Shared {
    let mut shared = Shared::default();
    for (_, item) in members(root.get("paths")) {
        shared.parameters(root, item, diagnostics);
        for (_, operation) in members(Some(item)).filter(|(key, _)| METHODS.contains(key)) {
            shared.parameters(root, operation, diagnostics);
            for (status, node) in members(operation.get("responses")) {
                if let Some(target) = reference::of(node)
                    && let Ok((at, found)) = reference::follow(root, target)
                {
                    if response::is_success(status) {
                        shared.successes.insert(at.clone());
                    }
                    let known = shared.responses.entry(Box::from(target));
                    known.or_insert_with(|| (at, found.clone()));
                }
            }
        }
    }
    shared
}

impl Shared {
    fn parameters(&mut self, root: &Node, owner: &Node, diagnostics: &Diagnostics) {
        let nodes = owner
            .get("parameters")
            .and_then(Node::as_sequence)
            .into_iter()
            .flatten();
        for target in nodes.filter_map(reference::of) {
            if !self.fields.contains_key(target)
                && let Ok((at, found)) = reference::follow(root, target)
                && let Some(part) = body::part(found)
            {
                let field = Field::read(found.clone(), part, at, diagnostics).shared();
                self.fields.insert(Box::from(target), field);
            }
        }
    }
}

fn members(node: Option<&Node>) -> impl Iterator<Item = (&str, &Node)> {
    node.and_then(Node::as_mapping).into_iter().flat_map(Mapping::iter)
}

impl Conversion<'_> {
    /// Rewrites the operations of all paths.
    pub(super) fn paths(&mut self, paths: &mut Node) {
        let place = Pointer::root().child("paths");
        for (path, item) in paths.as_mapping_mut().into_iter().flat_map(Mapping::iter_mut) {
            if !path.starts_with("x-") {
                self.path_item(item, &place.child(path));
            }
        }
    }

    fn path_item(&mut self, item: &mut Node, at: &Pointer) {
        let Some(item) = item.as_mapping_mut() else { return };
        let mut shared = self.parameters(item, at);
        for (key, operation) in item.iter_mut() {
            if METHODS.contains(&key) {
                self.operation(operation, &at.child(key), &mut shared);
            }
        }
    }

    fn operation(&mut self, operation: &mut Node, at: &Pointer, inherited: &mut [Field]) {
        let Some(operation) = operation.as_mapping_mut() else {
            return;
        };
        let mut media_types = |key: &str| {
            let (_, node) = take(operation, key)?;
            media::types(&node, &at.child(key), self.diagnostics)
        };
        let consumes = media_types("consumes").unwrap_or_else(|| self.consumes.clone());
        let own_produces = media_types("produces");
        if let Some((_, schemes)) = take(operation, "schemes") {
            // The server of the document speaks the first of its schemes, which an operation may not.
            if let Some(servers) = server::of_operation(&schemes, self.servers.as_ref())
                && !operation.contains("servers")
            {
                operation.insert("servers", servers);
            }
        }
        let mut own = self.parameters(operation, at);
        let is_own = |field: &Field| own.iter().any(|one| one.part == field.part && one.name == field.name);
        let has_body = own.iter().any(|one| one.part == body::Part::Body);
        let mut fields: Vec<&mut Field> = inherited
            .iter_mut()
            .filter(|field| !(is_own(field) || has_body && field.part == body::Part::Body))
            .collect();
        fields.extend(&mut own);
        self.request_body(operation, at, &mut fields, &consumes);
        self.responses(operation, at, own_produces);
    }

    /// Rewrites the parameters that stand here, and takes those out that are part of a body.
    fn parameters(&mut self, owner: &mut Mapping, at: &Pointer) -> Vec<Field> {
        let place = at.child("parameters");
        let Some(list) = owner.get_mut("parameters").and_then(Node::as_sequence_mut) else {
            return Vec::new();
        };
        let (mut fields, mut kept) = (Vec::new(), Vec::with_capacity(list.len()));
        for (index, mut node) in std::mem::take(list).into_iter().enumerate() {
            let here = place.index(index);
            parameter::refer_by_schema(&mut node);
            if let Some(target) = reference::of(&node) {
                if let Some(field) = self.fields.get(target) {
                    fields.push(field.clone());
                    continue;
                }
            } else if let Some(part) = body::part(&node) {
                fields.push(Field::read(node, part, here, self.diagnostics));
                continue;
            } else {
                parameter::rewrite(&mut node, &here, self.diagnostics);
            }
            if kept.len() != index {
                self.places.moved(here, place.index(kept.len()));
            }
            kept.push(node);
        }
        *list = kept;
        if list.is_empty() {
            owner.remove("parameters");
        }
        fields
    }

    fn responses(&mut self, operation: &mut Mapping, at: &Pointer, own_produces: Option<media::MediaTypes>) {
        let place = at.child("responses");
        let Some(responses) = operation.get_mut("responses") else {
            return;
        };
        let Some(responses) = responses.as_mapping_mut() else {
            return;
        };
        let only_default = responses
            .iter()
            .all(|(status, _)| status == "default" || status.starts_with("x-"));
        let produces = own_produces.clone().unwrap_or_else(|| self.produces.clone());
        for (status, node) in responses.iter_mut().filter(|(status, _)| !status.starts_with("x-")) {
            let here = place.child(status);
            let is_success = response::is_success(status) || only_default;
            let Some(target) = reference::of(node) else {
                self.response(node, (&here, &here), &produces, is_success);
                continue;
            };
            // The shared response has the media types of the document, and this operation has its own.
            if is_success
                && own_produces.as_ref().is_some_and(|own| *own != self.produces)
                && let Some((origin, shared)) = self.responses.get(target)
                && shared.get("schema").is_some()
            {
                let (origin, mut copy) = (origin.clone(), shared.clone());
                copy.at = node.at;
                self.copied_response(&mut copy, &origin, &produces);
                *node = copy;
            }
        }
    }
}
