//! What a call has been told so far: arguments and options, already encoded and free of type parameters.

use crate::client::{BaseUrl, Client};
use crate::error::Error;
use crate::operation::{AnswerKind, Operation, OperationRef};
use crate::parameter::escape::{self, Escape};
use crate::parameter::style::{self, Pair, Style};
use crate::parameter::{Parameter, Place};
use crate::path;
use crate::payload::Payload;
use crate::retry::RetryPolicy;
use crate::tree::Tree;
use http::{HeaderMap, HeaderName, HeaderValue, Uri};
use std::borrow::Cow;
use std::sync::Arc;
use std::time::Duration;

/// The arguments and options of one call.
#[derive(Clone)]
pub(crate) struct Draft {
    pub(crate) client: Client,
    pub(crate) operation: OperationRef,
    pub(crate) path: Vec<PathArgument>,
    pub(crate) query: Vec<QueryArgument>,
    /// A query that was written by hand behind a path; it stands before all others.
    pub(crate) written: Option<String>,
    pub(crate) headers: HeaderMap,
    pub(crate) cookies: Vec<QueryArgument>,
    pub(crate) payload: Option<Payload>,
    pub(crate) members: Vec<(String, Tree)>,
    pub(crate) accept: Option<Cow<'static, str>>,
    pub(crate) answer: Option<AnswerKind>,
    /// Boxed, for few calls have one and each would be larger by it.
    pub(crate) url: Option<Box<Uri>>,
    pub(crate) options: CallOptions,
    failure: Option<Arc<str>>,
}

/// One pair of the query or of the cookies, and the parameter that it belongs to: an object makes several pairs, none of them of the parameter's name.
#[derive(Clone)]
pub(crate) struct QueryArgument {
    pub(crate) parameter: Cow<'static, str>,
    pub(crate) pair: Pair,
}

/// One value of the path template, escaped.
#[derive(Clone)]
pub(crate) struct PathArgument {
    pub(crate) name: &'static str,
    pub(crate) value: String,
    pub(crate) optional: bool,
    pub(crate) reserved: bool,
}

/// What a call may set differently from its client.
#[derive(Clone, Default)]
pub(crate) struct CallOptions {
    pub(crate) timeout: Option<Duration>,
    pub(crate) headers_timeout: Option<Duration>,
    pub(crate) idle_timeout: Option<Duration>,
    pub(crate) max_retries: Option<u32>,
    /// Boxed as the base URL is, because few calls have them.
    pub(crate) retry: Option<Box<RetryPolicy>>,
    pub(crate) base_url: Option<Box<BaseUrl>>,
    pub(crate) idempotency_key: Option<HeaderValue>,
}

impl Draft {
    pub(crate) fn new(client: &Client, operation: &'static Operation) -> Self {
        Self::of(client, OperationRef::Declared(operation))
    }

    pub(crate) fn of(client: &Client, operation: OperationRef) -> Self {
        Self {
            client: client.clone(),
            operation,
            path: Vec::new(),
            query: Vec::new(),
            written: None,
            headers: HeaderMap::new(),
            cookies: Vec::new(),
            payload: None,
            members: Vec::new(),
            accept: None,
            answer: None,
            url: None,
            options: CallOptions::default(),
            failure: None,
        }
    }

