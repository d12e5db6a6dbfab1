//! What comes with Cargo features only.

use proc_macro2::TokenStream;
use quote::quote;

/// `#[cfg(feature = "bot")]`, or `#[cfg(any(feature = "bot", feature = "team"))]`; nothing where something is always there.
pub(super) fn gate<'a>(features: impl IntoIterator<Item = &'a String>) -> TokenStream {
    let features: Vec<&String> = features.into_iter().collect();
    match features.as_slice() {
        [] => TokenStream::new(),
        [feature] => quote! { #[cfg(feature = #feature)] },
        features => quote! { #[cfg(any(#(feature = #features),*))] },
    }
}
