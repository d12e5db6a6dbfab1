//! What OpenAPI 3.1 says in its own way, said in the way of 3.0.
//!
//! It is done to every document: authors write 3.1's idioms under a 3.0 version number and the reverse, and each idiom
//! has one meaning only.

mod constants;
mod members;

use crate::load::{Mapping, Node, Number, Value};

/// Rewrites one schema; the schemas below it are rewritten by themselves.
pub(super) fn schema(node: &mut Node) {
    let at = node.at;
    if let Some(anything) = node.as_bool() {
        let nothing = || Node::mapping([("not", Node::mapping([], at))], at);
        *node = if anything { Node::mapping([], at) } else { nothing() };
        return;
    }
    let Some(mapping) = node.as_mapping_mut() else { return };
    // Most schemas need nothing of this, and one pass over the keys tells.
    let mut foreign = false;
    for (key, value) in mapping.iter() {
        foreign |= match key {
            "const"
            | "contentEncoding"
            | "contentMediaType"
            | "examples"
            | "patternProperties"
            | "prefixItems"
            | "unevaluatedProperties" => true,
            "enum" => true,
            "maximum" => is_beyond_i64(value),
            "exclusiveMinimum" | "exclusiveMaximum" => value.as_number().is_some(),
            "type" => value.as_str().is_none_or(|name| matches!(name, "null" | "file")),
            "oneOf" | "anyOf" => value.as_sequence().is_some_and(|members| members.iter().any(is_null)),
            "$ref" => mapping.len() > 1 && value.as_str().is_some(),
            "items" => value.as_sequence().is_some(),
            _ => false,
        };
    }
    if foreign {
        rewrite(mapping, node_at(at));
    }
}

/// Makes the nodes that a rewrite needs, all with the place of the schema.
fn node_at(at: crate::diagnostic::Position) -> impl Fn(Value) -> Node + Copy {
    move |value| Node::new(value, at)
}

fn rewrite(mapping: &mut Mapping, made: impl Fn(Value) -> Node + Copy) {
    reference_with_siblings(mapping, made);
    constants::one(mapping, made);
    constants::types(mapping, made);
    null_member(mapping, "oneOf", made);
    null_member(mapping, "anyOf", made);
    types(mapping, made);
    constants::spelled(mapping);
    limit(mapping, "exclusiveMinimum", "minimum", made);
    limit(mapping, "exclusiveMaximum", "maximum", made);
    wide(mapping, made);
    content(mapping, made);
    members::tuple(mapping, made);
    members::unevaluated(mapping);
    members::patterns(mapping, made);
    if let Some(examples) = mapping.remove("examples")
        && let Some(first) = examples.as_sequence().and_then(<[Node]>::first)
        && !mapping.contains("example")
    {
        mapping.insert("example", first.clone());
    }
}

/// `{$ref, nullable}` means both: the reference goes into an `allOf`. Prose beside a reference changes nothing of the type.
fn reference_with_siblings(mapping: &mut Mapping, made: impl Fn(Value) -> Node) {
    let prose = |key: &str| {
        matches!(
            key,
            "$ref" | "description" | "summary" | "title" | "example" | "examples" | "$comment"
        )
    };
    let only_prose = mapping.iter().all(|(key, _)| prose(key) || key.starts_with("x-"));
    if only_prose || mapping.contains("allOf") || mapping.get("$ref").is_none_or(|target| target.as_str().is_none()) {
        return;
    }
    if let Some(target) = mapping.remove("$ref") {
        let reference = Node::mapping([("$ref", target)], made(Value::Null).at);
        mapping.insert("allOf", made(Value::Sequence(vec![reference])));
    }
}

fn is_null(member: &Node) -> bool {
    member.get("type").is_some_and(|name| name.as_str() == Some("null"))
        && member.as_mapping().is_some_and(|it| it.len() == 1)
}

/// `anyOf: [X, {type: null}]` is a nullable X.
fn null_member(mapping: &mut Mapping, keyword: &str, made: impl Fn(Value) -> Node) {
    let Some(members) = mapping.get_mut(keyword).and_then(Node::as_sequence_mut) else {
        return;
    };
    let before = members.len();
    members.retain(|member| !is_null(member));
    if members.len() == before {
        return;
    }
    let single = if members.len() == 1 { members.pop() } else { None };
    let none_left = members.is_empty();
    mapping.insert("nullable", made(Value::Bool(true)));
    if none_left {
        mapping.remove(keyword);
    }
    let Some(single) = single else { return };
    match single.value {
        // What stands outside says more about this place than what stands inside.
        Value::Mapping(inner)
            if !inner.contains("$ref") && !inner.iter().any(|(key, _)| mapping.contains(key) && !is_prose(key)) =>
        {
            for entry in inner.entries() {
                if !mapping.contains(&entry.key) {
                    mapping.insert_at(&entry.key, entry.key_at, entry.value.clone());
                }
            }
        }
        value if !mapping.contains("allOf") => {
            let single = Node::new(value, single.at);
            mapping.insert("allOf", made(Value::Sequence(vec![single])));
        }
        value => {
            let single = Node::new(value, single.at);
            mapping.insert(keyword, made(Value::Sequence(vec![single])));
        }
    }
}

