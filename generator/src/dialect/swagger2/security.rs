//! Security definitions.

use super::take;
use crate::load::{Mapping, Node};

/// Rewrites the security schemes; those of the kinds of 3.0 stay as they are.
pub(super) fn schemes(mut definitions: Mapping) -> Mapping {
    for (_, node) in definitions.iter_mut() {
        let at = node.at;
        let Some(scheme) = node.as_mapping_mut() else { continue };
        match scheme.get("type").and_then(Node::as_str) {
            Some("basic") => {
                scheme.insert("type", Node::string("http", at));
                scheme.insert("scheme", Node::string("basic", at));
            }
            Some("oauth2") if !scheme.contains("flows") => {
                let flow = flow(scheme, at);
                scheme.insert("flows", flow);
            }
            _ => {}
        }
    }
    definitions
}

/// The one flow that a scheme of Swagger 2.0 has. A scheme that does not say which has none.
fn flow(scheme: &mut Mapping, at: crate::diagnostic::Position) -> Node {
    let said = take(scheme, "flow").map(|(_, flow)| flow);
    let name = match said.as_ref().and_then(Node::as_str) {
        Some("implicit") => Some("implicit"),
        Some("password") => Some("password"),
        Some("application") => Some("clientCredentials"),
        Some("accessCode") => Some("authorizationCode"),
        _ => None,
    };
    let keys = ["authorizationUrl", "tokenUrl", "refreshUrl", "scopes"];
    let members: Vec<(&str, Node)> = keys
        .into_iter()
        .filter_map(|key| Some((key, take(scheme, key)?.1)))
        .collect();
    Node::mapping(name.map(|name| (name, Node::mapping(members, at))), at)
}
