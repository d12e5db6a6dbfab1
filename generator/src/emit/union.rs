//! Unions become open enums; how a branch is chosen stands in the core's macro beside each.

use proc_macro2::TokenStream;
use quote::quote;

use super::scope::Scope;
use super::types::type_docs;
use super::{docs, ident, ty};
use crate::ir::{Branch, BranchRule, JsonType, Tagging, TypeDef, Union};

/// The enum and its `tagged_union!` or `choice_union!`.
pub(super) fn items(scope: &Scope, definition: &TypeDef, union: &Union) -> Vec<TokenStream> {
    let name = ident(&definition.name);
    let docs = docs::attributes(&type_docs(definition));
    let unknown = ident(&union.unknown);
    let unknown_docs = docs::lines(&["A value that this version of the crate does not know, as it came."]);
    let variants = union.branches.iter().map(|branch| {
        let docs = docs::attributes(&branch.docs);
        let name = ident(&branch.variant);
        let payload = branch.ty.as_ref().map(|payload| {
            let payload = ty::tokens(scope, payload);
            quote! { (#payload) }
        });
        quote! { #docs #name #payload }
    });
    let value = scope.foreign("serde_json", "Value");
    let lines = union.branches.iter().flat_map(lines);
    let choice = match &union.tagging {
        Tagging::Adjacent { tag, content } => {
            quote! { crate::tagged_union! { #name by #tag in #content { #(#lines)* _ => #unknown, } } }
        }
        Tagging::Internal { tag } => quote! { crate::tagged_union! { #name by #tag { #(#lines)* _ => #unknown, } } },
        Tagging::Shape => quote! { crate::choice_union! { #name { #(#lines)* _ => #unknown, } } },
    };
    vec![
        quote! {
            #docs
            #[derive(Clone, PartialEq)]
            #[non_exhaustive]
            pub enum #name { #(#variants,)* #unknown_docs #unknown(#value) }
        },
        choice,
    ]
}

/// `"item" => Item,` for each tag, or `object has "url" => Image,`.
fn lines(branch: &Branch) -> Vec<TokenStream> {
    let variant = ident(&branch.variant);
    let unit = branch.ty.is_none().then(|| quote! { unit });
    match &branch.rule {
        BranchRule::Tag(values) => values.iter().map(|value| quote! { #unit #value => #variant, }).collect(),
        BranchRule::Type(json_type) => {
            let json_type = ident(match json_type {
                JsonType::Bool => "boolean",
                JsonType::Integer => "integer",
                JsonType::Number => "number",
                JsonType::String => "string",
                JsonType::Array => "array",
                JsonType::Object => "object",
            });
            vec![quote! { #json_type => #variant, }]
        }
        BranchRule::Keys(keys) => vec![quote! { object has #(#keys)* => #variant, }],
        BranchRule::Constants(constants) => {
            let conditions = constants.iter().map(|(name, value)| quote! { #name = #value });
            vec![quote! { object where #(#conditions)* => #variant, }]
        }
    }
}
