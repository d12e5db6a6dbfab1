//! Documentation comments: what they say stands beside the items, since text has nothing to gain by being a token.

use std::borrow::Cow;

use proc_macro2::TokenStream;
use quote::quote;

use super::COMMENT;
use super::scope::Scope;
use crate::ir::Docs;

/// `/// …` for each line. A type or a field that is deprecated says so in words: the attribute would fire in the crate's own
/// code for it.
pub(super) fn attributes(scope: &Scope, docs: &Docs) -> TokenStream {
    let deprecated = docs.deprecated.then_some(["", "**Deprecated** by the description."]);
    lines(scope, said(docs).chain(deprecated.into_iter().flatten()))
}

/// `/// …` for each line of a method, and `#[deprecated]` where the description says so.
pub(super) fn of_method(scope: &Scope, docs: &Docs) -> TokenStream {
    let lines = lines(scope, said(docs));
    let deprecated = docs.deprecated.then(|| quote! { #[deprecated] });
    quote! { #lines #deprecated }
}

/// The words of the description, and a paragraph for what it says of the values.
fn said(docs: &Docs) -> impl Iterator<Item = &str> {
    let facts = docs.facts.as_deref().map(|facts| ["", facts]);
    docs.lines.iter().map(String::as_str).chain(facts.into_iter().flatten())
}

/// `/// …` for each line, with the blank that rustfmt would ask for.
pub(super) fn lines<'l>(scope: &Scope, lines: impl IntoIterator<Item = &'l str>) -> TokenStream {
    let mut comment = String::new();
    for line in lines {
        comment.push_str("/// ");
        comment.push_str(&one_line(line));
        comment.truncate(comment.trim_end_matches(' ').len());
        comment.push('\n');
    }
    if comment.is_empty() {
        return TokenStream::new();
    }
    let place = format!("{COMMENT}{}", scope.comment(comment));
    quote! { #[doc = #place] }
}

/// What stands in a comment is one line, and reads as it is: names of the description may hold anything.
fn one_line(line: &str) -> Cow<'_, str> {
    let is_odd = |c: char| {
        c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    if line.contains(is_odd) {
        Cow::Owned(line.replace(is_odd, " "))
    } else {
        Cow::Borrowed(line)
    }
}
