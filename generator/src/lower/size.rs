//! Types that hold many others directly become larger than the stack of a thread; what is large is held behind a pointer.

use crate::ir::{Api, Field, Kind, Presence, Ty, TypeDef, TypeId, Union};

/// A value of more bytes than this is put into a box by what holds it. A struct of a hundred such members is a small part of
/// the two megabytes that threads usually have.
const LIMIT: usize = 1024;

/// Boxes what is too large to be held directly. Called when no type holds itself directly any more.
pub(super) fn box_large(api: &mut Api) {
    let mut sizes: Vec<Option<usize>> = vec![None; api.types.len()];
    for index in 0..api.types.len() {
        measure(&mut api.types, &mut sizes, TypeId(index));
    }
}

/// Measures a type after everything that it holds, without recursion, since a description may chain thousands of types.
fn measure(types: &mut [TypeDef], sizes: &mut [Option<usize>], start: TypeId) {
    let mut path = vec![(start, false)];
    while let Some((id, is_ready)) = path.pop() {
        let (Some(definition), Some(known)) = (types.get_mut(id.0), sizes.get(id.0).copied()) else {
            continue;
        };
        if is_ready {
            box_members(&mut definition.kind, sizes);
            let size = of_kind(&definition.kind, sizes);
            sizes[id.0] = Some(size);
        } else if known.is_none() {
            // A circle, if there were one, would end here: what is open counts as a pointer.
            sizes[id.0] = Some(POINTER);
            path.push((id, true));
            path.extend(held(&definition.kind).into_iter().map(|id| (id, false)));
        }
    }
}

/// What a value holds directly, and not behind a list or a map.
fn held(kind: &Kind) -> Vec<TypeId> {
    let all: Vec<&Ty> = match kind {
        Kind::Object(object) => object.fields.iter().map(|field| &field.ty).collect(),
        Kind::Union(union) => union.branches.iter().filter_map(|branch| branch.ty.as_ref()).collect(),
        Kind::Alias(ty) => vec![ty],
        Kind::Enumeration(_) => Vec::new(),
    };
    let direct = all.into_iter().filter_map(|mut ty| {
        while let Ty::Option(inner) = ty {
            ty = inner;
        }
        if let Ty::Named(id) = ty { Some(*id) } else { None }
    });
    direct.collect()
}

fn box_members(kind: &mut Kind, sizes: &[Option<usize>]) {
    match kind {
        Kind::Object(object) => object
            .fields
            .iter_mut()
            .for_each(|field| box_if_large(&mut field.ty, sizes)),
        Kind::Union(union) => {
            let held = union.branches.iter_mut().filter_map(|branch| branch.ty.as_mut());
            held.for_each(|ty| box_if_large(ty, sizes));
        }
        Kind::Alias(_) | Kind::Enumeration(_) => {}
    }
}

fn box_if_large(ty: &mut Ty, sizes: &[Option<usize>]) {
    match ty {
        Ty::Named(id) if of_named(*id, sizes) > LIMIT => *ty = Ty::Boxed(*id),
        Ty::Option(inner) => box_if_large(inner, sizes),
        _ => {}
    }
}

const POINTER: usize = 8;
const NUMBER: usize = 8;
/// `String`, `Vec` and `BTreeMap`.
const COLLECTION: usize = 24;
const JSON: usize = 32;
/// The name, the media type and the content.
const FILE: usize = 128;

fn of_kind(kind: &Kind, sizes: &[Option<usize>]) -> usize {
    match kind {
        Kind::Object(object) => object
            .fields
            .iter()
            .chain(&object.rest)
            .map(|field| of_field(field, sizes))
            .sum(),
        Kind::Union(union) => of_union(union, sizes),
        Kind::Alias(ty) => of_type(ty, sizes),
        Kind::Enumeration(_) => COLLECTION,
    }
}

fn of_union(union: &Union, sizes: &[Option<usize>]) -> usize {
    let held = union.branches.iter().filter_map(|branch| branch.ty.as_ref());
    let largest = held.map(|ty| of_type(ty, sizes)).max();
    largest.unwrap_or_default().max(JSON) + NUMBER
}

fn of_field(field: &Field, sizes: &[Option<usize>]) -> usize {
    let is_number = matches!(field.ty, Ty::I64 | Ty::U64 | Ty::F64);
    // Other types have room to say that there is nothing.
    let flag = is_number && field.presence != Presence::Required;
    of_type(&field.ty, sizes) + if flag { NUMBER } else { 0 }
}

fn of_type(ty: &Ty, sizes: &[Option<usize>]) -> usize {
    match ty {
        Ty::Bool | Ty::I64 | Ty::U64 | Ty::F64 => NUMBER,
        // Dates and UUIDs of the crates for them are no larger.
        Ty::String | Ty::List(_) | Ty::Map(_) | Ty::Format(_) => COLLECTION,
        Ty::Json => JSON,
        Ty::File => FILE,
        Ty::Option(inner) => of_type(inner, sizes),
        Ty::Named(id) => of_named(*id, sizes),
        Ty::Boxed(_) => POINTER,
    }
}

fn of_named(id: TypeId, sizes: &[Option<usize>]) -> usize {
    sizes.get(id.0).copied().flatten().unwrap_or(POINTER)
}
