//! A request as the script received it.

use super::redactor::Redactor;
use bytes::Bytes;
use http::{HeaderMap, Method, Uri};
use percent_encoding::percent_decode_str;
use serde_json::Value;
use std::fmt;

/// A request that was sent. Printed with `{}` it is readable and holds no secret.
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

    /// The pairs of the query, decoded, in their order.
    pub fn query_pairs(&self) -> Vec<(String, String)> {
        pairs(self.query())
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

    /// What takes the secrets out of this request.
    pub(super) fn redactor(&self) -> Redactor {
        let mut redactor = Redactor::default();
        redactor.learn_headers(&self.headers);
        redactor.learn_url(&self.uri);
        redactor.learn_values(&self.body);
        redactor
    }
}

/// The pairs of a query, decoded.
pub(super) fn pairs(query: &str) -> Vec<(String, String)> {
    let decoded = |text: &str| {
        percent_decode_str(&text.replace('+', " "))
            .decode_utf8_lossy()
            .into_owned()
    };
    let pair = |text: &str| {
        let (name, value) = text.split_once('=').unwrap_or((text, ""));
        (decoded(name), decoded(value))
    };
    query.split('&').filter(|text| !text.is_empty()).map(pair).collect()
}

/// Method, URL, headers and body, without secrets.
impl fmt::Display for Recorded {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let redactor = self.redactor();
        writeln!(formatter, "{} {}", self.method, redactor.text(&self.uri.to_string()))?;
        for (name, value) in &self.headers {
            writeln!(formatter, "{name}: {}", redactor.header(name.as_str(), value))?;
        }
        match serde_json::from_slice::<Value>(&self.body) {
            Ok(json) => write!(formatter, "\n{}", redactor.text(&format!("{json:#}"))),
            Err(_) if self.body.is_empty() => Ok(()),
            Err(_) => match std::str::from_utf8(&self.body) {
                Ok(text) => write!(formatter, "\n{}", redactor.text(text)),
                Err(_) => write!(formatter, "\n{} bytes", self.body.len()),
            },
        }
    }
}

/// Headers, query and body hold secrets.
impl fmt::Debug for Recorded {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.redactor().text(self.path());
        write!(formatter, "Recorded({} {path}, {} bytes)", self.method, self.body.len())
    }
}
