//! The parts of a path, and the version of the API that it names.

use crate::name::{bare_snake, module};

/// Words in front of a path that say that it is an API, and nothing of what is in it.
const GENERIC: &[&str] = &["api", "apis", "rest"];

/// A part of a path.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Segment {
    /// Fixed, in `snake_case`.
    Word(String),
    /// Fixed, behind a colon: what is done.
    Action(String),
    /// A parameter, by its name on the wire.
    Parameter(String),
}

/// `v1beta2` is older than `v1`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Version {
    number: Vec<u64>,
    is_final: bool,
    stage: Vec<u64>,
    text: String,
}

impl Version {
    /// As a part of a name: `v2`.
    pub fn name(&self) -> String {
        let name = bare_snake(&self.text);
        name.strip_prefix("value_")
            .map(|digits| format!("v{digits}"))
            .unwrap_or(name)
    }
}

/// The parts of a path, and the version that it names. What says nothing is left out: `api` in front, and endings like
/// `.json`.
pub(super) fn read(path: &str) -> (Vec<Segment>, Option<Version>) {
    let mut found = Vec::new();
    let mut version = None;
    let is_generic = |segment: &Segment| matches!(segment, Segment::Word(word) if GENERIC.contains(&word.as_str()));
    let path = path.split('?').next().unwrap_or(path);
    for text in path.split('/').filter(|text| !text.is_empty()) {
        let is_leading = found.iter().all(is_generic);
        if let Some(read) = read_version(text, is_leading) {
            version = Some(read);
        } else if let Some(name) = names(text).pop() {
            found.push(Segment::Parameter(name));
            found.extend(
                text.rsplit_once("}:")
                    .map(|(_, action)| Segment::Action(module(action))),
            );
        } else {
            let (name, action) = text.split_once(':').unwrap_or((text, ""));
            found.extend(word(name));
            found.extend((!action.is_empty()).then(|| Segment::Action(module(action))));
        }
    }
    while let [first, Segment::Word(_), ..] = found.as_slice()
        && is_generic(first)
    {
        found.remove(0);
    }
    (found, version)
}

/// The names in braces.
pub(super) fn names(text: &str) -> Vec<String> {
    let behind_braces = text.split('{').skip(1);
    behind_braces
        .map(|rest| rest.split('}').next().unwrap_or(rest).to_owned())
        .collect()
}

fn word(text: &str) -> Option<Segment> {
    let bare = [".json", ".xml", ".html", ".php"]
        .iter()
        .find_map(|ending| text.strip_suffix(ending))
        .unwrap_or(text);
    (!bare.is_empty()).then(|| Segment::Word(module(bare)))
}

/// `v1`, `v2beta1`, `v1.1`; at the beginning of a path also `2`, `2.0` and `2026-03`.
pub(super) fn read_version(text: &str, is_leading: bool) -> Option<Version> {
    let lower = text.to_lowercase();
    let (digits, needs_place) = match lower.strip_prefix('v') {
        Some(rest) => (rest, false),
        None => (lower.as_str(), true),
    };
    let stage = ["alpha", "beta", "rc", "preview"]
        .iter()
        .find_map(|stage| digits.split_once(stage));
    let (main, after) = stage.unwrap_or((digits, ""));
    let main = main.trim_end_matches(['-', '_', '.', 'p']);
    let is_number = |text: &str| text.chars().all(|c| c.is_ascii_digit() || "._-".contains(c));
    if !main.starts_with(|c: char| c.is_ascii_digit()) || !is_number(main) || !is_number(after) {
        return None;
    }
    // A date is a version wherever it stands.
    if needs_place && !is_leading && !main.contains('-') {
        return None;
    }
    let numbers = |text: &str| {
        text.split(['.', '_', '-'])
            .filter_map(|part| part.parse().ok())
            .collect()
    };
    Some(Version {
        number: numbers(main),
        is_final: stage.is_none(),
        stage: numbers(after),
        text: text.to_owned(),
    })
}

/// As it is written in tests.
#[cfg(test)]
pub(super) fn spelled(segments: &[Segment]) -> String {
    let parts = segments.iter().map(|segment| match segment {
        Segment::Word(word) | Segment::Action(word) => word.clone(),
        Segment::Parameter(name) => format!("{{{name}}}"),
    });
    parts.collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_read_without_what_says_nothing() {
        for (path, read) in [
            ("/v1/customers/{id}", "customers/{id}"),
            ("/rest/api/3/issue/{key}", "issue/{key}"),
            ("/2/tweets", "tweets"),
            ("/crm/2026-03/objects", "crm/objects"),
            ("/u/{name}.json", "u/{name}"),
            ("/groups/{id}/members.json", "groups/{id}/members"),
            (
                "/v4/sheets/{id}/values/{range}:clear",
                "sheets/{id}/values/{range}/clear",
            ),
            ("/values:batchGet", "values/batch_get"),
            ("/alerts?lat={lat}", "alerts"),
            ("/api", "api"),
        ] {
            assert_eq!(spelled(&super::read(path).0), read, "{path}");
        }
    }

    #[test]
    fn a_version_that_is_not_final_is_older() {
        let version = |text| read_version(text, true).unwrap_or_else(|| panic!("{text} is a version"));
        assert!(version("v1beta1") < version("v1beta2"));
        assert!(version("v1") < version("v2"));
        assert!(version("v9") < version("v10"));
        assert_eq!(read_version("vault", true), None);
        assert_eq!(read_version("42", false), None);
    }
}
