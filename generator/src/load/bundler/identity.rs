//! Names that parts of a document give to themselves: `$id`, `$anchor` and `$dynamicAnchor` of JSON Schema, `$self`.

use super::address;
use super::trail::Trail;
use crate::diagnostic::Pointer;
use crate::load::{Node, Value};

/// The names that a document has for its parts.
#[derive(Debug, Default)]
pub(super) struct Identities {
    /// Parts with an address of their own, outer ones first.
    resources: Vec<(Pointer, String)>,
    anchors: Vec<(Box<str>, Pointer)>,
}

impl Identities {
    /// Collects the names of a document.
    pub(super) fn of(root: &Node) -> Self {
        let mut found = Identities::default();
        if let Some(address) = root.get("$self").and_then(Node::as_str) {
            found.resources.push((Pointer::root(), address.to_owned()));
        }
        found.collect(root, &Trail::Base(&Pointer::root()), "");
        found
    }

    fn collect(&mut self, node: &Node, trail: &Trail<'_>, base: &str) {
        let children = |found: &mut Self, base: &str| match &node.value {
            Value::Mapping(mapping) => {
                for (key, child) in mapping.iter() {
                    found.collect(child, &Trail::Key(trail, key), base);
                }
            }
            Value::Sequence(elements) => {
                for (index, child) in elements.iter().enumerate() {
                    found.collect(child, &Trail::Index(trail, index), base);
                }
            }
            _ => {}
        };
        let Some(mapping) = node.as_mapping() else {
            return children(self, base);
        };
        for key in ["$anchor", "$dynamicAnchor"] {
            if let Some(name) = mapping.get(key).and_then(Node::as_str) {
                self.anchors.push((Box::from(name), trail.pointer()));
            }
        }
        match mapping.get("$id").and_then(Node::as_str) {
            // The older way to write an anchor.
            Some(id) if id.starts_with('#') => {
                let name = id.trim_start_matches('#');
                self.anchors.push((Box::from(name), trail.pointer()));
                children(self, base);
            }
            Some(id) => {
                let address = address::join(base, id.trim_end_matches('#'));
                self.resources.push((trail.pointer(), address.clone()));
                children(self, &address);
            }
            None => children(self, base),
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.resources.is_empty() && self.anchors.is_empty()
    }

    /// The innermost part with an address of its own around this place.
    pub(super) fn around(&self, at: &Pointer) -> Option<(&Pointer, &str)> {
        let around = self.resources.iter().rev().filter(|(place, _)| place.contains(at));
        around
            .max_by_key(|(place, _)| place.as_str().len())
            .map(|(place, address)| (place, address.as_str()))
    }

    /// The part with this address.
    pub(super) fn resource(&self, address: &str) -> Option<&Pointer> {
        let found = self.resources.iter().find(|(_, other)| other == address);
        found.map(|(place, _)| place)
    }

    /// The part with this anchor, preferably inside of `within`, since a name may be used once in each resource.
    pub(super) fn anchor(&self, name: &str, within: &Pointer) -> Option<&Pointer> {
        let named = || self.anchors.iter().filter(|(other, _)| **other == *name);
        let found = named()
            .find(|(_, place)| within.contains(place))
            .or_else(|| named().next());
        found.map(|(_, place)| place)
    }
}
