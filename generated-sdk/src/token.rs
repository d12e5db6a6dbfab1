//! Access tokens that the client fetches itself: one fetch for all calls that wait, and a new one when the old one is of no use.

mod oauth;
mod turn;

pub use oauth::{ClientCredentials, RefreshToken};

use crate::client::Client;
use crate::clock::Instant;
use crate::error::{Error, Result};
use crate::secret::Secret;
use http::HeaderValue;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use turn::Turns;

/// What an error is about that ends a fetch of a token.
const STEP: &str = "while fetching an access token";

/// How long before its end a token is not used any more, so that it does not end on the way.
const MARGIN: Duration = Duration::from_secs(30);

/// How many tokens are remembered for being cut out of what is printed.
const REMEMBERED: usize = 4;

/// What a token source returns.
pub type TokenFuture<'a> = Pin<Box<dyn Future<Output = Result<Token>> + Send + 'a>>;

/// Where access tokens come from, for [`ClientBuilder::token_source`](crate::ClientBuilder::token_source).
///
/// The client asks when a call needs a token and has none, when the one that it has is about to end, and once when the API answers 401. It keeps the token
/// meanwhile, and asks once for all calls that wait. [`ClientCredentials`] and [`RefreshToken`] are sources for OAuth 2.0; others are a few lines.
pub trait TokenSource: Send + Sync + 'static {
    /// Fetches a new token.
    ///
    /// The client that is given is on the same connections, and has no credentials and no default headers; a source may use it or not.
    fn token(&self, client: Client) -> TokenFuture<'_>;
}

/// An access token.
#[derive(Clone)]
pub struct Token {
    value: String,
    lifetime: Option<Duration>,
}

impl Token {
    /// A token that is used until the API refuses it.
    pub fn new(value: impl Into<String>) -> Self {
        Self {
            value: value.into(),
            lifetime: None,
        }
    }

    /// How long it can be used from now on.
    #[must_use]
    pub fn expires_in(mut self, lifetime: Duration) -> Self {
        self.lifetime = Some(lifetime);
        self
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Token")
            .field("lifetime", &self.lifetime)
            .finish_non_exhaustive()
    }
}

/// The tokens of a client and of its variants.
pub(crate) struct Tokens {
    source: Box<dyn TokenSource>,
    turns: Turns,
    held: Mutex<Held>,
}

#[derive(Default)]
struct Held {
    current: Option<(HeaderValue, Option<Instant>)>,
    known: Vec<Secret>,
}

impl Tokens {
    pub(crate) fn of(source: impl TokenSource) -> Arc<Self> {
        Arc::new(Self {
            source: Box::new(source),
            turns: Turns::default(),
            held: Mutex::default(),
        })
    }

    fn held(&self) -> MutexGuard<'_, Held> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The header with the last token that was fetched.
    pub(crate) fn header(&self) -> Option<HeaderValue> {
        self.held().current.as_ref().map(|(header, _)| header.clone())
    }

    fn is_fresh(&self) -> bool {
        let held = self.held();
        let until = held.current.as_ref().map(|(_, until)| *until);
        until.is_some_and(|until| until.is_none_or(|until| Instant::now() < until))
    }

    /// Sees to it that there is a token that can be used.
    pub(crate) async fn ready(&self, client: &Client) -> Result<()> {
        if self.is_fresh() {
            return Ok(());
        }
        let _turn = self.turns.take().await;
        if self.is_fresh() {
            return Ok(());
        }
        let token = self.source.token(client.bare()).await;
        self.keep(&token.map_err(|error| error.in_step(STEP))?)
    }

    fn keep(&self, token: &Token) -> Result<()> {
        let header = HeaderValue::try_from(format!("Bearer {}", token.value));
        let mut header = header
            .map_err(|_| Error::request("the access token holds a character that no header can carry").in_step(STEP))?;
        header.set_sensitive(true);
        let until = token
            .lifetime
            .map(|lifetime| Instant::now() + lifetime.saturating_sub(MARGIN.min(lifetime / 10)));
        let mut held = self.held();
        held.current = Some((header, until));
        if held.known.len() == REMEMBERED {
            held.known.remove(0);
        }
        held.known.push(Secret::new(&token.value));
        Ok(())
    }

    /// Takes back the token that a request was refused with, unless another one has taken its place.
    pub(crate) fn refused(&self, header: &HeaderValue) {
        self.held().current.take_if(|(current, _)| current == header);
    }

    /// Whether a header holds one of the tokens.
    pub(crate) fn gave(&self, header: &HeaderValue) -> bool {
        let held = self.held();
        let mut known = held.known.iter().filter_map(Secret::expose);
        known.any(|token| header.as_bytes().strip_prefix(b"Bearer ") == Some(token.as_bytes()))
    }

    /// The tokens that nothing may show.
    pub(crate) fn secrets(&self) -> Vec<Secret> {
        self.held().known.clone()
    }
}
