//! The secret of a client: kept where no `Debug` can show it.

use std::fmt;
use std::sync::Arc;

/// A text that is never printed.
#[derive(Clone, Default)]
pub(crate) struct Secret(Option<Arc<str>>);

impl Secret {
    pub(crate) fn new(text: &str) -> Self {
        Self((!text.is_empty()).then(|| Arc::from(text)))
    }

    /// The secret itself; the name says at every use what is being done.
    pub(crate) fn expose(&self) -> Option<&str> {
        self.0.as_deref()
    }

    /// `text` with the secret cut out, for servers that repeat in an error what they were sent.
    pub(crate) fn redact(&self, text: String) -> String {
        match self.expose() {
            Some(secret) if text.contains(secret) => text.replace(secret, REDACTED),
            _ => text,
        }
    }
}

/// What is printed where a secret stands.
pub(crate) const REDACTED: &str = "[redacted]";

impl fmt::Debug for Secret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(if self.0.is_some() { REDACTED } else { "none" })
    }
}

/// Whether a header, member or parameter of this name is likely to hold a secret.
pub(crate) fn is_sensitive(name: &str) -> bool {
    const WORDS: [&str; 8] = [
        "authorization",
        "cookie",
        "credential",
        "password",
        "secret",
        "signature",
        "token",
        "key",
    ];
    let name = name.to_ascii_lowercase();
    WORDS.iter().any(|word| name.contains(word))
}
