//! The transport in a browser, and in any other place where JavaScript runs us: the `fetch` that is there. No other file names the libraries which lead to it.
//!
//! Connections, TLS, compression, caching and proxies are its business. A body is sent as a whole, so the limit for headers begins when it has been read.
//! Some headers are the browser's own, such as `Cookie`.
//!
//! Redirects are left to the core wherever `fetch` shows them. A browser hides them; there it is the browser that follows, and only where it will
//! neither take a secret along nor repeat what may have had its effect.

mod arriving;
mod failure;

use super::{Body, Chunks, Transport, TransportError, TransportFuture};
use arriving::Arriving;
use bytes::{Bytes, BytesMut};
use failure::reason;
use http::header::{AUTHORIZATION, CONTENT_ENCODING, CONTENT_LENGTH, USER_AGENT};
use http::request::Parts;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use js_sys::{Array, Function, Promise, Reflect, Uint8Array};
use send_wrapper::SendWrapper;
use std::time::Duration;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, Headers, RequestInit, RequestRedirect, Response, ResponseType};

/// What a client decides about its connections: here nothing.
#[derive(Default)]
pub(crate) struct Network {}

impl Network {
    pub(crate) fn complete(&mut self) -> Result<(), String> {
        Ok(())
    }
}

/// Sends each request by `fetch`.
pub(crate) struct FetchTransport;

impl FetchTransport {
    pub(crate) fn new(_: Duration, _: Network) -> Self {
        Self
    }
}

impl Transport for FetchTransport {
    fn send(&self, request: http::Request<Body>) -> TransportFuture {
        // The objects of JavaScript stay on the thread that made them, and there is no other.
        Box::pin(SendWrapper::new(exchange(request)))
    }
}

/// Aborts the exchange when it is dropped; one that is over does not notice.
struct Abort(AbortController);

impl Drop for Abort {
    fn drop(&mut self) {
        self.0.abort();
    }
}

async fn exchange(request: http::Request<Body>) -> Result<http::Response<Chunks>, TransportError> {
    let (head, body) = request.into_parts();
    let body = whole(body).await?;
    let (mut response, mut abort) = send(&head, &body, RequestRedirect::Manual).await?;
    if is_hidden_redirect(&response) && browser_may_follow(&head) {
        (response, abort) = send(&head, &body, RequestRedirect::Follow).await?;
    }
    if is_hidden_redirect(&response) {
        return Err(TransportError::request(
            "the server redirects this request, and the browser does not say where to",
        ));
    }
    let chunks: Chunks = match response.body() {
        Some(body) => Box::pin(SendWrapper::new(Arriving::new(&body, abort))),
        None => Body::empty().open()?,
    };
    let mut answer = http::Response::new(chunks);
    *answer.status_mut() = StatusCode::from_u16(response.status()).map_err(TransportError::exchange)?;
    *answer.headers_mut() = headers(&response.headers());
    Ok(answer)
}

fn is_hidden_redirect(response: &Response) -> bool {
    response.type_() == ResponseType::Opaqueredirect
}

/// At a redirect to another origin a browser takes `Authorization` off the request, and leaves any other secret on it.
fn browser_may_follow(head: &Parts) -> bool {
    let mut headers = head.headers.iter();
    let has_other_secret = headers.any(|(name, value)| value.is_sensitive() && name != AUTHORIZATION);
    head.method.is_safe() && !has_other_secret
}

/// The whole body: few browsers can send one in pieces.
async fn whole(body: Body) -> Result<Bytes, TransportError> {
    if body.as_bytes().is_some() {
        return Ok(body.into_bytes().unwrap_or_default());
    }
    let mut chunks = body.open()?;
    let mut whole = BytesMut::new();
    while let Some(chunk) = std::future::poll_fn(|context| chunks.as_mut().poll_next(context)).await {
        whole.extend_from_slice(&chunk?);
    }
    Ok(whole.freeze())
}

/// Sends the request and waits for the head of the answer.
async fn send(head: &Parts, body: &Bytes, redirect: RequestRedirect) -> Result<(Response, Abort), TransportError> {
    let (begun, abort) = begin(head, body, redirect).map_err(|failure| TransportError::request(reason(&failure)))?;
    match JsFuture::from(begun).await {
        Ok(response) => Ok((response.unchecked_into(), abort)),
        // Whether a connection came about is not said.
        Err(failure) => Err(TransportError::exchange(reason(&failure))),
    }
}

fn begin(head: &Parts, body: &Bytes, redirect: RequestRedirect) -> Result<(Promise, Abort), JsValue> {
    let headers = Headers::new()?;
    // A page that names itself is asked whether the server lets it, and hardly any server does.
    for (name, value) in head.headers.iter().filter(|(name, _)| *name != USER_AGENT) {
        let value: String = value.as_bytes().iter().copied().map(char::from).collect();
        headers.append(name.as_str(), &value)?;
    }
    let abort = AbortController::new()?;
    let init = RequestInit::new();
    init.set_method(head.method.as_str());
    init.set_headers(&headers);
    init.set_redirect(redirect);
    init.set_signal(Some(&abort.signal()));
    if !body.is_empty() {
        init.set_body(&Uint8Array::from(&body[..]));
    }
    // A page and a worker have it in different places, and both have it here.
    let global = js_sys::global();
    let fetch: Function = Reflect::get(&global, &"fetch".into())?.dyn_into()?;
    let begun = fetch.call2(&global, &head.uri.to_string().into(), &init)?;
    Ok((begun.dyn_into()?, Abort(abort)))
}

/// The headers of an answer, as far as the server lets code see them.
fn headers(received: &Headers) -> HeaderMap {
    let mut headers = HeaderMap::new();
    for entry in received.entries().into_iter().flatten() {
        let pair = Array::from(&entry);
        let (Some(name), Some(value)) = (pair.get(0).as_string(), pair.get(1).as_string()) else {
            continue;
        };
        // Each character stands for one byte.
        let value: Vec<u8> = value.chars().filter_map(|byte| u8::try_from(byte).ok()).collect();
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::from_bytes(&value)) {
            headers.append(name, value);
        }
    }
    // The body has been unpacked already.
    if headers.remove(CONTENT_ENCODING).is_some() {
        headers.remove(CONTENT_LENGTH);
    }
    headers
}
