//! The name of the client, which stands at the root of the crate beside those of the core.

use crate::name::{pascal, type_name};

/// What the crate has at its root.
const ROOT_NAMES: &[&str] = &[
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
    "ClientCredentials",
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
    "RefreshToken",
    "Request",
    "Requirements",
    "Response",
    "Result",
    "RetryPolicy",
    "Scheme",
    "SecretPlacement",
    "ServerTemplate",
    "Stream",
    "StreamError",
    "Style",
    "TimeoutKind",
    "Token",
    "TokenFuture",
    "TokenSource",
    "TwoStepUpload",
    "UploadSteps",
];

/// An API called `Api` has an `ApiClient`, for the core has an `Api` of its own.
pub(super) fn of(wanted: &str) -> String {
    let name = pascal(wanted);
    if ROOT_NAMES.contains(&name.as_str()) {
        format!("{name}Client")
    } else {
        type_name(wanted)
    }
}
