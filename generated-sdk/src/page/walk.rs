//! From one page to the request for the next. It knows no type, so it is compiled once.

use super::{Paging, link};
use crate::draft::Draft;
use crate::error::Error;
use crate::redirect;
use crate::response::Head;
use percent_encoding::percent_decode_str;
use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};

/// What a page says about the next one.
pub(super) struct Signpost {
    pub(super) next: Option<String>,
    pub(super) count: Option<usize>,
    pub(super) has_more: Option<bool>,
}

/// Leads from page to page, and notices when it is led in a circle.
pub(super) struct Walk {
    draft: Draft,
    /// Hashes of the places that were visited; a list may have very many pages.
    visited: HashSet<u64>,
    /// The offset or page number of the page that was asked for last.
    position: Option<u64>,
}

impl Walk {
    pub(super) fn new(draft: Draft) -> Self {
        let position = match draft.operation.paging {
            Some(Paging::Offset { parameter }) => Some(number(&draft, parameter).unwrap_or(0)),
            Some(Paging::PageNumber { parameter, first }) => Some(number(&draft, parameter).unwrap_or(first)),
            _ => None,
        };
        let mut visited = HashSet::new();
        if let Some(Paging::Cursor { parameter }) = draft.operation.paging
            && let Some(first) = value(&draft, parameter)
        {
            visited.insert(hash(&percent_decode_str(first).decode_utf8_lossy()));
        }
        Self {
            draft,
            visited,
            position,
        }
    }

    /// The call of the page that is next.
    pub(super) fn draft(&self) -> Draft {
        self.draft.clone()
    }

    /// Goes on to the next page; `false` where there is none.
    pub(super) fn advance(&mut self, head: &Head, signpost: &Signpost) -> Result<bool, Error> {
        if signpost.has_more == Some(false) {
            return Ok(false);
        }
        let Some(paging) = self.draft.operation.paging else {
            return Ok(false);
        };
        let next = match paging {
            Paging::LinkHeader => link::next(&head.headers),
            Paging::Offset { .. } | Paging::PageNumber { .. } => return Ok(self.count_on(paging, signpost)),
            Paging::Cursor { .. } | Paging::CursorInBody { .. } | Paging::NextUrl => signpost.next.clone(),
        };
        let Some(next) = next.filter(|next| !next.is_empty()) else {
            return Ok(false);
        };
        if !self.visited.insert(hash(&next)) {
            return Err(Error::page("a page names a next page that was visited before").with_head(head));
        }
        self.go_to(paging, head, next)?;
        Ok(true)
    }

    fn go_to(&mut self, paging: Paging, head: &Head, next: String) -> Result<(), Error> {
        match paging {
            Paging::Cursor { parameter } => self.draft.query(parameter, serde_json::to_vec(&next)),
            Paging::CursorInBody { member } => self.draft.member(member.to_owned(), serde_json::to_vec(&next)),
            _ => {
                let url = redirect::resolve(&head.url, &next);
                self.draft.url =
                    Some(url.ok_or_else(|| Error::page("the next page has no legal URL").with_head(head))?);
                // The URL holds the whole query already.
                self.draft.query.clear();
                self.draft.written = None;
            }
        }
        Ok(())
    }

    /// Schemes that count end at an empty page.
    fn count_on(&mut self, paging: Paging, signpost: &Signpost) -> bool {
        let count = signpost.count.unwrap_or(0) as u64;
        let Some(position) = self.position.filter(|_| count > 0) else {
            return false;
        };
        let (parameter, next) = match paging {
            Paging::Offset { parameter } => (parameter, position.saturating_add(count)),
            Paging::PageNumber { parameter, .. } => (parameter, position.saturating_add(1)),
            _ => return false,
        };
        self.position = Some(next);
        self.draft.query(parameter, serde_json::to_vec(&next));
        true
    }
}

fn hash(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}

fn number(draft: &Draft, parameter: &str) -> Option<u64> {
    value(draft, parameter)?.parse().ok()
}

/// What the caller set a query parameter to, escaped.
fn value<'a>(draft: &'a Draft, parameter: &str) -> Option<&'a str> {
    let argument = draft.query.iter().find(|argument| argument.parameter == parameter)?;
    Some(&argument.pair.value)
}
