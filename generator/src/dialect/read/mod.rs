//! Typed pieces, one file for each kind: a schema, an operation, a parameter, without what lies below it.
//!
//! The types are those of `openapiv3`, and they are filled here, member by member. serde's way costs three times as much
//! when generating and a minute and a half when compiling; above all, a member with a wrong value costs itself alone
//! here. Whatever may be a reference becomes one: what was written inline is referred to by its own place.

mod operation;
mod parameter;
mod payload;
mod schema;
mod security;
mod server;

use openapiv3::ReferenceOr;
use serde_json::Value as Json;

pub(super) use operation::operation;
pub(super) use parameter::{header, parameter};
pub(super) use payload::{request_body, response};
pub(super) use schema::schema;
pub(super) use security::{security_requirement, security_scheme};
pub(super) use server::{server, tag};

use super::reference;
use crate::diagnostic::{Code, Diagnostics, Pointer};
use crate::load::{Node, Number, Value};

/// What a member should have held, in words.
type Expected = &'static str;

/// Hands each member of the mapping at `at` to `read`; what does not fit is reported and left out.
fn members(
    node: &Node,
    at: &Pointer,
    diagnostics: &Diagnostics,
    mut read: impl FnMut(&str, &Node) -> Result<(), Expected>,
) -> Option<()> {
    let Some(mapping) = node.as_mapping() else {
        diagnostics.report(
            Code::InvalidPart,
            (at, node.at),
            format!("a mapping belongs here, and this is {}", node.kind()),
        );
        return None;
    };
    for entry in mapping.entries() {
        if let Err(expected) = read(&entry.key, &entry.value) {
            let message = format!(
                "`{}` has to be {expected} and is {}; it is left out",
                entry.key,
                entry.value.kind()
            );
            diagnostics.report(Code::InvalidMember, (&at.child(&entry.key), entry.value.at), message);
        }
    }
    Some(())
}

/// Reports that a member without which the piece means nothing is missing.
fn missing<T>(what: &str, node: &Node, at: &Pointer, diagnostics: &Diagnostics) -> Option<T> {
    diagnostics.report(Code::InvalidPart, (at, node.at), format!("{what} is missing"));
    None
}

/// The reference that stands in a place, or one to what was written inline there.
fn slot<T>(node: &Node, own: impl FnOnce() -> Pointer) -> ReferenceOr<T> {
    let reference = reference::of(node).map_or_else(|| own().as_str().to_owned(), str::to_owned);
    ReferenceOr::Reference { reference }
}

/// A slot for each element of a sequence.
fn slots<T>(node: &Node, place: &Pointer) -> Result<Vec<ReferenceOr<T>>, Expected> {
    Ok(sequence(node)?
        .iter()
        .enumerate()
        .map(|(index, node)| slot(node, || place.index(index)))
        .collect())
}

/// The members of a mapping, each made into something.
fn mapped<T, C: FromIterator<(String, T)>>(node: &Node, mut make: impl FnMut(&str, &Node) -> T) -> Result<C, Expected> {
    let mapping = node.as_mapping().ok_or("a mapping")?;
    Ok(mapping
        .iter()
        .map(|(key, value)| (key.to_owned(), make(key, value)))
        .collect())
}

/// The integer that a number is, if it is one.
fn integral(value: f64) -> Option<i64> {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "what is not an integer of this size is not returned"
    )]
    let integer = value as i64;
    (value.fract() == 0.0 && value.abs() <= 9.3e18).then_some(integer)
}

fn text(node: &Node) -> Result<String, Expected> {
    match &node.value {
        Value::String(text) => Ok(String::from(&**text)),
        // `title: 2024` means the text, whatever YAML takes it for.
        Value::Number(number) => Ok(number.text().to_owned()),
        Value::Bool(value) => Ok(value.to_string()),
        _ => Err("a string"),
    }
}

fn truth(node: &Node) -> Result<bool, Expected> {
    match node.as_str() {
        Some("true") => Ok(true),
        Some("false") => Ok(false),
        _ => node.as_bool().ok_or("a boolean"),
    }
}

