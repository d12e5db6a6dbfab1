//! `allOf`: several schemas at once become one.

use openapiv3::{ReferenceOr, Schema};

use super::schema::{Additional, Members, Shape, View, targets, view};
use super::ty::{self, Lowered};
use super::{Hint, Lowering, object, rule};
use crate::diagnostic::{Code, Pointer};
use crate::ir::{Access, Ty};

/// So deep parts may have parts. The limit keeps recursion within the stack of the program.
const DEPTH: usize = 2_000;

/// What `own` (the view of the schema at `at`, with the members said beside `allOf`) and all of `parts` say together.
pub(super) fn merge(
    cx: &mut Lowering,
    at: &Pointer,
    mut own: View,
    parts: &[ReferenceOr<Schema>],
    members: Members,
) -> View {
    let place = at.child("allOf");
    let parts = targets(cx, &place, parts);
    if let [only] = parts.as_slice()
        && members.is_silent()
        && own.discriminator.is_none()
        && !place.contains(only)
    {
        own.same_as = Some(only.clone());
    }
    let mut shape = if members.is_silent() {
        Shape::Any
    } else {
        Shape::Object(members.clone())
    };
    let mut inherited = Shape::Any;
    let mut all_nullable = !parts.is_empty();
    for part in &parts {
        if cx.merging.len() > DEPTH {
            let message = "parts of `allOf` stand inside of too many others, so this one is left out";
            cx.diagnostics.report(Code::InvalidPart, part, message);
            continue;
        }
        // A schema that is a part of itself says nothing new.
        if !cx.merging.insert(part.clone()) {
            cx.is_cut = true;
            continue;
        }
        if super::schema::is_negation(cx, part) {
            let message = "not part of the type and not checked: `not`";
            cx.diagnostics.report(Code::UncheckedCondition, part, message);
        }
        if let Some(view) = view(cx, part) {
            if own.docs.lines.is_empty() && parts.len() == 1 {
                own.docs.lines.clone_from(&view.docs.lines);
            }
            all_nullable &= view.nullable;
            own.untyped = own.untyped.or(view.untyped);
            if own.access == Access::ReadWrite {
                own.access = view.access;
            }
            own.discriminator = own.discriminator.take().or_else(|| view.discriminator.clone());
            inherited = both(cx, part, inherited, view.shape.clone());
        }
        cx.merging.remove(part);
    }
    shape = both(cx, at, inherited, shape);
    own.nullable |= all_nullable;
    own.shape = shape;
    own
}

/// Values that fit both shapes.
fn both(cx: &mut Lowering, at: &Pointer, first: Shape, second: Shape) -> Shape {
    match (first, second) {
        (Shape::Any, other) | (other, Shape::Any) => other,
        (Shape::Object(first), Shape::Object(second)) => {
            report_conflicts(cx, &first, &second);
            Shape::Object(join(first, second))
        }
        (Shape::Union { branches, members }, Shape::Object(object)) => Shape::Union {
            branches,
            members: join(members, object),
        },
        (Shape::Object(object), Shape::Union { branches, members }) => Shape::Union {
            branches,
            members: join(object, members),
        },
        (
            Shape::String { format, constants },
            Shape::String {
                format: second,
                constants: others,
            },
        ) => Shape::String {
            format: if format.is_empty() { second } else { format },
            constants: if constants.is_empty() { others } else { constants },
        },
        (
            Shape::Integer { format, constants },
            Shape::Integer {
                format: second,
                constants: others,
            },
        ) => Shape::Integer {
            format: if format.is_empty() { second } else { format },
            constants: if constants.is_empty() { others } else { constants },
        },
        (Shape::Integer { format, constants }, Shape::Number)
        | (Shape::Number, Shape::Integer { format, constants }) => Shape::Integer { format, constants },
        (first, second) if std::mem::discriminant(&first) == std::mem::discriminant(&second) => first,
        (first, _) => {
            cx.diagnostics.report(
                Code::ConflictingAllOf,
                at,
                "these parts of `allOf` contradict each other; the first one is used",
            );
            first
        }
    }
}

