//! Which properties a schema knows.

use serde_json::Value;

use super::schemas::Schemas;

/// What a schema, and those that it is put together of, say of a property.
pub(super) fn declarations<'s>(
    schemas: &'s Schemas,
    schema: &'s Value,
    name: &str,
    depth: usize,
    found: &mut Vec<&'s Value>,
) {
    let schema = schemas.resolve(schema);
    found.extend(schema.get("properties").and_then(|all| all.get(name)));
    for part in parts(schema).filter(|_| depth < PARTS) {
        declarations(schemas, part, name, depth + 1, found);
    }
}

/// True when a property is declared, or is named in another way, as descriptions do that forget to declare it.
pub(super) fn knows(schemas: &Schemas, schema: &Value, name: &str, depth: usize) -> bool {
    let schema = schemas.resolve(schema);
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
        || depth < PARTS && parts(schema).any(|part| knows(schemas, part, name, depth + 1))
}

/// So deep are parts of parts looked at.
const PARTS: usize = 16;

fn parts(schema: &Value) -> impl Iterator<Item = &Value> {
    let lists = ["allOf", "oneOf", "anyOf"]
        .into_iter()
        .filter_map(|keyword| schema.get(keyword)?.as_array());
    lists.flatten()
}
