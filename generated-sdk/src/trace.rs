//! Spans of the `tracing` crate, named as OpenTelemetry's conventions for HTTP clients name them.
//!
//! There is one span for a call, with its tries and pauses, and in it one for each try. They show no header, no body and no query.

use crate::draft::Draft;
use crate::error::{Error, Result};
use crate::middleware::MiddlewareFuture;
use crate::response::Response;
use crate::transport::Body;
use http::{Uri, Version};
use tracing::field::{Empty, display};
use tracing::instrument::Instrument as _;

/// Whether anybody looks at the spans.
pub(crate) fn is_on() -> bool {
    tracing::enabled!(tracing::Level::INFO)
}

/// The span of a call or of a try.
pub(crate) struct Span(tracing::Span);

impl Span {
    /// What the caller asked for: no request of HTTP, so it is named after the operation.
    pub(crate) fn of_call(draft: &Draft) -> Self {
        let operation = &draft.operation;
        Self(tracing::info_span!(
            "call",
            otel.name = operation.id(),
            otel.kind = "internal",
            otel.status_code = Empty,
            http.request.method = operation.method(),
            url.template = &*draft.shown_path(),
            http.response.status_code = Empty,
            http.request.resend_count = Empty,
            "error.type" = Empty,
        ))
    }

    /// One request of HTTP; redirects belong to it.
    pub(crate) fn of_attempt(draft: &Draft, request: &http::Request<Body>, attempt: u32) -> Self {
        let (method, uri) = (request.method(), request.uri());
        let span = tracing::info_span!(
            "attempt",
            otel.name = Empty,
            otel.kind = "client",
            otel.status_code = Empty,
            http.request.method = method.as_str(),
            server.address = uri.host(),
            server.port = port(uri),
            url.full = Empty,
            url.template = &*draft.shown_path(),
            http.request.resend_count = Empty,
            http.response.status_code = Empty,
            network.protocol.name = "http",
            network.protocol.version = Empty,
            "error.type" = Empty,
        );
        if !span.is_disabled() {
            span.record("otel.name", display(format_args!("{method} {}", draft.shown_path())));
            span.record("url.full", display(shown(draft, uri)));
            if attempt > 1 {
                span.record("http.request.resend_count", attempt - 1);
            }
        }
        Self(span)
    }

    /// Enters the span whenever the future is polled, and records how it ended.
    pub(crate) fn around<'a>(self, future: MiddlewareFuture<'a>) -> MiddlewareFuture<'a> {
        if self.0.is_disabled() {
            return future;
        }
        Box::pin(async move {
            let outcome = future.instrument(self.0.clone()).await;
            self.end(&outcome);
            outcome
        })
    }

    fn end(&self, outcome: &Result<Response>) {
        let (status, attempts) = match outcome {
            Ok(response) => {
                if let Some(version) = protocol(response.head.version) {
                    self.0.record("network.protocol.version", version);
                }
                (Some(response.status()), response.attempts())
            }
            Err(error) => (error.status(), error.attempts()),
        };
        if let Some(status) = status {
            self.0.record("http.response.status_code", status.as_u16());
        }
        if attempts > 1 {
            self.0.record("http.request.resend_count", attempts - 1);
        }
        let failed = match (outcome, status) {
            (_, Some(status)) if status.as_u16() >= 400 => Some(status.as_str().to_owned()),
            (Err(error), _) => Some(name_of(error)),
            _ => None,
        };
        if let Some(name) = failed {
            self.0.record("otel.status_code", "ERROR");
            self.0.record("error.type", name);
        }
    }
}

/// The class of an error in a few words that never change; its message might hold anything.
fn name_of(error: &Error) -> String {
    let kind = format!("{:?}", error.kind()).to_ascii_lowercase();
    match error.timeout_kind() {
        Some(which) => format!("{kind}_{}", format!("{which:?}").to_ascii_lowercase()),
        None => kind,
    }
}

fn port(uri: &Uri) -> u16 {
    uri.port_u16()
        .unwrap_or(if uri.scheme_str() == Some("http") { 80 } else { 443 })
}

/// The URL without its query, and of somebody else's server without its path too: both may hold what only the API may know.
fn shown(draft: &Draft, uri: &Uri) -> String {
    let origin = format!(
        "{}://{}",
        uri.scheme_str().unwrap_or("http"),
        uri.authority().map_or("", |authority| authority.as_str())
    );
    if draft.operation.is_foreign {
        return origin;
    }
    let credentials = draft.client.shared().credentials();
    credentials.redact(format!("{origin}{}", uri.path()))
}

fn protocol(version: Version) -> Option<&'static str> {
    match version {
        Version::HTTP_10 => Some("1.0"),
        Version::HTTP_11 => Some("1.1"),
        Version::HTTP_2 => Some("2"),
        Version::HTTP_3 => Some("3"),
        _ => None,
    }
}
