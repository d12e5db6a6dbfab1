//! One exchange as the recorder heard it, and as the cassette holds it.

use crate::test_util::cassette::{Answer, Exchange, Outcome, Sent};
use crate::test_util::redactor::Redactor;
use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, Method, StatusCode, Uri};

/// What is said of an answer that was dropped before its end.
pub(super) const UNREAD: &str = "the rest was not read";

/// One exchange as it happened, with its secrets.
pub(super) struct Take {
    pub(super) method: Method,
    pub(super) uri: Uri,
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
    pub(super) outcome: Option<Heard>,
}

pub(super) enum Heard {
    Failure {
        stage: &'static str,
        message: String,
    },
    Answer {
        status: StatusCode,
        headers: HeaderMap,
        chunks: Vec<Bytes>,
        broken: Option<String>,
    },
}

impl Take {
    /// Makes the secrets of the exchange known.
    pub(super) fn teach(&self, redactor: &mut Redactor) {
        redactor.learn_headers(&self.headers);
        redactor.learn_url(&self.uri);
        redactor.learn_values(&self.body);
        if let Some(Heard::Answer { headers, chunks, .. }) = &self.outcome {
            redactor.learn_headers(headers);
            redactor.learn_values(&chunks.concat());
        }
    }

    /// The exchange without secrets; one that was given up before it was answered has nothing to replay.
    pub(super) fn exchange(&self, redactor: &Redactor) -> Option<Exchange> {
        let outcome = match self.outcome.as_ref()? {
            Heard::Failure { stage, message } => Outcome::Failure {
                stage: (*stage).to_owned(),
                message: redactor.text(message),
            },
            Heard::Answer {
                status,
                headers,
                chunks,
                broken,
            } => Outcome::Answer(Answer {
                status: status.as_u16(),
                headers: self::headers(headers, redactor),
                body: redacted(chunks, redactor),
                broken: broken.as_deref().map(|reason| redactor.text(reason)),
            }),
        };
        Some(Exchange {
            request: sent(&self.method, &self.uri, &self.headers, &self.body, redactor),
            outcome,
        })
    }
}

/// A request as a cassette holds it.
pub(in crate::test_util) fn sent(
    method: &Method,
    uri: &Uri,
    headers: &HeaderMap,
    body: &Bytes,
    redactor: &Redactor,
) -> Sent {
    let mut headers = self::headers(headers, redactor);
    let mut body = body.clone();
    // The boundary of a form is random; what is replayed must look the same each time.
    if let Some((_, media_type)) = headers.iter_mut().find(|(name, _)| name == CONTENT_TYPE.as_str())
        && let Some((_, boundary)) = media_type.clone().split_once("boundary=")
    {
        *media_type = media_type.replace(boundary, "boundary");
        body = replaced(&body, boundary.trim_matches('"').as_bytes(), b"boundary");
    }
    Sent {
        method: method.to_string(),
        url: redactor.text(&uri.to_string()),
        headers,
        body: redacted(&[body], redactor),
    }
}

fn replaced(bytes: &[u8], old: &[u8], new: &[u8]) -> Bytes {
    let mut whole = Vec::with_capacity(bytes.len());
    let mut rest = 0;
    for at in memchr::memmem::find_iter(bytes, old) {
        whole.extend_from_slice(bytes.get(rest..at).unwrap_or_default());
        whole.extend_from_slice(new);
        rest = at + old.len();
    }
    whole.extend_from_slice(bytes.get(rest..).unwrap_or_default());
    Bytes::from(whole)
}

/// Headers for a person, without those that belong to one connection or change each time.
fn headers(headers: &HeaderMap, redactor: &Redactor) -> Vec<(String, String)> {
    const LEFT_OUT: [&str; 7] = [
        "connection",
        "content-length",
        "date",
        "keep-alive",
        "transfer-encoding",
        "upgrade",
        "user-agent",
    ];
    let shown = headers.iter().filter(|(name, _)| !LEFT_OUT.contains(&name.as_str()));
    shown
        .map(|(name, value)| (name.to_string(), redactor.header(name.as_str(), value)))
        .collect()
}

/// The pieces of a body without secrets, also without those that lie across pieces.
fn redacted(chunks: &[Bytes], redactor: &Redactor) -> Vec<Bytes> {
    let mut ends: Vec<usize> = chunks
        .iter()
        .scan(0, |end, chunk| {
            *end += chunk.len();
            Some(*end)
        })
        .collect();
    let whole = Bytes::from(redactor.bytes(&chunks.concat(), &mut ends));
    let mut start = 0;
    let piece = |end: usize| {
        let piece = whole.slice(start..end.clamp(start, whole.len()));
        start = end.clamp(start, whole.len());
        piece
    };
    ends.into_iter().map(piece).filter(|piece| !piece.is_empty()).collect()
}
