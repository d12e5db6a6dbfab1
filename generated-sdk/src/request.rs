//! From a draft to an HTTP request. A pure function: each try builds its request anew, and nothing is copied for a try that never comes.

use crate::client::BaseUrl;
use crate::client::base_url::same_origin;
use crate::client::{SecretPlacement, Way};
use crate::draft::{Draft, QueryArgument};
use crate::error::Error;
use crate::parameter::escape::{self, Escape};
use crate::token::Tokens;
use crate::transport::Body;
use crate::{path, payload};
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, COOKIE, HeaderName, HeaderValue};
use http::{HeaderMap, Method, Request, Uri};
use percent_encoding::percent_decode_str;
use std::borrow::Cow;

/// What is left free for the arguments of a path and the query, so that the usual URL is not copied while it grows.
const ROOM: usize = 96;

/// Marks a request to somebody else's server, which carries nothing of the client's own.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Foreign;

/// Builds the request of a draft.
pub(crate) fn build(draft: &Draft) -> Result<Request<Body>, Error> {
    draft.check()?;
    let base = base_url(draft)?;
    let (uri, on_base) = uri(draft, &base)?;
    // A URL from outside (a next page, a file store) is not trusted with anything of ours unless it leads home.
    let at_home = !draft.operation.is_foreign && (on_base || same_origin(&uri, base.uri()));
    let shared = draft.client.shared();
    let way = shared
        .standing()
        .way(shared.api(), shared.options(), draft.operation.security);
    let body = payload::encode(draft.payload.as_ref(), &draft.members)?;
    let mut request = Request::new(Body::empty());
    *request.method_mut() = Method::from_bytes(draft.operation.method().as_bytes())
        .map_err(|_| Error::request(format!("\"{}\" is no HTTP method", draft.operation.method())))?;
    let mut standing = shared.standing().of(at_home, &way);
    if at_home && let Some(token) = token(draft, &way) {
        standing.insert(AUTHORIZATION, token);
    }
    *request.headers_mut() = headers(draft, standing, body.as_ref().map(|(media_type, _)| media_type))?;
    *request.uri_mut() = if at_home { with_secrets(uri, draft, &way)? } else { uri };
    if let Some((_, body)) = body {
        *request.body_mut() = body;
    }
    if !at_home {
        request.extensions_mut().insert(Foreign);
    }
    Ok(request)
}

/// The base that holds for this call: its own, the client's for this operation, the operation's, the client's.
fn base_url(draft: &Draft) -> Result<Cow<'_, BaseUrl>, Error> {
    let options = draft.client.shared().options();
    let of_operation = || options.endpoints.iter().find(|(id, _)| id == draft.operation.id());
    if let Some(base) = draft.options.base_url.as_deref().or_else(|| Some(&of_operation()?.1)) {
        return Ok(Cow::Borrowed(base));
    }
    match draft.operation.server {
        Some(own) => own
            .resolved(&options.variables, &options.base_url)
            .map(Cow::Owned)
            .map_err(Error::request),
        None => Ok(Cow::Borrowed(&options.base_url)),
    }
}

/// The whole URL, and whether it is the base with something behind it that cannot lead to another host.
fn uri(draft: &Draft, base: &BaseUrl) -> Result<(Uri, bool), Error> {
    let mut text = address(draft, base)?;
    let is_whole = draft.url.is_some() || is_whole_url(draft);
    let behind = text.get(base.as_str().len()..).unwrap_or_default();
    let on_base = !is_whole && (behind.is_empty() || behind.starts_with(['/', '?']));
    let mut separator = if text.contains('?') { '&' } else { '?' };
    let base_query = if is_whole { None } else { base.query() };
    for query in base_query
        .into_iter()
        .chain(draft.written.as_deref())
        .filter(|query| !query.is_empty())
    {
        text.push(separator);
        text.push_str(query);
        separator = '&';
    }
    for QueryArgument { pair, .. } in &draft.query {
        text.push(separator);
        text.push_str(&pair.name);
        text.push('=');
        text.push_str(&pair.value);
        separator = '&';
    }
    let uri = Uri::try_from(text).map_err(|error| Error::request(format!("the request has no legal URL: {error}")))?;
    Ok((uri, on_base))
}

/// Whether a call of no declared operation names a whole URL.
fn is_whole_url(draft: &Draft) -> bool {
    let path = draft.operation.path();
    !draft.operation.is_declared() && (path.starts_with("http://") || path.starts_with("https://"))
}

