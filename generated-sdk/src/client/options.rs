//! The options of a client, checked and ready for use.

use super::{BaseUrl, Credentials, ServerTemplate, Variables};
use crate::middleware::Chain;
use crate::redirect::RedirectPolicy;
use crate::retry::RetryPolicy;
use crate::secret::{REDACTED, is_sensitive_argument};
use crate::timeout::Timeouts;
use http::{HeaderMap, HeaderValue};
use std::fmt;

/// Everything that a variant of a client may set differently.
#[derive(Clone, Debug)]
pub(crate) struct Options {
    pub(crate) credentials: Credentials,
    pub(crate) base_url: BaseUrl,
    /// The server that the base URL was made of, unless it was given as such.
    pub(crate) server: Option<ServerTemplate>,
    pub(crate) variables: Variables,
    /// Base URLs of single operations, by their ids.
    pub(crate) endpoints: Vec<(String, BaseUrl)>,
    pub(crate) headers: DefaultHeaders,
    pub(crate) user_agent: HeaderValue,
    pub(crate) retry: RetryPolicy,
    pub(crate) timeouts: Timeouts,
    pub(crate) redirects: RedirectPolicy,
    pub(crate) limits: Limits,
    pub(crate) middleware: Chain,
}

/// How much of an answer is held in memory.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    pub(crate) answer: usize,
    pub(crate) error: usize,
    pub(crate) line: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            answer: 256 << 20,
            error: 1 << 20,
            line: 16 << 20,
        }
    }
}

/// Headers that go with every request to the client's own origin.
#[derive(Clone, Default)]
pub(crate) struct DefaultHeaders(pub(crate) HeaderMap);

impl fmt::Debug for DefaultHeaders {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        redacted(&self.0, formatter)
    }
}

/// Headers with the values left out that may be secrets.
pub(crate) fn redacted(headers: &HeaderMap, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
    let shown = headers.iter().map(|(name, value)| {
        let hidden = value.is_sensitive() || is_sensitive_argument(name.as_str());
        (
            name.as_str(),
            if hidden {
                REDACTED.into()
            } else {
                String::from_utf8_lossy(value.as_bytes())
            },
        )
    });
    formatter.debug_map().entries(shown).finish()
}
