//! From one page to the request for the next. It knows no type, so it is compiled once.

use super::{Paging, link};
use crate::call::CallFuture;
use crate::client::base_url::same_origin;
use crate::draft::Draft;
use crate::error::Error;
use crate::exchange::Wanted;
use crate::redirect;
use crate::request;
use crate::response::{Head, Response};
use http::Uri;
use http::uri::Scheme;
use percent_encoding::percent_decode_str;
use std::borrow::Cow;
use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};

/// What a page says about the next one.
pub(super) struct Signpost {
    pub(super) next: Option<String>,
    pub(super) count: Option<usize>,
    pub(super) has_more: Option<bool>,
    pub(super) total: Option<u64>,
}

/// Leads from page to page, and notices when it is led in a circle.
pub(super) struct Walk {
    draft: Draft,
    /// Hashes of the places that were visited, or of the pages themselves in schemes that count; a list may have very many pages.
    visited: HashSet<u64>,
    /// The offset or page number of the page that was asked for last; `None` where it is not a number.
    position: Option<i64>,
    /// How many items lie before the next page; `None` where the walk begins at a page whose size is not known.
    passed: Option<i64>,
}

impl Walk {
    pub(super) fn new(draft: Draft) -> Self {
        let position = match draft.operation.paging {
            Some(Paging::Offset { parameter }) => number(&draft, parameter, 0),
            Some(Paging::PageNumber { parameter, first }) => number(&draft, parameter, first),
            _ => None,
        };
        let passed = match draft.operation.paging {
            Some(Paging::PageNumber { first, .. }) => {
                position.filter(|page| i64::try_from(first) == Ok(*page)).map(|_| 0)
            }
            _ => position,
        };
        let mut visited = HashSet::new();
        if let Some(Paging::Cursor { parameter }) = draft.operation.paging
            && let Some(first) = value(&draft, parameter)
        {
            visited.insert(hash(&Cow::from(percent_decode_str(first))));
        }
        Self {
            draft,
            visited,
            position,
            passed,
        }
    }

    /// The call of the page that is next.
    pub(super) fn call(&self) -> CallFuture<Response> {
        CallFuture::new(self.draft.clone(), Wanted::Whole, Ok)
    }

    /// Looks at a page before it is given out. Where we count, a page that was there before means that the server does not count along: it would
    /// go on for ever.
    pub(super) fn arrived(&mut self, head: &Head, body: &[u8]) -> Result<(), Error> {
        let parameter = match self.draft.operation.paging {
            Some(Paging::Offset { parameter } | Paging::PageNumber { parameter, .. }) => parameter,
            _ => return Ok(()),
        };
        if self.visited.insert(hash(body)) {
            return Ok(());
        }
        let reason = format!("the same page came again, as if the server did not know the parameter `{parameter}`");
        Err(Error::page(reason).with_head(head))
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
            Paging::Cursor { .. } | Paging::CursorInBody { .. } | Paging::NextUrl => signpost.next.clone(),
            Paging::Offset { .. } | Paging::PageNumber { .. } => return self.count_on(paging, head, signpost),
        };
        let Some(next) = next.filter(|next| !next.is_empty()) else {
            return Ok(false);
        };
        match paging {
            Paging::Cursor { parameter } => {
                self.visit(&next, head)?;
                self.draft.query(parameter, serde_json::to_vec(&next));
            }
            Paging::CursorInBody { member } => {
                self.visit(&next, head)?;
                self.draft.member(member.to_owned(), serde_json::to_vec(&next));
            }
            _ => self.go_to(head, &next)?,
        }
        Ok(true)
    }

    fn visit(&mut self, place: &str, head: &Head) -> Result<(), Error> {
        if self.visited.insert(hash(place.as_bytes())) {
            return Ok(());
        }
        Err(Error::page("a page names a next page that was visited before").with_head(head))
    }

    fn go_to(&mut self, head: &Head, next: &str) -> Result<(), Error> {
        let Some(url) = redirect::resolve(&head.url, next) else {
            return Err(Error::page("the next page has no legal URL").with_head(head));
        };
        self.visited.insert(hash(head.url.to_string().as_bytes()));
        self.visit(&url.to_string(), head)?;
        self.leave(head, &url)?;
        self.draft.url = Some(Box::new(url));
        // The URL holds the whole query already.
        self.draft.query.clear();
        self.draft.written = None;
        Ok(())
    }

    /// What the call added was meant for the origin that it asked, and never comes back: a page elsewhere could name any way back. An answer may also
    /// come from where a redirect led, which was not told either.
    fn leave(&mut self, head: &Head, next: &Uri) -> Result<(), Error> {
        let asked = match &self.draft.url {
            Some(url) => url.as_ref().clone(),
            None => request::build(&self.draft)?.uri().clone(),
        };
        let is_safe = |url: &Uri| url.scheme() == Some(&Scheme::HTTPS);
        if !is_safe(next) && (is_safe(&head.url) || is_safe(&asked)) {
            return Err(Error::page("the next page leads from https to http").with_head(head));
        }
        if !same_origin(next, &head.url) || !same_origin(next, &asked) {
            self.draft.headers.clear();
            self.draft.cookies.clear();
            self.draft.options.idempotency_key = None;
        }
        Ok(())
    }

    /// Schemes that count end at an empty page, unless the answer says that there are more, and where all items were seen.
    fn count_on(&mut self, paging: Paging, head: &Head, signpost: &Signpost) -> Result<bool, Error> {
        let count = i64::try_from(signpost.count.unwrap_or(0)).unwrap_or(i64::MAX);
        if count == 0 && signpost.has_more != Some(true) {
            return Ok(false);
        }
        self.passed = self.passed.map(|passed| passed.saturating_add(count));
        let passed = self.passed.and_then(|passed| u64::try_from(passed).ok());
        if passed
            .zip(signpost.total)
            .is_some_and(|(passed, total)| passed >= total)
        {
            return Ok(false);
        }
        let (parameter, step) = match paging {
            Paging::Offset { parameter } => (parameter, count),
            Paging::PageNumber { parameter, .. } => (parameter, 1),
            _ => return Ok(false),
        };
        let reason = match self.position {
            Some(position) if step > 0 => {
                let next = position.saturating_add(step);
                self.position = Some(next);
                self.draft.query(parameter, serde_json::to_vec(&next));
                return Ok(true);
            }
            Some(_) => "an empty page says that there are more".to_owned(),
            None => format!("the parameter `{parameter}` was set to what is not a number, so there is no next one"),
        };
        Err(Error::page(reason).with_head(head))
    }
}

fn hash(bytes: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    bytes.hash(&mut hasher);
    hasher.finish()
}

/// The number that a query parameter was set to, or the one to begin with.
fn number(draft: &Draft, parameter: &str, first: u64) -> Option<i64> {
    match value(draft, parameter) {
        Some(value) => value.parse().ok(),
        None => i64::try_from(first).ok(),
    }
}

/// What the caller set a query parameter to, escaped.
fn value<'a>(draft: &'a Draft, parameter: &str) -> Option<&'a str> {
    let argument = draft.query.iter().find(|argument| argument.parameter == parameter)?;
    Some(&argument.pair.value)
}
