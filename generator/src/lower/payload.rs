//! Bodies of requests and answers: which media types there are, and what each of them holds.

use openapiv3::MediaType;

use super::media::{Media, answer_name, classify, concrete, suffix};
use super::schema::{self, Shape};
use super::{Hint, Lowering, encoding, object, parameter, response, ty, union};
use crate::diagnostic::{Code, Pointer};
use crate::dialect::{OperationRef, TEXT_EVENTS};
use crate::ir::{Answer, Body, Kind, Name, OtherAnswer, Parameter, Stream, StreamFormat, Ty};
use crate::name::Names;

/// Every way to send the body, with the suffix of its method's name; the usual one first.
pub(super) fn bodies(cx: &mut Lowering, reference: &OperationRef, hint: &Hint) -> Vec<(String, Body)> {
    let Some((at, body)) = cx.document.request_body(reference) else {
        return Vec::new();
    };
    let mut contents: Vec<(Media, Content)> = Vec::new();
    for (media_type, media) in &body.content {
        let own = at.child("content").child(media_type);
        let place = place(cx, &own, media);
        let kind = classify(cx, media_type, place.as_ref());
        // A form that nobody has to send, and that could have no field, is no body: some descriptions give one to every GET.
        if kind == Media::Form && !body.required && place.as_ref().is_some_and(|place| is_empty_object(cx, place)) {
            continue;
        }
        // One way for each kind is enough: `application/json` and `application/vnd.x+json` differ in name only.
        if contents.iter().all(|(known, _)| *known != kind) {
            let encoding = match kind {
                Media::Form => encoding::of_form(cx, &own, media, place.as_ref()),
                Media::Multipart => {
                    encoding::of_parts(cx, &own, media, place.as_ref());
                    Vec::new()
                }
                _ => Vec::new(),
            };
            let media_type = media_type.clone();
            contents.push((
                kind,
                Content {
                    media_type,
                    place,
                    encoding,
                },
            ));
        }
    }
    contents.sort_by_key(|(kind, _)| *kind);
    let mut bodies = Vec::new();
    for (kind, content) in contents {
        let suffix = if bodies.is_empty() { "" } else { suffix(kind) };
        bodies.push((
            suffix.to_owned(),
            one_body(cx, kind, content, hint, suffix, body.required),
        ));
    }
    bodies
}

/// What the description says of a body in one media type.
struct Content {
    media_type: String,
    place: Option<Pointer>,
    encoding: Vec<Parameter>,
}

fn one_body(cx: &mut Lowering, kind: Media, content: Content, hint: &Hint, suffix: &str, required: bool) -> Body {
    let Content {
        media_type,
        place,
        encoding,
    } = content;
    let hint = hint.child(suffix).child("request");
    match kind {
        Media::Json => {
            if place.as_ref().is_some_and(|place| is_empty_object(cx, place)) {
                return Body::EmptyJson;
            }
            let ty = place.map_or(Ty::Json, |place| named(cx, &place, &hint));
            let media_type = (media_type != "application/json" && !media_type.contains('*')).then_some(media_type);
            Body::Json {
                ty,
                optional: !required && media_type.is_none(),
                media_type,
            }
        }
        Media::Form => Body::Form {
            ty: place.map_or(Ty::Json, |place| ty::at(cx, &place, &hint).ty),
            encoding,
        },
        Media::Multipart => match place.and_then(|place| object::multipart(cx, &place, &hint)) {
            Some(id) => Body::Multipart(id),
            None => Body::Raw(media_type),
        },
        Media::Text => Body::Text(media_type),
        Media::Bytes | Media::Jsonl | Media::JsonSeq | Media::Sse => Body::Raw(concrete(media_type)),
    }
}

