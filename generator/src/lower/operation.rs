//! One operation: its arguments, its body, its answers and the methods that call it.

use super::resource::words::titled;
use super::{Hint, Lowering, docs, parameter, payload, response, server};
use crate::dialect::OperationRef;
use crate::ir::{Answer, Body, Method, Operation, Ty};
use crate::name::raw;

/// Lowers an operation that is called as `path.method`.
pub(super) fn lower(
    cx: &mut Lowering,
    reference: &OperationRef,
    read: &openapiv3::Operation,
    id: String,
    path: &[String],
    method: &str,
) -> Operation {
    let hint = Hint::new(titled(path.iter().map(String::as_str).chain([method])));

    let parameters = parameter::all(cx, reference, &hint);
    let bodies = payload::bodies(cx, reference, &hint);
    let answers = payload::answers(cx, reference, &hint, &parameters.setters);
    let call = format!("{}().{method}", path.join("()."));
    for (_, body) in &bodies {
        match body {
            Body::Json { ty, .. } | Body::Form { ty, .. } => describe(cx, ty, &format!("What `{call}` sends.")),
            Body::Multipart(id) => describe(cx, &Ty::Named(*id), &format!("What `{call}` sends.")),
            _ => {}
        }
    }
    if let Answer::Json { ty, .. } = &answers.answer {
        describe(cx, ty, &format!("What `{call}` answers."));
    }
    if let Some(stream) = &answers.stream {
        describe(cx, &stream.item, &format!("An event of the stream of `{call}`."));
    }
    let methods = bodies
        .into_iter()
        .map(|(suffix, body)| Method {
            name: method_name(method, &suffix),
            body,
        })
        .collect::<Vec<_>>();
    let has_setters = !parameters.setters.is_empty() || !answers.others.is_empty();

    Operation {
        idempotent: cx.config.retry.safe.contains(&id),
        id,
        http_method: reference.method.clone(),
        path: reference.path.clone(),
        docs: docs::of(read.summary.as_deref(), read.description.as_deref(), read.deprecated),
        methods: if methods.is_empty() {
            vec![Method {
                name: raw(method.to_owned()),
                body: Body::None,
            }]
        } else {
            methods
        },
        uploads: Vec::new(),
        arguments: parameters.arguments,
        setters: parameters.setters,
        marker: has_setters.then(|| format!("{}Parameters", hint.words())),
        answer: answers.answer,
        other_answers: answers.others,
        stream: answers.stream,
        paging: None,
        errors: response::errors(cx, reference, &hint),
        headers: response::headers(cx, reference),
        server: server::of_operation(cx, reference),
        security: cx.security.requirement(read.security.as_ref()),
    }
}

/// Documents a type of its own that the description says nothing about.
fn describe(cx: &mut Lowering, ty: &Ty, text: &str) {
    if let Some(id) = ty.named()
        && cx.types[id.0].docs.lines.is_empty()
    {
        cx.types[id.0].docs.lines.push(text.to_owned());
    }
}

fn method_name(method: &str, suffix: &str) -> String {
    if suffix.is_empty() {
        raw(method.to_owned())
    } else {
        format!("{method}_{suffix}")
    }
}
