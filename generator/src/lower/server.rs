//! Servers of the document, and of operations that live elsewhere.

use openapiv3::Server as Declared;

use super::client::free;
use super::{Lowering, docs};
use crate::diagnostic::Code;
use crate::dialect::OperationRef;
use crate::ir::{Docs, Server, ServerTemplate, ServerVariable, Servers};
use crate::name::{Names, pascal, snake};

/// Words that say nothing about which server it is.
const EMPTY_WORDS: &[&str] = &[
    "a",
    "address",
    "an",
    "api",
    "base",
    "default",
    "endpoint",
    "environment",
    "for",
    "host",
    "hosted",
    "is",
    "main",
    "of",
    "our",
    "rest",
    "server",
    "service",
    "the",
    "this",
    "to",
    "url",
    "use",
    "used",
    "v1",
    "v2",
];

/// How many words a name may have that is made of a description.
const MOST_WORDS: usize = 3;

/// What a client has to know of its servers.
#[derive(Default)]
pub(super) struct Choice {
    pub base_url: String,
    pub server: Option<ServerTemplate>,
    pub servers: Option<Servers>,
    pub variables: Vec<ServerVariable>,
}

/// The servers of the document; the first one is the client's unless sdk.toml says otherwise.
pub(super) fn of_document(cx: &Lowering, client: &str, names: &mut Names) -> Choice {
    let declared = cx.document.servers();
    let operations = cx.document.operations();
    let of_operations: Vec<Declared> = operations
        .iter()
        .filter_map(|reference| cx.document.servers_of(reference).into_iter().next())
        .map(|(_, server)| server)
        .collect();
    // Where each operation says where it lives, the client needs no address of its own, and yet has to have one.
    let elsewhere = of_operations
        .first()
        .filter(|server| of_operations.len() == operations.len() && is_whole(&server.url));
    let first = declared.iter().find(|server| is_http(&server.url));
    let first = first.or(declared.first()).or(elsewhere);
    let decided = cx.config.client.base_url.clone();
    let choosable: Vec<&Declared> = match decided {
        Some(_) => Vec::new(),
        None => declared.iter().filter(|server| is_whole(&server.url)).collect(),
    };
    let servers = named(&choosable);
    let has_choice = servers.len() > 1;
    if has_choice {
        names.take("server".to_owned(), "_");
    }
    let usual = first.filter(|_| decided.is_none());
    let all = usual.into_iter().chain(choosable).chain(&of_operations);
    let variables = variables(all, names);
    Choice {
        base_url: decided.unwrap_or_else(|| first.map(|server| template(server).filled()).unwrap_or_default()),
        server: usual.map(template).filter(|template| !template.variables.is_empty()),
        servers: has_choice.then(|| Servers {
            name: if client == "Server" { "ServerChoice" } else { "Server" }.to_owned(),
            servers,
        }),
        variables,
    }
}

/// The server of an operation, where that is another one than the client's.
pub(super) fn of_operation(cx: &Lowering, reference: &OperationRef) -> Option<ServerTemplate> {
    let servers = cx.document.servers_of(reference);
    let (at, _) = servers.first()?;
    let Some((_, server)) = servers.iter().find(|(_, server)| is_http(&server.url)) else {
        let message = "the servers of this operation are reached by neither http nor https";
        cx.diagnostics
            .report(Code::ServerOfOtherProtocol, at, message.to_owned());
        return None;
    };
    let own = template(server);
    let url = own.filled();
    if url.ends_with(':') {
        let message = "the server of this operation names no host";
        cx.diagnostics
            .report(Code::ServerOfOtherProtocol, at, message.to_owned());
        return None;
    }
    let usual = cx.document.servers().first().map(|server| template(server).filled());
    let is_usual = usual.as_ref() == Some(&url) || (usual.is_none() && url.is_empty());
    (!is_usual && !url.is_empty()).then_some(own)
}

