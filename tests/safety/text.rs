//! Text of the description is data in the output: a literal, documentation, or letters of a made name.

use super::sdk;
use proc_macro2::{TokenStream, TokenTree};
use serde_json::{Value, json};

/// What no file of the output may hold as code.
const MARKER: &str = "INJECTED_MARKER";

/// Ways out of a literal, a comment, a format string or a code block.
const WRAPS: &[&str] = &[
    "INJECTED_MARKER!()",
    "\"]; INJECTED_MARKER!(); //",
    "\"#]\nINJECTED_MARKER!();\n#[doc = r#\"",
    "\nINJECTED_MARKER!();\n",
    "\rINJECTED_MARKER!();\r",
    "\u{2028}INJECTED_MARKER!();\u{2028}",
    "*/ INJECTED_MARKER!() /*",
    "{{INJECTED_MARKER}} {INJECTED_MARKER} ${INJECTED_MARKER} {}",
    "```\n#![INJECTED_MARKER]\nINJECTED_MARKER!();\n```rust\nINJECTED_MARKER!();",
    "\\\"; INJECTED_MARKER!(); \\\\",
    "'\u{0}' INJECTED_MARKER!() \u{202e}",
    "\"\nINJECTED_MARKER = \"1\"\n[build-dependencies]\nINJECTED_MARKER = \"*\"\n",
];

/// A document with this text wherever a text may stand.
fn document(text: &str) -> Value {
    let name = |prefix: &str| format!("{prefix}{text}");
    let pointer = |name: &str| name.replace('~', "~0").replace('/', "~1").replace('%', "%25");
    let thing = json!({ "$ref": format!("#/components/schemas/{}", pointer(&name("Thing"))) });
    let documentation =
        json!({ "summary": text, "description": text, "externalDocs": { "url": text, "description": text } });
    let mut operation = json!({
        "operationId": name("id"), "tags": [name("tag")],
        "parameters": [
            { "name": name("q"), "in": "query", "description": text, "schema": { "type": "string", "enum": [text, name("b")], "default": text }, "example": text },
            { "name": name("h"), "in": "header", "required": true, "description": text, "schema": { "type": "string", "pattern": text, "format": text } },
            { "name": name("c"), "in": "cookie", "schema": { "type": "array", "items": { "type": "string" } } },
            { "name": "p", "in": "path", "required": true, "schema": { "type": "string", "title": text } },
        ],
        "requestBody": { "description": text, "content": {
            "application/json": { "schema": thing, "example": { text: text } },
            name("application/vnd."): { "schema": thing },
            "multipart/form-data": { "schema": { "type": "object", "properties": { text: { "type": "string", "format": "binary" }, name("a"): thing } } },
            "application/x-www-form-urlencoded": { "schema": thing },
        } },
        "responses": {
            "200": { "description": text, "headers": { name("X-"): { "schema": thing } }, "content": { "application/json": { "schema": thing, "examples": { text: { "value": text } } }, name("text/"): {}, "text/event-stream": { "schema": thing } } },
            "404": { "description": text, "content": { "application/json": { "schema": thing } } },
            text: { "description": text },
        },
        "security": [{ name("key"): [text] }], "servers": [{ "url": text }], "deprecated": true, "x-extra": text,
    });
    for (key, value) in documentation.as_object().into_iter().flatten() {
        operation[key] = value.clone();
    }
    json!({
        "openapi": "3.0.3",
        "info": { "title": text, "version": text, "description": text, "summary": text, "termsOfService": text, "license": { "name": text, "url": text }, "contact": { "name": text, "url": text, "email": text } },
        "servers": [{ "url": format!("https://{text}/{{v}}"), "description": text, "variables": { "v": { "default": text, "enum": [text], "description": text } } }],
        "tags": [{ "name": name("tag"), "description": text }, { "name": text, "description": text }],
        "paths": {
            format!("/{text}/{{p}}/fetch"): { "post": operation },
            format!("/tag{text}/send"): { "get": { "summary": text, "responses": { "200": { "description": text, "content": { "application/json": { "schema": { "type": "object", "properties": { "items": { "type": "array", "items": thing }, "cursor": { "type": "string", "description": text } } } } } } } } },
        },
        "security": [{ name("key"): [] }],
        "components": {
            "schemas": {
                name("Thing"): {
                    "type": "object", "title": text, "description": text, "required": [text, name("kind")],
                    "properties": {
                        text: { "type": "string", "description": text, "default": text, "example": text },
                        name("kind"): { "type": "string", "enum": [text] },
                        name("colour"): { "type": "string", "enum": [text, name("red"), null], "description": text },
                        name("part"): { "oneOf": [{ "type": "object", "required": [text], "properties": { text: { "type": "string", "enum": [name("a")] } } }, { "type": "object", "required": [text], "properties": { text: { "type": "string", "enum": [name("b")] } } }], "discriminator": { "propertyName": text, "mapping": { text: text } } },
                        name("map"): { "type": "object", "additionalProperties": { "type": "string", "title": text } },
                    },
                    "example": { text: text }, "x-extra": { text: text },
                },
            },
            "securitySchemes": { name("key"): { "type": "apiKey", "in": "header", "name": name("X-"), "description": text } },
        },
    })
}

