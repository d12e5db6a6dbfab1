//! Where the API is served.

use super::Docs;

/// The URL of a server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServerTemplate {
    /// The URL, with `{name}` where a variable stands.
    pub url: String,
    /// The variables and their defaults.
    pub variables: Vec<(String, String)>,
}

/// The servers that a client can choose from.
#[derive(Debug, Clone, PartialEq)]
pub struct Servers {
    /// The name of their type.
    pub name: String,
    /// Each of them; the first is the one that is spoken to unless another is chosen.
    pub servers: Vec<Server>,
}

/// A server with a name.
#[derive(Debug, Clone, PartialEq)]
pub struct Server {
    /// The variant.
    pub name: String,
    /// Its documentation.
    pub docs: Docs,
    /// Its URL.
    pub template: ServerTemplate,
}

/// A builder method that sets a variable in the URLs of servers.
#[derive(Debug, Clone, PartialEq)]
pub struct ServerVariable {
    /// The method.
    pub method: String,
    /// The name of the variable.
    pub name: String,
    /// Its documentation.
    pub docs: Docs,
}
