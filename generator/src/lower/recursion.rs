//! A type that contains itself without a list or a map between needs a box somewhere on the way.

use crate::ir::{Api, Field, Kind, Presence, Ty, TypeDef, TypeId};

/// Boxes the last step of every circle, found by walking from the first type on.
pub(super) fn break_cycles(api: &mut Api) {
    let mut state = vec![State::New; api.types.len()];
    for index in 0..api.types.len() {
        visit(&mut api.types, &mut state, TypeId(index));
    }
}

#[derive(Clone, Copy, PartialEq)]
enum State {
    New,
    Open,
    Done,
}

/// A walk without recursion, since a description may chain thousands of types.
fn visit(types: &mut [TypeDef], state: &mut [State], start: TypeId) {
    // The type, the next of what it holds, and whether what led here is a required member.
    let mut path: Vec<(TypeId, usize, bool)> = vec![(start, 0, false)];
    if state[start.0] != State::New {
        return;
    }
    state[start.0] = State::Open;
    while let Some((id, next, _)) = path.last_mut() {
        let (id, index) = (*id, *next);
        *next += 1;
        let Some(slot) = held(&mut types[id.0]).into_iter().nth(index) else {
            state[id.0] = State::Done;
            path.pop();
            continue;
        };
        let (named, required) = (slot.ty().named(), slot.is_required());
        let Some(target) = named.and_then(|id| behind_aliases(types, id)) else {
            continue;
        };
        match state[target.0] {
            State::Open => {
                let from = path.iter().position(|(known, _, _)| *known == target).unwrap_or(0);
                let endless = required && path[from + 1..].iter().all(|(_, _, required)| *required);
                if let Some(slot) = held(&mut types[id.0]).into_iter().nth(index) {
                    slot.make_boxed(endless);
                }
                // What is boxed is no longer held directly, so the next one has taken its place.
                if let Some((_, next, _)) = path.last_mut() {
                    *next -= 1;
                }
            }
            State::New => {
                state[target.0] = State::Open;
                path.push((target, 0, required));
            }
            State::Done => {}
        }
    }
}

/// What another name stands for, so that the box is where the name is used. A name that leads to itself stands for nothing.
fn behind_aliases(types: &[TypeDef], mut id: TypeId) -> Option<TypeId> {
    for _ in types {
        match &types[id.0].kind {
            Kind::Alias(ty) if is_direct(ty) => id = ty.named()?,
            Kind::Alias(_) => return None,
            _ => return Some(id),
        }
    }
    None
}

/// A place that holds a value directly.
enum Held<'t> {
    Field(&'t mut Field),
    Payload(&'t mut Ty),
}

impl Held<'_> {
    fn ty(&self) -> &Ty {
        match self {
            Self::Field(field) => &field.ty,
            Self::Payload(ty) => ty,
        }
    }

    fn is_required(&self) -> bool {
        matches!(self, Self::Field(field) if field.presence == Presence::Required)
    }

    /// Boxes the value. An `endless` one always holds another of its own kind, so no value could ever be made: it becomes
    /// optional.
    fn make_boxed(self, endless: bool) {
        match self {
            Self::Field(field) => {
                field.ty = boxed(&field.ty);
                if endless {
                    field.presence = Presence::Optional;
                }
            }
            Self::Payload(ty) => *ty = boxed(ty),
        }
    }
}

/// What a value of this type holds directly, and not behind a list, a map or a box.
fn held(definition: &mut TypeDef) -> Vec<Held<'_>> {
    let all: Vec<Held> = match &mut definition.kind {
        Kind::Object(object) => object.fields.iter_mut().map(Held::Field).collect(),
        Kind::Union(union) => union
            .branches
            .iter_mut()
            .filter_map(|branch| branch.ty.as_mut())
            .map(Held::Payload)
            .collect(),
        Kind::Alias(ty) => vec![Held::Payload(ty)],
        Kind::Enumeration(_) => Vec::new(),
    };
    all.into_iter().filter(|held| is_direct(held.ty())).collect()
}

fn is_direct(ty: &Ty) -> bool {
    match ty {
        Ty::Named(_) => true,
        Ty::Option(inner) => is_direct(inner),
        _ => false,
    }
}

/// The same behind a pointer, where it is held directly.
fn boxed(ty: &Ty) -> Ty {
    match ty {
        Ty::Named(id) => Ty::Boxed(*id),
        Ty::Option(inner) => Ty::Option(Box::new(boxed(inner))),
        other => other.clone(),
    }
}
