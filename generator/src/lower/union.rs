//! `oneOf` and `anyOf`: an open enum whose branch is found by a rule worked out here; or, where nothing tells the branches
//! apart, one struct with the members of all.

use std::collections::BTreeSet;

use super::schema::{Additional, Members, Shape, View, view};
use super::ty::{self, Lowered};
use super::{Hint, Lowering, all_of, object, rule, tag};
use crate::diagnostic::{Code, Pointer};
use crate::ir::{Branch, BranchRule, Docs, JsonType, Kind, Tagging, Ty, TypeId, Union};
use crate::name::{Names, pascal};

/// A branch before it has a type.
pub(super) struct Candidate {
    pub at: Pointer,
    pub view: View,
    /// Put together by us: no place of the document says what `view` says.
    pub made_up: bool,
}

impl Candidate {
    pub fn members(&self) -> Option<&Members> {
        match &self.view.shape {
            Shape::Object(members) => Some(members),
            _ => None,
        }
    }
}

/// Lowers a view whose shape is a union. Branches whose tag has the value of `dropped` (tag, value) are left out: the core
/// takes such events out of a stream before they are decoded.
pub(super) fn lower(
    cx: &mut Lowering,
    at: &Pointer,
    hint: &Hint,
    view: View,
    dropped: Option<(&str, &str)>,
) -> Lowered {
    let Shape::Union { branches, members } = view.shape else {
        return Lowered::json();
    };
    let mut nullable = view.nullable;
    let mut candidates = Vec::new();
    expand(cx, &branches, &mut BTreeSet::new(), &mut candidates, &mut nullable);
    if !members.is_silent() {
        lay_over(&mut candidates, &members);
    }
    if let Some((tag, value)) = dropped {
        candidates.retain(|candidate| !tag::values(cx, candidate, tag).iter().any(|known| known == value));
    }
    let mapping = view.discriminator.as_ref();
    // Without the branch that was left out this is not what stands at the place.
    let own = dropped.is_none().then_some(at);
    let ty = decide(cx, own, at, hint, &view.docs, candidates, mapping);
    Lowered {
        ty,
        nullable,
        docs: view.docs,
    }
}

/// A union of the schemas at `places`, none of which the description calls a union.
pub(super) fn of_places(cx: &mut Lowering, hint: &Hint, places: Vec<Pointer>) -> Lowered {
    let mut candidates = Vec::new();
    let mut nullable = false;
    let Some(at) = places.first().cloned() else {
        return Lowered::json();
    };
    expand(cx, &places, &mut BTreeSet::new(), &mut candidates, &mut nullable);
    let docs = candidates
        .first()
        .map(|candidate| candidate.view.docs.clone())
        .unwrap_or_default();
    let ty = decide(cx, None, &at, hint, &docs, candidates, None);
    Lowered { ty, nullable, docs }
}

/// Reads the branches; a branch that is itself a union and nothing else gives its own branches.
fn expand(
    cx: &mut Lowering,
    branches: &[Pointer],
    seen: &mut BTreeSet<Pointer>,
    into: &mut Vec<Candidate>,
    nullable: &mut bool,
) {
    for at in branches {
        if !seen.insert(at.clone()) {
            continue;
        }
        let Some(view) = view(cx, at) else { continue };
        *nullable |= view.nullable;
        if let Some(target) = view.same_as.clone().filter(|_| Hint::of_component(at).is_none()) {
            expand(cx, &[target], seen, into, nullable);
            continue;
        }
        match &view.shape {
            // `null` as a branch of its own; what it says is in `nullable`.
            Shape::Any if view.nullable => {}
            Shape::Union { branches, members } if members.is_silent() => {
                let branches = branches.clone();
                expand(cx, &branches, seen, into, nullable);
            }
            _ => into.push(Candidate {
                at: at.clone(),
                view,
                made_up: false,
            }),
        }
    }
}

/// Members said beside `oneOf` belong to every branch that is an object.
fn lay_over(candidates: &mut [Candidate], members: &Members) {
    for candidate in candidates {
        let own = match &candidate.view.shape {
            Shape::Object(own) => own.clone(),
            Shape::Any => Members::default(),
            _ => continue,
        };
        candidate.made_up = true;
        candidate.view.shape = Shape::Object(all_of::join(members.clone(), own));
    }
}

/// Gives the branches a type. `own` is the place of the union where the description has one, which the branches may refer to;
/// `at` is where to report problems.
fn decide(
    cx: &mut Lowering,
    own: Option<&Pointer>,
    at: &Pointer,
    hint: &Hint,
    docs: &Docs,
    candidates: Vec<Candidate>,
    discriminator: Option<&openapiv3::Discriminator>,
) -> Ty {
    if let Some(tagged) = tag::find(cx, &candidates, discriminator) {
        return tag::define(cx, own, at, hint, docs, &candidates, &tagged);
    }
    let mut candidates = merge_alike(cx, at, docs, candidates);
    // A branch that may be anything is what the open end of an enum keeps; where no enum is left, so is the whole.
    let all = candidates.len();
    candidates.retain(|candidate| rule::json_type(&candidate.view.shape).is_some());
    if candidates.len() < all && candidates.len() < 2 {
        return Ty::Json;
    }
    match candidates.as_slice() {
        [] => Ty::Json,
        [only] => match &only.view.shape {
            Shape::Object(members) if only.made_up => {
                object::made_up(cx, own, &only.at, hint, &only.view.docs, members.clone())
            }
            _ => of_candidate(cx, only, hint),
        },
        several => by_shape(cx, own, at, hint, docs, several),
    }
}

