//! The resource tree.

use super::{Docs, Operation};

/// A node of the resource tree: a client struct with methods and sub-clients.
#[derive(Debug, Clone, PartialEq)]
pub struct Resource {
    /// The Rust names of the accessors that lead here (`bot`, `session`).
    pub path: Vec<String>,
    /// The module names that lead here; like `path`, but without raw identifiers.
    pub modules: Vec<String>,
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
    /// Says that the answers of this operation, here or below, are pages with this cursor parameter.
    pub fn set_cursor(&mut self, operation_id: &str, parameter: &str) {
        for operation in self
            .operations
            .iter_mut()
            .filter(|operation| operation.id == operation_id)
        {
            operation.cursor = Some(parameter.to_owned());
        }
        for child in &mut self.children {
            child.set_cursor(operation_id, parameter);
        }
    }
}
