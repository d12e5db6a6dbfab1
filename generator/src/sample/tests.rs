//! Instances fit into their schemas, and what does not fit is named.

use serde_json::{Value, json};

use super::*;

const ANSWER: Extent = Extent {
    direction: Direction::Answer,
    depth: 3,
};

fn canonical(schema: &Value) -> Value {
    sample(&Schemas::default(), schema, ANSWER, 0)
}

#[track_caller]
fn problems(schema: &Value, value: &Value) -> Vec<String> {
    check(&Schemas::default(), schema, value, Direction::Request)
        .into_iter()
        .map(|one| format!("{} {} ({})", one.at, one.message, one.rule))
        .collect()
}

#[test]
fn canonical_instances() {
    for (schema, expected) in [
        (json!({ "type": "string" }), json!("text")),
        (json!({ "type": "string", "format": "date" }), json!("2025-03-04")),
        (
            json!({ "type": "string", "minLength": 6, "maxLength": 6 }),
            json!("text--"),
        ),
        (
            json!({ "type": "string", "pattern": "^sk_[a-z]{3,}-\\d+$" }),
            json!("sk_aaa-0"),
        ),
        (json!({ "type": "string", "pattern": "^(?=x)x$" }), json!("text")),
        (json!({ "type": "integer" }), json!(1)),
        (
            json!({ "type": "integer", "minimum": 10, "exclusiveMinimum": true, "multipleOf": 5 }),
            json!(15),
        ),
        (
            json!({ "type": "number", "minimum": 0.2, "maximum": 0.4 }),
            json!(0.30000000000000004),
        ),
        (json!({ "type": "number", "maximum": -3 }), json!(-3)),
        (json!({ "type": "boolean" }), json!(false)),
        (json!({ "enum": ["b", "a"] }), json!("b")),
        (json!({ "enum": [null], "nullable": true }), json!(null)),
        (json!({ "type": "string", "example": "e", "default": "d" }), json!("e")),
        // An example that does not fit is no instance.
        (json!({ "type": "string", "example": 5, "default": "d" }), json!("d")),
        (
            json!({ "type": "array", "items": { "type": "string" }, "minItems": 2, "uniqueItems": true }),
            json!(["text", " 1"]),
        ),
        (
            json!({ "type": "object", "additionalProperties": { "type": "integer" } }),
            json!({ "key": 1 }),
        ),
        (
            json!({ "type": "object", "required": ["a"], "minProperties": 2 }),
            json!({ "a": "a", "key 1": "key 1" }),
        ),
        (
            json!({ "allOf": [{ "properties": { "a": { "type": "string" } } }, { "properties": { "a": { "maxLength": 1 }, "bb": {} } }] }),
            json!({ "a": "a", "bb": "bb" }),
        ),
        (
            json!({ "properties": { "own": { "type": "boolean" } }, "oneOf": [{ "properties": { "x": { "enum": [1] } } }, { "type": "string" }] }),
            json!({ "own": false, "x": 1 }),
        ),
        (
            json!({ "properties": { "secret": { "writeOnly": true }, "id": { "readOnly": true } } }),
            json!({ "id": "id" }),
        ),
        (json!({ "not": { "type": "string" } }), json!("anything")),
        (json!({}), json!("anything")),
    ] {
        let value = canonical(&schema);
        if schema.get("not").is_none() {
            assert_eq!(value, expected, "{schema}");
        }
    }
}

