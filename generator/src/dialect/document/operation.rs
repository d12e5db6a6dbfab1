//! Where the operations of a description stand, those that it offers and those that the API sends on its own.

use super::Document;
use crate::diagnostic::Pointer;
use crate::dialect::{METHODS, v3_2, without_operators};
use crate::load::Node;

/// Which operation: its path, its method, and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OperationRef {
    /// The path template, beginning with a slash.
    pub path: String,
    /// The method as it is sent: `GET`, or one of the description's own.
    pub method: String,
    /// Where the operation stands.
    pub at: Pointer,
    /// Where its path item stands.
    pub item: Pointer,
}

/// A request that the API sends on its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Announced {
    /// The name of the webhook or callback.
    pub name: String,
    /// What it sends, as the operation of its user's server.
    pub operation: OperationRef,
    /// The name stands for several requests, of one method each.
    pub has_siblings: bool,
}

impl Document<'_> {
    /// Every operation, in the order of the description.
    pub fn operations(&self) -> Vec<OperationRef> {
        let mut operations = Vec::new();
        let place = Pointer::root().child("paths");
        for (path, item) in self
            .members(self.root.get("paths"))
            .filter(|(path, _)| !path.starts_with("x-"))
        {
            let Some((item_at, item)) = self.settle(item, &place.child(path)) else {
                continue;
            };
            let path = without_operators(path);
            let path = if path.starts_with('/') {
                path
            } else {
                format!("/{path}")
            };
            operations.extend(self.of_path_item(&path, item, &item_at));
        }
        operations
    }

    fn of_path_item(&self, path: &str, item: &Node, at: &Pointer) -> Vec<OperationRef> {
        let fixed = self.members(Some(item)).filter(|(key, _)| METHODS.contains(key));
        let fixed = fixed.map(|(key, _)| (key.to_uppercase(), at.child(key)));
        let further_at = at.child("additionalOperations");
        let further = self.members(item.get("additionalOperations"));
        let further = further.filter(|(key, _)| v3_2::is_method(key));
        let further = further.map(|(key, _)| (key.to_owned(), further_at.child(key)));
        let operations = fixed.chain(further).map(|(method, own_at)| OperationRef {
            path: path.to_owned(),
            method,
            at: own_at,
            item: at.clone(),
        });
        operations.collect()
    }

    /// The requests that the API sends on its own, in the order of the description.
    pub fn webhooks(&self) -> Vec<Announced> {
        let mut found = Vec::new();
        let place = Pointer::root().child("webhooks");
        for (name, item) in self
            .members(self.node(&place))
            .filter(|(name, _)| !name.starts_with("x-"))
        {
            found.extend(self.announced(name, item, &place.child(name)));
        }
        found
    }

    /// The requests that the API sends because an operation was called.
    pub fn callbacks(&self, operation: &OperationRef) -> Vec<Announced> {
        let mut found = Vec::new();
        let place = operation.at.child("callbacks");
        for (name, callback) in self
            .members(self.node(&place))
            .filter(|(name, _)| !name.starts_with("x-"))
        {
            let Some((at, callback)) = self.settle(callback, &place.child(name)) else {
                continue;
            };
            for (expression, item) in self.members(Some(callback)).filter(|(key, _)| !key.starts_with("x-")) {
                found.extend(self.announced(name, item, &at.child(expression)));
            }
        }
        found
    }

    fn announced(&self, name: &str, item: &Node, at: &Pointer) -> Vec<Announced> {
        let operations = self
            .settle(item, at)
            .map_or_else(Vec::new, |(at, item)| self.of_path_item("", item, &at));
        let has_siblings = operations.len() > 1;
        let announced = operations.into_iter().map(|operation| Announced {
            name: name.to_owned(),
            operation,
            has_siblings,
        });
        announced.collect()
    }
}
