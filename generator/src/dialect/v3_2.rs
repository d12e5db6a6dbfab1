//! What OpenAPI 3.2 says in its own way about objects around schemas, said in the way of 3.0.
//!
//! It is done to every document, since each of these words has one meaning only; but for a list under a sequential media
//! type, which was one item before 3.2 and is all items since.

use super::reference::{self, follow};
use super::walk::{self, Kind};
use crate::diagnostic::{Code, Diagnostics, Pointer, Position};
use crate::load::{Node, Value};

/// The extension of a media type whose events hold text and no JSON.
pub const TEXT_EVENTS: &str = "x-text-events";

/// Whether a name can be that of a method (RFC 9110, section 9.1).
pub(super) fn is_method(name: &str) -> bool {
    let is_token = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c);
    !name.is_empty() && !name.starts_with("x-") && name.chars().all(is_token)
}

/// Says that a discriminator's branch for all other tags has no part in the choice.
pub(super) fn schema(node: &Node, place: impl Fn() -> Pointer, diagnostics: &Diagnostics) {
    if let Some(default) = node.get("discriminator").and_then(|tag| tag.get("defaultMapping")) {
        let at = place().descend(["discriminator", "defaultMapping"]);
        let message = "a value whose tag is none of the branches' stays JSON";
        diagnostics.report(Code::DefaultBranch, (&at, default.at), message);
    }
}

/// A whole query string in the form of a form is an exploded object; other content stays, and is left out with
/// its parameter.
pub(super) fn parameter(node: &mut Node, place: impl Fn() -> Pointer, diagnostics: &Diagnostics) {
    if let Some(style) = node.get("style").filter(|style| style.as_str() == Some("cookie")) {
        let message = "the cookie is written in the style `form`";
        diagnostics.report(Code::CookieStyle, (&place().child("style"), style.at), message);
    }
    if !is_query_string(node) {
        return;
    }
    let at = node.at;
    let content = node.get("content").and_then(Node::as_mapping);
    let Some((media_type, content)) = content.and_then(|content| content.iter().next()) else {
        return;
    };
    let essence = media_type.split(';').next().unwrap_or_default().trim();
    if !essence.eq_ignore_ascii_case("application/x-www-form-urlencoded") {
        let message = format!("a query string of {media_type} is not written, so this parameter is left out");
        diagnostics.report(Code::QueryStringContent, (&place(), at), message);
        return;
    }
    let schema = content.get("schema").cloned();
    let Some(mapping) = node.as_mapping_mut() else { return };
    mapping.remove("content");
    mapping.insert("in", Node::string("query", at));
    mapping.insert("style", Node::string("form", at));
    mapping.insert("explode", Node::new(Value::Bool(true), at));
    mapping.insert("schema", schema.unwrap_or_else(|| Node::mapping([], at)));
}

/// A parameter that is the query string as a whole.
pub(super) fn is_query_string(parameter: &Node) -> bool {
    parameter.get("in").and_then(Node::as_str) == Some("querystring")
}

/// Media types that are elsewhere come to where they are used, and the item of a sequence becomes its schema.
pub(super) fn media_types(root: &mut Node, diagnostics: &Diagnostics) {
    let lists_are_sequences = root
        .get("openapi")
        .and_then(Node::as_str)
        .is_some_and(|version| version.trim().starts_with("3.2"));
    let mut places = Vec::new();
    walk::objects(root, &mut |kind, node, trail| {
        let concerns = || {
            ["$ref", "itemSchema", "itemEncoding", "prefixEncoding"]
                .iter()
                .any(|key| node.get(key).is_some())
                || lists_are_sequences
        };
        if kind == Kind::MediaType && concerns() {
            places.push(trail.pointer());
        }
    });
    let components = Pointer::root().descend(["components", "mediaTypes"]);
    let reader = Reader {
        root,
        diagnostics,
        lists_are_sequences,
    };
    let made: Vec<(Pointer, Node)> = places
        .into_iter()
        // There it has a name and no media type yet.
        .filter(|at| at.parent().as_ref() != Some(&components))
        .filter_map(|at| reader.media_type(&at).map(|node| (at, node)))
        .collect();
    for (at, made) in made {
        if let Some(node) = at.tokens().try_fold(&mut *root, |node, token| node.step_mut(&token)) {
            *node = made;
        }
    }
}

struct Reader<'r> {
    root: &'r Node,
    diagnostics: &'r Diagnostics,
    lists_are_sequences: bool,
}

