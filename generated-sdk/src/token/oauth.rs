//! Tokens by OAuth 2.0 (RFC 6749), from the token endpoint.
//!
//! All of it is `#[inline]`, so that only a program that calls it compiles it.

use super::{Token, TokenFuture, TokenSource};
use crate::client::Client;
use crate::error::{Error, Result};
use crate::fetch::FetchOptions;
use crate::parameter::escape::{self, Escape};
use crate::secret::Secret;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde_json::Value;
use std::fmt;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// Tokens for the client itself: the grant `client_credentials` (section 4.4).
pub struct ClientCredentials {
    endpoint: Endpoint,
    scopes: String,
}

/// Tokens for a user who has agreed before: the grant `refresh_token` (section 6). A refresh token that comes with a new access token takes the place of
/// the old one.
pub struct RefreshToken {
    endpoint: Endpoint,
    token: Mutex<String>,
}

/// Whom to ask, and as whom.
struct Endpoint {
    url: String,
    id: String,
    secret: String,
}

impl ClientCredentials {
    /// Tokens from this token endpoint for the client with this id and secret.
    #[inline]
    pub fn new(url: impl Into<String>, id: impl Into<String>, secret: impl Into<String>) -> Self {
        Self {
            endpoint: Endpoint::new(url.into(), id.into(), secret.into()),
            scopes: String::new(),
        }
    }

    /// The scopes to ask for, with blanks between them; none leaves the choice to the server.
    #[must_use]
    #[inline]
    pub fn scopes(mut self, scopes: impl Into<String>) -> Self {
        self.scopes = scopes.into();
        self
    }
}

impl TokenSource for ClientCredentials {
    #[inline]
    fn token(&self, client: Client) -> TokenFuture<'_> {
        Box::pin(async move {
            let mut form = vec![("grant_type", "client_credentials")];
            if !self.scopes.is_empty() {
                form.push(("scope", &self.scopes));
            }
            let answer = self.endpoint.ask(&client, form, &[]).await?;
            token(&answer)
        })
    }
}

impl RefreshToken {
    /// Tokens from this token endpoint. A client without a secret gives an empty one.
    #[inline]
    pub fn new(
        url: impl Into<String>,
        token: impl Into<String>,
        client_id: impl Into<String>,
        client_secret: impl Into<String>,
    ) -> Self {
        Self {
            endpoint: Endpoint::new(url.into(), client_id.into(), client_secret.into()),
            token: Mutex::new(token.into()),
        }
    }

    #[inline]
    fn current(&self) -> std::sync::MutexGuard<'_, String> {
        self.token.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl TokenSource for RefreshToken {
    #[inline]
    fn token(&self, client: Client) -> TokenFuture<'_> {
        Box::pin(async move {
            let current = self.current().clone();
            let form = vec![("grant_type", "refresh_token"), ("refresh_token", current.as_str())];
            let answer = self.endpoint.ask(&client, form, &[Secret::new(&current)]).await?;
            let token = token(&answer)?;
            if let Some(next) = answer.get("refresh_token").and_then(Value::as_str) {
                *self.current() = next.to_owned();
            }
            Ok(token)
        })
    }
}

impl Endpoint {
    #[inline]
    fn new(url: String, id: String, secret: String) -> Self {
        Self { url, id, secret }
    }

    /// Sends a form and reads the answer; what it repeats of the client's secret or of these is left out of errors.
    #[inline]
    async fn ask(&self, client: &Client, mut form: Vec<(&str, &str)>, secrets: &[Secret]) -> Result<Value> {
        let mut options = FetchOptions::new()
            .method("POST")
            .header("content-type", "application/x-www-form-urlencoded");
        if self.secret.is_empty() {
            form.push(("client_id", &self.id));
        } else {
            // Section 2.3.1: both are encoded before they are joined.
            let pair = format!("{}:{}", encoded(&self.id), encoded(&self.secret));
            options = options.header("authorization", format!("Basic {}", BASE64.encode(pair)));
        }
        let pairs: Vec<String> = form
            .iter()
            .map(|(name, value)| format!("{name}={}", encoded(value)))
            .collect();
        let answer = client
            .fetch::<Value, _>(&self.url, options.buffer(pairs.join("&")))
            .await;
        let secrets: Vec<Secret> = secrets.iter().cloned().chain([Secret::new(&self.secret)]).collect();
        answer.map_err(|error| error.without(&secrets))
    }
}

#[inline]
fn encoded(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    escape::push(&mut encoded, text, Escape::Component);
    encoded
}

/// The token of an answer (section 5.1). Some servers write the seconds as a text.
#[inline]
fn token(answer: &Value) -> Result<Token> {
    let value = answer.get("access_token").and_then(Value::as_str).unwrap_or_default();
    if value.is_empty() {
        return Err(Error::other("the token endpoint answered without an `access_token`"));
    }
    let seconds = answer.get("expires_in");
    let seconds = seconds.and_then(|seconds| seconds.as_u64().or_else(|| seconds.as_str()?.parse().ok()));
    let token = Token::new(value);
    Ok(match seconds {
        Some(seconds) => token.expires_in(Duration::from_secs(seconds.min(u64::from(u32::MAX)))),
        None => token,
    })
}

impl fmt::Debug for ClientCredentials {
    #[inline]
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("ClientCredentials").finish_non_exhaustive()
    }
}

impl fmt::Debug for RefreshToken {
    #[inline]
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("RefreshToken").finish_non_exhaustive()
    }
}
