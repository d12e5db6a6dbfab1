//! Which operation a path means.

use std::collections::BTreeMap;

use super::request::decoded;
use crate::contract::{Contract, Location, Operation};

/// The paths of all operations, taken apart.
#[derive(Debug)]
pub(super) struct Router {
    routes: Vec<Vec<Segment>>,
    prefixes: Vec<String>,
}

/// What may stand between two slashes of a path.
#[derive(Debug)]
enum Segment {
    Text(String),
    /// Names and what stands between them: `{owner}`, or `{base}...{head}`.
    Names {
        before: String,
        names: Vec<(String, String)>,
    },
    /// A name that takes all that is left, slashes included, and perhaps nothing.
    Rest {
        name: String,
        may_be_missing: bool,
    },
}

/// An operation whose path fits, and the path's parameters.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) operation: usize,
    pub(super) parameters: BTreeMap<String, String>,
    /// How much of the path is not literal, from the left: what is smaller is more exact.
    rank: Vec<u8>,
}

impl Router {
    pub(super) fn new(contract: &Contract) -> Self {
        Router {
            routes: contract.operations.iter().map(segments).collect(),
            prefixes: contract.prefixes.clone(),
        }
    }

    /// The operations whose path this is, of any method, the most exact ones first.
    pub(super) fn find(&self, path: &str) -> Vec<Found> {
        let mut all = self.matching(path);
        for prefix in &self.prefixes {
            let rest = path.strip_prefix(prefix.as_str());
            if let Some(rest) = rest.filter(|rest| rest.starts_with('/') || rest.is_empty()) {
                all.extend(self.matching(rest));
            }
        }
        let literal = |found: &Found| found.rank.iter().filter(|rank| **rank == 0).count();
        all.sort_by_key(|found| (std::cmp::Reverse(literal(found)), found.rank.clone()));
        all
    }

    fn matching(&self, path: &str) -> Vec<Found> {
        let given: Vec<&str> = path.trim_start_matches('/').split('/').collect();
        let found = |(operation, segments): (usize, &Vec<Segment>)| {
            let (parameters, rank) = fit(segments, &given)?;
            Some(Found {
                operation,
                parameters,
                rank,
            })
        };
        self.routes.iter().enumerate().filter_map(found).collect()
    }
}

fn segments(operation: &Operation) -> Vec<Segment> {
    let path = operation.path.split(['?', '#']).next().unwrap_or_default();
    let parts: Vec<&str> = path.trim_start_matches('/').split('/').collect();
    let last = parts.len().saturating_sub(1);
    let segment = |(index, part): (usize, &&str)| {
        let only = part.strip_prefix('{').and_then(|part| part.strip_suffix('}'));
        let parameter = operation
            .parameters
            .iter()
            .find(|one| one.location == Location::Path && Some(one.name.as_str()) == only);
        match parameter {
            Some(parameter) if index == last && (parameter.spans_segments || parameter.is_optional_segment) => {
                Segment::Rest {
                    name: parameter.name.clone(),
                    may_be_missing: parameter.is_optional_segment,
                }
            }
            _ => names(part),
        }
    };
    parts.iter().enumerate().map(segment).collect()
}

fn names(part: &str) -> Segment {
    let mut pieces = part.split('{');
    let before = pieces.next().unwrap_or_default().to_owned();
    let names: Vec<(String, String)> = pieces
        .map(|piece| {
            let (name, after) = piece.split_once('}').unwrap_or((piece, ""));
            (name.to_owned(), after.to_owned())
        })
        .collect();
    if names.is_empty() {
        Segment::Text(before)
    } else {
        Segment::Names { before, names }
    }
}

fn fit(segments: &[Segment], given: &[&str]) -> Option<(BTreeMap<String, String>, Vec<u8>)> {
    let mut parameters = BTreeMap::new();
    let mut rank = Vec::new();
    let mut given = given.iter().copied();
    for segment in segments {
        match segment {
            Segment::Text(text) => {
                rank.push(0);
                given.next().filter(|part| *part == text || decoded(part) == *text)?;
            }
            Segment::Names { before, names } => {
                let is_alone = before.is_empty() && names.len() == 1 && names.iter().all(|(_, after)| after.is_empty());
                rank.push(if is_alone { 2 } else { 1 });
                let mut rest = given.next()?.strip_prefix(before.as_str())?;
                for (name, after) in names {
                    let end = if after.is_empty() {
                        rest.len()
                    } else {
                        rest.find(after.as_str())?
                    };
                    let (value, more) = rest.split_at_checked(end).filter(|(value, _)| !value.is_empty())?;
                    parameters.insert(name.clone(), decoded(value));
                    rest = more.strip_prefix(after.as_str())?;
                }
                if !rest.is_empty() {
                    return None;
                }
            }
            Segment::Rest { name, may_be_missing } => {
                rank.push(3);
                let rest: Vec<&str> = given.by_ref().collect();
                let rest = rest.join("/");
                if rest.is_empty() && !may_be_missing {
                    return None;
                }
                parameters.insert(name.clone(), decoded(&rest));
            }
        }
    }
    given.next().is_none().then_some((parameters, rank))
}
