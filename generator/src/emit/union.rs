//! Unions become open enums; how a branch is chosen stands in the core's macro beside each.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::scope::Scope;
use super::types::type_docs;
use super::{docs, ident, ty};
use crate::ir::{Branch, BranchRule, JsonType, Tagging, Ty, TypeDef, Union};

/// The enum and its `tagged_union!` or `choice_union!`.
pub(super) fn items(scope: &Scope, definition: &TypeDef, union: &Union) -> Vec<TokenStream> {
    let name = ident(&definition.name);
    let docs = type_docs(scope, definition);
    let unknown = ident(&union.unknown);
    let unknown_docs = docs::lines(
        scope,
        ["A value that this version of the crate does not know, as it came."],
    );
    let variants = union.branches.iter().map(|branch| {
        let docs = docs::attributes(scope, &branch.docs);
        let name = ident(&branch.variant);
        let payload = branch.ty.as_ref().map(|payload| {
            let payload = ty::tokens(scope, payload);
            quote! { (#payload) }
        });
        quote! { #docs #name #payload }
    });
    let value = scope.foreign("serde_json", "Value");
    let lines = union.branches.iter().map(line);
    let choice = match &union.tagging {
        Tagging::Adjacent { tag, content } => {
            quote! { crate::tagged_union! { #name by #tag in #content { #(#lines)* _ => #unknown, } } }
        }
        Tagging::Internal { tag } => quote! { crate::tagged_union! { #name by #tag { #(#lines)* _ => #unknown, } } },
        Tagging::Shape => quote! { crate::choice_union! { #name { #(#lines)* _ => #unknown, } } },
    };
    let mut items = vec![
        quote! {
            #docs
            #[derive(Clone)]
            #[non_exhaustive]
            pub enum #name { #(#variants,)* #unknown_docs #unknown(#value) }
        },
        choice,
    ];
    if definition.usage.request {
        items.extend(
            union
                .branches
                .iter()
                .flat_map(|branch| conversions(scope, &name, union, branch)),
        );
    }
    items
}

/// `From<Payload>` for a branch whose payload is a named type or text that no other branch holds, so that a caller need not
/// name the branch.
fn conversions(scope: &Scope, name: &Ident, union: &Union, branch: &Branch) -> Vec<TokenStream> {
    let Some(payload) = branch.ty.as_ref() else {
        return Vec::new();
    };
    let resolved = scope.api.resolve(payload);
    let same = union
        .branches
        .iter()
        .filter_map(|other| other.ty.as_ref())
        .filter(|other| scope.api.resolve(other) == resolved);
    if same.count() > 1 {
        return Vec::new();
    }
    let variant = ident(&branch.variant);
    let conversion = |from: TokenStream, value: TokenStream| {
        quote! {
            impl From<#from> for #name {
                #[inline]
                fn from(value: #from) -> Self {
                    Self::#variant(#value)
                }
            }
        }
    };
    match resolved {
        Ty::String => vec![
            conversion(quote! { &str }, quote! { value.to_owned() }),
            conversion(quote! { String }, quote! { value }),
        ],
        Ty::Named(_) => vec![conversion(ty::tokens(scope, payload), quote! { value })],
        _ => Vec::new(),
    }
}

/// `"item" => Item,` or `object has "url" => Image,`.
fn line(branch: &Branch) -> TokenStream {
    let variant = ident(&branch.variant);
    let unit = branch.ty.is_none().then(|| quote! { unit });
    match &branch.rule {
        BranchRule::Tag(value) => quote! { #unit #value => #variant, },
        BranchRule::Type(json_type) => {
            let json_type = kind(*json_type);
            quote! { #json_type => #variant, }
        }
        BranchRule::Elements(json_type) => {
            let json_type = kind(*json_type);
            quote! { array of #json_type => #variant, }
        }
        BranchRule::Keys(keys) => quote! { object has #(#keys)* => #variant, },
        BranchRule::Constants(constants) => {
            let conditions = constants.iter().map(|(name, value)| quote! { #name = #value });
            quote! { object where #(#conditions)* => #variant, }
        }
    }
}

/// The word of `choice_union!` for a JSON type.
fn kind(json_type: JsonType) -> Ident {
    ident(match json_type {
        JsonType::Bool => "boolean",
        JsonType::Integer => "integer",
        JsonType::Number => "number",
        JsonType::String => "string",
        JsonType::Array => "array",
        JsonType::Object => "object",
    })
}
