//! The name of a type that several places have, none of which the description names.

use std::collections::BTreeSet;

use crate::ir::{EnumerationValues, Kind, Ty};
use crate::name::pascal;

/// So many parts of a type may make its name.
const PARTS: usize = 3;

/// The words that all names have in common, in order, one of many being the same word as long as nothing else has the
/// name; where that says too little or is `taken`, what the type is made of.
pub(super) fn of(names: &[&str], kind: &Kind, taken: &BTreeSet<String>) -> String {
    let common = common_words(names, alike);
    let is_telling = |words: &[String]| words.len() > 1 || (words.len() == 1 && !matches!(kind, Kind::Object(_)));
    let is_free = |name: &String| !taken.contains(name) || names.contains(&name.as_str());
    let by_words = [common.clone(), common_words(names, |first, second| first == second)];
    let mut by_words: Vec<String> = by_words
        .iter()
        .filter(|words| is_telling(words))
        .map(|words| words.concat())
        .collect();
    let wanted = by_words.first().cloned();
    by_words.extend(of_parts(kind));
    if let Some(free) = by_words.into_iter().find(is_free) {
        return free;
    }
    wanted.unwrap_or_else(|| of_members(kind, common.first()))
}

/// `IdNameValue` for an object with two members, or `SharedValue`.
fn of_members(kind: &Kind, role: Option<&String>) -> String {
    let fields: String = match kind {
        Kind::Object(object) if object.fields.len() <= 2 => {
            object.fields.iter().map(|field| pascal(&field.name.wire)).collect()
        }
        _ => "Shared".to_owned(),
    };
    let role = role.map_or("Value", String::as_str);
    if fields == role {
        format!("{role}Value")
    } else {
        fields + role
    }
}

fn common_words(names: &[&str], same: impl Fn(&str, &str) -> bool + Copy) -> Vec<String> {
    let all = names.iter().map(|name| words(name));
    all.reduce(|common, words| subsequence(&common, &words, same))
        .unwrap_or_default()
}

/// `CustomerOrString` for a union and `ManualOrAutomatic` for an enum, where a few parts say all. Plain types come last.
fn of_parts(kind: &Kind) -> Option<String> {
    let parts: Vec<&str> = match kind {
        Kind::Union(union) => {
            let is_plain = |ty: &Option<Ty>| ty.as_ref().is_none_or(|ty| ty.named().is_none());
            let mut branches: Vec<_> = union.branches.iter().collect();
            branches.sort_by_key(|branch| is_plain(&branch.ty));
            branches.into_iter().map(|branch| branch.variant.as_str()).collect()
        }
        Kind::Enumeration(enumeration) => match &enumeration.values {
            EnumerationValues::Strings(variants) => variants.iter().map(|variant| variant.name.rust.as_str()).collect(),
            EnumerationValues::Integers(_) => return None,
        },
        Kind::Object(_) | Kind::Alias(_) => return None,
    };
    (2..=PARTS).contains(&parts.len()).then(|| parts.join("Or"))
}

/// `BotListItem` has the words `Bot`, `List`, `Item`.
fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for c in name.chars() {
        match words.last_mut() {
            Some(word) if !c.is_uppercase() => word.push(c),
            _ => words.push(c.to_string()),
        }
    }
    words
}

/// Whether two words are one, apart from singular and plural: the component `Invoice` is what `invoices` list.
fn alike(first: &str, second: &str) -> bool {
    let is_plural_of = |plural: &str, single: &str| {
        plural.strip_prefix(single) == Some("s")
            || plural
                .strip_suffix("ies")
                .is_some_and(|stem| single.strip_suffix('y') == Some(stem))
    };
    first == second || is_plural_of(first, second) || is_plural_of(second, first)
}

/// The longest common subsequence, by the textbook table (names have few words).
fn subsequence(first: &[String], second: &[String], same: impl Fn(&str, &str) -> bool) -> Vec<String> {
    let mut table = vec![vec![0usize; second.len() + 1]; first.len() + 1];
    for (i, a) in first.iter().enumerate().rev() {
        for (j, b) in second.iter().enumerate().rev() {
            table[i][j] = if same(a, b) {
                table[i + 1][j + 1] + 1
            } else {
                table[i + 1][j].max(table[i][j + 1])
            };
        }
    }
    let (mut i, mut j, mut common) = (0, 0, Vec::new());
    while i < first.len() && j < second.len() {
        if same(&first[i], &second[j]) {
            // One of many is what the type is.
            let single = if first[i].len() <= second[j].len() {
                &first[i]
            } else {
                &second[j]
            };
            common.push(single.clone());
            (i, j) = (i + 1, j + 1);
        } else if table[i + 1][j] >= table[i][j + 1] {
            i += 1;
        } else {
            j += 1;
        }
    }
    common
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of_names(names: &[&str]) -> String {
        of(names, &Kind::Alias(Ty::Json), &BTreeSet::new())
    }

    #[test]
    fn a_common_name_keeps_the_order_of_words() {
        assert_eq!(of_names(&["BotListOrder", "DatasetRecordListOrder"]), "ListOrder");
        assert_eq!(of_names(&["BotListOrder", "ContactExportOrder"]), "Order");
    }

    #[test]
    fn a_taken_name_is_left_alone() {
        let names = ["InvoiceStatus", "InvoicesPaidStatus", "InvoicesListStatus"];
        let taken = BTreeSet::from(["InvoiceStatus".to_owned()]);
        assert_eq!(of(&names, &Kind::Alias(Ty::Json), &taken), "InvoiceStatus");
        assert_eq!(of(&names[1..], &Kind::Alias(Ty::Json), &taken), "InvoicesStatus");
    }

    #[test]
    fn one_of_many_is_the_same_word() {
        assert_eq!(of_names(&["InvoiceStatus", "InvoicesListStatus"]), "InvoiceStatus");
        assert_eq!(of_names(&["EntitiesListKind", "EntityKind"]), "EntityKind");
    }
}
