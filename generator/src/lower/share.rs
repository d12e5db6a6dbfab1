//! One type for one shape.
//!
//! Types that the description does not name itself and that look the same become one type; each keeps its own name as an
//! alias, so that a later difference between two places breaks nobody who used those names.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt::Write;

use foldhash::fast::RandomState;

use super::common_name;
use crate::ir::{Api, Docs, EnumerationValues, Home, Kind, Ty, TypeDef, TypeId, Usage};

/// Unites types of equal shape.
pub(super) fn equal_shapes(api: &mut Api, components: &BTreeSet<TypeId>) {
    let groups = groups(&api.types, components);
    let mut taken: BTreeSet<String> = api.types.iter().map(|definition| definition.name.clone()).collect();
    for group in groups {
        let named = group.iter().copied().find(|id| components.contains(id));
        let target = named.unwrap_or_else(|| found(api, &group, &mut taken));
        let docs = api.types[target.0].docs.clone();
        for id in group.into_iter().filter(|id| *id != target) {
            let definition = &mut api.types[id.0];
            definition.kind = Kind::Alias(Ty::Named(target));
            if definition.docs.lines.is_empty() {
                definition.docs.clone_from(&docs);
            }
        }
    }
}

/// A new type for a group that has no name in the description; it gets a name that is not yet `taken`, if it can.
fn found(api: &mut Api, group: &[TypeId], taken: &mut BTreeSet<String>) -> TypeId {
    let target = TypeId(api.types.len());
    let members: Vec<&TypeDef> = group.iter().map(|id| &api.types[id.0]).collect();
    let usage = members.iter().fold(Usage::default(), |all, member| Usage {
        request: all.request || member.usage.request,
        response: all.response || member.usage.response,
    });
    let names: Vec<&str> = members.iter().map(|member| member.name.as_str()).collect();
    let mut kind = members[0].kind.clone();
    let name = common_name::of(&names, &kind, taken);
    keep_common_docs(&mut kind, &members);
    taken.insert(name.clone());
    // One of the places may have the name that fits all.
    if let Some(id) = group.iter().copied().find(|id| api.types[id.0].name == name) {
        let definition = &mut api.types[id.0];
        (definition.kind, definition.usage) = (kind, usage);
        return id;
    }
    let definition = TypeDef {
        name,
        docs: Docs::default(),
        at: members[0].at.clone(),
        home: Home::Shared(String::new()),
        usage,
        kind,
    };
    api.types.push(definition);
    target
}

/// Types of equal shape, each group in the order of the list; only groups of two or more that may be united.
fn groups(types: &[TypeDef], components: &BTreeSet<TypeId>) -> Vec<Vec<TypeId>> {
    let mut numbers = HashMap::new();
    let shapes: Vec<Shape> = types
        .iter()
        .map(|definition| Shape::of(definition, &mut numbers))
        .collect();
    // Types refer to each other, so that uniting some makes others equal: repeat until nothing changes.
    let mut leader: Vec<usize> = (0..types.len()).collect();
    loop {
        let mut by_shape: HashMap<_, _, RandomState> = HashMap::default();
        let next: Vec<usize> = shapes
            .iter()
            .zip(types)
            .enumerate()
            .map(|(index, (shape, definition))| {
                // Another name is not another shape.
                let own = components.contains(&TypeId(index)) || matches!(definition.kind, Kind::Alias(_));
                let key = (own.then_some(index), shape.led_by(&leader));
                *by_shape.entry(key).or_insert(index)
            })
            .collect();
        if next == leader {
            break;
        }
        leader = next;
    }
    let mut by_leader: BTreeMap<usize, Vec<TypeId>> = BTreeMap::new();
    for (index, leader) in leader.iter().enumerate() {
        by_leader.entry(*leader).or_default().push(TypeId(index));
    }
    let mut by_shape: HashMap<Shape, Vec<TypeId>, RandomState> = HashMap::default();
    for id in components {
        if is_telling(&types[id.0].kind) {
            by_shape.entry(shapes[id.0].led_by(&leader)).or_default().push(*id);
        }
    }
    let mut groups = Vec::new();
    for (_, mut group) in by_leader {
        // A named type that looks the same gives its name, if there is just one and it is not alike by accident.
        if !components.contains(&group[0])
            && let Some([component]) = by_shape.get(&shapes[group[0].0].led_by(&leader)).map(Vec::as_slice)
        {
            group.insert(0, *component);
        }
        if group.len() > 1 {
            groups.push(group);
        }
    }
    groups
}

