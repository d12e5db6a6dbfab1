//! Where an operation would like to be called.

use super::facts::Facts;
use super::words::{is_plural, joined, without};
use crate::name::module;

/// More levels than these are not read as a place any more: what is too much goes into the name of the method.
pub(super) const DEPTH: usize = 3;

/// A place in the tree, and names for the method there.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Place {
    /// The accessors that lead there, in `snake_case`; never empty.
    pub resource: Vec<String>,
    /// The names that the method would like to have, the best one first; never empty.
    pub methods: Vec<String>,
    /// Among those that want one name, the lowest gets it.
    pub rank: u8,
}

impl Place {
    /// The place that sdk.toml decides on.
    pub fn decided(call_path: &str) -> Self {
        let mut resource: Vec<String> = call_path.split('.').map(module).collect();
        let method = resource.pop().unwrap_or_else(|| "call".to_owned());
        Self {
            resource: if resource.is_empty() {
                vec![method.clone()]
            } else {
                resource
            },
            methods: vec![method],
            rank: 0,
        }
    }
}

/// Names for a method of `resource` from the words of an operationId: without what the resource says, and as they are.
pub(super) fn of_id(words: Vec<String>, resource: &[String], facts: &Facts) -> Vec<String> {
    let full = joined(&words);
    let rest = without(words, resource);
    let short = match (rest.words.as_slice(), &rest.dropped) {
        // `getUsers` beside `getUser`: the words that differ are those that were taken away.
        ([verb], Some(noun)) if is_getter(verb) && is_plural(noun) && !facts.ends_in_parameter() => "list".to_owned(),
        (words, _) => joined(words),
    };
    vec![short, full]
}

fn is_getter(verb: &str) -> bool {
    ["get", "fetch", "retrieve"].contains(&verb)
}
