//! The description as the later stages read it: piece by piece, each typed, each by its pointer.

mod memo;
mod operation;
mod plain;

pub use operation::{Announced, OperationRef};

use std::cell::OnceCell;
use std::collections::HashMap;
use std::rc::Rc;

use openapiv3::{Header, Info, Operation, Parameter, ReferenceOr, RequestBody, Response, Schema, SecurityRequirement};
use openapiv3::{SecurityScheme, Server, Tag};

use memo::Memo;

use super::reference::{self, Lost};
use super::{path_template, read, target};
use crate::diagnostic::{Diagnostics, Place, Pointer, Position};
use crate::load::{Mapping, Node, Value};

/// A piece and the place where it really stands, or nothing when it cannot be read; then the reason is reported.
pub type Read<T> = Option<(Pointer, Rc<T>)>;

/// Parameters of an operation, each with its place.
pub type Parameters = Rc<[(Pointer, Rc<Parameter>)]>;

/// Responses of an operation, each with its status and its place.
pub type Responses = Rc<[(String, Pointer, Rc<Response>)]>;

/// A description in the 3.0 shape.
///
/// Pieces are shallow: what `openapiv3` declares as `ReferenceOr` is always a reference here, to another piece or, for
/// what was written inline, to its own place. What cannot be read is reported once, and the caller goes on without it.
#[derive(Debug)]
pub struct Document<'d> {
    root: Node,
    diagnostics: &'d Diagnostics,
    schemas: Memo<Pointer, Option<Rc<Schema>>>,
    operations: Memo<Pointer, Option<Rc<Operation>>>,
    /// By the path too: two paths may share one path item.
    parameters: Memo<(Pointer, String), Parameters>,
    responses: Memo<Pointer, Responses>,
    references: Memo<String, Option<Pointer>>,
    /// Where references are written. Only looked for when there is something to report.
    uses: OnceCell<HashMap<Box<str>, (Pointer, Position)>>,
}

impl<'d> Document<'d> {
    pub(super) fn new(root: Node, diagnostics: &'d Diagnostics) -> Self {
        Document {
            root,
            diagnostics,
            schemas: Memo::default(),
            operations: Memo::default(),
            parameters: Memo::default(),
            responses: Memo::default(),
            references: Memo::default(),
            uses: OnceCell::new(),
        }
    }

    /// What an operation says of itself. Its parameters, request body, responses and callbacks are left out here.
    pub fn operation(&self, operation: &OperationRef) -> Option<Rc<Operation>> {
        self.operations.get(&operation.at, || {
            let node = self.node(&operation.at)?;
            read::operation(node, &operation.at, self.diagnostics).map(Rc::new)
        })
    }

    /// The parameters of an operation: those of its path item, replaced by its own of the same name and place. Path
    /// parameters come first, in the order of the path, and are complete.
    pub fn parameters(&self, operation: &OperationRef) -> Parameters {
        let key = (operation.at.clone(), operation.path.clone());
        self.parameters.get(&key, || self.read_parameters(operation))
    }

    fn read_parameters(&self, operation: &OperationRef) -> Parameters {
        let mut parameters: Vec<(Pointer, Rc<Parameter>)> = Vec::new();
        for owner in [&operation.item, &operation.at] {
            for (at, node) in self.elements(owner, "parameters") {
                let Some((at, node)) = self.settle(node, &at) else {
                    continue;
                };
                // What cannot be written in its place has been reported.
                if super::v3_2::is_query_string(node) {
                    continue;
                }
                let Some(parameter) = read::parameter(node, &at, self.diagnostics).map(Rc::new) else {
                    continue;
                };
                match parameters
                    .iter_mut()
                    .find(|(_, other)| identity(other) == identity(&parameter))
                {
                    Some(overridden) => *overridden = (at, parameter),
                    None => parameters.push((at, parameter)),
                }
            }
        }
        let template = path_template(&operation.path);
        let place = |parameter: &Parameter| match parameter {
            Parameter::Path { parameter_data, .. } => template.iter().position(|name| *name == parameter_data.name),
            _ => Some(template.len()),
        };
        // A path parameter without a place in the path cannot be sent; the repairs have reported it.
        parameters.retain(|(_, parameter)| place(parameter).is_some());
        parameters.sort_by_key(|(_, parameter)| place(parameter));
        parameters.into()
    }

    /// The request body of an operation.
    pub fn request_body(&self, operation: &OperationRef) -> Read<RequestBody> {
        let node = self.node(&operation.at)?.get("requestBody")?;
        let (at, node) = self.settle(node, &operation.at.child("requestBody"))?;
        let body = read::request_body(node, &at, self.diagnostics)?;
        Some((at, Rc::new(body)))
    }

