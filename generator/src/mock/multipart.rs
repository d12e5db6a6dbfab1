//! The parts of a form with files.

use serde_json::Value;

/// The parts with their names: texts, or values where a part says that it is JSON. Nothing where the body is no such form.
pub(super) fn parts(content_type: &str, body: &[u8]) -> Option<Vec<(String, Value)>> {
    let boundary = parameter(content_type, "boundary")?;
    let delimiter = format!("--{boundary}").into_bytes();
    let mut rest = body.get(find(body, &delimiter)?.saturating_add(delimiter.len())..)?;
    let mut parts = Vec::new();
    // The last delimiter has two more hyphens.
    while !rest.starts_with(b"--") {
        let end = find(rest, &delimiter)?;
        let part = rest.get(..end)?;
        let part = part.strip_prefix(b"\r\n").unwrap_or(part);
        let part = part.strip_suffix(b"\r\n").unwrap_or(part);
        let head = find(part, b"\r\n\r\n")?;
        let headers = String::from_utf8_lossy(part.get(..head)?).into_owned();
        let content = part.get(head.saturating_add(4)..)?;
        parts.push((name(&headers)?, value(&headers, content)));
        rest = rest.get(end.saturating_add(delimiter.len())..)?;
    }
    Some(parts)
}

fn header<'h>(headers: &'h str, name: &str) -> Option<&'h str> {
    let mut lines = headers.split("\r\n").filter_map(|line| line.split_once(':'));
    lines
        .find(|(known, _)| known.trim().eq_ignore_ascii_case(name))
        .map(|(_, value)| value.trim())
}

fn name(headers: &str) -> Option<String> {
    parameter(header(headers, "content-disposition")?, "name")
}

fn value(headers: &str, content: &[u8]) -> Value {
    let is_json = header(headers, "content-type").is_some_and(|media_type| media_type.contains("json"));
    let text = || Value::from(String::from_utf8_lossy(content).into_owned());
    if is_json {
        serde_json::from_slice(content).unwrap_or_else(|_| text())
    } else {
        text()
    }
}

/// A parameter of a header: `boundary` of `multipart/form-data; boundary="x"`.
fn parameter(header: &str, name: &str) -> Option<String> {
    let mut parameters = header
        .split(';')
        .skip(1)
        .filter_map(|parameter| parameter.split_once('='));
    let (_, value) = parameters.find(|(known, _)| known.trim().eq_ignore_ascii_case(name))?;
    Some(value.trim().trim_matches('"').to_owned())
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len().max(1)).position(|window| window == wanted)
}
