//! The styles of OpenAPI's parameters: a JSON value laid out as text.

use super::escape::{self, Escape};
use crate::tree::Tree;

/// How the value of a parameter is laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Style {
    /// `color=blue,black` or, exploded, `color=blue&color=black`.
    Form,
    /// `blue,black`.
    Simple,
    /// `.blue,black` or, exploded, `.blue.black`.
    Label,
    /// `;color=blue,black` or, exploded, `;color=blue;color=black`.
    Matrix,
    /// `color=blue%20black`.
    SpaceDelimited,
    /// `color=blue%7Cblack`.
    PipeDelimited,
    /// `color[R]=100&color[G]=200`, to any depth.
    DeepObject,
    /// `color.R=100&color.G=200`, to any depth; not a style of OpenAPI, but of servers in the wild.
    Dot,
}

/// One `name=value` of a query, a form or a cookie, both sides escaped.
#[derive(Clone)]
pub(crate) struct Pair {
    pub(crate) name: String,
    pub(crate) value: String,
}

/// The pairs of a value in a query, form or cookie; none where the value is null or empty of members.
pub(crate) fn pairs(name: &str, value: &Tree, style: Style, explode: bool, escape: Escape) -> Vec<Pair> {
    let mut pairs = Vec::new();
    match style {
        Style::DeepObject => deep(
            &mut pairs,
            escaped(name, Escape::Component),
            value,
            Nesting::Brackets,
            escape,
        ),
        Style::Dot => deep(
            &mut pairs,
            escaped(name, Escape::Component),
            value,
            Nesting::Dots,
            escape,
        ),
        _ if explode => exploded(&mut pairs, name, value, escape),
        _ => {
            if let Some(text) = joined(value, delimiter(style), escape) {
                pairs.push(Pair {
                    name: escaped(name, Escape::Component),
                    value: text,
                });
            }
        }
    }
    pairs
}

/// The text of a value in a path or header; `None` where the value is null or empty of members.
pub(crate) fn text(name: &str, value: &Tree, style: Style, explode: bool, escape: Escape) -> Option<String> {
    let escape = apart(value, style, explode, escape);
    match style {
        Style::Label if explode => prefixed(value, ".", escape),
        Style::Label => joined(value, ",", escape).map(|text| format!(".{text}")),
        Style::Matrix if explode => matrix(name, value, escape),
        Style::Matrix => joined(value, ",", escape).map(|text| named(name, &text)),
        _ if explode => members(value, escape).map(|list| list.join(",")),
        _ => joined(value, ",", escape),
    }
}

/// The escape of a path's elements: what stands between them must not stand inside of them. A single value in simple style has a
/// whole segment, and one in label style all that follows its dot.
fn apart(value: &Tree, style: Style, explode: bool, escape: Escape) -> Escape {
    let several = matches!(value, Tree::List(_) | Tree::Map(_));
    match (escape, style) {
        (Escape::Component | Escape::Segment, Style::Label) if several && explode => Escape::Dotted,
        (Escape::Segment, Style::Matrix) => Escape::Element,
        (Escape::Segment, _) if several => Escape::Element,
        _ => escape,
    }
}

fn delimiter(style: Style) -> &'static str {
    match style {
        Style::SpaceDelimited => "%20",
        Style::PipeDelimited => "%7C",
        _ => ",",
    }
}

/// Exploded form: every element is a pair of its own.
fn exploded(pairs: &mut Vec<Pair>, name: &str, value: &Tree, escape: Escape) {
    match value {
        Tree::List(items) => {
            for item in items.iter().filter_map(Tree::text) {
                pairs.push(Pair {
                    name: escaped(name, Escape::Component),
                    value: escaped(&item, escape),
                });
            }
        }
        Tree::Map(map) => {
            for (key, item) in map {
                if let Some(item) = item.text() {
                    pairs.push(Pair {
                        name: escaped(key, Escape::Component),
                        value: escaped(&item, escape),
                    });
                }
            }
        }
        _ => {
            if let Some(item) = value.text() {
                pairs.push(Pair {
                    name: escaped(name, Escape::Component),
                    value: escaped(&item, escape),
                });
            }
        }
    }
}

/// How the names of nested members are written.
#[derive(Clone, Copy)]
enum Nesting {
    Brackets,
    Dots,
}

fn deep(pairs: &mut Vec<Pair>, name: String, value: &Tree, nesting: Nesting, escape: Escape) {
    match value {
        Tree::Map(map) => {
            for (key, item) in map {
                deep(pairs, nested(&name, key, nesting), item, nesting, escape);
            }
        }
        Tree::List(items) => {
            for (index, item) in items.iter().enumerate() {
                deep(pairs, nested(&name, &index.to_string(), nesting), item, nesting, escape);
            }
        }
        _ => {
            if let Some(item) = value.text() {
                pairs.push(Pair {
                    name,
                    value: escaped(&item, escape),
                });
            }
        }
    }
}

fn nested(name: &str, key: &str, nesting: Nesting) -> String {
    let key = escaped(key, Escape::Component);
    match nesting {
        Nesting::Brackets => format!("{name}%5B{key}%5D"),
        Nesting::Dots => format!("{name}.{key}"),
    }
}

/// A scalar, or the elements in one text: `a,b` of an array, `key,a,other,b` of an object.
fn joined(value: &Tree, delimiter: &str, escape: Escape) -> Option<String> {
    let list: Vec<String> = match value {
        Tree::List(items) => items
            .iter()
            .filter_map(Tree::text)
            .map(|item| escaped(&item, escape))
            .collect(),
        Tree::Map(map) => map
            .iter()
            .filter_map(|(key, item)| Some([escaped(key, escape), escaped(&item.text()?, escape)]))
            .flatten()
            .collect(),
        _ => return value.text().map(|item| escaped(&item, escape)),
    };
    (!list.is_empty()).then(|| list.join(delimiter))
}

/// The elements on their own: `a` of an array, `key=a` of an object.
fn members(value: &Tree, escape: Escape) -> Option<Vec<String>> {
    let list: Vec<String> = match value {
        Tree::List(items) => items
            .iter()
            .filter_map(Tree::text)
            .map(|item| escaped(&item, escape))
            .collect(),
        Tree::Map(map) => map
            .iter()
            .filter_map(|(key, item)| Some(format!("{}={}", escaped(key, escape), escaped(&item.text()?, escape))))
            .collect(),
        _ => return value.text().map(|item| vec![escaped(&item, escape)]),
    };
    (!list.is_empty()).then_some(list)
}

fn prefixed(value: &Tree, prefix: &str, escape: Escape) -> Option<String> {
    members(value, escape).map(|list| list.into_iter().fold(String::new(), |text, item| text + prefix + &item))
}

fn matrix(name: &str, value: &Tree, escape: Escape) -> Option<String> {
    match value {
        Tree::Map(_) => prefixed(value, ";", escape),
        _ => members(value, escape).map(|list| list.iter().map(|item| named(name, item)).collect()),
    }
}

/// `;name=value`, and `;name` alone where the value is empty.
fn named(name: &str, text: &str) -> String {
    let name = escaped(name, Escape::Component);
    if text.is_empty() {
        format!(";{name}")
    } else {
        format!(";{name}={text}")
    }
}

fn escaped(text: &str, escape: Escape) -> String {
    let mut out = String::with_capacity(text.len());
    escape::push(&mut out, text, escape);
    out
}
