//! The key to each operation: its operationId, or a name made from its method and path where there is none of its own.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::Lowering;
use crate::diagnostic::Code;
use crate::dialect::OperationRef;
use crate::name::bare_snake;

/// Every operation that can be read, with a key that no other one has.
///
/// The first operation keeps an operationId that several have. What the others get follows from their own method and path,
/// so that it stays when operations are added elsewhere.
pub(super) fn each(cx: &Lowering) -> Vec<(OperationRef, Rc<openapiv3::Operation>, String)> {
    let operations: Vec<_> = cx
        .document
        .operations()
        .into_iter()
        .filter_map(|reference| cx.document.operation(&reference).map(|read| (reference, read)))
        .collect();
    let mut taken: BTreeSet<String> = operations
        .iter()
        .filter_map(|(_, read)| written(read))
        .map(str::to_owned)
        .collect();
    let mut owners: BTreeMap<String, String> = BTreeMap::new();
    let mut each = Vec::with_capacity(operations.len());
    for (reference, read) in operations {
        let line = format!("{} {}", reference.method.to_uppercase(), reference.path);
        let id = match written(&read) {
            None => made(&line, &mut taken),
            Some(id) => match owners.get(id) {
                None => id.to_owned(),
                Some(owner) => {
                    let own = made(&line, &mut taken);
                    let message =
                        format!("the operationId `{id}` is also that of `{owner}`; `{line}` goes by `{own}` instead");
                    cx.diagnostics
                        .report(Code::DuplicateOperationId, &reference.at.child("operationId"), message);
                    own
                }
            },
        };
        owners.entry(id.clone()).or_insert(line);
        each.push((reference, read, id));
    }
    each
}

fn written(read: &openapiv3::Operation) -> Option<&str> {
    read.operation_id.as_deref().filter(|id| !id.is_empty())
}

/// A key made from the method and the path, with a number where others have it.
fn made(line: &str, taken: &mut BTreeSet<String>) -> String {
    let plain = bare_snake(line);
    let numbered = (2..).map(|number| format!("{plain}_{number}"));
    let free = std::iter::once(plain.clone())
        .chain(numbered)
        .find(|id| !taken.contains(id))
        .unwrap_or(plain);
    taken.insert(free.clone());
    free
}
