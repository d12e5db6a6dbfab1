//! What the crate makes nothing of, however often a document says it: each is reported once, at its first place.

use crate::diagnostic::{Code, Diagnostics, Pointer, Position};
use crate::load::Node;

/// The first places.
#[derive(Default)]
pub(super) struct Unused {
    links: Option<(Pointer, Position)>,
    xml: Option<(Pointer, Position)>,
    headers: Option<(Pointer, Position)>,
}

impl Unused {
    /// Looks at a response or a request body.
    pub(super) fn look(&mut self, node: &Node, place: impl Fn() -> Pointer) {
        if self.links.is_none()
            && let Some(links) = node
                .get("links")
                .filter(|links| links.as_mapping().is_some_and(|it| !it.is_empty()))
        {
            self.links = Some((place().child("links"), links.at));
        }
        if self.headers.is_none()
            && let Some(headers) = node.get("headers").and_then(Node::as_mapping)
            && let Some((name, header)) = headers.iter().find(|(_, header)| is_typed(header))
        {
            self.headers = Some((place().child("headers").child(name), header.at));
        }
        let content = node.get("content").and_then(Node::as_mapping);
        let Some(content) = content.filter(|_| self.xml.is_none()) else {
            return;
        };
        let xml = content
            .entries()
            .iter()
            .find(|entry| essence(&entry.key).ends_with("xml"));
        if let Some(xml) = xml
            && !content
                .iter()
                .any(|(media_type, _)| essence(media_type).ends_with("json"))
        {
            self.xml = Some((place().child("content").child(&xml.key), xml.key_at));
        }
    }

    /// Says what was found.
    pub(super) fn report(self, diagnostics: &Diagnostics) {
        if let Some((at, position)) = self.links {
            let message = "the links of this description are not part of the crate";
            diagnostics.report(Code::IgnoredLinks, (&at, position), message);
        }
        if let Some((at, position)) = self.xml {
            let message = "bodies of this description that are only XML are text";
            diagnostics.report(Code::TextMediaType, (&at, position), message);
        }
        if let Some((at, position)) = self.headers {
            let message = "headers of answers in this description are text, whatever their types";
            diagnostics.report(Code::TextHeaders, (&at, position), message);
        }
    }
}

/// A header that is said to be something else than text.
fn is_typed(header: &Node) -> bool {
    let said = header.get("schema").and_then(|schema| schema.get("type"));
    header.get("content").is_some() || said.and_then(Node::as_str).is_some_and(|name| name != "string")
}

fn essence(media_type: &str) -> String {
    media_type
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase()
}
