//! Words of operationIds, tags and paths: which of them say what is done, and which only repeat where it is done.

use std::collections::HashSet;
use std::sync::LazyLock;

use crate::name::{bare_snake, pascal};

/// Words that say what an operation does. Words that are nouns more often (`report`, `order`, `charge`) are left out: to
/// take a noun for a verb hides a resource.
static VERBS: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    "\
    abort accept acknowledge activate add adjust allow analyze apply approve assign attach authorize ban begin bind \
    bulk calculate cancel capture change check claim clear clone close commit compact complete compute configure \
    confirm connect convert copy count create deactivate decline decrypt delete deliver deploy describe detach \
    detect disable discard disconnect dismiss dispatch download drop duplicate edit enable encrypt ensure evaluate \
    exchange execute expire export extend extract fetch finalize find finish force fund generate get grant hide \
    identify import initialize initiate insert install introspect invalidate invite invoke join kick launch leave \
    list lock lookup mark merge migrate modify move mute new parse patch pause perform pin post prepare preview \
    process promote provision publish purge put query reactivate read reauthorize rebuild recalculate recover redeem \
    refresh regenerate register reject reload remove rename render renew reopen reorder replace replay request \
    resend reset resolve restart restore resume retrieve retry return reverse revert revoke rollback rotate run save \
    schedule search send set share show shutdown sign simulate skip snooze split start stop submit subscribe suspend \
    swap switch sync synchronize terminate toggle transform translate trigger unarchive unassign unban undelete undo \
    uninstall unlink unlock unmute unpin unpublish unregister unshare unsubscribe unsuspend update upgrade upload \
    upsert validate verify void write"
        .split(' ')
        .collect()
});

/// Verbs that are nouns where they stand in a path: `/posts/{id}/share`.
const NOUNS_IN_PATHS: &str =
    "change check commit fund grant patch pin post process request return schedule set share sign";

/// Verbs that make nouns with the plurals behind them: `/import-jobs`.
const PARTS_OF_NOUNS: &str =
    "copy count download export import install launch list lookup preview query read run search sync update upload";

/// Nouns that look like plurals and are not lists.
const SINGULARS: &str = "alias analytics atlas bus canvas credentials details dns gas https ics metrics news os \
    preferences quotas sas series settings sms statistics stats tls";

/// Plurals that do not end in `s`.
const PLURALS: &str = "children data feedback history media people";

/// Words that only join others.
const JOINTS: &str = "by for from in into of on to with";

/// Words that say nothing here.
const ARTICLES: &str = "a an the";

