//! The example in the documentation of a method: a call that compiles, with made-up values.

use super::format;
use crate::ir::{
    Answer, Api, Body, Kind, Method, Operation, Parameter, Presence, Resource, Ty, TypeDef, TypeId, Upload,
};

/// How deep made-up values go before the rest is left at its default.
const DEPTH: usize = 4;

/// The lines of the example, fences included. Lines with `# ` are compiled and not shown.
pub(super) fn method(api: &Api, resource: &Resource, operation: &Operation, method: &Method) -> Vec<String> {
    let mut lines = beginning(api, "Error", "Error");
    let (request, body) = body(api, &method.body);
    lines.extend(request);
    let arguments: Vec<String> = operation
        .arguments
        .iter()
        .map(|argument| argument_value(api, argument))
        .chain(body)
        .collect();
    let path = resource.path.join("().");
    let call = format!("client.{path}().{}({})", method.name, arguments.join(", "));
    match &operation.answer {
        Answer::StreamOnly => {
            lines.push(format!("let mut events = {call}.stream().await?;"));
            lines.push("while let Some(event) = events.next().await {".to_owned());
            lines.push("    println!(\"{:?}\", event?);".to_owned());
            lines.push("}".to_owned());
        }
        Answer::Unit => lines.push(format!("{call}.await?;")),
        _ => lines.push(format!("let {} = {call}.await?;", result_name(resource, operation))),
    }
    lines.extend(end());
    lines
}

/// The lines of the example of an upload: a file is read from the disk while it is sent.
pub(super) fn upload(api: &Api, resource: &Resource, operation: &Operation, upload: &Upload) -> Vec<String> {
    let arguments = operation.arguments.iter().map(|argument| argument_value(api, argument));
    let arguments: Vec<String> = arguments.chain(["&file".to_owned()]).collect();
    let path = resource.path.join("().");
    // Reading a file fails in another way than a call.
    let mut lines = beginning(api, "File", "Box<dyn std::error::Error>");
    lines.extend([
        "let file = File::from_path(\"manual.pdf\")?;".to_owned(),
        format!(
            "let answer = client.{path}().{}({}).await?;",
            upload.method,
            arguments.join(", ")
        ),
    ]);
    lines.extend(end());
    lines
}

/// The lines before an example, which are not shown.
fn beginning(api: &Api, import: &str, failure: &str) -> Vec<String> {
    let library = api.client.library.replace('-', "_");
    let client = &api.client.name;
    vec![
        "```no_run".to_owned(),
        format!("# use {library}::{{types::*, {client}, {import}}};"),
        format!("# async fn example(client: {client}) -> Result<(), {failure}> {{"),
    ]
}

fn end() -> [String; 3] {
    ["# Ok(())".to_owned(), "# }".to_owned(), "```".to_owned()]
}

/// What the answer is called: a page of a list, or the thing that the resource is about.
fn result_name(resource: &Resource, operation: &Operation) -> &'static str {
    if operation.paging.is_some() {
        "page"
    } else if resource.modules.last().is_some_and(|module| module == "session") {
        "session"
    } else {
        "answer"
    }
}

/// The line that makes the request, if it has one, and the argument that hands it over.
fn body(api: &Api, body: &Body) -> (Option<String>, Option<String>) {
    match body {
        Body::None | Body::EmptyJson => (None, None),
        Body::Json { optional: true, .. } => (None, Some("None".to_owned())),
        Body::Json { ty, .. } | Body::Form { ty, .. } => request(api, ty),
        Body::Multipart(id) => request(api, &Ty::Named(*id)),
        Body::Text(_) => (None, Some("\"text\"".to_owned())),
        Body::Raw(_) => (None, Some("b\"bytes\".to_vec()".to_owned())),
    }
}

fn request(api: &Api, ty: &Ty) -> (Option<String>, Option<String>) {
    let is_enumeration = |id| matches!(api.definition(id).kind, Kind::Enumeration(_));
    match api.resolve(ty) {
        Ty::String => (None, Some("\"text\"".to_owned())),
        ty @ (Ty::Bool | Ty::I64 | Ty::U64 | Ty::F64 | Ty::Format(_)) => {
            (None, Some(value(api, ty, "value", 0, false)))
        }
        ty @ Ty::Named(id) if is_enumeration(*id) => (None, Some(value(api, ty, "value", 0, false))),
        _ => (
            Some(format!("let request = {};", annotated(api, ty))),
            Some("&request".to_owned()),
        ),
    }
}

