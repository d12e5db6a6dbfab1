//! Schemas that speak as another version of OpenAPI 3 does than their document names. They are read as they are meant, and
//! said once, at the first of them.

use crate::diagnostic::{Code, Diagnostics, Pointer, Position};
use crate::load::{Node, Value};

/// How the schemas of a version speak.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Speech {
    /// `nullable`, and truth values beside limits.
    V3_0,
    /// JSON Schema of 2020.
    V3_1,
}

/// What was found so far.
pub(super) struct Idioms {
    /// As the document says; nothing where its version is none of these.
    own: Option<Speech>,
    first: Option<(Pointer, Position)>,
    /// How many schemas speak the other way.
    count: usize,
}

impl Idioms {
    /// For the document of this root.
    pub(super) fn of(root: &Node) -> Self {
        let version = root.get("openapi").and_then(Node::as_str).unwrap_or_default().trim();
        let own = match version.get(..3) {
            Some("3.0") => Some(Speech::V3_0),
            Some("3.1" | "3.2") => Some(Speech::V3_1),
            _ => None,
        };
        Self {
            own,
            first: None,
            count: 0,
        }
    }

    /// Looks at a schema, before anything is made of it.
    pub(super) fn look(&mut self, node: &Node, place: impl Fn() -> Pointer) {
        let Some(own) = self.own else { return };
        let found = match &node.value {
            Value::Bool(_) => (own == Speech::V3_0).then_some((None, node.at)),
            Value::Mapping(mapping) => mapping
                .entries()
                .iter()
                .find(|entry| speech(&entry.key, &entry.value).is_some_and(|speech| speech != own))
                .map(|entry| (Some(&entry.key), entry.key_at)),
            _ => None,
        };
        let Some((key, at)) = found else { return };
        self.count += 1;
        if self.first.is_none() {
            let schema = place();
            self.first = Some((key.map_or(schema.clone(), |key| schema.child(key)), at));
        }
    }

    /// Says what was found.
    pub(super) fn report(self, diagnostics: &Diagnostics) {
        let (Some((at, position)), Some(own)) = (self.first, self.own) else {
            return;
        };
        let (own, other) = match own {
            Speech::V3_0 => ("3.0", "3.1"),
            Speech::V3_1 => ("3.1 or later", "3.0"),
        };
        let schemas = match self.count {
            1 => "one schema speaks".to_owned(),
            count => format!("{count} schemas speak"),
        };
        let message = format!("the document is of OpenAPI {own}, and {schemas} as {other} does, first here");
        diagnostics.report(Code::MixedVersions, (&at, position), message);
    }
}

/// The version in which alone a keyword may have this value.
fn speech(keyword: &str, value: &Node) -> Option<Speech> {
    match (keyword, &value.value) {
        ("nullable", Value::Bool(_)) | ("exclusiveMinimum" | "exclusiveMaximum", Value::Bool(_)) => Some(Speech::V3_0),
        ("exclusiveMinimum" | "exclusiveMaximum", Value::Number(_)) => Some(Speech::V3_1),
        ("type", Value::Sequence(_)) => Some(Speech::V3_1),
        ("type", Value::String(name)) if &**name == "null" => Some(Speech::V3_1),
        ("examples", Value::Sequence(_)) => Some(Speech::V3_1),
        ("items", Value::Bool(_)) => Some(Speech::V3_1),
        ("const" | "prefixItems" | "patternProperties" | "unevaluatedProperties" | "unevaluatedItems", _)
        | ("$defs" | "if" | "then" | "else" | "contains" | "propertyNames", _)
        | ("dependentRequired" | "dependentSchemas" | "contentEncoding" | "contentMediaType" | "contentSchema", _) => {
            Some(Speech::V3_1)
        }
        _ => None,
    }
}
