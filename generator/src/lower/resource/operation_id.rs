//! OperationIds with a prefix: `repos/list-for-org` is `repos().list_for_org()`.

use std::collections::BTreeMap;

use super::facts::{Facts, NEARLY_ALL};
use super::place::{DEPTH, Place};
use super::segment::read_version;
use super::tag;
use super::words::{is_verb, words};
use crate::name::module;

/// What stands between the resource and the method, the clearest sign first.
const SEPARATORS: &[char] = &['/', '.', ':', '_'];

/// How the operationIds of a description are put together.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Pattern {
    separator: char,
    /// What nearly all begin with: the name of the API.
    prefix: Option<String>,
    /// How many operations share their resource with others.
    pub grouped: usize,
}

impl Pattern {
    /// The pattern that puts the most operations into groups.
    pub fn of(all: &[Facts]) -> Option<Self> {
        let mut best: Option<Self> = None;
        for &separator in SEPARATORS {
            let pattern = Self::with(all, separator);
            if pattern.grouped > best.as_ref().map_or(0, |best| best.grouped) {
                best = Some(pattern);
            }
        }
        best
    }

    fn with(all: &[Facts], separator: char) -> Self {
        let mut pattern = Self {
            separator,
            prefix: None,
            grouped: 0,
        };
        let firsts = counted(all.iter().filter_map(|facts| match pattern.parts(facts).as_slice() {
            [first, _, _, ..] => Some(first.clone()),
            _ => None,
        }));
        let separated = all.iter().filter(|facts| !pattern.parts(facts).is_empty()).count();
        pattern.prefix = firsts
            .into_iter()
            .find(|(_, count)| *count as f64 >= NEARLY_ALL * separated as f64)
            .map(|(first, _)| first);
        let groups = counted(all.iter().filter_map(|facts| {
            let mut parts = pattern.parts(facts);
            parts.pop().filter(|_| !parts.is_empty())?;
            Some(parts)
        }));
        // A single group is the name of the API and tells nothing apart.
        if groups.len() > 1 {
            pattern.grouped = groups.values().filter(|&&count| count > 1).sum();
        }
        pattern
    }

    /// The parts of an operationId; none where what stands in front is no name of a thing, as in `get_users`.
    fn parts(&self, facts: &Facts) -> Vec<String> {
        let Some(id) = &facts.id else { return Vec::new() };
        let mut parts: Vec<&str> = match self.separator {
            // The other underscores stand between the words of the method.
            '_' => id.splitn(2, '_').collect(),
            separator => id.split(separator).collect(),
        };
        let has_words = |part: &&str| part.chars().any(char::is_alphanumeric);
        if parts.len() < 2 || !parts.iter().all(has_words) {
            return Vec::new();
        }
        let is_name = |part: &str| self.prefix.as_deref() == Some(part) || read_version(part, false).is_some();
        while parts.len() > 2 && parts.first().is_some_and(|part| is_name(part)) {
            parts.remove(0);
        }
        let is_thing = |part: &&str| words(part).first().is_some_and(|word| !is_verb(word));
        if parts.first().is_some_and(is_thing) {
            parts.into_iter().map(str::to_owned).collect()
        } else {
            Vec::new()
        }
    }
}

fn counted<K: Ord>(keys: impl Iterator<Item = K>) -> BTreeMap<K, usize> {
    let mut counts = BTreeMap::new();
    for key in keys {
        *counts.entry(key).or_default() += 1;
    }
    counts
}

/// The part of the operationId in front of the separator is the resource, and what follows is the method. An operation whose
/// operationId has no such part is placed by its tag.
pub(super) fn place(facts: &Facts, pattern: Option<&Pattern>) -> Place {
    let by_tag = tag::place(facts);
    let parts = pattern.map(|pattern| pattern.parts(facts)).unwrap_or_default();
    let Some((method, resource)) = parts.split_last().filter(|(_, resource)| !resource.is_empty()) else {
        return by_tag;
    };
    let mut resource: Vec<String> = resource.iter().map(|part| module(part)).collect();
    let surplus = resource.split_off(resource.len().min(DEPTH));
    let method = words(method).into_iter().chain(surplus).collect();
    Place {
        methods: tag::methods(method, &resource, facts),
        resource,
        rank: by_tag.rank,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn calls(ids: &[&str]) -> Vec<String> {
        let all: Vec<Facts> = ids
            .iter()
            .map(|id| Facts::new("get", "/x/{y}", None, Some(id)))
            .collect();
        let pattern = Pattern::of(&all);
        let called = all.iter().map(|facts| {
            let place = place(facts, pattern.as_ref());
            format!("{}.{}", place.resource.join("."), place.methods[0])
        });
        called.collect()
    }

    #[test]
    fn each_separator_is_found() {
        assert_eq!(
            calls(&["repos/list-for-org", "repos/get", "git/get-tree", "git/list"]),
            ["repos.list_for_org", "repos.get", "git.get_tree", "git.list"]
        );
        assert_eq!(
            calls(&[
                "drive.files.list",
                "drive.files.get",
                "drive.about.get",
                "drive.about.set"
            ]),
            ["files.list", "files.get", "about.get", "about.set"]
        );
        assert_eq!(
            calls(&["Users_ListUsers", "Users_Get", "Teams_List", "Teams_AddMember"]),
            ["users.list", "users.get", "teams.list", "teams.add_member"]
        );
    }

    #[test]
    fn an_underscore_behind_a_verb_separates_nothing() {
        assert_eq!(Pattern::of(&[]), None);
        assert_eq!(calls(&["get_users", "get_teams", "list_users"])[0], "x.get_users");
    }
}