/// The type of a whole body, under the name that follows from the call: where the description has another name for it, this
/// one is an alias.
pub(super) fn named(cx: &mut Lowering, place: &Pointer, hint: &Hint) -> Ty {
    match ty::at(cx, place, hint).element() {
        Ty::Named(id) if cx.types[id.0].name != hint.words() => {
            let docs = cx.types[id.0].docs.clone();
            let alias = cx.reserve(place, hint, docs);
            cx.define(alias, Kind::Alias(Ty::Named(id)));
            Ty::Named(alias)
        }
        ty => ty,
    }
}

/// Where the schema of what the API sends on its own stands; its media type where that is no JSON, and nothing where nothing
/// is said.
pub(super) fn announced(cx: &mut Lowering, reference: &OperationRef) -> Option<Result<Pointer, String>> {
    let (at, body) = cx.document.request_body(reference)?;
    let mut other = None;
    for (media_type, media) in &body.content {
        let place = place(cx, &at.child("content").child(media_type), media);
        match (classify(cx, media_type, place.as_ref()), place) {
            (Media::Json, place) => return place.map(Ok),
            _ => other = other.or_else(|| Some(Err(media_type.clone()))),
        }
    }
    other
}

/// An object that is said to have no members, as against one of which nothing is said: the method needs no argument for it.
fn is_empty_object(cx: &mut Lowering, place: &Pointer) -> bool {
    let says_members = cx
        .document
        .node(place)
        .is_some_and(|node| node.get("properties").is_some());
    match schema::view(cx, place).as_deref().map(|view| &view.shape) {
        Some(Shape::Object(members)) if members.properties.is_empty() => match members.additional {
            schema::Additional::Refused => true,
            schema::Additional::Unsaid => says_members,
            _ => false,
        },
        _ => false,
    }
}

/// The answers of an operation.
pub(super) struct Answers {
    pub answer: Answer,
    pub others: Vec<OtherAnswer>,
    pub stream: Option<Stream>,
}

/// Every way to have the answer.
pub(super) fn answers(cx: &mut Lowering, reference: &OperationRef, hint: &Hint, setters: &[Parameter]) -> Answers {
    let mut empty = false;
    let mut contents: Vec<(Media, String, Vec<Option<Pointer>>)> = Vec::new();
    for (at, response) in response::successes(cx, reference) {
        empty |= response.content.is_empty();
        for (media_type, media) in &response.content {
            let place = place(cx, &at.child("content").child(media_type), media);
            let kind = if media.extensions.contains_key(TEXT_EVENTS) {
                Media::Text
            } else {
                classify(cx, media_type, place.as_ref())
            };
            let known = contents
                .iter_mut()
                .find(|(known, known_type, _)| *known == kind && (kind == Media::Json || known_type == media_type));
            match known {
                None => contents.push((kind, media_type.clone(), vec![place])),
                Some((_, _, places)) if is_new(cx, places, place.as_ref()) => places.push(place),
                Some(_) => {}
            }
        }
    }
    contents.sort_by_key(|(kind, _, _)| *kind);
    let mut names = Names::reserving(parameter::CALL_METHODS);
    for setter in setters {
        names.take(setter.name.rust.clone(), "_");
    }
    let mut found = Answers {
        answer: Answer::Unit,
        others: Vec::new(),
        stream: None,
    };
    let mut has_answer = false;
    for (kind, media_type, places) in contents {
        match kind {
            Media::Jsonl | Media::JsonSeq | Media::Sse if found.stream.is_none() => {
                let format = match kind {
                    Media::Sse => StreamFormat::Sse,
                    Media::JsonSeq => StreamFormat::JsonSeq,
                    _ => StreamFormat::Jsonl,
                };
                let item = item(cx, reference, places, &hint.child("event"));
                found.stream = Some(Stream {
                    format,
                    media_type,
                    item,
                });
            }
            Media::Jsonl | Media::JsonSeq | Media::Sse => {
                cx.diagnostics.report(
                    Code::SecondAnswer,
                    &reference.at,
                    format!("the stream of {media_type} is not offered beside the first one"),
                );
            }
            _ => {
                let answer = one_answer(cx, kind, media_type.clone(), places, hint, empty);
                if has_answer {
                    let name = names.take(answer_name(kind, &media_type), "_");
                    found.others.push(OtherAnswer {
                        name: Name {
                            wire: media_type,
                            rust: name,
                        },
                        answer,
                    });
                } else {
                    found.answer = answer;
                    has_answer = true;
                }
            }
        }
    }
    if !has_answer && found.stream.is_some() {
        found.answer = Answer::StreamOnly;
    }
    found
}