/// The words of a name, in lower case: `listForOrg` is `list`, `for`, `org`.
pub(super) fn words(name: &str) -> Vec<String> {
    bare_snake(name)
        .split('_')
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// Whether a word says what is done.
pub(super) fn is_verb(word: &str) -> bool {
    VERBS.contains(word)
}

fn holds(list: &str, word: &str) -> bool {
    list.split(' ').any(|one| one == word)
}

/// Whether a part of a path in `snake_case` says what is done: `capture`, `verify_microdeposits`.
pub(super) fn is_action(part: &str) -> bool {
    let (first, is_one) = match part.split_once('_') {
        Some((first, _)) => (first, false),
        None => (part, true),
    };
    is_verb(first) && !holds(NOUNS_IN_PATHS, first) && (is_one || !is_plural(part) || !holds(PARTS_OF_NOUNS, first))
}

/// Whether a name in `snake_case` means many things.
pub(super) fn is_plural(name: &str) -> bool {
    let last = name.rsplit('_').next().unwrap_or(name);
    let ends_like_one =
        last.len() > 2 && last.ends_with('s') && !["ss", "us", "is"].iter().any(|end| last.ends_with(end));
    holds(PLURALS, last) || ends_like_one && !holds(SINGULARS, last)
}

/// Whether two words are one, apart from singular and plural.
pub(super) fn same(first: &str, second: &str) -> bool {
    let is_plural_of = |plural: &str, single: &str| {
        plural.strip_prefix(single).is_some_and(|end| end == "s" || end == "es")
            || plural
                .strip_suffix("ies")
                .zip(single.strip_suffix('y'))
                .is_some_and(|(first, second)| first == second)
    };
    first == second || is_plural_of(first, second) || is_plural_of(second, first)
}

/// What is left of the words of an operationId without those that its resource already says.
#[derive(Debug, PartialEq)]
pub(super) struct Rest {
    pub words: Vec<String>,
    /// The last word that was taken away for the innermost level, if there was one.
    pub dropped: Option<String>,
}

/// Takes away what the levels of the resource say, once each. Of a level of several words, its beginning is enough:
/// `list_fleet_agents` of `fleet_automation` is `list_agents`.
pub(super) fn without(mut words: Vec<String>, resource: &[String]) -> Rest {
    let mut dropped = None;
    for level in resource.iter().rev() {
        let level: Vec<&str> = level.split('_').filter(|word| !word.is_empty()).collect();
        let Some((start, length)) = longest_run(&words, &level) else {
            continue;
        };
        let rest: Vec<String> = words
            .iter()
            .enumerate()
            .filter(|(index, _)| !(start..start + length).contains(index))
            .map(|(_, word)| word.clone())
            .collect();
        let rest = tidy(rest);
        if rest.is_empty() {
            continue;
        }
        dropped = dropped.or_else(|| words.get(start + length - 1).cloned());
        words = rest;
    }
    Rest { words, dropped }
}

/// Where the longest beginning of `level` stands in `words`. A level that counts things up (`users and groups`) is
/// looked for as a whole: each of its words is needed to tell them apart. Behind a verb, the last word of a level is
/// enough too: `delete_version` of `project_versions` is `delete`.
fn longest_run(words: &[String], level: &[&str]) -> Option<(usize, usize)> {
    let is_list = level.contains(&"and");
    let mut best: Option<(usize, usize)> = None;
    for start in 0..words.len() {
        let length = words
            .iter()
            .skip(start)
            .zip(level)
            .take_while(|(word, other)| same(word, other))
            .count();
        let is_enough = length == level.len() || !is_list && length > 0;
        if is_enough && best.is_none_or(|(_, longest)| length > longest) {
            best = Some((start, length));
        }
    }
    let behind_verb = || match (words, level) {
        ([verb, noun, ..], [.., last]) if !is_list && is_verb(verb) && same(noun, last) => Some((1, 1)),
        _ => None,
    };
    best.or_else(behind_verb)
}

/// Without articles, and without words that join nothing any more.
fn tidy(words: Vec<String>) -> Vec<String> {
    let is_joint = |word: &String| holds(JOINTS, word);
    let is_name = words.iter().any(|word| !holds(ARTICLES, word));
    let mut kept: Vec<String> = Vec::new();
    for word in words {
        if is_name && holds(ARTICLES, &word) {
            continue;
        }
        if is_joint(&word) && kept.last().is_none_or(is_joint) {
            kept.pop();
        }
        kept.push(word);
    }
    while kept.last().is_some_and(is_joint) {
        kept.pop();
    }
    kept
}

/// The name of a type from the words of its place, without those that are there twice in a row: what is sent to
/// `issues().issue_comments()` belongs to `IssueComments`.
pub(in crate::lower) fn titled<'w>(places: impl IntoIterator<Item = &'w str>) -> String {
    let mut title: Vec<String> = Vec::new();
    for word in places.into_iter().flat_map(|place| place.split('_')) {
        if title.last().is_some_and(|last| same(last, word)) {
            title.pop();
        }
        title.push(word.to_owned());
    }
    pascal(&title.join("_"))
}

/// One name of words.
pub(super) fn joined(words: &[String]) -> String {
    bare_snake(&words.join("_"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rest(id: &str, resource: &[&str]) -> String {
        let resource: Vec<String> = resource.iter().map(|&level| level.to_owned()).collect();
        joined(&without(words(id), &resource).words)
    }

    #[test]
    fn a_method_does_not_repeat_its_resource() {
        for (id, resource, method) in [
            ("getUser", &["user"][..], "get"),
            ("listUserRoles", &["users"], "list_roles"),
            ("createCompany", &["companies"], "create"),
            ("addUserToTeam", &["teams"], "add_user"),
            ("get-an-album", &["albums"], "get"),
            ("showPetById", &["pets"], "show_by_id"),
            ("listFleetAgentVersions", &["fleet_automation"], "list_agent_versions"),
            ("deleteVersion", &["project_versions"], "delete"),
            ("updateCustomField", &["issue_fields"], "update_custom_field"),
            ("listUsers", &["users_and_groups"], "list_users"),
            ("users", &["users"], "users"),
            ("getVideoPictures", &["videos", "pictures"], "get"),
            ("createChatCompletion", &["chat"], "create_completion"),
        ] {
            assert_eq!(rest(id, resource), method, "{id}");
        }
    }

    #[test]
    fn an_action_begins_with_a_verb() {
        for (part, action) in [
            ("capture", true),
            ("search", true),
            ("verify_microdeposits", true),
            ("import_jobs", false),
            ("request_inquiry", false),
            ("exports", false),
            ("customers", false),
        ] {
            assert_eq!(is_action(part), action, "{part}");
        }
    }

    #[test]
    fn singular_and_plural_are_one_word() {
        for (first, second) in [
            ("bot", "bots"),
            ("company", "companies"),
            ("box", "boxes"),
            ("status", "statuses"),
        ] {
            assert!(same(first, second) && same(second, first), "{first} {second}");
        }
        assert!(!same("new", "news_item") && !same("bot", "boat"));
    }

    #[test]
    fn some_words_end_like_a_plural_only() {
        for (word, plural) in [
            ("bots", true),
            ("status", false),
            ("user_settings", false),
            ("people", true),
            ("address", false),
        ] {
            assert_eq!(is_plural(word), plural, "{word}");
        }
    }
}
