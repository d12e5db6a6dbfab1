//! The client of the whole API: identity, credentials and options.

use openapiv3::SecurityScheme;

use super::{Lowering, client_name, docs, oauth, server};
use crate::config::Identity;
use crate::ir::{Client, ClientHeader, CredentialSetter, Docs, Grant, Scheme, SecretPlacement, StreamError};
use crate::name::{Names, bare_snake, snake};

/// Methods of the core's builder, which an option must not hide.
const BUILDER_METHODS: &[&str] = &[
    "base_url",
    "build",
    "connect_timeout",
    "credential",
    "default_header",
    "endpoint",
    "for_api",
    "from_env",
    "headers_timeout",
    "idle_timeout",
    "max_answer_bytes",
    "max_line_bytes",
    "max_retries",
    "middleware",
    "no_proxy",
    "no_timeout",
    "proxy",
    "redirects",
    "retry",
    "root_certificate",
    "secret",
    "server_template",
    "server_variable",
    "timeout",
    "token_source",
    "token_source_of",
    "transport",
    "user_agent_suffix",
    "user_and_password",
];

/// What the whole API is about.
pub(super) fn docs(cx: &Lowering) -> Docs {
    let info = cx.document.info();
    docs::of(Some(&info.title), info.description.as_deref(), false)
}

pub(super) fn client(cx: &mut Lowering) -> Client {
    let identity = cx.config.identity(&cx.document.info());
    let options = &cx.config.client;
    let mut names = Names::default();
    let headers = options.headers.iter().map(|header| ClientHeader {
        header: header.name.clone(),
        method: names.take(snake(&header.method), "_"),
        docs: docs::of(None, header.doc.as_deref(), false),
    });
    let headers = headers.collect();
    let schemes = schemes(cx, &identity);
    let grants = oauth::grants(cx);
    for grant in &grants {
        let method = match grant.grant {
            Grant::ClientCredentials(_) => "client_credentials",
            Grant::RefreshToken => "refresh_token",
        };
        names.take(method.to_owned(), "_");
    }
    let credentials = setters(cx, &schemes, &mut names);
    let is_single = schemes.len() <= 1;
    let name = client_name::of(&identity.client_name);
    let choice = server::of_document(cx, &name, &mut names);
    Client {
        name,
        library: identity.lib,
        base_url: choice.base_url,
        server: choice.server,
        servers: choice.servers,
        server_variables: choice.variables,
        secret_env: identity.secret_env,
        base_url_env: identity.base_url_env,
        secret: schemes
            .first()
            .map_or(SecretPlacement::None, |main| main.placement.clone()),
        schemes: if is_single { Vec::new() } else { schemes },
        security: if is_single {
            Vec::new()
        } else {
            cx.security.usual.clone()
        },
        credentials,
        grants,
        headers,
        error_in_success: options.error_in_success.unwrap_or(false),
        stream_error: stream_error(cx),
    }
}

/// The builder methods that set a credential: one for each scheme where there are several, and one that takes user and
/// password apart.
fn setters(cx: &Lowering, schemes: &[Scheme], names: &mut Names) -> Vec<CredentialSetter> {
    let known = &cx.security.schemes;
    let is_single = known.len() == 1;
    let mut setters = Vec::new();
    for (index, known) in known.iter().enumerate() {
        let is_pair = known.placement == SecretPlacement::Basic;
        if is_single && !is_pair {
            continue;
        }
        let (SecurityScheme::APIKey { description, .. }
        | SecurityScheme::HTTP { description, .. }
        | SecurityScheme::OAuth2 { description, .. }
        | SecurityScheme::OpenIDConnect { description, .. }) = &known.scheme;
        let mut docs = docs::of(None, description.as_deref(), false);
        if !docs.lines.is_empty() {
            docs.lines.push(String::new());
        }
        docs.lines.push(format!(
            "The credential {}, {}.",
            docs::code(&known.name),
            place(&known.placement)
        ));
        if index == 0 {
            docs.lines.push("It is the secret of the client.".to_owned());
        } else if let Some(scheme) = schemes.get(index) {
            docs.lines.push(format!("`from_env` takes it from `{}`.", scheme.env));
        }
        setters.push(CredentialSetter {
            method: names.take(free(snake(&known.name), "credential"), "_"),
            scheme: known.name.clone(),
            is_pair,
            docs,
        });
    }
    setters
}

/// Where a credential goes, in words.
fn place(placement: &SecretPlacement) -> String {
    match placement {
        SecretPlacement::Bearer => "a bearer token".to_owned(),
        SecretPlacement::Basic => "a user and a password".to_owned(),
        SecretPlacement::Authorization(scheme) => {
            format!("for the header {}", docs::code(&format!("authorization: {scheme}")))
        }
        SecretPlacement::Header(name) => format!("for the header {}", docs::code(name)),
        SecretPlacement::Query(name) => format!("for the query parameter {}", docs::code(name)),
        SecretPlacement::Cookie(name) => format!("for the cookie {}", docs::code(name)),
        SecretPlacement::None => "for nothing".to_owned(),
    }
}

/// A name that hides no method of the core's builder.
pub(super) fn free(name: String, kind: &str) -> String {
    if BUILDER_METHODS.contains(&name.as_str()) {
        format!("{name}_{kind}")
    } else {
        name
    }
}

/// All schemes with the variables of the environment that their credentials come from.
fn schemes(cx: &Lowering, identity: &Identity) -> Vec<Scheme> {
    let mut names = Names::reserving(&[&identity.secret_env, &identity.base_url_env]);
    let known = cx.security.schemes.iter().enumerate();
    known
        .map(|(index, known)| Scheme {
            name: known.name.clone(),
            env: if index == 0 {
                identity.secret_env.clone()
            } else {
                let name = bare_snake(&known.name).to_uppercase();
                names.take(format!("{}_{name}", identity.env_prefix), "_")
            },
            placement: known.placement.clone(),
        })
        .collect()
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
