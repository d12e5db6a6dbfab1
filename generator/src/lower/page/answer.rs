//! What an answer shows of its page: the items, and members that say something about the next one.

use super::clue::Clues;
use super::words::{CONTAINERS, ITEMS, LAST, MORE, NO_ITEMS, PAGE_COUNTS, PAGE_NUMBERS, TOTALS, WRAPPERS, words};
use crate::ir::{Api, Field, Kind, MorePages, Object, Steps, Ty, TypeId};

/// How deep the members of an answer are looked at.
const DEPTH: usize = 3;

/// A member of an answer, or of an object in it that tells of pages.
#[derive(Clone)]
pub(super) struct Member<'a> {
    pub steps: Steps,
    /// The names on the way, as words.
    pub names: Vec<String>,
    pub field: &'a Field,
    pub kind: Option<Scalar>,
    /// Where the object is defined that it belongs to.
    at: &'a str,
}

/// The kinds of values that pages are told apart by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scalar {
    Text,
    Number,
    Bool,
}

impl Member<'_> {
    pub fn name(&self) -> &str {
        self.names.last().map_or("", String::as_str)
    }

    /// The name of the object that it belongs to; empty at the top.
    pub fn parent(&self) -> &str {
        let outer = self.names.len().checked_sub(2);
        outer.and_then(|at| self.names.get(at)).map_or("", String::as_str)
    }

    /// What the description says of it, in small letters.
    pub fn text(&self) -> String {
        self.field.docs.lines.join(" ").to_lowercase()
    }

    pub fn is_url(&self, clues: &Clues) -> bool {
        clues.is_url(self.at, &self.field.name.wire)
    }
}

/// The kind of a type, where it is one that leads to pages.
pub(super) fn scalar(api: &Api, ty: &Ty) -> Option<Scalar> {
    match api.resolve(ty) {
        text if text.is_text() => Some(Scalar::Text),
        Ty::I64 | Ty::U64 | Ty::F64 => Some(Scalar::Number),
        Ty::Bool => Some(Scalar::Bool),
        _ => None,
    }
}

/// The struct behind a type.
pub(super) fn object<'a>(api: &'a Api, ty: &Ty) -> Option<(TypeId, &'a Object)> {
    let (Ty::Named(id) | Ty::Boxed(id)) = api.resolve(ty) else {
        return None;
    };
    match &api.definition(*id).kind {
        Kind::Object(object) => Some((*id, object)),
        _ => None,
    }
}

/// The field that steps lead to.
pub(super) fn field<'a>(api: &'a Api, start: &'a Object, steps: &Steps) -> Option<&'a Field> {
    let (last, outer) = steps.split_last()?;
    let mut inner = start;
    for step in outer {
        (_, inner) = object(api, &inner.fields.get(*step)?.ty)?;
    }
    inner.fields.get(*last)
}

/// The members of an answer that may tell of pages, the outer ones first.
pub(super) fn members<'a>(api: &'a Api, answer: TypeId) -> Vec<Member<'a>> {
    let mut members = Vec::new();
    collect(api, answer, &[], &[], &mut members);
    members.sort_by_key(|member| member.steps.len());
    members
}

fn collect<'a>(api: &'a Api, id: TypeId, steps: &[usize], names: &[String], members: &mut Vec<Member<'a>>) {
    let definition = api.definition(id);
    let Kind::Object(object_here) = &definition.kind else {
        return;
    };
    for (index, field) in object_here.fields.iter().enumerate() {
        let name = words(&field.name.wire);
        let is_told_of = CONTAINERS.contains(&name.as_str()) || names.is_empty() && WRAPPERS.contains(&name.as_str());
        let member = Member {
            steps: [steps, &[index]].concat(),
            names: [names, &[name]].concat(),
            field,
            kind: scalar(api, &field.ty),
            at: &definition.at,
        };
        if is_told_of
            && member.steps.len() < DEPTH
            && let Some((inner, _)) = object(api, &field.ty)
        {
            collect(api, inner, &member.steps, &member.names, members);
        }
        members.push(member);
    }
}

/// The list of items: the one that is called like the end of the operation's path, the only one, or one of a telling name.
pub(super) fn items(api: &Api, members: &[Member], path: &str) -> Option<Steps> {
    let is_list = |member: &&Member| matches!(api.resolve(&member.field.ty), Ty::List(_));
    let at_top: Vec<&Member> = members
        .iter()
        .filter(|member| member.steps.len() == 1)
        .filter(is_list)
        .collect();
    let lists = if at_top.is_empty() {
        let is_wrapped = |member: &&Member| member.steps.len() == 2 && WRAPPERS.contains(&member.parent());
        members.iter().filter(is_wrapped).filter(is_list).collect()
    } else {
        at_top
    };
    let subject = path.rsplit('/').find(|part| !part.is_empty() && !part.contains('{'));
    let subject = words(subject.unwrap_or_default());
    let named = |name: &str| lists.iter().find(|member| member.name() == name).copied();
    let mut likely = lists.iter().filter(|member| !NO_ITEMS.contains(&member.name()));
    let only = || match (likely.next(), likely.next()) {
        (Some(only), None) => Some(*only),
        _ => None,
    };
    named(&subject)
        .or_else(only)
        .or_else(|| ITEMS.iter().find_map(|name| named(name)))
        .map(|member| member.steps.clone())
}

/// Whether there are more pages.
pub(super) fn more(members: &[Member]) -> Option<MorePages> {
    let flag = |names: &[&str]| {
        let is_flag = |member: &&Member| member.kind == Some(Scalar::Bool) && names.contains(&member.name());
        members.iter().find(is_flag).map(|member| member.steps.clone())
    };
    flag(MORE)
        .map(MorePages::Flag)
        .or_else(|| flag(LAST).map(MorePages::Last))
}

/// The number of this page beside the number of pages, in one object.
pub(super) fn numbers(members: &[Member]) -> Option<MorePages> {
    let is_count = |member: &&Member| member.kind == Some(Scalar::Number) && PAGE_COUNTS.contains(&member.name());
    members.iter().filter(is_count).find_map(|pages| {
        let (_, outer) = pages.steps.split_last()?;
        let is_number = |member: &&Member| {
            member.steps.len() == pages.steps.len()
                && member.steps.starts_with(outer)
                && member.kind == Some(Scalar::Number)
                && member.field.ty == pages.field.ty
                && PAGE_NUMBERS.contains(&member.name())
        };
        Some(MorePages::Numbers {
            page: members.iter().find(is_number)?.steps.clone(),
            pages: pages.steps.clone(),
        })
    })
}

/// Whether the answer counts the items of all pages.
pub(super) fn has_total(members: &[Member]) -> bool {
    members
        .iter()
        .any(|member| member.kind == Some(Scalar::Number) && TOTALS.contains(&member.name()))
}
