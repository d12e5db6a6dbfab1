//! Names that mean something to Rust, to file systems or to nobody.

use super::sdk;
use serde_json::{Value, json};

const NAMES: &[&str] = &[
    "Vec",
    "Option",
    "String",
    "Result",
    "Self",
    "self",
    "super",
    "crate",
    "Error",
    "Box",
    "Ok",
    "Err",
    "None",
    "Some",
    "Client",
    "Call",
    "Value",
    "main",
    "mod",
    "lib",
    "type",
    "r#type",
    "_",
    "__",
    "..",
    ".",
    "/",
    "\\",
    "//",
    "../../etc/passwd",
    "con",
    "CON",
    "aux",
    "nul.txt",
    "com1",
    "lpt9",
    "prn",
    "",
    " ",
    "\n",
    "\r\n",
    "\t",
    "\0",
    "\"",
    "'",
    "\"]",
    "*/",
    "/*",
    "{{",
    "}}",
    "{",
    "}",
    "#",
    "%",
    "%41",
    "%zz",
    "~",
    "~1",
    "~2",
    "$ref",
    "\u{202e}",
    "\u{202e}gpj.exe",
    "\u{feff}",
    "\u{200b}",
    "🙂",
    "👩‍👩‍👧",
    "é",
    "e\u{301}",
    "ﬁ",
    "ß",
    "İ",
    "ı",
    "名前",
    "اسم",
    "123",
    "-1",
    "+1",
    "a\u{0}b",
    "async",
    "dyn",
    "union",
    "macro_rules",
    "std",
    "core",
    "api",
    "types",
    "resources",
    "client",
    "new",
    "clone",
    "drop",
    "into_future",
    "Default",
    "Send",
    "T",
    "U",
    "a-b",
    "a_b",
    "aB",
    "A b",
];

fn document() -> Value {
    let schema = |name: &str| json!({ "$ref": format!("#/components/schemas/{}", name.replace('~', "~0").replace('/', "~1").replace('%', "%25")) });
    let properties: serde_json::Map<String, Value> =
        NAMES.iter().map(|name| ((*name).to_owned(), schema(name))).collect();
    let schemas: serde_json::Map<String, Value> = NAMES
        .iter()
        .enumerate()
        .map(|(index, name)| {
            let made = match index % 3 {
                0 => json!({ "type": "object", "properties": properties }),
                1 => json!({ "type": "string", "enum": NAMES }),
                _ => json!({ "oneOf": [{ "type": "string" }, { "type": "object", "required": [name], "properties": { *name: {} } }] }),
            };
            ((*name).to_owned(), made)
        })
        .collect();
    let mut paths = serde_json::Map::new();
    for (index, name) in NAMES.iter().enumerate() {
        let places = ["query", "header", "cookie"];
        let parameters: Vec<Value> = NAMES
            .iter()
            .enumerate()
            .map(|(at, name)| json!({ "name": name, "in": places[(index + at) % 3], "required": at % 5 == 0, "schema": { "type": "string" } }))
            .collect();
        let content = json!({ "application/json": { "schema": schema(name) }, *name: { "schema": schema(name) } });
        let form = json!({ "multipart/form-data": { "schema": { "type": "object", "properties": properties } } });
        let operation = |body: Value| {
            json!({
                "operationId": name,
                "tags": [name],
                "parameters": if index % 8 == 0 { parameters.clone() } else { Vec::new() },
                "requestBody": { "content": body },
                "responses": { "200": { "description": "It.", "content": content }, *name: { "description": "Odd." } },
            })
        };
        paths.insert(
            format!("/{name}/{name}"),
            json!({ "post": operation(content.clone()), "put": operation(if index % 16 == 0 { form } else { content.clone() }) }),
        );
        paths.insert(
            format!("/x/{{{name}}}/{name}"),
            json!({ "post": operation(content.clone()) }),
        );
    }
    json!({
        "openapi": "3.0.3",
        "info": { "title": "..", "version": "../.." },
        "tags": NAMES.iter().map(|name| json!({ "name": name, "description": name })).collect::<Vec<_>>(),
        "servers": [{ "url": "ht!tp://\u{0}exa mple\"]/{x}//..", "variables": { "x": { "default": "\n" } } }],
        "security": [{ "key": [] }],
        "components": {
            "schemas": schemas,
            "securitySchemes": { "key": { "type": "apiKey", "in": "header", "name": "X\r\nInjected: \"y\"" } },
        },
        "paths": paths,
    })
}

#[test]
fn odd_names_everywhere() {
    let sdk = sdk(&document());
    assert!(sdk.operations > NAMES.len(), "{}", sdk.operations);
}

#[test]
fn each_name_as_the_title() {
    for name in NAMES {
        sdk(&json!({ "openapi": "3.0.3", "info": { "title": name, "version": name }, "paths": {} }));
    }
}
