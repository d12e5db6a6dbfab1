//! Proxies: which one a request goes through, and how a way through it is opened.

use super::stream::Stream;
use crate::error::BoxError;
use http::{HeaderValue, Uri};
use hyper_util::client::legacy::connect::proxy::{SocksV5, Tunnel};
use hyper_util::client::proxy::matcher::{Intercept, Matcher};
use std::fmt;
use std::future::{Ready, ready};
use std::io;
use std::task::{Context, Poll};
use tower_service::Service;

/// The proxies of a client; none by default. There is no `Debug`, for their URLs may hold passwords.
#[derive(Default)]
pub(super) struct Proxies(Option<Matcher>);

impl Proxies {
    /// One proxy for everything. Nothing of a URL that is refused is repeated, for it may hold a password.
    pub(super) fn one(url: &str) -> Result<Self, String> {
        let matcher = Matcher::builder().all(url.trim()).build();
        let proxy = matcher.intercept(&Uri::from_static("https://host.invalid/"));
        let uri = proxy.as_ref().map(Intercept::uri).filter(|uri| has_sound_port(uri));
        match uri.and_then(Uri::scheme_str) {
            Some("http" | "https" | "socks5" | "socks5h") => Ok(Self(Some(matcher))),
            Some(_) => Err("it is of a kind that is not supported: http, https, socks5 and socks5h are".to_owned()),
            None => Err("it is malformed; what is expected is like http://user:password@host:port".to_owned()),
        }
    }

    /// What the usual variables say, in capital or small letters. In a CGI script none is read: there a header of the request sets `HTTP_PROXY`.
    pub(super) fn of_environment() -> Result<Self, String> {
        if std::env::var_os("REQUEST_METHOD").is_some() {
            return Ok(Self::default());
        }
        let (all, http, https) = (
            variable("ALL_PROXY")?,
            variable("HTTP_PROXY")?,
            variable("HTTPS_PROXY")?,
        );
        if [&all, &http, &https].iter().all(|url| url.is_empty()) {
            return Ok(Self::default());
        }
        let matcher = Matcher::builder().all(all).http(http).https(https);
        Ok(Self(Some(matcher.no(read("NO_PROXY").1).build())))
    }

    /// The proxy that leads to a target.
    pub(super) fn intercept(&self, target: &Uri) -> Option<Intercept> {
        self.0.as_ref()?.intercept(target)
    }

    /// What a request to this target must say to the proxy itself; one that goes through a tunnel says it while the tunnel is opened.
    pub(super) fn authorization(&self, target: &Uri) -> Option<HeaderValue> {
        if target.scheme_str() == Some("https") {
            return None;
        }
        self.intercept(target)?.basic_auth().cloned()
    }
}

/// Whether what stands where a port may stand is one.
fn has_sound_port(uri: &Uri) -> bool {
    let authority = uri.authority().map_or("", http::uri::Authority::as_str);
    let after_address = authority.rsplit(']').next().unwrap_or_default();
    uri.port_u16().is_some() || !after_address.contains(':')
}

/// A variable that holds the URL of a proxy, or nothing.
fn variable(name: &str) -> Result<String, String> {
    let (name, url) = read(name);
    if !url.is_empty() {
        Proxies::one(&url).map_err(|reason| format!("the environment variable {name} names no proxy: {reason}"))?;
    }
    Ok(url)
}

/// A variable in capital letters, or else in small ones, and the name that it has.
fn read(name: &str) -> (String, String) {
    let names = [name.to_owned(), name.to_ascii_lowercase()];
    let set = |name: &String| std::env::var(name).ok().map(|value| value.trim().to_owned());
    let found = names.iter().find_map(|name| Some((name.clone(), set(name)?)));
    found.unwrap_or_default()
}

/// Where to connect to: SOCKS has a port of its own where none is given.
pub(super) fn address(proxy: &Intercept) -> Uri {
    let uri = proxy.uri();
    let (Some(host), None, true) = (uri.host(), uri.port(), is_socks(proxy)) else {
        return uri.clone();
    };
    let with_port = format!("socks5://{host}:1080").parse();
    with_port.unwrap_or_else(|_| uri.clone())
}

pub(super) fn is_socks(proxy: &Intercept) -> bool {
    proxy
        .uri()
        .scheme_str()
        .is_some_and(|scheme| scheme.starts_with("socks"))
}

/// Asks an HTTP proxy for a tunnel.
pub(super) async fn tunnel(proxy: &Intercept, stream: Stream, target: &Uri) -> Result<Stream, BoxError> {
    let mut tunnel = Tunnel::new(proxy.uri().clone(), Open(Some(stream)));
    if let Some(authorization) = proxy.basic_auth() {
        tunnel = tunnel.with_auth(authorization.clone());
    }
    Ok(tunnel.call(target.clone()).await?)
}

/// Asks a SOCKS proxy for a connection. It is the proxy that looks the name up: behind a proxy ours often cannot.
pub(super) async fn socks(proxy: &Intercept, stream: Stream, target: &Uri) -> Result<Stream, BoxError> {
    let mut socks = SocksV5::new(proxy.uri().clone(), Open(Some(stream)));
    if let Some((user, password)) = proxy.raw_auth() {
        socks = socks.with_auth(user.to_owned(), password.to_owned());
    }
    let usual = if target.scheme_str() == Some("https") { 443 } else { 80 };
    let port = target.port_u16().unwrap_or(usual);
    let target = format!("socks5://{}:{port}", target.host().unwrap_or_default());
    Ok(socks.call(target.parse()?).await?)
}

/// A connection that stands already, for those who would make one.
struct Open(Option<Stream>);

impl Service<Uri> for Open {
    type Response = Stream;
    type Error = io::Error;
    type Future = Ready<io::Result<Stream>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, _: Uri) -> Self::Future {
        ready(self.0.take().ok_or_else(|| io::ErrorKind::NotConnected.into()))
    }
}

/// The way through a proxy failed. Its address is shown, without user name and password.
#[derive(Debug)]
pub(super) struct Failed {
    address: String,
    source: BoxError,
}

impl Failed {
    pub(super) fn new(proxy: &Intercept, source: BoxError) -> Self {
        let address = address(proxy).authority().map(ToString::to_string);
        Self {
            address: address.unwrap_or_default(),
            source,
        }
    }
}

impl fmt::Display for Failed {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "through the proxy {}: {}", self.address, self.source)
    }
}

impl std::error::Error for Failed {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.source()
    }
}
