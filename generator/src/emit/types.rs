//! Types: those of one resource stand in its file, the shared ones in files of their own, and all of them are found in
//! `types`.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::quote;

use super::scope::Scope;
use super::{SourceFile, docs, enumeration, feature, ident, object, ty, union};
use crate::ir::{Api, Docs, Home, Kind, TypeDef};

/// The types that some operation uses, by the file that defines them.
pub(super) type Homes<'a> = BTreeMap<&'a Home, Vec<&'a TypeDef>>;

/// Sorts the types into their files.
pub(super) fn homes(api: &Api) -> Homes<'_> {
    let mut homes = Homes::new();
    for definition in api.types.iter().filter(|definition| definition.is_used()) {
        homes.entry(&definition.home).or_default().push(definition);
    }
    homes
}

/// `src/types.rs` and one file for each group of shared types.
pub(super) fn files<'a>(api: &'a Api, homes: &Homes<'a>) -> impl Iterator<Item = SourceFile> + use<'a> {
    let mut homes: Vec<_> = homes.iter().map(|(home, types)| (*home, types.clone())).collect();
    homes.sort_by_key(|(home, _)| home.shared_module());
    let index = index(api, &homes);
    let shared = homes
        .into_iter()
        .filter_map(move |(home, definitions)| Some(shared(api, home, home.shared_module()?, &definitions)));
    std::iter::once(index).chain(shared)
}

fn index(api: &Api, homes: &[(&Home, Vec<&TypeDef>)]) -> SourceFile {
    let mut modules = Vec::new();
    let mut reexports = Vec::new();
    for (home, definitions) in homes {
        let mut names: Vec<&str> = definitions.iter().map(|definition| definition.name.as_str()).collect();
        names.sort_unstable();
        let names = names.into_iter().map(ident);
        let gate = feature::gate(api.gates.get(*home).into_iter().flatten());
        match home {
            Home::Shared(module) | Home::Sent(module) => {
                let name = ident(&crate::name::raw(module.clone()));
                modules.push(quote! { #gate mod #name; });
                reexports.push(quote! { #gate pub use #name::{#(#names),*}; });
            }
            Home::Resource(path) => {
                let path = path.iter().map(|module| ident(&crate::name::raw(module.clone())));
                reexports.push(quote! { #gate pub use crate::resources::#(#path::)*{#(#names),*}; });
            }
        }
    }
    modules.extend(reexports);
    SourceFile {
        path: "src/types.rs".to_owned(),
        docs: vec!["Every type of the API under one roof, wherever it is defined.".to_owned()],
        items: modules,
        comments: Vec::new(),
    }
}

fn shared(api: &Api, home: &Home, module: &str, definitions: &[&TypeDef]) -> SourceFile {
    let about = match home {
        Home::Sent(_) => "What the API sends on its own, to decode with `serde_json`.",
        _ => "Types that several resources use.",
    };
    let scope = Scope::new(api, Some(home.clone()));
    let items = all(&scope, definitions);
    SourceFile {
        path: format!("src/types/{module}.rs"),
        docs: vec![about.to_owned()],
        items: scope.imports().into_iter().chain(items).collect(),
        comments: scope.into_comments(),
    }
}

/// The items of these types.
pub(super) fn all(scope: &Scope, definitions: &[&TypeDef]) -> Vec<TokenStream> {
    definitions
        .iter()
        .flat_map(|definition| items(scope, definition))
        .collect()
}

fn items(scope: &Scope, definition: &TypeDef) -> Vec<TokenStream> {
    match &definition.kind {
        Kind::Object(object) => object::items(scope, definition, object),
        Kind::Enumeration(enumeration) => enumeration::items(scope, definition, enumeration),
        Kind::Union(union) => union::items(scope, definition, union),
        Kind::Alias(target) => {
            let docs = type_docs(scope, definition);
            let name = ident(&definition.name);
            let target = ty::tokens(scope, target);
            vec![quote! { #docs pub type #name = #target; }]
        }
    }
}

/// The description's words, or else the place of the schema.
pub(super) fn type_docs(scope: &Scope, definition: &TypeDef) -> TokenStream {
    if !definition.docs.lines.is_empty() {
        return docs::attributes(scope, &definition.docs);
    }
    let place = format!("The schema at `{}`.", definition.at.replace('`', "'"));
    docs::attributes(
        scope,
        &Docs {
            lines: vec![place],
            ..definition.docs.clone()
        },
    )
}
