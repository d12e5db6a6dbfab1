//! Rules that tell the branches of a union apart where they carry no tag.

use super::schema::{Shape, view};
use super::union::Candidate;
use super::{Lowering, tag};
use crate::ir::{BranchRule, JsonType};

/// A rule for each branch, if there is one for each.
pub(super) fn all(cx: &mut Lowering, candidates: &[Candidate]) -> Option<Vec<BranchRule>> {
    let objects = candidates
        .iter()
        .filter(|candidate| candidate.members().is_some())
        .count();
    let arrays = candidates
        .iter()
        .filter(|candidate| matches!(candidate.view.shape, Shape::Array(_)))
        .count();
    let mut without_rule = 0;
    let mut rules = Vec::with_capacity(candidates.len());
    for candidate in candidates {
        let rule = match json_type(&candidate.view.shape) {
            Some(JsonType::Object) if objects > 1 => object_rule(cx, candidate, candidates).unwrap_or_else(|| {
                without_rule += 1;
                BranchRule::Type(JsonType::Object)
            }),
            Some(JsonType::Array) if arrays > 1 => BranchRule::Elements(element_type(cx, &candidate.view.shape)?),
            Some(json_type) => BranchRule::Type(json_type),
            None => return None,
        };
        rules.push(rule);
    }
    // One branch may be the one that no other took.
    (without_rule <= 1).then_some(rules)
}

/// What only this object has: constants, or else required members that no other object requires.
fn object_rule(cx: &mut Lowering, candidate: &Candidate, all: &[Candidate]) -> Option<BranchRule> {
    let members = candidate.members()?;
    let mut constants = Vec::new();
    for (name, places) in &members.properties {
        if let [place] = places.as_slice()
            && members.required.contains(name)
            && let Some(view) = view(cx, place)
            && let Shape::String { constants: values, .. } = &view.shape
            && let [value] = values.as_slice()
        {
            constants.push((name.clone(), value.clone()));
        }
    }
    let is_own = |cx: &mut Lowering, (name, value): &(String, String)| {
        all.iter()
            .filter(|other| other.at != candidate.at)
            .all(|other| !tag::values(cx, other, name).contains(value))
    };
    if constants.iter().any(|constant| is_own(cx, constant)) {
        return Some(BranchRule::Constants(constants));
    }
    let others = || {
        all.iter()
            .filter(|other| other.at != candidate.at)
            .filter_map(Candidate::members)
    };
    let own: Vec<String> = members
        .required
        .iter()
        .filter(|name| others().all(|other| other.properties.iter().all(|(known, _)| known != *name)))
        .cloned()
        .collect();
    if !own.is_empty() {
        return Some(BranchRule::Keys(own));
    }
    // A set of required members that no other object could satisfy by its own names.
    let required: Vec<String> = members.required.iter().cloned().collect();
    let unique = !required.is_empty()
        && others().all(|other| {
            required
                .iter()
                .any(|name| other.properties.iter().all(|(known, _)| known != name))
        });
    unique.then_some(BranchRule::Keys(required))
}

/// The JSON type of the elements of an array, if they have one.
pub(super) fn element_type(cx: &mut Lowering, shape: &Shape) -> Option<JsonType> {
    let Shape::Array(Some(items)) = shape else { return None };
    json_type(&view(cx, items)?.shape)
}

/// The JSON type of all values of this shape, if they have one.
pub(super) fn json_type(shape: &Shape) -> Option<JsonType> {
    Some(match shape {
        Shape::Any | Shape::Union { .. } => return None,
        Shape::Boolean => JsonType::Bool,
        Shape::Integer { .. } => JsonType::Integer,
        Shape::Number => JsonType::Number,
        Shape::String { .. } => JsonType::String,
        Shape::Array(_) => JsonType::Array,
        Shape::Object(_) => JsonType::Object,
    })
}
