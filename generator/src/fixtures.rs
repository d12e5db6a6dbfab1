//! `src/fixtures.json`: an example answer of every operation, for the tests of the crate's users.
//!
//! One operation a line, so that a change of the description is a change of its lines. Its answers are in the order in which
//! a caller who takes anything is given them.

use serde_json::{Value, json};

use crate::contract::{Body, Content, Contract, Location, Operation, essence, is_json};

/// So many levels of an answer show everything; what lies deeper is only there where it must be.
const DEPTH: usize = 1;

/// The whole file.
pub fn json(contract: &Contract) -> String {
    let lines: Vec<String> = contract
        .operations
        .iter()
        .map(|operation| line(contract, operation))
        .collect();
    format!("[\n{}\n]\n", lines.join(",\n"))
}

fn line(contract: &Contract, operation: &Operation) -> String {
    let successes = operation.successes();
    let (status, mut contents) = match successes.first() {
        Some((status, answer)) => (*status, answer.contents.iter().collect()),
        None => (200, Vec::new()),
    };
    contents.sort_by_key(|content: &&Content| !is_json(&essence(&content.media_type)));
    let answers: Vec<String> = contents
        .iter()
        .map(|content| answer(contract, operation, content))
        .collect();
    let [id, method, path] = [&operation.id, &operation.method, &template(operation)].map(|text| json!(text));
    let answers = answers.join(",");
    format!("{{\"operation\":{id},\"method\":{method},\"path\":{path},\"status\":{status},\"answers\":[{answers}]}}")
}

fn answer(contract: &Contract, operation: &Operation, content: &Content) -> String {
    let media_type = json!(contract.concrete(content));
    let (kind, value) = match contract.body(content, DEPTH) {
        Body::Json(value) => ("json", contract.last_page(operation, content, value)),
        Body::Lines(events) | Body::Records(events) | Body::Events(events) => ("events", Value::Array(events)),
        Body::Text(text) => ("text", Value::String(text)),
    };
    format!("{{\"type\":{media_type},\"{kind}\":{value}}}")
}

/// The path, in which `{+path}` is a parameter that may hold slashes, as RFC 6570 writes it.
fn template(operation: &Operation) -> String {
    let mut path = operation.path.clone();
    for parameter in &operation.parameters {
        if parameter.location == Location::Path && (parameter.spans_segments || parameter.is_optional_segment) {
            let name = &parameter.name;
            path = path.replace(&format!("{{{name}}}"), &format!("{{+{name}}}"));
        }
    }
    path
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    fn answer(schema: &str, rest: &str) -> Value {
        let text = format!(
            r#"{{ "openapi": "3.0.3", "info": {{ "title": "A", "version": "1" }},
            "paths": {{ "/a": {{ "get": {{ "operationId": "a", "responses": {{ "200": {{ "description": "",
                "content": {{ "application/json": {{ "schema": {schema} {rest} }} }} }} }} }} }} }},
            "components": {{ "schemas": {{ "Line": {{ "type": "object", "required": ["text"], "properties": {{ "text": {{ "type": "string" }} }} }} }} }} }}"#
        );
        let sdk = crate::generate_text("a.json", text).result.unwrap();
        let fixtures: Value = serde_json::from_slice(sdk.tree.get("src/fixtures.json").unwrap()).unwrap();
        fixtures[0]["answers"][0]["json"].clone()
    }

    #[test]
    fn members_may_have_names_of_keywords() {
        let line = r##"{ "$ref": "#/components/schemas/Line" }"##;
        let names = ["default", "description", "enum", "examples", "properties"];
        let members = names.map(|name| format!("\"{name}\": {line}")).join(",");
        let answer = answer(&format!(r#"{{ "type": "object", "properties": {{ {members} }} }}"#), "");
        for name in names {
            assert_eq!(answer[name]["text"], "text", "{answer}");
        }
    }

    #[test]
    fn the_first_of_several_examples_is_shown() {
        let examples = r#", "examples": { "b": { "value": { "n": 2 } }, "a": { "value": { "n": 1 } } }"#;
        assert_eq!(answer(r#"{ "type": "object" }"#, examples)["n"], 2);
    }
}
