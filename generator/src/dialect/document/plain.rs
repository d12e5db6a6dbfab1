//! Parts of the description as plain JSON.

use std::collections::HashMap;

use serde_json::{Value as Json, json};

use super::Document;
use crate::diagnostic::Pointer;
use crate::dialect::{read, reference};

/// Parts of a schema that is referred to may be referred to themselves and are copied then. The largest descriptions known have
/// so many nodes.
const NODES: usize = 1_000_000;

impl Document<'_> {
    /// The whole document, as it was read and repaired.
    pub fn json(&self) -> Json {
        read::json(&self.root)
    }

    /// The schemas that these references mean, and those that they refer to in turn, without descriptions, each under the
    /// reference as it is written. What leads nowhere is left out, and so is the rest when it becomes too much.
    pub fn meanings(&self, references: Vec<String>) -> HashMap<String, Json> {
        let mut meanings = HashMap::new();
        let mut met = read::Met { references, nodes: 0 };
        while let Some(reference) = met.references.pop() {
            if met.nodes < NODES
                && !meanings.contains_key(&reference)
                && let Ok((at, node)) = reference::follow(&self.root, &reference)
            {
                // A schema of several references is still one.
                let schema = if at.as_str() == reference {
                    read::undescribed(node, &mut met)
                } else {
                    met.references.push(at.as_str().to_owned());
                    json!({ "$ref": at.as_str() })
                };
                meanings.insert(reference, schema);
            }
        }
        meanings
    }

    /// What the description shows of a body in one media type.
    pub fn examples(&self, media: &Pointer) -> Vec<Json> {
        let Some(node) = self.node(media) else {
            return Vec::new();
        };
        let named = self.members(node.get("examples")).filter_map(|(_, example)| {
            let example = match reference::of(example) {
                Some(reference) => reference::follow(&self.root, reference).ok()?.1,
                None => example,
            };
            // 3.2 has a name for what the schema describes, as against how it is written.
            example.get("dataValue").or_else(|| example.get("value"))
        });
        node.get("example").into_iter().chain(named).map(read::json).collect()
    }
}
