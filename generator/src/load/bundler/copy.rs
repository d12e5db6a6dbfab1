//! Copies nodes into the one document, with their references rewritten.

use super::file::{Lost, MAIN};
use super::kind::{Kind, What};
use super::place::Names;
use super::trail::Trail;
use super::{Bundler, Target, find, is_near};
use crate::diagnostic::Pointer;
use crate::load::DEPTH;
use crate::load::mapping::{Entry, Mapping};
use crate::load::node::{Node, Value};

/// More nodes than this are not copied from other files. The largest descriptions known have one million.
const COPIES: usize = 2_000_000;

/// More nodes than this are not copied once more. Whatever can be a component is copied only once, so a description needs
/// few of them, and one that brings the same parts in again and again would grow without an end.
const REPEATED: usize = 20_000;

/// So many parts may be copied into each other; more go round in a circle.
const INLINED: usize = 32;

/// Where a node stands.
#[derive(Clone, Copy)]
pub(super) struct Spot<'t> {
    pub(super) file: usize,
    /// Its place in the file.
    pub(super) trail: &'t Trail<'t>,
    /// The place of its copy.
    pub(super) out: &'t Trail<'t>,
    pub(super) depth: usize,
}

/// A mapping that refers to something.
#[derive(Clone, Copy)]
struct Referring<'n> {
    node: &'n Node,
    mapping: &'n Mapping,
    /// `$ref`, or an older or newer word for it.
    key: &'static str,
    target: &'n Node,
    text: &'n str,
}

