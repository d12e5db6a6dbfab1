//! Swagger 2.0 in the shape of OpenAPI 3.0.
//!
//! What stands elsewhere in 3.0 is moved there, node by node, so that every node keeps the place where it was read.
//! References are written in the places of 2.0 until all is moved, and translated in the end. A document that mixes both
//! versions keeps what it says in the way of 3.0.

mod body;
mod media;
mod operation;
mod parameter;
mod place;
mod response;
mod security;
mod server;
#[cfg(test)]
mod tests;

use std::collections::{HashMap, HashSet};

use super::reference;
use crate::diagnostic::{Code, Diagnostics, Pointer, Position};
use crate::load::{Mapping, Node, Value};
use body::Field;
use media::MediaTypes;
use place::Places;

/// Rewrites a whole document. Schemas are left to [`schema`], which is called on each of them.
pub(super) fn document(root: &mut Node, diagnostics: &Diagnostics) {
    let at = root.at;
    let shared = operation::shared(root, diagnostics);
    let servers = server::of_document(root);
    let Some(mapping) = root.as_mapping_mut() else { return };
    let top = Pointer::root();
    let mut media_types = |key: &str| {
        let (_, node) = take(mapping, key)?;
        media::types(&node, &top.child(key), diagnostics)
    };
    let mut conversion = Conversion {
        diagnostics,
        consumes: media_types("consumes").unwrap_or_default(),
        produces: media_types("produces").unwrap_or_default(),
        places: Places::new(mapping.get("definitions")),
        servers: servers.clone(),
        fields: shared.fields,
        responses: shared.responses,
        successes: shared.successes,
    };
    for key in ["swagger", "schemes", "host", "basePath", "x-ms-parameterized-host"] {
        mapping.remove(key);
    }
    if !mapping.contains("openapi") {
        mapping.insert("openapi", Node::string("3.0.3", at));
    }
    if let Some(servers) = servers.filter(|_| !mapping.contains("servers")) {
        mapping.insert("servers", servers);
    }
    conversion.components(mapping, at);
    if let Some(paths) = mapping.get_mut("paths") {
        conversion.paths(paths);
    }
    conversion.places.rewrite(root);
}

/// Rewrites one schema; the schemas below it are rewritten by themselves.
pub(super) fn schema(node: &mut Node) {
    let at = node.at;
    let Some(mapping) = node.as_mapping_mut() else { return };
    if let Some(nullable) = mapping.remove("x-nullable")
        && !mapping.contains("nullable")
    {
        mapping.insert("nullable", nullable);
    }
    if let Some(name) = mapping
        .get("discriminator")
        .filter(|said| said.as_str().is_some())
        .cloned()
    {
        mapping.insert("discriminator", Node::mapping([("propertyName", name)], at));
    }
}

/// What is known of the whole document while its parts are rewritten.
struct Conversion<'d> {
    diagnostics: &'d Diagnostics,
    consumes: MediaTypes,
    produces: MediaTypes,
    places: Places,
    /// The servers of the document.
    servers: Option<Node>,
    /// Parameters that are part of a body, by the references to them.
    fields: HashMap<Box<str>, Field>,
    /// Responses without their schemas, by the references to them.
    responses: HashMap<Box<str>, (Pointer, Node)>,
    /// The shared responses that some operation answers in success.
    successes: HashSet<Pointer>,
}

impl Conversion<'_> {
    /// Moves what the document shares below `components`.
    fn components(&mut self, root: &mut Mapping, at: Position) {
        let top = Pointer::root();
        let mut sections: Vec<(&str, Position, Mapping)> = Vec::new();
        for (key, section) in [
            ("definitions", "schemas"),
            ("parameters", "parameters"),
            ("responses", "responses"),
            ("securityDefinitions", "securitySchemes"),
        ] {
            let Some((key_at, node)) = take(root, key) else {
                continue;
            };
            let node_at = node.at;
            let Value::Mapping(members) = node.value else {
                let message = format!("`{key}` has to be a mapping, so nothing in it is read");
                self.diagnostics
                    .report(Code::InvalidPart, (&top.child(key), node_at), message);
                continue;
            };
            match section {
                "parameters" => {
                    let (parameters, bodies) = self.shared_parameters(*members);
                    sections.push(("parameters", key_at, parameters));
                    sections.push(("requestBodies", key_at, bodies));
                }
                "responses" => sections.push((section, key_at, self.shared_responses(*members))),
                "securitySchemes" => sections.push((section, key_at, security::schemes(*members))),
                _ => sections.push((section, key_at, *members)),
            }
        }
        sections.retain(|(_, _, members)| !members.is_empty());
        if sections.is_empty() {
            return;
        }
        if root.get("components").and_then(Node::as_mapping).is_none() {
            root.insert("components", Node::mapping([], at));
        }
        let Some(components) = root.get_mut("components").and_then(Node::as_mapping_mut) else {
            return;
        };
        for (section, key_at, members) in sections {
            match components.get_mut(section).and_then(Node::as_mapping_mut) {
                None => {
                    let members = Node::new(Value::Mapping(Box::new(members)), key_at);
                    components.insert_at(section, key_at, members);
                }
                Some(known) => {
                    for entry in members.into_entries() {
                        if !known.contains(&entry.key) {
                            known.insert_at(&entry.key, entry.key_at, entry.value);
                        }
                    }
                }
            }
        }
    }

    /// The parameters that operations share, and among them those that are whole bodies. A field of a form stays where it
    /// is, for the forms that refer to its schema.
    fn shared_parameters(&mut self, members: Mapping) -> (Mapping, Mapping) {
        let (mut parameters, mut bodies) = (Mapping::default(), Mapping::default());
        for entry in members.into_entries() {
            let old = Pointer::root().descend(["parameters", &entry.key]);
            let mut node = entry.value;
            match body::part(&node) {
                Some(body::Part::Body) => {
                    let new = Pointer::root().descend(["components", "requestBodies", &entry.key]);
                    let body = self.shared_body(node, &old, &new);
                    self.places.moved(old, new);
                    bodies.insert_at(&entry.key, entry.key_at, body);
                }
                part => {
                    if part.is_some() {
                        parameter::schema_of(&mut node);
                        body::describe(&mut node);
                    } else {
                        parameter::rewrite(&mut node, &old, self.diagnostics);
                    }
                    parameters.insert_at(&entry.key, entry.key_at, node);
                }
            }
        }
        (parameters, bodies)
    }

    fn shared_responses(&mut self, mut members: Mapping) -> Mapping {
        let produces = self.produces.clone();
        for (name, node) in members.iter_mut() {
            let old = Pointer::root().descend(["responses", name]);
            let new = Pointer::root().descend(["components", "responses", name]);
            let is_success = self.successes.contains(&old);
            self.response(node, (&old, &new), &produces, is_success);
        }
        members
    }
}

/// Takes a member out, with the place of its key.
fn take(mapping: &mut Mapping, key: &str) -> Option<(Position, Node)> {
    let key_at = mapping.entry(key)?.key_at;
    Some((key_at, mapping.remove(key)?))
}

/// A reference to a place, as a node.
fn refer(to: &Pointer, at: Position) -> Node {
    Node::mapping([("$ref", Node::string(to.as_str(), at))], at)
}

/// What stands at a place in one media type, for the others: the same reference, or one to it.
fn again(schema: &Node, place: &Pointer) -> Node {
    match reference::of(schema) {
        Some(_) => schema.clone(),
        None => refer(place, schema.at),
    }
}