impl ServerTemplate {
    /// The URL with the defaults of its variables.
    fn filled(&self) -> String {
        let fill = |url: String, (name, default): &(String, String)| url.replace(&format!("{{{name}}}"), default);
        let url = self.variables.iter().fold(self.url.clone(), fill);
        url.trim_end_matches('/').to_owned()
    }
}

fn template(server: &Declared) -> ServerTemplate {
    let url = server.url.trim().trim_end_matches('/').to_owned();
    let variables = server.variables.iter().flatten();
    let used = variables.filter(|(name, _)| url.contains(&format!("{{{name}}}")));
    ServerTemplate {
        variables: used
            .map(|(name, variable)| (name.clone(), variable.default.clone()))
            .collect(),
        url,
    }
}

/// Whether HTTP reaches it, as far as its text says so; a relative URL is reached as the document is.
fn is_http(url: &str) -> bool {
    let scheme = url
        .split_once("://")
        .map(|(scheme, _)| scheme.trim().to_ascii_lowercase());
    scheme.is_none_or(|scheme| scheme == "http" || scheme == "https" || scheme.contains('{'))
}

/// Whether it is a URL that stands for itself.
fn is_whole(url: &str) -> bool {
    is_http(url) && (url.contains("://") || url.trim().starts_with('{'))
}

/// The servers by names: of their descriptions, where these are short, and else of their URLs.
fn named(declared: &[&Declared]) -> Vec<Server> {
    let mut names = Names::default();
    let mut servers: Vec<Server> = Vec::new();
    for server in declared {
        let template = template(server);
        // The same without encryption is no other server, and nothing that anybody should choose by a name.
        let encrypted = template.url.replacen("http://", "https://", 1);
        if servers
            .iter()
            .any(|known| known.template.url == template.url || known.template.url == encrypted)
        {
            continue;
        }
        let text = server.description.as_deref().unwrap_or_default();
        let words: Vec<String> = text
            .split(|letter: char| !letter.is_alphanumeric())
            .filter(|word| !word.is_empty() && !EMPTY_WORDS.contains(&word.to_lowercase().as_str()))
            .map(str::to_owned)
            .collect();
        let name = match words.len() {
            1..=MOST_WORDS => pascal(&words.join(" ")),
            _ => pascal(
                template
                    .url
                    .split_once("://")
                    .map_or(template.url.as_str(), |(_, rest)| rest),
            ),
        };
        let mut docs = docs::of(None, server.description.as_deref(), false);
        if !docs.lines.is_empty() {
            docs.lines.push(String::new());
        }
        docs.lines.push(docs::code(&template.url));
        servers.push(Server {
            name: names.take(name, ""),
            docs,
            template,
        });
    }
    servers
}

/// The options that set variables: one for each name, as the first server has it that uses it.
fn variables<'a>(servers: impl Iterator<Item = &'a Declared>, names: &mut Names) -> Vec<ServerVariable> {
    let mut variables: Vec<ServerVariable> = Vec::new();
    for server in servers {
        let used = template(server).variables;
        for (name, variable) in server.variables.iter().flatten() {
            let is_known = variables.iter().any(|known| known.name == *name);
            if is_known || !used.iter().any(|(used, _)| used == name) {
                continue;
            }
            let mut docs = docs::of(None, variable.description.as_deref(), false);
            if !docs.lines.is_empty() {
                docs.lines.push(String::new());
            }
            describe(&mut docs, name, variable);
            variables.push(ServerVariable {
                method: names.take(free(snake(name), "variable"), "_"),
                name: name.clone(),
                docs,
            });
        }
    }
    variables
}

fn describe(docs: &mut Docs, name: &str, variable: &openapiv3::ServerVariable) {
    let name = docs::code(name);
    docs.lines.push(if variable.default.is_empty() {
        format!("The variable {name} of the server's URL.")
    } else {
        format!(
            "The variable {name} of the server's URL, {} unless set.",
            docs::code(&variable.default)
        )
    });
    if !variable.enumeration.is_empty() {
        let values: Vec<String> = variable.enumeration.iter().map(|value| docs::code(value)).collect();
        docs.lines.push(format!("Known values: {}.", values.join(", ")));
    }
}
