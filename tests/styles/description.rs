//! The parameters of a description as it was written, read without the generator's ideas of them.

use super::table::{Style, Value};
use sdksmith::diagnostic::Diagnostics;
use sdksmith::load::{self, Node};
use std::path::Path;

/// The methods that a path item may have.
const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// Headers that no parameter describes (Parameter Object, `name`).
const IGNORED_HEADERS: [&str; 3] = ["accept", "content-type", "authorization"];

/// References lead here at most so often.
pub(super) const DEPTH: usize = 8;

/// Where a parameter is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    Path,
    Query,
    Header,
    Cookie,
    Form,
}

/// A value to try: JSON for the call, and what a style sees of it.
pub type Tried = (serde_json::Value, Value);

/// A parameter, or a field of an urlencoded form.
#[derive(Clone, Debug)]
pub struct Parameter {
    pub name: String,
    pub place: Place,
    pub required: bool,
    pub layout: Result<Layout, &'static str>,
    /// What the tables are tried with, or why nothing can be.
    pub values: Result<Vec<Tried>, &'static str>,
}

/// How a value is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    Style {
        style: Style,
        explode: bool,
        reserved: bool,
    },
    Json,
    Text,
}

/// An operation and all its parameters.
#[derive(Clone, Debug)]
pub struct Operation {
    pub method: String,
    pub path: String,
    pub parameters: Vec<Parameter>,
}

pub struct Description {
    root: Node,
    is_swagger: bool,
}

impl Description {
    pub fn read(path: &Path) -> Option<Self> {
        let root = load::text("description", workspace_tests::read(path), &Diagnostics::new()).ok()?;
        let is_swagger = root.get("swagger").is_some();
        Some(Self { root, is_swagger })
    }

    pub fn operations(&self) -> Vec<Operation> {
        let paths = self.root.get("paths").and_then(Node::as_mapping);
        let mut found = Vec::new();
        for (path, item) in paths.into_iter().flat_map(|paths| paths.iter()) {
            let path = &bare(path);
            for method in METHODS {
                let Some(operation) = self.real(item).and_then(|item| item.get(method)) else {
                    continue;
                };
                let mut nodes: Vec<&Node> = Vec::new();
                for list in [item.get("parameters"), operation.get("parameters")] {
                    for node in list.and_then(Node::as_sequence).into_iter().flatten() {
                        let Some(node) = self.real(node) else { continue };
                        let key = |node: &Node| [text(node, "name"), text(node, "in")].map(str::to_owned);
                        nodes.retain(|known| key(known) != key(node));
                        nodes.push(node);
                    }
                }
                let mut parameters: Vec<Parameter> = nodes
                    .iter()
                    .filter_map(|node| self.parameter(node, operation))
                    .collect();
                parameters.extend(self.fields(operation));
                found.push(Operation {
                    method: method.to_uppercase(),
                    path: path.to_owned(),
                    parameters,
                });
            }
        }
        found
    }

    /// What a reference leads to, inside of this document.
    pub(super) fn real<'n>(&'n self, node: &'n Node) -> Option<&'n Node> {
        let mut node = node;
        for _ in 0..DEPTH {
            let Some(target) = node.get("$ref").and_then(Node::as_str) else {
                return Some(node);
            };
            let pointer = target.strip_prefix("#/")?;
            node = pointer.split('/').try_fold(&self.root, |node, token| {
                node.step(&token.replace("~1", "/").replace("~0", "~"))
            })?;
        }
        None
    }

    fn parameter(&self, node: &Node, operation: &Node) -> Option<Parameter> {
        let name = text(node, "name");
        let place = match text(node, "in") {
            "path" => Place::Path,
            "query" => Place::Query,
            "header" if IGNORED_HEADERS.contains(&name.to_lowercase().as_str()) => return None,
            "header" => Place::Header,
            "cookie" => Place::Cookie,
            "formData" if self.is_urlencoded(operation) => Place::Form,
            _ => return None,
        };
        let schema = node.get("schema").unwrap_or(node);
        let content = node
            .get("content")
            .and_then(Node::as_mapping)
            .and_then(|content| content.iter().next());
        let (layout, schema) = match content {
            Some((media_type, media)) => {
                let layout = if media_type.contains("json") {
                    Layout::Json
                } else {
                    Layout::Text
                };
                (Ok(layout), media.get("schema"))
            }
            None if self.is_swagger => (self.collection_format(node, place), Some(schema)),
            None => (layout(node, place), Some(schema)),
        };
        let is_token = |letter: char| letter.is_ascii_graphic() && !"\"(),/:;<=>?@[\\]{}".contains(letter);
        let layout = match place {
            Place::Header if !name.chars().all(is_token) => Err("a header with a name that HTTP cannot carry"),
            _ => layout,
        };
        Some(Parameter {
            name: name.to_owned(),
            place,
            required: place == Place::Path || flag(node, "required") == Some(true),
            values: schema
                .ok_or("a parameter without a schema")
                .and_then(|schema| self.values(schema, layout)),
            layout,
        })
    }

