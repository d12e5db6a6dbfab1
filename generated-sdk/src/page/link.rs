//! The `Link` header.

use http::HeaderMap;
use http::header::LINK;

/// The URL that the headers name as the next page.
pub(super) fn next(headers: &HeaderMap) -> Option<String> {
    headers
        .get_all(LINK)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .find_map(next_of)
}

/// Finds the target of `rel="next"` in one header: links in angle brackets, each with parameters, separated by commas.
fn next_of(value: &str) -> Option<String> {
    let mut rest = value;
    while let Some((_, after)) = rest.split_once('<') {
        let (target, after) = after.split_once('>')?;
        let end = end_of_parameters(after);
        let (parameters, after) = after.split_at(end);
        if parameters.split(';').any(is_next) {
            return Some(target.to_owned());
        }
        rest = after;
    }
    None
}

/// Where the parameters of a link end: at a comma outside of quotes.
fn end_of_parameters(text: &str) -> usize {
    let mut is_quoted = false;
    for (at, character) in text.char_indices() {
        match character {
            '"' => is_quoted = !is_quoted,
            ',' if !is_quoted => return at,
            _ => {}
        }
    }
    text.len()
}

fn is_next(parameter: &str) -> bool {
    let Some((name, value)) = parameter.split_once('=') else {
        return false;
    };
    let relations = value.trim().trim_matches('"');
    name.trim().eq_ignore_ascii_case("rel")
        && relations
            .split_ascii_whitespace()
            .any(|relation| relation.eq_ignore_ascii_case("next"))
}
