//! Lists that come in pages: how one leads to the next is static data of the operation.

mod items;
mod link;
mod running;
mod walk;

pub use items::{Items, Pages};

/// A page of a list.
pub trait Page {
    /// What the list consists of.
    type Item;

    /// The items of this page.
    fn into_items(self) -> Vec<Self::Item>;

    /// What the answer says about the next page: its cursor, the last id, or its URL; `None` where there is no more, and in schemes that count.
    fn next(&self) -> Option<String> {
        None
    }

    /// How many items this page has; schemes that count need it.
    fn item_count(&self) -> Option<usize> {
        None
    }

    /// Whether the answer says that there are more pages, in schemes where it does.
    fn has_more(&self) -> Option<bool> {
        None
    }

    /// How many items all pages have together; schemes that count end there without asking for an empty page.
    fn total(&self) -> Option<u64> {
        None
    }
}

/// A bare list shows nothing but its items.
impl<T> Page for Vec<T> {
    type Item = T;

    fn into_items(self) -> Self {
        self
    }

    fn item_count(&self) -> Option<usize> {
        Some(self.len())
    }
}

/// How one page leads to the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Paging {
    /// [`Page::next`] goes into this query parameter.
    Cursor {
        /// The parameter's name.
        parameter: &'static str,
    },
    /// [`Page::next`] goes into this member of the JSON body.
    CursorInBody {
        /// The member's name.
        member: &'static str,
    },
    /// This query parameter counts the items to skip.
    Offset {
        /// The parameter's name.
        parameter: &'static str,
    },
    /// This query parameter counts the pages.
    PageNumber {
        /// The parameter's name.
        parameter: &'static str,
        /// The number of the first page.
        first: u64,
    },
    /// The `Link` header of the answer holds the URL of the next page.
    LinkHeader,
    /// [`Page::next`] is the URL of the next page.
    NextUrl,
}
