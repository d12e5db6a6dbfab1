//! The classes of errors and of time limits.

use std::time::Duration;

/// The class of an [`Error`](super::Error).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The client could not be built: an option or environment variable is missing or malformed.
    Configuration,
    /// The request could not be built from its arguments; nothing was sent.
    Request,
    /// No connection came about; nothing was sent.
    Connect,
    /// One of the time limits ended the call.
    Timeout,
    /// The connection failed after the request had begun; the server may have processed it.
    Transport,
    /// A redirect led where the client does not go.
    Redirect,
    /// The API answered with an error.
    Api,
    /// The answer is not what the description promises.
    Decode,
    /// A stream broke off or broke the rules of its format.
    Stream,
    /// The pages of a list do not lead to an end.
    Page,
    /// A file on this machine could not be written.
    File,
    /// Code of the caller failed, such as a middleware.
    Other,
}

/// Which time limit ended a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TimeoutKind {
    /// Until the connection stands.
    Connect,
    /// Until the headers of the answer, in one try.
    Headers,
    /// Between two pieces of a body.
    Idle,
    /// The whole call, with all its tries and pauses.
    Total,
}

impl TimeoutKind {
    pub(super) fn sentence(self, limit: Duration) -> String {
        match self {
            Self::Connect => format!("no connection within {limit:?}"),
            Self::Headers => format!("no response headers within {limit:?}"),
            Self::Idle => format!("nothing of the body arrived for {limit:?}"),
            Self::Total => format!("the call did not end within {limit:?}"),
        }
    }
}
