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
pub(super) enum Lost {
    /// It names another file or an anchor.
    External,
    /// Nothing stands at the place it names.
    Unknown,
    /// It comes back to itself.
    Circular,
}

impl Lost {
    /// The problem of the catalogue that this is.
    pub(super) fn code(self) -> Code {
        match self {
            Lost::External => Code::ExternalReference,
            Lost::Unknown => Code::UnknownReference,
            Lost::Circular => Code::CircularReference,
        }
    }

    /// What to say about a reference that is lost in this way.
    pub(super) fn message(self, reference: &str) -> String {
        match self {
            Lost::External => format!("`{reference}` is not in this file"),
            Lost::Unknown => format!("nothing stands at `{reference}`"),
            Lost::Circular => format!("`{reference}` leads back to itself"),
        }
    }
}

/// As many references may follow on each other; a chain that is longer goes round in a circle.
const CHAIN: usize = 64;

/// Follows a reference, and references on its way, to the node that it finally means, and to where that really stands.
pub(super) fn follow<'n>(root: &'n Node, reference: &str) -> Result<(Pointer, &'n Node), Lost> {
    if reference.is_empty() {
        return Err(Lost::Unknown);
    }
    let mut target = Pointer::parse(reference).ok_or(Lost::External)?;
    for _ in 0..CHAIN {
        match walk(root, &target)? {
            Walk::Arrived(node) => match of(node) {
                None => return Ok((target, node)),
                Some(next) => target = Pointer::parse(next).ok_or(Lost::External)?,
            },
            Walk::Detour(detour) => target = detour,
        }
    }
    Err(Lost::Circular)
}

enum Walk<'n> {
    /// The node at the pointer, which may be a reference.
    Arrived(&'n Node),
    /// A node on the way is a reference, so the place is elsewhere.
    Detour(Pointer),
}

fn walk<'n>(root: &'n Node, target: &Pointer) -> Result<Walk<'n>, Lost> {
    let mut node = root;
    let mut tokens = target.tokens();
    while let Some(token) = tokens.next() {
        if let Some(next) = node.step(&token) {
            node = next;
            continue;
        }
        let elsewhere = Pointer::parse(of(node).ok_or(Lost::Unknown)?).ok_or(Lost::External)?;
        let rest: Vec<Cow<'_, str>> = std::iter::once(token).chain(tokens).collect();
        return Ok(Walk::Detour(elsewhere.descend(rest.iter().map(|token| &**token))));
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
        let place = |reference: &str| follow(&root, reference).map(|(pointer, _)| pointer.to_string());
        assert_eq!(place("#/a").unwrap(), "#/c/d~1e");
        assert_eq!(place("#/a/x/y").unwrap(), "#/c/d~1e/x/y");
        assert_eq!(place("#/c/l/0/y").unwrap(), "#/c/d~1e/x/y");
        assert_eq!(place("#/c/%64~1e").unwrap(), "#/c/d~1e");
        assert_eq!(place("#/loop"), Err(Lost::Circular));
        assert_eq!(place("#/deep"), Err(Lost::Circular));
        assert_eq!(place("#/nowhere"), Err(Lost::Unknown));
        assert_eq!(place("#/far"), Err(Lost::External));
    }
}
