//! Inheritance as OpenAPI 3.0 writes it: a schema with a discriminator, and others that build on it by `allOf`. A place of
//! the first one's type holds any of the others.

use std::collections::BTreeSet;

use super::schema::{Shape, View, view};
use super::union::Candidate;
use super::{Hint, Lowering, tag};
use crate::diagnostic::Pointer;
use crate::ir::Ty;

/// The union of what builds on the object at `at`, if it is a base whose tag is always there.
pub(super) fn union(cx: &mut Lowering, at: &Pointer, hint: &Hint, own: &View) -> Option<Ty> {
    let discriminator = own.discriminator.as_ref()?;
    let Shape::Object(members) = &own.shape else {
        return None;
    };
    if !hint.is_component() || !members.required.contains(&discriminator.property_name) {
        return None;
    }
    let mut places = Vec::new();
    collect(cx, at, &mut BTreeSet::from([at.clone()]), &mut places);
    if places.is_empty() {
        return None;
    }
    let mut candidates = Vec::with_capacity(places.len() + 1);
    for place in places {
        let view = view(cx, &place)?;
        // What is a base itself holds others in its own place; here it is only what it says.
        let made_up = heirs(cx, &place).next().is_some();
        candidates.push(Candidate {
            at: place,
            view: (*view).clone(),
            made_up,
            is_itself: made_up,
            elements: Vec::new(),
        });
    }
    let itself = Candidate {
        at: at.clone(),
        view: own.clone(),
        made_up: true,
        is_itself: true,
        elements: Vec::new(),
    };
    // A base that builds on another is a thing of its own; the first one is only where its tag has a value for it.
    let is_heir = cx.heirs().values().flatten().any(|heir| heir == at);
    if is_heir || tag::is_mapped(cx, &itself, discriminator) {
        candidates.push(itself);
    }
    let tagged = tag::find(cx, &candidates, Some(discriminator))?;
    Some(tag::define(cx, Some(at), at, hint, &own.docs, &candidates, &tagged))
}

fn collect(cx: &mut Lowering, at: &Pointer, seen: &mut BTreeSet<Pointer>, into: &mut Vec<Pointer>) {
    for heir in heirs(cx, at).cloned().collect::<Vec<_>>() {
        if seen.insert(heir.clone()) {
            into.push(heir.clone());
            collect(cx, &heir, seen, into);
        }
    }
}

fn heirs<'c>(cx: &'c mut Lowering, at: &Pointer) -> impl Iterator<Item = &'c Pointer> {
    cx.heirs().get(at).into_iter().flatten()
}
