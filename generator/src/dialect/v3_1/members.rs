//! Members and elements that are described by their place or by a pattern.

use crate::load::{Mapping, Node, Value};

/// A tuple is a list whose elements are of the type of one of its places.
pub(super) fn tuple(mapping: &mut Mapping, made: impl Fn(Value) -> Node) {
    let places = mapping.get("prefixItems").or_else(|| mapping.get("items"));
    let Some(places) = places.and_then(Node::as_sequence) else {
        return;
    };
    // What stands behind the places: `items` beside `prefixItems`, and `additionalItems` before 3.1.
    let behind = mapping
        .get("items")
        .filter(|items| items.as_mapping().is_some())
        .or_else(|| {
            mapping
                .get("additionalItems")
                .filter(|items| items.as_mapping().is_some())
        });
    let elements = places.iter().chain(behind).cloned().collect();
    mapping.insert("items", any_of(elements, made));
}

/// What is not said by anything else is said by nothing but this word.
pub(super) fn unevaluated(mapping: &mut Mapping) {
    if !mapping.contains("additionalProperties")
        && let Some(schema) = mapping.get("unevaluatedProperties").cloned()
    {
        mapping.insert("additionalProperties", schema);
    }
}

/// Patterns say what a map holds. Beside them other members are refused, or else they may be anything as soon as some are
/// declared or several patterns differ.
pub(super) fn patterns(mapping: &mut Mapping, made: impl Fn(Value) -> Node) {
    let refused = match mapping.get("additionalProperties") {
        None => false,
        Some(said) if said.as_bool() == Some(false) => true,
        Some(_) => return,
    };
    let Some(patterns) = mapping.get("patternProperties").and_then(Node::as_mapping) else {
        return;
    };
    let schemas: Vec<Node> = patterns.iter().map(|(_, schema)| schema.clone()).collect();
    let Some(first) = schemas.first() else { return };
    let at = first.at;
    let alike = schemas.iter().all(|schema| schema == first);
    let schema = if refused || alike && !mapping.contains("properties") {
        any_of(schemas, made)
    } else {
        Node::new(Value::Bool(true), at)
    };
    mapping.insert("additionalProperties", schema);
}

/// A schema for values of each of these schemas.
fn any_of(schemas: Vec<Node>, made: impl Fn(Value) -> Node) -> Node {
    let mut different: Vec<Node> = Vec::with_capacity(schemas.len());
    for schema in schemas {
        if !different.contains(&schema) {
            different.push(schema);
        }
    }
    if different.len() == 1
        && let Some(only) = different.pop()
    {
        return only;
    }
    let at = made(Value::Null).at;
    // Without a schema, anything.
    let members = (!different.is_empty()).then(|| ("anyOf", made(Value::Sequence(different))));
    Node::mapping(members, at)
}