/// Whether two types of this shape are the same thing and not only alike.
fn is_telling(kind: &Kind) -> bool {
    match kind {
        Kind::Object(object) => object.fields.len() >= 3,
        Kind::Enumeration(enumeration) => match &enumeration.values {
            EnumerationValues::Strings(variants) => variants.len() >= 2,
            EnumerationValues::Integers(variants) => variants.len() >= 2,
        },
        Kind::Union(union) => union.branches.len() >= 2,
        Kind::Alias(_) => false,
    }
}

/// Everything about a type but its name and its documentation.
#[derive(PartialEq, Eq, Hash)]
struct Shape {
    /// The number of what it is like apart from the types that it mentions.
    number: usize,
    /// Those types, in their order.
    mentioned: Vec<usize>,
}

impl Shape {
    fn of(definition: &TypeDef, numbers: &mut HashMap<String, usize>) -> Self {
        let mut mentioned = Vec::new();
        let text = text(definition, &mut mentioned);
        let next = numbers.len();
        Shape {
            number: *numbers.entry(text).or_insert(next),
            mentioned,
        }
    }

    /// The same, with the leader of its group in the place of each type.
    fn led_by(&self, leader: &[usize]) -> Self {
        Shape {
            number: self.number,
            mentioned: self.mentioned.iter().map(|id| leader[*id]).collect(),
        }
    }
}

/// A shape as a text, in which a type that is mentioned leaves nothing but its place.
fn text(definition: &TypeDef, mentioned: &mut Vec<usize>) -> String {
    let mut out = String::new();
    let mut ty = |ty: &Ty| {
        let mut ty = ty.clone();
        ty.visit_named(&mut |id| mentioned.push(std::mem::replace(id, TypeId(0)).0));
        ty
    };
    // Writing to a string cannot fail.
    let _ = match &definition.kind {
        Kind::Object(object) => {
            for field in object.fields.iter().chain(&object.rest) {
                let _ = write!(
                    out,
                    "{:?}{:?}{:?}{:?}{};",
                    field.name.wire,
                    ty(&field.ty),
                    field.presence,
                    field.access,
                    field.secret
                );
            }
            write!(
                out,
                "object{:?}{}{}",
                object.constants,
                object.rest.is_some(),
                object.multipart
            )
        }
        Kind::Enumeration(enumeration) => match &enumeration.values {
            EnumerationValues::Strings(variants) => {
                write!(
                    out,
                    "strings{:?}",
                    variants.iter().map(|variant| &variant.name.wire).collect::<Vec<_>>()
                )
            }
            EnumerationValues::Integers(variants) => {
                write!(
                    out,
                    "integers{:?}",
                    variants.iter().map(|(value, _)| value).collect::<Vec<_>>()
                )
            }
        },
        Kind::Union(union) => {
            for branch in &union.branches {
                let _ = write!(
                    out,
                    "{}{:?}{:?};",
                    branch.variant,
                    branch.ty.as_ref().map(&mut ty),
                    branch.rule
                );
            }
            write!(out, "union{:?}", union.tagging)
        }
        Kind::Alias(target) => write!(out, "alias{:?}", ty(target)),
    };
    out
}

/// Where the places document a field differently, only its name is left to say, and what they all say of its values.
fn keep_common_docs(kind: &mut Kind, members: &[&TypeDef]) {
    let Kind::Object(object) = kind else { return };
    for (index, field) in object.fields.iter_mut().enumerate() {
        let is_common = |same: &dyn Fn(&Docs) -> bool| {
            members.iter().all(|member| match &member.kind {
                Kind::Object(other) => other.fields.get(index).is_some_and(|other| same(&other.docs)),
                _ => false,
            })
        };
        let own = &field.docs;
        let has_facts = is_common(&|other| other.facts == own.facts);
        let has_words = is_common(&|other| other.lines == own.lines && other.deprecated == own.deprecated);
        if !has_facts {
            field.docs.facts = None;
        }
        if !has_words {
            field.docs.lines = vec![format!("The `{}` member.", field.name.wire)];
            field.docs.deprecated = false;
        }
    }
}
