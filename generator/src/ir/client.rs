//! The client of the whole API.

use super::{
    CredentialSetter, Docs, Scheme, SecretPlacement, ServerTemplate, ServerVariable, Servers, TokenGrant, Ways,
};

/// Identity, credentials and options of the client.
#[derive(Debug, Clone, PartialEq)]
pub struct Client {
    /// The Rust name of the client (`ChatBotKit`).
    pub name: String,
    /// The library's name, which the user agent carries.
    pub library: String,
    /// The server's URL; empty where the description has none.
    pub base_url: String,
    /// The server that this is the URL of, where it has variables.
    pub server: Option<ServerTemplate>,
    /// The servers to choose from, where there are several.
    pub servers: Option<Servers>,
    /// Options that set a variable in the URLs of servers.
    pub server_variables: Vec<ServerVariable>,
    /// The environment variable with the secret.
    pub secret_env: String,
    /// The environment variable with another base URL.
    pub base_url_env: String,
    /// Where the secret goes.
    pub secret: SecretPlacement,
    /// All schemes, where there are several; the secret is the credential of the first.
    pub schemes: Vec<Scheme>,
    /// What operations require, where there are several schemes.
    pub security: Ways,
    /// Options that set a credential.
    pub credentials: Vec<CredentialSetter>,
    /// Options by which the client fetches its tokens itself.
    pub grants: Vec<TokenGrant>,
    /// Options that set a header on every request.
    pub headers: Vec<ClientHeader>,
    /// An answer with a success status may hold an error.
    pub error_in_success: bool,
    /// The event of a stream that is an error.
    pub stream_error: Option<StreamError>,
}

/// A builder method that sets a header on every request.
#[derive(Debug, Clone, PartialEq)]
pub struct ClientHeader {
    /// The header.
    pub header: String,
    /// The method.
    pub method: String,
    /// Its documentation.
    pub docs: Docs,
}

/// The event of a stream that is an error.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StreamError {
    /// The member that names the event.
    pub tag: String,
    /// The value of that member.
    pub value: String,
    /// The member that holds the error.
    pub content: String,
}
