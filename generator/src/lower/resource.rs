//! Where each operation is called: the resource tree and the names of methods.

use super::{Lowering, docs, operation, operation_id};
use crate::dialect::OperationRef;
use crate::ir::{Docs, Operation, Resource};
use crate::name::{Names, bare_snake, module, pascal, raw};

/// Methods of the client that an accessor of a top-level resource must not hide.
const CLIENT_METHODS: &[&str] = &[
    "new", "from_env", "builder", "with", "fetch", "base_url", "shared", "clone",
];

/// Methods that every resource client has. `clone` is not among them: an operation of that name is worth more than a short
/// way to copy a handle.
const RESOURCE_METHODS: &[&str] = &["new"];

/// So many words a call has at most.
const DEPTH: usize = 16;

/// The tree of all operations.
pub(super) fn tree(cx: &mut Lowering) -> Vec<Resource> {
    let mut root = Resource {
        path: Vec::new(),
        modules: Vec::new(),
        client: String::new(),
        docs: Docs::default(),
        operations: Vec::new(),
        children: Vec::new(),
    };
    for (reference, read, id) in operation_id::each(cx) {
        let (path, method) = call_path(cx, &reference, &id);
        let resource = descend(&mut root, &path);
        let method = free_method(&resource.operations, method, &id);
        let operation = operation::lower(cx, &reference, &read, id, &path, &method);
        resource.operations.push(operation);
    }
    describe(cx, &mut root);
    finish(&mut root, CLIENT_METHODS);
    root.children
}

/// The words that lead to an operation: its resource and its method, all in `snake_case`.
///
/// The static segments of the path are the resource but for the last, which is the method: `/bot/{botId}/session/create`
/// is `bot.session.create`. A path that ends in a parameter or has one static segment only takes its method from the
/// operationId or the HTTP method.
fn call_path(cx: &Lowering, reference: &OperationRef, id: &str) -> (Vec<String>, String) {
    if let Some(decided) = cx.config.resources.operations.get(id) {
        let mut words: Vec<String> = decided.split('.').map(module).collect();
        let method = words.pop().unwrap_or_else(|| "call".to_owned());
        return (if words.is_empty() { vec![method.clone()] } else { words }, method);
    }
    let segments: Vec<&str> = reference
        .path
        .split('/')
        .filter(|segment| !segment.is_empty())
        .collect();
    let mut words: Vec<String> = segments
        .iter()
        .filter(|segment| !segment.contains('{'))
        .map(|s| module(s))
        .collect();
    // A folder for each of more words than this is more than some systems can open.
    if words.len() > DEPTH {
        let rest = words.split_off(DEPTH - 1).join("_");
        words.push(module(&rest));
    }
    let ends_in_verb = segments
        .iter()
        .rev()
        .find(|segment| !segment.contains('{'))
        .is_some_and(|_| words.len() > 1);
    if ends_in_verb && let Some(method) = words.pop() {
        return (words, method);
    }
    let id = bare_snake(id);
    let method = match words.first() {
        Some(resource) if id == *resource => "call".to_owned(),
        _ if !id.is_empty() => id,
        _ => reference.method.to_lowercase(),
    };
    (
        if words.is_empty() {
            vec!["api".to_owned()]
        } else {
            words
        },
        method,
    )
}

/// The resource at `path`, made where it is not there yet.
fn descend<'r>(resource: &'r mut Resource, path: &[String]) -> &'r mut Resource {
    let Some((first, rest)) = path.split_first() else {
        return resource;
    };
    let index = match resource
        .children
        .iter()
        .position(|child| child.modules.last() == Some(first))
    {
        Some(index) => index,
        None => {
            let mut modules = resource.modules.clone();
            modules.push(first.clone());
            let client = modules.iter().map(|word| pascal(word)).collect::<String>() + "Client";
            let docs = Docs::default();
            let child = Resource {
                path: Vec::new(),
                modules,
                client,
                docs,
                operations: Vec::new(),
                children: Vec::new(),
            };
            resource.children.push(child);
            resource.children.len() - 1
        }
    };
    descend(&mut resource.children[index], rest)
}

/// The name of a method that no other operation of the resource has: the operationId tells two apart that would have the same.
fn free_method(others: &[Operation], wanted: String, id: &str) -> String {
    let mut names = Names::default();
    for other in others.iter().flat_map(|other| &other.methods) {
        names.take(other.name.trim_start_matches("r#").to_owned(), "_");
    }
    let is_taken = others
        .iter()
        .flat_map(|other| &other.methods)
        .any(|other| other.name.trim_start_matches("r#") == wanted);
    names.take(if is_taken { bare_snake(id) } else { wanted }, "_")
}

/// A resource is described by the tag that most of its operations have, if the tag is the resource's own.
fn describe(cx: &Lowering, resource: &mut Resource) {
    for child in &mut resource.children {
        let name = child.modules.join(" ");
        let own_tag = cx
            .document
            .tags()
            .into_iter()
            .find(|tag| bare_snake(&tag.name).replace('_', "") == name.replace([' ', '_'], ""));
        child.docs = match own_tag {
            Some(tag) if tag.description.is_some() => docs::of(None, tag.description.as_deref(), false),
            _ => Docs {
                lines: vec![format!("Operations below `{}`.", child.modules.join("."))],
                deprecated: false,
            },
        };
        describe(cx, child);
    }
}

/// Accessors are named last, when all methods beside them are known.
fn finish(resource: &mut Resource, reserved: &[&str]) {
    let mut names = Names::reserving(reserved);
    let own_path = resource.path.clone();
    for child in &mut resource.children {
        let word = child.modules.last().cloned().unwrap_or_default();
        child.path.clone_from(&own_path);
        child.path.push(names.take(raw(word), "_"));
    }
    // An accessor keeps its name; a method of the same name gives way.
    for method in resource
        .operations
        .iter_mut()
        .flat_map(|operation| &mut operation.methods)
    {
        method.name = names.take(method.name.clone(), "_");
    }
    for child in &mut resource.children {
        finish(child, RESOURCE_METHODS);
    }
}
