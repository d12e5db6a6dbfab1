//! The client of the whole API.

use super::Docs;

/// Identity, credentials and options of the client.
#[derive(Debug, Clone, PartialEq)]
pub struct Client {
    /// The Rust name of the client (`ChatBotKit`).
    pub name: String,
    /// The library's name, which the user agent carries.
    pub library: String,
    /// The server's URL; empty where the description has none.
    pub base_url: String,
    /// The environment variable with the secret.
    pub secret_env: String,
    /// The environment variable with another base URL.
    pub base_url_env: String,
    /// Where the secret goes.
    pub secret: SecretPlacement,
    /// Options that set a header on every request.
    pub headers: Vec<ClientHeader>,
    /// An answer with a success status may hold an error.
    pub error_in_success: bool,
    /// The event of a stream that is an error.
    pub stream_error: Option<StreamError>,
}

/// Where the secret goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SecretPlacement {
    /// `Authorization: Bearer …` (RFC 6750, section 2.1).
    Bearer,
    /// `Authorization: Basic …` (RFC 7617); the secret is `user:password`.
    Basic,
    /// A header of this name.
    Header(String),
    /// A query parameter of this name.
    Query(String),
    /// A cookie of this name.
    Cookie(String),
    /// The API has no credentials.
    None,
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
