//! Lists that come in pages.

/// How one page of an operation leads to the next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Paging {
    /// What the answer names goes into this query parameter.
    Cursor(String),
    /// What the answer names goes into this member of the JSON body.
    CursorInBody(String),
    /// The id of the last item goes into this query parameter.
    LastId(String),
    /// This query parameter counts the items to skip.
    Offset(String),
    /// This query parameter counts the pages.
    PageNumber {
        /// The parameter.
        parameter: String,
        /// The number of the first page.
        first: u64,
    },
    /// The `Link` header names the next page.
    LinkHeader,
    /// The answer holds the URL of the next page.
    NextUrl,
}

impl Paging {
    /// Whether the answer names what the next page is asked for by.
    #[must_use]
    pub const fn asks_the_answer(&self) -> bool {
        matches!(
            self,
            Self::Cursor(_) | Self::CursorInBody(_) | Self::LastId(_) | Self::NextUrl
        )
    }

    /// Whether the call counts by itself.
    #[must_use]
    pub const fn counts(&self) -> bool {
        matches!(self, Self::Offset(_) | Self::PageNumber { .. })
    }
}

/// A way to a member: the index of a field, then of a field of that one's type, and so on.
pub type Steps = Vec<usize>;

/// Which members make an object one page of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// The items, a list.
    pub items: Steps,
    /// What leads to the next page, where the answer names it.
    pub next: Option<NextPage>,
    /// Whether there are more pages, where the answer says so.
    pub more: Option<MorePages>,
    /// How many items there are on all pages, where that ends the walk.
    pub total: Option<Steps>,
    /// The number of items is asked for.
    pub is_counted: bool,
}

/// What leads to the next page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NextPage {
    /// A member, text or a number.
    Member(Steps),
    /// A member of the last item.
    LastItem(Steps),
}

/// What says whether there are more pages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MorePages {
    /// A member that is true where there are more.
    Flag(Steps),
    /// A member that is true on the last page.
    Last(Steps),
    /// Two members: the number of this page is less than the number of pages.
    Numbers {
        /// The number of this page.
        page: Steps,
        /// The number of pages.
        pages: Steps,
    },
}
