//! The headers that stand in every request of a client: made once, and copied for each.

use super::api::{Api, Requirements, SecretPlacement};
use super::options::Options;
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
    /// What the API sees of a call that says nothing about its security.
    signed: HeaderMap,
    /// The schemes that `signed` is signed with.
    usual: Vec<usize>,
    /// The header of each scheme that has one and whose credential is set.
    credentials: Vec<Option<(HeaderName, HeaderValue)>>,
}

/// The schemes that one call is signed with, by their places.
pub(crate) enum Way {
    Unsigned,
    Usual,
    Own(Vec<usize>),
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
        let placements = api.placements().enumerate();
        let credentials = placements
            .map(|(scheme, placement)| match options.credentials.expose(scheme) {
                Some(secret) => credential(placement, secret),
                None => Ok(None),
            })
            .collect::<Result<_, _>>()?;
        let usual = match api.schemes {
            [] => vec![0],
            _ => own(api, options, api.security),
        };
        let mut standing = Self {
            harmless,
            unsigned,
            signed: HeaderMap::new(),
            usual,
            credentials,
        };
        standing.signed = standing.sign(&standing.usual);
        Ok(standing)
    }

    /// How a call is signed that says this about its security.
    pub(crate) fn way(&self, api: &Api, options: &Options, security: Option<Requirements>) -> Way {
        match security {
            None => Way::Usual,
            Some([]) => Way::Unsigned,
            Some(ways) => Way::Own(own(api, options, ways)),
        }
    }

    /// The headers of a call to the API itself, or to somebody else's server.
    pub(crate) fn of(&self, at_home: bool, way: &Way) -> HeaderMap {
        match (at_home, way) {
            (true, Way::Usual) => self.signed.clone(),
            (true, Way::Unsigned) => self.unsigned.clone(),
            (true, Way::Own(schemes)) => self.sign(schemes),
            (false, _) => self.harmless.clone(),
        }
    }

    /// The schemes that a way names.
    pub(crate) fn schemes<'a>(&'a self, way: &'a Way) -> &'a [usize] {
        match way {
            Way::Unsigned => &[],
            Way::Usual => &self.usual,
            Way::Own(schemes) => schemes,
        }
    }

    /// Of two that want the same header the first has it; cookies share theirs.
    fn sign(&self, schemes: &[usize]) -> HeaderMap {
        let mut headers = self.unsigned.clone();
        let mut signed = HeaderMap::new();
        for (name, value) in schemes
            .iter()
            .filter_map(|scheme| self.credentials.get(*scheme)?.as_ref())
        {
            let value = match signed.get(name) {
                None => value.clone(),
                Some(before) if *name == COOKIE => joined(before, value),
                Some(_) => continue,
            };
            signed.insert(name, value);
        }
        for (name, value) in &signed {
            headers.insert(name, value.clone());
        }
        headers
    }
}

/// The schemes of the way that is gone of these.
fn own(api: &Api, options: &Options, ways: Requirements) -> Vec<usize> {
    let names = options.credentials.way(api, ways);
    names.iter().filter_map(|name| api.scheme(name)).collect()
}

fn joined(one: &HeaderValue, other: &HeaderValue) -> HeaderValue {
    let mut joined =
        HeaderValue::from_bytes(&[one.as_bytes(), b"; ", other.as_bytes()].concat()).unwrap_or_else(|_| one.clone());
    joined.set_sensitive(true);
    joined
}

/// The secret in its header; in a query it stands in the URL instead.
fn credential(placement: SecretPlacement, secret: &str) -> Result<Option<(HeaderName, HeaderValue)>, String> {
    let (name, text) = match placement {
        SecretPlacement::Bearer => (AUTHORIZATION, format!("Bearer {secret}")),
        // Many services take an API key as the user and no password.
        SecretPlacement::Basic if !secret.contains(':') => {
            (AUTHORIZATION, format!("Basic {}", BASE64.encode(format!("{secret}:"))))
        }
        SecretPlacement::Basic => (AUTHORIZATION, format!("Basic {}", BASE64.encode(secret))),
        SecretPlacement::Authorization(scheme) => (AUTHORIZATION, format!("{scheme} {secret}")),
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
