//! Members that hold a credential, which `Debug` must not show.

use super::Lowering;
use crate::diagnostic::Pointer;
use crate::ir::Ty;

/// The rule of the fetch core for names. Its file is shared and not its crate: neither of the two links to the other.
#[path = "../../../templates/src/secret/name.rs"]
mod name;

/// Whether a member holds a credential: what the description says (`x-sensitive`, or `format: password`), or else its name, if it holds text.
pub(super) fn is_secret(cx: &Lowering, wire: &str, places: &[Pointer], ty: &Ty) -> bool {
    let nodes: Vec<_> = places.iter().filter_map(|place| cx.document.node(place)).collect();
    let said = |key: &str| nodes.iter().find_map(|node| node.get(key));
    if let Some(sensitive) = said("x-sensitive").and_then(|node| node.as_bool()) {
        return sensitive;
    }
    said("format").and_then(|node| node.as_str()) == Some("password") || (holds_text(ty) && name::is_sensitive(wire))
}

/// A number is no credential, whatever it is called, and a named type hides its own members.
fn holds_text(ty: &Ty) -> bool {
    match ty {
        Ty::Json => true,
        text if text.is_text() => true,
        Ty::List(inner) | Ty::Map(inner) | Ty::Option(inner) => holds_text(inner),
        Ty::Bool
        | Ty::I64
        | Ty::U64
        | Ty::F64
        | Ty::String
        | Ty::Format(_)
        | Ty::File
        | Ty::Named(_)
        | Ty::Boxed(_) => false,
    }
}
