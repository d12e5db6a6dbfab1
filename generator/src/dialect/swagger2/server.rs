//! `host`, `basePath` and `schemes` become servers.

use crate::dialect::reference;
use crate::load::{Mapping, Node, Value};

/// The servers of a document, each with one of its schemes.
pub(super) fn of_document(root: &Node) -> Option<Node> {
    let base = root.get("basePath").and_then(Node::as_str).unwrap_or_default().trim();
    let base = base.trim_end_matches('/');
    let base = if base.is_empty() || base.starts_with('/') {
        base.to_owned()
    } else {
        format!("/{base}")
    };
    if let Some(template) = root.get("x-ms-parameterized-host") {
        return parameterized(root, template, &base);
    }
    let Some(host) = root.get("host") else {
        let said = root.get("basePath").filter(|_| !base.is_empty())?;
        return Some(list([(base, None)], said));
    };
    let name = host.as_str()?.trim().trim_end_matches('/');
    if name.is_empty() {
        return None;
    }
    // A scheme in front of the host is no part of it, and yet it says how the host is reached.
    let urls = match name.split_once("://") {
        Some(_) => vec![(format!("{name}{base}"), None)],
        None => {
            let schemes = root.as_mapping().map(schemes).unwrap_or_default();
            let url = |scheme| (format!("{scheme}://{name}{base}"), None);
            schemes.iter().map(url).collect()
        }
    };
    Some(list(urls, host))
}

/// The schemes of a document, the one that keeps secrets first.
fn schemes(root: &Mapping) -> Vec<Box<str>> {
    let schemes = root.get("schemes").map(sorted).unwrap_or_default();
    if schemes.is_empty() {
        vec![Box::from("https")]
    } else {
        schemes
    }
}

fn sorted(said: &Node) -> Vec<Box<str>> {
    let said = said.as_sequence().into_iter().flatten();
    let mut schemes: Vec<Box<str>> = said
        .filter_map(Node::as_str)
        .filter(|scheme| matches!(*scheme, "http" | "https" | "ws" | "wss"))
        .map(Box::from)
        .collect();
    let rank = |scheme: &str| ["https", "http", "wss", "ws"].iter().position(|known| *known == scheme);
    schemes.sort_by_key(|scheme| rank(scheme));
    schemes.dedup();
    schemes
}

/// The server of an operation that does not speak the scheme of the document's first one.
pub(super) fn of_operation(said: &Node, servers: Option<&Node>) -> Option<Node> {
    let url = servers?.as_sequence()?.first()?.get("url")?.as_str()?;
    let (usual, rest) = url.split_once("://")?;
    let schemes = sorted(said);
    let scheme = schemes
        .first()
        .filter(|_| schemes.iter().all(|scheme| **scheme != *usual))?;
    Some(list([(format!("{scheme}://{rest}"), None)], said))
}

/// A host that is put together of parameters.
fn parameterized(root: &Node, host: &Node, base: &str) -> Option<Node> {
    let template = host.get("hostTemplate")?.as_str()?;
    let has_prefix = host.get("useSchemePrefix").and_then(Node::as_bool) != Some(false);
    let schemes = root.as_mapping().map(schemes).unwrap_or_default();
    let scheme = schemes.first().map_or("https", |scheme| &**scheme);
    let prefix = if has_prefix && !template.contains("://") {
        format!("{scheme}://")
    } else {
        String::new()
    };
    let parameters = host.get("parameters").and_then(Node::as_sequence).into_iter().flatten();
    let variables = parameters.filter_map(|parameter| {
        let parameter = match reference::of(parameter) {
            Some(target) => reference::follow(root, target).ok()?.1,
            None => parameter,
        };
        let default = parameter.get("default")?.clone();
        Some((
            parameter.get("name")?.as_str()?,
            Node::mapping([("default", default)], parameter.at),
        ))
    });
    let variables = Node::mapping(variables, host.at);
    Some(list([(format!("{prefix}{template}{base}"), Some(variables))], host))
}

fn list(urls: impl IntoIterator<Item = (String, Option<Node>)>, said: &Node) -> Node {
    let servers = urls.into_iter().map(|(url, variables)| {
        let mut members = vec![("url", Node::string(url, said.at))];
        members.extend(variables.map(|variables| ("variables", variables)));
        Node::mapping(members, said.at)
    });
    Node::new(Value::Sequence(servers.collect()), said.at)
}
