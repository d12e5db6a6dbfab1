//! Calls of endpoints that no method of this crate covers.

use crate::body::Body;
use crate::call::{Call, NoStream};
use crate::client::Client;
use crate::draft::Draft;
use crate::file::File;
use crate::multipart::Form;
use crate::operation::{Operation, OperationRef, StreamKind};
use crate::parameter::escape;
use crate::payload::Payload;
use serde::Serialize;
use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

/// What [`Client::fetch`] sends; `U` is the item of the stream, if there is to be one.
pub struct FetchOptions<U = NoStream> {
    method: Option<String>,
    query: Vec<(String, serde_json::Result<Vec<u8>>)>,
    headers: Vec<(String, String)>,
    body: Option<Content>,
    stream: Option<StreamKind>,
    item: PhantomData<fn() -> U>,
}

enum Content {
    Json(serde_json::Result<Vec<u8>>),
    Ready(Payload),
}

impl FetchOptions {
    /// A `GET` without anything; with a body it becomes a `POST`.
    pub fn new() -> Self {
        Self {
            method: None,
            query: Vec::new(),
            headers: Vec::new(),
            body: None,
            stream: None,
            item: PhantomData,
        }
    }
}

impl Default for FetchOptions {
    fn default() -> Self {
        Self::new()
    }
}

impl<U> FetchOptions<U> {
    /// The HTTP method.
    #[must_use]
    pub fn method(mut self, method: impl Into<String>) -> Self {
        self.method = Some(method.into());
        self
    }

    /// A pair of the query; a list repeats the name, an object becomes `name[member]`.
    #[must_use]
    pub fn query(mut self, name: impl Into<String>, value: impl Serialize) -> Self {
        self.query.push((name.into(), serde_json::to_vec(&value)));
        self
    }

    /// A header.
    #[must_use]
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// A body of JSON.
    #[must_use]
    pub fn data(mut self, data: impl Serialize) -> Self {
        self.body = Some(Content::Json(serde_json::to_vec(&data)));
        self
    }

    /// A body of raw bytes.
    #[must_use]
    pub fn buffer(self, buffer: impl Into<Body>) -> Self {
        self.payload(Payload::Raw(Cow::Borrowed("application/octet-stream"), buffer.into()))
    }

    /// A form of several parts with this file in its field `file`.
    #[must_use]
    pub fn file(self, file: &File) -> Self {
        self.form(Form::new().file("file", file))
    }

    /// A form of several parts.
    #[must_use]
    pub fn form(self, form: Form) -> Self {
        self.payload(Payload::Multipart(form))
    }

    fn payload(mut self, payload: Payload) -> Self {
        self.body = Some(Content::Ready(payload));
        self
    }

    /// The answer may be streamed as JSON lines of `V`.
    #[must_use]
    pub fn jsonl<V>(self) -> FetchOptions<V> {
        self.streaming(StreamKind::Jsonl)
    }

    /// The answer may be streamed as server-sent events whose data is JSON of `V`.
    #[must_use]
    pub fn sse<V>(self) -> FetchOptions<V> {
        self.streaming(StreamKind::Sse)
    }

    fn streaming<V>(self, stream: StreamKind) -> FetchOptions<V> {
        let Self {
            method,
            query,
            headers,
            body,
            ..
        } = self;
        FetchOptions {
            method,
            query,
            headers,
            body,
            stream: Some(stream),
            item: PhantomData,
        }
    }

    pub(crate) fn into_call<T>(self, client: &Client, path: &str) -> Call<T, U> {
        let Self {
            method,
            query,
            headers,
            body,
            stream,
            ..
        } = self;
        Call::of(
            Request {
                method,
                query,
                headers,
                body,
                stream,
            }
            .into_draft(client, path),
        )
    }
}

/// The options without their type.
struct Request {
    method: Option<String>,
    query: Vec<(String, serde_json::Result<Vec<u8>>)>,
    headers: Vec<(String, String)>,
    body: Option<Content>,
    stream: Option<StreamKind>,
}

impl Request {
    fn into_draft(self, client: &Client, path: &str) -> Draft {
        let method = self
            .method
            .unwrap_or_else(|| if self.body.is_some() { "POST" } else { "GET" }.to_owned());
        // No server sees a fragment, and behind it nothing else of the URL would be seen.
        let path = path.split('#').next().unwrap_or_default();
        let (address, written_query) = path
            .split_once('?')
            .map_or((path, None), |(path, query)| (path, Some(query)));
        let mut operation = Operation::undeclared(method, without_user(address));
        operation.stream = self.stream;
        let mut draft = Draft::of(client, OperationRef::Undeclared(Arc::new(operation)));
        draft.written = written_query.map(escape::written);
        for (name, value) in self.query {
            draft.query(&name, value);
        }
        for (name, value) in self.headers {
            draft.header(&name, &value);
        }
        match self.body {
            Some(Content::Json(json)) => draft.json(json),
            Some(Content::Ready(payload)) => draft.payload = Some(payload),
            None => {}
        }
        draft
    }
}

/// A user name and password in a URL are not sent, and errors, which name the address, must not show them.
fn without_user(address: &str) -> String {
    let Some((scheme, rest)) = address.split_once("://") else {
        return address.to_owned();
    };
    let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    let host = authority.rsplit('@').next().unwrap_or_default();
    format!("{scheme}://{host}{path}")
}

/// Bodies and headers may hold secrets, so only the method is shown.
impl<U> fmt::Debug for FetchOptions<U> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("FetchOptions")
            .field("method", &self.method)
            .finish_non_exhaustive()
    }
}
