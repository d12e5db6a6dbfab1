//! Where each type is printed: beside the one resource that uses it, or among the shared ones.

use super::usage::{mentioned, received, sent};
use crate::diagnostic::Pointer;
use crate::ir::{Api, Cause, Home, Kind, TypeDef, TypeId};
use crate::name::module;

/// Gives every type its module.
pub(super) fn place(api: &mut Api) {
    let mut homes: Vec<Option<Vec<String>>> = vec![None; api.types.len()];
    for (resource, operation) in api.operations() {
        let mut open = sent(operation);
        open.extend(received(operation));
        while let Some(id) = open.pop() {
            let home = match &homes[id.0] {
                None => resource.modules.clone(),
                Some(known) => common(known, &resource.modules),
            };
            if homes[id.0].as_ref() != Some(&home) {
                homes[id.0] = Some(home);
                open.extend(mentioned(&api.types[id.0]));
            }
        }
    }
    let asked: Vec<bool> = homes.iter().map(Option::is_some).collect();
    // A name that no use is left for stands beside what it names.
    for index in 0..homes.len() {
        if homes[index].is_none() {
            homes[index] = named(&api.types, TypeId(index)).and_then(|id| homes[id.0].clone());
        }
    }
    for (definition, home) in api.types.iter_mut().zip(homes) {
        definition.home = match home {
            Some(path) if !path.is_empty() => Home::Resource(path),
            _ => Home::Shared(shared_module(&definition.at, &definition.name)),
        };
    }
    sent_on_its_own(api, &asked);
}

/// What another name of a type stands for in the end.
fn named(types: &[TypeDef], mut id: TypeId) -> Option<TypeId> {
    for _ in types {
        match &types[id.0].kind {
            Kind::Alias(ty) => id = ty.named()?,
            _ => break,
        }
    }
    Some(id)
}

/// What no operation uses stands with the event that brings it, but for what the description has a name for.
fn sent_on_its_own(api: &mut Api, asked: &[bool]) {
    for event in api.events.clone() {
        let module = match event.cause {
            Cause::Webhook => "webhooks",
            Cause::Callback { .. } => "callbacks",
        };
        let home = Home::Sent(module.to_owned());
        let mut open = vec![event.payload];
        while let Some(id) = open.pop() {
            let Some(definition) = api.types.get_mut(id.0) else {
                continue;
            };
            let has_place = asked.get(id.0).copied().unwrap_or(true) || matches!(definition.home, Home::Sent(_));
            let is_named = id != event.payload && definition.at.starts_with("#/components/schemas/");
            if !has_place && !is_named {
                definition.home = home.clone();
                open.extend(mentioned(definition));
            }
        }
    }
}

fn common(first: &[String], second: &[String]) -> Vec<String> {
    first
        .iter()
        .zip(second)
        .take_while(|(first, second)| first == second)
        .map(|(word, _)| word.clone())
        .collect()
}

/// Types inside of a component stand beside it.
fn shared_module(at: &str, name: &str) -> String {
    let tokens: Vec<String> = Pointer::parse(at)
        .iter()
        .flat_map(Pointer::tokens)
        .map(|token| token.to_string())
        .collect();
    match tokens.as_slice() {
        [first, second, component, ..] if first == "components" && second == "schemas" => module(component),
        _ => module(name),
    }
}