fn is_prose(key: &str) -> bool {
    matches!(key, "title" | "description" | "example" | "examples")
}

/// `type: [string, null]` is a nullable string; several types are an `anyOf` of one schema for each.
fn types(mapping: &mut Mapping, made: impl Fn(Value) -> Node + Copy) {
    let Some(said) = mapping.get("type") else { return };
    let names: Vec<Box<str>> = match &said.value {
        Value::String(name) => vec![name.clone()],
        Value::Sequence(names) => names.iter().filter_map(Node::as_str).map(Box::from).collect(),
        _ => return,
    };
    let mut real: Vec<&str> = names
        .iter()
        .map(|name| &**name)
        .filter(|name| *name != "null")
        .collect();
    real.dedup();
    if real.contains(&"number") {
        real.retain(|name| *name != "integer");
    }
    if real.len() < names.len() && names.iter().any(|name| &**name == "null") {
        mapping.insert("nullable", made(Value::Bool(true)));
    }
    match real.as_slice() {
        [] => {
            mapping.remove("type");
            if !mapping.contains("enum") && !names.is_empty() {
                mapping.insert("enum", made(Value::Sequence(vec![made(Value::Null)])));
            }
        }
        ["file"] => {
            mapping.insert("type", made(Value::String(Box::from("string"))));
            mapping.insert("format", made(Value::String(Box::from("binary"))));
        }
        [name] => {
            let name = made(Value::String(Box::from(*name)));
            mapping.insert("type", name);
        }
        several if mapping.contains("anyOf") || mapping.contains("oneOf") || mapping.contains("allOf") => {
            // The members of the union say the types once more, so nothing is lost.
            let _ = several;
            mapping.remove("type");
        }
        several => {
            let members = several.iter().map(|name| member(mapping, name, made)).collect();
            let names = ["string", "number", "array", "object"];
            for key in names.iter().flat_map(|name| keywords(name)).chain(&["type", "enum"]) {
                mapping.remove(key);
            }
            mapping.insert("anyOf", made(Value::Sequence(members)));
        }
    }
}

/// The schema of one type out of several: the keywords that speak of it.
fn member(mapping: &Mapping, name: &str, made: impl Fn(Value) -> Node) -> Node {
    let mut member = Mapping::default();
    member.insert("type", made(Value::String(Box::from(name))));
    for key in keywords(name) {
        if let Some(value) = mapping.get(key) {
            member.insert(key, value.clone());
        }
    }
    let fits = |value: &&Node| match value.value {
        Value::Bool(_) => name == "boolean",
        Value::Number(_) => matches!(name, "number" | "integer"),
        Value::String(_) => name == "string",
        Value::Sequence(_) => name == "array",
        Value::Mapping(_) => name == "object",
        Value::Null => false,
    };
    let values: Vec<Node> = mapping
        .get("enum")
        .and_then(Node::as_sequence)
        .into_iter()
        .flatten()
        .filter(fits)
        .cloned()
        .collect();
    if !values.is_empty() {
        member.insert("enum", made(Value::Sequence(values)));
    }
    made(Value::Mapping(Box::new(member)))
}

fn keywords(name: &str) -> &'static [&'static str] {
    match name {
        "string" => &["format", "pattern", "minLength", "maxLength"],
        "number" | "integer" => &[
            "format",
            "minimum",
            "maximum",
            "exclusiveMinimum",
            "exclusiveMaximum",
            "multipleOf",
        ],
        "array" => &["items", "prefixItems", "minItems", "maxItems", "uniqueItems"],
        "object" => &[
            "properties",
            "patternProperties",
            "required",
            "additionalProperties",
            "minProperties",
            "maxProperties",
        ],
        _ => &[],
    }
}