    /// The responses of an operation with their statuses: `200`, `4XX`, `default`.
    pub fn responses(&self, operation: &OperationRef) -> Responses {
        self.responses.get(&operation.at, || self.read_responses(operation))
    }

    fn read_responses(&self, operation: &OperationRef) -> Responses {
        let place = operation.at.child("responses");
        let mut responses = Vec::new();
        for (status, node) in self
            .members(self.node(&place))
            .filter(|(status, _)| !status.starts_with("x-"))
        {
            let Some((at, node)) = self.settle(node, &place.child(status)) else {
                continue;
            };
            if let Some(response) = read::response(node, &at, self.diagnostics) {
                responses.push((status.to_owned(), at, Rc::new(response)));
            }
        }
        responses.into()
    }

    /// A header of a response.
    pub fn header(&self, header: &ReferenceOr<Header>) -> Read<Header> {
        let at = self.resolve(target(header)?)?;
        let header = read::header(self.node(&at)?, &at, self.diagnostics)?;
        Some((at, Rc::new(header)))
    }

    /// The schema that a reference means, and where it really stands.
    pub fn schema_of<S>(&self, schema: &ReferenceOr<S>) -> Read<Schema> {
        let at = self.resolve(target(schema)?)?;
        let schema = self.schema(&at)?;
        Some((at, schema))
    }

    /// The schema at a place. A reference that stands there is followed.
    pub fn schema(&self, at: &Pointer) -> Option<Rc<Schema>> {
        self.schemas.get(at, || self.read_schema(at))
    }

    fn read_schema(&self, at: &Pointer) -> Option<Rc<Schema>> {
        let node = self.node(at);
        let reference = node.map_or(Some(at.as_str()), reference::of);
        match (node, reference) {
            (_, Some(reference)) => self.schema(&self.resolve(reference)?),
            (Some(node), None) => read::schema(node, at, self.diagnostics).map(Rc::new),
            (None, None) => None,
        }
    }

    /// Follows a reference, and references that it leads to, to the place of a real node.
    pub fn resolve(&self, reference: &str) -> Option<Pointer> {
        self.references
            .get(reference, || match reference::follow(&self.root, reference) {
                Ok((at, _)) => Some(at),
                Err(lost) => {
                    self.report_lost(&lost);
                    None
                }
            })
    }

    fn report_lost(&self, lost: &Lost) {
        let uses = self.uses.get_or_init(|| {
            let mut uses = HashMap::new();
            first_uses(&self.root, &Pointer::root(), &mut uses);
            uses
        });
        match uses.get(lost.reference.as_str()) {
            // Why it does not lead to a file was said when the files were read.
            Some((_, position)) if lost.is_external() && self.diagnostics.is_reported_at(*position) => {}
            Some((at, position)) => self.diagnostics.report(lost.code(), (at, *position), lost.message()),
            None => self.diagnostics.report(lost.code(), Place::NOWHERE, lost.message()),
        }
    }

    /// True when `reference` is the place of something that was written inline below `parent`.
    pub fn is_inline(&self, parent: &Pointer, reference: &str) -> bool {
        Pointer::parse(reference).is_some_and(|target| target != *parent && parent.contains(&target))
    }

    /// Title, version and description of the API.
    pub fn info(&self) -> Info {
        let at = Pointer::root().child("info");
        let text = |key: &str| {
            self.node(&at)
                .and_then(|info| info.get(key))
                .and_then(Node::as_str)
                .map(str::to_owned)
        };
        Info {
            title: text("title").unwrap_or_default(),
            description: text("description"),
            version: text("version").unwrap_or_default(),
            ..Info::default()
        }
    }

    /// Where the API is served.
    pub fn servers(&self) -> Vec<Server> {
        self.list("servers", |node, at| read::server(node, at, self.diagnostics))
    }

    /// Where an operation is served that is not served where the API is: its own servers, or those of its path item.
    pub fn servers_of(&self, operation: &OperationRef) -> Vec<(Pointer, Server)> {
        let of = |owner| -> Vec<(Pointer, Server)> {
            let servers = self.elements(owner, "servers").into_iter();
            servers
                .filter_map(|(at, node)| Some((at.clone(), read::server(node, &at, self.diagnostics)?)))
                .collect()
        };
        let own = of(&operation.at);
        if own.is_empty() { of(&operation.item) } else { own }
    }

    /// The groups of operations.
    pub fn tags(&self) -> Vec<Tag> {
        self.list("tags", |node, at| read::tag(node, at, self.diagnostics))
    }

    /// What operations require that say nothing of their own.
    pub fn security(&self) -> Vec<SecurityRequirement> {
        self.list("security", |node, _| read::security_requirement(node).ok())
    }

