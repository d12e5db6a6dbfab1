//! What sdk.toml says of pages, held against the operations that it names.

use std::collections::BTreeMap;

use super::Walk;
use super::answer::{self, Member};
use super::clue::Clues;
use super::scheme;
use crate::config::{Config, Pages, Paging as By};
use crate::diagnostic::{Code, Diagnostics, Place};
use crate::ir::{Answer, Api, Location, MorePages, NextPage, Object, Operation, Page, Paging, Steps, Ty};

/// A key of the entry, and what is wrong with it.
type Problem = (&'static str, String);

/// What is decided for an operation: how it is walked, or that it is not.
pub(super) struct Decision {
    pub walk: Option<Walk>,
    /// The entry of sdk.toml.
    entry: usize,
}

/// The decisions, by operation. What does not fit is reported and decides that the operation is not walked.
pub(super) fn decisions(
    api: &Api,
    clues: &Clues,
    config: &Config,
    diagnostics: &Diagnostics,
) -> BTreeMap<String, Decision> {
    let mut decisions = BTreeMap::new();
    for (entry, declared) in config.pages.iter().enumerate() {
        let stray = declared.given().filter(|key| !declared.by.keys().contains(key));
        for key in stray {
            let message = format!("`{key}` has no meaning beside this value of `by`");
            report(config, diagnostics, entry, (key, message));
        }
        for id in &declared.operations {
            let all = api.operations();
            let Some((_, operation)) = all.iter().find(|(_, operation)| operation.id == *id) else {
                let message = format!("the description has no operation `{id}`");
                diagnostics.report(Code::UnknownInConfig, place(config, entry, "operations"), message);
                continue;
            };
            let walk = match declared.by {
                By::None => None,
                _ => walk(api, clues, operation, declared)
                    .map_err(|problem| report(config, diagnostics, entry, problem))
                    .ok(),
            };
            if decisions.insert(id.clone(), Decision { walk, entry }).is_some() {
                let message = format!("`{id}` is named a second time");
                report(config, diagnostics, entry, ("operations", message));
            }
        }
    }
    decisions
}

/// Reports that two operations of sdk.toml answer the same type and read other members of it.
pub(super) fn report_clash(config: &Config, diagnostics: &Diagnostics, id: &str, decision: &Decision) {
    let message = format!("`{id}` answers the same type as an operation before it, and is to read other members of it");
    report(config, diagnostics, decision.entry, ("operations", message));
}

fn report(config: &Config, diagnostics: &Diagnostics, entry: usize, (key, message): Problem) {
    diagnostics.report(Code::UnfitPages, place(config, entry, key), message);
}

/// Where a key of an entry stands, or else the entry's `by`, since a key that is missing has no place.
fn place(config: &Config, entry: usize, key: &str) -> Place {
    let index = entry.to_string();
    let position = |key| config.position(&["pages", &index, key]);
    position(key)
        .or_else(|| position("by"))
        .map_or(Place::NOWHERE, Place::from)
}

fn walk(api: &Api, clues: &Clues, operation: &Operation, declared: &Pages) -> Result<Walk, Problem> {
    let id = &operation.id;
    let paging = paging(api, operation, declared)?;
    let Answer::Json {
        ty, optional: false, ..
    } = &operation.answer
    else {
        return Err(("operations", format!("`{id}` does not always answer JSON")));
    };
    if let Ty::List(_) = api.resolve(ty) {
        let inner = declared.given().find(|key| !matches!(*key, "parameter" | "first"));
        return match inner {
            Some(key) => Err((key, format!("`{id}` answers a bare list, which has no members"))),
            None if paging.asks_the_answer() => Err((
                "by",
                format!("`{id}` answers a bare list, which cannot name the next page"),
            )),
            None => Ok(Walk { paging, page: None }),
        };
    }
    let Some((answer, object)) = answer::object(api, ty) else {
        return Err(("operations", format!("`{id}` answers neither a list nor an object")));
    };
    let shown = Shown {
        api,
        id,
        object,
        members: answer::members(api, answer),
    };
    let items = match &declared.items {
        Some(pointer) => shown.member("items", pointer, "list", |ty| matches!(ty, Ty::List(_)))?,
        None => answer::items(api, &shown.members, &operation.path).ok_or_else(|| {
            (
                "items",
                format!("the answer of `{id}` has no list that is sure to be the items"),
            )
        })?,
    };
    let page = Page {
        next: shown.next(clues, operation, declared, &paging, &items)?,
        more: shown.more(declared)?,
        total: match &declared.total {
            Some(pointer) => Some(shown.member("total", pointer, "integer", |ty| *ty == Ty::I64)?),
            None => None,
        },
        is_counted: paging.counts(),
        items,
    };
    Ok(Walk {
        paging,
        page: Some((answer, page)),
    })
}

/// The answer of an operation.
struct Shown<'a> {
    api: &'a Api,
    id: &'a str,
    object: &'a Object,
    members: Vec<Member<'a>>,
}

