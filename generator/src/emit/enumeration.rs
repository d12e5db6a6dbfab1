//! Enumerations become open enums; what serde and `Display` need of them stands in the core's macro beside each.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::scope::Scope;
use super::types::type_docs;
use super::{docs, ident};
use crate::ir::{Enumeration, EnumerationValues, TypeDef, Variant};

/// The enum and its `string_enum!` or `integer_enum!`.
pub(super) fn items(scope: &Scope, definition: &TypeDef, enumeration: &Enumeration) -> Vec<TokenStream> {
    let name = ident(&definition.name);
    let docs = type_docs(scope, definition);
    let unknown = ident(&enumeration.unknown);
    let unknown_docs = docs::lines(scope, ["A value that this version of the crate does not know."]);
    match &enumeration.values {
        EnumerationValues::Strings(values) => {
            let variants = values.iter().map(|value| variant(scope, value));
            let lines = values.iter().map(|value| {
                let wire = &value.name.wire;
                let name = ident(&value.name.rust);
                quote! { #wire => #name, }
            });
            vec![
                quote! {
                    #docs
                    #[derive(Clone)]
                    #[non_exhaustive]
                    pub enum #name { #(#variants,)* #unknown_docs #unknown(String) }
                },
                quote! { crate::string_enum! { #name { #(#lines)* _ => #unknown, } } },
            ]
        }
        EnumerationValues::Integers(values) => {
            let variants = values.iter().map(|(_, value)| variant(scope, value));
            let lines = values.iter().map(|(number, value)| {
                let number = Literal::i64_unsuffixed(*number);
                let name = ident(&value.name.rust);
                quote! { #number => #name, }
            });
            vec![
                quote! {
                    #docs
                    #[derive(Clone, Copy)]
                    #[non_exhaustive]
                    pub enum #name { #(#variants,)* #unknown_docs #unknown(i64) }
                },
                quote! { crate::integer_enum! { #name { #(#lines)* _ => #unknown, } } },
            ]
        }
    }
}

fn variant(scope: &Scope, variant: &Variant) -> TokenStream {
    let docs = docs::attributes(scope, &variant.docs);
    let name = ident(&variant.name.rust);
    quote! { #docs #name }
}