    /// The security schemes that requirements name.
    pub fn security_schemes(&self) -> Vec<(String, SecurityScheme)> {
        let place = Pointer::root().descend(["components", "securitySchemes"]);
        let mut schemes = Vec::new();
        for (name, node) in self.members(self.node(&place)) {
            let Some((at, node)) = self.settle(node, &place.child(name)) else {
                continue;
            };
            if let Some(scheme) = read::security_scheme(node, &at, self.diagnostics) {
                schemes.push((name.to_owned(), scheme));
            }
        }
        schemes
    }

    /// The named schemas, in the order of the description.
    pub fn schemas(&self) -> Vec<(String, Pointer)> {
        let place = Pointer::root().descend(["components", "schemas"]);
        self.members(self.node(&place))
            .map(|(name, _)| (name.to_owned(), place.child(name)))
            .collect()
    }

    /// The node at a place, as it was read and repaired.
    pub fn node(&self, at: &Pointer) -> Option<&Node> {
        at.tokens().try_fold(&self.root, |node, token| node.step(&token))
    }

    /// Where a place, or the nearest one around it that exists, stands in the text.
    pub fn position(&self, at: &Pointer) -> Option<Position> {
        let mut position = self.root.at;
        let mut node = &self.root;
        for token in at.tokens() {
            let Some(next) = node.step(&token) else { break };
            // The key of a member says more than the bracket that its value begins with.
            let key_at = node
                .as_mapping()
                .and_then(|mapping| mapping.entry(&token))
                .map(|entry| entry.key_at);
            position = if next.as_mapping().is_some() || next.as_sequence().is_some() {
                key_at.unwrap_or(next.at)
            } else {
                next.at
            };
            node = next;
        }
        Some(position)
    }

    fn members<'n>(&'n self, node: Option<&'n Node>) -> impl Iterator<Item = (&'n str, &'n Node)> {
        node.and_then(Node::as_mapping).into_iter().flat_map(Mapping::iter)
    }

    /// The elements of a list below `owner`. Repairs have left null in the place of what they dropped.
    fn elements(&self, owner: &Pointer, key: &str) -> Vec<(Pointer, &Node)> {
        let place = owner.child(key);
        let elements = self
            .node(&place)
            .and_then(Node::as_sequence)
            .into_iter()
            .flatten()
            .enumerate();
        elements
            .filter(|(_, node)| node.value != Value::Null)
            .map(|(index, node)| (place.index(index), node))
            .collect()
    }

    /// The node that is meant by the node at `at`: itself, or what it refers to.
    fn settle<'n>(&'n self, node: &'n Node, at: &Pointer) -> Option<(Pointer, &'n Node)> {
        let Some(reference) = reference::of(node) else {
            return Some((at.clone(), node));
        };
        let at = self.resolve(reference)?;
        let node = self.node(&at)?;
        Some((at, node))
    }

    fn list<T>(&self, key: &str, read: impl Fn(&Node, &Pointer) -> Option<T>) -> Vec<T> {
        self.elements(&Pointer::root(), key)
            .into_iter()
            .filter_map(|(at, node)| read(node, &at))
            .collect()
    }
}

/// What tells two parameters of an operation apart.
fn identity(parameter: &Parameter) -> (&'static str, &str) {
    match parameter {
        Parameter::Query { parameter_data, .. } => ("query", &parameter_data.name),
        Parameter::Header { parameter_data, .. } => ("header", &parameter_data.name),
        Parameter::Path { parameter_data, .. } => ("path", &parameter_data.name),
        Parameter::Cookie { parameter_data, .. } => ("cookie", &parameter_data.name),
    }
}

/// The first place in the document where each reference is written.
fn first_uses(node: &Node, at: &Pointer, uses: &mut HashMap<Box<str>, (Pointer, Position)>) {
    if let Some(reference) = reference::of(node)
        && !uses.contains_key(reference)
    {
        let position = node.get("$ref").map_or(node.at, |target| target.at);
        uses.insert(Box::from(reference), (at.clone(), position));
    }
    match &node.value {
        Value::Mapping(mapping) => {
            for (key, child) in mapping.iter().filter(|(_, child)| is_branching(child)) {
                first_uses(child, &at.child(key), uses);
            }
        }
        Value::Sequence(elements) => {
            for (index, child) in elements.iter().enumerate().filter(|(_, child)| is_branching(child)) {
                first_uses(child, &at.index(index), uses);
            }
        }
        _ => {}
    }
}

fn is_branching(node: &Node) -> bool {
    matches!(node.value, Value::Mapping(_) | Value::Sequence(_))
}
