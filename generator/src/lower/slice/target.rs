//! What a pattern can name, and which of it a pattern names.
//!
//! A pattern is a glob over segments. Those of a path are parted by `/`, those of call paths and operationIds by `.`; both are
//! the same to the matcher, so that `drive.files.*` and `repos/*` mean what they look like. Braces are no wildcards, since paths
//! have them.

use std::collections::{BTreeMap, BTreeSet};

use glob::{MatchOptions, Pattern};

use crate::config::distance;
use crate::dialect::Document;
use crate::ir::{Api, Cause};

/// `*` and `?` stay within a segment.
const OPTIONS: MatchOptions = MatchOptions {
    case_sensitive: true,
    require_literal_separator: true,
    require_literal_leading_dot: false,
};

/// So many near misses are shown.
const NEAR_MISSES: usize = 3;

/// An operation or a webhook.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Target {
    /// By its id.
    Operation(String),
    /// By its name.
    Webhook(String),
}

impl Target {
    pub fn operation(id: &str) -> Self {
        Self::Operation(id.to_owned())
    }

    pub fn webhook(name: &str) -> Self {
        Self::Webhook(name.to_owned())
    }
}

/// Everything that a pattern can name, by the names for it: call paths, operationId, tags and path.
pub(super) fn all(api: &Api, document: &Document) -> Vec<(Target, Vec<String>)> {
    let read = document.operations().into_iter().filter_map(|reference| {
        let read = document.operation(&reference)?;
        Some(((reference.method, reference.path), read))
    });
    let read: BTreeMap<_, _> = read.collect();
    let mut all = Vec::new();
    for (resource, operation) in api.operations() {
        let methods = operation.methods.iter().map(|method| &method.name);
        let methods = methods.chain(operation.uploads.iter().map(|upload| &upload.method));
        let path = resource.modules.join(".");
        let mut names: Vec<String> = methods
            .map(|method| format!("{path}.{}", method.trim_start_matches("r#")))
            .collect();
        names.push(operation.id.clone());
        if let Some(read) = read.get(&(operation.http_method.clone(), operation.path.clone())) {
            names.extend(read.tags.iter().cloned());
        }
        names.push(operation.path.clone());
        all.push((Target::operation(&operation.id), names));
    }
    let webhooks = api.events.iter().filter(|event| event.cause == Cause::Webhook);
    all.extend(webhooks.map(|event| (Target::webhook(&event.name), vec![event.name.clone()])));
    all
}

/// What a pattern names, or what is wrong with it.
pub(super) fn matching(pattern: &str, all: &[(Target, Vec<String>)]) -> Result<Vec<Target>, String> {
    let glob =
        Pattern::new(&segments(pattern)).map_err(|error| format!("`{pattern}` is not a pattern: {}", error.msg))?;
    let is_named = |name: &String| is_path(name) == is_path(pattern) && glob.matches_with(&segments(name), OPTIONS);
    let found: Vec<Target> = all
        .iter()
        .filter(|(_, names)| names.iter().any(is_named))
        .map(|(target, _)| target.clone())
        .collect();
    if found.is_empty() {
        return Err(format!("`{pattern}` names no operation{}", near_misses(pattern, all)));
    }
    Ok(found)
}

fn is_path(name: &str) -> bool {
    name.starts_with('/')
}

fn segments(name: &str) -> String {
    if is_path(name) {
        name.to_owned()
    } else {
        name.replace('.', "/")
    }
}

/// What the pattern may have been meant to be: a name, or everything below a part of one.
fn near_misses(pattern: &str, all: &[(Target, Vec<String>)]) -> String {
    let stem = pattern.trim_end_matches(['*', '.', '/']);
    let mut near = BTreeSet::new();
    let mut consider = |name: &str, shown: String| {
        let distance = distance(stem, name);
        if distance <= stem.chars().count() / 3 {
            near.insert((distance, shown));
        }
    };
    for name in all.iter().flat_map(|(_, names)| names) {
        if is_path(name) != is_path(pattern) {
            continue;
        }
        consider(name, name.clone());
        for (end, separator) in name.match_indices(['.', '/']) {
            if let Some(outer) = name.get(..end).filter(|outer| !outer.is_empty()) {
                consider(outer, format!("{outer}{separator}**"));
            }
        }
    }
    let near: Vec<String> = near
        .into_iter()
        .take(NEAR_MISSES)
        .map(|(_, shown)| format!("`{shown}`"))
        .collect();
    match near.split_last() {
        None => String::new(),
        Some((last, [])) => format!("; did you mean {last}?"),
        Some((last, others)) => format!("; did you mean {} or {last}?", others.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(pattern: &str) -> Result<Vec<String>, String> {
        let operation = |id: &str, names: &[&str]| {
            let names = names.iter().copied().chain([id]).map(str::to_owned);
            (Target::operation(id), names.collect())
        };
        let all = [
            operation("listBots", &["bot.list", "Bots", "/bot/list"]),
            operation(
                "createBotSession",
                &["bot.session.create", "Bots", "/bot/{botId}/session/create"],
            ),
            operation("drive.files.list", &["files.list", "/drive/v1.0/files"]),
        ];
        let found = matching(pattern, &all)?.into_iter();
        Ok(found
            .map(|target| match target {
                Target::Operation(id) | Target::Webhook(id) => id,
            })
            .collect())
    }

    #[test]
    fn a_star_is_within_a_segment_and_two_are_over_any() {
        let both = Ok(vec!["listBots".to_owned(), "createBotSession".to_owned()]);
        assert_eq!(ids("bot.*"), Ok(vec!["listBots".to_owned()]));
        for pattern in ["bot.**", "Bots", "B?ts", "/bot/**"] {
            assert_eq!(ids(pattern), both, "{pattern}");
        }
        for pattern in ["**.create", "create*", "/bot/{botId}/**", "/**/create", "bot.*.create"] {
            assert_eq!(ids(pattern), Ok(vec!["createBotSession".to_owned()]), "{pattern}");
        }
        for pattern in ["drive.files.*", "/drive/v1.0/*", "[df]*.**"] {
            assert_eq!(ids(pattern), Ok(vec!["drive.files.list".to_owned()]), "{pattern}");
        }
    }

    #[test]
    fn what_names_nothing_is_told_with_what_is_near() {
        let wrong = |pattern: &str| ids(pattern).err().unwrap_or_default();
        assert_eq!(wrong("bot"), "`bot` names no operation; did you mean `bot.**`?");
        assert_eq!(
            wrong("bots.**"),
            "`bots.**` names no operation; did you mean `Bots` or `bot.**`?"
        );
        assert_eq!(
            wrong("createBotSesion"),
            "`createBotSesion` names no operation; did you mean `createBotSession`?"
        );
        assert_eq!(
            wrong("/bots/**"),
            "`/bots/**` names no operation; did you mean `/bot/**`?"
        );
        assert_eq!(wrong("invoice"), "`invoice` names no operation");
        assert!(
            wrong("bot**").starts_with("`bot**` is not a pattern: "),
            "{}",
            wrong("bot**")
        );
    }
}
