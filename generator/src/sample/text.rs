//! Making texts.

use super::pattern;
use super::random::Random;
use super::view::View;

/// Words of random texts; some need more than one byte, and one more than one unit of UTF-16.
const WORDS: [&str; 8] = ["amber", "birch", "cedar", "délta", "ember", "größe", "水", "🙂"];

/// No text is made longer than this, whatever a schema demands.
const LENGTH: usize = 100_000;

/// A text of the schema's format, pattern and length; nothing where no text has such a length.
pub(super) fn make(view: &View, name: &str, random: &mut Option<Random>) -> Option<String> {
    if view.lengths.max.is_some_and(|max| max < view.lengths.min) || view.lengths.min > LENGTH {
        return None;
    }
    if let Some(pattern) = view.patterns.first() {
        // A pattern that is not understood is left to the words.
        for _ in 0..8 {
            match pattern::matching(pattern, random) {
                Some(text) if has_length(view, &text) => return Some(text),
                Some(_) if random.is_some() => {}
                Some(text) => return Some(lengthened(pattern, text, view)),
                None => break,
            }
        }
    }
    if let Some(text) = view.format.and_then(|format| formatted(format, random))
        && has_length(view, &text)
    {
        return Some(text);
    }
    let words = match random {
        Some(random) => {
            let mut words: Vec<&str> = Vec::new();
            for _ in 0..=random.below(3) {
                words.extend(WORDS.get(random.below(WORDS.len())));
            }
            words.join(" ")
        }
        None if name.is_empty() => "text".to_owned(),
        None => name.to_owned(),
    };
    let filled = words.chars().chain(std::iter::repeat('-'));
    let wanted = words.chars().count().max(view.lengths.min);
    Some(filled.take(wanted.min(view.lengths.max.unwrap_or(wanted))).collect())
}

fn has_length(view: &View, text: &str) -> bool {
    let length = text.chars().count();
    length >= view.lengths.min && view.lengths.max.is_none_or(|max| length <= max)
}

/// The canonical text of a pattern is its shortest; where that is too short, its end often may be repeated.
fn lengthened(pattern: &str, text: String, view: &View) -> String {
    let (Some(last), Ok(regex)) = (text.chars().last(), regex::Regex::new(pattern)) else {
        return text;
    };
    let missing = view.lengths.min.saturating_sub(text.chars().count());
    let longer: String = text.chars().chain(std::iter::repeat_n(last, missing)).collect();
    if regex.is_match(&longer) { longer } else { text }
}

/// A text of a format that readers are known to insist on.
fn formatted(format: &str, random: &mut Option<Random>) -> Option<String> {
    let mut number = |limit: usize| random.as_mut().map_or(0, |random| random.below(limit));
    Some(match format {
        "date-time" => format!("2025-{:02}-04T05:06:{:02}Z", 3 + number(10), 7 + number(53)),
        "date" => format!("2025-{:02}-04", 3 + number(10)),
        "time" => format!("05:06:{:02}Z", 7 + number(53)),
        "duration" => format!("PT{}M", 5 + number(50)),
        "uuid" => format!(
            "0b5c9f3e-7a41-4d52-9c1e-{:012x}",
            0x2f6d_8a03_1b7c_usize.wrapping_add(number(1 << 30))
        ),
        "email" | "idn-email" => format!("person{}@example.com", number(100)),
        "uri" | "url" | "iri" => format!("https://example.com/{}", number(100)),
        "uri-reference" | "iri-reference" => format!("/{}", number(100)),
        "hostname" | "idn-hostname" => format!("host{}.example.com", number(100)),
        "ipv4" => format!("192.0.2.{}", 1 + number(250)),
        "ipv6" => format!("2001:db8::{:x}", 1 + number(250)),
        // "bytes", and the same with a number, in Base64.
        "byte" => "Ynl0ZXM=".to_owned(),
        "json-pointer" => format!("/{}", number(100)),
        _ => return None,
    })
}
