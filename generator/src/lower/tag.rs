//! Unions whose branches carry a tag: a member with a constant in each branch.

use super::schema::{Additional, Members, Shape, view};
use super::union::{Candidate, branch_docs, of_candidate, reserve};
use super::{Hint, Lowering, ty};
use crate::diagnostic::Pointer;
use crate::ir::{Branch, BranchRule, Docs, Kind, Tagging, Ty, Union};
use crate::name::{Names, pascal};

/// How the branches of a union are tagged.
pub(super) struct Tagged {
    tagging: Tagging,
    /// The values of each branch's tag.
    values: Vec<Vec<String>>,
}

/// The constants of the member `tag` in a branch.
pub(super) fn values(cx: &mut Lowering, candidate: &Candidate, tag: &str) -> Vec<String> {
    let Some(place) = candidate.members().and_then(|members| member(members, tag)).cloned() else {
        return Vec::new();
    };
    match view(cx, &place).as_deref().map(|view| &view.shape) {
        Some(Shape::String { constants, .. }) => constants.clone(),
        _ => Vec::new(),
    }
}

fn member<'m>(members: &'m Members, name: &str) -> Option<&'m Pointer> {
    members
        .properties
        .iter()
        .find(|(known, _)| known == name)
        .and_then(|(_, places)| match places.as_slice() {
            [place] => Some(place),
            _ => None,
        })
}

/// Looks for a tag: what the discriminator names, or a member with other constants in each branch.
pub(super) fn find(
    cx: &mut Lowering,
    candidates: &[Candidate],
    discriminator: Option<&openapiv3::Discriminator>,
) -> Option<Tagged> {
    if candidates.is_empty() || candidates.iter().any(|candidate| candidate.members().is_none()) {
        return None;
    }
    if let Some(discriminator) = discriminator {
        let values = branch_values(cx, candidates, discriminator);
        return Some(Tagged {
            tagging: Tagging::Internal {
                tag: discriminator.property_name.clone(),
            },
            values,
        });
    }
    let first = candidates.first().and_then(Candidate::members)?;
    let mut names: Vec<&String> = first.properties.iter().map(|(name, _)| name).collect();
    names.sort_by_key(|name| name.as_str() != "type");
    for tag in names.into_iter().cloned().collect::<Vec<_>>() {
        let values: Vec<Vec<String>> = candidates.iter().map(|candidate| values(cx, candidate, &tag)).collect();
        let mut all: Vec<&String> = values.iter().flatten().collect();
        let count = all.len();
        all.sort();
        all.dedup();
        // One branch alone is tagged only by a constant; an enum may just be a member.
        let constant = candidates.len() > 1 || count == 1;
        // A constant tells its branch even where it may be missing; an enum tells it only where it is always there.
        let required = count == candidates.len()
            || candidates
                .iter()
                .filter_map(Candidate::members)
                .all(|members| members.required.contains(&tag));
        if all.len() == count && constant && required && values.iter().all(|values| !values.is_empty()) {
            let tagging = match content(candidates, &tag) {
                Some(content) => Tagging::Adjacent { tag, content },
                None => Tagging::Internal { tag },
            };
            return Some(Tagged { tagging, values });
        }
    }
    None
}

/// Whether the mapping has a value that leads to this branch.
pub(super) fn is_mapped(cx: &mut Lowering, candidate: &Candidate, discriminator: &openapiv3::Discriminator) -> bool {
    !mapped(cx, candidate, discriminator).is_empty()
}

/// The values of the discriminator that lead to each branch: by the mapping, by constants of its own, or by its name.
fn branch_values(
    cx: &mut Lowering,
    candidates: &[Candidate],
    discriminator: &openapiv3::Discriminator,
) -> Vec<Vec<String>> {
    let constants: Vec<Vec<String>> = candidates
        .iter()
        .map(|candidate| values(cx, candidate, &discriminator.property_name))
        .collect();
    let mut all = Vec::with_capacity(candidates.len());
    for (index, candidate) in candidates.iter().enumerate() {
        let mapped = mapped(cx, candidate, discriminator);
        if !mapped.is_empty() {
            all.push(mapped);
            continue;
        }
        let own = constants.get(index).map(Vec::as_slice).unwrap_or_default();
        let name = candidate.at.last().map(|name| name.into_owned()).unwrap_or_default();
        let is_shared = constants
            .iter()
            .enumerate()
            .any(|(other, constants)| other != index && constants.iter().any(|value| own.contains(value)));
        all.push(match own {
            [] => vec![name],
            own if !is_shared => own.to_vec(),
            // One enum for all branches: the value that is spelled like the name of this one.
            own => vec![
                own.iter()
                    .find(|value| pascal(value) == pascal(&name))
                    .cloned()
                    .unwrap_or(name),
            ],
        });
    }
    all
}

