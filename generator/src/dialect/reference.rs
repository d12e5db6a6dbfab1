//! Following references.

use std::borrow::Cow;

use crate::diagnostic::{Code, Pointer};
use crate::load::Node;

/// The target of a node that is a reference: a mapping whose `$ref` is a text.
pub(super) fn of(node: &Node) -> Option<&str> {
    node.get("$ref").and_then(Node::as_str)
}

/// Why a reference leads nowhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Why {
    /// It names another file or an anchor.
    External,
    /// Nothing stands at the place it names.
    Unknown,
    /// It comes back to itself.
    Circular,
}

/// The reference, perhaps a later one of a chain, that leads nowhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Lost {
    pub(super) why: Why,
    pub(super) reference: String,
}

impl Lost {
    /// The problem of the catalogue that this is.
    pub(super) fn code(&self) -> Code {
        match self.why {
            Why::External => Code::ExternalReference,
            Why::Unknown => Code::UnknownReference,
            Why::Circular => Code::CircularReference,
        }
    }

    /// True when it is not a place in the document.
    pub(super) fn is_external(&self) -> bool {
        self.why == Why::External
    }

    /// What to say about it.
    pub(super) fn message(&self) -> String {
        let reference = &self.reference;
        match self.why {
            Why::External => format!("`{reference}` is not in this file"),
            Why::Unknown => format!("nothing stands at `{reference}`"),
            Why::Circular => format!("`{reference}` leads back to itself"),
        }
    }
}

/// As many references may follow on each other; a chain that is longer goes round in a circle.
const CHAIN: usize = 64;

/// Follows a reference, and references on its way, to the node that it finally means, and to where that really stands.
pub(super) fn follow<'n>(root: &'n Node, reference: &str) -> Result<(Pointer, &'n Node), Lost> {
    // The text that led to the place, to name it where it turns out to be wrong.
    let mut written = reference;
    let mut target = parse(written)?;
    for _ in 0..CHAIN {
        match walk(root, &target, written)? {
            Walk::Arrived(node) => match of(node) {
                None => return Ok((target, node)),
                Some(next) => (written, target) = (next, parse(next)?),
            },
            Walk::Detour(next, detour) => (written, target) = (next, detour),
        }
    }
    Err(lost(Why::Circular, reference))
}

fn parse(reference: &str) -> Result<Pointer, Lost> {
    let why = if reference.is_empty() {
        Why::Unknown
    } else {
        Why::External
    };
    Pointer::parse(reference).ok_or_else(|| lost(why, reference))
}

fn lost(why: Why, reference: &str) -> Lost {
    Lost {
        why,
        reference: reference.to_owned(),
    }
}

enum Walk<'n> {
    /// The node at the pointer, which may be a reference.
    Arrived(&'n Node),
    /// A node on the way is this reference, so the place is elsewhere.
    Detour(&'n str, Pointer),
}

fn walk<'n>(root: &'n Node, target: &Pointer, written: &str) -> Result<Walk<'n>, Lost> {
    let mut node = root;
    let mut tokens = target.tokens();
    while let Some(token) = tokens.next() {
        if let Some(next) = node.step(&token) {
            node = next;
            continue;
        }
        let next = of(node).ok_or_else(|| lost(Why::Unknown, written))?;
        let rest: Vec<Cow<'_, str>> = std::iter::once(token).chain(tokens).collect();
        return Ok(Walk::Detour(
            next,
            parse(next)?.descend(rest.iter().map(|token| &**token)),
        ));
    }
    Ok(Walk::Arrived(node))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Diagnostics;
    use crate::load;

    #[test]
    fn follows_chains_and_detours() {
        let text = "
a: {$ref: '#/b'}
b: {$ref: '#/c/d~1e'}
c: {d/e: {x: {y: 1}}, l: [{$ref: '#/b/x'}]}
loop: {$ref: '#/pool'}
pool: {$ref: '#/loop'}
deep: {$ref: '#/deep/x'}
far: {$ref: 'other.yaml#/a'}
";
        let root = load::text("a.yaml", text, &Diagnostics::new()).unwrap();
        let place = |reference: &str| {
            follow(&root, reference)
                .map(|(pointer, _)| pointer.to_string())
                .map_err(|lost| (lost.why, lost.reference))
        };
        assert_eq!(place("#/a").unwrap(), "#/c/d~1e");
        assert_eq!(place("#/a/x/y").unwrap(), "#/c/d~1e/x/y");
        assert_eq!(place("#/c/l/0/y").unwrap(), "#/c/d~1e/x/y");
        assert_eq!(place("#/c/%64~1e").unwrap(), "#/c/d~1e");
        let lost = |why, reference: &str| Err((why, reference.to_owned()));
        assert_eq!(place("#/loop"), lost(Why::Circular, "#/loop"));
        assert_eq!(place("#/deep"), lost(Why::Circular, "#/deep"));
        assert_eq!(place("#/nowhere"), lost(Why::Unknown, "#/nowhere"));
        assert_eq!(place("#/far"), lost(Why::External, "other.yaml#/a"));
    }
}
