//! Parameters and headers: the words of the schema go into a `schema`, `collectionFormat` becomes a style.

use crate::diagnostic::{Code, Diagnostics, Pointer};
use crate::load::{Mapping, Node, Value};

/// The keywords that Swagger 2.0 writes beside the name.
const WORDS: [&str; 18] = [
    "type",
    "format",
    "items",
    "enum",
    "default",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "minLength",
    "maxLength",
    "pattern",
    "minItems",
    "maxItems",
    "uniqueItems",
    "multipleOf",
    "x-nullable",
    "properties",
];

/// Rewrites a parameter that is no part of a body.
pub(super) fn rewrite(node: &mut Node, at: &Pointer, diagnostics: &Diagnostics) {
    schema_of(node);
    let node_at = node.at;
    let format = format(node, at, diagnostics);
    let schema = node.get("schema");
    let is_array = schema.is_some_and(is_array);
    if is_array
        && schema
            .and_then(|schema| schema.get("items"))
            .is_some_and(self::is_array)
    {
        let name = node.get("name").and_then(Node::as_str).unwrap_or_default();
        let message = format!("`{name}` is a list of lists, and OpenAPI 3 knows no separator for the inner ones");
        diagnostics.report(Code::UnknownSeparator, (at, node.at), message);
    }
    let location = node.get("in").and_then(Node::as_str).unwrap_or_default();
    let is_query = location == "query";
    if !is_array || !matches!(location, "query" | "path" | "header") {
        return;
    }
    let (style, explode) = match (format, is_query) {
        (Some(Format::Multi), true) => ("form", true),
        (Some(Format::Spaces), true) => ("spaceDelimited", false),
        (Some(Format::Pipes), true) => ("pipeDelimited", false),
        (None | Some(Format::Commas), true) => ("form", false),
        (None | Some(Format::Commas), false) => return,
        (Some(format), _) => {
            report(format, node, at, diagnostics);
            if !is_query {
                return;
            }
            ("form", false)
        }
    };
    let Some(mapping) = node.as_mapping_mut() else { return };
    if !mapping.contains("style") && !mapping.contains("explode") {
        mapping.insert("style", Node::string(style, node_at));
        mapping.insert("explode", Node::new(Value::Bool(explode), node_at));
    }
}

/// Rewrites the headers of a response.
pub(super) fn headers(node: &mut Node) {
    for (_, header) in node.as_mapping_mut().into_iter().flat_map(Mapping::iter_mut) {
        schema_of(header);
        if let Some(mapping) = header.as_mapping_mut() {
            // Commas are what 3.0 knows, and any other separator is for the reader of the text.
            mapping.remove("collectionFormat");
        }
    }
}

/// Puts the keywords into a schema, unless there is one.
pub(super) fn schema_of(node: &mut Node) {
    let at = node.at;
    let Some(mapping) = node.as_mapping_mut() else { return };
    if ["schema", "content", "$ref"].iter().any(|key| mapping.contains(key)) {
        return;
    }
    let mut schema = Mapping::default();
    for word in WORDS {
        if let Some((key_at, value)) = super::take(mapping, word) {
            schema.insert_at(word, key_at, value);
        }
    }
    if !schema.is_empty() {
        mapping.insert("schema", Node::new(Value::Mapping(Box::new(schema)), at));
    }
}

/// A complete parameter that refers to a definition means that its values are of that schema.
pub(super) fn refer_by_schema(node: &mut Node) {
    let at = node.at;
    let is_schema = node
        .get("$ref")
        .and_then(Node::as_str)
        .is_some_and(|target| target.starts_with("#/definitions/"));
    if !is_schema || node.get("name").is_none() || node.get("in").is_none() {
        return;
    }
    let Some(mapping) = node.as_mapping_mut() else { return };
    if let Some(target) = mapping.remove("$ref")
        && !mapping.contains("schema")
    {
        mapping.insert("schema", Node::mapping([("$ref", target)], at));
    }
}

/// True when values of a schema are arrays, as far as the schema says so itself.
pub(super) fn is_array(schema: &Node) -> bool {
    schema.get("type").and_then(Node::as_str) == Some("array")
}

/// How the elements of an array are put into one text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    Commas,
    Spaces,
    Tabs,
    Pipes,
    Multi,
}

/// Takes the `collectionFormat` of a parameter.
pub(super) fn format(node: &mut Node, at: &Pointer, diagnostics: &Diagnostics) -> Option<Format> {
    let said = node.as_mapping_mut()?.remove("collectionFormat")?;
    Some(match said.as_str() {
        Some("csv") => Format::Commas,
        Some("ssv") => Format::Spaces,
        Some("tsv") => Format::Tabs,
        Some("pipes" | "pipe") => Format::Pipes,
        Some("multi") => Format::Multi,
        _ => {
            let message = "`collectionFormat` has to be csv, ssv, tsv, pipes or multi; csv is used";
            diagnostics.report(Code::InvalidMember, (at, said.at), message);
            return None;
        }
    })
}

/// Says that a list is sent in another way than the description asks for.
pub(super) fn report(format: Format, node: &Node, at: &Pointer, diagnostics: &Diagnostics) {
    let asked = match format {
        Format::Commas => "commas between its elements",
        Format::Spaces => "spaces between its elements",
        Format::Tabs => "tabs between its elements",
        Format::Pipes => "pipes between its elements",
        Format::Multi => "each of its elements by itself",
    };
    let place = match node.get("in").and_then(Node::as_str) {
        Some("formData") | None => "this form",
        Some("path") => "a path",
        Some("header") => "a header",
        Some(_) => "a query",
    };
    let name = node.get("name").and_then(Node::as_str).unwrap_or_default();
    let message = format!("`{name}` is a list with {asked}, which {place} of OpenAPI 3 does not know");
    diagnostics.report(Code::UnknownSeparator, (at, node.at), message);
}
