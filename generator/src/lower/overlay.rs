//! Branches of a union that nothing tells apart become one: a struct with the members of all, or the widest of their types.

use super::schema::{Additional, Members, Shape, view};
use super::union::Candidate;
use super::{Lowering, format, rule};
use crate::diagnostic::Pointer;
use crate::ir::{Docs, JsonType};

/// Lays branches that no rule could tell apart over each other: all objects without members or constants of their own
/// become one, and so do all strings, all numbers and all arrays.
pub(super) fn merge_alike(cx: &mut Lowering, at: &Pointer, docs: &Docs, candidates: Vec<Candidate>) -> Vec<Candidate> {
    let mut kept: Vec<Candidate> = Vec::new();
    for candidate in candidates {
        let same = kept
            .iter()
            .position(|known| same_type(cx, &known.view.shape, &candidate.view.shape));
        match same.map(|index| &mut kept[index]) {
            None => kept.push(candidate),
            Some(known) if matches!(known.view.shape, Shape::Object(_)) => kept.push(candidate),
            // An enum beside free text, or an integer beside a number: the wider one holds both.
            Some(known) if differ_in_type(cx, &known.view.shape, &candidate.view.shape) => become_text(known),
            Some(known) if is_wider(&candidate.view.shape, &known.view.shape) => *known = candidate,
            Some(known) if matches!(known.view.shape, Shape::Array(_)) => join_arrays(cx, known, &candidate),
            Some(_) => {}
        }
    }
    let objects = kept.iter().filter(|candidate| candidate.members().is_some()).count();
    if objects < 2 || rule::all(cx, &kept).is_some() {
        return kept;
    }
    let mut merged: Option<Candidate> = None;
    let mut others = Vec::new();
    for candidate in kept {
        match (&mut merged, candidate.members().cloned()) {
            (_, None) => others.push(candidate),
            (None, Some(_)) => merged = Some(candidate),
            (Some(merged), Some(members)) => {
                if let Shape::Object(first) = &mut merged.view.shape {
                    overlay(cx, first, members);
                }
            }
        }
    }
    if let Some(mut merged) = merged {
        merged.at = at.clone();
        merged.made_up = true;
        merged.view.docs = docs.clone();
        others.insert(0, merged);
    }
    others
}

/// Whether two kinds of text have types of their own, of which neither holds the other: a date beside a word.
fn differ_in_type(cx: &Lowering, first: &Shape, second: &Shape) -> bool {
    let ty = |shape: &Shape| match shape {
        Shape::String { format, constants } => format::chosen(cx, format).filter(|_| constants.is_empty()),
        _ => None,
    };
    ty(first) != ty(second)
}

/// Text of any format.
fn become_text(known: &mut Candidate) {
    known.view.shape = Shape::String {
        format: String::new(),
        constants: Vec::new(),
    };
    known.made_up = true;
}

/// One array whose elements are those of either.
fn join_arrays(cx: &mut Lowering, known: &mut Candidate, other: &Candidate) {
    let (Shape::Array(Some(first)), Shape::Array(Some(second))) = (&known.view.shape, &other.view.shape) else {
        // An array of anything holds the other too.
        known.view.shape = Shape::Array(None);
        known.made_up = true;
        known.elements.clear();
        return;
    };
    if !known.made_up && alike(cx, first, second) {
        return;
    }
    let first = first.clone();
    if known.elements.is_empty() {
        known.elements.push(first);
    }
    if !known.elements.iter().any(|known| alike(cx, known, second)) {
        known.elements.push(second.clone());
    }
    known.made_up = true;
}

/// Members of either of two objects: required are those that both require.
fn overlay(cx: &mut Lowering, first: &mut Members, second: Members) {
    // A branch that may have any members keeps what the other does not name.
    let is_free = |members: &Members| {
        members.properties.is_empty() && matches!(members.additional, Additional::Unsaid | Additional::Any)
    };
    let keeps_all = is_free(first) || is_free(&second);
    for (name, places) in second.properties {
        match first.properties.iter_mut().find(|(known, _)| *known == name) {
            Some((_, known)) => {
                for place in places {
                    if !known.iter().any(|other| alike(cx, other, &place)) {
                        known.push(place);
                    }
                }
            }
            None => first.properties.push((name, places)),
        }
    }
    first.required.retain(|name| second.required.contains(name));
    if keeps_all {
        first.additional = Additional::Any;
    } else if first.additional == Additional::Refused {
        first.additional = second.additional;
    }
}

/// Whether two places hold schemas that read the same.
fn alike(cx: &mut Lowering, first: &Pointer, second: &Pointer) -> bool {
    first == second
        || match (view(cx, first), view(cx, second)) {
            (Some(first), Some(second)) => {
                if let (Shape::Array(Some(first)), Shape::Array(Some(second))) = (&first.shape, &second.shape) {
                    return alike(cx, first, second);
                }
                let scalar = |shape: &Shape| !matches!(shape, Shape::Object(_) | Shape::Union { .. } | Shape::Array(_));
                scalar(&first.shape) && format!("{:?}", first.shape) == format!("{:?}", second.shape)
            }
            _ => false,
        }
}

fn same_type(cx: &mut Lowering, first: &Shape, second: &Shape) -> bool {
    match (rule::json_type(first), rule::json_type(second)) {
        (Some(JsonType::Integer | JsonType::Number), Some(JsonType::Integer | JsonType::Number)) => true,
        (Some(JsonType::Array), Some(JsonType::Array)) => {
            let elements = (rule::element_type(cx, first), rule::element_type(cx, second));
            elements.0.is_none() || elements.1.is_none() || elements.0 == elements.1
        }
        (first, second) => first.is_some() && first == second,
    }
}

fn is_wider(first: &Shape, second: &Shape) -> bool {
    match (first, second) {
        (Shape::Number, Shape::Integer { .. }) => true,
        (Shape::String { constants, .. }, Shape::String { constants: narrow, .. }) => {
            constants.is_empty() && !narrow.is_empty()
        }
        _ => false,
    }
}
