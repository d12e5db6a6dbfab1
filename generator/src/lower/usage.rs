//! Which way each type travels: users build requests, the server sends answers.

use crate::ir::{Access, Answer, Api, Body, Kind, Operation, Presence, Ty, TypeDef, TypeId, Usage};

/// Marks every type that an operation reaches.
pub(super) fn mark(api: &mut Api) {
    let mut requests = Vec::new();
    let mut responses = Vec::new();
    for (_, operation) in api.operations() {
        requests.extend(sent(operation));
        responses.extend(received(operation));
    }
    responses.extend(api.events.iter().map(|event| event.payload));
    reach(
        &mut api.types,
        requests,
        Usage {
            request: true,
            response: false,
        },
    );
    reach(
        &mut api.types,
        responses,
        Usage {
            request: false,
            response: true,
        },
    );
    for definition in api.types.iter_mut().filter(|definition| !definition.usage.request) {
        answers_only(&mut definition.kind);
    }
}

/// Nobody who reads an answer tells a missing member from `null`.
fn answers_only(kind: &mut Kind) {
    if let Kind::Object(object) = kind {
        for field in object
            .fields
            .iter_mut()
            .filter(|field| field.presence == Presence::OptionalNullable)
        {
            field.presence = Presence::Optional;
        }
    }
}

/// The named types that a call of this operation sends.
pub(super) fn sent(operation: &Operation) -> Vec<TypeId> {
    let parameters = operation.arguments.iter().chain(&operation.setters);
    let bodies = operation.methods.iter().filter_map(|method| match &method.body {
        Body::Json { ty, .. } | Body::Form { ty, .. } => ty.named(),
        Body::Multipart(id) => Some(*id),
        _ => None,
    });
    parameters
        .filter_map(|parameter| parameter.ty.named())
        .chain(bodies)
        .collect()
}

/// The named types that a call of this operation gives.
pub(super) fn received(operation: &Operation) -> Vec<TypeId> {
    let answers = std::iter::once(&operation.answer).chain(operation.other_answers.iter().map(|other| &other.answer));
    let json = answers.filter_map(|answer| match answer {
        Answer::Json { ty, .. } => ty.named(),
        _ => None,
    });
    json.chain(operation.errors.iter().map(|error| error.element))
        .chain(operation.stream.iter().filter_map(|stream| stream.item.named()))
        .collect()
}

/// The named types that a definition mentions.
pub(super) fn mentioned(definition: &TypeDef) -> Vec<TypeId> {
    match &definition.kind {
        Kind::Object(object) => object
            .fields
            .iter()
            .chain(&object.rest)
            .filter_map(|field| field.ty.named())
            .collect(),
        Kind::Union(union) => union
            .branches
            .iter()
            .filter_map(|branch| branch.ty.as_ref().and_then(Ty::named))
            .collect(),
        Kind::Alias(ty) => ty.named().into_iter().collect(),
        Kind::Enumeration(_) => Vec::new(),
    }
}

/// The named types whose values travel this way inside of a value of this type.
fn carried(definition: &TypeDef, usage: Usage) -> Vec<TypeId> {
    let Kind::Object(object) = &definition.kind else {
        return mentioned(definition);
    };
    let fields = object
        .fields
        .iter()
        .chain(&object.rest)
        .filter(|field| match field.access {
            Access::ReadWrite => true,
            Access::ReadOnly => usage.response,
            Access::WriteOnly => usage.request,
        });
    fields.filter_map(|field| field.ty.named()).collect()
}

fn reach(types: &mut [TypeDef], mut open: Vec<TypeId>, usage: Usage) {
    while let Some(id) = open.pop() {
        let known = types[id.0].usage;
        let both = Usage {
            request: known.request || usage.request,
            response: known.response || usage.response,
        };
        if both != known {
            types[id.0].usage = both;
            open.extend(carried(&types[id.0], usage));
        }
    }
}