impl Shown<'_> {
    /// The member that a pointer leads to, which has to be of some kind.
    fn member(
        &self,
        key: &'static str,
        pointer: &str,
        kind: &str,
        fits: impl Fn(&Ty) -> bool,
    ) -> Result<Steps, Problem> {
        steps(self.api, self.object, pointer, fits)
            .ok_or_else(|| (key, format!("the answer of `{}` has no {kind} at `{pointer}`", self.id)))
    }

    fn next(
        &self,
        clues: &Clues,
        operation: &Operation,
        declared: &Pages,
        paging: &Paging,
        items: &Steps,
    ) -> Result<Option<NextPage>, Problem> {
        let is_cursor = |ty: &Ty| ty.is_text() || matches!(ty, Ty::I64 | Ty::U64 | Ty::F64);
        let is_text = Ty::is_text;
        let found = match (paging, &declared.next) {
            (Paging::Cursor(_), Some(pointer)) => Some(self.member("next", pointer, "text or number", is_cursor)?),
            (Paging::CursorInBody(_) | Paging::NextUrl, Some(pointer)) => {
                Some(self.member("next", pointer, "text", is_text)?)
            }
            (Paging::Cursor(_), None) => {
                let inputs = scheme::query(self.api, clues, operation);
                scheme::cursor_into(paging, clues, &self.members, inputs)
            }
            (Paging::CursorInBody(_), None) => {
                let inputs = scheme::body(self.api, operation);
                scheme::cursor_into(paging, clues, &self.members, inputs)
            }
            (Paging::NextUrl, None) => scheme::url(clues, &self.members),
            (Paging::LastId(_), _) => {
                let id = declared.id.as_deref().unwrap_or("/id");
                return Ok(Some(NextPage::LastItem(self.id_of_item(id, items)?)));
            }
            (Paging::Offset(_) | Paging::PageNumber { .. } | Paging::LinkHeader, _) => return Ok(None),
        };
        match found {
            Some(steps) => Ok(Some(NextPage::Member(steps))),
            None => Err((
                "next",
                format!(
                    "the answer of `{}` has no member that is sure to lead to the next page",
                    self.id
                ),
            )),
        }
    }

    fn id_of_item(&self, pointer: &str, items: &Steps) -> Result<Steps, Problem> {
        let is_id = |ty: &Ty| ty.is_text() || matches!(ty, Ty::I64 | Ty::U64 | Ty::F64);
        answer::field(self.api, self.object, items)
            .and_then(|list| match self.api.resolve(&list.ty) {
                Ty::List(item) => answer::object(self.api, item),
                _ => None,
            })
            .and_then(|(_, item)| steps(self.api, item, pointer, is_id))
            .ok_or_else(|| {
                (
                    "id",
                    format!("the items of `{}` have no text or number at `{pointer}`", self.id),
                )
            })
    }

    fn more(&self, declared: &Pages) -> Result<Option<MorePages>, Problem> {
        let is_flag = |ty: &Ty| *ty == Ty::Bool;
        if let Some(pointer) = &declared.has_more {
            return Ok(Some(MorePages::Flag(
                self.member("has_more", pointer, "boolean", is_flag)?,
            )));
        }
        if let Some(pointer) = &declared.is_last {
            return Ok(Some(MorePages::Last(
                self.member("is_last", pointer, "boolean", is_flag)?,
            )));
        }
        Ok(answer::more(&self.members))
    }
}

/// The fields that a JSON pointer (RFC 6901) names, down to one of a type that `fits`.
fn steps(api: &Api, object: &Object, pointer: &str, fits: impl Fn(&Ty) -> bool) -> Option<Steps> {
    let mut steps = Steps::new();
    let mut object = Some(object);
    let mut ty = None;
    for token in pointer.strip_prefix('/')?.split('/') {
        let wire = token.replace("~1", "/").replace("~0", "~");
        let fields = &object?.fields;
        let index = fields.iter().position(|field| field.name.wire == wire)?;
        let field = fields.get(index)?;
        steps.push(index);
        object = answer::object(api, &field.ty).map(|(_, inner)| inner);
        ty = Some(api.resolve(&field.ty));
    }
    ty.is_some_and(fits).then_some(steps)
}

fn paging(api: &Api, operation: &Operation, declared: &Pages) -> Result<Paging, Problem> {
    let id = &operation.id;
    let parameter = || match &declared.parameter {
        Some(parameter) => Ok(parameter.clone()),
        None => Err(("parameter", "this way needs `parameter`".to_owned())),
    };
    let in_query = || {
        let name = parameter()?;
        let mut all = operation.arguments.iter().chain(&operation.setters);
        match all.any(|one| one.location == Location::Query && one.name.wire == name) {
            true => Ok(name),
            false => Err(("parameter", format!("`{id}` has no query parameter `{name}`"))),
        }
    };
    Ok(match declared.by {
        By::Cursor => Paging::Cursor(in_query()?),
        By::LastId => Paging::LastId(in_query()?),
        By::Offset => Paging::Offset(in_query()?),
        By::PageNumber => Paging::PageNumber {
            parameter: in_query()?,
            first: declared.first.unwrap_or(1),
        },
        By::CursorInBody => {
            let name = parameter()?;
            if !scheme::body(api, operation).iter().any(|input| input.wire == name) {
                let message = format!("the JSON that `{id}` takes has no text `{name}` at its top");
                return Err(("parameter", message));
            }
            Paging::CursorInBody(name)
        }
        By::NextUrl => Paging::NextUrl,
        By::LinkHeader | By::None => Paging::LinkHeader,
    })
}
