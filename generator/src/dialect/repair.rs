//! Puts right what is invalid in a document although its meaning is plain. Each repair is reported.
//!
//! First everything is looked at, then everything is changed: a repair never sees the work of another one. A node that
//! goes becomes null, so that the indexes of its neighbors, and with them their pointers, stay.

use std::collections::{BTreeMap, HashSet};

use super::METHODS;
use super::reference::{self, follow};
use super::v3_2;
use crate::diagnostic::{Code, Diagnostics, Pointer, Position};
use crate::load::{Node, Value};

/// Finds and applies the repairs of operations, parameters, responses and security requirements.
pub(super) fn operations(root: &mut Node, diagnostics: &Diagnostics) {
    let mut inspection = Inspection {
        root,
        diagnostics,
        seen: HashSet::new(),
        repairs: Vec::new(),
    };
    inspection.document();
    for (place, repair) in inspection.repairs {
        if let Some(node) = place.tokens().try_fold(&mut *root, |node, token| node.step_mut(&token)) {
            repair.apply(node);
        }
    }
}

/// Repairs one schema; the schemas below it are repaired by themselves.
pub(super) fn schema(node: &mut Node, place: impl Fn() -> Pointer, diagnostics: &Diagnostics) {
    let Some(required) = node.get_mut("required") else {
        return;
    };
    let at = required.at;
    let Some(names) = required.as_sequence_mut() else {
        return;
    };
    let mut seen: Vec<Box<str>> = Vec::with_capacity(names.len());
    names.retain(|name| {
        let Some(name) = name.as_str() else { return true };
        if seen.iter().any(|earlier| **earlier == *name) {
            diagnostics.report(
                Code::DuplicateRequired,
                (&place().child("required"), at),
                format!("`{name}` is required twice"),
            );
            return false;
        }
        seen.push(Box::from(name));
        true
    });
}

/// A change of one node.
enum Repair {
    Remove,
    Require,
    AddPathParameters(Vec<String>),
    AddSchema,
    WrapResponse,
    RenameScheme { from: String, to: String },
}

impl Repair {
    fn apply(self, node: &mut Node) {
        let at = node.at;
        match self {
            Repair::Remove => node.value = Value::Null,
            Repair::Require => set(node, "required", Node::new(Value::Bool(true), at)),
            Repair::AddPathParameters(names) => {
                if node.get("parameters").and_then(Node::as_sequence).is_none() {
                    set(node, "parameters", Node::new(Value::Sequence(Vec::new()), at));
                }
                if let Some(parameters) = node.get_mut("parameters").and_then(Node::as_sequence_mut) {
                    parameters.extend(names.iter().map(|name| path_parameter(name, at)));
                }
            }
            Repair::AddSchema => {
                let Some(mapping) = node.as_mapping_mut() else { return };
                // Swagger 2.0 puts the words of the schema beside the name.
                let words = [
                    "type", "format", "items", "enum", "default", "minimum", "maximum", "pattern",
                ];
                let mut members: Vec<(&str, Node)> = words
                    .iter()
                    .filter_map(|word| Some((*word, mapping.remove(word)?)))
                    .collect();
                if members.is_empty() {
                    members.push(("type", Node::string("string", at)));
                }
                mapping.insert("schema", Node::mapping(members, at));
            }
            Repair::WrapResponse => {
                let Some(mapping) = node.as_mapping_mut() else { return };
                let description = mapping.get("description").cloned();
                let schema = mapping.remove("schema").unwrap_or_else(|| node.clone());
                let content = Node::mapping([("application/json", Node::mapping([("schema", schema)], at))], at);
                let members = description
                    .map(|text| ("description", text))
                    .into_iter()
                    .chain([("content", content)]);
                *node = Node::mapping(members, at);
            }
            Repair::RenameScheme { from, to } => {
                if let Some(scopes) = node.as_mapping_mut().and_then(|mapping| mapping.remove(&from)) {
                    set(node, &to, scopes);
                }
            }
        }
    }
}

fn set(node: &mut Node, key: &str, value: Node) {
    if let Some(mapping) = node.as_mapping_mut() {
        mapping.insert(key, value);
    }
}

fn path_parameter(name: &str, at: Position) -> Node {
    let schema = Node::mapping([("type", Node::string("string", at))], at);
    let members = [
        ("name", Node::string(name, at)),
        ("in", Node::string("path", at)),
        ("required", Node::new(Value::Bool(true), at)),
        ("schema", schema),
    ];
    Node::mapping(members, at)
}

/// Looks at the document and collects the repairs.
struct Inspection<'a> {
    root: &'a Node,
    diagnostics: &'a Diagnostics,
    /// Shared parameters, responses and path items that were looked at already.
    seen: HashSet<Pointer>,
    repairs: Vec<(Pointer, Repair)>,
}

