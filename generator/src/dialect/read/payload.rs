//! Request bodies and responses, with their media types.

use openapiv3::{Content, Encoding, MediaType, QueryStyle, RequestBody, Response};

use super::parameter::query_style;
use super::{Expected, json, mapped, members, slot, text, truth};
use crate::diagnostic::{Diagnostics, Pointer};
use crate::load::Node;

/// Reads the request body at `at`.
pub(in crate::dialect) fn request_body(node: &Node, at: &Pointer, diagnostics: &Diagnostics) -> Option<RequestBody> {
    let mut body = RequestBody::default();
    members(node, at, diagnostics, |key, value| {
        match key {
            "description" => body.description = Some(text(value)?),
            "content" => body.content = media_types(value, &at.child(key), diagnostics)?,
            "required" => body.required = truth(value)?,
            key if key.starts_with("x-") => {
                body.extensions.insert(key.to_owned(), json(value));
            }
            _ => {}
        }
        Ok(())
    })?;
    Some(body)
}

/// Reads the response at `at`. A missing description means nothing, although the specification insists on one.
pub(in crate::dialect) fn response(node: &Node, at: &Pointer, diagnostics: &Diagnostics) -> Option<Response> {
    let mut response = Response::default();
    members(node, at, diagnostics, |key, value| {
        match key {
            "description" => response.description = text(value)?,
            "content" => response.content = media_types(value, &at.child(key), diagnostics)?,
            "headers" => {
                let place = at.child(key);
                response.headers = mapped(value, |name, header| slot(header, || place.child(name)))?;
            }
            key if key.starts_with("x-") => {
                response.extensions.insert(key.to_owned(), json(value));
            }
            _ => {}
        }
        Ok(())
    })?;
    Some(response)
}

/// Reads the media types of a body, a response or a parameter.
pub(super) fn media_types(node: &Node, at: &Pointer, diagnostics: &Diagnostics) -> Result<Content, Expected> {
    mapped(node, |name, media_type| {
        self::media_type(media_type, &at.child(name), diagnostics)
    })
}

/// A media type of which nothing can be read is still one that is sent or answered.
fn media_type(node: &Node, at: &Pointer, diagnostics: &Diagnostics) -> MediaType {
    let mut media_type = MediaType::default();
    members(node, at, diagnostics, |key, value| {
        match key {
            "schema" => media_type.schema = Some(slot(value, || at.child(key))),
            "encoding" => {
                let place = at.child(key);
                media_type.encoding = mapped(value, |name, encoding| {
                    self::encoding(encoding, &place.child(name), diagnostics)
                })?;
            }
            key if key.starts_with("x-") => {
                media_type.extensions.insert(key.to_owned(), json(value));
            }
            _ => {}
        }
        Ok(())
    });
    media_type
}

fn encoding(node: &Node, at: &Pointer, diagnostics: &Diagnostics) -> Encoding {
    let mut encoding = Encoding::default();
    let mut explode = None;
    members(node, at, diagnostics, |key, value| {
        match key {
            "contentType" => encoding.content_type = Some(text(value)?),
            "style" => encoding.style = Some(query_style(Some(&text(value)?)).ok_or("a style of a query parameter")?),
            "explode" => explode = Some(truth(value)?),
            "allowReserved" => encoding.allow_reserved = truth(value)?,
            "headers" => {
                let place = at.child(key);
                encoding.headers = mapped(value, |name, header| slot(header, || place.child(name)))?;
            }
            key if key.starts_with("x-") => {
                encoding.extensions.insert(key.to_owned(), json(value));
            }
            _ => {}
        }
        Ok(())
    });
    // OpenAPI 3.0, Encoding Object: true for the style `form`, which is the usual one, and false for the others.
    encoding.explode = explode.unwrap_or(matches!(encoding.style, None | Some(QueryStyle::Form)));
    encoding
}
