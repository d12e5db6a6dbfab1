//! What a reference means.

use super::file::{Lost, MAIN};
use super::place::Names;
use super::{Bundler, Target, address, find, is_near};
use crate::diagnostic::{Pointer, percent_decoded};
use crate::load::Node;

/// As many references may follow on each other; a chain that is longer goes round in a circle.
const CHAIN: usize = 64;

impl Bundler<'_> {
    /// The part that a reference means which stands at this place of a file, at the end of all references on the way,
    /// and what it could be called.
    pub(super) fn resolve(&mut self, file: usize, at: &Pointer, text: &str) -> Result<(Target, Names), Lost> {
        let around = self.around(file, at).map(|(place, _)| place);
        let key = (file, around, Box::from(text));
        if let Some(known) = self.resolved.get(&key) {
            return known.clone();
        }
        let found = self.follow(file, at, text);
        self.resolved.insert(key, found.clone());
        found
    }

    fn follow(&mut self, file: usize, at: &Pointer, text: &str) -> Result<(Target, Names), Lost> {
        let first = self.named(file, at, text)?;
        let names = self.names(&first);
        let last = self.arrive(first, 0)?;
        let mut last_names = self.names(&last);
        last_names.part = names.part.or(last_names.part);
        Ok((last, last_names))
    }

    fn names(&self, target: &Target) -> Names {
        let shown = self.files.get(target.file).map_or("", |file| &file.shown);
        Names::of(shown, &target.at)
    }

    /// The part with an address of its own around a place, and that address.
    fn around(&self, file: usize, at: &Pointer) -> Option<(Pointer, String)> {
        let identities = &self.files.get(file)?.identities;
        let (place, address) = identities.around(at)?;
        Some((place.clone(), address.to_owned()))
    }

    /// The place that a reference names, whether or not anything stands there.
    fn named(&mut self, file: usize, at: &Pointer, text: &str) -> Result<Target, Lost> {
        let (document, fragment) = address::split(text);
        let around = self.around(file, at);
        let (file, resource) = if document.is_empty() {
            (file, around.map_or_else(Pointer::root, |(place, _)| place))
        } else {
            let address = address::join(around.as_ref().map_or("", |(_, address)| address), document);
            match self.identified(file, &address) {
                Some(found) => found,
                None => (self.files.open(file, document)?, Pointer::root()),
            }
        };
        let nothing = || Lost::broken(format!("nothing stands at `{text}`"));
        let at = if fragment.is_empty() {
            resource
        } else if fragment.starts_with('/') {
            let pointer = Pointer::parse(&format!("#{fragment}")).ok_or_else(nothing)?;
            let tokens: Vec<_> = pointer.tokens().collect();
            let inside = resource.descend(tokens.iter().map(|token| &**token));
            // Many authors give their schemas addresses and go on to write pointers from the top of the file.
            let is_there = self.root(file).is_some_and(|root| find(&root, &inside).is_some());
            if is_there { inside } else { pointer }
        } else {
            let name = percent_decoded(fragment).ok_or_else(nothing)?;
            let identities = self.files.get(file).map(|file| &file.identities);
            let found = identities.and_then(|identities| identities.anchor(&name, &resource));
            found.cloned().ok_or_else(nothing)?
        };
        Ok(Target { file, at })
    }

    /// The part that calls itself by this address. A relative one counts in its own file alone.
    fn identified(&self, file: usize, address: &str) -> Option<(usize, Pointer)> {
        if address::is_absolute(address) {
            return self.files.resource(address);
        }
        let place = self.files.get(file)?.identities.resource(address)?;
        Some((file, place.clone()))
    }

    /// Follows the references on the way to a place, and those that stand there alone. What stands in the description
    /// itself is followed by the later stages, unless the way leads on into another file.
    pub(super) fn arrive(&mut self, target: Target, chain: usize) -> Result<Target, Lost> {
        let shown = |bundler: &Self| bundler.files.get(target.file).map_or("", |file| &file.shown).to_owned();
        if chain > CHAIN {
            let message = format!("`{}{}` leads back to itself", shown(self), target.at);
            return Err(Lost::broken(message));
        }
        let root = self.root(target.file);
        let mut node = root.as_deref();
        let mut here = Pointer::root();
        let way = target.at.clone();
        let mut tokens = way.tokens();
        while let Some(token) = tokens.next() {
            let next = node.and_then(|node| node.step(&token));
            if next.is_some() {
                (node, here) = (next, here.child(&token));
                continue;
            }
            let Some(text) = node.and_then(|node| node.get("$ref")).and_then(Node::as_str) else {
                return Err(Lost::broken(format!(
                    "nothing stands at `{}{}`",
                    shown(self),
                    target.at
                )));
            };
            let detour = self.named(target.file, &here, text)?;
            let rest: Vec<_> = std::iter::once(token).chain(tokens).collect();
            let at = detour.at.descend(rest.iter().map(|token| &**token));
            let file = detour.file;
            return self.arrive(Target { file, at }, chain + 1);
        }
        let alone = node
            .and_then(Node::as_mapping)
            .filter(|mapping| mapping.len() == 1)
            .and_then(|mapping| mapping.get("$ref"))
            .and_then(Node::as_str);
        match alone {
            None => Ok(target),
            Some(text) if target.file == MAIN && is_near(text) => Ok(target),
            Some(text) => {
                let next = self.named(target.file, &here, text);
                let last = next.and_then(|next| self.arrive(next, chain + 1));
                // The later stages degrade what the description itself refers to.
                if target.file == MAIN { last.or(Ok(target)) } else { last }
            }
        }
    }
}
