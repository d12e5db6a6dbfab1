//! Making objects.

use serde_json::{Map, Value};

use super::value::Maker;
use super::view::View;

impl<'s> Maker<'s> {
    /// An object; nothing where a required property has no value.
    pub(super) fn object(&mut self, view: &View<'s>, depth: usize) -> Option<Value> {
        let mut members = Map::new();
        for (name, all) in view.properties.iter().filter(|(name, _)| view.required.contains(name)) {
            if !self.is_hidden(all) {
                members.insert((*name).to_owned(), self.value(all, name, depth + 1)?);
            }
        }
        for (name, value) in &view.tags {
            members.insert((*name).to_owned(), Value::from(*value));
        }
        for name in view.required.iter().copied() {
            let is_declared = view.properties.iter().any(|(known, _)| *known == name);
            if !is_declared && !members.contains_key(name) {
                members.insert(name.to_owned(), self.value(&view.additional, name, depth + 1)?);
            }
        }
        let at_most = view.sizes.max.unwrap_or(usize::MAX);
        for (name, all) in &view.properties {
            let is_wanted = members.len() < view.sizes.min || self.wants(all, depth);
            if members.len() >= at_most || members.contains_key(*name) || self.is_hidden(all) || !is_wanted {
                continue;
            }
            if let Some(value) = self.value(all, name, depth + 1) {
                members.insert((*name).to_owned(), value);
            }
        }
        self.additional(view, depth, &mut members);
        (members.len() >= view.sizes.min).then_some(Value::Object(members))
    }

    /// Members that the schema allows without naming them.
    fn additional(&mut self, view: &View<'s>, depth: usize, members: &mut Map<String, Value>) {
        if view.is_closed {
            return;
        }
        let at_most = view.sizes.max.unwrap_or(usize::MAX);
        let is_map = view.properties.is_empty() && !view.additional.is_empty();
        let is_wanted = is_map && self.wants(&view.additional, depth);
        let more = match &mut self.random {
            _ if !is_wanted => 0,
            Some(random) => random.below(3),
            None => 1,
        };
        let wanted = view.sizes.min.max(members.len() + more).min(at_most);
        for index in members.len()..wanted {
            let name = if index == 0 {
                "key".to_owned()
            } else {
                format!("key {index}")
            };
            if let Some(value) = self.value(&view.additional, &name, depth + 1) {
                members.insert(name, value);
            }
        }
    }

    /// Whether to make a property that may be missing.
    fn wants(&mut self, all: &[&'s Value], depth: usize) -> bool {
        if depth >= self.extent.depth || self.is_over_budget() || self.is_recursive(all) {
            return false;
        }
        self.random.as_mut().is_none_or(|random| random.coin())
    }
}
