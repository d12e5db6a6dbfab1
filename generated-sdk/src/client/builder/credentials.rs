//! What the client proves itself with.

use super::{ClientBuilder, SECRET};
use crate::client::options::DefaultHeaders;
use crate::client::{Credentials, SecretPlacement};
use crate::secret::Secret;
use crate::token::{TokenSource, Tokens};
use http::HeaderValue;

impl ClientBuilder {
    /// The credential of one of the API's schemes; an empty one is not sent.
    #[doc(hidden)]
    pub fn credential(self, scheme: &'static str, secret: impl Into<String>) -> Self {
        match self.api.scheme(scheme) {
            Some(place) => self.credential_at(place, &secret.into()),
            None => self.fail(SECRET, scheme, format!("the API knows no security scheme \"{scheme}\"")),
        }
    }

    /// The credential of a scheme that takes a user and a password; two empty ones are not sent.
    #[doc(hidden)]
    pub fn user_and_password(self, scheme: &'static str, user: &str, password: &str) -> Self {
        if user.contains(':') {
            // RFC 7617, section 2: the first colon ends the user.
            return self.fail(
                SECRET,
                scheme,
                "a user name of Basic authentication cannot hold a colon",
            );
        }
        if user.is_empty() && password.is_empty() {
            return self.credential(scheme, "");
        }
        self.credential(scheme, format!("{user}:{password}"))
    }

    /// Proves itself with access tokens from this source, in place of a secret that is a token: for OpenID Connect, and whatever else gives tokens.
    pub fn token_source(self, source: impl TokenSource) -> Self {
        let bearer = self
            .api
            .placements()
            .position(|placement| placement == SecretPlacement::Bearer);
        self.tokens_at(bearer.unwrap_or_default(), source)
    }

    /// Tokens for one of the API's schemes.
    #[doc(hidden)]
    pub fn token_source_of(self, scheme: &'static str, source: impl TokenSource) -> Self {
        let place = self.api.scheme(scheme).unwrap_or_default();
        self.tokens_at(place, source)
    }

    fn tokens_at(mut self, scheme: usize, source: impl TokenSource) -> Self {
        self.options.credentials.set_tokens(scheme, Tokens::of(source));
        self
    }

    pub(in crate::client) fn without_credentials(mut self) -> Self {
        self.options.credentials = Credentials::default();
        self.options.headers = DefaultHeaders::default();
        self
    }

    pub(super) fn credential_at(mut self, scheme: usize, secret: &str) -> Self {
        let name = self.api.schemes.get(scheme).map_or("", |scheme| scheme.name);
        if HeaderValue::from_str(secret).is_err() {
            return self.fail(SECRET, name, "the secret holds a character that no header can carry");
        }
        self.failures.forget(SECRET, name);
        self.options.credentials.set(scheme, Secret::new(secret));
        self
    }
}
