//! Methods of one resource that would have the same name are told apart by what they say of themselves.

use std::collections::{BTreeMap, BTreeSet};

use super::facts::Facts;
use super::place::Place;
use super::words::{joined, words};

/// The names of the methods of one resource, none of which is in `taken`. The order of the description plays no part: a name
/// goes to the older version of the API, to the shorter path, and further on as `order` says.
pub(super) fn methods(wanted: &[(&Facts, &Place)], taken: &BTreeSet<String>) -> Vec<String> {
    let mut taken = taken.clone();
    let mut candidates: Vec<Vec<String>> = wanted
        .iter()
        .map(|(facts, place)| {
            let rivals: Vec<&Facts> = wanted
                .iter()
                .filter(|(other, there)| other != facts && there.methods.first() == place.methods.first())
                .map(|(other, _)| *other)
                .collect();
            names(facts, place, &rivals)
        })
        .collect();
    let mut order: Vec<usize> = (0..wanted.len()).collect();
    order.sort_by(|&first, &second| compare(wanted[first], wanted[second]));
    let mut given: BTreeMap<usize, String> = BTreeMap::new();
    // Everyone's first wish comes before anyone's second.
    while given.len() < wanted.len() {
        for &index in &order {
            if given.contains_key(&index) {
                continue;
            }
            let name = candidates[index].remove(0);
            if taken.insert(name.clone()) {
                given.insert(index, name);
            } else if candidates[index].is_empty() {
                candidates[index] = vec![next(&name)];
            }
        }
    }
    given.into_values().collect()
}

/// The older version first, and what sdk.toml decides before everything.
fn compare((first, here): (&Facts, &Place), (second, there): (&Facts, &Place)) -> std::cmp::Ordering {
    let key = |facts: &Facts| (facts.parameters().count(), facts.segments.len(), rank(&facts.method));
    (here.rank > 0)
        .cmp(&(there.rank > 0))
        .then_with(|| first.version.cmp(&second.version))
        .then_with(|| here.rank.cmp(&there.rank))
        .then_with(|| key(first).cmp(&key(second)))
        .then_with(|| first.path.cmp(&second.path))
}

fn rank(method: &str) -> usize {
    let usual = ["get", "patch", "post", "put", "delete"];
    usual.iter().position(|usual| *usual == method).unwrap_or(usual.len())
}

/// What the style would like, and then more and more of what the operation says: its version where
/// an older one wants the same, its HTTP method where the path is the same, its parameter, its operationId, its path.
fn names(facts: &Facts, place: &Place, rivals: &[&Facts]) -> Vec<String> {
    let short = place.methods.first().cloned().unwrap_or_else(|| facts.method.clone());
    let mut names = vec![short.clone()];
    if let Some(version) = &facts.version
        && rivals.iter().any(|other| other.version < facts.version)
    {
        names.push(format!("{short}_{}", version.name()));
    }
    names.extend(place.methods.iter().skip(1).cloned());
    if rivals.iter().any(|other| other.path == facts.path) {
        names.push(format!("{}_{short}", facts.method));
    }
    if let Some(parameter) = facts.parameters().next_back() {
        names.push(format!("{short}_by_{}", joined(&words(parameter))));
    }
    if facts.id.is_some() {
        names.push(joined(&facts.id_words()));
    }
    names.push(format!("{}_{}", facts.method, joined(&facts.path_words())));
    names.retain(|name| !name.is_empty());
    let mut seen = BTreeSet::new();
    names.retain(|name| seen.insert(name.clone()));
    names
}

/// The next number behind a name.
fn next(name: &str) -> String {
    match name
        .rsplit_once('_')
        .and_then(|(base, end)| Some((base, end.parse::<u64>().ok()?)))
    {
        Some((base, number)) => format!("{base}_{}", number.saturating_add(1)),
        None => format!("{name}_2"),
    }
}

#[cfg(test)]
mod tests {
    use super::super::rest;
    use super::*;

    fn named(operations: &[(&str, &str)]) -> Vec<String> {
        let facts: Vec<Facts> = operations
            .iter()
            .map(|(method, path)| Facts::new(method, path, None, None))
            .collect();
        let places: Vec<Place> = facts.iter().map(rest::place).collect();
        let wanted: Vec<_> = facts.iter().zip(&places).collect();
        methods(&wanted, &BTreeSet::from(["new".to_owned()]))
    }

    #[test]
    fn the_order_of_the_description_plays_no_part() {
        let operations = [
            ("get", "/v1/notes/{id}"),
            ("get", "/v2/notes/{id}"),
            ("get", "/v1/notes/{owner}/{id}"),
            ("put", "/v1/notes/{id}"),
            ("patch", "/v1/notes/{id}"),
            ("post", "/v1/notes/{id}/new"),
        ];
        let names = ["get", "get_v2", "get_by_id", "replace", "update", "create_new"];
        assert_eq!(named(&operations), names);
        let mut turned = operations;
        turned.reverse();
        let mut turned = named(&turned);
        turned.reverse();
        assert_eq!(turned, names);
    }

    #[test]
    fn a_name_of_ones_own_is_not_lost_to_a_neighbor() {
        let operations = [("get", "/a/{x}"), ("post", "/a/{x}/get"), ("get", "/a/{x}/{y}")];
        assert_eq!(named(&operations), ["get", "create_get", "get_by_y"]);
    }

    #[test]
    fn numbers_are_the_last_resort() {
        assert_eq!(next("list"), "list_2");
        assert_eq!(next("list_2"), "list_3");
    }
}
