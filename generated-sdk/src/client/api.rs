//! What is true of the whole API, as static data: no code of the core knows one API by name.

/// The facts of one API that every request of its client needs.
#[derive(Clone, Copy, Debug)]
pub struct Api {
    /// The name that goes into the user agent.
    pub name: &'static str,
    /// The version of the client crate, for the user agent.
    pub version: &'static str,
    /// Where requests go unless the builder says otherwise; a path on it is kept.
    pub base_url: &'static str,
    /// The environment variable which `from_env` reads the secret from.
    pub secret_env: &'static str,
    /// The environment variable which may replace the base URL.
    pub base_url_env: &'static str,
    /// Where the secret stands in a request.
    pub secret: SecretPlacement,
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
        secret_env: "",
        base_url_env: "",
        secret: SecretPlacement::Bearer,
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

/// Where the secret of a client stands in its requests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SecretPlacement {
    /// `authorization: Bearer <secret>`.
    Bearer,
    /// `authorization: Basic <secret in base64>`; the secret is `user:password`.
    Basic,
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
