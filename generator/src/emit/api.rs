//! `src/api.rs`: what the core has to know of this API, as data.

use proc_macro2::TokenStream;
use quote::quote;

use super::scope::Scope;
use super::{SourceFile, docs, format, ident, security, server};
use crate::ir::{Api, ClientHeader};

/// The client's name, its static description and its options.
pub(super) fn file(api: &Api) -> SourceFile {
    let client = &api.client;
    let scope = Scope::new(api, None);
    let own = scope.core("Api");
    let name = ident(&client.name);
    let library = &client.library;
    let base_url = &client.base_url;
    let secret_env = &client.secret_env;
    let base_url_env = &client.base_url_env;
    let secret = security::placement(&scope, &client.secret);
    let own_server = server::member(&scope, client);
    let schemes = security::members(&scope, client);
    let error_in_success = client.error_in_success.then(|| quote! { error_in_success: true, });
    let stream_error = client.stream_error.as_ref().map(|error| {
        let (tag, value, content) = (&error.tag, &error.value, &error.content);
        let core = scope.core("StreamError");
        quote! { stream_error: Some(#core { tag: #tag, value: #value, content: #content }), }
    });
    let mut items = vec![
        quote! { pub use crate::Client as #name; },
        quote! {
            /// What the core has to know of this API.
            pub(crate) static API: #own = #own {
                name: #library,
                version: env!("CARGO_PKG_VERSION"),
                base_url: #base_url,
                #own_server
                secret_env: #secret_env,
                base_url_env: #base_url_env,
                secret: #secret,
                #schemes
                #error_in_success
                #stream_error
                ..#own::DEFAULT
            };
        },
    ];
    items.extend(api.formats.iter().map(|format| format::model(api, *format)));
    let headers = client.headers.iter().map(|header| option(&scope, header));
    let credentials = client.credentials.iter().map(|one| security::option(&scope, one));
    let grants = client.grants.iter().map(|grant| security::grant(&scope, grant));
    let chooser = client.servers.as_ref().map(|servers| server::chooser(&scope, servers));
    let variables = client.server_variables.iter().map(|one| server::option(&scope, one));
    let options: Vec<_> = headers
        .chain(credentials)
        .chain(grants)
        .chain(chooser)
        .chain(variables)
        .collect();
    items.extend(
        client
            .servers
            .iter()
            .flat_map(|servers| server::choice(&scope, servers)),
    );
    if !options.is_empty() {
        let builder = scope.core("ClientBuilder");
        items.push(quote! { impl #builder { #(#options)* } });
    }
    SourceFile {
        path: "src/api.rs".to_owned(),
        docs: vec!["This API: its address, its credentials, its options.".to_owned()],
        items: scope.imports().into_iter().chain(items).collect(),
        comments: scope.into_comments(),
    }
}

fn option(scope: &Scope, header: &ClientHeader) -> TokenStream {
    let docs = docs::attributes(scope, &header.docs);
    let name = ident(&header.method);
    let wire = &header.header;
    quote! {
        #docs
        pub fn #name(self, value: impl Into<String>) -> Self {
            self.default_header(#wire, value)
        }
    }
}
