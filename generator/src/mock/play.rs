//! A request becomes an answer.

use serde_json::Value;

use super::refusal::Refusal;
use super::request::Request;
use super::route::{Found, Router};
use super::{body, parameter, security, upload};
use crate::contract::{Body, Choice, Content, Contract, Operation};
use crate::sample::Problem;

/// Plays the API of a description: a pure function of the request.
#[derive(Debug)]
pub struct Mock {
    contract: Contract,
    router: Router,
}

/// An answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// The HTTP status.
    pub status: u16,
    /// The headers.
    pub headers: Vec<(String, String)>,
    /// The body: an event of a stream is a piece of its own.
    pub pieces: Vec<Vec<u8>>,
    /// Whether it is a stream, whose length is not known in the beginning.
    pub is_stream: bool,
    /// The operation that was called, if there is one.
    pub operation: Option<String>,
}

/// So many levels of an answer show everything.
const DEPTH: usize = 3;

/// So many problems of a request are told at once.
const PROBLEMS: usize = 10;

impl Mock {
    /// Plays this description.
    pub fn new(contract: Contract) -> Self {
        let router = Router::new(&contract);
        Mock { contract, router }
    }

    /// The answer to a request.
    pub fn play(&self, request: &Request) -> Reply {
        if let Some(reply) = upload::taken(request) {
            return reply;
        }
        let found = match self.operation(request) {
            Ok(found) => found,
            Err(refusal) => return refusal.reply(),
        };
        let Some(operation) = self.contract.operations.get(found.operation) else {
            return Refusal::new(404, "nothing stands at this path").reply();
        };
        let mut reply = self.answer(operation, &found, request).unwrap_or_else(Refusal::reply);
        reply.operation = Some(operation.id.clone());
        if request.method == "HEAD" {
            reply.pieces.clear();
        }
        reply
    }

    fn operation(&self, request: &Request) -> Result<Found, Refusal> {
        let mut all = self.router.find(&request.path);
        if all.is_empty() {
            let message = format!("no operation of the description has the path `{}`", request.path);
            return Err(Refusal::new(404, message));
        }
        let method = |found: &Found| {
            self.contract
                .operations
                .get(found.operation)
                .map(|one| one.method.as_str())
        };
        let with = |wanted: &str| all.iter().position(|found| method(found) == Some(wanted));
        // What can be fetched can be asked about.
        let index = with(&request.method).or_else(|| with("GET").filter(|_| request.method == "HEAD"));
        match index {
            Some(index) => Ok(all.swap_remove(index)),
            None => {
                let mut methods: Vec<&str> = all.iter().filter_map(method).collect();
                methods.sort_unstable();
                methods.dedup();
                let message = format!(
                    "`{}` takes {}, not {}",
                    request.path,
                    methods.join(", "),
                    request.method
                );
                Err(Refusal::new(405, message).header("allow", methods.join(", ")))
            }
        }
    }

    fn answer(&self, operation: &Operation, found: &Found, request: &Request) -> Result<Reply, Refusal> {
        let schemas = &self.contract.schemas;
        security::check(operation, request)?;
        parameter::checked(schemas, operation, &found.parameters, request)?;
        body::checked(schemas, operation, request)?;
        let Choice { status, content } = operation.choose(request.header("accept")).map_err(|offered| {
            let accept = request.header("accept").unwrap_or_default();
            let message = format!("{} answers {}, not {accept}", operation.id, offered.join(", "));
            Refusal::new(406, message)
        })?;
        let mut reply = Reply {
            status,
            headers: Vec::new(),
            pieces: Vec::new(),
            is_stream: false,
            operation: None,
        };
        if let Some(content) = content {
            let concrete = self.contract.concrete(content);
            let media_type = if content.media_type.contains('*') {
                concrete
            } else {
                content.media_type.clone()
            };
            reply.headers.push(("content-type".to_owned(), media_type));
            let body = self.contract.body(content, DEPTH);
            reply.is_stream = matches!(body, Body::Lines(_) | Body::Records(_) | Body::Events(_));
            reply.pieces = match body {
                Body::Json(value) => vec![self.json(operation, content, value, request).to_string().into_bytes()],
                Body::Lines(values) => values.iter().map(|value| format!("{value}\n").into_bytes()).collect(),
                Body::Records(values) => values
                    .iter()
                    .map(|value| format!("\u{1e}{value}\n").into_bytes())
                    .collect(),
                Body::Events(values) => values
                    .iter()
                    .map(|value| format!("data: {value}\n\n").into_bytes())
                    .collect(),
                Body::Text(text) => vec![text.into_bytes()],
            };
        }
        Ok(reply)
    }

    /// What of a JSON answer depends on the request.
    fn json(&self, operation: &Operation, content: &Content, mut value: Value, request: &Request) -> Value {
        if let Some(place) = &operation.upload {
            upload::point_here(&mut value, place, &operation.id, request);
        }
        let asks_for = |name: &str| request.pairs().iter().any(|(known, _)| known == name);
        match &operation.next {
            // A list has two pages, so that a walk through them has something to do and ends.
            Some(next) if asks_for(&next.parameter) => self.contract.last_page(operation, content, value),
            _ => value,
        }
    }
}

/// What is wrong with a part of a request, in words.
pub(super) fn sentence(what: &str, problems: &[Problem]) -> String {
    let mut sentences: Vec<String> = problems
        .iter()
        .take(PROBLEMS)
        .map(|problem| {
            let place = match problem.at.as_str() {
                "" => what.to_owned(),
                at => format!("{what} at `{at}`"),
            };
            format!("{place} {} ({})", problem.message, problem.rule)
        })
        .collect();
    if let Some(more) = problems.len().checked_sub(PROBLEMS).filter(|more| *more > 0) {
        sentences.push(format!("and {more} more"));
    }
    sentences.join("; ")
}
