//! The operations as the crate offers them, for people and scripts that want to look one up.

use serde::Serialize;

use crate::ir::{Answer, Api, Body, Operation, Parameter, Resource, StreamFormat, Ty};

/// One way to call one operation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Row {
    /// The operationId.
    pub operation_id: String,
    /// The HTTP method in capitals.
    pub method: String,
    /// The path template.
    pub path: String,
    /// How it is called on the client: `bot().session().create`.
    pub call: String,
    /// The arguments before the body, in their order.
    pub arguments: Vec<CallArgument>,
    /// The type of the body, if it takes one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body: Option<String>,
    /// The type of what `.await` gives.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answer: Option<String>,
    /// The type of the items of `.stream()`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stream_item: Option<String>,
    /// The ways to run it: `await`, `stream`, `items`, `pages`, `csv`.
    pub ways: Vec<String>,
    /// Further methods that send the same request with another body, or with the facts of a file whose bytes follow.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub variants: Vec<Variant>,
}

/// An argument of a call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CallArgument {
    /// Its Rust name.
    pub name: String,
    /// Its Rust type.
    #[serde(rename = "type")]
    pub ty: String,
}

/// A further method of an operation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Variant {
    /// How it is called on the client.
    pub call: String,
    /// The type of the body, if it takes one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body: Option<String>,
}

/// A row for each operation, in the order in which they are printed.
pub fn rows(api: &Api) -> Vec<Row> {
    api.operations()
        .into_iter()
        .filter_map(|(resource, operation)| row(api, resource, operation))
        .collect()
}

/// `api.md`: the operations of each resource with their HTTP lines and how they are called.
pub fn markdown(api: &Api) -> String {
    let mut out = format!(
        "# Operations of {}\n\nEvery operation of the API, and the call that sends it.\n",
        api.client.name
    );
    for resource in api.all_resources() {
        if resource.operations.is_empty() {
            continue;
        }
        out.push_str(&format!("\n## {}\n\n", resource.modules.join(".")));
        out.push_str("| HTTP | call | answer | ways |\n| --- | --- | --- | --- |\n");
        for row in resource
            .operations
            .iter()
            .filter_map(|operation| row(api, resource, operation))
        {
            let arguments = row.arguments.iter().map(|argument| argument.name.clone());
            let with_body = |body: &Option<String>| {
                let body = body.iter().map(|body| format!("&{body}"));
                arguments.clone().chain(body).collect::<Vec<_>>().join(", ")
            };
            let mut calls = vec![format!("`{}({})`", row.call, with_body(&row.body))];
            calls.extend(
                row.variants
                    .iter()
                    .map(|variant| format!("`{}({})`", variant.call, with_body(&variant.body))),
            );
            let answer = row.answer.or(row.stream_item).unwrap_or_default();
            out.push_str(&format!(
                "| `{} {}` | {} | `{answer}` | {} |\n",
                row.method,
                row.path,
                calls.join("<br>"),
                row.ways.join(", ")
            ));
        }
    }
    out
}

fn row(api: &Api, resource: &Resource, operation: &Operation) -> Option<Row> {
    let (usual, others) = operation.methods.split_first()?;
    Some(Row {
        operation_id: operation.id.clone(),
        method: operation.http_method.clone(),
        path: operation.path.clone(),
        call: call(resource, &usual.name),
        arguments: operation
            .arguments
            .iter()
            .map(|argument| argument_of(api, argument))
            .collect(),
        body: body(api, &usual.body),
        answer: answer(api, &operation.answer),
        stream_item: operation.stream.as_ref().map(|stream| spelled(api, &stream.item)),
        ways: ways(operation),
        variants: others
            .iter()
            .map(|method| Variant {
                call: call(resource, &method.name),
                body: body(api, &method.body),
            })
            .chain(operation.uploads.iter().map(|upload| Variant {
                call: call(resource, &upload.method),
                body: Some("File".to_owned()),
            }))
            .collect(),
    })
}

fn call(resource: &Resource, method: &str) -> String {
    let accessors: String = resource.path.iter().map(|name| format!("{name}().")).collect();
    format!("{accessors}{method}")
}

fn argument_of(api: &Api, parameter: &Parameter) -> CallArgument {
    CallArgument {
        name: parameter.name.rust.clone(),
        ty: spelled(api, &parameter.ty),
    }
}

fn body(api: &Api, body: &Body) -> Option<String> {
    Some(match body {
        Body::None | Body::EmptyJson => return None,
        Body::Json { ty, optional: true, .. } => format!("Option<{}>", spelled(api, ty)),
        Body::Json { ty, .. } | Body::Form { ty, .. } => spelled(api, ty),
        Body::Multipart(id) => api.definition(*id).name.clone(),
        Body::Text(_) => "String".to_owned(),
        Body::Raw(_) => "Bytes".to_owned(),
    })
}

fn answer(api: &Api, answer: &Answer) -> Option<String> {
    Some(match answer {
        Answer::Json { ty, optional: true, .. } => format!("Option<{}>", spelled(api, ty)),
        Answer::Json { ty, .. } => spelled(api, ty),
        Answer::Text(_) => "String".to_owned(),
        Answer::Bytes(_) => "Bytes".to_owned(),
        Answer::Unit => "()".to_owned(),
        Answer::StreamOnly => return None,
    })
}

fn ways(operation: &Operation) -> Vec<String> {
    let mut ways = Vec::new();
    if operation.answer != Answer::StreamOnly {
        ways.push("await".to_owned());
    }
    if let Some(stream) = &operation.stream {
        ways.push(match stream.format {
            StreamFormat::Jsonl => "stream (JSONL)".to_owned(),
            StreamFormat::JsonSeq => "stream (JSON sequence)".to_owned(),
            StreamFormat::Sse => "stream (SSE)".to_owned(),
        });
    }
    if operation.paging.is_some() {
        ways.extend(["items".to_owned(), "pages".to_owned()]);
    }
    ways.extend(operation.other_answers.iter().map(|other| other.name.rust.clone()));
    ways
}

/// A type as Rust writes it.
fn spelled(api: &Api, ty: &Ty) -> String {
    match ty {
        Ty::String => "String".to_owned(),
        Ty::Format(format) => format.path().to_owned(),
        Ty::Bool => "bool".to_owned(),
        Ty::I64 => "i64".to_owned(),
        Ty::U64 => "u64".to_owned(),
        Ty::F64 => "f64".to_owned(),
        Ty::Json => "serde_json::Value".to_owned(),
        Ty::File => "File".to_owned(),
        Ty::List(inner) => format!("Vec<{}>", spelled(api, inner)),
        Ty::Map(inner) => format!("BTreeMap<String, {}>", spelled(api, inner)),
        Ty::Option(inner) => format!("Option<{}>", spelled(api, inner)),
        Ty::Named(id) | Ty::Boxed(id) => api.definition(*id).name.clone(),
    }
}
