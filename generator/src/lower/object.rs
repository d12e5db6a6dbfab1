//! Objects with named members become structs.

use super::schema::{self, Members, Shape};
use super::ty::{self, Lowered};
use super::{Hint, Lowering, all_of, fact, secret, union};
use crate::diagnostic::Pointer;
use crate::ir::{Access, Docs, Field, Kind, Name, Object, Presence, Ty, TypeId};
use crate::name::{Names, snake};

/// An object is a struct if it names its members, and a map if it does not.
pub(super) fn of_members(cx: &mut Lowering, at: &Pointer, hint: &Hint, docs: &Docs, members: Members) -> Ty {
    if members.properties.is_empty() {
        let rest = ty::rest(cx, hint, &members.additional).unwrap_or(Ty::Json);
        return ty::shallow(cx, at, Ty::Map(Box::new(rest)));
    }
    let id = cx.reserve(at, hint, docs.clone());
    // Its members may lead back to it.
    remember(cx, at, id, docs);
    define(cx, id, hint, members);
    Ty::Named(id)
}

/// Makes the type of the schema at `at` known before it is worked out.
pub(super) fn remember(cx: &mut Lowering, at: &Pointer, id: TypeId, docs: &Docs) {
    let lowered = Lowered {
        ty: Ty::Named(id),
        nullable: schema::view(cx, at).is_some_and(|view| view.nullable),
        docs: docs.clone(),
    };
    cx.known.insert(at.clone(), lowered);
}

/// The type of an object that no place of the description says as a whole. `own` is the place whose type it is, if there is
/// one, which its members may refer to.
pub(super) fn made_up(
    cx: &mut Lowering,
    own: Option<&Pointer>,
    at: &Pointer,
    hint: &Hint,
    docs: &Docs,
    members: Members,
) -> Ty {
    if members.properties.is_empty() {
        let rest = ty::rest(cx, hint, &members.additional).unwrap_or(Ty::Json);
        return ty::shallow(cx, at, Ty::Map(Box::new(rest)));
    }
    let id = union::reserve(cx, own, at, hint, docs);
    define(cx, id, hint, members);
    Ty::Named(id)
}

/// A type of its own for an object that is sent as `multipart/form-data`, where binary strings are files.
pub(super) fn multipart(cx: &mut Lowering, at: &Pointer, hint: &Hint) -> Option<TypeId> {
    let view = schema::view(cx, at)?;
    let Shape::Object(members) = view.shape.clone() else {
        return None;
    };
    if members.properties.is_empty() {
        return None;
    }
    let files: Vec<(String, bool)> = members
        .properties
        .iter()
        .filter_map(|(wire, places)| Some((wire.clone(), is_file(cx, places)?)))
        .collect();
    let id = cx.reserve(at, hint, view.docs.clone());
    define(cx, id, hint, members);
    if let Kind::Object(object) = &mut cx.types[id.0].kind {
        object.multipart = true;
        for field in &mut object.fields {
            // The method that makes the parts has this name.
            if field.name.rust == "form" {
                "form_part".clone_into(&mut field.name.rust);
            }
            if let Some((_, many)) = files.iter().find(|(wire, _)| *wire == field.name.wire) {
                field.ty = if *many { Ty::List(Box::new(Ty::File)) } else { Ty::File };
            }
        }
    }
    Some(id)
}

/// Whether a part is a file, and whether it is a list of files.
fn is_file(cx: &mut Lowering, places: &[Pointer]) -> Option<bool> {
    let [place] = places else { return None };
    match &schema::view(cx, place)?.shape {
        Shape::String { format, .. } if format == "binary" => Some(false),
        Shape::Array(Some(items)) => (is_file(cx, std::slice::from_ref(items)) == Some(false)).then_some(true),
        _ => None,
    }
}

/// Fills the reserved type `id` with a struct of these members.
pub(super) fn define(cx: &mut Lowering, id: TypeId, hint: &Hint, members: Members) {
    let mut names = Names::reserving(&["new"]);
    let mut fields = Vec::with_capacity(members.properties.len());
    let mut constants = Vec::new();
    for (wire, places) in &members.properties {
        if members.required.contains(wire)
            && let Some(value) = constant(cx, places)
        {
            constants.push((wire.clone(), value));
            continue;
        }
        let earlier = members.earlier.get(wire).map(Vec::as_slice).unwrap_or_default();
        let lowered = property(cx, &hint.child(wire), places, earlier);
        let required = members.required.contains(wire);
        let secret = secret::is_secret(cx, wire, places, &lowered.ty);
        fields.push(Field {
            secret,
            name: Name {
                rust: names.take(snake(wire), "_"),
                wire: wire.clone(),
            },
            docs: Docs {
                facts: facts(cx, places, &lowered.docs, secret),
                ..field_docs(lowered.docs, wire)
            },
            presence: match (required, lowered.nullable && lowered.ty != Ty::Json) {
                (true, false) => Presence::Required,
                (false, false) => Presence::Optional,
                (true, true) => Presence::Nullable,
                (false, true) => Presence::OptionalNullable,
            },
            access: access(cx, places),
            ty: lowered.ty,
        });
    }
    let rest = ty::rest(cx, hint, &members.additional).map(|ty| Field {
        name: Name {
            wire: String::new(),
            rust: names.take("additional_properties".to_owned(), "_"),
        },
        docs: Docs {
            lines: vec!["Members that the description does not name.".to_owned()],
            ..Docs::default()
        },
        ty: Ty::Map(Box::new(ty)),
        presence: Presence::Required,
        access: Access::ReadWrite,
        secret: false,
    });
    cx.define(
        id,
        Kind::Object(Object {
            fields,
            constants,
            rest,
            page: None,
            multipart: false,
        }),
    );
}

/// The one value that a member may have, if there is just one.
fn constant(cx: &mut Lowering, places: &[Pointer]) -> Option<String> {
    let [place] = places else { return None };
    match &schema::view(cx, place)?.shape {
        Shape::String { constants, .. } => match constants.as_slice() {
            [value] => Some(value.clone()),
            _ => None,
        },
        _ => None,
    }
}

/// What is said of the values of a member, if one place says it.
fn facts(cx: &mut Lowering, places: &[Pointer], docs: &Docs, is_secret: bool) -> Option<String> {
    let [place] = places else { return None };
    fact::line(cx, place, &docs.lines, is_secret)
}

/// Which way a member travels; where several places describe it, they have to agree.
fn access(cx: &mut Lowering, places: &[Pointer]) -> Access {
    let mut all = places
        .iter()
        .map(|place| schema::view(cx, place).map_or(Access::ReadWrite, |view| view.access));
    let first = all.next().unwrap_or_default();
    if all.all(|access| access == first) {
        first
    } else {
        Access::ReadWrite
    }
}

fn property(cx: &mut Lowering, hint: &Hint, places: &[Pointer], earlier: &[Pointer]) -> Lowered {
    match places {
        [place] if !earlier.is_empty() => {
            all_of::member(cx, hint, place, earlier).unwrap_or_else(|| ty::at(cx, place, hint))
        }
        [place] => ty::at(cx, place, hint),
        places => union::of_places(cx, hint, places.to_vec()),
    }
}

/// Every field is documented; where the description is silent the wire name has to do.
fn field_docs(docs: Docs, wire: &str) -> Docs {
    if docs.lines.is_empty() {
        Docs {
            lines: vec![format!("The `{wire}` member.")],
            ..docs
        }
    } else {
        docs
    }
}
