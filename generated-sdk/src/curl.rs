//! A request as a command line of curl, without its secrets.

use crate::client::SecretPlacement;
use crate::draft::Draft;
use crate::error::Result;
use crate::request;
use crate::secret::{REDACTED, is_sensitive};
use http::Uri;

/// The command line for the request of a draft.
pub(crate) fn command(draft: &Draft) -> Result<String> {
    let request = request::build(draft).map_err(|error| error.in_operation(&draft.operation))?;
    let mut words = vec!["curl".to_owned()];
    words.push(format!("-X {}", request.method()));
    words.push(quoted(&url(request.uri(), draft)));
    for (name, value) in request.headers() {
        let is_hidden = value.is_sensitive() || is_sensitive(name.as_str());
        let value = if is_hidden {
            REDACTED.into()
        } else {
            String::from_utf8_lossy(value.as_bytes())
        };
        words.push(format!("-H {}", quoted(&format!("{name}: {value}"))));
    }
    match request.body().as_bytes().map(std::str::from_utf8) {
        Some(Ok("")) => {}
        Some(Ok(text)) => words.push(format!(
            "--data-raw {}",
            quoted(&draft.client.shared().secret().redact(text.to_owned()))
        )),
        _ => words.push("--data-binary @body".to_owned()),
    }
    Ok(words.join(" "))
}

/// The URL, without the secret if that stands in its query.
fn url(uri: &Uri, draft: &Draft) -> String {
    let SecretPlacement::Query(secret) = draft.client.shared().api().secret else {
        return uri.to_string();
    };
    let text = uri.to_string();
    let Some((path, query)) = text.split_once('?') else {
        return text;
    };
    let pairs: Vec<String> = query
        .split('&')
        .map(|pair| match pair.split_once('=') {
            Some((name, _)) if name == secret => format!("{name}={REDACTED}"),
            _ => pair.to_owned(),
        })
        .collect();
    format!("{path}?{}", pairs.join("&"))
}

/// One word for a POSIX shell.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "'\\''"))
}
