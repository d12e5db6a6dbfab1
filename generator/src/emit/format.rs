//! Types of other crates for text of a format: how they are written, read and made up.

use proc_macro2::TokenStream;
use quote::quote;

use super::ident;
use super::scope::Scope;
use crate::ir::{Api, Format};

/// The type as the code of this file writes it. It is never imported: a type of the description may have the same name.
pub(super) fn tokens(scope: &Scope, format: Format) -> TokenStream {
    let root = root(scope.api, format);
    match format {
        Format::JiffTimestamp => quote! { #root::Timestamp },
        Format::JiffDate => quote! { #root::civil::Date },
        Format::ChronoDateTime => quote! { #root::DateTime<#root::Utc> },
        Format::ChronoDate => quote! { #root::NaiveDate },
        Format::Uuid => quote! { #root::Uuid },
    }
}

/// ```text
/// crate::text_format! {
///     jiff::Timestamp by Display => "a date and time with its offset",
/// }
/// ```
pub(super) fn model(api: &Api, format: Format) -> TokenStream {
    let ty = tokens(&Scope::new(api, None), format);
    let (by, expected) = match format {
        Format::JiffTimestamp => ("Display", "a date and time with its offset"),
        // What chrono displays is made for people; this is RFC 3339.
        Format::ChronoDateTime => ("Debug", "a date and time with its offset"),
        Format::JiffDate | Format::ChronoDate => ("Display", "a date"),
        Format::Uuid => ("Display", "a UUID"),
    };
    let by = ident(by);
    quote! { crate::text_format! { #ty by #by => #expected, } }
}

/// A value for an example.
pub(super) fn example(format: Format) -> &'static str {
    match format {
        Format::JiffTimestamp => "jiff::Timestamp::UNIX_EPOCH",
        Format::JiffDate => "jiff::civil::date(2026, 1, 31)",
        Format::ChronoDateTime => "chrono::DateTime::UNIX_EPOCH",
        Format::ChronoDate => "chrono::NaiveDate::default()",
        Format::Uuid => "uuid::Uuid::nil()",
    }
}

/// The crate; with `::` before it where a module of the same name would be meant.
fn root(api: &Api, format: Format) -> TokenStream {
    let name = match format {
        Format::JiffTimestamp | Format::JiffDate => "jiff",
        Format::ChronoDateTime | Format::ChronoDate => "chrono",
        Format::Uuid => "uuid",
    };
    let is_module = |modules: &[String]| modules.last().is_some_and(|module| module == name);
    let is_hidden = api.all_resources().iter().any(|resource| is_module(&resource.modules));
    let name = ident(name);
    if is_hidden {
        quote! { ::#name }
    } else {
        quote! { #name }
    }
}
