//! Resources become modules with a client struct each.

use std::rc::Rc;

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::scope::Scope;
use super::types::Homes;
use super::{SourceFile, docs, feature, ident, operation, types, upload};
use crate::ir::{Api, Home, Resource};

/// `src/resources.rs` and one file for each resource.
pub(super) fn files<'a>(api: &'a Api, homes: Rc<Homes<'a>>) -> impl Iterator<Item = SourceFile> + use<'a> {
    let resources = api.all_resources().into_iter();
    std::iter::once_with(|| root(api)).chain(resources.map(move |resource| file(api, resource, &homes)))
}

/// The accessors of the top-level resources on the client itself.
fn root(api: &Api) -> SourceFile {
    let scope = Scope::new(api, None);
    let mut items: Vec<TokenStream> = api.resources.iter().map(module).collect();
    let accessors = api.resources.iter().map(|resource| {
        let module = module_name(resource);
        let client = ident(&resource.client);
        let client = quote! { #module::#client };
        accessor(&scope, resource, &client, &quote! { self.clone() })
    });
    if !api.resources.is_empty() {
        items.push(quote! { impl crate::Client { #(#accessors)* } });
    }
    SourceFile {
        path: "src/resources.rs".to_owned(),
        docs: vec!["The resources of the API: a client for each, and the types that only it uses.".to_owned()],
        items,
        comments: scope.into_comments(),
    }
}

fn file(api: &Api, resource: &Resource, homes: &Homes) -> SourceFile {
    let home = Home::Resource(resource.modules.clone());
    let definitions = homes.get(&home).map_or(&[] as &[_], Vec::as_slice);
    let scope = Scope::new(api, Some(home));
    let core_client = scope.core("Client");
    let client = ident(&resource.client);
    let docs = docs::attributes(&scope, &resource.docs);
    let methods = resource.operations.iter().flat_map(|operation| {
        let methods = operation.methods.iter();
        let uploads = operation.uploads.iter();
        methods
            .map(|method| operation::method(&scope, resource, operation, method))
            .chain(uploads.map(|one| upload::method(&scope, resource, operation, one)))
            .collect::<Vec<_>>()
    });
    let accessors = resource.children.iter().map(|child| {
        let module = module_name(child);
        let client = ident(&child.client);
        accessor(
            &scope,
            child,
            &quote! { #module::#client },
            &quote! { self.client.clone() },
        )
    });

    let new_docs = docs::lines(&scope, ["Calls go through `client`."]);
    let mut items = Vec::new();
    items.push(quote! {
        #docs
        #[derive(Clone, Debug)]
        pub struct #client {
            client: #core_client,
        }
    });
    items.push(quote! {
        impl #client {
            #new_docs
            #[inline]
            pub fn new(client: #core_client) -> Self {
                Self { client }
            }
            #(#accessors)*
            #(#methods)*
        }
    });
    for operation in &resource.operations {
        items.extend(operation::setters(&scope, resource, operation));
    }
    items.extend(types::all(&scope, definitions));
    let mut all: Vec<TokenStream> = resource.children.iter().map(module).collect();
    all.extend(scope.imports());
    all.extend(items);
    SourceFile {
        path: format!("src/resources/{}.rs", resource.modules.join("/")),
        docs: vec![format!("`{}`: its client and its types.", resource.path.join("()."))],
        items: all,
        comments: scope.into_comments(),
    }
}

fn module(resource: &Resource) -> TokenStream {
    let gate = feature::gate(&resource.feature);
    let name = module_name(resource);
    quote! { #gate pub mod #name; }
}

fn module_name(resource: &Resource) -> Ident {
    ident(&crate::name::raw(resource.modules.last().cloned().unwrap_or_default()))
}

/// ```text
/// /// Sessions of a bot.
/// pub fn session(&self) -> session::BotSessionClient {
///     session::BotSessionClient::new(self.client.clone())
/// }
/// ```
fn accessor(scope: &Scope, resource: &Resource, client: &TokenStream, own: &TokenStream) -> TokenStream {
    let docs = docs::attributes(scope, &resource.docs);
    let gate = feature::gate(&resource.feature);
    let name = ident(resource.path.last().map_or("", String::as_str));
    quote! {
        #docs
        #gate
        #[inline]
        pub fn #name(&self) -> #client {
            #client::new(#own)
        }
    }
}