/// The URL without a query: a whole one that was given, or the base and the path.
fn address(draft: &Draft, base: &BaseUrl) -> Result<String, Error> {
    if let Some(url) = &draft.url {
        return Ok(url.to_string());
    }
    let path = draft.operation.path();
    if is_whole_url(draft) {
        BaseUrl::parse(path).map_err(Error::request)?;
        return Ok(escape::written(path));
    }
    let mut text = String::with_capacity(base.as_str().len() + path.len() + ROOM);
    text.push_str(base.as_str());
    path::fill(&mut text, draft)?;
    Ok(text)
}

/// Per call over built-in over what stands in every request; each replaces what has the same name.
fn headers(draft: &Draft, mut headers: HeaderMap, media_type: Option<&Cow<'static, str>>) -> Result<HeaderMap, Error> {
    if let Some(accept) = draft.accept.as_deref().or(draft.operation.accept) {
        headers.insert(ACCEPT, value(accept)?);
    }
    if let Some(media_type) = media_type {
        headers.insert(CONTENT_TYPE, value(media_type)?);
    }
    if let Some(key) = &draft.options.idempotency_key {
        let name = draft
            .operation
            .idempotency_header
            .or(draft.client.shared().api().idempotency_header)
            .unwrap_or("idempotency-key");
        headers.insert(self::name(name)?, key.clone());
    }
    cookies(&mut headers, draft)?;
    for (name, value) in &draft.headers {
        headers.insert(name, value.clone());
    }
    Ok(headers)
}

fn cookies(headers: &mut HeaderMap, draft: &Draft) -> Result<(), Error> {
    if draft.cookies.is_empty() {
        return Ok(());
    }
    let own = headers
        .get(COOKIE)
        .and_then(|value| value.to_str().ok())
        .map(str::to_owned);
    let pairs = draft
        .cookies
        .iter()
        .map(|QueryArgument { pair, .. }| format!("{}={}", pair.name, pair.value));
    let text = own.into_iter().chain(pairs).collect::<Vec<_>>().join("; ");
    let mut value = value(&text)?;
    value.set_sensitive(true);
    headers.insert(COOKIE, value);
    Ok(())
}

/// The access token, if one of the schemes takes it.
fn token(draft: &Draft, way: &Way) -> Option<HeaderValue> {
    let shared = draft.client.shared();
    let (scheme, tokens) = shared.credentials().tokens()?;
    let takes = shared.standing().schemes(way).contains(&scheme);
    takes.then(|| tokens.header()).flatten()
}

/// Where the access token of a call comes from, if it takes one.
pub(crate) fn tokens(draft: &Draft) -> Option<&Tokens> {
    let shared = draft.client.shared();
    let (scheme, tokens) = shared.credentials().tokens()?;
    let standing = shared.standing();
    let way = standing.way(shared.api(), shared.options(), draft.operation.security);
    let is_given = draft.headers.contains_key(AUTHORIZATION);
    let takes = !draft.operation.is_foreign && !is_given && standing.schemes(&way).contains(&scheme);
    takes.then_some(tokens)
}

/// The URL with those credentials in its query that stand there.
fn with_secrets(uri: Uri, draft: &Draft, way: &Way) -> Result<Uri, Error> {
    let shared = draft.client.shared();
    let schemes = shared.standing().schemes(way).iter();
    let in_query = schemes.filter_map(|scheme| match shared.api().placements().nth(*scheme)? {
        SecretPlacement::Query(name) => Some((name, shared.credentials().expose(*scheme)?)),
        _ => None,
    });
    in_query.into_iter().try_fold(uri, |uri, (name, secret)| {
        let mut text = without_pair(&uri.to_string(), name);
        text.push(if text.contains('?') { '&' } else { '?' });
        text.push_str(name);
        text.push('=');
        escape::push(&mut text, secret, Escape::Component);
        Uri::try_from(text).map_err(|error| Error::request(format!("the request has no legal URL: {error}")))
    })
}

/// A URL without what its query says for this name: a next URL repeats the secret that was sent, and it must not go twice.
fn without_pair(url: &str, name: &str) -> String {
    let Some((address, query)) = url.split_once('?') else {
        return url.to_owned();
    };
    let is_other = |pair: &&str| {
        let own = pair.split('=').next().unwrap_or_default();
        percent_decode_str(own).ne(name.bytes())
    };
    let kept: Vec<&str> = query.split('&').filter(is_other).collect();
    let separator = if kept.is_empty() { "" } else { "?" };
    format!("{address}{separator}{}", kept.join("&"))
}

fn name(name: &str) -> Result<HeaderName, Error> {
    HeaderName::from_bytes(name.as_bytes()).map_err(|_| Error::request(format!("\"{name}\" is no header name")))
}

fn value(text: &str) -> Result<HeaderValue, Error> {
    HeaderValue::from_str(text).map_err(|_| Error::request("a header holds a character that HTTP cannot carry"))
}
