//! What a client proves itself with.

use super::api::{Api, Requirements};
use crate::secret::Secret;
use crate::token::Tokens;
use std::fmt;
use std::sync::Arc;

/// A secret for each scheme of the API, in the order of the schemes; the first is the client's secret.
#[derive(Clone, Default)]
pub(crate) struct Credentials(Vec<Secret>, Option<(usize, Arc<Tokens>)>);

impl Credentials {
    /// Sets the credential of the scheme at this place.
    pub(super) fn set(&mut self, scheme: usize, secret: Secret) {
        if self.0.len() <= scheme {
            self.0.resize(scheme + 1, Secret::default());
        }
        if let Some(place) = self.0.get_mut(scheme) {
            *place = secret;
        }
    }

    /// The credential of the scheme at this place; the name says at every use what is being done.
    pub(crate) fn expose(&self, scheme: usize) -> Option<&str> {
        self.0.get(scheme)?.expose()
    }

    /// The tokens that are fetched for one of the schemes, and which that is.
    pub(crate) fn tokens(&self) -> Option<(usize, &Tokens)> {
        self.1.as_ref().map(|(scheme, tokens)| (*scheme, &**tokens))
    }

    pub(super) fn set_tokens(&mut self, scheme: usize, tokens: Arc<Tokens>) {
        self.1 = Some((scheme, tokens));
    }

    /// Whether there is a credential for the scheme at this place, or a way to one.
    pub(crate) fn covers(&self, scheme: usize) -> bool {
        self.expose(scheme).is_some() || self.tokens().is_some_and(|(own, _)| own == scheme)
    }

    fn has(&self, api: &Api, name: &str) -> bool {
        api.scheme(name).is_some_and(|scheme| self.covers(scheme))
    }

    /// The way that is gone of those that an operation takes: the first one whose credentials are all there. Where no way is complete, nothing
    /// is sent if that is allowed, and else as much as there is: the server says best what it thinks of that, and middleware may add the rest.
    pub(crate) fn way(&self, api: &Api, ways: Requirements) -> &'static [&'static str] {
        let has = |name: &&str| self.has(api, name);
        let complete = ways.iter().find(|way| !way.is_empty() && way.iter().all(has));
        let partial = || match ways.iter().any(|way| way.is_empty()) {
            true => None,
            false => ways.iter().find(|way| way.iter().any(has)),
        };
        complete.or_else(partial).copied().unwrap_or_default()
    }

    /// What an operation requires and the client has not: of the way that is gone, and else of the first one.
    pub(crate) fn missing(&self, api: &Api, ways: Requirements) -> Vec<&'static str> {
        if ways.iter().any(|way| way.iter().all(|name| self.has(api, name))) {
            return Vec::new();
        }
        let way = match self.way(api, ways) {
            [] => ways.first().copied().unwrap_or_default(),
            way => way,
        };
        way.iter().copied().filter(|name| !self.has(api, name)).collect()
    }

    /// `text` with all of them cut out.
    pub(crate) fn redact(&self, text: String) -> String {
        let text = self.0.iter().fold(text, |text, secret| secret.redact(text));
        let tokens = self.tokens().map(|(_, tokens)| tokens.secrets()).unwrap_or_default();
        tokens.iter().fold(text, |text, secret| secret.redact(text))
    }

    /// Something whose `Debug` may hold one of them, printed without.
    pub(crate) fn shown<'a>(&'a self, value: &'a dyn fmt::Debug) -> impl fmt::Debug + 'a {
        Shown {
            credentials: self,
            value,
        }
    }

    /// All of them, for what cuts out more than these.
    pub(crate) fn secrets(&self) -> Vec<Secret> {
        let tokens = self.tokens().map(|(_, tokens)| tokens.secrets()).unwrap_or_default();
        self.0.iter().cloned().chain(tokens).collect()
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, formatter)
    }
}

struct Shown<'a> {
    credentials: &'a Credentials,
    value: &'a dyn fmt::Debug,
}

impl fmt::Debug for Shown<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = if formatter.alternate() {
            format!("{:#?}", self.value)
        } else {
            format!("{:?}", self.value)
        };
        formatter.write_str(&self.credentials.redact(text))
    }
}