impl<'a> Inspection<'a> {
    fn document(&mut self) {
        let place = Pointer::root().child("paths");
        let paths = self.root.get("paths").and_then(Node::as_mapping);
        if paths.is_none_or(|paths| paths.is_empty()) {
            self.diagnostics
                .report(Code::NoOperations, &Pointer::root(), "the description has no paths");
        }
        for entry in paths.into_iter().flat_map(|paths| paths.entries()) {
            if entry.key.starts_with("x-") {
                continue;
            }
            let at = place.child(&entry.key);
            if !entry.key.starts_with('/') {
                let message = format!("the path `{}` does not begin with a slash", entry.key);
                self.diagnostics
                    .report(Code::RelativePath, (&at, entry.key_at), message);
            }
            let path = super::without_operators(&entry.key);
            if *path != *entry.key {
                let message = format!("the path `{}` is read as `{path}`", entry.key);
                self.diagnostics
                    .report(Code::TemplateOperator, (&at, entry.key_at), message);
            }
            self.path_item(&path, &entry.value, at);
        }
        let components = Pointer::root().child("components").child("responses");
        let responses = self
            .root
            .get("components")
            .and_then(|components| components.get("responses"));
        self.responses(responses, &components);
        self.security(self.root, &Pointer::root());
    }

    fn path_item(&mut self, path: &str, item: &'a Node, at: Pointer) {
        // A path item that is elsewhere is repaired there, for the first path that uses it.
        let (at, item) = match reference::of(item) {
            None => (at, item),
            Some(target) => match follow(self.root, target) {
                Ok(found) => found,
                Err(_) => return,
            },
        };
        if !self.seen.insert(at.clone()) {
            return;
        }
        if item.as_mapping().is_none() {
            let message = format!("the path item `{path}` is no mapping, so it has no operations");
            self.diagnostics.report(Code::InvalidPart, (&at, item.at), message);
        }
        let shared = self.parameters(item, &at);
        for entry in item.as_mapping().into_iter().flat_map(|item| item.entries()) {
            let here = at.child(&entry.key);
            match &*entry.key {
                key if METHODS.contains(&key) => self.operation(path, &entry.value, &here, &shared, entry.key_at),
                "parameters" | "servers" | "summary" | "description" | "$ref" => {}
                "additionalOperations" => self.further_operations(path, &entry.value, &here, &shared),
                key if key.starts_with("x-") => {}
                key => {
                    let message = format!("`{key}` is no HTTP method that OpenAPI knows");
                    self.diagnostics
                        .report(Code::UnknownMethod, (&here, entry.key_at), message);
                }
            }
        }
    }

    /// Operations of methods that a path item has no member for.
    fn further_operations(&mut self, path: &str, operations: &'a Node, at: &Pointer, shared: &[Declared]) {
        for entry in operations.as_mapping().into_iter().flat_map(|all| all.entries()) {
            let here = at.child(&entry.key);
            if v3_2::is_method(&entry.key) {
                self.operation(path, &entry.value, &here, shared, entry.key_at);
            } else if !entry.key.starts_with("x-") {
                let message = format!("`{}` cannot be the name of an HTTP method", entry.key);
                self.diagnostics
                    .report(Code::UnknownMethod, (&here, entry.key_at), message);
            }
        }
    }

    fn operation(&mut self, path: &str, operation: &'a Node, at: &Pointer, shared: &[Declared], key_at: Position) {
        let own = self.parameters(operation, at);
        let wanted = super::path_template(path);
        let is_declared = |name: &str| {
            own.iter()
                .chain(shared)
                .any(|one| one.location == "path" && one.name == name)
        };
        let missing: Vec<String> = wanted
            .iter()
            .filter(|name| !is_declared(name))
            .map(|name| (*name).to_owned())
            .collect();
        for name in &missing {
            let message = format!("the path parameter `{name}` of `{path}` is not declared");
            self.diagnostics
                .report(Code::UndeclaredPathParameter, (at, key_at), message);
        }
        for stray in own
            .iter()
            .chain(shared)
            .filter(|one| one.location == "path" && !wanted.contains(&one.name.as_str()))
        {
            let message = format!("`{path}` has no place for the path parameter `{}`", stray.name);
            self.diagnostics
                .report(Code::StrayPathParameter, (&stray.place, stray.at), message);
        }
        if !missing.is_empty() {
            self.repairs.push((at.clone(), Repair::AddPathParameters(missing)));
        }
        self.responses(operation.get("responses"), &at.child("responses"));
        self.security(operation, at);
    }

