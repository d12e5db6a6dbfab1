//! Types: those of one resource stand in its file, the shared ones in files of their own, and all of them are found in
//! `types`.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::quote;

use super::scope::Scope;
use super::{SourceFile, docs, enumeration, ident, object, ty, union};
use crate::ir::{Api, Home, Kind, TypeDef};

/// `src/types.rs` and one file for each group of shared types.
pub(super) fn files(api: &Api) -> Vec<SourceFile> {
    let mut homes: BTreeMap<&Home, Vec<&str>> = BTreeMap::new();
    for definition in used(api) {
        homes.entry(&definition.home).or_default().push(&definition.name);
    }
    let mut modules = Vec::new();
    let mut reexports = Vec::new();
    let mut files = Vec::new();
    let mut homes: Vec<_> = homes.into_iter().collect();
    homes.sort_by_key(|(home, _)| match home {
        Home::Shared(module) | Home::Sent(module) => Some(module.clone()),
        Home::Resource(_) => None,
    });
    for (home, mut names) in homes {
        names.sort_unstable();
        let names = names.into_iter().map(ident);
        match home {
            Home::Shared(module) | Home::Sent(module) => {
                let name = ident(&crate::name::raw(module.clone()));
                modules.push(quote! { mod #name; });
                reexports.push(quote! { pub use #name::{#(#names),*}; });
                files.push(shared(api, home.clone(), module));
            }
            Home::Resource(path) => {
                let path = path.iter().map(|module| ident(&crate::name::raw(module.clone())));
                reexports.push(quote! { pub use crate::resources::#(#path::)*{#(#names),*}; });
            }
        }
    }
    modules.extend(reexports);
    files.insert(
        0,
        SourceFile {
            path: "src/types.rs".to_owned(),
            docs: vec!["Every type of the API under one roof, wherever it is defined.".to_owned()],
            items: modules,
        },
    );
    files
}

fn shared(api: &Api, home: Home, module: &str) -> SourceFile {
    let about = match &home {
        Home::Sent(_) => "What the API sends on its own, to decode with `serde_json`.",
        _ => "Types that several resources use.",
    };
    let scope = Scope::new(api, Some(home));
    let items = of_home(&scope);
    SourceFile {
        path: format!("src/types/{module}.rs"),
        docs: vec![about.to_owned()],
        items: scope.imports().into_iter().chain(items).collect(),
    }
}

/// The types that some operation uses.
fn used(api: &Api) -> impl Iterator<Item = &TypeDef> {
    api.types
        .iter()
        .filter(|definition| definition.usage.request || definition.usage.response)
}

/// The items of all types that are defined in this file.
pub(super) fn of_home(scope: &Scope) -> Vec<TokenStream> {
    let here = used(scope.api).filter(|definition| scope.is_home_of(definition));
    here.flat_map(|definition| items(scope, definition)).collect()
}

fn items(scope: &Scope, definition: &TypeDef) -> Vec<TokenStream> {
    match &definition.kind {
        Kind::Object(object) => object::items(scope, definition, object),
        Kind::Enumeration(enumeration) => enumeration::items(definition, enumeration),
        Kind::Union(union) => union::items(scope, definition, union),
        Kind::Alias(target) => {
            let docs = docs::attributes(&type_docs(definition));
            let name = ident(&definition.name);
            let target = ty::tokens(scope, target);
            vec![quote! { #docs pub type #name = #target; }]
        }
    }
}

/// The description's words, or else the place of the schema.
pub(super) fn type_docs(definition: &TypeDef) -> crate::ir::Docs {
    let mut docs = definition.docs.clone();
    if docs.lines.is_empty() {
        docs.lines
            .push(format!("The schema at `{}`.", definition.at.replace('`', "'")));
    }
    docs
}
