//! Responses: which of them mean success, what the others hold, and the headers that come with them.

use std::rc::Rc;

use openapiv3::Response;

use super::{Hint, Lowering, docs, payload};
use crate::diagnostic::Pointer;
use crate::dialect::OperationRef;
use crate::ir::{AnswerHeader, ErrorBody, Ty};

/// Responses that mean success: all of 2xx, or else the default one.
pub(super) fn successes(cx: &Lowering, reference: &OperationRef) -> Vec<(Pointer, Rc<Response>)> {
    let all = cx.document.responses(reference);
    let only_default = all.iter().all(|(status, _, _)| status == "default");
    let is_success = |status: &str| status.starts_with('2') || (only_default && status == "default");
    all.iter()
        .filter(|(status, _, _)| is_success(status))
        .map(|(_, at, response)| (at.clone(), Rc::clone(response)))
        .collect()
}

/// The types of the bodies that do not mean success.
pub(super) fn errors(cx: &mut Lowering, reference: &OperationRef, hint: &Hint) -> Vec<ErrorBody> {
    let good: Vec<Pointer> = successes(cx, reference).into_iter().map(|(at, _)| at).collect();
    let mut errors: Vec<ErrorBody> = Vec::new();
    for (status, at, response) in cx.document.responses(reference).iter() {
        for (media_type, media) in response.content.iter().filter(|_| !good.contains(at)) {
            let place = at.child("content").child(media_type);
            let hint = error_hint(at, hint, status);
            if let Some(ty) = payload::json_at(cx, &place, media_type, media, &hint)
                && let Some(element) = ty.named()
                && !errors
                    .iter()
                    .any(|known| known.element == element && known.status == *status)
            {
                errors.push(ErrorBody {
                    status: status.clone(),
                    docs: docs::of(None, Some(&response.description), false),
                    element,
                    is_whole: matches!(ty, Ty::Named(_)),
                });
            }
        }
    }
    errors
}

/// An error body is named after the response that the description shares, or after the operation and the status.
fn error_hint(at: &Pointer, hint: &Hint, status: &str) -> Hint {
    match at.component("responses") {
        Some(name) => Hint::new(crate::name::pascal(&name)),
        None if status == "default" => hint.child("error"),
        None => hint.child("error").child(&status.to_lowercase()),
    }
}

/// The headers of answers that mean success.
pub(super) fn headers(cx: &Lowering, reference: &OperationRef) -> Vec<AnswerHeader> {
    let mut headers: Vec<AnswerHeader> = Vec::new();
    for (at, response) in successes(cx, reference) {
        for name in response.headers.keys() {
            if headers.iter().any(|known| known.name.eq_ignore_ascii_case(name)) {
                continue;
            }
            let said = header_description(cx, &at.child("headers").child(name));
            headers.push(AnswerHeader {
                name: name.clone(),
                docs: docs::of(None, said.as_deref(), false),
            });
        }
    }
    headers
}

/// What a header says of itself, or what it refers to. One that leads nowhere has no words and costs nothing else.
fn header_description(cx: &Lowering, at: &Pointer) -> Option<String> {
    let text = |at: &Pointer, key: &str| Some(cx.document.node(at)?.get(key)?.as_str()?.to_owned());
    match text(at, "$ref") {
        Some(target) => text(&Pointer::parse(&target)?, "description"),
        None => text(at, "description"),
    }
}
