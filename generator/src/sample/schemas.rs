//! What schemas refer to.

use std::collections::HashMap;

use serde_json::Value;

/// Schemas as plain JSON, by the references that mean them.
#[derive(Clone, Debug, Default)]
pub struct Schemas(HashMap<String, Value>);

/// As many references may follow on each other; a chain that is longer goes round in a circle.
const CHAIN: usize = 64;

/// A schema that says nothing.
static ANYTHING: Value = Value::Null;

impl Schemas {
    /// The schemas that these references mean, and those that they refer to.
    pub fn new(meanings: HashMap<String, Value>) -> Self {
        Schemas(meanings)
    }

    /// What a schema means: itself, or what it refers to. A reference that leads nowhere means anything.
    pub fn resolve<'s>(&'s self, schema: &'s Value) -> &'s Value {
        let mut schema = schema;
        for _ in 0..CHAIN {
            let Some(reference) = target(schema) else { return schema };
            let Some(next) = self.0.get(reference) else {
                return &ANYTHING;
            };
            schema = next;
        }
        &ANYTHING
    }
}

/// The target of a reference.
pub(super) fn target(schema: &Value) -> Option<&str> {
    schema.get("$ref").and_then(Value::as_str)
}
