//! Webhooks and callbacks: the API calls its user's server, so there is nothing to call, but there are payloads to decode.

use super::{Hint, Lowering, docs, payload};
use crate::diagnostic::Code;
use crate::dialect::{Announced, OperationRef};
use crate::ir::{Cause, Event, Kind, Operation, Resource, Ty};
use crate::name::pascal;

/// The payloads of the webhooks whose names are wanted.
pub(super) fn webhooks(cx: &mut Lowering, is_wanted: impl Fn(&str) -> bool) -> Vec<Event> {
    let mut events = Vec::new();
    for announced in cx.document.webhooks() {
        if !is_wanted(&announced.name) {
            continue;
        }
        let hint = Hint::new(pascal(&announced.name)).child("webhook");
        let said = format!("The API sends this to the webhook `{}`", announced.name);
        events.extend(event(cx, &announced, Cause::Webhook, hint, &said));
    }
    events
}

/// The payloads of the callbacks of all operations in these resources.
pub(super) fn callbacks(cx: &mut Lowering, resources: &[Resource]) -> Vec<Event> {
    let mut events = Vec::new();
    let calls = calls(resources);
    for reference in cx.document.operations() {
        let call = calls
            .iter()
            .find(|(operation, _)| operation.http_method == reference.method && operation.path == reference.path);
        let Some((operation, words)) = call else { continue };
        for announced in cx.document.callbacks(&reference) {
            let hint = Hint::new(words.clone()).child(&announced.name).child("callback");
            let said = format!(
                "The API sends this as the callback `{}` of `{} {}`",
                announced.name, reference.method, reference.path
            );
            let cause = Cause::Callback {
                operation: operation.id.clone(),
            };
            events.extend(event(cx, &announced, cause, hint, &said));
        }
    }
    events
}

/// Each operation with how it is called, as the beginning of a type's name.
fn calls(resources: &[Resource]) -> Vec<(&Operation, String)> {
    let mut calls = Vec::new();
    for resource in resources {
        let words: String = resource.modules.iter().map(|word| pascal(word)).collect();
        calls.extend(resource.operations.iter().map(|operation| {
            let method = operation.methods.first().map_or("", |method| &method.name);
            let words = format!("{words}{}", pascal(method.trim_start_matches("r#")));
            (operation, words)
        }));
        calls.extend(self::calls(&resource.children));
    }
    calls
}

fn event(cx: &mut Lowering, announced: &Announced, cause: Cause, hint: Hint, said: &str) -> Option<Event> {
    let OperationRef { method, at, .. } = &announced.operation;
    let hint = if announced.has_siblings {
        hint.child(&method.to_lowercase())
    } else {
        hint
    };
    let place = match payload::announced(cx, &announced.operation)? {
        Ok(place) => place,
        Err(media_type) => {
            let message = format!("`{}` sends {media_type}, for which there is no type", announced.name);
            cx.diagnostics.report(Code::OtherPayload, at, message);
            return None;
        }
    };
    let id = match payload::named(cx, &place, &hint) {
        Ty::Named(id) => id,
        ty => {
            let id = cx.reserve(&place, &hint, docs::of(None, None, false));
            cx.define(id, Kind::Alias(ty));
            id
        }
    };
    let read = cx.document.operation(&announced.operation);
    let mut own = read.map_or_else(Vec::new, |read| {
        docs::of(read.summary.as_deref(), read.description.as_deref(), false).lines
    });
    let docs = &mut cx.types[id.0].docs;
    let is_shared = docs.lines.iter().any(|line| line.starts_with("The API sends this "));
    if own.is_empty() || is_shared {
        own.clone_from(&docs.lines);
    }
    if !own.is_empty() {
        own.push(String::new());
    }
    own.push(format!("{said}, by `{method}`."));
    docs.lines = own;
    Some(Event {
        name: announced.name.clone(),
        cause,
        payload: id,
    })
}
