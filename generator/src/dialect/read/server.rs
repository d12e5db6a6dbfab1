//! Servers and tags.

use openapiv3::{Server, ServerVariable, Tag};

use super::{json, mapped, members, missing, text, texts};
use crate::diagnostic::{Diagnostics, Pointer};
use crate::load::{Mapping, Node};

/// Reads the server at `at`.
pub(in crate::dialect) fn server(node: &Node, at: &Pointer, diagnostics: &Diagnostics) -> Option<Server> {
    let mut server = Server::default();
    let mut url = None;
    members(node, at, diagnostics, |key, value| {
        match key {
            "url" => url = Some(text(value)?),
            "description" => server.description = Some(text(value)?),
            "variables" => server.variables = Some(mapped(value, |_, variable| server_variable(variable))?),
            key if key.starts_with("x-") => {
                server.extensions.insert(key.to_owned(), json(value));
            }
            _ => {}
        }
        Ok(())
    })?;
    match url {
        Some(url) => Some(Server { url, ..server }),
        None => missing("the `url` of a server", node, at, diagnostics),
    }
}

/// A variable without a default is filled with nothing, as if it were not there.
fn server_variable(node: &Node) -> ServerVariable {
    let field = |key: &str| node.get(key).and_then(|value| text(value).ok());
    ServerVariable {
        enumeration: node
            .get("enum")
            .and_then(|values| texts(values).ok())
            .unwrap_or_default(),
        default: field("default").unwrap_or_default(),
        description: field("description"),
        ..ServerVariable::default()
    }
}

/// Reads the tag at `at`.
pub(in crate::dialect) fn tag(node: &Node, at: &Pointer, diagnostics: &Diagnostics) -> Option<Tag> {
    let field = |key: &str| node.get(key).and_then(|value| text(value).ok());
    let Some(name) = field("name") else {
        return missing("the `name` of a tag", node, at, diagnostics);
    };
    let members = node.as_mapping().into_iter().flat_map(Mapping::iter);
    let extensions = members
        .filter(|(key, _)| key.starts_with("x-"))
        .map(|(key, value)| (key.to_owned(), json(value)));
    // 3.2 gives a tag a short name for people beside its description.
    let said = [field("summary"), field("description")];
    let said: Vec<String> = said.into_iter().flatten().collect();
    Some(Tag {
        name,
        description: (!said.is_empty()).then(|| said.join("\n\n")),
        extensions: extensions.collect(),
        ..Tag::default()
    })
}
