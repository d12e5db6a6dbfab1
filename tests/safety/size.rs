//! Descriptions that are large, deep or grow when they are followed.

use super::{generate, sdk};
use serde_json::{Value, json};
use std::fmt::Write as _;

/// A document with one operation that answers `Root`, and these schemas.
fn document(schemas: Value) -> Value {
    json!({
        "openapi": "3.0.3",
        "info": { "title": "Size", "version": "1" },
        "paths": { "/thing/fetch": { "get": {
            "operationId": "fetchThing",
            "responses": { "200": { "description": "It.", "content": { "application/json": { "schema": refer("Root") } } } },
        } } },
        "components": { "schemas": schemas },
    })
}

fn refer(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

/// `Root`, `S1`, `S2` …, each made of the name of the next one.
fn chain(length: usize, link: impl Fn(Value) -> Value) -> Value {
    let name = |index: usize| {
        if index == 0 {
            "Root".to_owned()
        } else {
            format!("S{index}")
        }
    };
    let mut schemas = serde_json::Map::new();
    for index in 0..length {
        schemas.insert(name(index), link(refer(&name(index + 1))));
    }
    schemas.insert(name(length), json!({ "type": "string" }));
    Value::Object(schemas)
}

const LONG: usize = 5_000;

#[test]
fn long_chains_of_members() {
    sdk(&document(chain(
        LONG,
        |next| json!({ "type": "object", "properties": { "next": next } }),
    )));
    sdk(&document(chain(
        LONG,
        |next| json!({ "type": "object", "required": ["next"], "properties": { "next": next } }),
    )));
}

#[test]
fn long_chains_of_all_of() {
    sdk(&document(chain(
        LONG,
        |next| json!({ "allOf": [next, { "type": "object", "properties": { "a": { "type": "string" } } }] }),
    )));
}

#[test]
fn long_chains_of_unions() {
    sdk(&document(chain(LONG, |next| json!({ "oneOf": [next] }))));
    sdk(&document(chain(
        LONG,
        |next| json!({ "anyOf": [next, { "type": "integer" }] }),
    )));
}

#[test]
fn long_chains_of_lists_and_maps() {
    sdk(&document(chain(LONG, |next| json!({ "type": "array", "items": next }))));
    sdk(&document(chain(
        LONG,
        |next| json!({ "type": "object", "additionalProperties": next }),
    )));
}

#[test]
fn long_chains_of_references() {
    sdk(&document(chain(LONG, |next| next)));
}

/// Each schema names the next one many times, so that the tree of all ways has more leaves than there are atoms.
#[test]
fn references_that_fan_out() {
    let properties = |next: &Value| {
        let members = ["a", "b", "c", "d", "e", "f", "g", "h"];
        members
            .map(|name| (name.to_owned(), next.clone()))
            .into_iter()
            .collect::<serde_json::Map<_, _>>()
    };
    sdk(&document(chain(
        100,
        |next| json!({ "type": "object", "properties": properties(&next) }),
    )));
    sdk(&document(chain(
        100,
        |next| json!({ "type": "object", "required": ["a", "b", "c"], "properties": properties(&next) }),
    )));
    sdk(&document(chain(60, |next| json!({ "allOf": [next, next, next] }))));
    sdk(&document(chain(60, |next| json!({ "oneOf": [next, next, next] }))));
    sdk(&document(chain(60, |next| {
        let own = |name: &str| json!({ "allOf": [next, { "type": "object", "required": [name], "properties": { name: {} } }] });
        json!({ "anyOf": [own("a"), own("b")] })
    })));
    sdk(&document(chain(
        60,
        |next| json!({ "type": "array", "minItems": 2, "items": { "type": "object", "required": ["x", "y"], "properties": { "x": next, "y": next } } }),
    )));
}

#[test]
fn everything_names_everything() {
    let count = 14;
    let names: Vec<String> = (1..count)
        .map(|index| format!("S{index}"))
        .chain(["Root".to_owned()])
        .collect();
    let all: Vec<Value> = names.iter().map(|name| refer(name)).collect();
    for link in ["allOf", "oneOf", "anyOf"] {
        let schemas = names.iter().map(|name| {
            let own = json!({ "type": "object", "properties": { name: { "type": "string" } } });
            let parts: Vec<Value> = all.iter().cloned().chain([own]).collect();
            (name.clone(), json!({ link: parts }))
        });
        sdk(&document(Value::Object(schemas.collect())));
    }
}

#[test]
fn deep_nesting() {
    for (open, close) in [("[", "]"), ("{\"a\":", "}"), ("{\"items\":", "}")] {
        for depth in [100, 100_000] {
            let deep = format!("{}{}1{}", "", open.repeat(depth), close.repeat(depth));
            let text = document(json!({ "Root": { "type": "string", "x": "DEEP" } })).to_string();
            generate("openapi.json", &text.replace("\"DEEP\"", &deep));
            generate("openapi.yaml", &text.replace("\"DEEP\"", &deep));
        }
    }
    let deep = (0..100_000).fold(String::new(), |mut text, depth| {
        let _ = writeln!(text, "{:1$}a:", "", depth % 1_000);
        text
    });
    generate("openapi.yaml", &deep);
    generate("openapi.yaml", &"- ".repeat(100_000));
}

#[test]
fn aliases_that_multiply() {
    let mut text = "openapi: 3.0.3\ninfo: { title: Bomb, version: '1' }\npaths: {}\nx-0: &x0 [lol, lol]\n".to_owned();
    for level in 1..40 {
        let before = level - 1;
        let _ = writeln!(
            text,
            "x-{level}: &x{level} [*x{before}, *x{before}, *x{before}, *x{before}]"
        );
    }
    assert!(generate("openapi.yaml", &text).result.is_none());
    let merged = (1..40).fold("a: &m0 { k: 1 }\n".to_owned(), |mut text, level| {
        let before = level - 1;
        let _ = writeln!(
            text,
            "b{level}: &m{level} {{ <<: [*m{before}, *m{before}], k{level}: *m{before} }}"
        );
        text
    });
    generate("openapi.yaml", &merged);
}

#[test]
fn a_great_many_values() {
    let values: Vec<String> = (0..100_000).map(|index| format!("value-{index}")).collect();
    sdk(&document(json!({ "Root": { "type": "string", "enum": values } })));
    // All of these have the same name in Rust.
    let values: Vec<String> = (0..10_000)
        .map(|index| format!("a{}", "-".repeat(index % 200)) + &" ".repeat(index / 200))
        .collect();
    sdk(&document(json!({ "Root": { "type": "string", "enum": values } })));
    let values: Vec<i64> = (0..20_000).collect();
    sdk(&document(json!({ "Root": { "type": "integer", "enum": values } })));
}

#[test]
fn a_great_many_members() {
    let members: serde_json::Map<String, Value> = (0..20_000)
        .map(|index| (format!("member{index}"), json!({ "type": "string" })))
        .collect();
    sdk(&document(
        json!({ "Root": { "type": "object", "properties": members } }),
    ));
    let some: serde_json::Map<String, Value> = members.into_iter().take(2_000).collect();
    let wide = json!({ "type": "object", "properties": some });
    sdk(&document(json!({ "Root": { "allOf": [wide, wide] } })));
}

#[test]
fn a_great_many_branches() {
    let branches: Vec<Value> = (0..1_500)
        .map(|index| {
            let name = format!("b{index}");
            json!({ "type": "object", "required": [name], "properties": { name: { "type": "string" } } })
        })
        .collect();
    sdk(&document(json!({ "Root": { "oneOf": branches } })));
}

#[test]
fn a_great_many_operations_and_lost_references() {
    let paths: serde_json::Map<String, Value> = (0..3_000)
        .map(|index| {
            let answer = json!({ "description": "It.", "content": { "application/json": { "schema": refer(&format!("Gone{index}")) } } });
            let operation = json!({ "operationId": "same", "responses": { "200": answer } });
            (format!("/thing/{{id}}/{}", "x".repeat(index % 7)) + &"/{p}".repeat(index % 11) + &format!("/{index}"), json!({ "get": operation }))
        })
        .collect();
    let mut document = document(json!({}));
    document["paths"] = Value::Object(paths);
    assert_eq!(sdk(&document).operations, 3_000);
}

#[test]
fn long_paths_and_names() {
    let mut document = document(
        json!({ "Root": { "type": "object", "properties": { ("p".repeat(100_000)): { "type": "string" } } } }),
    );
    let operation = json!({ "operationId": "o".repeat(100_000), "responses": { "204": { "description": "Done." } } });
    document["paths"] = json!({
        (format!("/{}/x", "a".repeat(10_000))): { "get": operation },
        ("/deep".repeat(2_000)): { "get": operation },
        ("/{a}".repeat(2_000)): { "get": operation },
        ("/é".repeat(300)): { "post": operation },
    });
    sdk(&document);
}

#[test]
fn long_lines_of_documentation() {
    let mut schemas = serde_json::Map::new();
    for (index, piece) in [
        "[", "`", "``` ", "<", "https://", "](", "[a](", "`` ` ", "\n", "*/", "\\", "a b ",
    ]
    .iter()
    .enumerate()
    {
        schemas.insert(
            format!("S{index}"),
            json!({ "type": "string", "enum": ["a"], "description": piece.repeat(100_000) }),
        );
    }
    let members: serde_json::Map<String, Value> = schemas.keys().map(|name| (name.clone(), refer(name))).collect();
    schemas.insert("Root".to_owned(), json!({ "type": "object", "properties": members }));
    sdk(&document(Value::Object(schemas)));
}
