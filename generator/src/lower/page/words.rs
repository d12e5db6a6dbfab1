//! What APIs call the things that pages are asked for by. Names are compared as words in snake case.

/// Objects of an answer that hold what it says of its page.
pub(super) const CONTAINERS: &[&str] = &[
    "meta",
    "metadata",
    "list_metadata",
    "response_metadata",
    "page_metadata",
    "search_metadata",
    "pagination",
    "pagination_info",
    "paging",
    "pager",
    "paginator",
    "page",
    "pages",
    "page_info",
    "paging_info",
    "result_info",
    "cursor",
    "cursors",
    "links",
    "link",
    "next",
    "next_page",
];

/// Objects that hold the whole answer.
pub(super) const WRAPPERS: &[&str] = &["data", "result", "results", "response", "payload", "embedded"];

/// Lists that are the items, where there are several.
pub(super) const ITEMS: &[&str] = &[
    "items",
    "data",
    "results",
    "result",
    "entries",
    "records",
    "values",
    "value",
    "list",
    "content",
    "resources",
    "objects",
    "elements",
    "rows",
    "hits",
];

/// Lists that are never the items, unless the path ends in their name.
pub(super) const NO_ITEMS: &[&str] = &[
    "errors",
    "warnings",
    "links",
    "link",
    "included",
    "includes",
    "facets",
    "aggregations",
    "schemas",
    "columns",
    "headers",
    "scopes",
    "required",
    "sort",
    "order",
    "filters",
];

/// Parameters that take a cursor, whatever the answer calls it.
pub(super) const CURSOR_PARAMETERS: &[&str] = &[
    "cursor",
    "page_cursor",
    "start_cursor",
    "after_cursor",
    "next_cursor",
    "after",
    "page_after",
    "starting_after",
    "page_token",
    "next_token",
    "next_page_token",
    "continuation_token",
    "continuation",
    "pagination_token",
    "start_token",
    "marker",
    "page_key",
    "next",
    "next_page",
    "bookmark",
];

/// Members that are a cursor and that of the next page: they go into any of [`CURSOR_PARAMETERS`].
pub(super) const NEXT_CURSORS: &[&str] = &[
    "next_cursor",
    "next_page_cursor",
    "cursor_next",
    "next_token",
    "next_page_token",
    "next_continuation_token",
    "next_pagination_token",
    "continuation_token",
    "pagination_token",
    "next_marker",
    "next_key",
    "next_bookmark",
    "end_cursor",
    "cursor",
    "bookmark",
];

/// Members that say `next` of something: they go into a parameter that is called like the something.
pub(super) const NEXT_NUMBERS: &[&str] = &[
    "next_page",
    "next_page_number",
    "next_page_id",
    "next_offset",
    "next_start",
    "next_skip",
    "next_from",
    "next_position",
    "next_id",
];

/// Members that go into a parameter of just their name.
pub(super) const SAME_NAME: &[&str] = &[
    "continue",
    "continuation",
    "scroll_id",
    "page_state",
    "iterator",
    "next",
];

/// The same, where they are told to be about the next page; they may also only repeat what was asked for.
pub(super) const SAME_NAME_IF_NEXT: &[&str] = &["marker", "after", "offset", "page_token", "page", "start", "position"];

/// Members that hold the URL of the next page.
pub(super) const NEXT_URLS: &[&str] = &[
    "next_url",
    "next_uri",
    "next_href",
    "next_link",
    "next_page_url",
    "next_page_uri",
    "next_page_link",
    "odata_next_link",
];

/// Parameters that take the id of the last item.
pub(super) const LAST_ID_PARAMETERS: &[&str] =
    &["starting_after", "after_id", "start_after", "start_after_id", "after"];

/// Parameters that count the items to skip.
pub(super) const OFFSETS: &[&str] = &["offset", "page_offset", "skip", "start_at"];

/// Parameters that count pages.
pub(super) const PAGES: &[&str] = &["page", "page_number", "page_num", "page_no", "page_index", "pageno"];

/// Parameters that say how much a page holds.
pub(super) const LIMITS: &[&str] = &[
    "limit",
    "page_limit",
    "max",
    "max_results",
    "max_items",
    "max_page_size",
    "per_page",
    "page_size",
    "pagesize",
    "pagelen",
    "perpage",
    "size",
    "count",
    "top",
    "take",
    "results_per_page",
    "items_per_page",
];

/// Members that are true where there are more pages.
pub(super) const MORE: &[&str] = &[
    "has_more",
    "has_more_items",
    "has_more_results",
    "has_more_records",
    "has_next",
    "has_next_page",
    "is_truncated",
    "more",
    "more_items_in_collection",
];

/// Members that are true on the last page.
pub(super) const LAST: &[&str] = &["is_last", "is_last_page", "last", "last_page", "done"];

/// Members that number this page.
pub(super) const PAGE_NUMBERS: &[&str] = &["page", "current_page", "page_number", "number"];

/// Members that count the pages.
pub(super) const PAGE_COUNTS: &[&str] = &["pages", "total_pages", "page_count", "last_page", "num_pages"];

/// Members that count the items of all pages.
pub(super) const TOTALS: &[&str] = &[
    "total",
    "total_count",
    "total_items",
    "total_results",
    "total_size",
    "total_records",
    "total_elements",
    "total_hits",
    "odata_count",
];

/// A name as words: `@odata.nextLink` is `odata_next_link`, `page[after]` is `page_after`, `nextPageURL` is `next_page_url`.
pub(super) fn words(wire: &str) -> String {
    let mut words = String::with_capacity(wire.len() + 4);
    let mut begins = false;
    let mut was_upper = true;
    for letter in wire.chars() {
        if !letter.is_alphanumeric() {
            begins = true;
            continue;
        }
        begins |= letter.is_uppercase() && !was_upper;
        if begins && !words.is_empty() {
            words.push('_');
        }
        begins = false;
        was_upper = letter.is_uppercase();
        words.extend(letter.to_lowercase());
    }
    words
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn every_spelling_gives_the_same_words() {
        for wire in [
            "nextPageToken",
            "next_page_token",
            "NextPageToken",
            "next-page-token",
            "next.page.token",
        ] {
            assert_eq!(words(wire), "next_page_token");
        }
        assert_eq!(words("@odata.nextLink"), "odata_next_link");
        assert_eq!(words("page[after]"), "page_after");
        assert_eq!(words("$skip"), "skip");
        assert_eq!(words("nextPageURL"), "next_page_url");
        assert_eq!(words("_links"), "links");
    }
}
