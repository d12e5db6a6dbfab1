//! The flows of OAuth 2.0 that need nobody at a browser.

use openapiv3::SecurityScheme;

use super::Lowering;
use crate::ir::{Grant, TokenGrant};

/// The options by which a client fetches its tokens itself: one for each grant, of the first scheme that has it.
pub(super) fn grants(cx: &Lowering) -> Vec<TokenGrant> {
    let mut credentials = None;
    let mut refresh = None;
    for (name, scheme) in cx.document.security_schemes() {
        let SecurityScheme::OAuth2 { flows, .. } = scheme else {
            continue;
        };
        let Some(own) = cx.security.stands_for(&name) else {
            continue;
        };
        let grant = |url: &str, grant: Grant| {
            // A relative URL has no place to be relative to that would be certain.
            let is_whole = url.starts_with("https://") || url.starts_with("http://");
            is_whole.then(|| TokenGrant {
                scheme: own.to_owned(),
                url: url.to_owned(),
                grant,
            })
        };
        let flow = flows.client_credentials.as_ref();
        let scopes = || Grant::ClientCredentials(cx.security.scopes(&name));
        credentials = credentials.or_else(|| grant(&flow?.token_url, scopes()));
        let urls = [
            flows
                .authorization_code
                .as_ref()
                .map(|flow| (&flow.refresh_url, &flow.token_url)),
            flows.password.as_ref().map(|flow| (&flow.refresh_url, &flow.token_url)),
        ];
        let url = urls.into_iter().flatten().next();
        let url = url.map(|(refresh, token)| refresh.as_ref().filter(|url| !url.is_empty()).unwrap_or(token));
        refresh = refresh.or_else(|| grant(url?, Grant::RefreshToken));
    }
    credentials.into_iter().chain(refresh).collect()
}
