//! Which properties a schema knows.

use serde_json::Value;

use super::schemas::Schemas;

/// What a schema, and those that it is put together of, say of a property.
pub(super) fn declarations<'s>(
    schemas: &'s Schemas,
    schema: &'s Value,
    name: &str,
    seen: &mut Vec<*const Value>,
    found: &mut Vec<&'s Value>,
) {
    let schema = schemas.resolve(schema);
    if !is_new(schema, seen) {
        return;
    }
    found.extend(schema.get("properties").and_then(|all| all.get(name)));
    for part in parts(schema) {
        declarations(schemas, part, name, seen, found);
    }
}

/// True when a property is declared, or is named in another way, as descriptions do that forget to declare it.
pub(super) fn knows(schemas: &Schemas, schema: &Value, name: &str, seen: &mut Vec<*const Value>) -> bool {
    let schema = schemas.resolve(schema);
    if !is_new(schema, seen) {
        return false;
    }
    let is_required = || {
        let mut required = schema.get("required").and_then(Value::as_array).into_iter().flatten();
        required.any(|one| one == name)
    };
    let is_tag = || {
        schema
            .pointer("/discriminator/propertyName")
            .is_some_and(|tag| tag == name)
    };
    schema.get("properties").is_some_and(|all| all.get(name).is_some())
        || is_required()
        || is_tag()
        || parts(schema).any(|part| knows(schemas, part, name, seen))
}

/// So many parts of parts are looked at.
const PARTS: usize = 1_000;

/// True the first time: a schema can be part of another one in more ways than anybody can follow.
fn is_new(schema: &Value, seen: &mut Vec<*const Value>) -> bool {
    let schema = std::ptr::from_ref(schema);
    let is_new = seen.len() < PARTS && !seen.contains(&schema);
    if is_new {
        seen.push(schema);
    }
    is_new
}

fn parts(schema: &Value) -> impl Iterator<Item = &Value> {
    let lists = ["allOf", "oneOf", "anyOf"]
        .into_iter()
        .filter_map(|keyword| schema.get(keyword)?.as_array());
    lists.flatten()
}
