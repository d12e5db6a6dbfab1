//! Problems as JSON, one object a line, for editors and scripts.

use serde::Serialize;

use super::{Diagnostic, Location};

#[derive(Serialize)]
struct Line<'a> {
    code: &'static str,
    severity: &'static str,
    message: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pointer: Option<&'a str>,
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    location: Option<&'a Location>,
    #[serde(skip_serializing_if = "str::is_empty")]
    help: &'static str,
}

/// Prints one problem as one line of JSON.
pub fn json(diagnostic: &Diagnostic) -> String {
    let line = Line {
        code: diagnostic.code.id(),
        severity: diagnostic.code.severity().word(),
        message: &diagnostic.message,
        pointer: diagnostic.pointer.as_ref().map(|pointer| pointer.as_str()),
        location: diagnostic.location.as_ref(),
        help: diagnostic.code.help(),
    };
    serde_json::to_string(&line).expect("strings and numbers always print as JSON")
}
