//! Texts of a query, a header or a form, as values of the types that a schema asks for.

use serde_json::{Map, Value};

use super::schemas::Schemas;
use super::view::View;
use super::{Direction, check};

/// So deep is a schema followed; no form is deeper.
const DEPTH: usize = 32;

/// The value that is meant by texts, and by arrays and objects of texts: `"5"` is 5 where an integer is asked for, and one
/// text is an array where an array is.
pub fn coerce(schemas: &Schemas, schema: &Value, texts: Value) -> Value {
    at(schemas, schema, texts, DEPTH)
}

fn at(schemas: &Schemas, schema: &Value, texts: Value, depth: usize) -> Value {
    let view = View::of(schemas, &[schema]);
    if depth == 0 {
        return texts;
    }
    for union in &view.unions {
        for branch in union.branches {
            let value = at(schemas, branch, texts.clone(), depth - 1);
            if check(schemas, branch, &value, Direction::Request).is_empty() {
                return value;
            }
        }
    }
    let below = |schema: Option<&&Value>, texts: Value| match schema {
        Some(schema) => at(schemas, schema, texts, depth - 1),
        None => texts,
    };
    match (view.kind, texts) {
        (Some("array"), Value::Array(elements)) => {
            let elements = elements.into_iter().map(|element| below(view.items.first(), element));
            elements.collect()
        }
        (Some("array"), text @ Value::String(_)) => Value::Array(vec![below(view.items.first(), text)]),
        (_, Value::Object(members)) => {
            let typed = members.into_iter().map(|(name, text)| {
                let declared = view.properties.iter().find(|(known, _)| *known == name);
                let schema = declared.map_or(&view.additional, |(_, all)| all).first();
                let value = below(schema, text);
                (name, value)
            });
            Value::Object(typed.collect::<Map<_, _>>())
        }
        (kind, Value::String(text)) => scalar(schemas, schema, kind, text),
        (_, other) => other,
    }
}

fn scalar(schemas: &Schemas, schema: &Value, kind: Option<&str>, text: String) -> Value {
    let fits = |value: &Value| check(schemas, schema, value, Direction::Request).is_empty();
    let read: Option<Value> = serde_json::from_str(&text).ok();
    let read = read.filter(|value| value.is_number() || value.is_boolean() || value.is_null());
    let text = Value::String(text);
    match read {
        Some(value) if !fits(&text) && (fits(&value) || matches!(kind, Some("integer" | "number" | "boolean"))) => {
            value
        }
        _ => text,
    }
}

/// What kind of value a schema asks for, as far as the way it is written in a URL depends on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Elements.
    Array,
    /// Members; these are known.
    Object(Vec<String>),
    /// A single value.
    Scalar,
}

/// The kind of value that a schema asks for; of a union, the first branch that is not a single value decides.
pub fn shape(schemas: &Schemas, schema: &Value) -> Shape {
    shape_at(schemas, schema, DEPTH)
}

fn shape_at(schemas: &Schemas, schema: &Value, depth: usize) -> Shape {
    let view = View::of(schemas, &[schema]);
    match view.kind {
        Some("array") => return Shape::Array,
        Some("object") => {}
        None if !view.properties.is_empty() || !view.additional.is_empty() => {}
        _ => {
            let branches = view
                .unions
                .iter()
                .flat_map(|union| union.branches)
                .filter(|_| depth > 0);
            let mut shapes = branches.map(|branch| shape_at(schemas, branch, depth - 1));
            return shapes.find(|shape| *shape != Shape::Scalar).unwrap_or(Shape::Scalar);
        }
    }
    Shape::Object(view.properties.iter().map(|(name, _)| (*name).to_owned()).collect())
}
