//! Operations become methods of about ten lines.

use proc_macro2::TokenStream;
use quote::quote;

use super::scope::Scope;
use super::{docs, example, ident, page, parameter, security, server, ty};
use crate::ir::{Answer, Api, Body, Method, Operation, OtherAnswer, Resource, StreamFormat};

/// ```text
/// /// Create a session for a bot.
/// pub fn create(&self, bot_id: &str, request: &BotSessionCreateRequest) -> Call<BotSessionCreateResponse> {
///     static OPERATION: Operation = Operation::post("createBotSession", "/bot/{botId}/session/create");
///     Call::new(&self.client, &OPERATION).path("botId", bot_id).json(request)
/// }
/// ```
pub(super) fn method(scope: &Scope, resource: &Resource, operation: &Operation, method: &Method) -> TokenStream {
    let docs = docs::of_method(scope, &method_docs(scope.api, resource, operation, method));
    let name = ident(&method.name);
    let arguments = operation.arguments.iter().map(|argument| {
        let name = ident(&argument.name.rust);
        let ty = ty::argument(scope, &argument.ty);
        quote! { #name: #ty }
    });
    let body_argument = body_argument(scope, &method.body);
    let call = call_type(scope, operation);
    let call_name = scope.core("Call");
    let operation_type = scope.core("Operation");
    let descriptor = descriptor(operation);
    let positional = operation
        .arguments
        .iter()
        .map(|argument| parameter::positional(scope, argument));
    let body = body(scope, &method.body);
    let encoding = encoding(scope, &method.body);
    quote! {
        #docs
        #[inline]
        pub fn #name(&self, #(#arguments,)* #body_argument) -> #call {
            static OPERATION: #operation_type = #descriptor;
            #encoding
            #call_name::new(&self.client, &OPERATION) #(#positional)* #body
        }
    }
}