    /// The parameters that stand here, each looked at once wherever it really is.
    fn parameters(&mut self, owner: &'a Node, at: &Pointer) -> Vec<Declared> {
        let mut declared: Vec<Declared> = Vec::new();
        let place = at.child("parameters");
        for (index, node) in owner
            .get("parameters")
            .and_then(Node::as_sequence)
            .into_iter()
            .flatten()
            .enumerate()
        {
            let here = place.index(index);
            // A reference that leads nowhere is reported when the parameter is read.
            let target = match reference::of(node) {
                None => Ok((here.clone(), node)),
                Some(target) => follow(self.root, target),
            };
            let Ok((real, parameter)) = target else { continue };
            let text = |key: &str| parameter.get(key).and_then(Node::as_str);
            let (Some(name), Some(location)) = (text("name"), text("in")) else {
                let what = if text("name").is_some() { "place (`in`)" } else { "name" };
                let message = format!("a parameter has no {what} and is left out");
                self.diagnostics
                    .report(Code::NamelessParameter, (&here, node.at), message);
                self.repairs.push((here, Repair::Remove));
                continue;
            };
            if declared
                .iter()
                .any(|other| other.name == name && other.location == location)
            {
                let message = format!("the {location} parameter `{name}` is declared twice");
                self.diagnostics
                    .report(Code::DuplicateParameter, (&here, node.at), message);
            }
            declared.push(Declared {
                name: name.to_owned(),
                location: location.to_owned(),
                place: here,
                at: node.at,
            });
            if self.seen.insert(real.clone()) {
                self.parameter(parameter, real, name, location);
            }
        }
        declared
    }

    fn parameter(&mut self, parameter: &Node, at: Pointer, name: &str, location: &str) {
        if location == "path" && parameter.get("required").and_then(Node::as_bool) != Some(true) {
            let message = format!("the path parameter `{name}` is declared optional");
            self.diagnostics
                .report(Code::OptionalPathParameter, (&at, parameter.at), message);
            self.repairs.push((at.clone(), Repair::Require));
        }
        if parameter.get("schema").is_none() && parameter.get("content").is_none() {
            let message = format!("the {location} parameter `{name}` has no schema");
            self.diagnostics
                .report(Code::ParameterWithoutSchema, (&at, parameter.at), message);
            self.repairs.push((at, Repair::AddSchema));
        }
    }

    fn responses(&mut self, responses: Option<&Node>, at: &Pointer) {
        for (status, response) in responses
            .and_then(Node::as_mapping)
            .into_iter()
            .flat_map(|responses| responses.iter())
        {
            let is_schema = ["schema", "type", "properties", "allOf", "oneOf", "anyOf"]
                .iter()
                .any(|word| response.get(word).is_some());
            if is_schema && response.get("content").is_none() && !status.starts_with("x-") {
                let here = at.child(status);
                let message = format!("the schema of the response `{status}` stands outside of `content`");
                self.diagnostics
                    .report(Code::MisplacedResponseSchema, (&here, response.at), message);
                self.repairs.push((here, Repair::WrapResponse));
            }
        }
    }

    fn security(&mut self, owner: &Node, at: &Pointer) {
        let Some(requirements) = owner.get("security").and_then(Node::as_sequence) else {
            return;
        };
        let schemes = self
            .root
            .get("components")
            .and_then(|components| components.get("securitySchemes"));
        let names: BTreeMap<String, &str> = schemes
            .and_then(Node::as_mapping)
            .into_iter()
            .flat_map(|schemes| schemes.iter())
            .map(|(name, _)| (name.to_lowercase(), name))
            .collect();
        for (index, requirement) in requirements.iter().enumerate() {
            let here = at.child("security").index(index);
            for entry in requirement
                .as_mapping()
                .into_iter()
                .flat_map(|requirement| requirement.entries())
            {
                if schemes.is_some_and(|schemes| schemes.get(&entry.key).is_some()) {
                    continue;
                }
                if let Some(declared) = names.get(&entry.key.to_lowercase()) {
                    let message = format!("`{}` is declared as `{declared}`", entry.key);
                    self.diagnostics
                        .report(Code::SecuritySchemeCase, (&here, entry.key_at), message);
                    let rename = Repair::RenameScheme {
                        from: entry.key.to_string(),
                        to: (*declared).to_owned(),
                    };
                    self.repairs.push((here.clone(), rename));
                } else {
                    let message = format!("the security scheme `{}` is not declared", entry.key);
                    self.diagnostics
                        .report(Code::UnknownSecurityScheme, (&here, entry.key_at), message);
                }
            }
        }
    }
}

/// A parameter as an operation or a path item lists it.
struct Declared {
    name: String,
    location: String,
    place: Pointer,
    at: Position,
}
