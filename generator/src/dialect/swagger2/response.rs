//! Responses: the schema goes below the media types of `produces`.

use super::{Conversion, again, media, parameter, refer, take};
use crate::diagnostic::Pointer;
use crate::load::{Mapping, Node};

/// True for the statuses of success.
pub(super) fn is_success(status: &str) -> bool {
    status.starts_with('2')
}

/// True when values of a schema are files.
pub(super) fn is_file(schema: &Node) -> bool {
    let word = |key: &str| schema.get(key).and_then(Node::as_str);
    match word("type") {
        Some("file") => true,
        Some("string") => matches!(word("format"), Some("binary" | "file")),
        _ => false,
    }
}

impl Conversion<'_> {
    /// Rewrites the response that was read at the first place and will stand at the second one.
    pub(super) fn response(
        &mut self,
        node: &mut Node,
        (old, new): (&Pointer, &Pointer),
        produces: &[Box<str>],
        is_success: bool,
    ) {
        let Some(response) = node.as_mapping_mut() else { return };
        if let Some(headers) = response.get_mut("headers") {
            parameter::headers(headers);
        }
        if response.contains("content") || response.contains("$ref") {
            return;
        }
        let examples = response.remove("examples");
        let Some((_, schema)) = take(response, "schema") else {
            shown(response, examples);
            return;
        };
        let types = media::of_answer(produces, is_file(&schema), is_success);
        let main = media::main(&types).unwrap_or_default().to_owned();
        let place = new.descend(["content", &main, "schema"]);
        self.places.moved(old.child("schema"), place);
        let others = again(&schema, &old.child("schema"));
        content(response, &types, &main, schema, &others, examples.as_ref());
    }

    /// Rewrites a copy of the shared response at `origin`: its schema stays where it is.
    pub(super) fn copied_response(&mut self, node: &mut Node, origin: &Pointer, produces: &[Box<str>]) {
        let Some(response) = node.as_mapping_mut() else { return };
        if let Some(headers) = response.get_mut("headers") {
            parameter::headers(headers);
        }
        let examples = response.remove("examples");
        let Some((_, schema)) = take(response, "schema") else {
            return;
        };
        let types = media::of_answer(produces, is_file(&schema), true);
        let others = refer(&origin.child("schema"), schema.at);
        content(response, &types, "", others.clone(), &others, examples.as_ref());
    }
}

/// Puts the schema below each media type: itself below the main one, and a reference to it below the others.
fn content(
    response: &mut Mapping,
    types: &[Box<str>],
    main: &str,
    schema: Node,
    others: &Node,
    examples: Option<&Node>,
) {
    let at = schema.at;
    let mut schema = Some(schema);
    let mut content = Mapping::default();
    for name in types {
        let of_type = schema.take_if(|_| **name == *main).unwrap_or_else(|| others.clone());
        let mut members = vec![("schema", of_type)];
        members.extend(
            examples
                .and_then(|all| all.get(name))
                .map(|one| ("example", one.clone())),
        );
        content.insert(name, Node::mapping(members, at));
    }
    response.insert("content", Node::new(crate::load::Value::Mapping(Box::new(content)), at));
}

/// A response of which nothing but examples is known has their media types.
fn shown(response: &mut Mapping, examples: Option<Node>) {
    let Some(examples) = examples else { return };
    let at = examples.at;
    let shown = examples.as_mapping().into_iter().flat_map(Mapping::iter);
    let content: Vec<(&str, Node)> = shown
        .filter(|(name, _)| name.contains('/'))
        .map(|(name, example)| (name, Node::mapping([("example", example.clone())], at)))
        .collect();
    if !content.is_empty() {
        response.insert("content", Node::mapping(content, at));
    }
}