/// Every word of the code, without what stands in literals; documentation is a literal too.
fn words(tokens: TokenStream, into: &mut Vec<String>) {
    for token in tokens {
        match token {
            TokenTree::Ident(word) => into.push(word.to_string()),
            TokenTree::Group(group) => words(group.stream(), into),
            TokenTree::Literal(_) | TokenTree::Punct(_) => {}
        }
    }
}

/// The keys of a manifest, tables and all.
fn keys(value: &toml::Value, path: &str, into: &mut Vec<String>) {
    for (key, value) in value.as_table().into_iter().flatten() {
        let path = format!("{path}.{key}");
        keys(value, &path, into);
        into.push(path);
    }
}

#[test]
fn no_text_becomes_code() {
    let mut manifest = Vec::new();
    for text in WRAPS.iter().copied().chain(["plain"]) {
        let sdk = sdk(&document(text));
        let mut seen = 0;
        for (path, content) in sdk.tree.iter().filter(|(path, _)| path.ends_with(".rs")) {
            let content = String::from_utf8_lossy(content);
            seen += content.matches(MARKER).count();
            if let Err(error) = syn::parse_file(&content) {
                panic!("{path} is not Rust: {error}\n{text:?}");
            }
            let mut all = Vec::new();
            words(content.parse().unwrap_or_default(), &mut all);
            assert!(
                all.iter().all(|word| !word.contains(MARKER)),
                "{text:?} became code of {path}"
            );
            // A comment ends with its line, and a text may go on in the next one.
            for line in content.lines().filter(|line| line.contains(MARKER)) {
                let turns = |letter: char| matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
                assert!(!line.contains(turns), "{path} turns the reading direction: {line:?}");
            }
        }
        assert!(
            seen > 0 || text == "plain",
            "the text is nowhere, so nothing was tested"
        );
        let written = sdk
            .tree
            .get("Cargo.toml")
            .map(String::from_utf8_lossy)
            .unwrap_or_default();
        let parsed: toml::Table = written
            .parse()
            .unwrap_or_else(|error| panic!("Cargo.toml: {error}\n{text:?}"));
        let mut all = Vec::new();
        keys(&toml::Value::Table(parsed), "", &mut all);
        // The crate is called after the title.
        let all: Vec<String> = all.iter().map(|key| key.replace(&sdk.name, "NAME")).collect();
        manifest.push(all);
    }
    for pair in manifest.windows(2) {
        assert_eq!(pair[0], pair[1], "a text changes what the manifest says");
    }
}
