//! A request as a command line of curl, without its secrets.
//!
//! All of it is `#[inline]`, so that only a program that calls it compiles it.

use crate::draft::Draft;
use crate::error::Result;
use crate::request;
use crate::secret::{REDACTED, is_sensitive_argument, without_sensitive_values};

/// The command line for the request of a draft.
#[inline]
pub(crate) fn command(draft: &Draft) -> Result<String> {
    let credentials = draft.client.shared().credentials();
    let request = request::build(draft).map_err(|error| error.of_call(draft))?;
    let mut words = vec!["curl".to_owned()];
    words.push(format!("-X {}", request.method()));
    words.push(quoted(
        &credentials.redact(without_sensitive_values(&request.uri().to_string())),
    ));
    for (name, value) in request.headers() {
        let value = if value.is_sensitive() || is_sensitive_argument(name.as_str()) {
            REDACTED.to_owned()
        } else {
            credentials.redact(String::from_utf8_lossy(value.as_bytes()).into_owned())
        };
        words.push(format!("-H {}", quoted(&format!("{name}: {value}"))));
    }
    match request.body().as_bytes().map(std::str::from_utf8) {
        Some(Ok("")) => {}
        Some(Ok(text)) => words.push(format!(
            "--data-raw {}",
            quoted(&credentials.redact(without_sensitive_values(text)))
        )),
        _ => words.push("--data-binary @body".to_owned()),
    }
    Ok(words.join(" "))
}

/// One word for a POSIX shell.
#[inline]
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "'\\''"))
}
