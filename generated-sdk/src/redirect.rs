//! Which redirects are followed, and what goes along.

use crate::client::BaseUrl;
use crate::error::Error;
use http::header::LOCATION;
use http::{HeaderMap, Method, StatusCode, Uri};

/// Which redirects the client follows.
///
/// To another origin go neither the secret nor any header that the client or the call added, but after a 307 or 308 the body does; from https
/// to http none is followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RedirectPolicy {
    /// Up to this many in a row: 10 unless set.
    Follow(u32),
    /// Up to this many, on the API's own origin only.
    SameOrigin(u32),
    /// None: a redirect is an answer like any other, and no success.
    Never,
}

impl Default for RedirectPolicy {
    fn default() -> Self {
        Self::Follow(10)
    }
}

impl RedirectPolicy {
    /// How many may be followed, and whether to any origin.
    pub(crate) fn limit(self) -> (u32, bool) {
        match self {
            Self::Follow(limit) => (limit, true),
            Self::SameOrigin(limit) => (limit, false),
            Self::Never => (0, false),
        }
    }
}

/// Where an answer points to, if it is a redirect that says so.
pub(crate) fn target(status: StatusCode, headers: &HeaderMap, from: &Uri) -> Option<Result<Uri, Error>> {
    if !matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308) {
        return None;
    }
    let location = headers.get(LOCATION)?.to_str().ok();
    Some(
        location
            .and_then(|location| resolve(from, location))
            .ok_or_else(|| Error::redirect("the redirect leads to no URL")),
    )
}

/// Whether the next request keeps method and body (Fetch Standard, HTTP-redirect fetch). A `POST` has become a `GET` since the first browsers,
/// and 303 asks for one.
pub(crate) fn keeps_body(status: StatusCode, method: &Method) -> bool {
    match status.as_u16() {
        303 => matches!(*method, Method::GET | Method::HEAD),
        301 | 302 => *method != Method::POST,
        _ => true,
    }
}

/// The absolute URL that `reference` means, seen from `base`.
pub(crate) fn resolve(base: &Uri, reference: &str) -> Option<Uri> {
    let reference = crate::parameter::escape::written(reference.split('#').next()?.trim());
    let scheme = base.scheme_str()?;
    let authority = base.authority()?;
    let text = if has_scheme(&reference) {
        reference
    } else if reference.starts_with("//") {
        format!("{scheme}:{reference}")
    } else if reference.starts_with('/') {
        format!("{scheme}://{authority}{reference}")
    } else if reference.starts_with('?') {
        format!("{scheme}://{authority}{}{reference}", base.path())
    } else {
        let folder = base.path().rsplit_once('/').map_or("", |(folder, _)| folder);
        format!(
            "{scheme}://{authority}{}",
            without_dots(&format!("{folder}/{reference}"))
        )
    };
    BaseUrl::parse(&text).ok()?;
    text.parse().ok()
}

/// Whether a reference is a URL of its own: a scheme ends before anything that a path or query could hold.
fn has_scheme(reference: &str) -> bool {
    let Some((scheme, _)) = reference.split_once(':') else {
        return false;
    };
    scheme.starts_with(|first: char| first.is_ascii_alphabetic())
        && scheme
            .chars()
            .all(|character| character.is_ascii_alphanumeric() || "+-.".contains(character))
}

/// A path with its `.` and `..` segments walked.
fn without_dots(path_and_query: &str) -> String {
    let (path, query) = path_and_query
        .split_once('?')
        .map_or((path_and_query, None), |(path, query)| (path, Some(query)));
    let mut segments: Vec<&str> = Vec::new();
    for segment in path.split('/').skip(1) {
        match segment {
            "." => {}
            ".." => drop(segments.pop()),
            _ => segments.push(segment),
        }
    }
    let path = format!("/{}", segments.join("/"));
    match query {
        Some(query) => format!("{path}?{query}"),
        None => path,
    }
}