/// The marker type of an operation and the setters that it brings to its call; nothing if there are none.
pub(super) fn setters(scope: &Scope, resource: &Resource, operation: &Operation) -> Vec<TokenStream> {
    let Some(marker) = &operation.marker else {
        return Vec::new();
    };
    let marker = ident(marker);
    let first = operation.methods.first().map_or("call", |method| method.name.as_str());
    let link = format!("What can be set on a call of [`{}::{first}`].", resource.client);
    let setters = operation.setters.iter().map(|setter| parameter::setter(scope, setter));
    let others = operation.other_answers.iter().map(|other| other_answer(scope, other));
    let struct_docs = docs::lines(scope, [link.as_str()]);
    let call = scope.core("Call");
    vec![
        quote! {
            #struct_docs
            #[derive(Debug)]
            pub struct #marker;
        },
        quote! { impl<T, U> #call<T, U, #marker> { #(#setters)* #(#others)* } },
    ]
}

fn other_answer(scope: &Scope, other: &OtherAnswer) -> TokenStream {
    let name = ident(&other.name.rust);
    let media_type = &other.name.wire;
    let answer = answer_type(scope, &other.answer);
    let call = scope.core("Call");
    let docs = docs::lines(scope, [format!("Asks for `{media_type}` instead.").as_str()]);
    quote! {
        #docs
        #[inline]
        pub fn #name(self) -> #call<#answer> {
            self.answer_as(#media_type)
        }
    }
}

/// The type of the call.
pub(super) fn call_type(scope: &Scope, operation: &Operation) -> TokenStream {
    let call = scope.core("Call");
    let arguments = call_arguments(scope, operation);
    quote! { #call<#arguments> }
}

/// The types that a call is made of, without those that have their defaults.
pub(super) fn call_arguments(scope: &Scope, operation: &Operation) -> TokenStream {
    let answer = answer_type(scope, &operation.answer);
    let stream = operation.stream.as_ref().map(|stream| ty::tokens(scope, &stream.item));
    match (stream, &operation.marker) {
        (None, None) => answer,
        (Some(stream), None) => quote! { #answer, #stream },
        (stream, Some(marker)) => {
            let stream = stream.unwrap_or_else(|| {
                let none = scope.core("NoStream");
                quote! { #none }
            });
            let marker = ident(marker);
            quote! { #answer, #stream, #marker }
        }
    }
}

pub(super) fn answer_type(scope: &Scope, answer: &Answer) -> TokenStream {
    match answer {
        Answer::Json { ty, optional: true, .. } => {
            let ty = ty::tokens(scope, ty);
            quote! { Option<#ty> }
        }
        Answer::Json { ty, .. } => ty::tokens(scope, ty),
        Answer::Text(_) => quote! { String },
        Answer::Bytes(_) => {
            let bytes = scope.core("Bytes");
            quote! { #bytes }
        }
        Answer::Unit => quote! { () },
        Answer::StreamOnly => {
            let none = scope.core("NoAnswer");
            quote! { #none }
        }
    }
}

/// The argument that the body takes.
pub(super) fn body_argument(scope: &Scope, body: &Body) -> Option<TokenStream> {
    Some(match body {
        Body::None | Body::EmptyJson => return None,
        Body::Json { ty, optional: true, .. } => {
            let ty = ty::argument(scope, ty);
            quote! { request: Option<#ty> }
        }
        Body::Json { ty, .. } | Body::Form { ty, .. } => {
            let ty = ty::argument(scope, ty);
            quote! { request: #ty }
        }
        Body::Multipart(id) => {
            let ty = scope.named(*id);
            quote! { request: &#ty }
        }
        Body::Text(_) => quote! { body: impl Into<String> },
        Body::Raw(_) => {
            let body = scope.core("Body");
            quote! { body: impl Into<#body> }
        }
    })
}

fn body(scope: &Scope, body: &Body) -> Option<TokenStream> {
    Some(match body {
        Body::None => return None,
        Body::EmptyJson => quote! { .empty_json() },
        Body::Json {
            ty,
            media_type: Some(media_type),
            ..
        } => {
            let by_value = ty::is_taken_by_value(scope, ty).then(|| quote! { & });
            quote! { .json_as(#media_type, #by_value request) }
        }
        Body::Json { ty, optional: true, .. } => {
            let borrowed = ty::is_taken_by_value(scope, ty).then(|| quote! { .as_ref() });
            quote! { .optional_json(request #borrowed) }
        }
        Body::Json { ty, .. } if ty::is_taken_by_value(scope, ty) => {
            quote! { .json(&request) }
        }
        Body::Json { .. } => quote! { .json(request) },
        Body::Form { ty, encoding } => {
            let by_value = ty::is_taken_by_value(scope, ty).then(|| quote! { & });
            if encoding.is_empty() {
                quote! { .form(#by_value request) }
            } else {
                quote! { .form_with(#by_value request, ENCODING) }
            }
        }
        Body::Multipart(_) => quote! { .multipart(request.form()) },
        Body::Text(media_type) => quote! { .body(#media_type, body.into()) },
        Body::Raw(media_type) => quote! { .body(#media_type, body) },
    })
}

/// `static ENCODING: &[Parameter] = &[Parameter::query("tags").explode(false)];`, where members of a form have styles of their own.
fn encoding(scope: &Scope, body: &Body) -> Option<TokenStream> {
    let Body::Form { encoding, .. } = body else { return None };
    let members: Vec<TokenStream> = encoding
        .iter()
        .map(|member| parameter::descriptor(scope, member))
        .collect();
    (!members.is_empty()).then(|| {
        let parameter = scope.core("Parameter");
        quote! { static ENCODING: &[#parameter] = &[#(#members),*]; }
    })
}

/// `Operation::get("listBots", "/bot/list").jsonl().cursor("cursor")`.
pub(super) fn descriptor(operation: &Operation) -> TokenStream {
    let id = &operation.id;
    let path = &operation.path;
    let method = &operation.http_method;
    let head = match method.as_str() {
        "GET" | "POST" | "PUT" | "PATCH" | "DELETE" | "HEAD" | "OPTIONS" | "TRACE" => {
            let constructor = ident(&method.to_lowercase());
            quote! { Operation::#constructor(#id, #path) }
        }
        _ => quote! { Operation::new(#method, #id, #path) },
    };
    let answer = match &operation.answer {
        Answer::Json {
            media_type: Some(media_type),
            ..
        } => quote! { .accept(#media_type) },
        Answer::Text(media_type) => quote! { .accept(#media_type).text() },
        Answer::Bytes(media_type) => quote! { .accept(#media_type).binary() },
        Answer::Json { .. } | Answer::Unit | Answer::StreamOnly => TokenStream::new(),
    };
    let stream = operation.stream.as_ref().map(|stream| match stream.format {
        StreamFormat::Jsonl => quote! { .jsonl() },
        StreamFormat::JsonSeq => quote! { .json_seq() },
        StreamFormat::Sse => quote! { .sse() },
    });
    let paging = operation.paging.as_ref().map(page::descriptor);
    let idempotent = operation.idempotent.then(|| quote! { .idempotent() });
    let security = security::descriptor(&operation.security);
    let server = operation.server.as_ref().map(server::descriptor);
    quote! { #head #answer #stream #paging #idempotent #security #server }
}

/// The description's words, the HTTP line, what the arguments mean, and an example that compiles.
fn method_docs(api: &Api, resource: &Resource, operation: &Operation, method: &Method) -> crate::ir::Docs {
    let mut lines = operation.docs.lines.clone();
    if lines.is_empty() {
        lines.push(format!("Calls `{}`.", operation.id));
    }
    lines.push(String::new());
    lines.push(format!("Sends `{} {}`.", operation.http_method, operation.path));
    lines.extend(argument_docs(operation));
    lines.extend(header_docs(operation));
    lines.extend(error_docs(api, operation));
    lines.push(String::new());
    lines.extend(example::method(api, resource, operation, method));
    crate::ir::Docs {
        lines,
        facts: None,
        deprecated: operation.docs.deprecated,
    }
}

/// A list of the arguments that the description says something about, after an empty line.
pub(super) fn argument_docs(operation: &Operation) -> Vec<String> {
    let documented = operation
        .arguments
        .iter()
        .filter(|argument| !argument.docs.lines.is_empty());
    let mut lines: Vec<String> = documented
        .map(|argument| {
            let docs = &argument.docs;
            let said: Vec<&str> = docs.lines.iter().chain(&docs.facts).map(String::as_str).collect();
            format!("* `{}`: {}", argument.name.rust, said.join(" "))
        })
        .collect();
    if !lines.is_empty() {
        lines.insert(0, String::new());
    }
    lines
}

/// A list of the headers that come with the answer, after an empty line.
fn header_docs(operation: &Operation) -> Vec<String> {
    let headers = operation
        .headers
        .iter()
        .map(|header| item(&format!("`{}`", header.name.replace('`', "'")), &header.docs));
    headed(
        "Headers of the answer, which `.with_response()` has:",
        headers.collect(),
    )
}

/// A list of the errors that have a status and a type of their own, after an empty line.
fn error_docs(api: &Api, operation: &Operation) -> Vec<String> {
    let own = operation
        .errors
        .iter()
        .filter(|error| error.is_whole && error.status != "default");
    let errors = own.map(|error| {
        let name = &api.definition(error.element).name;
        item(
            &format!("`{}`, [`{name}`](crate::types::{name})", error.status),
            &error.docs,
        )
    });
    headed(
        "Errors whose body [`Error::typed`](crate::Error::typed) decodes:",
        errors.collect(),
    )
}

fn item(what: &str, docs: &crate::ir::Docs) -> String {
    // The first line says what it is; a block of code has no place in a list.
    match docs.lines.first().filter(|line| !line.starts_with("```")) {
        None => format!("* {what}"),
        Some(line) => format!("* {what}: {line}"),
    }
}

fn headed(head: &str, items: Vec<String>) -> Vec<String> {
    if items.is_empty() {
        return Vec::new();
    }
    let head = [String::new(), head.to_owned(), String::new()];
    head.into_iter().chain(items).collect()
}