/// A value whose type shows without its use.
fn annotated(api: &Api, ty: &Ty) -> String {
    match api.resolve(ty) {
        Ty::Json => "serde_json::json!({})".to_owned(),
        Ty::Map(_) => "std::collections::BTreeMap::new()".to_owned(),
        _ => value(api, ty, "value", 0, false),
    }
}

fn argument_value(api: &Api, parameter: &Parameter) -> String {
    let wire = &parameter.name.wire;
    match api.resolve(&parameter.ty) {
        Ty::String => format!("{:?}", sample(wire)),
        ty @ (Ty::Bool | Ty::I64 | Ty::U64 | Ty::F64 | Ty::Format(_)) => value(api, ty, wire, 0, false),
        ty @ Ty::Named(id) if matches!(api.definition(*id).kind, Kind::Enumeration(_)) => {
            value(api, ty, wire, 0, false)
        }
        ty => format!("&{}", value(api, ty, wire, 0, false)),
    }
}

/// A made-up value. Where `into` holds it is taken by `impl Into`, so that a literal will do.
fn value(api: &Api, ty: &Ty, wire: &str, depth: usize, into: bool) -> String {
    if depth > DEPTH {
        return "Default::default()".to_owned();
    }
    match ty {
        Ty::String if into => format!("{:?}", sample(wire)),
        Ty::String => format!("{:?}.to_owned()", sample(wire)),
        Ty::Format(format) => format::example(*format).to_owned(),
        Ty::Bool => "true".to_owned(),
        Ty::I64 | Ty::U64 => "10".to_owned(),
        Ty::F64 => "10.0".to_owned(),
        Ty::File => format!(
            "{}::File::from_bytes(\"notes.txt\", \"text\")",
            api.client.library.replace('-', "_")
        ),
        Ty::List(inner) => format!("vec![{}]", value(api, inner, wire, depth + 1, false)),
        Ty::Option(inner) => format!("Some({})", value(api, inner, wire, depth + 1, false)),
        Ty::Json | Ty::Map(_) => "Default::default()".to_owned(),
        Ty::Boxed(_) => "Default::default()".to_owned(),
        Ty::Named(id) => {
            let (name, definition) = named(api, *id);
            match &definition.kind {
                Kind::Alias(target) => value(api, target, wire, depth, into),
                Kind::Enumeration(enumeration) => match enumeration.values.first() {
                    Some(variant) => format!("{name}::{}", variant.name.rust),
                    None => "Default::default()".to_owned(),
                },
                Kind::Union(union) => match union.branches.iter().find(|branch| branch.ty.is_some()) {
                    Some(branch) => match &branch.ty {
                        Some(ty) => format!("{name}::{}({})", branch.variant, value(api, ty, wire, depth + 1, false)),
                        None => format!("{name}::{}", branch.variant),
                    },
                    None => "Default::default()".to_owned(),
                },
                Kind::Object(object) if definition.usage.request => {
                    let arguments: Vec<String> = super::object::required(object)
                        .map(|field| value(api, &field.ty, &field.name.wire, depth + 1, true))
                        .collect();
                    let shown = object.fields.iter().find(|field| {
                        depth == 0
                            && arguments.is_empty()
                            && field.presence == Presence::Optional
                            && field.ty == Ty::String
                    });
                    let setter = shown.map_or_else(String::new, |field| {
                        format!(".{}({:?})", field.name.rust, sample(&field.name.wire))
                    });
                    format!("{name}::new({}){setter}", arguments.join(", "))
                }
                Kind::Object(_) => "Default::default()".to_owned(),
            }
        }
    }
}

/// The definition behind a type, and the name that the reader meets.
fn named(api: &Api, id: TypeId) -> (&str, &TypeDef) {
    let name = &api.definition(id).name;
    match api.resolve(&Ty::Named(id)) {
        Ty::Named(target) => (name, api.definition(*target)),
        _ => (name, api.definition(id)),
    }
}

/// `bot_1` for `botId`; other strings say what they are.
fn sample(wire: &str) -> String {
    let words = crate::name::bare_snake(wire);
    match words.strip_suffix("_id") {
        Some(stem) => format!("{stem}_1"),
        None => words.replace('_', " "),
    }
}
