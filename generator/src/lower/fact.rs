//! What a schema says of its values beyond their type, as one line of documentation: `Between 1 and 100; default 20.`
//!
//! It is for people alone. Nothing checks it but the server, and what is left out of a call is not filled in.

use super::{Lowering, docs, format, schema};
use crate::diagnostic::Pointer;
use crate::dialect::Node;

/// A value of more characters says less than it hides.
const LONGEST: usize = 60;

/// Formats that the type shows, or that say what it does not hold.
const SEEN: [&str; 8] = [
    "binary", "byte", "double", "float", "int64", "password", "string", "uint64",
];

/// The line for the schema at `at`, if it says anything that is not in `text`. A secret has neither a default nor an example.
pub(super) fn line(cx: &mut Lowering, at: &Pointer, text: &[String], is_secret: bool) -> Option<String> {
    // Beside a reference stand a default or an example; the limits are those of what it names.
    let same = schema::view(cx, at).and_then(|view| view.same_as.clone());
    let places = [Some(at), same.as_ref()].into_iter().flatten();
    let nodes: Vec<&Node> = places.filter_map(|place| cx.document.node(place)).collect();
    let said = |keyword: &str| nodes.iter().find_map(|node| node.get(keyword));

    let mut facts = Vec::new();
    let format = said("format").and_then(Node::as_str);
    let format = format.filter(|format| !SEEN.contains(format) && format::chosen(cx, format).is_none());
    facts.extend(format.and_then(code).map(|format| format!("format {format}")));
    facts.extend(bounds(&said));
    let step = said("multipleOf").and_then(number);
    facts.extend(step.map(|step| format!("a multiple of {step}")));
    facts.extend(count(&said, "minLength", "maxLength", "character"));
    let pattern = said("pattern").and_then(Node::as_str).and_then(code);
    facts.extend(pattern.map(|pattern| format!("matches {pattern}")));
    facts.extend(count(&said, "minItems", "maxItems", "element"));
    let is_set = said("uniqueItems").and_then(Node::as_bool) == Some(true);
    facts.extend(is_set.then(|| "no element twice".to_owned()));
    facts.extend(count(&said, "minProperties", "maxProperties", "member"));
    if facts.is_empty() && said("default").or(said("example")).is_none() {
        return None;
    }
    let text = text.join(" ");
    if !is_secret {
        let default = said("default").and_then(shown);
        // Many descriptions say it in words of their own.
        let is_known = |value: &String| text.to_lowercase().contains("default") && text.contains(bare(value));
        let default = default.filter(|value| !is_known(value));
        facts.extend(default.map(|value| format!("default {value}")));
        let needs_example = said("enum").is_none() && said("default").is_none();
        let example = said("example").filter(|_| needs_example).and_then(shown);
        let example = example.filter(|value| !text.contains(bare(value)));
        facts.extend(example.map(|value| format!("for example {value}")));
    }
    let text = text.to_lowercase();
    facts.retain(|fact| !is_said(&text, fact));
    sentence(&facts.join("; "))
}

/// Whether the description says the same in the same words.
fn is_said(text: &str, fact: &str) -> bool {
    let behind = text.split_once(fact).map(|(_, behind)| behind);
    behind.is_some_and(|behind| !behind.starts_with(|c: char| c.is_alphanumeric()))
}

fn bare(value: &str) -> &str {
    value.trim_matches('`')
}

/// With a capital letter and a full stop.
fn sentence(facts: &str) -> Option<String> {
    let first = facts.chars().next()?;
    let rest = facts.get(first.len_utf8()..)?;
    Some(format!("{}{rest}.", first.to_uppercase()))
}

/// `between 1 and 100`, or `more than 0`.
fn bounds<'n>(said: &impl Fn(&str) -> Option<&'n Node>) -> Option<String> {
    let excluded = |keyword: &str| said(keyword).and_then(Node::as_bool) == Some(true);
    let least = said("minimum")
        .and_then(number)
        .map(|limit| (limit, excluded("exclusiveMinimum")));
    let most = said("maximum")
        .and_then(number)
        .map(|limit| (limit, excluded("exclusiveMaximum")));
    let above =
        |(limit, is_excluded): (&str, bool)| format!("{} {limit}", if is_excluded { "more than" } else { "at least" });
    let below =
        |(limit, is_excluded): (&str, bool)| format!("{} {limit}", if is_excluded { "less than" } else { "at most" });
    match (least, most) {
        (None, None) => None,
        (Some(least), None) => Some(above(least)),
        (None, Some(most)) => Some(below(most)),
        (Some((least, false)), Some((most, false))) => Some(format!("between {least} and {most}")),
        (Some(least), Some(most)) => Some(format!("{} and {}", above(least), below(most))),
    }
}

/// `1 to 64 characters`
fn count<'n>(said: &impl Fn(&str) -> Option<&'n Node>, least: &str, most: &str, word: &str) -> Option<String> {
    let limit = |keyword: &str| said(keyword).and_then(|node| node.as_number()?.as_u64());
    let counted = |count: u64| format!("{count} {word}{}", if count == 1 { "" } else { "s" });
    match (limit(least).filter(|least| *least > 0), limit(most)) {
        (None, None) => None,
        (Some(least), None) => Some(format!("at least {}", counted(least))),
        (None, Some(most)) => Some(format!("at most {}", counted(most))),
        (Some(least), Some(most)) if least == most => Some(format!("exactly {}", counted(most))),
        (Some(least), Some(most)) => Some(format!("{least} to {}", counted(most))),
    }
}

fn number(node: &Node) -> Option<&str> {
    node.as_number()
        .map(|number| number.text())
        .filter(|text| text.len() <= LONGEST)
}

/// A value in a sentence: text is code, so that it is not taken for a word of ours.
fn shown(value: &Node) -> Option<String> {
    match value.as_str() {
        Some("") => Some("empty".to_owned()),
        Some(text) => code(text),
        None => value
            .as_bool()
            .map(|flag| flag.to_string())
            .or_else(|| number(value).map(str::to_owned)),
    }
}

/// Text as code, if it can stand in a line.
fn code(text: &str) -> Option<String> {
    let fits = text.chars().count() <= LONGEST && !text.trim().is_empty();
    (fits && !text.contains('`') && !text.contains(char::is_control)).then(|| docs::code(text))
}
