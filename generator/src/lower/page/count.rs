//! Schemes that count, items or pages. The answer proves nothing here, so the parameters have to.

use super::answer::Scalar;
use super::clue::{self, Clues};
use super::scheme::Input;
use super::words::{LIMITS, OFFSETS, PAGES, words};
use crate::ir::{Operation, Paging};

/// A parameter that counts. Beside it stands another that says how much a page holds, or an answer that tells of pages.
pub(super) fn counted(clues: &Clues, operation: &Operation, inputs: &[Input], answer_tells: bool) -> Option<Paging> {
    let has_limit = inputs.iter().any(|input| LIMITS.contains(&input.name.as_str()));
    if !has_limit && !answer_tells {
        return None;
    }
    let number = |names: &[&str]| {
        let mut all = inputs.iter().filter(|input| input.kind == Scalar::Number);
        all.find(|input| names.contains(&input.name.as_str()))
    };
    let offset = number(OFFSETS).and_then(|input| {
        let parameter = input.parameter?;
        let text = clue::text(parameter);
        let counts_pages = text.contains("page number") || text.contains("number of pages");
        let begins = clues.first(operation, parameter).unwrap_or(0);
        (begins == 0 && !counts_pages && !counts_others(&text, operation))
            .then(|| Paging::Offset(input.wire.to_owned()))
    });
    offset.or_else(|| {
        let input = number(PAGES)?;
        let first = clues.first(operation, input.parameter?)?;
        Some(Paging::PageNumber {
            parameter: input.wire.to_owned(),
            first,
        })
    })
}

/// Whether a text says that something is counted which is not what is listed: `number of matches to skip` where heroes are listed. The list is
/// then made of what is counted, and no offset into it.
fn counts_others(text: &str, operation: &Operation) -> bool {
    let Some((_, counted)) = text.split_once("number of ") else {
        return false;
    };
    let mut rest = counted.split_whitespace();
    let (Some(noun), Some("to")) = (rest.next(), rest.next()) else {
        return false;
    };
    let stem = noun.trim_end_matches('s').trim_end_matches("ie").trim_end_matches('y');
    let path = words(&operation.path).replace('_', "");
    !COUNTED.contains(&noun) && !path.contains(stem)
}

/// What any list may be said to consist of.
const COUNTED: &[&str] = &[
    "items",
    "results",
    "records",
    "entries",
    "elements",
    "objects",
    "rows",
    "resources",
    "documents",
    "entities",
    "values",
];
