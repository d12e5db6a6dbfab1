//! A secret in the spellings in which it may come back: as it is, percent-encoded, escaped as in JSON, and inside of base64.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE};
use std::ops::Range;

/// From this length on the inside of base64 is long enough to be told from other texts.
const LONG_ENOUGH: usize = 6;

/// How many backslashes an escape may have: each further layer of text doubles them, and a text of nothing else is not counted at each of them.
const MOST_SLASHES: usize = 8;

/// A secret, ready to be looked for.
pub(crate) struct Spellings {
    plain: Vec<String>,
    encoded: Vec<String>,
    /// Which bytes one of them can begin with: most places of a text are passed over at once.
    beginnings: [bool; 256],
}

impl Spellings {
    pub(crate) fn of(secret: &str) -> Self {
        let mut plain = vec![secret.to_owned()];
        // Of a user name and password, the password alone is secret enough.
        if let Some((_, password)) = secret.split_once(':')
            && password.len() >= LONG_ENOUGH
        {
            plain.push(password.to_owned());
        }
        let mut encoded: Vec<String> = plain.iter().flat_map(|secret| insides(secret.as_bytes())).collect();
        encoded.sort_unstable();
        encoded.dedup();
        let mut beginnings = [false; 256];
        let first = plain.iter().chain(&encoded).filter_map(|text| text.bytes().next());
        for byte in first.chain(*b"%+\\") {
            if let Some(place) = beginnings.get_mut(usize::from(byte)) {
                *place = true;
            }
        }
        Self {
            plain,
            encoded,
            beginnings,
        }
    }

    /// Where the secret stands in a text, from left to right and without overlaps.
    pub(crate) fn find(&self, text: &[u8]) -> Vec<Range<usize>> {
        let mut found = Vec::new();
        let mut end = 0;
        for (at, byte) in text.iter().enumerate() {
            if at < end || self.beginnings.get(usize::from(*byte)) != Some(&true) {
                continue;
            }
            if let Some(length) = text.get(at..).and_then(|rest| self.length_at(rest)) {
                end = at + length;
                found.push(at..end);
            }
        }
        found
    }

    /// How much of the beginning of `text` is the secret.
    fn length_at(&self, text: &[u8]) -> Option<usize> {
        let plain = |secret: &String| {
            let secret = secret.as_bytes();
            spelled(text, secret, false).or_else(|| spelled(text, secret, true))
        };
        let encoded = |inside: &&String| text.starts_with(inside.as_bytes());
        let plain = self.plain.iter().find_map(plain);
        plain.or_else(|| self.encoded.iter().find(encoded).map(String::len))
    }
}

/// The part of base64 that is the same whatever stands before and behind the secret, for each of the three ways in which it can lie there.
fn insides(secret: &[u8]) -> Vec<String> {
    if secret.len() < LONG_ENOUGH {
        return Vec::new();
    }
    let mut insides = Vec::new();
    for before in 0..3_usize {
        let bytes = [vec![0; before], secret.to_vec()].concat();
        let (first, end) = ((before * 8).div_ceil(6), bytes.len() * 8 / 6);
        for encoded in [STANDARD.encode(&bytes), URL_SAFE.encode(&bytes)] {
            insides.extend(encoded.get(first..end).map(str::to_owned));
        }
    }
    insides
}

/// How many bytes at the beginning of `text` spell the secret, each of its bytes as it is or escaped. Where a byte could be read either
/// way, `literal` says which.
fn spelled(text: &[u8], secret: &[u8], literal: bool) -> Option<usize> {
    let mut used = 0;
    for byte in secret {
        let rest = text.get(used..)?;
        let is_literal = rest.first() == Some(byte);
        let escaped = escaped(rest, *byte).filter(|_| !(literal && is_literal));
        used += escaped.or_else(|| is_literal.then_some(1))?;
    }
    Some(used)
}

/// The length of an escape at the beginning of `text` that stands for this byte.
fn escaped(text: &[u8], byte: u8) -> Option<usize> {
    match text {
        [b'%', high, low, ..] => (hex(&[*high, *low])? == u32::from(byte)).then_some(3),
        [b'+', ..] if byte == b' ' => Some(1),
        [b'\\', b'u', a, b, c, d, ..] => (hex(&[*a, *b, *c, *d])? == u32::from(byte) && byte.is_ascii()).then_some(6),
        [b'\\', b'\\', ..] if byte == b'\\' => Some(2),
        // What was escaped twice, as JSON in a text that is printed for a person, has more than one backslash.
        [b'\\', ..] if matches!(byte, b'"' | b'\'' | b'/') => {
            let slashes = text.iter().take(MOST_SLASHES).take_while(|one| **one == b'\\').count();
            (text.get(slashes) == Some(&byte)).then_some(slashes + 1)
        }
        _ => None,
    }
}

fn hex(digits: &[u8]) -> Option<u32> {
    digits
        .iter()
        .try_fold(0, |number, digit| Some(number * 16 + char::from(*digit).to_digit(16)?))
}
