//! A transport that answers from a cassette.

mod playing;
mod rules;

use super::cassette::{Answer, Cassette, Exchange, Outcome};
use super::recorded::Recorded;
use super::recorder::sent;
use super::redactor::Redactor;
use super::{lock, read};
use crate::transport::{Body, Chunks, Transport, TransportError, TransportFuture};
use http::{HeaderMap, HeaderName, HeaderValue, Request, StatusCode};
use playing::Playing;
use rules::Rules;
use std::collections::BTreeSet;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

/// Answers from a cassette that a [`Recorder`](super::Recorder) has written.
///
/// A request gets the answer of the first recorded request that is equal and has not been asked for yet: the same method, path, query and body, the order of
/// pairs and of the members of JSON left aside; origins and headers may differ. Where none is equal, the call fails with an error that shows the nearest one.
///
/// Secrets are taken out of a request before it is compared, as they were when it was recorded, so the client may have any. Clones share what has been
/// asked for.
#[derive(Clone)]
pub struct Replay(Arc<Shared>);

struct Shared {
    path: PathBuf,
    exchanges: Vec<Exchange>,
    state: Mutex<State>,
}

struct State {
    rules: Rules,
    redactor: Redactor,
    used: BTreeSet<usize>,
}

impl Replay {
    /// Answers from the cassette at this path.
    ///
    /// # Errors
    ///
    /// There is no cassette there, or it cannot be read.
    pub fn from_path(path: impl AsRef<Path>) -> io::Result<Self> {
        let Cassette { kept, exchanges } = Cassette::load(path.as_ref())?;
        let mut redactor = Redactor::default();
        for name in &kept {
            redactor.keep(name);
        }
        Ok(Self(Arc::new(Shared {
            path: path.as_ref().to_owned(),
            exchanges,
            state: Mutex::new(State {
                rules: Rules::default(),
                redactor,
                used: BTreeSet::new(),
            }),
        })))
    }

    /// Takes this text out of requests before they are compared, as was done when they were recorded.
    #[must_use]
    pub fn redact(self, secret: impl AsRef<str>) -> Self {
        lock(&self.0.state).redactor.learn(secret.as_ref());
        self
    }

    /// Compares no pairs of the query that have this name: a time, a random number.
    #[must_use]
    pub fn ignore_query(self, name: impl Into<String>) -> Self {
        lock(&self.0.state).rules.ignored_query.insert(name.into());
        self
    }

    /// Compares no members of JSON bodies that have this name, however deep they are.
    #[must_use]
    pub fn ignore_member(self, name: impl Into<String>) -> Self {
        lock(&self.0.state).rules.ignored_members.insert(name.into());
        self
    }

    /// Compares no bodies.
    #[must_use]
    pub fn ignore_body(self) -> Self {
        lock(&self.0.state).rules.ignores_body = true;
        self
    }

    /// Gives an answer again and again, when a request comes more often than it was recorded.
    #[must_use]
    pub fn repeat(self) -> Self {
        lock(&self.0.state).rules.repeats = true;
        self
    }

    /// The recorded requests that nobody has asked for, as method and URL.
    pub fn unused(&self) -> Vec<String> {
        let state = lock(&self.0.state);
        let unused = |(index, exchange): (usize, &Exchange)| {
            let request = &exchange.request;
            (!state.used.contains(&index)).then(|| format!("{} {}", request.method, request.url))
        };
        self.0.exchanges.iter().enumerate().filter_map(unused).collect()
    }

    fn find(&self, request: &Recorded) -> Result<Outcome, TransportError> {
        let state = &mut *lock(&self.0.state);
        state.redactor.learn_headers(&request.headers);
        state.redactor.learn_url(&request.uri);
        let asked = sent(
            &request.method,
            &request.uri,
            &request.headers,
            &request.body,
            &state.redactor,
        );
        let mut nearest: Option<(usize, &Exchange, Vec<String>)> = None;
        let mut last = None;
        for (index, exchange) in self.0.exchanges.iter().enumerate() {
            let (distance, differences) = state.rules.compare(&exchange.request, &asked);
            if differences.is_empty() {
                if state.used.insert(index) {
                    return Ok(exchange.outcome.clone());
                }
                last = Some(exchange);
            } else if nearest.as_ref().is_none_or(|(least, ..)| distance < *least) {
                nearest = Some((distance, exchange, differences));
            }
        }
        if let Some(exchange) = last.filter(|_| state.rules.repeats) {
            return Ok(exchange.outcome.clone());
        }
        let mut text = format!(
            "the cassette {} has no answer {} {} {}",
            self.0.path.display(),
            if last.is_some() { "left for" } else { "for" },
            asked.method,
            asked.url
        );
        if let Some((_, exchange, differences)) = nearest.filter(|_| last.is_none()) {
            text.push_str(&format!(
                "; the nearest is {} {}, where {}",
                exchange.request.method,
                exchange.request.url,
                differences.join("; ")
            ));
        }
        Err(TransportError::request(text))
    }
}

impl Transport for Replay {
    fn send(&self, request: Request<Body>) -> TransportFuture {
        let replay = self.clone();
        Box::pin(async move {
            let (head, body) = request.into_parts();
            let request = Recorded {
                method: head.method,
                uri: head.uri,
                headers: head.headers,
                body: read(body).await?,
            };
            match replay.find(&request)? {
                Outcome::Answer(answer) => response(answer),
                Outcome::Failure { stage, message } => Err(failure(&stage, message)),
            }
        })
    }
}

fn response(answer: Answer) -> Result<http::Response<Chunks>, TransportError> {
    let body: Chunks = Box::pin(Playing::new(answer.body, answer.broken));
    let mut response = http::Response::new(body);
    *response.status_mut() = StatusCode::from_u16(answer.status).map_err(TransportError::request)?;
    let mut headers = HeaderMap::new();
    for (name, value) in answer.headers {
        let name = HeaderName::from_bytes(name.as_bytes()).map_err(TransportError::request)?;
        headers.append(name, HeaderValue::from_str(&value).map_err(TransportError::request)?);
    }
    *response.headers_mut() = headers;
    Ok(response)
}

fn failure(stage: &str, message: String) -> TransportError {
    match stage {
        "connect" => TransportError::connect(message),
        "connect_timeout" => TransportError::connect_timeout(message),
        "refused" => TransportError::refused(message),
        "request" => TransportError::request(message),
        _ => TransportError::exchange(message),
    }
}

impl fmt::Debug for Replay {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Replay")
            .field("path", &self.0.path)
            .field("unused", &self.unused().len())
            .finish_non_exhaustive()
    }
}
