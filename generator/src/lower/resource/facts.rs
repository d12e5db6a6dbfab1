//! What an operation says of itself before it has a name.

use std::collections::HashMap;

use super::segment::{self, Segment, Version};
use super::words::{is_action, words};
use crate::dialect::OperationRef;

/// How large the share of operations is that have to begin with a word before it counts as the prefix of all.
pub(super) const NEARLY_ALL: f64 = 0.95;

/// With fewer operations, a word that all paths share is as likely a resource.
const ENOUGH: usize = 5;

/// An operation as it is looked at to find its place in the tree.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Facts {
    /// The operationId, if there is one.
    pub id: Option<String>,
    /// The first tag.
    pub tag: Option<String>,
    /// The HTTP method in lower case.
    pub method: String,
    /// The path template.
    pub path: String,
    /// The path without what is the same for all: prefixes, versions, endings like `.json`.
    pub segments: Vec<Segment>,
    /// Parameters behind a `?` of the path, where none should be.
    query: Vec<String>,
    /// The version that the path names.
    pub version: Option<Version>,
}

impl Facts {
    /// An operation whose operationId is the key of another one goes by its method and path.
    pub fn of(reference: &OperationRef, read: &openapiv3::Operation, key: &str) -> Self {
        Self::new(
            &reference.method.to_lowercase(),
            &reference.path,
            read.tags.first().map(String::as_str),
            read.operation_id.as_deref().filter(|id| *id == key),
        )
    }

    pub fn new(method: &str, path: &str, tag: Option<&str>, id: Option<&str>) -> Self {
        let given = |text: Option<&str>| text.map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned);
        let (segments, version) = segment::read(path);
        Self {
            id: given(id).and_then(|id| without_path(&id, method, path)),
            tag: given(tag),
            method: method.to_owned(),
            path: path.to_owned(),
            segments,
            query: path
                .split_once('?')
                .map(|(_, query)| segment::names(query))
                .unwrap_or_default(),
            version,
        }
    }

    /// The fixed parts of the path.
    pub fn path_words(&self) -> Vec<String> {
        self.segments
            .iter()
            .filter_map(|segment| match segment {
                Segment::Word(word) | Segment::Action(word) => Some(word.clone()),
                Segment::Parameter(_) => None,
            })
            .collect()
    }

    /// The parameters of the path template.
    pub fn parameters(&self) -> impl DoubleEndedIterator<Item = &str> {
        let in_path = self.segments.iter().filter_map(|segment| match segment {
            Segment::Word(_) | Segment::Action(_) => None,
            Segment::Parameter(name) => Some(name.as_str()),
        });
        in_path.chain(self.query.iter().map(String::as_str))
    }

    /// The path template has parameters behind a `?`.
    pub fn has_query(&self) -> bool {
        !self.query.is_empty()
    }

    /// The path stands for one of many.
    pub fn ends_in_parameter(&self) -> bool {
        matches!(self.segments.last(), Some(Segment::Parameter(_)))
    }

    /// The path ends in a word that says what is done.
    pub fn ends_in_action(&self) -> bool {
        match self.segments.last() {
            Some(Segment::Word(word)) => is_action(word),
            Some(Segment::Action(_)) => true,
            _ => false,
        }
    }

    /// The words of the operationId.
    pub fn id_words(&self) -> Vec<String> {
        self.id.as_deref().map(words).unwrap_or_default()
    }

    /// The word that the path begins with, if a word follows that could be a resource.
    fn prefix(&self) -> Option<&str> {
        match self.segments.as_slice() {
            [Segment::Word(first), Segment::Word(second), ..] if !is_action(second) => Some(first),
            _ => None,
        }
    }
}

/// Takes away the words that nearly all paths begin with.
pub(super) fn drop_prefixes(all: &mut [Facts]) {
    while all.len() >= ENOUGH
        && let Some(prefix) = shared_prefix(all)
    {
        for facts in all.iter_mut().filter(|facts| facts.prefix() == Some(&prefix)) {
            facts.segments.remove(0);
        }
    }
}

fn shared_prefix(all: &[Facts]) -> Option<String> {
    let mut sharing: HashMap<&str, usize> = HashMap::new();
    for prefix in all.iter().filter_map(Facts::prefix) {
        *sharing.entry(prefix).or_default() += 1;
    }
    // No two words can be the beginning of nearly all.
    let (prefix, _) = sharing
        .into_iter()
        .find(|(_, count)| *count as f64 >= NEARLY_ALL * all.len() as f64)?;
    Some(prefix.to_owned())
}

/// Some frameworks put the path into the operationId: `get_voice_v1_voices__id__get`, `get-/cms/tables_getAllTables`. Without
/// it, nothing may be left.
fn without_path(id: &str, method: &str, path: &str) -> Option<String> {
    let ending: String = path
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '_' })
        .collect();
    let name = match id.split_once(path) {
        Some((_, after)) if path.len() > 1 => after,
        _ => id.strip_suffix(&format!("{ending}_{method}")).unwrap_or(id),
    };
    let name = name.trim_matches(['_', '-', '/']);
    (!name.is_empty() && (name == id || !name.contains('/'))).then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::super::segment::spelled;
    use super::*;

    #[test]
    fn a_prefix_is_what_nearly_all_paths_begin_with() {
        let paths = [
            "/discovery/v2/events",
            "/discovery/v2/events/{id}",
            "/discovery/v2/venues",
            "/discovery/v2/venues/{id}",
        ];
        let read = |paths: &[&str]| {
            let mut all: Vec<Facts> = paths.iter().map(|path| Facts::new("get", path, None, None)).collect();
            drop_prefixes(&mut all);
            all.iter().map(|facts| spelled(&facts.segments)).collect::<Vec<_>>()
        };
        assert_eq!(read(&paths)[0], "discovery/events", "four are not enough");
        assert_eq!(read(&[&paths[..], &["/discovery/suggest"]].concat())[4], "suggest");
        let one_resource = [
            "/bot/list",
            "/bot/create",
            "/bot/{id}",
            "/bot/{id}/delete",
            "/bot/{id}/update",
        ];
        assert_eq!(read(&one_resource)[0], "bot/list");
    }

    #[test]
    fn an_id_loses_the_path_that_a_framework_put_behind_it() {
        let facts = Facts::new(
            "get",
            "/v1/voices/{voice_id}",
            None,
            Some("Get_voice_v1_voices__voice_id__get"),
        );
        assert_eq!(facts.id.as_deref(), Some("Get_voice"));
        let id = |id| Facts::new("get", "/cms/tables", None, Some(id)).id;
        assert_eq!(id("get-/cms/tables_getAllTables").as_deref(), Some("getAllTables"));
        assert_eq!(id("get-/cms/tables"), None);
        assert_eq!(id("cms/list").as_deref(), Some("cms/list"));
    }
}
