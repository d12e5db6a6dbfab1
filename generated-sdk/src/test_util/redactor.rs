//! Takes secrets out of what is shown or written of requests and answers.
//!
//! A transport is not told the secret of a client. It learns it from where it stands: sensitive headers, pairs of the query, and members of bodies. What it
//! has learned once is taken out everywhere, in each of its spellings.

use super::recorded::pairs;
use crate::client::SecretPlacement;
use crate::secret::{Spellings, in_order, is_sensitive_argument, sensitive_values};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::HeaderMap;
use http::header::{AUTHORIZATION, COOKIE, HeaderName, SET_COOKIE};
use percent_encoding::percent_decode;
use std::collections::BTreeSet;
use std::ops::Range;

/// What stands where a secret stood: legal in a header, in a URL and in JSON, so that what is replayed can be sent again.
pub(super) const MARK: &str = "REDACTED";

/// From this length on the value of a sensitive header is a secret and not a word.
const SHORTEST: usize = 4;

/// The texts to take out, and the names to leave alone.
#[derive(Default)]
pub(super) struct Redactor {
    known: BTreeSet<String>,
    spellings: Vec<Spellings>,
    kept: BTreeSet<String>,
}

impl Redactor {
    /// Leaves alone what stands under a name that looks sensitive and is not.
    pub(super) fn keep(&mut self, name: &str) {
        self.kept.insert(name.to_owned());
    }

    pub(super) fn kept(&self) -> impl Iterator<Item = &String> {
        self.kept.iter()
    }

    /// Takes out this text from now on.
    pub(super) fn learn(&mut self, secret: &str) {
        let secret = secret.trim();
        if secret.is_empty() || secret == MARK || self.known.contains(secret) {
            return;
        }
        self.known.insert(secret.to_owned());
        self.spellings.push(Spellings::of(secret));
    }

    /// Learns what stands in sensitive headers.
    pub(super) fn learn_headers(&mut self, headers: &HeaderMap) {
        let hidden = headers
            .iter()
            .filter(|(name, value)| value.is_sensitive() || self.is_hidden(name.as_str()));
        let mut secrets: Vec<String> = Vec::new();
        for (name, value) in hidden {
            secrets.extend(secrets_of(name, &String::from_utf8_lossy(value.as_bytes())));
        }
        for secret in secrets.iter().filter(|secret| secret.trim().len() >= SHORTEST) {
            self.learn(secret);
        }
    }

    /// Learns what stands in sensitive pairs of a URL's query.
    pub(super) fn learn_url(&mut self, url: &http::Uri) {
        for (name, value) in pairs(url.query().unwrap_or_default()) {
            if self.is_hidden(&name) && value.len() >= SHORTEST {
                self.learn(&value);
            }
        }
    }

    /// Learns what stands under sensitive names and is no word of a language.
    pub(super) fn learn_values(&mut self, text: &[u8]) {
        for place in self.values(text) {
            let value = text.get(place).unwrap_or_default();
            let plain = percent_decode(value).decode_utf8_lossy();
            let quoted = format!("\"{}\"", String::from_utf8_lossy(value));
            let decoded: String = serde_json::from_str(&quoted).unwrap_or_else(|_| plain.into_owned());
            let is_word = decoded.len() < 12 || !decoded.contains(|letter: char| letter.is_ascii_digit());
            if !is_word && !decoded.contains(char::is_whitespace) {
                self.learn(&decoded);
            }
        }
    }

    /// A text without secrets.
    pub(super) fn text(&self, text: &str) -> String {
        let whole = self.bytes(text.as_bytes(), &mut []);
        String::from_utf8_lossy(&whole).into_owned()
    }

    /// A header without secrets.
    pub(super) fn header(&self, name: &str, value: &http::HeaderValue) -> String {
        if value.is_sensitive() || self.is_hidden(name) {
            MARK.to_owned()
        } else {
            self.text(&String::from_utf8_lossy(value.as_bytes()))
        }
    }

