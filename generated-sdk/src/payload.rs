//! The body of a request before it is bytes: extra members can still be added to it.

use crate::body::Body;
use crate::error::Error;
use crate::multipart::Form;
use crate::parameter::Parameter;
use crate::parameter::escape::Escape;
use crate::parameter::style::{self, Style};
use crate::tree::Tree;
use bytes::Bytes;
use std::borrow::Cow;

/// A body in one of the ways that an operation may offer.
#[derive(Clone)]
pub(crate) enum Payload {
    Json(Bytes),
    Form(Tree, &'static [Parameter]),
    Multipart(Form),
    Raw(Cow<'static, str>, Body),
}

/// The media type and the bytes of a body to which `members` are added.
pub(crate) fn encode(
    payload: Option<&Payload>,
    members: &[(String, Tree)],
) -> Result<Option<(Cow<'static, str>, Body)>, Error> {
    let Some(payload) = payload else {
        // Members alone make a JSON body.
        return if members.is_empty() {
            Ok(None)
        } else {
            json(&Bytes::from_static(b"{}"), members).map(Some)
        };
    };
    match payload {
        Payload::Json(bytes) => json(bytes, members).map(Some),
        Payload::Form(value, encoding) => form(value.clone(), encoding, members).map(Some),
        Payload::Multipart(form) => multipart(form, members).map(Some),
        Payload::Raw(..) if !members.is_empty() => Err(Error::request(
            "a body that is no JSON and no form takes no further members",
        )),
        Payload::Raw(media_type, body) => Ok(Some((media_type.clone(), body.clone()))),
    }
}

fn json(bytes: &Bytes, members: &[(String, Tree)]) -> Result<(Cow<'static, str>, Body), Error> {
    let media_type = Cow::Borrowed("application/json");
    if members.is_empty() {
        return Ok((media_type, Body::from(bytes.clone())));
    }
    let mut value =
        Tree::read(bytes).map_err(|reason| Error::request(format!("the body takes no further members: {reason}")))?;
    add(&mut value, members)?;
    Ok((media_type, Body::from(value.to_json())))
}

fn form(
    mut value: Tree,
    encoding: &[Parameter],
    members: &[(String, Tree)],
) -> Result<(Cow<'static, str>, Body), Error> {
    add(&mut value, members)?;
    let Tree::Map(map) = value else {
        return Err(Error::request("a form has named members, and this body has none"));
    };
    let pairs: Vec<String> = map
        .iter()
        .flat_map(|(name, value)| fields(name, value, encoding))
        .map(|pair| format!("{}={}", pair.name, pair.value))
        .collect();
    Ok((
        Cow::Borrowed("application/x-www-form-urlencoded"),
        Body::from(pairs.join("&")),
    ))
}

/// The pairs of one member: as its encoding says, or else flat where it can be and in brackets where it is nested.
fn fields(name: &str, value: &Tree, encoding: &[Parameter]) -> Vec<style::Pair> {
    if let Some(parameter) = encoding.iter().find(|parameter| parameter.name == name) {
        let json = parameter
            .content
            .filter(|_| *value != Tree::Null)
            .map(|_| Tree::Text(value.to_json()));
        let escape = if parameter.allow_reserved {
            Escape::ReservedQuery
        } else {
            Escape::Component
        };
        return style::pairs(
            name,
            json.as_ref().unwrap_or(value),
            parameter.layout(),
            parameter.exploded(),
            escape,
        );
    }
    let nested = match value {
        Tree::Map(_) => true,
        Tree::List(items) => items.iter().any(|item| matches!(item, Tree::List(_) | Tree::Map(_))),
        _ => false,
    };
    style::pairs(
        name,
        value,
        if nested { Style::DeepObject } else { Style::Form },
        true,
        Escape::Component,
    )
}

fn multipart(form: &Form, members: &[(String, Tree)]) -> Result<(Cow<'static, str>, Body), Error> {
    if let Some(reason) = &form.failure {
        return Err(Error::request(reason.clone()));
    }
    let form = members.iter().fold(form.clone(), |form, (name, value)| match value {
        Tree::Map(_) | Tree::List(_) => form.json(name, value),
        _ => form.text(name, value.text().unwrap_or_default()),
    });
    let (media_type, body) = form.encode();
    Ok((Cow::Owned(media_type), body))
}

fn add(value: &mut Tree, members: &[(String, Tree)]) -> Result<(), Error> {
    for (name, member) in members {
        if !value.set(name, member.clone()) {
            return Err(Error::request(
                "only a body that is a JSON object takes further members",
            ));
        }
    }
    Ok(())
}