/// A tree of unions, and two schemas that contain themselves.
fn document() -> Schemas {
    let named = json!({
        "Tree": {
            "type": "object",
            "required": ["name", "children"],
            "properties": {
                "name": { "type": "string", "minLength": 2, "maxLength": 9 },
                "children": { "type": "array", "items": { "$ref": "#/components/schemas/Tree" } },
                "parent": { "$ref": "#/components/schemas/Tree" }
            }
        },
        "Pet": {
            "oneOf": [{ "$ref": "#/components/schemas/Cat" }, { "$ref": "#/components/schemas/Dog" }],
            "discriminator": { "propertyName": "kind", "mapping": { "hound": "#/components/schemas/Dog" } }
        },
        "Cat": { "type": "object", "required": ["kind"], "properties": { "kind": { "type": "string" }, "lives": { "type": "integer", "maximum": 9 } } },
        "Dog": { "type": "object", "required": ["kind", "friend"], "properties": { "kind": { "type": "string" }, "friend": { "$ref": "#/components/schemas/Pet" } } },
        "Name": { "type": "string", "minLength": 2, "maxLength": 9 },
        "Endless": { "type": "object", "required": ["next"], "properties": { "next": { "$ref": "#/components/schemas/Endless" } } },
        "Alias": { "$ref": "#/components/schemas/Name" },
        "Circle": { "$ref": "#/components/schemas/Circle" }
    });
    let named = named.as_object().cloned().unwrap_or_default().into_iter();
    let named = named.map(|(name, schema)| (format!("#/components/schemas/{name}"), schema));
    Schemas::new(named.collect())
}

