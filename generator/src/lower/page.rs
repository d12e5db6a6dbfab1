//! Lists that come in pages: found by the look of parameters and answers, and corrected by sdk.toml.

mod answer;
mod clue;
mod count;
mod decided;
mod scheme;
mod words;

use crate::config::Config;
use crate::diagnostic::Diagnostics;
use crate::dialect::Document;
use crate::ir::{Api, Kind, Page, Paging, TypeId};
use clue::Clues;

/// How an operation is walked, and what of its answer shows it; a bare list shows nothing.
#[derive(Debug, Clone)]
struct Walk {
    paging: Paging,
    page: Option<(TypeId, Page)>,
}

/// Marks the operations whose answers are pages, and their answers.
pub(super) fn mark(api: &mut Api, document: &Document, config: &Config, diagnostics: &Diagnostics) {
    let clues = Clues::of(document);
    let decisions = decided::decisions(api, &clues, config, diagnostics);
    let mut decided: Vec<(String, Walk)> = Vec::new();
    let mut found: Vec<(String, Walk)> = Vec::new();
    for (_, operation) in api.operations() {
        let id = operation.id.clone();
        match decisions.get(&id) {
            Some(decision) => decided.extend(decision.walk.clone().map(|walk| (id, walk))),
            None => found.extend(scheme::find(api, &clues, operation).map(|walk| (id, walk))),
        }
    }
    // What was decided goes first: what is found beside it has to agree.
    for (id, walk) in decided {
        match decisions.get(&id) {
            Some(decision) if !is_new_or_same(api, &walk) => {
                decided::report_clash(config, diagnostics, &id, decision);
            }
            _ => take(api, &id, walk),
        }
    }
    for (id, walk) in found {
        if leads_alike(api, &walk) {
            take(api, &id, walk);
        }
    }
}

/// What the answer of a walk shows of its page by now.
fn known<'a>(api: &'a Api, walk: &Walk) -> Option<&'a Page> {
    let (answer, _) = walk.page.as_ref()?;
    match &api.definition(*answer).kind {
        Kind::Object(object) => object.page.as_deref(),
        _ => None,
    }
}

/// Whether a walk reads the members that another one reads of the same answer.
fn leads_alike(api: &Api, walk: &Walk) -> bool {
    let (Some((_, page)), Some(known)) = (&walk.page, known(api, walk)) else {
        return true;
    };
    known.items == page.items && agree(&known.next, &page.next)
}

/// The same, and all that it reads.
fn is_new_or_same(api: &Api, walk: &Walk) -> bool {
    let (Some((_, page)), Some(known)) = (&walk.page, known(api, walk)) else {
        return true;
    };
    leads_alike(api, walk) && agree(&known.more, &page.more) && agree(&known.total, &page.total)
}

/// Where one of the two says nothing, the other one is right.
fn agree<T: PartialEq>(one: &Option<T>, other: &Option<T>) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => one == other,
        _ => true,
    }
}

/// Marks an operation, and its answer with what is new.
fn take(api: &mut Api, id: &str, walk: Walk) {
    if let Some((answer, page)) = walk.page
        && let Kind::Object(object) = &mut api.types[answer.0].kind
    {
        object.page = Some(Box::new(match object.page.take().map(|page| *page) {
            Some(known) => Page {
                next: known.next.or(page.next),
                more: known.more.or(page.more),
                total: known.total.or(page.total),
                is_counted: known.is_counted || page.is_counted,
                items: known.items,
            },
            None => page,
        }));
    }
    for resource in &mut api.resources {
        resource.visit_operations(&mut |operation| {
            if operation.id == id {
                operation.paging = Some(walk.paging.clone());
            }
        });
    }
}