    /// Bytes without secrets; `boundaries`, which are offsets in them, are moved along. One inside of a secret moves to its end.
    pub(super) fn bytes(&self, bytes: &[u8], boundaries: &mut [usize]) -> Vec<u8> {
        let mut places = self.values(bytes);
        places.extend(self.spellings.iter().flat_map(|secret| secret.find(bytes)));
        let mut moved: Vec<(Range<usize>, Range<usize>)> = Vec::new();
        let mut whole = Vec::with_capacity(bytes.len());
        let mut rest = 0;
        for place in in_order(places) {
            whole.extend_from_slice(bytes.get(rest..place.start).unwrap_or_default());
            let before = whole.len();
            whole.extend_from_slice(replacement(bytes, &place).as_bytes());
            rest = place.end;
            moved.push((place, before..whole.len()));
        }
        whole.extend_from_slice(bytes.get(rest..).unwrap_or_default());
        for boundary in boundaries {
            let count = moved.partition_point(|(old, _)| old.start <= *boundary);
            if let Some((old, new)) = count.checked_sub(1).and_then(|last| moved.get(last)) {
                *boundary = if *boundary == old.start {
                    new.start
                } else {
                    new.end + boundary.saturating_sub(old.end)
                };
            }
        }
        whole
    }

    fn values(&self, text: &[u8]) -> Vec<Range<usize>> {
        sensitive_values(text, &|name| self.known(name))
    }

    fn is_hidden(&self, name: &str) -> bool {
        self.known(name).unwrap_or_else(|| is_sensitive_argument(name))
    }

    /// Whether a name is sensitive that the caller or the API has decided about.
    fn known(&self, name: &str) -> Option<bool> {
        if self.kept.contains(name) {
            Some(false)
        } else {
            is_own(name).then_some(true)
        }
    }
}

/// Whether the API wants a credential under this name.
fn is_own(name: &str) -> bool {
    crate::api::API.placements().any(|placement| match placement {
        SecretPlacement::Header(own) | SecretPlacement::Query(own) | SecretPlacement::Cookie(own) => {
            own.eq_ignore_ascii_case(name)
        }
        _ => false,
    })
}

/// A number stays a number, so that what was recorded can still be decoded.
fn replacement(bytes: &[u8], place: &Range<usize>) -> &'static str {
    let before = place.start.checked_sub(1).and_then(|before| bytes.get(before));
    let begins = bytes.get(place.start);
    let is_number = matches!(before, Some(b':' | b',' | b'[' | b' ' | b'\n' | b'\t'))
        && begins.is_some_and(|first| first.is_ascii_digit() || *first == b'-')
        && bytes.get(place.clone()).is_some_and(|value| {
            value
                .iter()
                .all(|byte| byte.is_ascii_digit() || b"+-.eE".contains(byte))
        });
    if is_number { "0" } else { MARK }
}

/// The secrets in the value of a header: without the scheme, unpacked from `Basic`, and each cookie alone.
fn secrets_of(name: &HeaderName, value: &str) -> Vec<String> {
    let plain = |text: &str| percent_decode(text.as_bytes()).decode_utf8_lossy().into_owned();
    if *name == COOKIE || *name == SET_COOKIE {
        // Behind the cookie that is set stand its attributes.
        let pairs = value.split(';').take(if *name == COOKIE { usize::MAX } else { 1 });
        let values = pairs.map(|pair| pair.split_once('=').map_or(pair, |(_, value)| value));
        return values.flat_map(|value| [value.to_owned(), plain(value)]).collect();
    }
    let is_scheme = |word: &str| {
        *name == AUTHORIZATION || ["basic", "bearer", "token"].contains(&word.to_ascii_lowercase().as_str())
    };
    match value.split_once(' ').filter(|(scheme, _)| is_scheme(scheme)) {
        Some((scheme, secret)) => {
            let bytes = STANDARD.decode(secret.trim()).ok();
            let unpacked = bytes.and_then(|bytes| String::from_utf8(bytes).ok());
            let unpacked = unpacked.filter(|_| scheme.eq_ignore_ascii_case("basic"));
            unpacked.into_iter().chain([secret.to_owned()]).collect()
        }
        None => vec![value.to_owned()],
    }
}
