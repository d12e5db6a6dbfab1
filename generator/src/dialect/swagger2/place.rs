//! Where things stood in Swagger 2.0, and where they stand now.

use std::collections::{HashMap, HashSet};

use crate::diagnostic::Pointer;
use crate::load::{Mapping, Node, Value};

/// The moves of parts of a document, to translate the references to them.
pub(super) struct Places {
    moves: HashMap<Pointer, Pointer>,
    definitions: HashSet<Box<str>>,
}

impl Places {
    /// What every document moves. The names of the definitions are needed for references that are such a name alone.
    pub(super) fn new(definitions: Option<&Node>) -> Self {
        let sections = [
            ("definitions", "schemas"),
            ("parameters", "parameters"),
            ("responses", "responses"),
            ("securityDefinitions", "securitySchemes"),
        ];
        let top = Pointer::root();
        let moves = sections.map(|(old, new)| (top.child(old), top.descend(["components", new])));
        let names = definitions
            .and_then(Node::as_mapping)
            .into_iter()
            .flat_map(Mapping::iter);
        Places {
            moves: moves.into(),
            definitions: names.map(|(name, _)| Box::from(name)).collect(),
        }
    }

    /// Remembers that what stood at `old` stands at `new`, with all that is in it.
    pub(super) fn moved(&mut self, old: Pointer, new: Pointer) {
        self.moves.insert(old, new);
    }

    /// Translates every reference below a node.
    pub(super) fn rewrite(&self, node: &mut Node) {
        match &mut node.value {
            Value::Mapping(mapping) => {
                for (key, child) in mapping.iter_mut() {
                    match child.as_str() {
                        Some(reference) if key == "$ref" => {
                            if let Some(new) = self.translated(reference) {
                                *child = Node::string(new, child.at);
                            }
                        }
                        _ => self.rewrite(child),
                    }
                }
            }
            Value::Sequence(elements) => elements.iter_mut().for_each(|child| self.rewrite(child)),
            _ => {}
        }
    }

    /// True for the place of a definition that there is not.
    fn is_lost(&self, place: &Pointer) -> bool {
        let mut tokens = place.tokens();
        tokens.next().as_deref() == Some("definitions")
            && tokens.next().is_some_and(|name| !self.definitions.contains(&*name))
    }

    /// A reference in the places of now, if they differ.
    fn translated(&self, reference: &str) -> Option<String> {
        // Nearly all references are of this kind.
        if let Some(name) = reference.strip_prefix("#/definitions/")
            && self.definitions.contains(name)
        {
            return Some(format!("#/components/schemas/{name}"));
        }
        // Older versions of Swagger wrote the name alone.
        if self.definitions.contains(reference) {
            let place = Pointer::root().descend(["components", "schemas", reference]);
            return Some(place.as_str().to_owned());
        }
        let mut place = Pointer::parse(reference)?;
        if self.is_lost(&place) {
            // It is reported as it is written.
            return None;
        }
        let mut below = Vec::new();
        loop {
            if let Some(new) = self.moves.get(&place) {
                let new = new.descend(below.iter().rev().map(String::as_str));
                return Some(new.as_str().to_owned());
            }
            below.push(place.last()?.into_owned());
            place = place.parent()?;
        }
    }
}
