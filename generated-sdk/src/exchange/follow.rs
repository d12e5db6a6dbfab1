//! One try: a request, and the redirects it is sent on.

use super::Ongoing;
use crate::arrival::Arrival;
use crate::client::base_url::same_origin;
use crate::draft::Draft;
use crate::error::Error;
use crate::response::{Head, Response};
use crate::retry::Hope;
use crate::timeout::{Progress, until_headers};
use crate::transport::Body;
use crate::{gzip, redirect, request};
use http::header::{ACCEPT, ACCEPT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, HeaderName, USER_AGENT};
use http::{HeaderMap, Method};
use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::Ordering;

/// What may go to another origin: nothing that the client or the call added.
const HARMLESS: [HeaderName; 4] = [ACCEPT, ACCEPT_ENCODING, CONTENT_TYPE, USER_AGENT];

/// The size from which an upload's progress is watched, so that its duration does not count against the limit for headers.
const WATCHED: u64 = 256 * 1024;

/// Sends a request, the given one or that of the draft, and follows redirects as far as the policy allows.
pub(super) async fn send(
    ongoing: &Ongoing<'_>,
    given: Option<&http::Request<Body>>,
    attempt: u32,
) -> Result<Response, Error> {
    let mut followed = Followed {
        draft: ongoing.draft,
        given,
        count: 0,
        left_home: false,
        became_get: false,
    };
    // Not in one expression: a future keeps what stands beside an `await`, and that would be the whole request.
    let request = followed.original()?;
    let first = one(ongoing, request, attempt);
    let mut response = first.await?;
    while let Some(request) = followed.next(&response)? {
        // Boxed, because it is rare and would make every call larger.
        let further = Box::pin(one(ongoing, request, attempt));
        let outcome = further.await;
        response = if followed.became_get {
            outcome.map_err(|error| {
                let hope = error.hope().after_processing();
                error.with_hope(hope)
            })?
        } else {
            outcome?
        };
    }
    response.head.is_processed = followed.became_get;
    Ok(response)
}

/// Sends one request. No part of it is held while its answer is on the way.
fn one(
    ongoing: &Ongoing<'_>,
    mut request: http::Request<Body>,
    attempts: u32,
) -> impl Future<Output = Result<Response, Error>> + Send {
    let url = request.uri().clone();
    let progress = watch(&mut request);
    announce(&mut request);
    let exchange = ongoing.shared().transport().send(request);
    async move {
        let draft = ongoing.draft;
        let limit = draft.options.headers_timeout;
        let limit = limit.unwrap_or(ongoing.shared().options().timeouts.headers);
        let answer = until_headers(exchange, limit, progress, ongoing.deadline.as_ref())
            .await
            // The limit for headers ends one try, the deadline ends the call; once that has passed no pause fits before it.
            .map_err(|error| error.with_hope(Hope::IfSafe))?;
        let (mut parts, chunks) = answer
            .map_err(|failure| Error::transport(failure).of_call(draft))?
            .into_parts();
        let chunks = gzip::unpack(&mut parts.headers, chunks);
        let head = Head {
            answer: draft.answer.unwrap_or(draft.operation.answer),
            client: draft.client.clone(),
            operation: draft.operation.clone(),
            status: parts.status,
            version: parts.version,
            headers: parts.headers,
            url,
            attempts,
            is_processed: false,
        };
        // Middleware may read it, before it is known how the caller will.
        let idle = draft
            .options
            .idle_timeout
            .unwrap_or(ongoing.shared().options().timeouts.idle);
        Ok(Response::new(head, Arrival::new(chunks, Some(idle), ongoing.deadline)))
    }
}

/// The redirects of one try so far.
struct Followed<'a> {
    draft: &'a Draft,
    given: Option<&'a http::Request<Body>>,
    count: u32,
    /// Once away from home the credentials stay away, even where a redirect leads back.
    left_home: bool,
    became_get: bool,
}

impl Followed<'_> {
    /// The request before any redirect, for the first time or for another.
    fn original(&self) -> Result<http::Request<Body>, Error> {
        match self.given {
            Some(request) => Ok(request.clone()),
            None => request::build(self.draft),
        }
    }

    /// The request that an answer asks for, if it is a redirect to follow.
    fn next(&mut self, response: &Response) -> Result<Option<http::Request<Body>>, Error> {
        let (status, from) = (response.status(), &response.head.url);
        let (limit, anywhere) = self.draft.client.shared().options().redirects.limit();
        let Some(to) = redirect::target(status, response.headers(), from).filter(|_| limit > 0) else {
            return Ok(None);
        };
        let to = to?;
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
        let mut request = self.original()?;
        self.became_get |= !redirect::keeps_body(status, request.method());
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
        Ok(Some(request))
    }
}

fn harmless(headers: &HeaderMap) -> HeaderMap {
    HARMLESS
        .into_iter()
        .filter_map(|name| headers.get(&name).cloned().map(|value| (name, value)))
        .collect()
}

/// Counts the bytes of a large or unknown body.
fn watch(request: &mut http::Request<Body>) -> Option<Progress> {
    if request.body().length().is_some_and(|length| length < WATCHED) {
        return None;
    }
    let progress = Progress::default();
    let counter = Arc::clone(&progress);
    let body = std::mem::take(request.body_mut());
    *request.body_mut() = body.watched(Arc::new(move |sent| counter.store(sent, Ordering::Relaxed)));
    Some(progress)
}

/// Says how long a body is that is read while it is sent: not every transport asks for more than its pieces.
fn announce(request: &mut http::Request<Body>) {
    let body = request.body();
    if let (None, Some(length)) = (body.as_bytes(), body.length()) {
        request.headers_mut().entry(CONTENT_LENGTH).or_insert(length.into());
    }
}
