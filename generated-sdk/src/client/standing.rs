//! The headers that stand in every request of a client: made once, and copied for each.

use super::options::Options;
use super::{Api, SecretPlacement};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use http::HeaderMap;
use http::header::{ACCEPT, ACCEPT_ENCODING, AUTHORIZATION, COOKIE, HeaderName, HeaderValue, USER_AGENT};

/// The headers of a request before anything of the call is in it.
#[derive(Default)]
pub(crate) struct Standing {
    /// What any server may see.
    harmless: HeaderMap,
    /// What the API sees of a call without security.
    unsigned: HeaderMap,
    /// What the API sees of all others.
    signed: HeaderMap,
}

impl Standing {
    /// What cannot be written as a header is told in a sentence.
    pub(super) fn new(api: &Api, options: &Options) -> Result<Self, String> {
        let mut harmless = HeaderMap::new();
        harmless.insert(USER_AGENT, options.user_agent.clone());
        harmless.insert(ACCEPT, HeaderValue::from_static("application/json"));
        if cfg!(feature = "gzip") {
            harmless.insert(ACCEPT_ENCODING, HeaderValue::from_static("gzip"));
        }
        let mut unsigned = options.headers.0.clone();
        for (name, value) in &harmless {
            unsigned.insert(name, value.clone());
        }
        let mut signed = unsigned.clone();
        if let Some((name, value)) = credential(api, options)? {
            signed.insert(name, value);
        }
        Ok(Self {
            harmless,
            unsigned,
            signed,
        })
    }

    /// The headers of a call to the API itself, or to somebody else's server.
    pub(crate) fn of(&self, at_home: bool, authenticated: bool) -> HeaderMap {
        match (at_home, authenticated) {
            (true, true) => &self.signed,
            (true, false) => &self.unsigned,
            (false, _) => &self.harmless,
        }
        .clone()
    }
}

/// The secret in its header; in a query it stands in the URL instead.
fn credential(api: &Api, options: &Options) -> Result<Option<(HeaderName, HeaderValue)>, String> {
    let Some(secret) = options.secret.expose() else {
        return Ok(None);
    };
    let (name, text) = match api.secret {
        SecretPlacement::Bearer => (AUTHORIZATION, format!("Bearer {secret}")),
        SecretPlacement::Basic => (AUTHORIZATION, format!("Basic {}", BASE64.encode(secret))),
        SecretPlacement::Header(name) => {
            let name = HeaderName::from_bytes(name.as_bytes()).map_err(|_| format!("\"{name}\" is no header name"))?;
            (name, secret.to_owned())
        }
        SecretPlacement::Cookie(name) => (COOKIE, format!("{name}={secret}")),
        SecretPlacement::Query(_) | SecretPlacement::None => return Ok(None),
    };
    let mut value =
        HeaderValue::try_from(text).map_err(|_| "the secret holds a character that no header can carry".to_owned())?;
    value.set_sensitive(true);
    Ok(Some((name, value)))
}
