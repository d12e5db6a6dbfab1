//! Which schemas have no type of their own, and why.

use std::collections::{BTreeMap, BTreeSet};

use super::Lowering;
use super::schema::{Additional, Shape, View};
use crate::diagnostic::Pointer;
use crate::ir::{Census, Ty, Untyped};

/// What is recorded while schemas are lowered.
#[derive(Debug, Default)]
pub(super) struct Records {
    untyped: BTreeMap<Pointer, Untyped>,
    free_form: BTreeSet<Pointer>,
}

impl Records {
    /// The schema at `at` has no type of its own. The first reason is the one that counts.
    pub fn untyped(&mut self, at: &Pointer, why: Untyped) {
        self.untyped.entry(at.clone()).or_insert(why);
    }

    /// What became of `schemas` schemas.
    pub fn census(self, schemas: usize) -> Census {
        let mut untyped = BTreeMap::new();
        for why in self.untyped.values() {
            *untyped.entry(*why).or_default() += 1;
        }
        Census {
            schemas,
            free_form: self
                .free_form
                .iter()
                .filter(|at| !self.untyped.contains_key(*at))
                .count(),
            untyped,
        }
    }
}

/// Records what the schema at `at` has become; `None` where it cannot be read.
pub(super) fn record(cx: &mut Lowering, at: &Pointer, view: Option<&View>, ty: &Ty) {
    let Some(view) = view else {
        let is_there = cx.document.node(at).is_some_and(|node| node.get("$ref").is_none());
        let why = if is_there {
            Untyped::Unreadable
        } else {
            Untyped::LostReference
        };
        return cx.records.untyped(at, why);
    };
    match (&view.shape, view.untyped) {
        (Shape::Any, Some(why)) => cx.records.untyped(at, why),
        (Shape::Any, None) => says_nothing(cx, at),
        (Shape::Array(None), _) => says_nothing(cx, at),
        (Shape::Object(members), _) if members.properties.is_empty() => match members.additional {
            Additional::Schema(_) => {}
            _ => says_nothing(cx, at),
        },
        // One of its branches may be anything.
        (Shape::Union { .. }, _) if *ty == Ty::Json => says_nothing(cx, at),
        _ => {}
    }
}

fn says_nothing(cx: &mut Lowering, at: &Pointer) {
    cx.records.free_form.insert(at.clone());
}
