//! `readOnly` and `writeOnly`: what is sent has no members that only the server sets, and what is answered none that only
//! users set.
//!
//! A type that travels one way loses the members of the other. One that travels both ways stays one type as long as those
//! members may be missing. Where one of them is required, no one type is right: the type of the description is then what is
//! answered, and a second one, with `Request` behind its name, what is sent.

use std::collections::BTreeMap;

use super::usage::{self, mentioned};
use crate::ir::{Access, Api, Body, Field, Kind, Presence, TypeDef, TypeId, Usage};

/// Splits the types that have to be two, and takes out of each type what never travels its way.
pub(super) fn split(api: &mut Api) {
    if fields(&api.types).all(|field| field.access == Access::ReadWrite) {
        return;
    }
    let twins = twins(api);
    if !twins.is_empty() {
        send(api, &twins);
        api.types
            .iter_mut()
            .for_each(|definition| definition.usage = Usage::default());
        usage::mark(api);
    }
    api.types.iter_mut().for_each(take_out);
}

fn fields(types: &[TypeDef]) -> impl Iterator<Item = &Field> {
    types
        .iter()
        .filter_map(|definition| match &definition.kind {
            Kind::Object(object) => Some(&object.fields),
            _ => None,
        })
        .flatten()
}

/// Makes the types for requests, each with the type that it is the twin of.
fn twins(api: &mut Api) -> BTreeMap<TypeId, TypeId> {
    let mut is_apart: Vec<bool> = api.types.iter().map(differs).collect();
    // What holds one of two types is two types itself.
    loop {
        let before = is_apart.clone();
        for (index, definition) in api.types.iter().enumerate() {
            let both = definition.usage.request && definition.usage.response;
            is_apart[index] |= both && mentioned(definition).iter().any(|id| is_apart[id.0]);
        }
        if is_apart == before {
            break;
        }
    }
    let mut twins = BTreeMap::new();
    for (index, _) in is_apart.iter().enumerate().filter(|(_, apart)| **apart) {
        let mut twin = api.types[index].clone();
        twin.name.push_str("Request");
        if !twin.docs.lines.is_empty() {
            twin.docs.lines.push(String::new());
        }
        let text = "This is what is sent; it has no members that only the server sets.";
        twin.docs.lines.push(text.to_owned());
        twins.insert(TypeId(index), TypeId(api.types.len()));
        api.types.push(twin);
    }
    twins
}

/// Whether a type travels both ways and requires a member that does not.
fn differs(definition: &TypeDef) -> bool {
    let Kind::Object(object) = &definition.kind else {
        return false;
    };
    let is_required = |field: &Field| matches!(field.presence, Presence::Required | Presence::Nullable);
    let mut fields = object.fields.iter();
    definition.usage.request
        && definition.usage.response
        && fields.any(|field| field.access != Access::ReadWrite && is_required(field))
}

/// Puts the types for requests in the place of their twins in everything that is sent.
fn send(api: &mut Api, twins: &BTreeMap<TypeId, TypeId>) {
    let mut exchange = |id: &mut TypeId| *id = twins.get(id).copied().unwrap_or(*id);
    for (index, definition) in api.types.iter_mut().enumerate() {
        let is_twin = twins.values().any(|twin| twin.0 == index);
        if is_twin || !definition.usage.response {
            definition.kind.visit_named(&mut exchange);
        }
    }
    for resource in &mut api.resources {
        resource.visit_operations(&mut |operation| {
            for parameter in operation.arguments.iter_mut().chain(&mut operation.setters) {
                parameter.ty.visit_named(&mut exchange);
            }
            for method in &mut operation.methods {
                match &mut method.body {
                    Body::Json { ty, .. } | Body::Form { ty, .. } => ty.visit_named(&mut exchange),
                    Body::Multipart(id) => exchange(id),
                    _ => {}
                }
            }
        });
    }
}

/// Takes out the members that never travel the way of this type; where it travels both ways, they are documented.
fn take_out(definition: &mut TypeDef) {
    let Kind::Object(object) = &mut definition.kind else {
        return;
    };
    let foreign = match (definition.usage.request, definition.usage.response) {
        (true, false) => Access::ReadOnly,
        (false, true) => Access::WriteOnly,
        _ => {
            object.fields.iter_mut().for_each(document);
            return;
        }
    };
    object.fields.retain(|field| field.access != foreign);
    for field in &mut object.fields {
        field.access = Access::ReadWrite;
    }
}

fn document(field: &mut Field) {
    let text = match field.access {
        Access::ReadWrite => return,
        Access::ReadOnly => "Only the server sets this.",
        Access::WriteOnly => "This is sent only, and not part of an answer.",
    };
    field.docs.lines.extend([String::new(), text.to_owned()]);
}
