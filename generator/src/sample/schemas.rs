//! The document that schemas refer into.

use serde_json::Value;

use crate::diagnostic::Pointer;

/// A whole description as plain JSON: what the references of its schemas mean.
#[derive(Clone, Debug, Default)]
pub struct Schemas {
    root: Value,
}

/// As many references may follow on each other; a chain that is longer goes round in a circle.
const CHAIN: usize = 64;

/// A schema that says nothing.
static ANYTHING: Value = Value::Null;

impl Schemas {
    /// The schemas of this document.
    pub fn new(root: Value) -> Self {
        Schemas { root }
    }

    /// What a schema means: itself, or what it refers to. A reference that leads nowhere means anything.
    pub fn resolve<'s>(&'s self, schema: &'s Value) -> &'s Value {
        let mut schema = schema;
        for _ in 0..CHAIN {
            let Some(reference) = target(schema) else { return schema };
            let Some(next) = self.find(reference) else {
                return &ANYTHING;
            };
            schema = next;
        }
        &ANYTHING
    }

    /// The value at a place of the document. A place inside something that is itself referred to is found as well.
    pub fn find(&self, reference: &str) -> Option<&Value> {
        let mut pointer = Pointer::parse(reference)?;
        for _ in 0..CHAIN {
            match self.walk(&pointer)? {
                Ok(value) => return Some(value),
                Err(elsewhere) => pointer = elsewhere,
            }
        }
        None
    }

    /// The value at a place, or where the place really is, if a value on the way is a reference.
    fn walk(&self, pointer: &Pointer) -> Option<Result<&Value, Pointer>> {
        let mut value = &self.root;
        let mut tokens = pointer.tokens();
        while let Some(token) = tokens.next() {
            let Some(next) = step(value, &token) else {
                let rest: Vec<_> = std::iter::once(token).chain(tokens).collect();
                let elsewhere = Pointer::parse(target(value)?)?;
                return Some(Err(elsewhere.descend(rest.iter().map(|token| &**token))));
            };
            value = next;
        }
        Some(Ok(value))
    }
}

/// The target of a reference.
pub(super) fn target(schema: &Value) -> Option<&str> {
    schema.get("$ref").and_then(Value::as_str)
}

fn step<'v>(value: &'v Value, token: &str) -> Option<&'v Value> {
    match value {
        Value::Object(members) => members.get(token),
        Value::Array(elements) => elements.get(token.parse::<usize>().ok()?),
        _ => None,
    }
}