fn number(node: &Node) -> Result<f64, Expected> {
    node.as_number().and_then(Number::as_f64).ok_or("a number")
}

fn count(node: &Node) -> Result<usize, Expected> {
    let value = node.as_number().and_then(|number| {
        number
            .as_u64()
            .or_else(|| number.as_f64().and_then(integral)?.try_into().ok())
    });
    value.and_then(|value| usize::try_from(value).ok()).ok_or("a count")
}

fn sequence(node: &Node) -> Result<&[Node], Expected> {
    node.as_sequence().ok_or("a sequence")
}

/// A node as plain JSON. An integer too large for JSON's usual types becomes the nearest float.
pub(super) fn json(node: &Node) -> Json {
    match &node.value {
        Value::Null => Json::Null,
        Value::Bool(value) => Json::Bool(*value),
        Value::Number(number) => {
            let integer = number
                .as_i64()
                .map(Json::from)
                .or_else(|| number.as_u64().map(Json::from));
            integer
                .or_else(|| number.as_f64().map(Json::from))
                .unwrap_or_else(|| Json::from(number.text()))
        }
        Value::String(text) => Json::from(&**text),
        Value::Sequence(elements) => elements.iter().map(json).collect(),
        Value::Mapping(mapping) => mapping
            .iter()
            .map(|(key, value)| (key.to_owned(), json(value)))
            .collect(),
    }
}

/// Members that hold a value and not something said about values.
const VALUES: &[&str] = &["const", "default", "enum", "example", "examples"];

/// A schema as plain JSON without the prose, which is most of the text of many documents.
pub(super) fn undescribed(node: &Node, met: &mut Met) -> Json {
    met.nodes += 1;
    let members = match &node.value {
        Value::Sequence(elements) => return elements.iter().map(|element| undescribed(element, met)).collect(),
        Value::Mapping(members) => members,
        _ => return json(node),
    };
    met.references.extend(reference::of(node).map(str::to_owned));
    let said = members.iter().filter_map(|(key, value)| {
        let value = match (key, value.as_mapping()) {
            ("description", None) => return None,
            // What looks like a keyword is a name there.
            ("properties" | "patternProperties", Some(properties)) => properties
                .iter()
                .map(|(name, schema)| (name.to_owned(), undescribed(schema, met)))
                .collect(),
            _ if VALUES.contains(&key) => {
                met.nodes += size(value);
                json(value)
            }
            _ => undescribed(value, met),
        };
        Some((key.to_owned(), value))
    });
    said.collect()
}

/// How many nodes a node is, itself included.
fn size(node: &Node) -> usize {
    1 + match &node.value {
        Value::Sequence(elements) => elements.iter().map(size).sum(),
        Value::Mapping(members) => members.iter().map(|(_, value)| size(value)).sum(),
        _ => 0,
    }
}

/// What was met in schemas.
pub(super) struct Met {
    /// What they refer to.
    pub(super) references: Vec<String>,
    /// How many nodes they have.
    pub(super) nodes: usize,
}

fn texts(node: &Node) -> Result<Vec<String>, Expected> {
    sequence(node)?
        .iter()
        .map(text)
        .collect::<Result<_, _>>()
        .map_err(|_| "a list of strings")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_copied_for_references_is_counted_to_the_last_value() {
        let text = r##"{ "enum": [1, { "a": 2 }], "properties": { "enum": { "$ref": "#/b", "description": "" } } }"##;
        let node = crate::load::text("a.json", text, &Diagnostics::new()).unwrap();
        let mut met = Met {
            references: Vec::new(),
            nodes: 0,
        };
        let said = undescribed(&node, &mut met);
        assert_eq!(
            said.to_string(),
            r##"{"enum":[1,{"a":2}],"properties":{"enum":{"$ref":"#/b"}}}"##
        );
        assert_eq!((met.references, met.nodes), (vec!["#/b".to_owned()], 7));
    }
}