fn remember(places: &mut Vec<Pointer>, place: Pointer) {
    if !places.contains(&place) {
        places.push(place);
    }
}

/// So many members are put together of what several parts say.
const TOGETHER: usize = 500;

/// The type of the member at `place`, which `earlier` parts describe too: all of their members, if it is an object of which
/// they say more.
pub(super) fn member(cx: &mut Lowering, hint: &Hint, place: &Pointer, earlier: &[Pointer]) -> Option<Lowered> {
    let own = view(cx, place)?;
    if says_no_type(&own)
        && let Some(said) = earlier.last().filter(|at| *at != place)
    {
        let lowered = ty::at(cx, &said.clone(), hint);
        let docs = if own.docs.lines.is_empty() {
            lowered.docs
        } else {
            own.docs.clone()
        };
        return Some(Lowered { docs, ..lowered });
    }
    let Shape::Object(members) = &own.shape else {
        return None;
    };
    // A map of anything is what the later part makes of it.
    if members.properties.is_empty() {
        return None;
    }
    let mut all = Members::default();
    for at in earlier {
        match &view(cx, at)?.shape {
            Shape::Object(members) => all = join(all, members.clone()),
            _ => return None,
        }
    }
    let all = join(all, members.clone());
    if all.properties.len() == members.properties.len() && all.additional == members.additional {
        return None;
    }
    let parts: Vec<Pointer> = earlier.iter().chain([place]).cloned().collect();
    let lowered = |ty| Lowered {
        ty,
        nullable: own.nullable,
        docs: own.docs.clone(),
    };
    if let Some(id) = cx.together.get(&parts) {
        return Some(lowered(Ty::Named(*id)));
    }
    if cx.together.len() > TOGETHER {
        return None;
    }
    let id = cx.reserve(place, hint, own.docs.clone());
    cx.together.insert(parts, id);
    object::define(cx, id, hint, all);
    Some(lowered(Ty::Named(id)))
}

/// Whether a part says of a member only that it is read-only, what it is about, or which members it must have.
fn says_no_type(view: &View) -> bool {
    match &view.shape {
        Shape::Any => view.untyped.is_none() && view.same_as.is_none(),
        Shape::Object(members) => {
            members.properties.is_empty()
                && !members.required.is_empty()
                && matches!(members.additional, Additional::Unsaid)
        }
        _ => false,
    }
}

/// Says where two parts describe one member with different types.
fn report_conflicts(cx: &mut Lowering, first: &Members, second: &Members) {
    for (name, places) in &first.properties {
        let other = second.properties.iter().find(|(known, _)| known == name);
        if let ([place], Some((_, others))) = (places.as_slice(), other)
            && let [other] = others.as_slice()
            && place != other
            && let (Some(first), Some(second)) = (view(cx, place), view(cx, other))
            && !says_no_type(&second)
            && let (Some(first), Some(second)) = (rule::json_type(&first.shape), rule::json_type(&second.shape))
            && first != second
        {
            let message = format!("two parts of `allOf` give `{name}` different types; the later one is used");
            cx.diagnostics.report(Code::ConflictingAllOf, other, message);
        }
    }
}

/// The members of both, the later description of a member winning where not both can be kept.
pub(super) fn join(mut first: Members, second: Members) -> Members {
    for (name, property) in second.properties {
        match first.properties.iter_mut().find(|(known, _)| *known == name) {
            Some((_, known)) => {
                if let ([place], [later]) = (known.as_slice(), property.as_slice())
                    && place != later
                {
                    remember(first.earlier.entry(name).or_default(), place.clone());
                }
                *known = property;
            }
            None => first.properties.push((name, property)),
        }
    }
    for (name, places) in second.earlier {
        let known = first.earlier.entry(name).or_default();
        places.into_iter().for_each(|place| remember(known, place));
    }
    first.required.extend(second.required);
    if second.additional != Additional::Unsaid {
        first.additional = second.additional;
    }
    first
}
