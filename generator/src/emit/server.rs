//! Servers: the type to choose one by, and the options that set variables of their URLs.

use proc_macro2::TokenStream;
use quote::quote;

use super::scope::Scope;
use super::{docs, ident};
use crate::ir::{Client, ServerTemplate, ServerVariable, Servers};

/// The member of the API's static data for a server with variables.
pub(super) fn member(scope: &Scope, client: &Client) -> Option<TokenStream> {
    let server = template(scope, client.server.as_ref()?);
    Some(quote! { server: Some(#server), })
}

fn template(scope: &Scope, template: &ServerTemplate) -> TokenStream {
    let core = scope.core("ServerTemplate");
    let url = &template.url;
    let variables = variables(template);
    quote! { #core { url: #url, variables: #variables } }
}

fn variables(template: &ServerTemplate) -> TokenStream {
    let variables = template
        .variables
        .iter()
        .map(|(name, default)| quote! { (#name, #default) });
    quote! { &[#(#variables),*] }
}

/// What a descriptor says of an operation with a server of its own.
pub(super) fn descriptor(server: &ServerTemplate) -> TokenStream {
    let url = &server.url;
    if server.variables.is_empty() {
        return quote! { .base_url(#url) };
    }
    let variables = variables(server);
    quote! { .server(#url, #variables) }
}

/// ```text
/// /// A server of this API.
/// pub enum Server {
///     /// `https://sandbox.example.com`
///     Sandbox,
/// }
/// ```
pub(super) fn choice(scope: &Scope, servers: &Servers) -> Vec<TokenStream> {
    let name = ident(&servers.name);
    let core = scope.core("ServerTemplate");
    let variants = servers.servers.iter().map(|server| {
        let docs = docs::attributes(scope, &server.docs);
        let name = ident(&server.name);
        quote! { #docs #name }
    });
    let templates = servers.servers.iter().map(|server| {
        let name = ident(&server.name);
        let template = template(scope, &server.template);
        quote! { Self::#name => #template }
    });
    vec![
        quote! {
            /// A server of this API.
            #[derive(Clone, Copy, Debug, PartialEq, Eq)]
            #[non_exhaustive]
            pub enum #name { #(#variants),* }
        },
        quote! {
            impl #name {
                const fn template(self) -> #core {
                    match self { #(#templates),* }
                }
            }
        },
    ]
}

/// The option that chooses a server.
pub(super) fn chooser(scope: &Scope, servers: &Servers) -> TokenStream {
    let name = ident(&servers.name);
    let first = servers.servers.first().map_or("", |server| server.name.as_str());
    let docs = format!("Speaks to this server; it is [`{name}::{first}`] unless set.");
    let docs = docs::lines(scope, [docs.as_str()]);
    quote! {
        #docs
        pub fn server(self, server: #name) -> Self {
            self.server_template(server.template())
        }
    }
}

/// ```text
/// /// The variable `region` of the server's URL, `eu` unless set.
/// pub fn region(self, value: impl Into<String>) -> Self {
///     self.server_variable("region", value)
/// }
/// ```
pub(super) fn option(scope: &Scope, variable: &ServerVariable) -> TokenStream {
    let docs = docs::attributes(scope, &variable.docs);
    let method = ident(&variable.method);
    let name = &variable.name;
    quote! {
        #docs
        pub fn #method(self, value: impl Into<String>) -> Self {
            self.server_variable(#name, value)
        }
    }
}
