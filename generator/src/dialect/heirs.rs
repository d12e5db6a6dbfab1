//! Which named schemas build on which by `allOf`.

use std::collections::BTreeMap;

use super::Document;
use crate::diagnostic::Pointer;
use crate::load::Node;

impl Document<'_> {
    /// The named schemas that have a named schema as a part of their `allOf`, by that schema, in the order of the
    /// description. Nothing is read or followed for it, so that what is not used stays unread.
    pub fn heirs(&self) -> BTreeMap<Pointer, Vec<Pointer>> {
        let mut heirs: BTreeMap<Pointer, Vec<Pointer>> = BTreeMap::new();
        for (_, at) in self.schemas() {
            let parts = self.node(&at).and_then(|node| node.get("allOf")?.as_sequence());
            let references = parts
                .into_iter()
                .flatten()
                .filter_map(|part| part.get("$ref").and_then(Node::as_str));
            for parent in references.filter_map(Pointer::parse) {
                heirs.entry(parent).or_default().push(at.clone());
            }
        }
        heirs
    }
}
