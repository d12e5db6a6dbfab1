//! The path of a request: the template with its arguments, and never a way out of it.

use crate::draft::{Draft, PathArgument};
use crate::error::Error;
use crate::parameter::escape::{self, Escape};

/// Fills the template of the draft's operation.
pub(crate) fn fill(draft: &Draft) -> Result<String, Error> {
    let template = draft.operation.path();
    if !draft.operation.is_declared() {
        return written(template);
    }
    let mut path = String::with_capacity(template.len() + 32);
    let mut rest = template;
    while let Some((literal, after)) = rest.split_once('{') {
        let Some((name, after)) = after.split_once('}') else {
            break;
        };
        path.push_str(literal);
        push(&mut path, name, draft)?;
        rest = after;
    }
    path.push_str(rest);
    refuse_climbing(&path)?;
    Ok(path)
}

/// How the argument `name` is escaped: it may hold what is legal in a segment if it has one to itself. Beside other text it might
/// hold the very character that sets it apart from that.
pub(crate) fn escape(template: &str, name: &str) -> Escape {
    let has_segment = template
        .split('/')
        .any(|segment| segment.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) == Some(name));
    if has_segment {
        Escape::Segment
    } else {
        Escape::Component
    }
}

fn push(path: &mut String, name: &str, draft: &Draft) -> Result<(), Error> {
    let Some(argument) = draft.path.iter().find(|argument| argument.name == name) else {
        return Err(Error::request(format!("the path parameter \"{name}\" was not given")));
    };
    if argument.value.is_empty() && argument.optional {
        if path.ends_with('/') {
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
    if path.split('/').any(is_dots) {
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
