//! Operations.

use openapiv3::Operation;

use super::{json, members, security_requirement, sequence, server, text, texts, truth};
use crate::diagnostic::{Diagnostics, Pointer};
use crate::load::Node;

/// Reads what the operation at `at` says of itself. Parameters, request body, responses and callbacks have readers of
/// their own.
pub(in crate::dialect) fn operation(node: &Node, at: &Pointer, diagnostics: &Diagnostics) -> Option<Operation> {
    let mut operation = Operation::default();
    members(node, at, diagnostics, |key, value| {
        match key {
            "tags" => operation.tags = texts(value)?,
            "summary" => operation.summary = Some(text(value)?),
            "description" => operation.description = Some(text(value)?),
            "operationId" => operation.operation_id = Some(text(value)?),
            "deprecated" => operation.deprecated = truth(value)?,
            "security" => {
                operation.security = Some(
                    sequence(value)?
                        .iter()
                        .map(security_requirement)
                        .collect::<Result<_, _>>()?,
                );
            }
            "servers" => {
                let place = at.child(key);
                let servers = sequence(value)?.iter().enumerate();
                operation.servers = servers
                    .filter_map(|(index, one)| server(one, &place.index(index), diagnostics))
                    .collect();
            }
            key if key.starts_with("x-") => {
                operation.extensions.insert(key.to_owned(), json(value));
            }
            _ => {}
        }
        Ok(())
    })?;
    Some(operation)
}
