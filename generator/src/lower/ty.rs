//! From the place of a schema to the type of its values.

use super::schema::{Additional, Shape, View, is_negation, view};
use super::{Hint, Lowering, census, enumeration, format, heir, object, union};
use crate::diagnostic::{Code, Pointer};
use crate::ir::{Docs, Kind, Ty, Untyped};

/// The type of a schema, and what else its users want to know.
#[derive(Debug, Clone)]
pub(super) struct Lowered {
    pub ty: Ty,
    pub nullable: bool,
    pub docs: Docs,
}

impl Lowered {
    pub fn json() -> Self {
        Self {
            ty: Ty::Json,
            nullable: false,
            docs: Docs::default(),
        }
    }

    /// The type of an element, where `null` needs a place.
    pub fn element(self) -> Ty {
        match self.ty {
            Ty::Json => Ty::Json,
            ty if self.nullable => Ty::Option(Box::new(ty)),
            ty => ty,
        }
    }
}

/// So many schemas may stand inside of each other. The limit keeps recursion within the stack of the program.
const LEVELS: usize = 4_000;

/// So deep lists and maps may be nested.
const NESTING: usize = 16;

/// Lowers the schema at `at`, once. A component is named by its key; `hint` names everything else.
pub(super) fn at(cx: &mut Lowering, at: &Pointer, hint: &Hint) -> Lowered {
    if let Some(known) = cx.known.get(at) {
        return known.clone();
    }
    if !cx.open.insert(at.clone()) {
        // A list whose elements hold it again is fine as long as a struct or an enum stands between.
        if let Some(Shape::Array(Some(items))) = view(cx, at).as_deref().map(|view| &view.shape)
            && let Some(known) = cx.known.get(items).cloned()
        {
            return Lowered {
                ty: Ty::List(Box::new(known.element())),
                ..Lowered::json()
            };
        }
        // Another name of a type that leads back to this name.
        if let Some(target) = view(cx, at).and_then(|view| view.same_as.clone())
            && let Some(known) = cx.known.get(&target).cloned()
        {
            return known;
        }
        cx.diagnostics.report(
            Code::UntypedSchema,
            at,
            "this type is nothing but itself, so its values are kept as JSON",
        );
        cx.records.untyped(at, Untyped::Circle);
        return Lowered::json();
    }
    if cx.open.len() > LEVELS {
        let message = "this schema stands inside of too many others, so its values are kept as JSON";
        cx.diagnostics.report(Code::UntypedSchema, at, message);
        cx.records.untyped(at, Untyped::TooDeep);
        cx.open.remove(at);
        return Lowered::json();
    }
    let hint = Hint::of_component(at).unwrap_or_else(|| hint.clone());
    let view = view(cx, at);
    let lowered = match &view {
        Some(view) => of_view(cx, at, &hint, View::clone(view)),
        None => Lowered::json(),
    };
    census::record(cx, at, view.as_deref(), &lowered.ty);
    cx.open.remove(at);
    cx.known.insert(at.clone(), lowered.clone());
    lowered
}

/// Lowers what was read at `at`.
pub(super) fn of_view(cx: &mut Lowering, at: &Pointer, hint: &Hint, view: View) -> Lowered {
    if let Some(target) = &view.same_as {
        let target = target.clone();
        return same(cx, at, hint, view, &target);
    }
    let docs = view.docs.clone();
    let nullable = view.nullable;
    if let Some(ty) = heir::union(cx, at, hint, &view) {
        return Lowered { ty, nullable, docs };
    }
    let ty = match view.shape {
        Shape::Any => anything(cx, at),
        Shape::Boolean => Ty::Bool,
        Shape::Number => Ty::F64,
        Shape::Integer { ref constants, .. } if !constants.is_empty() => {
            enumeration::integers(cx, at, hint, &docs, constants)
        }
        Shape::Integer { ref format, .. } if format == "uint64" => Ty::U64,
        Shape::Integer { .. } => Ty::I64,
        Shape::String { ref constants, .. } if !constants.is_empty() => {
            enumeration::strings(cx, at, hint, &docs, constants)
        }
        Shape::String { ref format, .. } => format::ty(cx, format),
        Shape::Array(items) => list(cx, at, hint, items),
        Shape::Object(members) => object::of_members(cx, at, hint, &docs, members),
        Shape::Union { .. } => {
            let lowered = union::lower(cx, at, hint, view, None);
            return Lowered {
                nullable: nullable || lowered.nullable,
                ..lowered
            };
        }
    };
    Lowered { ty, nullable, docs }
}

/// The type of the schema at `target`, in another place with words of its own. A component keeps its name.
fn same(cx: &mut Lowering, place: &Pointer, hint: &Hint, view: View, target: &Pointer) -> Lowered {
    let known = at(cx, target, hint);
    let ty = match known.ty {
        Ty::Named(_) if hint.is_component() || cx.decided_name(place, hint).is_some() => {
            let id = cx.reserve(place, hint, view.docs.clone());
            cx.define(id, Kind::Alias(known.ty));
            Ty::Named(id)
        }
        ty => ty,
    };
    Lowered {
        ty,
        nullable: view.nullable || known.nullable,
        docs: view.docs,
    }
}

/// Where nothing is said; `not` alone is as good as nothing.
fn anything(cx: &mut Lowering, at: &Pointer) -> Ty {
    if is_negation(cx, at) {
        let message = "`not` says what a value is not, so it is kept as JSON";
        cx.diagnostics.report(Code::UntypedSchema, at, message);
    }
    Ty::Json
}

fn list(cx: &mut Lowering, place: &Pointer, hint: &Hint, items: Option<Pointer>) -> Ty {
    let element = match items {
        Some(items) => at(cx, &items, &hint.element()).element(),
        None => Ty::Json,
    };
    shallow(cx, place, Ty::List(Box::new(element)))
}

/// Lists and maps of lists and maps of … have no name between, and at some depth nobody could read their type.
pub(super) fn shallow(cx: &mut Lowering, place: &Pointer, ty: Ty) -> Ty {
    let (mut inner, mut depth) = (&ty, 0);
    while let Ty::List(next) | Ty::Map(next) | Ty::Option(next) = inner {
        (inner, depth) = (next, depth + 1);
    }
    if depth <= NESTING {
        return ty;
    }
    let message = "lists and maps are nested too deeply here, so these values are kept as JSON";
    cx.diagnostics.report(Code::UntypedSchema, place, message);
    cx.records.untyped(place, Untyped::TooDeep);
    Ty::Json
}

/// The type of the members beyond the named ones, where they are kept.
pub(super) fn rest(cx: &mut Lowering, hint: &Hint, additional: &Additional) -> Option<Ty> {
    match additional {
        Additional::Unsaid | Additional::Refused => None,
        Additional::Any => Some(Ty::Json),
        Additional::Schema(schema) => Some(at(cx, schema, &hint.child("value")).element()),
    }
}
