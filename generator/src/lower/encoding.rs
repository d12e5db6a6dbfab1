//! How the members of a form are written where its `encoding` says so, and what it says that is not done.

use openapiv3::{Encoding, MediaType, QueryStyle};

use super::schema::{self, Shape};
use super::{Lowering, media};
use crate::diagnostic::{Code, Pointer};
use crate::ir::{Docs, Location, Name, Parameter, Style, Ty};

/// The keywords by which a member is laid out as a query parameter is; with none of them it goes by its media type.
const LAYOUT: [&str; 3] = ["style", "explode", "allowReserved"];

/// What parts of a multipart body are not given.
const BEYOND_PARTS: [&str; 7] = [
    "headers",
    "encoding",
    "prefixEncoding",
    "itemEncoding",
    "style",
    "explode",
    "allowReserved",
];

/// The members of an urlencoded form that are written otherwise than the core writes them by itself.
pub(super) fn of_form(cx: &mut Lowering, at: &Pointer, content: &MediaType, form: Option<&Pointer>) -> Vec<Parameter> {
    let mut found = Vec::new();
    for (name, encoding) in &content.encoding {
        let own = at.child("encoding").child(name);
        let laid_out = says(cx, &own, &LAYOUT).is_some();
        let media_type = encoding.content_type.as_deref().filter(|_| !laid_out);
        let is_json = media_type.is_some_and(media::is_json);
        let by_itself = match media_type {
            Some(_) => !is_json,
            None => !laid_out || (is_usual(encoding) && !is_object(cx, form, name)),
        };
        if let Some(media_type) = media_type.filter(|_| !is_json && is_object(cx, form, name)) {
            unwritten(cx, &own.child("contentType"), name, media_type);
        }
        if !by_itself {
            found.push(member(name, encoding, is_json));
        }
    }
    found
}

/// Says what the parts of a multipart body are not given.
pub(super) fn of_parts(cx: &mut Lowering, at: &Pointer, content: &MediaType, form: Option<&Pointer>) {
    for (name, encoding) in &content.encoding {
        let own = at.child("encoding").child(name);
        if let Some(keyword) = says(cx, &own, &BEYOND_PARTS) {
            let message = format!("the part `{name}` is written as it usually is, whatever its `{keyword}` says");
            cx.diagnostics
                .report(Code::IgnoredEncoding, &own.child(keyword), message);
        }
        let Some(media_type) = encoding.content_type.as_deref() else {
            continue;
        };
        let is_kept = match shape(cx, form, name) {
            // A file brings its own media type.
            Some(Shape::String { format, .. }) if format == "binary" => true,
            Some(Shape::Object(_) | Shape::Union { .. }) => media::is_json(media_type),
            Some(Shape::String { .. } | Shape::Boolean | Shape::Integer { .. } | Shape::Number) => {
                media_type.starts_with("text/plain")
            }
            Some(Shape::Array(_) | Shape::Any) | None => true,
        };
        if !is_kept {
            unwritten(cx, &own.child("contentType"), name, media_type);
        }
    }
}

fn unwritten(cx: &Lowering, at: &Pointer, name: &str, media_type: &str) {
    let message = format!("`{name}` is not written as {media_type}, but as it usually is");
    cx.diagnostics.report(Code::IgnoredEncoding, at, message);
}

fn member(name: &str, encoding: &Encoding, is_json: bool) -> Parameter {
    Parameter {
        name: Name {
            rust: String::new(),
            wire: name.to_owned(),
        },
        docs: Docs::default(),
        ty: Ty::Json,
        location: Location::Query,
        style: match encoding.style {
            None | Some(QueryStyle::Form) => Style::Form,
            Some(QueryStyle::SpaceDelimited) => Style::SpaceDelimited,
            Some(QueryStyle::PipeDelimited) => Style::PipeDelimited,
            Some(QueryStyle::DeepObject) => Style::DeepObject,
        },
        explode: (!is_json).then_some(encoding.explode),
        allow_reserved: encoding.allow_reserved,
        optional_segment: false,
        content: is_json.then(|| "application/json".to_owned()),
    }
}

/// A field for each element, as the core writes it by itself.
fn is_usual(encoding: &Encoding) -> bool {
    matches!(encoding.style, None | Some(QueryStyle::Form)) && encoding.explode && !encoding.allow_reserved
}

/// The core writes objects in brackets by itself.
fn is_object(cx: &mut Lowering, form: Option<&Pointer>, name: &str) -> bool {
    matches!(shape(cx, form, name), Some(Shape::Object(_) | Shape::Union { .. }))
}

fn shape(cx: &mut Lowering, form: Option<&Pointer>, name: &str) -> Option<Shape> {
    let view = schema::view(cx, form?)?;
    let Shape::Object(members) = &view.shape else {
        return None;
    };
    let (_, places) = members.properties.iter().find(|(wire, _)| wire == name)?;
    Some(schema::view(cx, places.first()?)?.shape.clone())
}

/// The first of these keywords that an encoding has.
fn says(cx: &Lowering, at: &Pointer, keywords: &[&'static str]) -> Option<&'static str> {
    let node = cx.document.node(at)?;
    keywords.iter().copied().find(|keyword| node.get(keyword).is_some())
}