impl<'r> Reader<'r> {
    /// What to put in the place of a media type; nothing where it can stay.
    fn media_type(&self, at: &Pointer) -> Option<Node> {
        let name = at.last()?;
        let sequence = sequence(&name);
        let own = self.node(at)?;
        let (real_at, real) = match reference::of(own) {
            None => (at.clone(), own),
            Some(target) => match follow(self.root, target) {
                Ok(found) => found,
                Err(lost) => {
                    self.diagnostics.report(lost.code(), (at, own.at), lost.message());
                    return None;
                }
            },
        };
        let mut made = real.clone();
        let mapping = made.as_mapping_mut()?;
        if real_at != *at {
            for key in ["schema", "itemSchema"]
                .into_iter()
                .filter(|key| real.get(key).is_some())
            {
                mapping.insert(key, refer(&real_at.child(key), real.at));
            }
        }
        let is_by_place = ["itemEncoding", "prefixEncoding"]
            .iter()
            .any(|key| real.get(key).is_some());
        if is_by_place || (real.get("itemSchema").is_some() && sequence.is_none()) {
            let message = format!("the parts of {name} are told by their order, so the body is kept as bytes");
            self.diagnostics.report(Code::PartsByPlace, (at, own.at), message);
            mapping.remove("schema");
            return Some(made);
        }
        let item = match self.item(&real_at, real, sequence) {
            Some(item) => item,
            None if real_at != *at => return Some(made),
            None => return None,
        };
        let schema = match sequence {
            Some(Sequence::Events) => match self.data(&item) {
                Data::Json(schema) => schema,
                Data::Text => {
                    let message = "the data of these events is text and no JSON, so they are not offered as a stream";
                    self.diagnostics.report(Code::TextEvents, (at, own.at), message);
                    mapping.insert(TEXT_EVENTS, Node::new(Value::Bool(true), real.at));
                    Node::mapping([("type", Node::string("string", real.at))], real.at)
                }
            },
            // What it replaces cannot be referred to.
            _ if real_at.child("schema").contains(&item) => self.node(&item)?.clone(),
            _ => refer(&item, real.at),
        };
        mapping.insert("schema", schema);
        Some(made)
    }

    /// Where the schema of one item of a sequence stands.
    fn item(&self, at: &Pointer, media_type: &Node, sequence: Option<Sequence>) -> Option<Pointer> {
        sequence?;
        if media_type.get("itemSchema").is_some() {
            return Some(at.child("itemSchema"));
        }
        let (place, schema) = self.settle(&at.child("schema"))?;
        let is_list = schema.get("type").and_then(Node::as_str) == Some("array");
        let is_one = schema.get("items").is_some_and(|items| items.as_mapping().is_some());
        (self.lists_are_sequences && is_list && is_one).then(|| place.child("items"))
    }

    /// What the data of an event is, whose schema stands at `at`: JSON is a text with a schema of its own there.
    fn data(&self, at: &Pointer) -> Data {
        let mut found = Vec::new();
        let mut has_text = false;
        let mut is_event = false;
        self.collect(at, DEPTH, &mut |place, member| {
            is_event = true;
            let says_json = member
                .get("contentMediaType")
                .and_then(Node::as_str)
                .is_some_and(|name| name.ends_with("json"));
            let is_text = member.get("type").and_then(Node::as_str) == Some("string");
            if member.get("contentSchema").is_some() {
                found.push(refer(&place.child("contentSchema"), member.at));
            } else if says_json {
                found.push(Node::mapping([], member.at));
            } else if is_text || member.as_bool().is_some() {
                has_text = true;
            } else {
                found.push(refer(&place, member.at));
            }
        });
        let position = self.node(at).map_or(self.root.at, |node| node.at);
        match (found.len(), found.pop()) {
            (1, Some(only)) => Data::Json(only),
            (0, _) | (_, None) if has_text => Data::Text,
            (0, _) | (_, None) => Data::Json(if is_event {
                Node::mapping([], position)
            } else {
                refer(at, position)
            }),
            (_, Some(last)) => {
                found.push(last);
                let branches = Node::new(Value::Sequence(found), position);
                Data::Json(Node::mapping([("oneOf", branches)], position))
            }
        }
    }

    /// Calls `visit` on every schema of the member `data` that the schema at `at`, or a part of it, declares.
    fn collect(&self, at: &Pointer, depth: usize, visit: &mut dyn FnMut(Pointer, &'r Node)) {
        let Some((at, schema)) = self.settle(at).filter(|_| depth > 0) else {
            return;
        };
        let place = at.descend(["properties", "data"]);
        if self.node(&place).is_some()
            && let Some((place, member)) = self.settle(&place)
        {
            visit(place, member);
        }
        for keyword in ["allOf", "oneOf", "anyOf"] {
            let count = schema.get(keyword).and_then(Node::as_sequence).map_or(0, <[Node]>::len);
            for index in 0..count {
                self.collect(&at.child(keyword).index(index), depth - 1, visit);
            }
        }
    }

    /// The node that is meant by what stands at `at`.
    fn settle(&self, at: &Pointer) -> Option<(Pointer, &'r Node)> {
        follow(self.root, at.as_str()).ok()
    }

    fn node(&self, at: &Pointer) -> Option<&'r Node> {
        at.tokens().try_fold(self.root, |node, token| node.step(&token))
    }
}

/// Events refer to their parts a few times; what goes deeper goes round in a circle.
const DEPTH: usize = 16;

/// What the data of server-sent events is.
enum Data {
    Json(Node),
    Text,
}

/// A media type that is a sequence of items.
#[derive(Clone, Copy)]
enum Sequence {
    Values,
    Events,
}

fn sequence(media_type: &str) -> Option<Sequence> {
    let essence = media_type
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase();
    let lines = ["jsonl", "jsonlines", "ndjson", "json-seq", "stream+json", "json-lines"];
    match essence.as_str() {
        "text/event-stream" => Some(Sequence::Events),
        essence if lines.iter().any(|word| essence.ends_with(word)) => Some(Sequence::Values),
        _ => None,
    }
}

fn refer(at: &Pointer, position: Position) -> Node {
    Node::mapping([("$ref", Node::string(at.as_str(), position))], position)
}
