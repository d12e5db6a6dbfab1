//! Documentation comments: one `#[doc = " line"]` a line, with the blank that rustfmt would ask for.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::Docs;

/// `/// …` for each line, and `#[deprecated]` where the description says so.
pub(super) fn attributes(docs: &Docs) -> TokenStream {
    let lines = lines(&docs.lines);
    let deprecated = docs.deprecated.then(|| quote! { #[deprecated] });
    quote! { #lines #deprecated }
}

/// `/// …` for each line.
pub(super) fn lines<S: AsRef<str>>(lines: &[S]) -> TokenStream {
    let lines = lines.iter().map(|line| {
        let line = line.as_ref();
        if line.is_empty() {
            String::new()
        } else {
            format!(" {line}")
        }
    });
    quote! { #(#[doc = #lines])* }
}
