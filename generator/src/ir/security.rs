//! What clients prove themselves with.

use super::Docs;

/// One kind of credential that the description knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scheme {
    /// Its name in the description.
    pub name: String,
    /// The environment variable that holds the credential.
    pub env: String,
    /// Where it goes.
    pub placement: SecretPlacement,
}

/// A builder method that sets the credential of a scheme.
#[derive(Debug, Clone, PartialEq)]
pub struct CredentialSetter {
    /// The method.
    pub method: String,
    /// The name of the scheme.
    pub scheme: String,
    /// It takes a user and a password.
    pub is_pair: bool,
    /// Its documentation.
    pub docs: Docs,
}

/// A builder method by which the client fetches its tokens itself (OAuth 2.0).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenGrant {
    /// The name of the scheme.
    pub scheme: String,
    /// The token endpoint.
    pub url: String,
    /// How a token is obtained.
    pub grant: Grant,
}

/// How a token is obtained.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Grant {
    /// For the client itself (RFC 6749, section 4.4), with these scopes, which have blanks between them.
    ClientCredentials(String),
    /// For a user who has agreed before (section 6).
    RefreshToken,
}

/// Where a secret goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SecretPlacement {
    /// `Authorization: Bearer …` (RFC 6750, section 2.1).
    Bearer,
    /// `Authorization: Basic …` (RFC 7617); the secret is `user:password`.
    Basic,
    /// `Authorization: <scheme> …`, with the secret as it is.
    Authorization(String),
    /// A header of this name.
    Header(String),
    /// A query parameter of this name.
    Query(String),
    /// A cookie of this name.
    Cookie(String),
    /// The API has no credentials.
    None,
}

/// The ways of proving oneself that are accepted: each names the schemes that it takes all at once. An empty one stands last
/// and says that it may be done without.
pub type Ways = Vec<Vec<String>>;

/// What an operation requires.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Requirement {
    /// What is usual in the API.
    Usual,
    /// Nothing.
    Nothing,
    /// One of these ways.
    Own(Ways),
}