    /// Swagger 2.0: how a list is written, each in the style of OpenAPI 3 that looks the same.
    fn collection_format(&self, node: &Node, place: Place) -> Result<Layout, &'static str> {
        let style = |style, explode| Layout::Style {
            style,
            explode,
            reserved: false,
        };
        let usual = match place {
            Place::Path | Place::Header => Style::Simple,
            _ => Style::Form,
        };
        Ok(match (text(node, "collectionFormat"), usual) {
            ("" | "csv", usual) => style(usual, false),
            ("multi", Style::Form) => style(Style::Form, true),
            ("ssv", Style::Form) => style(Style::SpaceDelimited, false),
            ("pipes", Style::Form) => style(Style::PipeDelimited, false),
            _ => return Err("tabs, spaces or pipes where OpenAPI 3 has no style for them (SDK0221)"),
        })
    }

    fn is_urlencoded(&self, operation: &Node) -> bool {
        let consumes = operation.get("consumes").or_else(|| self.root.get("consumes"));
        let types = consumes.and_then(Node::as_sequence).unwrap_or_default();
        let is = |name: &str| types.iter().any(|node| node.as_str() == Some(name));
        is("application/x-www-form-urlencoded") && !is("multipart/form-data")
    }

    /// The fields of an urlencoded form, each in the style of its encoding.
    fn fields(&self, operation: &Node) -> Vec<Parameter> {
        let find = || {
            let body = self.real(operation.get("requestBody")?)?;
            let content = body.get("content").and_then(Node::as_mapping)?;
            // Where there is a choice, the call sends JSON.
            let (media_type, media) = content.iter().next().filter(|_| content.len() == 1)?;
            let form = self.real(media.get("schema")?)?;
            (media_type == "application/x-www-form-urlencoded").then_some((media, form))
        };
        let Some((media, form)) = find() else { return Vec::new() };
        let required = form.get("required").and_then(Node::as_sequence).unwrap_or_default();
        let properties = form.get("properties").and_then(Node::as_mapping);
        let fields = properties.into_iter().flat_map(|properties| properties.iter());
        fields
            .map(|(name, schema)| {
                let encoding = media.get("encoding").and_then(|all| all.get(name));
                let layout = self.field_layout(encoding, schema);
                Parameter {
                    name: name.to_owned(),
                    place: Place::Form,
                    required: required.iter().any(|one| one.as_str() == Some(name)),
                    values: self.values(schema, layout),
                    layout,
                }
            })
            .collect()
    }

    fn field_layout(&self, encoding: Option<&Node>, schema: &Node) -> Result<Layout, &'static str> {
        let is_object = self
            .real(schema)
            .is_some_and(|schema| schema.get("properties").is_some() || text(schema, "type") == "object");
        let says = |keyword: &str| encoding.is_some_and(|encoding| encoding.get(keyword).is_some());
        match encoding {
            Some(encoding) if ["style", "explode", "allowReserved"].into_iter().any(says) => {
                layout(encoding, Place::Form)
            }
            Some(encoding) if text(encoding, "contentType").contains("json") => Ok(Layout::Json),
            _ if is_object => {
                Err("an object in a form whose encoding says nothing is written in brackets, and not as JSON")
            }
            _ => Ok(Layout::Style {
                style: Style::Form,
                explode: true,
                reserved: false,
            }),
        }
    }
}

/// A path whose placeholders are names alone, where somebody wrote them as RFC 6570 does: `{;id*}`.
fn bare(path: &str) -> String {
    let mut parts = path.split('{');
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (name, rest) = part.split_once('}').unwrap_or((part, ""));
        out += &format!(
            "{{{}}}{rest}",
            name.trim_start_matches(['.', ';']).trim_end_matches('*')
        );
    }
    out
}

/// The style of a parameter or an encoding in OpenAPI 3.
fn layout(node: &Node, place: Place) -> Result<Layout, &'static str> {
    let usual = match place {
        Place::Path | Place::Header => "simple",
        _ => "form",
    };
    let name = node.get("style").and_then(Node::as_str).unwrap_or(usual);
    let is_legal = match place {
        Place::Path => ["matrix", "label", "simple"].contains(&name),
        Place::Header => name == "simple",
        Place::Cookie => name == "form",
        _ => ["form", "spaceDelimited", "pipeDelimited", "deepObject"].contains(&name),
    };
    let style = Style::named(name)
        .filter(|_| is_legal)
        .ok_or("a style that its place does not have")?;
    Ok(Layout::Style {
        style,
        explode: flag(node, "explode").unwrap_or(style == Style::Form),
        reserved: flag(node, "allowReserved").unwrap_or(false),
    })
}

pub(super) fn text<'n>(node: &'n Node, key: &str) -> &'n str {
    match node.get(key) {
        // 3.1 writes a type that may be null as a list.
        Some(found) => found
            .as_str()
            .or_else(|| {
                found
                    .as_sequence()?
                    .iter()
                    .filter_map(Node::as_str)
                    .find(|name| *name != "null")
            })
            .unwrap_or_default(),
        None => "",
    }
}

fn flag(node: &Node, key: &str) -> Option<bool> {
    node.get(key).and_then(Node::as_bool)
}
