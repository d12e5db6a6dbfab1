//! One try: a request, and the redirects it is sent on.

use super::Failure;
use crate::client::base_url::same_origin;
use crate::draft::Draft;
use crate::error::Error;
use crate::response::Head;
use crate::retry::Hope;
use crate::timeout::{Deadline, Progress, until_headers};
use crate::transport::{Body, Chunks, TransportError};
use crate::{redirect, request};
use http::header::{ACCEPT, ACCEPT_ENCODING, CONTENT_TYPE, HeaderName, USER_AGENT};
use http::{HeaderMap, Method, Request, StatusCode, Uri};
use std::sync::Arc;
use std::sync::atomic::Ordering;

/// What may go to another origin: nothing that the client or the call added.
const HARMLESS: [HeaderName; 4] = [ACCEPT, ACCEPT_ENCODING, CONTENT_TYPE, USER_AGENT];

/// The size from which an upload's progress is watched, so that its duration does not count against the limit for headers.
const WATCHED: u64 = 256 * 1024;

/// Sends a request of a draft and follows redirects as far as the policy allows.
pub(super) async fn send(
    draft: &Draft,
    mut request: Request<Body>,
    deadline: Option<Deadline>,
    attempts: u32,
) -> Result<(Head, Chunks), Failure> {
    let limit = draft
        .options
        .headers_timeout
        .unwrap_or(draft.client.shared().options().timeouts.headers);
    let mut followed = Followed::default();
    loop {
        let (url, method) = (request.uri().clone(), request.method().clone());
        let progress = watch(&mut request);
        let exchange = draft.client.shared().transport().send(request);
        let answer = until_headers(exchange, limit, progress, deadline)
            .await
            .map_err(of_timeout)?;
        let (parts, chunks) = answer.map_err(of_transport)?.into_parts();
        match redirect::target(parts.status, &parts.headers, &url) {
            Some(target) if draft.client.shared().options().redirects.limit().0 > 0 => {
                request = target
                    .and_then(|target| followed.request(draft, parts.status, &method, &url, target))
                    .map_err(Failure::without_hope)?;
            }
            _ => {
                let mut headers = parts.headers;
                let chunks = unpack(&mut headers, chunks);
                let (client, operation) = (draft.client.clone(), draft.operation.clone());
                let answer = draft.answer.unwrap_or(operation.answer);
                return Ok((
                    Head {
                        client,
                        operation,
                        answer,
                        status: parts.status,
                        headers,
                        url,
                        attempts,
                    },
                    chunks,
                ));
            }
        }
    }
}

/// The redirects of one try so far.
#[derive(Default)]
struct Followed {
    count: u32,
    /// Once away from home the credentials stay away, even where a redirect leads back.
    left_home: bool,
    became_get: bool,
}

impl Followed {
    /// The request that a redirect asks for.
    fn request(
        &mut self,
        draft: &Draft,
        status: StatusCode,
        method: &Method,
        from: &Uri,
        to: Uri,
    ) -> Result<Request<Body>, Error> {
        let (limit, anywhere) = draft.client.shared().options().redirects.limit();
        self.count += 1;
        self.left_home |= !same_origin(from, &to);
        if self.count > limit {
            return Err(Error::redirect(format!("more than {limit} redirects in a row")));
        }
        if from.scheme_str() == Some("https") && to.scheme_str() != Some("https") {
            return Err(Error::redirect("the redirect leads from https to http"));
        }
        if self.left_home && !anywhere {
            return Err(Error::redirect("the redirect leads to another origin"));
        }
        let mut request = request::build(draft)?;
        self.became_get |= !redirect::keeps_body(status, method);
        if self.became_get {
            *request.method_mut() = Method::GET;
            *request.body_mut() = Body::empty();
            request.headers_mut().remove(CONTENT_TYPE);
        } else if !request.body().is_replayable() {
            return Err(Error::redirect("the body is a stream and cannot be sent a second time"));
        }
        if self.left_home {
            *request.headers_mut() = harmless(request.headers());
        }
        *request.uri_mut() = to;
        Ok(request)
    }
}

fn harmless(headers: &HeaderMap) -> HeaderMap {
    HARMLESS
        .into_iter()
        .filter_map(|name| headers.get(&name).cloned().map(|value| (name, value)))
        .collect()
}

/// Counts the bytes of a large or unknown body.
fn watch(request: &mut Request<Body>) -> Option<Progress> {
    if request.body().length().is_some_and(|length| length < WATCHED) {
        return None;
    }
    let progress = Progress::default();
    let counter = Arc::clone(&progress);
    let body = std::mem::take(request.body_mut());
    *request.body_mut() = body.watched(Arc::new(move |sent| counter.store(sent, Ordering::Relaxed)));
    Some(progress)
}

fn of_transport(failure: TransportError) -> Failure {
    let hope = match (failure.proves_unprocessed(), failure.is_transient()) {
        (true, _) => Hope::Always,
        (false, true) => Hope::IfSafe,
        (false, false) => Hope::None,
    };
    Failure {
        error: Error::transport(failure),
        hope,
    }
}

/// The limit for headers ends one try, the deadline ends the call; once that has passed no pause fits before it.
fn of_timeout(error: Error) -> Failure {
    Failure {
        error,
        hope: Hope::IfSafe,
    }
}

#[cfg(feature = "gzip")]
fn unpack(headers: &mut HeaderMap, chunks: Chunks) -> Chunks {
    crate::gzip::unpack(headers, chunks)
}

#[cfg(not(feature = "gzip"))]
fn unpack(_: &mut HeaderMap, chunks: Chunks) -> Chunks {
    chunks
}
