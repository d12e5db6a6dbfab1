//! Schemes and requirements as static data, and the options that set credentials.

use proc_macro2::TokenStream;
use quote::quote;

use super::scope::Scope;
use super::{docs, ident};
use crate::ir::{Client, CredentialSetter, Grant, Requirement, Scheme, SecretPlacement, TokenGrant, Ways};

/// The members of the API's static data that say what there is beside the secret; nothing where there is but the secret.
pub(super) fn members(scope: &Scope, client: &Client) -> Option<TokenStream> {
    if client.schemes.is_empty() {
        return None;
    }
    let schemes = client.schemes.iter().map(|one| scheme(scope, one));
    let security = ways(&client.security);
    Some(quote! { schemes: &[#(#schemes),*], security: #security, })
}

fn scheme(scope: &Scope, scheme: &Scheme) -> TokenStream {
    let core = scope.core("Scheme");
    let Scheme { name, env, .. } = scheme;
    let placement = placement(scope, &scheme.placement);
    quote! { #core { name: #name, env: #env, placement: #placement } }
}

/// `&[&["apiKey", "appKey"], &["token"], &[]]`.
fn ways(ways: &Ways) -> TokenStream {
    let ways = ways.iter().map(|way| quote! { &[#(#way),*] });
    quote! { &[#(#ways),*] }
}

/// What a descriptor says where an operation requires something else than is usual.
pub(super) fn descriptor(requirement: &Requirement) -> Option<TokenStream> {
    match requirement {
        Requirement::Usual => None,
        Requirement::Nothing => Some(quote! { .no_auth() }),
        Requirement::Own(own) => {
            let ways = ways(own);
            Some(quote! { .security(#ways) })
        }
    }
}

/// ```text
/// /// The credential `appKey`, for the header `x-app-key`.
/// pub fn app_key(self, value: impl Into<String>) -> Self {
///     self.credential("appKey", value)
/// }
/// ```
pub(super) fn option(scope: &Scope, setter: &CredentialSetter) -> TokenStream {
    let docs = docs::attributes(scope, &setter.docs);
    let name = ident(&setter.method);
    let scheme = &setter.scheme;
    if setter.is_pair {
        return quote! {
            #docs
            pub fn #name(self, user: impl AsRef<str>, password: impl AsRef<str>) -> Self {
                self.user_and_password(#scheme, user.as_ref(), password.as_ref())
            }
        };
    }
    quote! {
        #docs
        pub fn #name(self, value: impl Into<String>) -> Self {
            self.credential(#scheme, value)
        }
    }
}

/// ```text
/// pub fn client_credentials(self, id: impl Into<String>, secret: impl Into<String>) -> Self {
///     self.token_source_of("oauth", ClientCredentials::new("https://example.com/token", id, secret).scopes("read"))
/// }
/// ```
pub(super) fn grant(scope: &Scope, grant: &TokenGrant) -> TokenStream {
    let TokenGrant { scheme, url, .. } = grant;
    let scopes = match &grant.grant {
        Grant::ClientCredentials(scopes) => scopes,
        Grant::RefreshToken => {
            let core = scope.core("RefreshToken");
            return quote! {
                /// Fetches access tokens by this refresh token, when they are needed (OAuth 2.0). A client without a secret gives an empty one.
                pub fn refresh_token(
                    self,
                    token: impl Into<String>,
                    client_id: impl Into<String>,
                    client_secret: impl Into<String>,
                ) -> Self {
                    self.token_source_of(#scheme, #core::new(#url, token, client_id, client_secret))
                }
            };
        }
    };
    let core = scope.core("ClientCredentials");
    let asked = (!scopes.is_empty()).then(|| quote! { .scopes(#scopes) });
    quote! {
        /// Fetches access tokens for the client itself, when they are needed (OAuth 2.0). [`token_source`](Self::token_source) takes
        /// the same with other scopes or from another token endpoint.
        pub fn client_credentials(self, id: impl Into<String>, secret: impl Into<String>) -> Self {
            self.token_source_of(#scheme, #core::new(#url, id, secret) #asked)
        }
    }
}

/// Where a secret goes.
pub(super) fn placement(scope: &Scope, placement: &SecretPlacement) -> TokenStream {
    let core = scope.core("SecretPlacement");
    match placement {
        SecretPlacement::Bearer => quote! { #core::Bearer },
        SecretPlacement::Basic => quote! { #core::Basic },
        SecretPlacement::Authorization(scheme) => quote! { #core::Authorization(#scheme) },
        SecretPlacement::Header(name) => quote! { #core::Header(#name) },
        SecretPlacement::Query(name) => quote! { #core::Query(#name) },
        SecretPlacement::Cookie(name) => quote! { #core::Cookie(#name) },
        SecretPlacement::None => quote! { #core::None },
    }
}
