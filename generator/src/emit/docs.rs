//! Documentation comments: one `#[doc = " line"]` a line, with the blank that rustfmt would ask for.

use std::borrow::Cow;

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::Docs;

/// `/// …` for each line. A type or a field that is deprecated says so in words: the attribute would fire in the crate's own
/// code for it.
pub(super) fn attributes(docs: &Docs) -> TokenStream {
    let mut all = with_facts(docs);
    if docs.deprecated {
        all.extend([String::new(), "**Deprecated** by the description.".to_owned()]);
    }
    lines(&all)
}

/// `/// …` for each line of a method, and `#[deprecated]` where the description says so.
pub(super) fn of_method(docs: &Docs) -> TokenStream {
    let lines = lines(&with_facts(docs));
    let deprecated = docs.deprecated.then(|| quote! { #[deprecated] });
    quote! { #lines #deprecated }
}

/// The words of the description, and a paragraph for what it says of the values.
fn with_facts(docs: &Docs) -> Vec<String> {
    let mut all = docs.lines.clone();
    if let Some(facts) = &docs.facts {
        all.extend([String::new(), facts.clone()]);
    }
    all
}

/// `/// …` for each line.
pub(super) fn lines<S: AsRef<str>>(lines: &[S]) -> TokenStream {
    let lines = lines.iter().map(|line| {
        let line = line.as_ref();
        if line.is_empty() {
            String::new()
        } else {
            format!(" {}", one_line(line))
        }
    });
    quote! { #(#[doc = #lines])* }
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