/// The type of one branch.
pub(super) fn of_candidate(cx: &mut Lowering, candidate: &Candidate, hint: &Hint) -> Ty {
    if !candidate.made_up {
        return ty::at(cx, &candidate.at, hint).element();
    }
    let docs = candidate.view.docs.clone();
    match &candidate.view.shape {
        Shape::Object(members) => object::made_up(cx, None, &candidate.at, hint, &docs, members.clone()),
        Shape::Array(_) => Ty::List(Box::new(Ty::Json)),
        _ => Ty::Json,
    }
}

/// Lays branches that no rule could tell apart over each other: all objects without members or constants of their own
/// become one, and so do all strings, all numbers and all arrays.
fn merge_alike(cx: &mut Lowering, at: &Pointer, docs: &Docs, candidates: Vec<Candidate>) -> Vec<Candidate> {
    let mut kept: Vec<Candidate> = Vec::new();
    for candidate in candidates {
        let same = kept
            .iter()
            .position(|known| same_type(cx, &known.view.shape, &candidate.view.shape));
        match same.map(|index| &mut kept[index]) {
            None => kept.push(candidate),
            Some(known) if matches!(known.view.shape, Shape::Object(_)) => kept.push(candidate),
            // An enum beside free text, or an integer beside a number: the wider one holds both.
            Some(known) if is_wider(&candidate.view.shape, &known.view.shape) => *known = candidate,
            Some(known) if matches!(known.view.shape, Shape::Array(_)) => {
                let message = "nothing tells these arrays apart, so their elements are kept as JSON";
                cx.diagnostics.report(Code::IndistinctUnion, at, message);
                known.view.shape = Shape::Array(None);
                known.made_up = true;
            }
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

fn by_shape(
    cx: &mut Lowering,
    own: Option<&Pointer>,
    at: &Pointer,
    hint: &Hint,
    docs: &Docs,
    candidates: &[Candidate],
) -> Ty {
    let Some(rules) = rule::all(cx, candidates) else {
        cx.diagnostics.report(
            Code::IndistinctUnion,
            at,
            "nothing tells these branches apart, so the value is kept as JSON",
        );
        return Ty::Json;
    };
    let id = reserve(cx, own, at, hint, docs);
    let mut names = Names::reserving(&["Unknown"]);
    let mut branches = Vec::with_capacity(candidates.len());
    for (candidate, rule) in candidates.iter().zip(rules) {
        let variant = names.take(variant_name(candidate, &rule), "");
        let outer = Hint::around(&candidate.at).unwrap_or_else(|| hint.clone());
        let ty = of_candidate(cx, candidate, &outer.child(&variant));
        branches.push(Branch {
            docs: branch_docs(&candidate.view.docs, &variant),
            ty: Some(ty),
            rule,
            variant,
        });
    }
    // The most telling rules are asked first; among equals the description's order stands.
    branches.sort_by_key(|branch| match &branch.rule {
        BranchRule::Constants(constants) => (0, usize::MAX - constants.len()),
        BranchRule::Keys(keys) => (1, usize::MAX - keys.len()),
        BranchRule::Type(_) | BranchRule::Elements(_) | BranchRule::Tag(_) => (2, 0),
    });
    cx.define(
        id,
        Kind::Union(Union {
            tagging: Tagging::Shape,
            branches,
            unknown: "Unknown".to_owned(),
        }),
    );
    Ty::Named(id)
}

/// A place for the union, found under its own place by branches that lead back to it.
pub(super) fn reserve(cx: &mut Lowering, own: Option<&Pointer>, at: &Pointer, hint: &Hint, docs: &Docs) -> TypeId {
    let id = cx.reserve(at, hint, docs.clone());
    if let Some(own) = own {
        cx.known.insert(
            own.clone(),
            Lowered {
                ty: Ty::Named(id),
                nullable: false,
                docs: docs.clone(),
            },
        );
    }
    id
}

fn variant_name(candidate: &Candidate, rule: &BranchRule) -> String {
    let from_rule = || match rule {
        BranchRule::Keys(keys) => keys.first().map(|key| pascal(key)),
        BranchRule::Constants(constants) => constants.first().map(|(_, value)| pascal(value)),
        _ => None,
    };
    let by_type = || match rule::json_type(&candidate.view.shape) {
        Some(JsonType::Bool) => "Bool",
        Some(JsonType::Integer) => "Integer",
        Some(JsonType::Number) => "Number",
        Some(JsonType::String) => "String",
        Some(JsonType::Array) => "List",
        Some(JsonType::Object) => "Object",
        None => "Other",
    };
    Hint::of_component(&candidate.at)
        .filter(|_| !candidate.made_up)
        .map(|hint| hint.words().to_owned())
        .or_else(|| candidate.view.title.as_deref().map(pascal))
        .or_else(from_rule)
        .unwrap_or_else(|| by_type().to_owned())
}

/// Every variant is documented.
pub(super) fn branch_docs(docs: &Docs, variant: &str) -> Docs {
    if docs.lines.is_empty() {
        Docs {
            lines: vec![format!("The `{variant}` branch.")],
            ..docs.clone()
        }
    } else {
        docs.clone()
    }
}
