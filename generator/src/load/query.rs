//! JSONPath over our nodes: which places an overlay action means.

use std::collections::HashSet;

use jsonpath_rust::parser::model::{JpQuery, Segment, Selector};
use jsonpath_rust::parser::parse_json_path;
use jsonpath_rust::query::js_path_process;
use jsonpath_rust::query::queryable::Queryable;

use super::node::{Node, Value};
use super::number::Number;
use crate::diagnostic::Position;

/// The places in `root` that a JSONPath selects, each as its keys and indexes, in document order.
///
/// # Errors
/// When the text is no JSONPath; the message says why.
pub(super) fn places(root: &Node, path: &str) -> Result<Vec<Vec<String>>, String> {
    let query = parse_json_path(path).map_err(|error| error.to_string())?;
    if let Some(tokens) = plain_tokens(&query) {
        let exists = tokens.iter().try_fold(root, |node, token| node.step(token)).is_some();
        return Ok(if exists { vec![tokens] } else { Vec::new() });
    }
    let found = js_path_process(&query, root).map_err(|error| error.to_string())?;
    // Several selectors may select one place, and what an action does shall be done once.
    let mut seen = HashSet::with_capacity(found.len());
    let paths = found
        .into_iter()
        .map(|found| found.path())
        .filter(|path| seen.insert(path.clone()));
    Ok(paths.map(|path| normalized_tokens(&path)).collect())
}

/// The keys and indexes of a normalized path (RFC 9535, section 2.7): `$['paths']['/it\\'s'][0]`.
fn normalized_tokens(path: &str) -> Vec<String> {
    let mut tokens = Vec::new();
    let mut letters = path.chars();
    while letters.by_ref().any(|letter| letter == '[') {
        let mut token = String::new();
        match letters.next() {
            Some('\'') => {
                while let Some(letter) = letters.next().filter(|letter| *letter != '\'') {
                    token.push(if letter == '\\' {
                        unescaped(&mut letters)
                    } else {
                        letter
                    });
                }
            }
            first => {
                token.extend(first);
                token.extend(letters.by_ref().take_while(|letter| *letter != ']'));
            }
        }
        tokens.push(token);
    }
    tokens
}

/// The character behind a backslash.
fn unescaped(letters: &mut std::str::Chars<'_>) -> char {
    match letters.next() {
        Some('b') => '\u{8}',
        Some('t') => '\t',
        Some('n') => '\n',
        Some('f') => '\u{c}',
        Some('r') => '\r',
        // Only control characters are written with a code.
        Some('u') => {
            let code: String = letters.take(4).collect();
            u32::from_str_radix(&code, 16)
                .ok()
                .and_then(char::from_u32)
                .unwrap_or(char::REPLACEMENT_CHARACTER)
        }
        other => other.unwrap_or('\\'),
    }
}

/// The keys and indexes of a path that names one place.
fn plain_tokens(query: &JpQuery) -> Option<Vec<String>> {
    let token = |segment: &Segment| match segment {
        Segment::Selector(Selector::Name(name)) => Some(name.clone()),
        Segment::Selector(Selector::Index(index)) if *index >= 0 => Some(index.to_string()),
        _ => None,
    };
    query.segments.iter().map(token).collect()
}

impl Queryable for Node {
    fn get(&self, key: &str) -> Option<&Self> {
        Node::get(self, key)
    }

    fn as_array(&self) -> Option<&Vec<Self>> {
        if let Value::Sequence(elements) = &self.value {
            Some(elements)
        } else {
            None
        }
    }

    fn as_object(&self) -> Option<Vec<(&str, &Self)>> {
        self.as_mapping().map(|mapping| mapping.iter().collect())
    }

    fn as_str(&self) -> Option<&str> {
        Node::as_str(self)
    }

    fn as_i64(&self) -> Option<i64> {
        self.as_number().and_then(Number::as_i64)
    }

    fn as_f64(&self) -> Option<f64> {
        self.as_number().and_then(Number::as_f64)
    }

    fn as_bool(&self) -> Option<bool> {
        Node::as_bool(self)
    }

    fn null() -> Self {
        Node::default()
    }
}

/// Values that a query computes stand nowhere in a text.
fn computed(value: Value) -> Node {
    Node::new(value, Position::NOWHERE)
}

impl Default for Node {
    fn default() -> Self {
        computed(Value::Null)
    }
}

impl From<&str> for Node {
    fn from(text: &str) -> Self {
        computed(Value::String(Box::from(text)))
    }
}

impl From<String> for Node {
    fn from(text: String) -> Self {
        computed(Value::String(text.into_boxed_str()))
    }
}

impl From<bool> for Node {
    fn from(value: bool) -> Self {
        computed(Value::Bool(value))
    }
}

impl From<i64> for Node {
    fn from(value: i64) -> Self {
        computed(Value::Number(Number::from_json(&value.to_string())))
    }
}

impl From<f64> for Node {
    fn from(value: f64) -> Self {
        computed(Value::Number(Number::from_json(&value.to_string())))
    }
}

impl From<Vec<Node>> for Node {
    fn from(elements: Vec<Node>) -> Self {
        computed(Value::Sequence(elements))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Diagnostics;
    use crate::load;

    fn find(path: &str) -> Vec<String> {
        let text = r#"{"paths": {"/it's": {"get": {"tags": ["a", "b"], "n": 1}, "post": {"tags": ["b"]}}, "/b": {"get": {"n": 2}}}}"#;
        let root = load::text("a.json", text, &Diagnostics::new()).unwrap();
        places(&root, path)
            .unwrap()
            .into_iter()
            .map(|tokens| tokens.join(" "))
            .collect()
    }

    #[test]
    fn selects_by_name_wildcard_filter_and_descent() {
        assert_eq!(find("$.paths['/it\\'s'].get"), ["paths /it's get"]);
        assert_eq!(find("$.paths[*].get"), ["paths /it's get", "paths /b get"]);
        assert_eq!(
            find("$.paths[*][*].tags[?@ == 'b']"),
            ["paths /it's get tags 1", "paths /it's post tags 0"]
        );
        assert_eq!(find("$..[?@.n > 1]"), ["paths /b get"]);
        assert_eq!(
            find("$.paths['/b','/it\\'s'].get.n"),
            ["paths /b get n", "paths /it's get n"]
        );
        assert_eq!(find("$"), [""]);
        assert!(find("$.nothing").is_empty());
    }

    #[test]
    fn reads_normalized_paths() {
        assert_eq!(
            normalized_tokens("$['a']['it\\'s [1]\\\\\\u0001\\n'][12]"),
            ["a", "it's [1]\\\u{1}\n", "12"]
        );
        assert!(normalized_tokens("$").is_empty());
    }

    #[test]
    fn says_why_a_path_is_wrong() {
        assert!(places(&Node::default(), "paths[").is_err());
    }
}
