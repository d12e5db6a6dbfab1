//! `enum` becomes an open Rust enum.

use std::collections::BTreeSet;

use super::{Hint, Lowering};
use crate::diagnostic::Pointer;
use crate::ir::{Docs, Enumeration, EnumerationValues, Kind, Name, Ty, Variant};
use crate::name::{Names, pascal};

/// The variant for values that the description does not know. It never changes, whatever values are added.
const UNKNOWN: &str = "Unknown";

/// An enum of strings.
pub(super) fn strings(cx: &mut Lowering, at: &Pointer, hint: &Hint, docs: &Docs, constants: &[String]) -> Ty {
    let mut names = Names::reserving(&[UNKNOWN]);
    let mut variants: Vec<Variant> = Vec::with_capacity(constants.len());
    let mut known = BTreeSet::new();
    for constant in constants {
        if known.insert(constant) {
            variants.push(variant(&mut names, constant));
        }
    }
    define(cx, at, hint, docs, EnumerationValues::Strings(variants))
}

/// An enum of integers.
pub(super) fn integers(cx: &mut Lowering, at: &Pointer, hint: &Hint, docs: &Docs, constants: &[i64]) -> Ty {
    let mut names = Names::reserving(&[UNKNOWN]);
    let mut variants: Vec<(i64, Variant)> = Vec::with_capacity(constants.len());
    let mut known = BTreeSet::new();
    for constant in constants {
        if known.insert(constant) {
            variants.push((*constant, variant(&mut names, &constant.to_string())));
        }
    }
    define(cx, at, hint, docs, EnumerationValues::Integers(variants))
}

fn variant(names: &mut Names, wire: &str) -> Variant {
    Variant {
        name: Name {
            wire: wire.to_owned(),
            rust: names.take(pascal(wire), ""),
        },
        docs: Docs {
            lines: vec![format!("`{}`", wire.replace(['`', '\n', '\r'], "'"))],
            ..Docs::default()
        },
    }
}

fn define(cx: &mut Lowering, at: &Pointer, hint: &Hint, docs: &Docs, values: EnumerationValues) -> Ty {
    let id = cx.reserve(at, hint, docs.clone());
    cx.define(
        id,
        Kind::Enumeration(Enumeration {
            values,
            unknown: UNKNOWN.to_owned(),
        }),
    );
    Ty::Named(id)
}