/// `exclusiveMinimum: 5` is `minimum: 5, exclusiveMinimum: true`.
fn limit(mapping: &mut Mapping, exclusive: &str, plain: &str, made: impl Fn(Value) -> Node) {
    let is_number = mapping.get(exclusive).is_some_and(|limit| limit.as_number().is_some());
    if is_number && let Some(limit) = mapping.remove(exclusive) {
        let stricter = |old: &Number| {
            old.as_f64()
                .zip(limit.as_number().and_then(Number::as_f64))
                .is_some_and(|(old, new)| if plain == "minimum" { old > new } else { old < new })
        };
        if !mapping.get(plain).and_then(Node::as_number).is_some_and(stricter) {
            mapping.insert(plain, limit);
            mapping.insert(exclusive, made(Value::Bool(true)));
        }
    }
}

fn is_beyond_i64(limit: &Node) -> bool {
    limit
        .as_number()
        .is_some_and(|limit| limit.as_i64().is_none() && limit.as_u64().is_some())
}

/// An integer that may be larger than `int64` has the format `uint64`, unless it may be negative.
fn wide(mapping: &mut Mapping, made: impl Fn(Value) -> Node) {
    let is_integer = mapping.get("type").and_then(Node::as_str) == Some("integer");
    let is_negative = |limit: &Number| limit.as_f64().is_some_and(|limit| limit < 0.0);
    if is_integer
        && mapping.get("maximum").is_some_and(is_beyond_i64)
        && !mapping
            .get("minimum")
            .and_then(Node::as_number)
            .is_some_and(is_negative)
    {
        mapping.insert("format", made(Value::String(Box::from("uint64"))));
    }
}

/// `contentEncoding: base64` is the format `byte`; raw content of some media type is the format `binary`.
fn content(mapping: &mut Mapping, made: impl Fn(Value) -> Node) {
    let encoding = mapping.remove("contentEncoding");
    let media_type = mapping.remove("contentMediaType");
    if mapping.contains("format") {
        return;
    }
    let is_json = media_type
        .as_ref()
        .and_then(Node::as_str)
        .is_some_and(|name| name.ends_with("json"));
    let format = match (encoding.as_ref().and_then(Node::as_str), media_type) {
        (Some("base64" | "base64url"), _) => "byte",
        (None, Some(_)) if !is_json => "binary",
        _ => return,
    };
    mapping.insert("format", made(Value::String(Box::from(format))));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Diagnostics;
    use crate::load;

    #[track_caller]
    fn check(before: &str, after: &str) {
        let read = |text: &str| load::text("a.yaml", text, &Diagnostics::new()).unwrap();
        let mut node = read(before);
        schema(&mut node);
        assert_eq!(node, read(after));
    }

    #[test]
    fn types_become_nullable_or_a_union() {
        check(
            "{type: [string, 'null'], format: date}",
            "{type: string, format: date, nullable: true}",
        );
        check("{type: [integer, number]}", "{type: number}");
        check("{type: 'null'}", "{nullable: true, enum: [null]}");
        check(
            "{type: [string, array, 'null'], minLength: 1, items: {type: string}, enum: [a, [b]]}",
            "{nullable: true, anyOf: [{type: string, minLength: 1, enum: [a]}, {type: array, items: {type: string}, enum: [[b]]}]}",
        );
    }

    #[test]
    fn unions_with_null_become_nullable() {
        check(
            "{anyOf: [{type: string}, {type: 'null'}], title: T}",
            "{type: string, title: T, nullable: true}",
        );
        check(
            "{oneOf: [{$ref: '#/a'}, {type: 'null'}]}",
            "{oneOf: [], allOf: [{$ref: '#/a'}], nullable: true}"
                .replace("oneOf: [], ", "")
                .as_str(),
        );
        check(
            "{anyOf: [{type: string}, {type: number}, {type: 'null'}]}",
            "{anyOf: [{type: string}, {type: number}], nullable: true}",
        );
    }

    #[test]
    fn the_rest() {
        check("true", "{}");
        check("{const: a}", "{type: string, enum: [a]}");
        check(
            "{type: number, exclusiveMinimum: 5}",
            "{type: number, minimum: 5, exclusiveMinimum: true}",
        );
        check(
            "{type: string, contentEncoding: base64}",
            "{type: string, format: byte}",
        );
        check("{$ref: '#/a', description: x}", "{$ref: '#/a', description: x}");
        check(
            "{$ref: '#/a', nullable: true}",
            "{allOf: [{$ref: '#/a'}], nullable: true}",
        );
        check(
            "{type: object, patternProperties: {^a: {type: string}}}",
            "{type: object, patternProperties: {^a: {type: string}}, additionalProperties: {type: string}}",
        );
    }
}
