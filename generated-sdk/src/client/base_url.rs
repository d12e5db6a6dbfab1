//! The URL that paths are added to.

use http::Uri;
use http::uri::Scheme;
use std::fmt;
use std::str::FromStr;

/// A checked base URL: an origin, a path prefix without a slash at its end, and perhaps a query that every request carries. Empty where none was given.
#[derive(Clone, Default)]
pub(crate) struct BaseUrl {
    text: String,
    query: Option<String>,
    uri: Uri,
}

impl BaseUrl {
    /// What is not an absolute URL of http or https is refused with a sentence that says why.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let has_prefix = |prefix: &str| {
            text.get(..prefix.len())
                .is_some_and(|start| start.eq_ignore_ascii_case(prefix))
        };
        if !has_prefix("http://") && !has_prefix("https://") {
            return Err(format!(
                "the base URL \"{}\" begins with neither http:// nor https://",
                shown(text)
            ));
        }
        let uri =
            Uri::from_str(text).map_err(|error| format!("the base URL \"{}\" is malformed: {error}", shown(text)))?;
        let Some(authority) = uri.authority() else {
            return Err(format!("the base URL \"{}\" names no host", shown(text)));
        };
        if authority.as_str().contains('@') {
            return Err("the base URL holds a user name; give credentials as the secret".to_owned());
        }
        let text = format!(
            "{}://{authority}{}",
            uri.scheme_str().unwrap_or_default(),
            uri.path().trim_end_matches('/')
        );
        let query = uri.query().map(str::to_owned);
        Ok(Self { text, query, uri })
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.text
    }

    pub(crate) fn query(&self) -> Option<&str> {
        self.query.as_deref()
    }

    pub(crate) fn uri(&self) -> &Uri {
        &self.uri
    }
}

impl fmt::Debug for BaseUrl {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.text, formatter)
    }
}

/// As much of a URL as can hold no credentials.
fn shown(text: &str) -> &str {
    let text = text.split('?').next().unwrap_or_default();
    text.rsplit('@').next().unwrap_or_default()
}

/// Whether two absolute URLs have the same origin: scheme, host and port.
pub(crate) fn same_origin(one: &Uri, other: &Uri) -> bool {
    let same_host = match (one.host(), other.host()) {
        (Some(one), Some(other)) => one.eq_ignore_ascii_case(other),
        (one, other) => one == other,
    };
    same_host && one.scheme() == other.scheme() && port(one) == port(other)
}

fn port(uri: &Uri) -> u16 {
    uri.port_u16()
        .unwrap_or(if uri.scheme() == Some(&Scheme::HTTPS) { 443 } else { 80 })
}
