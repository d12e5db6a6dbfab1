//! The client of the whole API: identity, credentials and options.

use openapiv3::{APIKeyLocation, SecurityScheme};

use super::{Lowering, docs};
use crate::ir::{Client, ClientHeader, Docs, SecretPlacement, StreamError};
use crate::name::{pascal, snake, type_name};

/// What the crate has at its root, where the client is named as well.
pub(super) const ROOT_NAMES: &[&str] = &[
    "Answer",
    "Answered",
    "Api",
    "Body",
    "BoxError",
    "Bytes",
    "Call",
    "CallFuture",
    "Client",
    "ClientBuilder",
    "Download",
    "DownloadFuture",
    "Error",
    "ErrorKind",
    "Event",
    "EventStream",
    "FetchOptions",
    "File",
    "Form",
    "Items",
    "Middleware",
    "MiddlewareFuture",
    "Next",
    "NoAnswer",
    "NoStream",
    "Nullable",
    "Operation",
    "Page",
    "Pages",
    "Paging",
    "Parameter",
    "RedirectPolicy",
    "Request",
    "Response",
    "Result",
    "RetryPolicy",
    "SecretPlacement",
    "Stream",
    "StreamError",
    "Style",
    "TimeoutKind",
    "TwoStepUpload",
    "UploadSteps",
];

/// What the whole API is about.
pub(super) fn docs(cx: &Lowering) -> Docs {
    let info = cx.document.info();
    docs::of(Some(&info.title), info.description.as_deref(), false)
}

pub(super) fn client(cx: &mut Lowering) -> Client {
    let identity = cx.config.identity(&cx.document.info());
    let options = &cx.config.client;
    Client {
        name: client_name(&identity.client_name),
        library: identity.lib,
        base_url: options.base_url.clone().unwrap_or_else(|| first_server(cx)),
        secret_env: identity.secret_env,
        base_url_env: identity.base_url_env,
        secret: secret(cx),
        headers: options
            .headers
            .iter()
            .map(|header| ClientHeader {
                header: header.name.clone(),
                method: snake(&header.method),
                docs: docs::of(None, header.doc.as_deref(), false),
            })
            .collect(),
        error_in_success: options.error_in_success.unwrap_or(false),
        stream_error: stream_error(cx),
    }
}

/// An API called `Api` has an `ApiClient`, for the core has an `Api` of its own.
fn client_name(wanted: &str) -> String {
    let name = pascal(wanted);
    if ROOT_NAMES.contains(&name.as_str()) {
        format!("{name}Client")
    } else {
        type_name(wanted)
    }
}

/// The first server, its variables filled with their defaults (OpenAPI 3.0, Server Variable Object).
fn first_server(cx: &Lowering) -> String {
    let servers = cx.document.servers();
    let Some(server) = servers.first() else {
        return String::new();
    };
    let mut url = server.url.clone();
    for (name, variable) in server.variables.iter().flatten() {
        url = url.replace(&format!("{{{name}}}"), &variable.default);
    }
    url.trim_end_matches('/').to_owned()
}

/// Where the secret goes: the first scheme that the description asks for and that is a secret of one piece.
fn secret(cx: &Lowering) -> SecretPlacement {
    let schemes = cx.document.security_schemes();
    let asked = cx.document.security();
    let order = asked
        .iter()
        .flat_map(|requirement| requirement.keys())
        .chain(schemes.iter().map(|(name, _)| name));
    for name in order {
        let Some((_, scheme)) = schemes.iter().find(|(known, _)| known == name) else {
            continue;
        };
        match scheme {
            SecurityScheme::HTTP { scheme, .. } if scheme.eq_ignore_ascii_case("basic") => {
                return SecretPlacement::Basic;
            }
            SecurityScheme::HTTP { .. } | SecurityScheme::OAuth2 { .. } | SecurityScheme::OpenIDConnect { .. } => {
                return SecretPlacement::Bearer;
            }
            SecurityScheme::APIKey { location, name, .. } => {
                return match location {
                    APIKeyLocation::Header => SecretPlacement::Header(name.clone()),
                    APIKeyLocation::Query => SecretPlacement::Query(name.clone()),
                    APIKeyLocation::Cookie => SecretPlacement::Cookie(name.clone()),
                };
            }
        }
    }
    SecretPlacement::None
}

/// The event that stands for an error in every stream, where sdk.toml says so.
pub(super) fn stream_error(cx: &Lowering) -> Option<StreamError> {
    let stream = &cx.config.stream;
    Some(StreamError {
        tag: stream.tag.clone()?,
        value: stream.error.clone()?,
        content: stream.content.clone()?,
    })
}
