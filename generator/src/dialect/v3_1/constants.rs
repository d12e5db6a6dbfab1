//! Constants: `const`, and `enum` without a `type`.

use crate::load::{Mapping, Node, Number, Value};

/// `const: x` is an `enum` of one value.
pub(super) fn one(mapping: &mut Mapping, made: impl Fn(Value) -> Node) {
    if let Some(constant) = mapping.remove("const")
        && !mapping.contains("enum")
    {
        mapping.insert("enum", made(Value::Sequence(vec![constant])));
    }
}

/// Words that say what values look like, so that nothing needs to be read from constants.
const TELLING: [&str; 9] = [
    "type",
    "$ref",
    "allOf",
    "oneOf",
    "anyOf",
    "properties",
    "items",
    "prefixItems",
    "additionalProperties",
];

/// An `enum` without a `type` has the types of its values.
pub(super) fn types(mapping: &mut Mapping, made: impl Fn(Value) -> Node) {
    if TELLING.iter().any(|key| mapping.contains(key)) {
        return;
    }
    let Some(values) = mapping.get("enum").and_then(Node::as_sequence) else {
        return;
    };
    let mut names: Vec<&str> = Vec::new();
    for value in values {
        let name = of(value);
        if !names.contains(&name) {
            names.push(name);
        }
    }
    // Nothing but null is said as well without a type.
    if names.iter().any(|name| *name != "null") {
        let names = names.into_iter().map(|name| made(Value::String(Box::from(name))));
        mapping.insert("type", made(Value::Sequence(names.collect())));
    }
}

/// Constants are of the type that is said, however they are written: `type: string, enum: [1]` means `"1"`.
pub(super) fn spelled(mapping: &mut Mapping) {
    let Some(name) = mapping.get("type").and_then(Node::as_str).map(str::to_owned) else {
        return;
    };
    for value in mapping
        .get_mut("enum")
        .and_then(Node::as_sequence_mut)
        .into_iter()
        .flatten()
    {
        let meant = match (&*name, &value.value) {
            ("string", Value::Number(number)) => Value::String(Box::from(number.text())),
            ("string", Value::Bool(flag)) => Value::String(Box::from(if *flag { "true" } else { "false" })),
            ("integer", Value::String(text)) if text.parse::<i64>().is_ok() => {
                Value::Number(Number::from_text(text.trim_start_matches('+').to_owned()))
            }
            _ => continue,
        };
        value.value = meant;
    }
}

/// The name of a value's type.
fn of(value: &Node) -> &'static str {
    match &value.value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.as_i64().is_some() => "integer",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Sequence(_) => "array",
        Value::Mapping(_) => "object",
    }
}
