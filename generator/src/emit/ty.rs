//! Types as they are written in signatures and fields.

use proc_macro2::TokenStream;
use quote::quote;

use super::format;
use super::scope::Scope;
use crate::ir::{Kind, Ty};

/// A type as the code of this file writes it.
pub(super) fn tokens(scope: &Scope, ty: &Ty) -> TokenStream {
    match ty {
        Ty::String => quote! { String },
        Ty::Format(format) => format::tokens(scope, *format),
        Ty::Bool => quote! { bool },
        Ty::I64 => quote! { i64 },
        Ty::U64 => quote! { u64 },
        Ty::F64 => quote! { f64 },
        Ty::Json => {
            let value = scope.foreign("serde_json", "Value");
            quote! { #value }
        }
        Ty::File => {
            let file = scope.core("File");
            quote! { #file }
        }
        Ty::List(inner) => {
            let inner = tokens(scope, inner);
            quote! { Vec<#inner> }
        }
        Ty::Map(inner) => {
            let map = scope.foreign("std::collections", "BTreeMap");
            let inner = tokens(scope, inner);
            quote! { #map<String, #inner> }
        }
        Ty::Option(inner) => {
            let inner = tokens(scope, inner);
            quote! { Option<#inner> }
        }
        Ty::Named(id) => {
            let name = scope.named(*id);
            quote! { #name }
        }
        Ty::Boxed(id) => {
            let name = scope.named(*id);
            quote! { Box<#name> }
        }
    }
}

/// Numbers, booleans, dates and enums: what a caller writes as a literal.
pub(super) fn is_taken_by_value(scope: &Scope, ty: &Ty) -> bool {
    match scope.api.resolve(ty) {
        Ty::Bool | Ty::I64 | Ty::U64 | Ty::F64 | Ty::Format(_) => true,
        Ty::Named(id) => matches!(scope.api.definition(*id).kind, Kind::Enumeration(_)),
        _ => false,
    }
}

/// How an argument of this type is declared: borrowed where a copy would cost.
pub(super) fn argument(scope: &Scope, ty: &Ty) -> TokenStream {
    match ty {
        Ty::String => quote! { &str },
        _ if is_taken_by_value(scope, ty) => tokens(scope, ty),
        Ty::List(inner) => {
            let inner = tokens(scope, inner);
            quote! { &[#inner] }
        }
        _ => {
            let ty = tokens(scope, ty);
            quote! { &#ty }
        }
    }
}
