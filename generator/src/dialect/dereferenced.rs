//! Turns copies back into references, where a tool dereferenced the document and left `$$ref` markers.
//!
//! One shape written out in fifty places would become fifty types without a good name. A marked node that equals what
//! its marker names becomes a reference to it again; where the two differ, the copy is the truth and stays.

use std::collections::HashMap;

use super::reference;
use super::walk::Trail;
use crate::diagnostic::{Code, Diagnostics, Pointer};
use crate::load::{Mapping, Node, Value};

/// The member that holds the target of the reference that once stood here.
const MARKER: &str = "$$ref";

/// Members that such tools leave behind and that mean nothing.
const LEFTOVERS: [&str; 2] = ["$$normalized", "__originalOperationId"];

/// Turns copies back into references and removes all markers.
pub(super) fn roll_back(root: &mut Node, diagnostics: &Diagnostics) {
    if !has_leftovers(root) {
        return;
    }
    let mut verdicts = Verdicts {
        root,
        diagnostics,
        copies: HashMap::new(),
        in_order: Vec::new(),
    };
    verdicts.collect(root, &Trail::ROOT);
    let in_order = verdicts.in_order;
    let copies = in_order.iter().flatten().count();
    apply(root, &mut in_order.into_iter());
    if copies > 0 {
        let message =
            format!("{copies} copies marked with `{MARKER}` were read as the references that they were made from");
        diagnostics.report(Code::Rereferenced, &Pointer::root(), message);
    }
}

fn has_leftovers(node: &Node) -> bool {
    match &node.value {
        Value::Mapping(mapping) => mapping
            .iter()
            .any(|(key, child)| is_leftover(key) || has_leftovers(child)),
        Value::Sequence(elements) => elements.iter().any(has_leftovers),
        _ => false,
    }
}

fn is_leftover(key: &str) -> bool {
    // Nearly all keys are told by their first letter.
    key.starts_with(['$', '_']) && (key == MARKER || LEFTOVERS.contains(&key))
}

/// The target that a marker names, without the address of the document that some tools put in front.
fn marked(node: &Node) -> Option<Pointer> {
    let target = node.get(MARKER)?.as_str()?;
    Pointer::parse(target.get(target.find('#')?..)?)
}

/// Decides for each marked node, before anything is changed.
struct Verdicts<'a> {
    root: &'a Node,
    diagnostics: &'a Diagnostics,
    /// The copies so far and their targets, so that no two of them come to refer to each other.
    copies: HashMap<Pointer, Pointer>,
    /// For each marked node, outer ones first, the reference that it becomes. Nodes inside a copy are left out.
    in_order: Vec<Option<Pointer>>,
}

impl Verdicts<'_> {
    fn collect(&mut self, node: &Node, trail: &Trail<'_>) {
        if let Some(target) = marked(node) {
            let verdict = self.verdict(node, target, trail);
            let is_copy = verdict.is_some();
            self.in_order.push(verdict);
            if is_copy {
                return;
            }
        }
        match &node.value {
            Value::Mapping(mapping) => mapping
                .iter()
                .for_each(|(key, child)| self.collect(child, &trail.key(key))),
            Value::Sequence(elements) => {
                elements
                    .iter()
                    .enumerate()
                    .for_each(|(index, child)| self.collect(child, &trail.index(index)));
            }
            _ => {}
        }
    }

    fn verdict(&mut self, node: &Node, target: Pointer, trail: &Trail<'_>) -> Option<Pointer> {
        let own = trail.pointer();
        if own == target {
            return None;
        }
        let original = reference::follow(self.root, target.as_str()).ok();
        let same = original.is_some_and(|(_, original)| same(node, original));
        if !same || own.contains(&target) || self.leads_to(&target, &own) {
            let message = format!("the content differs from `{target}`, which its marker names");
            self.diagnostics.report(Code::MarkerMismatch, (&own, node.at), message);
            return None;
        }
        self.copies.insert(own, target.clone());
        Some(target)
    }

    /// True when `from` was turned into a reference that ends at `to`.
    fn leads_to(&self, from: &Pointer, to: &Pointer) -> bool {
        let mut at = from;
        while let Some(next) = self.copies.get(at) {
            if next == to {
                return true;
            }
            at = next;
        }
        false
    }
}

