//! What is true of the whole API, as static data: no code of the core knows one API by name.

use super::ServerTemplate;

/// The facts of one API that every request of its client needs.
#[derive(Clone, Copy, Debug)]
pub struct Api {
    /// The name that goes into the user agent.
    pub name: &'static str,
    /// The version of the client crate, for the user agent.
    pub version: &'static str,
    /// Where requests go unless the builder says otherwise; a path on it is kept.
    pub base_url: &'static str,
    /// The server that this is the URL of, where it has variables.
    pub server: Option<ServerTemplate>,
    /// The environment variable which `from_env` reads the secret from.
    pub secret_env: &'static str,
    /// The environment variable which may replace the base URL.
    pub base_url_env: &'static str,
    /// Where the secret stands in a request.
    pub secret: SecretPlacement,
    /// All that a client may have to prove itself with, where that is more than the secret; the secret is the first.
    pub schemes: &'static [Scheme],
    /// What operations require that say nothing of their own, by the names of the schemes. Means nothing where there is but the secret.
    pub security: Requirements,
    /// Whether a success whose body is an error object counts as an error.
    pub error_in_success: bool,
    /// The event of a stream that is an error.
    pub stream_error: Option<StreamError>,
    /// JSON pointers to the message of an error body, tried in order.
    pub error_message: &'static [&'static str],
    /// JSON pointers to the code of an error body, tried in order.
    pub error_code: &'static [&'static str],
    /// Response headers that may hold the request's id, tried in order.
    pub request_id: &'static [&'static str],
    /// The header by which the server recognises a request that is sent twice.
    pub idempotency_header: Option<&'static str>,
}

impl Api {
    /// What holds unless an API says otherwise; its static data ends in `..Api::DEFAULT`, so that a new field breaks none.
    pub const DEFAULT: Self = Self {
        name: "",
        version: "",
        base_url: "",
        server: None,
        secret_env: "",
        base_url_env: "",
        secret: SecretPlacement::Bearer,
        schemes: &[],
        security: &[],
        error_in_success: false,
        stream_error: None,
        error_message: &[
            "/message",
            "/error/message",
            "/error_description",
            "/detail",
            "/title",
            "/error",
            "/errors/0/message",
        ],
        error_code: &["/code", "/error/code", "/error/type", "/type", "/errors/0/code"],
        request_id: &["x-request-id", "request-id", "x-amzn-requestid", "cf-ray"],
        idempotency_header: None,
    };
}

/// The ways of proving oneself that an operation takes, the preferred one first. Each names the schemes that it needs all at once; one that
/// needs none says that the operation may be called without any.
pub type Requirements = &'static [&'static [&'static str]];

/// One kind of credential that an API knows.
#[derive(Clone, Copy, Debug)]
pub struct Scheme {
    /// Its name in the description.
    pub name: &'static str,
    /// The environment variable which `from_env` reads it from.
    pub env: &'static str,
    /// Where it stands in a request.
    pub placement: SecretPlacement,
}

impl Api {
    /// Where the credential of each scheme stands, in their order.
    pub(crate) fn placements(&self) -> impl Iterator<Item = SecretPlacement> + '_ {
        let alone = self.schemes.is_empty().then_some(self.secret);
        alone
            .into_iter()
            .chain(self.schemes.iter().map(|scheme| scheme.placement))
    }

    /// The place of a scheme among all; where there is but one, its name does not matter.
    pub(crate) fn scheme(&self, name: &str) -> Option<usize> {
        if self.schemes.is_empty() {
            return Some(0);
        }
        self.schemes.iter().position(|scheme| scheme.name == name)
    }
}

/// Where the secret of a client stands in its requests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SecretPlacement {
    /// `authorization: Bearer <secret>`.
    Bearer,
    /// `authorization: Basic <secret in base64>`; the secret is `user:password`, or a user alone, whose password is then empty.
    Basic,
    /// `authorization: <scheme> <secret>`, with a scheme of this name.
    Authorization(&'static str),
    /// A header of this name, holding the secret alone.
    Header(&'static str),
    /// A query parameter of this name.
    Query(&'static str),
    /// A cookie of this name.
    Cookie(&'static str),
    /// The API takes no secret.
    None,
}

/// How a stream says that it failed: an event that carries `value` under `tag` and the error under `content`.
#[derive(Clone, Copy, Debug)]
pub struct StreamError {
    /// The member that tells the events of the stream apart.
    pub tag: &'static str,
    /// Its value in an event that is an error.
    pub value: &'static str,
    /// The member that holds the error's message and code; empty where they stand in the event itself.
    pub content: &'static str,
}
