//! Lists in pages, where the description does not show how they are walked, or shows it wrong.

use serde::Deserialize;

/// `[[pages]]`
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pages {
    /// The operations that are walked in this way.
    pub operations: Vec<String>,
    /// How one page leads to the next.
    pub by: Paging,
    /// The query parameter, or the member of the body, that asks for a page.
    pub parameter: Option<String>,
    /// The number of the first page.
    pub first: Option<u64>,
    /// JSON pointer into the answer, to the list of items.
    pub items: Option<String>,
    /// To what leads to the next page: a cursor or a URL.
    pub next: Option<String>,
    /// JSON pointer into an item, to its id.
    pub id: Option<String>,
    /// To what is true where there are more pages.
    pub has_more: Option<String>,
    /// To what is true on the last page.
    pub is_last: Option<String>,
    /// To the number of items of all pages.
    pub total: Option<String>,
}

/// How one page leads to the next.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub enum Paging {
    /// A cursor of the answer goes into a query parameter.
    Cursor,
    /// A cursor of the answer goes into a member of the body.
    CursorInBody,
    /// The id of the last item goes into a query parameter.
    LastId,
    /// A query parameter counts the items to skip.
    Offset,
    /// A query parameter counts the pages.
    PageNumber,
    /// The `Link` header names the next page.
    LinkHeader,
    /// The answer holds the URL of the next page.
    NextUrl,
    /// The answers are no pages.
    None,
}

impl Paging {
    /// The keys that mean something beside this way; each of the others is a mistake.
    pub fn keys(self) -> &'static [&'static str] {
        match self {
            Self::Cursor | Self::CursorInBody => &["parameter", "items", "next", "has_more", "is_last"],
            Self::LastId => &["parameter", "items", "id", "has_more", "is_last"],
            Self::Offset => &["parameter", "items", "has_more", "is_last", "total"],
            Self::PageNumber => &["parameter", "first", "items", "has_more", "is_last", "total"],
            Self::LinkHeader => &["items", "has_more", "is_last"],
            Self::NextUrl => &["items", "next", "has_more", "is_last"],
            Self::None => &[],
        }
    }
}

impl Pages {
    /// The keys that were given, beside `operations` and `by`.
    pub fn given(&self) -> impl Iterator<Item = &'static str> {
        [
            ("parameter", self.parameter.is_some()),
            ("first", self.first.is_some()),
            ("items", self.items.is_some()),
            ("next", self.next.is_some()),
            ("id", self.id.is_some()),
            ("has_more", self.has_more.is_some()),
            ("is_last", self.is_last.is_some()),
            ("total", self.total.is_some()),
        ]
        .into_iter()
        .filter_map(|(key, is_given)| is_given.then_some(key))
    }
}