/// True when two nodes say the same, markers aside. A reference equals a copy that is marked with the same target:
/// that is how tools end a type that contains itself.
fn same(left: &Node, right: &Node) -> bool {
    match (&left.value, &right.value) {
        (Value::Mapping(one), Value::Mapping(other)) => {
            let refers = |node: &Node| reference::of(node).and_then(Pointer::parse);
            if let Some(target) = refers(left).or_else(|| refers(right)) {
                return [left, right]
                    .into_iter()
                    .all(|node| refers(node).or_else(|| marked(node)).as_ref() == Some(&target));
            }
            same_members(one, other)
        }
        (Value::Sequence(one), Value::Sequence(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| same(one, other))
        }
        _ => left == right,
    }
}

fn same_members(one: &Mapping, other: &Mapping) -> bool {
    let meant = |mapping: &Mapping| mapping.iter().filter(|(key, _)| !is_leftover(key)).count();
    // Copies nearly always have their members in the order of the original, so the next one is tried before all.
    let mut next = other.iter().filter(|(key, _)| !is_leftover(key));
    meant(one) == meant(other)
        && one.iter().filter(|(key, _)| !is_leftover(key)).all(|(key, value)| {
            let counterpart = match next.next() {
                Some((name, counterpart)) if name == key => Some(counterpart),
                _ => other.get(key),
            };
            counterpart.is_some_and(|counterpart| same(value, counterpart))
        })
}

/// Walks as [`Verdicts::collect`] did and takes one verdict for each marked node.
fn apply(node: &mut Node, verdicts: &mut impl Iterator<Item = Option<Pointer>>) {
    if marked(node).is_some()
        && let Some(target) = verdicts.next().flatten()
    {
        *node = Node::mapping([("$ref", Node::string(target.as_str(), node.at))], node.at);
        return;
    }
    match &mut node.value {
        Value::Mapping(mapping) => {
            if mapping.iter().any(|(key, _)| is_leftover(key)) {
                LEFTOVERS
                    .iter()
                    .chain(&[MARKER])
                    .for_each(|leftover| drop(mapping.remove(leftover)));
            }
            mapping.iter_mut().for_each(|(_, child)| apply(child, verdicts));
        }
        Value::Sequence(elements) => elements.iter_mut().for_each(|child| apply(child, verdicts)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load;

    fn rolled_back(text: &str) -> (Node, Vec<&'static str>) {
        let diagnostics = Diagnostics::new();
        let mut root = load::text("a.yaml", text, &diagnostics).unwrap();
        roll_back(&mut root, &diagnostics);
        (
            root,
            diagnostics
                .sorted(|_| None)
                .into_iter()
                .map(|one| one.code.id())
                .collect(),
        )
    }

    #[track_caller]
    fn check(before: &str, after: &str, codes: &[&str]) {
        let (root, found) = rolled_back(before);
        assert_eq!(root, load::text("a.yaml", after, &Diagnostics::new()).unwrap());
        assert_eq!(found, codes);
    }

    #[test]
    fn equal_copies_become_references() {
        check(
            "{a: {x: {y: 1}}, b: {y: 1, $$ref: 'http://x/y#/a/x'}, c: [{x: {y: 1, $$ref: '#/a/x'}, $$ref: '#/a'}], $$normalized: true}",
            "{a: {x: {y: 1}}, b: {$ref: '#/a/x'}, c: [{$ref: '#/a'}]}",
            &["SDK0211"],
        );
    }

    #[test]
    fn others_stay() {
        check(
            "{a: {y: 1}, b: {y: 2, $$ref: '#/a'}, c: {$$ref: '#/d'}}",
            "{a: {y: 1}, b: {y: 2}, c: {}}",
            &["SDK0212", "SDK0212"],
        );
        check("{a: {y: 1, $$ref: '#/a'}}", "{a: {y: 1}}", &[]);
        check(
            "{a: {y: 1, $$ref: '#/b'}, b: {y: 1, $$ref: '#/a'}}",
            "{a: {$ref: '#/b'}, b: {y: 1}}",
            &["SDK0211", "SDK0212"],
        );
    }

    #[test]
    fn types_that_contain_themselves() {
        check(
            "{a: {p: {p: {$ref: '#/a'}, $$ref: '#/a'}}, u: {p: {p: {$ref: '#/a'}, $$ref: '#/a'}, $$ref: '#/a'}}",
            "{a: {p: {$ref: '#/a'}}, u: {$ref: '#/a'}}",
            &["SDK0211"],
        );
    }
}