fn component(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

#[test]
fn recursion_ends() {
    let schemas = document();
    let value = |name: &str| sample(&schemas, &component(name), ANSWER, 0);
    let leaf = json!({ "name": "name", "children": [] });
    let branch = json!({ "name": "name", "children": [leaf] });
    assert_eq!(value("Tree"), json!({ "name": "name", "children": [branch] }));
    assert_eq!(value("Pet"), json!({ "kind": "Cat", "lives": 1 }));
    assert_eq!(
        value("Dog"),
        json!({ "kind": "kind", "friend": { "kind": "Cat", "lives": 1 } })
    );
    assert_eq!(value("Alias"), json!("text"));
    assert_eq!(value("Endless"), Value::Null);
    assert_eq!(value("Circle"), json!("anything"));
    assert_eq!(
        each_branch(&schemas, &component("Pet"), ANSWER),
        [
            json!({ "kind": "Cat", "lives": 1 }),
            json!({ "kind": "hound", "friend": { "kind": "Cat", "lives": 1 } })
        ]
    );
}

#[test]
fn random_instances_differ_and_fit() {
    let schemas = document();
    let inline = [
        json!({ "type": "object", "minProperties": 1, "maxProperties": 2, "properties": { "a": {}, "b": { "nullable": true, "type": "integer" }, "c": {} } }),
        json!({ "type": "array", "uniqueItems": true, "minItems": 2, "items": { "type": "integer", "minimum": -3, "maximum": 3 } }),
        json!({ "type": "string", "pattern": "^([a-f0-9]{2}:){2}(x|yy)+$", "maxLength": 12 }),
        json!({ "type": "number", "minimum": 0, "exclusiveMinimum": true, "maximum": 1 }),
        json!({ "type": "integer", "multipleOf": 7, "not": { "enum": [0] } }),
    ];
    for schema in ["Tree", "Pet", "Dog"].map(component).into_iter().chain(inline) {
        let mut different = std::collections::BTreeSet::new();
        for seed in 1..=200 {
            let value = sample(&schemas, &schema, ANSWER, seed);
            assert_eq!(
                check(&schemas, &schema, &value, Direction::Answer),
                [],
                "{schema}: {value}"
            );
            assert_eq!(value, sample(&schemas, &schema, ANSWER, seed));
            different.insert(value.to_string());
        }
        assert!(different.len() > 5 || schema["maximum"] == 1, "{schema}: {different:?}");
    }
}

#[test]
fn every_rule_names_the_place() {
    let a = |property: Value| json!({ "properties": { "a": property } });
    for (schema, value, expected) in [
        (
            a(json!({ "type": "string" })),
            json!({ "a": 1 }),
            "/a has to be a string and is the number 1 (type)",
        ),
        (
            a(json!({ "type": "integer" })),
            json!({ "a": 1.5 }),
            "/a has to be an integer and is the number 1.5 (type)",
        ),
        (
            a(json!({ "enum": ["x", "y"] })),
            json!({ "a": "z" }),
            "/a has to be one of \"x\", \"y\" and is \"z\" (enum)",
        ),
        (
            a(json!({ "minLength": 2 })),
            json!({ "a": "ü" }),
            "/a has to have at least 2 characters and has 1 (minLength)",
        ),
        (
            a(json!({ "maxLength": 1 })),
            json!({ "a": "xy" }),
            "/a has to have at most 1 character and has 2 (maxLength)",
        ),
        (
            a(json!({ "pattern": "^x" })),
            json!({ "a": "y" }),
            "/a has to match `^x` (pattern)",
        ),
        (
            a(json!({ "minimum": 2 })),
            json!({ "a": 1 }),
            "/a has to be at least 2 and is 1 (minimum)",
        ),
        (
            a(json!({ "minimum": 2, "exclusiveMinimum": true })),
            json!({ "a": 2 }),
            "/a has to be more than 2 (exclusiveMinimum)",
        ),
        (
            a(json!({ "maximum": 2 })),
            json!({ "a": 3 }),
            "/a has to be at most 2 and is 3 (maximum)",
        ),
        (
            a(json!({ "multipleOf": 0.1 })),
            json!({ "a": 0.25 }),
            "/a has to be a multiple of 0.1 and is 0.25 (multipleOf)",
        ),
        (
            a(json!({ "minItems": 1 })),
            json!({ "a": [] }),
            "/a has to have at least 1 elements and has 0 (minItems)",
        ),
        (
            a(json!({ "uniqueItems": true })),
            json!({ "a": [1, 1] }),
            "/a has the element 1 twice (uniqueItems)",
        ),
        (
            a(json!({ "items": { "type": "string" } })),
            json!({ "a": ["x", null] }),
            "/a/1 has to be a string and is null (type)",
        ),
        (json!({ "required": ["a/b"] }), json!({}), "/a~1b is missing (required)"),
        (
            json!({ "additionalProperties": false }),
            json!({ "a": 1 }),
            "/a is not known here (additionalProperties)",
        ),
        (
            json!({ "additionalProperties": { "type": "string" } }),
            json!({ "a": 1 }),
            "/a has to be a string and is the number 1 (type)",
        ),
        (
            json!({ "maxProperties": 0 }),
            json!({ "a": 1 }),
            " has to have at most 0 members and has 1 (maxProperties)",
        ),
        (
            a(json!({ "not": {} })),
            json!({ "a": 1 }),
            "/a is just what is not allowed here (not)",
        ),
        (
            a(json!({ "oneOf": [{ "type": "string" }, { "type": "object" }] })),
            json!({ "a": 1 }),
            "/a has to be one of string, object and is the number 1 (oneOf)",
        ),
        (
            json!({ "anyOf": [{ "type": "string" }, { "required": ["a"], "properties": { "a": { "required": ["b"] } } }] }),
            json!({ "a": {} }),
            "/a/b is missing (required)",
        ),
    ] {
        assert_eq!(problems(&schema, &value), [expected], "{schema}");
    }
}

#[test]
fn what_only_looks_wrong_fits() {
    for (schema, value) in [
        (json!({ "type": "integer" }), json!(1.0)),
        (
            json!({ "type": "string", "nullable": true, "enum": ["a"] }),
            json!(null),
        ),
        (
            json!({ "required": ["id"], "properties": { "id": { "readOnly": true } } }),
            json!({}),
        ),
        (json!({ "oneOf": [{ "type": "object" }, {}] }), json!({})),
        (
            json!({ "allOf": [{ "properties": { "a": {} }, "additionalProperties": false }, { "properties": { "b": {} } }] }),
            json!({ "a": 1, "b": 2 }),
        ),
        (json!({ "multipleOf": 0.01 }), json!(19.99)),
        (json!({ "enum": [1] }), json!(1.0)),
        (json!({ "pattern": "^(?=x)" }), json!("y")),
    ] {
        assert_eq!(problems(&schema, &value), [""; 0], "{schema}");
    }
}
