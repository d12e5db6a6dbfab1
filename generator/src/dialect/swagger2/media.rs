//! `consumes` and `produces`: which media types the bodies have.

use crate::diagnostic::{Code, Diagnostics, Pointer};
use crate::load::{Node, Value};

/// Media types in the order of the document, each once.
pub(super) type MediaTypes = Vec<Box<str>>;

/// Reads a list of media types; nothing when it is none.
pub(super) fn types(node: &Node, at: &Pointer, diagnostics: &Diagnostics) -> Option<MediaTypes> {
    let elements = match &node.value {
        Value::Sequence(elements) => elements.as_slice(),
        Value::String(_) => std::slice::from_ref(node),
        Value::Null => return None,
        _ => {
            let message = format!("a list of media types belongs here, and this is {}", node.kind());
            diagnostics.report(Code::InvalidPart, (at, node.at), message);
            return None;
        }
    };
    let mut types = MediaTypes::new();
    for (index, element) in elements.iter().enumerate() {
        let Some(name) = element.as_str() else {
            let message = format!("a media type is a string, and this is {}", element.kind());
            diagnostics.report(Code::InvalidPart, (&at.index(index), element.at), message);
            continue;
        };
        let name = match name.trim() {
            "" => continue,
            "json" => "application/json",
            name => name,
        };
        if types.iter().all(|known| **known != *name) {
            types.push(Box::from(name));
        }
    }
    Some(types)
}

/// The media types of a request body that is one value.
pub(super) fn of_body(consumes: &[Box<str>], is_file: bool) -> MediaTypes {
    let plain = only(consumes, |name| !is_form(name));
    // Forms stand beside the others when a document lists all that its server knows.
    let types = if plain.is_empty() { consumes.to_vec() } else { plain };
    match (types.is_empty(), is_file) {
        (false, _) => types,
        (true, true) => vec![Box::from("application/octet-stream")],
        (true, false) => vec![Box::from("application/json")],
    }
}

/// The media type of a form: only multipart carries files.
pub(super) fn of_form(consumes: &[Box<str>], has_file: bool) -> &'static str {
    let (multipart, urlencoded) = ("multipart/form-data", "application/x-www-form-urlencoded");
    let lists = |wanted: &str| consumes.iter().any(|name| essence(name) == wanted);
    if has_file || (lists(multipart) && !lists(urlencoded)) {
        multipart
    } else {
        urlencoded
    }
}

/// The media types of an answer.
pub(super) fn of_answer(produces: &[Box<str>], is_file: bool, is_success: bool) -> MediaTypes {
    if is_file {
        // A file is no JSON or XML, so what the document lists for all its answers is not meant here.
        let types = only(produces, |name| !is_json(name) && !is_xml(name));
        return if types.is_empty() {
            vec![Box::from("*/*")]
        } else {
            types
        };
    }
    let json = || vec![Box::from("application/json")];
    if produces.is_empty() {
        return json();
    }
    if is_success {
        return produces.to_vec();
    }
    // `produces` of an operation speaks of what it is for: one that answers a picture does not say its errors in one.
    let structured = only(produces, |name| is_json(name) || essence(name) == "*/*");
    if !structured.is_empty() {
        return structured;
    }
    let xml = only(produces, is_xml);
    if xml.is_empty() { json() } else { xml }
}

/// The media type that gets the schema itself, while the others refer to it.
pub(super) fn main(types: &[Box<str>]) -> Option<&str> {
    let json = types.iter().find(|name| is_json(name));
    json.or_else(|| types.first()).map(|name| &**name)
}

fn only(types: &[Box<str>], fits: impl Fn(&str) -> bool) -> MediaTypes {
    types.iter().filter(|name| fits(name)).cloned().collect()
}

fn is_form(name: &str) -> bool {
    let essence = essence(name);
    essence == "application/x-www-form-urlencoded" || essence.starts_with("multipart/")
}

fn is_json(name: &str) -> bool {
    let essence = essence(name);
    essence.ends_with("/json") || essence.ends_with("+json")
}

fn is_xml(name: &str) -> bool {
    essence(name).ends_with("xml")
}

fn essence(name: &str) -> String {
    let name = name.split(';').next().unwrap_or_default();
    name.trim().to_ascii_lowercase()
}
