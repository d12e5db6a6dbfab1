//! A slice of the SDK: the operations that `only` of sdk.toml or `--only` names, with the types that they need.
//!
//! It is cut when everything has its place and its name. What it has is therefore what the whole has, and it can be widened
//! without a break.

mod target;

use std::collections::{BTreeMap, BTreeSet};

use super::usage::{mentioned, received, sent};
use super::{Lowering, event, operation};
use crate::config::Config;
use crate::diagnostic::{Code, Diagnostics, Place};
use crate::dialect::Document;
use crate::ir::{Api, Cause, Census, Resource, TypeId, Usage};
use target::Target;

/// Takes out what no pattern names, if there are patterns. One that names nothing is an error.
pub(super) fn cut(api: &mut Api, document: &Document, config: &Config, diagnostics: &Diagnostics) {
    let only = config.only();
    if only.is_empty() {
        return;
    }
    let targets = target::all(api, document);
    let mut kept = BTreeSet::new();
    for (pattern, position) in only {
        match target::matching(pattern, &targets) {
            Ok(found) => kept.extend(found),
            Err(message) => {
                let place = position.map_or(Place::NOWHERE, Place::from);
                diagnostics.report(Code::UnmatchedPattern, place, message);
            }
        }
    }
    keep_operations(&mut api.resources, &kept);
    api.events.retain(|event| {
        kept.contains(&match &event.cause {
            Cause::Webhook => Target::webhook(&event.name),
            Cause::Callback { operation } => Target::operation(operation),
        })
    });
    forget_types(api);
    api.census = census(api, document, config);
}

fn keep_operations(resources: &mut Vec<Resource>, kept: &BTreeSet<Target>) {
    for resource in resources.iter_mut() {
        let is_kept = |id: &str| kept.contains(&Target::operation(id));
        resource.operations.retain(|operation| is_kept(&operation.id));
        keep_operations(&mut resource.children, kept);
    }
    resources.retain(|resource| !resource.operations.is_empty() || !resource.children.is_empty());
}

/// Types that nothing needs any more travel no way, so they are not printed. The others stay as they are in the whole, even if
/// the slice sends or answers them only.
fn forget_types(api: &mut Api) {
    let of_operations = api.operations().into_iter().map(|(_, operation)| operation);
    let mut open: Vec<TypeId> = of_operations
        .flat_map(|operation| sent(operation).into_iter().chain(received(operation)))
        .chain(api.events.iter().map(|event| event.payload))
        .collect();
    let mut needed = BTreeSet::new();
    while let Some(id) = open.pop() {
        if needed.insert(id) {
            open.extend(mentioned(api.definition(id)));
        }
    }
    for (index, definition) in api.types.iter_mut().enumerate() {
        if !needed.contains(&TypeId(index)) {
            definition.usage = Usage::default();
        }
    }
}

/// The census of a description that has nothing but the slice. What there is to say of it has been said for the whole.
fn census(api: &Api, document: &Document, config: &Config) -> Census {
    let quiet = Diagnostics::new();
    let mut cx = Lowering::new(document, config, &quiet);
    let known: BTreeMap<_, _> = api
        .operations()
        .into_iter()
        .map(|(_, operation)| ((operation.http_method.as_str(), operation.path.as_str()), operation))
        .collect();
    for reference in document.operations() {
        if let Some(known) = known.get(&(reference.method.as_str(), reference.path.as_str()))
            && let Some(read) = document.operation(&reference)
        {
            operation::lower(&mut cx, &reference, &read, known.id.clone(), &[], "");
        }
    }
    let is_kept = |name: &str| {
        api.events
            .iter()
            .any(|event| event.cause == Cause::Webhook && event.name == name)
    };
    event::webhooks(&mut cx, is_kept);
    event::callbacks(&mut cx, &api.resources);
    cx.records.census(cx.known.len())
}
