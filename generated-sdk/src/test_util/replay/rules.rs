//! Which requests are equal, and how far others are from each other.

use crate::test_util::cassette::Sent;
use crate::test_util::difference;
use crate::test_util::recorded::pairs;
use serde_json::Value;
use std::collections::BTreeSet;

/// What of a request is compared.
#[derive(Default)]
pub(super) struct Rules {
    pub(super) ignored_query: BTreeSet<String>,
    pub(super) ignored_members: BTreeSet<String>,
    pub(super) ignores_body: bool,
    pub(super) repeats: bool,
}

impl Rules {
    /// How far a request is from a recorded one, and in what.
    pub(super) fn compare(&self, recorded: &Sent, asked: &Sent) -> (usize, Vec<String>) {
        let mut distance = 0;
        let mut differences = Vec::new();
        if recorded.path() != asked.path() {
            let (one, other) = (recorded.path().split('/'), asked.path().split('/'));
            distance += 10 + 10 * one.zip(other).filter(|(one, other)| one != other).count();
            differences.push(format!("the path is {}, not {}", recorded.path(), asked.path()));
        }
        if recorded.method != asked.method {
            distance += 10;
            differences.push(format!("the method is {}, not {}", recorded.method, asked.method));
        }
        let (wanted, given) = (self.query(recorded), self.query(asked));
        for (name, value) in wanted.iter().filter(|pair| !given.contains(pair)) {
            differences.push(format!("the query has {name}={value}"));
        }
        for (name, value) in given.iter().filter(|pair| !wanted.contains(pair)) {
            differences.push(format!("the query has no {name}={value}"));
        }
        if wanted.len() != given.len() && differences.is_empty() {
            differences.push("a pair of the query is there more often".to_owned());
        }
        if !self.ignores_body {
            differences.extend(self.compare_bodies(recorded, asked));
        }
        (distance + differences.len(), differences)
    }

    /// The pairs of the query in an order that does not depend on who sent them.
    fn query(&self, request: &Sent) -> Vec<(String, String)> {
        let mut pairs = pairs(request.query());
        pairs.retain(|(name, _)| !self.ignored_query.contains(name));
        pairs.sort();
        pairs
    }

    fn compare_bodies(&self, recorded: &Sent, asked: &Sent) -> Vec<String> {
        let (wanted, given) = (recorded.body.concat(), asked.body.concat());
        if wanted == given {
            return Vec::new();
        }
        let json = |bytes: &[u8]| serde_json::from_slice::<Value>(bytes).ok();
        match (json(&wanted), json(&given)) {
            (Some(mut wanted), Some(mut given)) => {
                self.strip(&mut wanted);
                self.strip(&mut given);
                let lines = difference::of_json(&wanted, &given);
                lines.into_iter().map(|line| format!("in the body {line}")).collect()
            }
            _ => vec![format!(
                "the body has {} other bytes, not these {}",
                wanted.len(),
                given.len()
            )],
        }
    }

    /// Takes out the members that are not compared.
    fn strip(&self, value: &mut Value) {
        match value {
            Value::Object(members) => {
                members.retain(|name, _| !self.ignored_members.contains(name));
                members.values_mut().for_each(|value| self.strip(value));
            }
            Value::Array(items) => items.iter_mut().for_each(|value| self.strip(value)),
            _ => {}
        }
    }
}
