//! The path of a request: the template with its arguments, and never a way out of it.

use crate::draft::{Draft, PathArgument};
use crate::error::Error;
use crate::parameter::escape::{self, Escape};

/// Adds the template of the draft's operation, filled.
pub(crate) fn fill(path: &mut String, draft: &Draft) -> Result<(), Error> {
    let (begin, template) = (path.len(), draft.operation.path());
    if !draft.operation.is_declared() {
        path.push_str(&written(template)?);
        return Ok(());
    }
    let mut rest = template;
    while let Some((literal, after)) = split_at_byte(rest, b'{') {
        let Some((name, after)) = split_at_byte(after, b'}') else {
            break;
        };
        path.push_str(literal);
        push(path, name, after, draft)?;
        rest = after;
    }
    path.push_str(rest);
    refuse_climbing(path.get(begin..).unwrap_or_default())
}

/// How the argument `name` is escaped: it may hold what is legal in a segment if it has one to itself. Beside other text it might
/// hold the very character that sets it apart from that.
pub(crate) fn escape(template: &str, name: &str) -> Escape {
    let mut rest = template;
    while let Some((before, after)) = split_at_byte(rest, b'{') {
        let Some((found, after)) = split_at_byte(after, b'}') else {
            break;
        };
        let begins = before.is_empty() || before.ends_with('/');
        let ends = after.is_empty() || after.starts_with('/');
        if found == name && begins && ends {
            return Escape::Segment;
        }
        rest = after;
    }
    Escape::Component
}

/// What stands before and behind the first of these ASCII characters. Templates are short, so looking at each byte beats a search that has to be set up.
fn split_at_byte(text: &str, byte: u8) -> Option<(&str, &str)> {
    let at = text.bytes().position(|found| found == byte)?;
    Some((text.get(..at)?, text.get(at + 1..)?))
}

/// Adds an argument. An optional one that is empty takes its slash along, but only where a whole segment goes: otherwise what follows would be
/// glued to what stands before, which may be the host.
fn push(path: &mut String, name: &str, after: &str, draft: &Draft) -> Result<(), Error> {
    let Some(argument) = draft.path.iter().find(|argument| argument.name == name) else {
        return Err(Error::request(format!("the path parameter \"{name}\" was not given")));
    };
    if argument.value.is_empty() && argument.optional {
        if path.ends_with('/') && (after.is_empty() || after.starts_with('/')) {
            path.pop();
        }
        return Ok(());
    }
    check(argument)?;
    path.push_str(&argument.value);
    Ok(())
}

fn check(argument: &PathArgument) -> Result<(), Error> {
    let name = argument.name;
    if argument.value.is_empty() {
        return Err(Error::request(format!("the path parameter \"{name}\" is empty")));
    }
    if argument.reserved && argument.value.split('/').any(str::is_empty) {
        return Err(Error::request(format!(
            "the path parameter \"{name}\" holds an empty segment"
        )));
    }
    Ok(())
}

/// A segment that means another folder would send the request to another operation.
fn refuse_climbing(path: &str) -> Result<(), Error> {
    // Nearly no path has a segment that begins so, and this is cheaper than looking at each.
    let may_climb =
        path.starts_with(['.', '%']) || path.as_bytes().windows(2).any(|pair| matches!(pair, b"/." | b"/%"));
    if may_climb && path.split('/').any(is_dots) {
        return Err(Error::request(
            "a path segment of `.` or `..` would lead to another endpoint",
        ));
    }
    Ok(())
}

/// Dots may be written as `%2e`, and servers read them as dots. Some drop what follows a semicolon before they look.
fn is_dots(segment: &str) -> bool {
    let plain = segment.to_ascii_lowercase().replace("%2e", ".").replace("%3b", ";");
    matches!(plain.split(';').next(), Some("." | ".."))
}

/// A path that the caller wrote and encoded: made legal, never changed in meaning.
fn written(path: &str) -> Result<String, Error> {
    refuse_climbing(path)?;
    let path = escape::written(path);
    Ok(if path.starts_with('/') || path.is_empty() {
        path
    } else {
        format!("/{path}")
    })
}
