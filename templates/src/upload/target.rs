//! Where the bytes go, as the answer of the first step says it. The query of that URL and some of its headers are credentials.
//!
//! All of it is `#[inline]`, so that only a program that calls it compiles it.

use crate::draft::{CallOptions, Draft};
use crate::error::{Error, Result};
use crate::file::File;
use crate::operation::{Operation, OperationRef};
use crate::payload::Payload;
use crate::redirect;
use crate::response::Head;
use crate::secret::{REDACTED, Secret, is_sensitive_argument};
use bytes::Bytes;
use http::header::{CONNECTION, CONTENT_LENGTH, HOST, TRANSFER_ENCODING};
use http::{HeaderMap, HeaderName, HeaderValue, Method, Uri};
use percent_encoding::percent_decode_str;
use serde_json::Value;
use std::borrow::Cow;
use std::sync::Arc;

/// What follows from the URL and the body, whatever the server says of them.
const OF_THE_TRANSPORT: [HeaderName; 4] = [CONNECTION, CONTENT_LENGTH, HOST, TRANSFER_ENCODING];

/// Words shorter than this are no credentials, and cutting them out would spoil every message.
const SHORTEST_SECRET: usize = 6;

/// The request of the second step.
#[derive(Debug, PartialEq)]
pub(super) struct Target {
    method: Method,
    url: Uri,
    headers: HeaderMap,
}

/// Why an answer holds no such request, and where in its JSON.
struct Misfit {
    path: String,
    reason: String,
}

impl Target {
    /// Reads the request that an answer holds at `pointer`. The rest of the answer has to fit too, before anything is sent.
    #[inline]
    pub(super) fn read(
        head: &Head,
        body: &Bytes,
        pointer: &str,
        fits: fn(&Head, &Bytes) -> Result<()>,
    ) -> Result<Self> {
        let Ok(mut answer) = serde_json::from_slice::<Value>(body) else {
            fits(head, body)?;
            return Err(Error::unreadable(head, body, "the answer is not JSON"));
        };
        let found = Self::find(&answer, pointer, head);
        // What the error quotes of an answer must not be the credential in it.
        if let Some(request) = answer.pointer_mut(pointer) {
            hide(request);
        }
        let shown = Bytes::from(answer.to_string());
        if found.is_err()
            && head.client.shared().api().error_in_success
            && let Some(error) = Error::in_success(head, &shown)
        {
            return Err(error);
        }
        fits(head, &shown)?;
        found.map_err(|misfit| Error::unreadable(head, &shown, misfit.reason).at(misfit.path))
    }

    #[inline]
    fn find(answer: &Value, pointer: &str, head: &Head) -> std::result::Result<Self, Misfit> {
        let path = pointer.trim_start_matches('/').replace('/', ".");
        let misfit = |member: &str, reason: String| Misfit {
            path: format!("{path}{member}"),
            reason,
        };
        let request = match answer.pointer(pointer) {
            Some(request) if !request.is_null() => request,
            _ => return Err(misfit("", "the answer holds no upload request".to_owned())),
        };
        let url = request
            .as_str()
            .or_else(|| request.get("url")?.as_str())
            .ok_or_else(|| misfit(".url", "the upload request holds no URL".to_owned()))?;
        let url = redirect::resolve(&head.url, url)
            .ok_or_else(|| misfit(".url", "the upload request holds no legal URL".to_owned()))?;
        if head.url.scheme_str() == Some("https") && url.scheme_str() != Some("https") {
            return Err(misfit(".url", "the upload request leads from https to http".to_owned()));
        }
        let method = match request.get("method") {
            None | Some(Value::Null) => Method::PUT,
            Some(method) => method
                .as_str()
                .and_then(|method| Method::from_bytes(method.to_ascii_uppercase().as_bytes()).ok())
                .ok_or_else(|| misfit(".method", "the upload request holds no HTTP method".to_owned()))?,
        };
        let headers = headers(request.get("headers")).map_err(|name| {
            misfit(
                ".headers",
                format!("the header \"{name}\" is not one that HTTP can carry"),
            )
        })?;
        Ok(Self { method, url, headers })
    }

    /// The second step: the bytes of the file, under the options of the first one.
    #[inline]
    pub(super) fn draft(&self, head: &Head, options: &CallOptions, file: File) -> Draft {
        let origin = format!(
            "{}://{}",
            self.url.scheme_str().unwrap_or_default(),
            self.url.authority().map_or("", |authority| authority.as_str())
        );
        let id = format!("{}/bytes", head.operation.id());
        let operation = Operation::foreign(id, self.method.to_string(), origin);
        let mut draft = Draft::of(&head.client, OperationRef::Undeclared(Arc::new(operation)));
        draft.url = Some(Box::new(self.url.clone()));
        draft.accept = Some(Cow::Borrowed("*/*"));
        draft.payload = Some(Payload::Raw(Cow::Borrowed("application/octet-stream"), file.into()));
        draft.headers = self.headers.clone();
        draft.options = CallOptions {
            base_url: None,
            idempotency_key: None,
            ..options.clone()
        };
        draft
    }

    /// An error of the second step without what it repeats of the URL's query and of the headers.
    #[inline]
    pub(super) fn redact(&self, error: Error) -> Error {
        let query = self.url.query().unwrap_or_default();
        let values = query.split('&').map(|pair| {
            let value = pair.split_once('=').map_or(pair, |(_, value)| value);
            percent_decode_str(value).decode_utf8_lossy().into_owned()
        });
        let sensitive = self.headers.values().filter(|value| value.is_sensitive());
        let headers = sensitive.filter_map(|value| Some(value.to_str().ok()?.to_owned()));
        // The whole before its parts.
        let words = std::iter::once(query.to_owned()).chain(values).chain(headers);
        let secrets: Vec<Secret> = words
            .filter(|word| word.len() >= SHORTEST_SECRET)
            .map(|word| Secret::new(&word))
            .collect();
        error.without(&secrets)
    }
}

/// The headers of an upload request; fails with the name of one that is none.
#[inline]
fn headers(headers: Option<&Value>) -> std::result::Result<HeaderMap, String> {
    let mut map = HeaderMap::new();
    for (name, value) in headers.and_then(Value::as_object).into_iter().flatten() {
        let text = match value {
            Value::Null => continue,
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        let (Ok(key), Ok(mut value)) = (HeaderName::from_bytes(name.as_bytes()), HeaderValue::from_str(&text)) else {
            return Err(name.clone());
        };
        if !OF_THE_TRANSPORT.contains(&key) {
            value.set_sensitive(is_sensitive_argument(key.as_str()));
            map.insert(key, value);
        }
    }
    Ok(map)
}

/// Cuts the texts out of an upload request.
#[inline]
fn hide(request: &mut Value) {
    match request {
        Value::String(text) => *text = REDACTED.to_owned(),
        Value::Array(items) => items.iter_mut().for_each(hide),
        Value::Object(members) => members
            .iter_mut()
            .filter(|(name, _)| *name != "method")
            .for_each(|(_, member)| hide(member)),
        _ => {}
    }
}
