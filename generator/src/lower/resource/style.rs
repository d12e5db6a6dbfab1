//! Which of the styles fits to a description: its look in numbers, and the rule over them.

use std::collections::BTreeMap;

use super::facts::Facts;
use super::operation_id::Pattern;
use super::segment::Version;
use super::words::{same, words};
use crate::config::Style;

/// What can be counted of a description. All shares are of its operations.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Look {
    pub operations: usize,
    /// How many different first tags there are.
    pub tags: usize,
    /// An operationId in front of whose separator stands what several operations share: `repos/…`.
    pub separated: f64,
    /// The last part of the path is a verb: `/bot/list`.
    pub verbs: f64,
    /// No operation is a PUT, PATCH or DELETE: what is done has to stand in the path.
    pub is_rpc: bool,
    /// There is an operationId.
    pub named: f64,
    /// The operationId is the path once more: `GetCustomersCustomer`.
    pub echoing: f64,
    /// Several operations have the same first tag.
    pub tagged: f64,
}

/// With fewer operations, nothing shows.
const ENOUGH: usize = 3;

/// A tag of so many operations is no resource but a department.
const TOO_MANY: usize = 30;

/// The rule. It asks first for what nobody writes by chance.
pub(super) fn choose(look: &Look) -> Style {
    if look.operations < ENOUGH {
        return Style::Path;
    }
    if look.separated >= 0.75 {
        return Style::OperationId;
    }
    if look.verbs >= if look.is_rpc { 0.3 } else { 0.5 } {
        return Style::Path;
    }
    let has_tags = look.tagged >= 0.75 && look.tags > 1 && look.operations / look.tags <= TOO_MANY;
    let has_names = look.named >= 0.9 && look.echoing < 0.5;
    if has_tags && has_names { Style::Tag } else { Style::Rest }
}

impl Look {
    pub fn of(all: &[Facts], pattern: Option<&Pattern>) -> Self {
        let share = |count: usize| {
            if all.is_empty() {
                0.0
            } else {
                count as f64 / all.len() as f64
            }
        };
        let count = |is: fn(&Facts) -> bool| all.iter().filter(|facts| is(facts)).count();
        let mut tags: BTreeMap<&str, usize> = BTreeMap::new();
        for tag in all.iter().filter_map(|facts| facts.tag.as_deref()) {
            *tags.entry(tag).or_default() += 1;
        }
        Self {
            operations: all.len(),
            tags: tags.len(),
            separated: share(pattern.map_or(0, |pattern| pattern.grouped)),
            verbs: share(count(ends_in_verb)),
            is_rpc: count(|facts| ["put", "patch", "delete"].contains(&facts.method.as_str())) == 0,
            named: share(count(|facts| facts.id.is_some())),
            echoing: share(count(echoes)),
            tagged: share(tags.values().filter(|&&count| count > 1).sum()),
        }
    }
}

fn ends_in_verb(facts: &Facts) -> bool {
    facts.ends_in_action() && facts.path_words().len() > 1
}

/// All fixed parts of the path stand in the operationId in their order, and besides the HTTP method and names of
/// parameters nothing else. One part alone is in every good operationId.
fn echoes(facts: &Facts) -> bool {
    let mut id = facts.id_words().into_iter().skip(1).peekable();
    let path: Vec<String> = facts.path_words().iter().flat_map(|part| words(part)).collect();
    let others: Vec<String> = facts.parameters().flat_map(words).collect();
    let version = facts.version.as_ref().map(Version::name);
    let is_other = |word: &String| {
        ["id", "by"].contains(&word.as_str())
            || version.as_ref() == Some(word)
            || others.iter().any(|other| same(word, other))
    };
    for part in &path {
        while id.peek().is_some_and(|word| !same(word, part) && is_other(word)) {
            id.next();
        }
        if !id.next().is_some_and(|word| same(&word, part)) {
            return false;
        }
    }
    let begins_with_method = facts.id_words().first().is_some_and(|first| *first == facts.method);
    begins_with_method && id.all(|word| is_other(&word))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A description without any sign.
    const PLAIN: Look = Look {
        operations: 40,
        tags: 0,
        separated: 0.0,
        verbs: 0.05,
        is_rpc: false,
        named: 1.0,
        echoing: 0.0,
        tagged: 0.0,
    };

    #[test]
    fn the_look_decides() {
        let tagged = Look {
            tags: 8,
            tagged: 0.95,
            ..PLAIN
        };
        for (look, style) in [
            (PLAIN, Style::Rest),
            (
                Look {
                    operations: 2,
                    ..tagged
                },
                Style::Path,
            ),
            (
                Look {
                    separated: 0.9,
                    ..tagged
                },
                Style::OperationId,
            ),
            (
                Look {
                    separated: 0.4,
                    ..tagged
                },
                Style::Tag,
            ),
            (Look { verbs: 0.6, ..tagged }, Style::Path),
            (Look { verbs: 0.4, ..tagged }, Style::Tag),
            (
                Look {
                    verbs: 0.4,
                    is_rpc: true,
                    ..tagged
                },
                Style::Path,
            ),
            (tagged, Style::Tag),
            (Look { tags: 1, ..tagged }, Style::Rest),
            (
                Look {
                    operations: 400,
                    ..tagged
                },
                Style::Rest,
            ),
            (Look { named: 0.3, ..tagged }, Style::Rest),
            (Look { echoing: 0.8, ..tagged }, Style::Rest),
        ] {
            assert_eq!(choose(&look), style, "{look:?}");
        }
    }

    #[test]
    fn an_operation_id_may_be_the_path_once_more() {
        for (path, id, is_echo) in [
            (
                "/v1/customers/{customer}/sources/{id}",
                "GetCustomersCustomerSourcesId",
                true,
            ),
            ("/files/{file_id}/versions", "get_files_id_versions", true),
            (
                "/v1/companies/{company_id}/jobs",
                "get-v1-companies-company_id-jobs",
                true,
            ),
            ("/files/{file_id}/versions", "listFileVersions", false),
            ("/pets/{petId}", "showPetById", false),
        ] {
            assert_eq!(echoes(&Facts::new("get", path, None, Some(id))), is_echo, "{id}");
        }
    }
}