fn one_answer(
    cx: &mut Lowering,
    kind: Media,
    media_type: String,
    places: Vec<Option<Pointer>>,
    hint: &Hint,
    empty: bool,
) -> Answer {
    match kind {
        Media::Json => {
            let ty = json(cx, places, &hint.child("response"));
            let media_type = (media_type != "application/json" && !media_type.contains('*')).then_some(media_type);
            Answer::Json {
                ty,
                media_type,
                optional: empty,
            }
        }
        Media::Text | Media::Form => Answer::Text(media_type),
        _ => Answer::Bytes(media_type),
    }
}

/// The type of a JSON answer: where statuses have schemas of their own, an enum of all of them.
fn json(cx: &mut Lowering, places: Vec<Option<Pointer>>, hint: &Hint) -> Ty {
    let Some(places) = places.into_iter().collect::<Option<Vec<Pointer>>>() else {
        return Ty::Json;
    };
    if let [only] = places.as_slice() {
        return named(cx, only, hint);
    }
    let known = cx.types.len();
    let ty = union::of_places(cx, hint, places).element();
    // What the first of them says of itself holds for none of the others.
    if let Some(own) = ty
        .named()
        .and_then(|id| cx.types.get_mut(id.0).filter(|_| id.0 >= known))
    {
        own.docs.lines.clear();
    }
    ty
}

/// Whether a schema says something else than those that an answer has under other statuses.
fn is_new(cx: &Lowering, known: &[Option<Pointer>], place: Option<&Pointer>) -> bool {
    known.iter().all(|known| match (known, place) {
        (Some(known), Some(place)) => known != place && cx.document.node(known) != cx.document.node(place),
        (known, place) => known.is_some() || place.is_some(),
    })
}

/// The type of a JSON body; nothing where it is no JSON or says nothing of itself.
pub(super) fn json_at(cx: &mut Lowering, at: &Pointer, media_type: &str, media: &MediaType, hint: &Hint) -> Option<Ty> {
    let place = place(cx, at, media);
    let is_json = classify(cx, media_type, place.as_ref()) == Media::Json;
    place.filter(|_| is_json).map(|place| ty::at(cx, &place, hint).ty)
}

/// The type of one item of a stream. The event that stands for an error never reaches the decoder.
fn item(cx: &mut Lowering, reference: &OperationRef, places: Vec<Option<Pointer>>, hint: &Hint) -> Ty {
    if places.len() > 1 {
        let message = "a second success answer has another stream of this media type; the first one is used";
        cx.diagnostics.report(Code::SecondAnswer, &reference.at, message);
    }
    let Some(place) = places.into_iter().next().flatten() else {
        return Ty::Json;
    };
    let error = super::client::stream_error(cx);
    let Some(view) = schema::view(cx, &place) else {
        return Ty::Json;
    };
    match (&view.shape, error) {
        (Shape::Union { .. }, Some(error)) => {
            let hint = Hint::around(&place).unwrap_or_else(|| hint.clone());
            union::lower(cx, &place, &hint, (*view).clone(), Some((&error.tag, &error.value))).element()
        }
        _ => ty::at(cx, &place, hint).element(),
    }
}

/// Where the schema of a media type stands.
fn place(cx: &mut Lowering, at: &Pointer, media: &MediaType) -> Option<Pointer> {
    media
        .schema
        .as_ref()
        .map(|read| schema::target(cx, at.child("schema"), read))
}