    /// The path for a person: a template, or, of a call that no description declares, the address without the client's secret.
    pub(crate) fn shown_path(&self) -> Cow<'_, str> {
        let path = self.operation.path();
        if self.operation.is_declared() {
            Cow::Borrowed(path)
        } else {
            Cow::Owned(self.client.shared().credentials().redact(path.to_owned()))
        }
    }

    /// Remembers what is wrong with an argument until the call is run; the first problem wins.
    pub(crate) fn fail(&mut self, reason: impl Into<Arc<str>>) {
        self.failure.get_or_insert_with(|| reason.into());
    }

    /// The problem of the arguments, if there is one.
    pub(crate) fn check(&self) -> Result<(), Error> {
        self.client.shared().check()?;
        match &self.failure {
            Some(reason) => Err(Error::request(reason.to_string())),
            None => Ok(()),
        }
    }

    pub(crate) fn path(&mut self, name: &'static str, value: &str) {
        let mut text = String::with_capacity(value.len());
        escape::push(&mut text, value, path::escape(self.operation.path(), name));
        // One at a time, for most paths have one or two and a vector would begin with room for four.
        self.path.reserve_exact(1);
        self.path.push(PathArgument {
            name,
            value: text,
            optional: false,
            reserved: false,
        });
    }

    pub(crate) fn parameter(&mut self, parameter: Parameter, json: serde_json::Result<Vec<u8>>) {
        let name = parameter.name;
        let value = match (Tree::of(json), parameter.content) {
            // A media type instead of a style: the value travels as one text.
            (Ok(value), Some(media_type)) if value != Tree::Null && is_json(media_type) => Tree::Text(value.to_json()),
            (Ok(value), _) => value,
            (Err(error), _) => return self.fail(format!("parameter \"{name}\" cannot be written: {error}")),
        };
        match parameter.place {
            Place::Query => {
                let escape = if parameter.allow_reserved {
                    Escape::ReservedQuery
                } else {
                    Escape::Component
                };
                let pairs = style::pairs(name, &value, parameter.layout(), parameter.exploded(), escape);
                replace(&mut self.query, Cow::Borrowed(name), pairs);
            }
            Place::Cookie => {
                let pairs = style::pairs(
                    name,
                    &value,
                    parameter.layout(),
                    parameter.exploded(),
                    Escape::Component,
                );
                replace(&mut self.cookies, Cow::Borrowed(name), pairs);
            }
            Place::Header => match style::text(name, &value, Style::Simple, parameter.exploded(), Escape::Nothing) {
                Some(text) => self.header(name, &text),
                None => drop(self.headers.remove(name)),
            },
            Place::Path => {
                let escape = if parameter.allow_reserved {
                    Escape::ReservedPath
                } else {
                    path::escape(self.operation.path(), name)
                };
                let text =
                    style::text(name, &value, parameter.layout(), parameter.exploded(), escape).unwrap_or_default();
                let (optional, reserved) = (parameter.optional, parameter.allow_reserved);
                self.path.push(PathArgument {
                    name,
                    value: text,
                    optional,
                    reserved,
                });
            }
        }
    }

    /// Sets a query parameter that the description may not know.
    pub(crate) fn query(&mut self, name: &str, json: serde_json::Result<Vec<u8>>) {
        match Tree::of(json) {
            Ok(value) => {
                let style = match value {
                    Tree::Map(_) => Style::DeepObject,
                    _ => Style::Form,
                };
                let pairs = style::pairs(name, &value, style, true, Escape::Component);
                replace(&mut self.query, Cow::Owned(name.to_owned()), pairs);
            }
            Err(error) => self.fail(format!("the query parameter \"{name}\" cannot be written: {error}")),
        }
    }

    pub(crate) fn header(&mut self, name: &str, value: &str) {
        match (HeaderName::from_bytes(name.as_bytes()), HeaderValue::from_str(value)) {
            (Ok(name), Ok(mut value)) => {
                value.set_sensitive(crate::secret::is_sensitive_argument(name.as_str()));
                self.headers.insert(name, value);
            }
            _ => self.fail(format!("the header \"{name}\" is not one that HTTP can carry")),
        }
    }

    pub(crate) fn json(&mut self, json: serde_json::Result<Vec<u8>>) {
        match json {
            Ok(json) => self.payload = Some(Payload::Json(json.into())),
            Err(error) => self.fail(format!("the body cannot be written as JSON: {error}")),
        }
    }

    pub(crate) fn form(&mut self, json: serde_json::Result<Vec<u8>>, encoding: &'static [Parameter]) {
        match Tree::of(json) {
            Ok(value) => self.payload = Some(Payload::Form(value, encoding)),
            Err(error) => self.fail(format!("the body cannot be written as a form: {error}")),
        }
    }

    pub(crate) fn member(&mut self, name: String, json: serde_json::Result<Vec<u8>>) {
        match Tree::of(json) {
            Ok(value) => {
                self.members.retain(|(old, _)| *old != name);
                self.members.push((name, value));
            }
            Err(error) => self.fail(format!("the body member \"{name}\" cannot be written as JSON: {error}")),
        }
    }

    pub(crate) fn base_url(&mut self, url: &str) {
        match BaseUrl::parse(url) {
            Ok(url) => self.options.base_url = Some(Box::new(url)),
            Err(reason) => self.fail(reason),
        }
    }

    pub(crate) fn idempotency_key(&mut self, key: &str) {
        match HeaderValue::from_str(key) {
            Ok(key) => self.options.idempotency_key = Some(key),
            Err(_) => self.fail("the idempotency key holds a character that no header can carry"),
        }
    }
}

/// Adds the pairs of one parameter in place of those that it set before; no pairs take them away.
fn replace(arguments: &mut Vec<QueryArgument>, parameter: Cow<'static, str>, pairs: Vec<Pair>) {
    let mut name = String::with_capacity(parameter.len());
    escape::push(&mut name, &parameter, Escape::Component);
    arguments.retain(|old| {
        old.parameter != parameter && old.pair.name != name && pairs.iter().all(|new| new.name != old.pair.name)
    });
    arguments.extend(pairs.into_iter().map(|pair| QueryArgument {
        parameter: parameter.clone(),
        pair,
    }));
}

/// Whether a media type is JSON, its suffixes included; `application/jsonl` is not.
pub(crate) fn is_json(media_type: &str) -> bool {
    let essence = media_type
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase();
    essence == "application/json" || essence == "text/json" || essence.ends_with("+json")
}
