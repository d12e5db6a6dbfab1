//! The resource tree.

use super::{Docs, Operation};

/// A node of the resource tree: a client struct with methods and sub-clients.
#[derive(Debug, Clone, PartialEq)]
pub struct Resource {
    /// The Rust names of the accessors that lead here (`bot`, `session`).
    pub path: Vec<String>,
    /// The module names that lead here; like `path`, but without raw identifiers.
    pub modules: Vec<String>,
    /// The Cargo feature that brings it, where it stands at the top and is one.
    pub feature: Option<String>,
    /// The client struct.
    pub client: String,
    /// What it is about.
    pub docs: Docs,
    /// Its operations, in the order of the description.
    pub operations: Vec<Operation>,
    /// Its sub-resources, in the order of the description.
    pub children: Vec<Resource>,
}

impl Resource {
    /// Calls `visit` on every operation, here and below.
    pub fn visit_operations(&mut self, visit: &mut dyn FnMut(&mut Operation)) {
        self.operations.iter_mut().for_each(&mut *visit);
        for child in &mut self.children {
            child.visit_operations(visit);
        }
    }
}
