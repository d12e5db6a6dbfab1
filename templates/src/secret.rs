//! The secret of a client: kept where no `Debug` can show it, and found in whatever somebody else says.

mod argument;
mod json;
mod name;
mod pairs;
mod parts;
mod spelling;

pub(crate) use argument::is_sensitive_argument;
pub(crate) use name::is_sensitive;
pub(crate) use spelling::Spellings;

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

/// A text that is never printed.
#[derive(Clone, Default)]
pub(crate) struct Secret(Option<Arc<Known>>);

/// The secret, and how to find it; made once for all clones.
struct Known {
    text: String,
    spellings: Spellings,
}

impl Secret {
    pub(crate) fn new(text: &str) -> Self {
        Self((!text.is_empty()).then(|| {
            Arc::new(Known {
                text: text.to_owned(),
                spellings: Spellings::of(text),
            })
        }))
    }

    /// The secret itself; the name says at every use what is being done.
    pub(crate) fn expose(&self) -> Option<&str> {
        self.0.as_ref().map(|known| known.text.as_str())
    }

    /// `text` with the secret cut out, for servers that repeat in an error what they were sent, as it was or encoded.
    pub(crate) fn redact(&self, text: String) -> String {
        let Some(known) = &self.0 else { return text };
        let found = known.spellings.find(text.as_bytes());
        if found.is_empty() { text } else { cut(&text, &found) }
    }
}

/// What is printed where a secret stands.
pub(crate) const REDACTED: &str = "[redacted]";

impl fmt::Debug for Secret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(if self.0.is_some() { REDACTED } else { "none" })
    }
}

/// A URL or a body without the values that stand under sensitive names.
pub(crate) fn without_sensitive_values(text: &str) -> String {
    cut(text, &sensitive_values(text.as_bytes(), &|_| None))
}

/// Where the values stand whose names are sensitive, in the JSON and in the queries and forms of a text, those of several parts included. Of a name that is known, `known` says whether it is.
pub(crate) fn sensitive_values(text: &[u8], known: &dyn Fn(&str) -> Option<bool>) -> Vec<Range<usize>> {
    let mut found = json::values(text, &|name| known(name).unwrap_or_else(|| is_sensitive(name)));
    let is_hidden = |name: &str| known(name).unwrap_or_else(|| is_sensitive_argument(name));
    found.extend(pairs::values(text, &is_hidden));
    found.extend(parts::values(text, &is_hidden));
    in_order(found)
}

/// Places from left to right, those that overlap made one.
pub(crate) fn in_order(mut places: Vec<Range<usize>>) -> Vec<Range<usize>> {
    places.sort_unstable_by_key(|place| (place.start, place.end));
    let mut ordered: Vec<Range<usize>> = Vec::with_capacity(places.len());
    for place in places.into_iter().filter(|place| !place.is_empty()) {
        match ordered.last_mut() {
            Some(last) if place.start < last.end => last.end = last.end.max(place.end),
            _ => ordered.push(place),
        }
    }
    ordered
}

/// The text with these places replaced; they are in order.
fn cut(text: &str, places: &[Range<usize>]) -> String {
    let mut rest = 0;
    let mut shown = String::with_capacity(text.len());
    for place in places {
        shown.push_str(text.get(rest..place.start).unwrap_or_default());
        shown.push_str(REDACTED);
        rest = place.end;
    }
    shown.push_str(text.get(rest..).unwrap_or_default());
    shown
}
