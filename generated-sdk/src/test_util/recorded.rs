//! A request as the script received it.

use bytes::Bytes;
use http::{HeaderMap, Method, Uri};
use serde_json::Value;
use std::fmt;

/// A request that was sent.
#[derive(Clone)]
#[non_exhaustive]
pub struct Recorded {
    /// The HTTP method.
    pub method: Method,
    /// The whole URL.
    pub uri: Uri,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: Bytes,
}

impl Recorded {
    /// The path of the URL.
    pub fn path(&self) -> &str {
        self.uri.path()
    }

    /// The query of the URL as it was sent; empty where there is none.
    pub fn query(&self) -> &str {
        self.uri.query().unwrap_or_default()
    }

    /// The text of a header; `None` where it is missing.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The body as JSON; `null` where it is none.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }
}

/// Headers, query and body hold secrets.
impl fmt::Debug for Recorded {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "Recorded({} {}, {} bytes)",
            self.method,
            self.path(),
            self.body.len()
        )
    }
}