impl Bundler<'_> {
    /// The copy of a node.
    pub(super) fn copy(&mut self, node: &Node, kind: Kind, spot: Spot<'_>) -> Node {
        if spot.file != MAIN {
            self.copied += if kind == Kind::Verbatim { weight(node) } else { 1 };
        }
        if self.repeating && kind != Kind::Verbatim {
            self.repeated += 1;
        }
        let refused = if self.copied > COPIES {
            Some(format!(
                "other files bring more than {COPIES} nodes; the rest is left out"
            ))
        } else if self.repeated > REPEATED {
            Some(format!(
                "files bring the same parts in again and again, more than {REPEATED} nodes; the rest is left out"
            ))
        } else if spot.depth > 2 * DEPTH {
            Some("the parts of several files are nested too deeply; what is here is left out".to_owned())
        } else {
            None
        };
        if let Some(message) = refused {
            self.report(&Lost::broken(message), node, spot);
            return Node::new(Value::Null, node.at);
        }
        if let Some(place) = self.place_elsewhere(kind, spot) {
            return Node::mapping([("$ref", Node::string(written(&place), node.at))], node.at);
        }
        match &node.value {
            _ if kind == Kind::Verbatim => node.clone(),
            Value::Mapping(mapping) => match referring(node, mapping, kind) {
                Some(referring) => self.reference(referring, kind, spot),
                None => self.members(node, mapping, kind, spot, |_| true),
            },
            Value::Sequence(elements) => {
                let copies = elements.iter().enumerate().map(|(index, element)| {
                    let spot = Spot {
                        trail: &Trail::Index(spot.trail, index),
                        out: &Trail::Index(spot.out, index),
                        depth: spot.depth + 1,
                        ..spot
                    };
                    let kind = if let Kind::Each(what) = kind {
                        Kind::One(what)
                    } else {
                        Kind::Verbatim
                    };
                    self.copy(element, kind, spot)
                });
                Node::new(Value::Sequence(copies.collect()), node.at)
            }
            _ => node.clone(),
        }
    }

    /// The place of a part that stands within another one, and that is referred to on its own too.
    fn place_elsewhere(&self, kind: Kind, spot: Spot<'_>) -> Option<Pointer> {
        let Kind::One(what) = kind else { return None };
        if !self.nested.contains(&spot.file) {
            return None;
        }
        let at = spot.trail.pointer();
        let place = self.places.get(&Target { file: spot.file, at }, what)?;
        (*place != spot.out.pointer()).then(|| place.clone())
    }

    /// The copy of those members that are wanted.
    fn members(
        &mut self,
        node: &Node,
        mapping: &Mapping,
        kind: Kind,
        spot: Spot<'_>,
        wanted: impl Fn(&str) -> bool,
    ) -> Node {
        let wanted = mapping.entries().iter().filter(|entry| wanted(&entry.key));
        let copies = wanted.map(|Entry { key, key_at, value }| {
            let spot = Spot {
                trail: &Trail::Key(spot.trail, key),
                out: &Trail::Key(spot.out, key),
                depth: spot.depth + 1,
                ..spot
            };
            let value = if kind == Kind::One(What::Schema) && &**key == "discriminator" {
                self.discriminator(value, spot)
            } else {
                self.copy(value, kind.below(key, value), spot)
            };
            Entry {
                key: key.clone(),
                key_at: *key_at,
                value,
            }
        });
        let (copy, _) = Mapping::from_entries(copies.collect());
        Node::new(Value::Mapping(Box::new(copy)), node.at)
    }

    fn reference(&mut self, referring: Referring<'_>, kind: Kind, spot: Spot<'_>) -> Node {
        let Referring {
            node,
            mapping,
            key,
            text,
            ..
        } = referring;
        let at = spot.trail.pointer();
        let is_plain = spot.file == MAIN && key == "$ref" && is_near(text);
        let has_identities = self
            .files
            .get(spot.file)
            .is_some_and(|file| !file.identities.is_empty());
        if is_plain && !has_identities {
            return self.members(node, mapping, kind, spot, |_| true);
        }
        let (target, names) = match self.resolve(spot.file, &at, text) {
            Ok(found) => found,
            Err(_) if kind == Kind::Value => return node.clone(),
            // The later stages say themselves what is wrong with those.
            Err(_) if is_plain => return self.members(node, mapping, kind, spot, |_| true),
            Err(lost) => return self.unresolved(referring, &lost, kind, spot),
        };
        if kind == Kind::Value && (spot.file == target.file || mapping.len() > 1) {
            return node.clone();
        }
        let place = match kind {
            Kind::One(what) if self.is_settled(what) => self.place(&target, what, &names),
            Kind::Each(_) | Kind::One(_) if is_plain => return self.members(node, mapping, kind, spot, |_| true),
            _ => None,
        };
        let is_own = target.file == spot.file && target.at == at;
        match place {
            Some(place) if is_own || place != spot.out.pointer() => {
                self.rewritten(referring, written(&place), kind, spot)
            }
            _ => self.inlined(referring, &target, kind, spot),
        }
    }

    /// The place of a part in the one document.
    fn place(&mut self, target: &Target, what: What, names: &Names) -> Option<Pointer> {
        if target.file == MAIN {
            return Some(target.at.clone());
        }
        if let Some(place) = self.places.get(target, what) {
            return Some(place.clone());
        }
        let collection = Pointer::root().descend(what.home(self.is_swagger)?.iter().copied());
        let place = self.places.give(target, what, &collection, names);
        self.given.push((target.clone(), what, place.clone()));
        Some(place)
    }

    fn rewritten(&mut self, referring: Referring<'_>, text: String, kind: Kind, spot: Spot<'_>) -> Node {
        let Referring {
            node,
            mapping,
            key,
            target,
            ..
        } = referring;
        let mut copy = self.members(node, mapping, kind, spot, |name| name != key);
        if let Some(members) = copy.as_mapping_mut() {
            members.insert("$ref", Node::string(text, target.at));
        }
        copy
    }

    /// What a reference means, in its place. What stands beside the reference is laid over it.
    fn inlined(&mut self, referring: Referring<'_>, target: &Target, kind: Kind, spot: Spot<'_>) -> Node {
        let Referring {
            node,
            mapping,
            key,
            text,
            ..
        } = referring;
        let root = self.root(target.file);
        let Some(part) = root.as_deref().and_then(|root| find(root, &target.at)) else {
            return node.clone();
        };
        if self.inlining >= INLINED {
            let lost = Lost::broken(format!("`{text}` is brought in too deeply inside of other files"));
            return self.unresolved(referring, &lost, kind, spot);
        }
        self.inlining += 1;
        let was_repeating = self.repeating;
        self.repeating |= !self.inlined.insert(target.clone());
        let there = Spot {
            file: target.file,
            trail: &Trail::Base(&target.at),
            out: spot.out,
            depth: spot.depth + 1,
        };
        let mut copy = self.copy(part, kind, there);
        self.inlining -= 1;
        self.repeating = was_repeating;
        let mut beside = self.members(node, mapping, kind, spot, |name| name != key);
        if let (Some(members), Some(beside)) = (copy.as_mapping_mut(), beside.as_mapping_mut()) {
            for Entry { key, key_at, value } in std::mem::take(beside).into_entries() {
                members.insert_at(&key, key_at, value);
            }
        }
        copy
    }

    fn unresolved(&mut self, referring: Referring<'_>, lost: &Lost, kind: Kind, spot: Spot<'_>) -> Node {
        let Referring {
            node,
            mapping,
            key,
            target,
            text,
        } = referring;
        self.report(lost, target, spot);
        let is_settled = matches!(kind, Kind::One(what) if self.is_settled(what));
        if !is_settled {
            return self.members(node, mapping, kind, spot, |name| name != key);
        }
        // The text would mean something else in the one document.
        let file = self.files.get(spot.file).filter(|_| spot.file != MAIN);
        let text = match file {
            Some(file) if text.starts_with('#') => format!("{}{text}", file.shown),
            _ => text.to_owned(),
        };
        self.rewritten(referring, text, kind, spot)
    }

    /// The values of a mapping are references, or names of schemas in the same file.
    fn discriminator(&mut self, node: &Node, spot: Spot<'_>) -> Node {
        let mut copy = node.clone();
        let at = spot.trail.pointer();
        let mapping = copy.get_mut("mapping").and_then(Node::as_mapping_mut);
        for (_, value) in mapping.into_iter().flat_map(|mapping| mapping.iter_mut()) {
            let Some(text) = value.as_str() else { continue };
            let is_reference = text.contains(['/', '#']) || text.ends_with(".yaml") || text.ends_with(".json");
            let spellings = if is_reference {
                vec![text.to_owned()]
            } else {
                vec![format!("#/components/schemas/{text}"), format!("#/definitions/{text}")]
            };
            if spot.file == MAIN && (!is_reference || is_near(text)) {
                continue;
            }
            let found = spellings
                .iter()
                .find_map(|spelling| self.resolve(spot.file, &at, spelling).ok());
            let place = found.and_then(|(target, names)| self.place(&target, What::Schema, &names));
            if let Some(place) = place {
                *value = Node::string(written(&place), value.at);
            }
        }
        copy
    }

    fn report(&self, lost: &Lost, node: &Node, spot: Spot<'_>) {
        self.diagnostics
            .report(lost.code, (&spot.out.pointer(), node.at), lost.message.clone());
    }
}

/// The reference that a mapping is, if its kind can be one.
fn referring<'n>(node: &'n Node, mapping: &'n Mapping, kind: Kind) -> Option<Referring<'n>> {
    let keys: &[&'static str] = match kind {
        Kind::Verbatim => return None,
        Kind::One(What::Schema) => &["$ref", "$dynamicRef", "$recursiveRef"],
        _ => &["$ref"],
    };
    keys.iter().find_map(|key| {
        let target = mapping.get(key)?;
        let text = target.as_str()?;
        Some(Referring {
            node,
            mapping,
            key,
            target,
            text,
        })
    })
}

/// A place as the text of a reference, in which percent signs begin a code.
fn written(place: &Pointer) -> String {
    place.as_str().replace('%', "%25")
}

fn weight(node: &Node) -> usize {
    1 + match &node.value {
        Value::Mapping(mapping) => mapping.iter().map(|(_, child)| weight(child)).sum(),
        Value::Sequence(elements) => elements.iter().map(weight).sum(),
        _ => 0,
    }
}