/// The values of the mapping that lead to this branch.
fn mapped(cx: &mut Lowering, candidate: &Candidate, discriminator: &openapiv3::Discriminator) -> Vec<String> {
    discriminator
        .mapping
        .iter()
        .filter(|(_, target)| {
            let reference = if target.contains('#') {
                (*target).clone()
            } else {
                format!("#/components/schemas/{target}")
            };
            cx.document
                .resolve(&reference)
                .is_some_and(|target| target == candidate.at)
        })
        .map(|(value, _)| value.clone())
        .collect()
}

/// The one member beside the tag, if every branch has that one and nothing else.
fn content(candidates: &[Candidate], tag: &str) -> Option<String> {
    let mut content: Option<&str> = None;
    for candidate in candidates {
        let members = candidate.members()?;
        if members.additional == Additional::Any {
            return None;
        }
        for (name, _) in members.properties.iter().filter(|(name, _)| name != tag) {
            if *content.get_or_insert(name) != name.as_str() {
                return None;
            }
        }
    }
    content.map(str::to_owned)
}

/// Defines the union.
pub(super) fn define(
    cx: &mut Lowering,
    own: Option<&Pointer>,
    at: &Pointer,
    hint: &Hint,
    docs: &Docs,
    candidates: &[Candidate],
    tagged: &Tagged,
) -> Ty {
    let id = reserve(cx, own, at, hint, docs);
    let mut names = Names::reserving(&["Unknown"]);
    let mut branches = Vec::with_capacity(candidates.len());
    for (candidate, values) in candidates.iter().zip(&tagged.values) {
        // The variant is what remembers the tag, so each tag has a variant of its own.
        for value in values {
            let variant = names.take(pascal(value), "");
            let outer = Hint::around(&candidate.at).unwrap_or_else(|| hint.clone());
            let (ty, docs) = match &tagged.tagging {
                Tagging::Adjacent { content, .. } => adjacent(cx, candidate, content, &outer.child(&variant)),
                _ => (
                    Some(of_candidate(cx, candidate, &branch_hint(candidate, &outer, &variant))),
                    candidate.view.docs.clone(),
                ),
            };
            branches.push(Branch {
                docs: branch_docs(&docs, &variant),
                ty,
                rule: BranchRule::Tag(value.clone()),
                variant,
            });
        }
    }
    cx.define(
        id,
        Kind::Union(Union {
            tagging: tagged.tagging.clone(),
            branches,
            unknown: "Unknown".to_owned(),
        }),
    );
    Ty::Named(id)
}

/// `PetCat`; and `CatItself` beside the union `Cat` of what builds on a cat.
fn branch_hint(candidate: &Candidate, outer: &Hint, variant: &str) -> Hint {
    if candidate.is_itself && variant == outer.words() {
        outer.child("itself")
    } else {
        outer.child(variant)
    }
}

/// The content of an adjacently tagged branch; nothing where it is an object that may have no members.
fn adjacent(cx: &mut Lowering, candidate: &Candidate, content: &str, hint: &Hint) -> (Option<Ty>, Docs) {
    let own = candidate.view.docs.clone();
    let Some(place) = candidate
        .members()
        .and_then(|members| member(members, content))
        .cloned()
    else {
        return (None, own);
    };
    if let Some(view) = view(cx, &place)
        && let Shape::Object(members) = &view.shape
        && members.properties.is_empty()
        && members.additional == Additional::Refused
    {
        return (None, own);
    }
    let lowered = ty::at(cx, &place, hint);
    let docs = if own.lines.is_empty() {
        lowered.docs.clone()
    } else {
        own
    };
    let is_required = candidate
        .members()
        .is_some_and(|members| members.required.contains(content));
    let ty = match lowered.element() {
        ty @ (Ty::Json | Ty::Option(_)) => ty,
        ty if is_required => ty,
        ty => Ty::Option(Box::new(ty)),
    };
    (Some(ty), docs)
}
