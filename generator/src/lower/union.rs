//! `oneOf` and `anyOf`: an open enum whose branch is found by a rule worked out here; or, where nothing tells the branches
//! apart, one struct with the members of all.

use std::collections::BTreeSet;

use super::schema::{Members, Shape, View, view};
use super::ty::{self, Lowered};
use super::{Hint, Lowering, all_of, object, overlay, rule, tag};
use crate::diagnostic::{Code, Pointer};
use crate::ir::{Branch, BranchRule, Docs, JsonType, Kind, Tagging, Ty, TypeId, Union, Untyped};
use crate::name::{Names, pascal};

/// A branch before it has a type.
pub(super) struct Candidate {
    pub at: Pointer,
    pub view: View,
    /// Put together by us: no place of the document says what `view` says.
    pub made_up: bool,
    /// What a base says itself, apart from what builds on it: the same in every union that it is a branch of.
    pub is_itself: bool,
    /// Where the schemas of the elements stand, where several arrays became one.
    pub elements: Vec<Pointer>,
}

impl Candidate {
    pub fn members(&self) -> Option<&Members> {
        match &self.view.shape {
            Shape::Object(members) => Some(members),
            _ => None,
        }
    }
}

/// The branches of a union, as far as they can be read.
#[derive(Default)]
struct Found {
    candidates: Vec<Candidate>,
    nullable: bool,
    /// One of them cannot be read, which has been reported.
    has_lost: bool,
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
    let mut found = Found {
        nullable: view.nullable,
        ..Found::default()
    };
    expand(cx, &branches, &mut BTreeSet::new(), &mut found);
    if !members.is_silent() {
        lay_over(&mut found.candidates, &members);
    }
    if let Some((tag, value)) = dropped {
        found
            .candidates
            .retain(|candidate| !tag::values(cx, candidate, tag).iter().any(|known| known == value));
    }
    let mapping = view.discriminator.as_ref();
    // Without the branch that was left out this is not what stands at the place.
    let own = dropped.is_none().then_some(at);
    let nullable = found.nullable;
    let ty = decide(cx, own, at, hint, &view.docs, found, mapping);
    Lowered {
        ty,
        nullable,
        docs: view.docs,
    }
}

/// So many unions that the description does not call so may stand inside of each other.
const INSIDE: usize = 8;

/// A union of the schemas at `places`, none of which the description calls a union.
pub(super) fn of_places(cx: &mut Lowering, hint: &Hint, places: Vec<Pointer>) -> Lowered {
    let mut found = Found::default();
    let Some(at) = places.first().cloned() else {
        return Lowered::json();
    };
    expand(cx, &places, &mut BTreeSet::new(), &mut found);
    let docs = found
        .candidates
        .first()
        .map(|candidate| candidate.view.docs.clone())
        .unwrap_or_default();
    let nullable = found.nullable;
    let all: BTreeSet<Pointer> = found.candidates.iter().map(|candidate| candidate.at.clone()).collect();
    let ty = match circle(cx, &all) {
        Some(why) => {
            let message = "these branches hold themselves and nothing tells them apart, so the value is kept as JSON";
            cx.diagnostics.report(Code::IndistinctUnion, &at, message);
            cx.records.untyped(&at, why);
            Ty::Json
        }
        None => {
            cx.laid_over.push(all);
            let ty = decide(cx, None, &at, hint, &docs, found, None);
            cx.laid_over.pop();
            ty
        }
    };
    Lowered { ty, nullable, docs }
}

/// Whether a union of these schemas would stand inside of itself. It has no place of its own by which it could be referred to.
fn circle(cx: &Lowering, all: &BTreeSet<Pointer>) -> Option<Untyped> {
    if cx.laid_over.contains(all) {
        return Some(Untyped::Circle);
    }
    (cx.laid_over.len() > INSIDE).then_some(Untyped::TooDeep)
}

/// Reads the branches; a branch that is itself a union and nothing else gives its own branches.
fn expand(cx: &mut Lowering, branches: &[Pointer], seen: &mut BTreeSet<Pointer>, into: &mut Found) {
    for at in branches {
        if !seen.insert(at.clone()) {
            continue;
        }
        let Some(view) = view(cx, at) else {
            into.has_lost = true;
            continue;
        };
        into.nullable |= view.nullable;
        if let Some(target) = view.same_as.clone().filter(|_| Hint::of_component(at).is_none()) {
            expand(cx, &[target], seen, into);
            continue;
        }
        match &view.shape {
            // `null` as a branch of its own; what it says is in `nullable`.
            Shape::Any if view.nullable => {}
            Shape::Union { branches, members } if members.is_silent() => {
                let branches = branches.clone();
                expand(cx, &branches, seen, into);
            }
            _ => into.candidates.push(Candidate {
                at: at.clone(),
                view: (*view).clone(),
                made_up: false,
                is_itself: false,
                elements: Vec::new(),
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
    found: Found,
    discriminator: Option<&openapiv3::Discriminator>,
) -> Ty {
    let candidates = found.candidates;
    if let Some(tagged) = tag::find(cx, &candidates, discriminator) {
        return tag::define(cx, own, at, hint, docs, &candidates, &tagged);
    }
    // Values of a branch that cannot be read may look like those of any other one.
    if found.has_lost {
        cx.records.untyped(at, Untyped::LostBranch);
        return Ty::Json;
    }
    let mut candidates = overlay::merge_alike(cx, at, docs, candidates);
    // A branch that may be anything is what the open end of an enum keeps; where no enum is left, so is the whole.
    let all = candidates.len();
    let why = candidates.iter().find_map(|candidate| candidate.view.untyped);
    candidates.retain(|candidate| rule::json_type(&candidate.view.shape).is_some());
    if candidates.len() < all && candidates.len() < 2 {
        if let Some(why) = why {
            cx.records.untyped(at, why);
        }
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
    if candidate.is_itself
        && let Some(known) = cx.bases.get(&candidate.at)
    {
        return known.clone();
    }
    match &candidate.view.shape {
        Shape::Object(members) if candidate.is_itself => {
            let ty = object::made_up(cx, None, &candidate.at, hint, &docs, members.clone());
            cx.bases.insert(candidate.at.clone(), ty.clone());
            ty
        }
        Shape::Object(members) => object::made_up(cx, None, &candidate.at, hint, &docs, members.clone()),
        Shape::String { .. } => Ty::String,
        Shape::Array(_) if candidate.elements.is_empty() => Ty::List(Box::new(Ty::Json)),
        Shape::Array(_) => {
            let element = of_places(cx, &hint.element(), candidate.elements.clone());
            Ty::List(Box::new(element.element()))
        }
        _ => Ty::Json,
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
        cx.records.untyped(at, Untyped::IndistinctUnion);
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
        object::remember(cx, own, id, docs);
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
