//! Whether the body of a request is what its operation takes.

use serde_json::Value;

use super::refusal::Refusal;
use super::request::{Request, pairs};
use super::{form, multipart, parameter, play};
use crate::contract::{Content, Operation, RequestBody, essence, is_json, matches};
use crate::sample::{Direction, Schemas, check, coerce};

pub(super) fn checked(schemas: &Schemas, operation: &Operation, request: &Request) -> Result<(), Refusal> {
    let Some(body) = &operation.body else { return Ok(()) };
    let Some(content_type) = request.header("content-type") else {
        if !request.body.is_empty() {
            let message = format!(
                "the body has no `content-type`; {} takes {}",
                operation.id,
                listed(body)
            );
            return Err(unsupported(body, message));
        }
        if body.required {
            let message = format!("the body is missing; {} takes {}", operation.id, listed(body));
            return Err(Refusal::new(400, message));
        }
        return Ok(());
    };
    let given = essence(content_type);
    let exact = body
        .contents
        .iter()
        .find(|content| essence(&content.media_type) == given);
    let in_range = || {
        body.contents
            .iter()
            .find(|content| matches(&essence(&content.media_type), &given))
    };
    let Some(content) = exact.or_else(in_range) else {
        if body.contents.is_empty() || request.body.is_empty() && !body.required {
            return Ok(());
        }
        let message = format!("the body is {given}; {} takes {}", operation.id, listed(body));
        return Err(unsupported(body, message));
    };
    if request.body.is_empty() && !body.required {
        return Ok(());
    }
    value(schemas, content, &given, content_type, request)
}

fn value(
    schemas: &Schemas,
    content: &Content,
    given: &str,
    content_type: &str,
    request: &Request,
) -> Result<(), Refusal> {
    let anything = Value::Null;
    let schema = content.schema.as_ref().unwrap_or(&anything);
    let value = match given {
        given if is_json(given) => serde_json::from_slice(&request.body)
            .map_err(|error| Refusal::new(400, format!("the body is no JSON: {error}")))?,
        "application/x-www-form-urlencoded" => {
            let text = String::from_utf8_lossy(&request.body);
            let mut members = form::nested(pairs(&text));
            parameter::laid_out(schemas, &content.encoding, request, pairs(&text), &mut members)
                .map_err(|message| Refusal::new(400, message))?;
            coerce(schemas, schema, Value::Object(members))
        }
        "multipart/form-data" => {
            let parts = multipart::parts(content_type, &request.body)
                .ok_or_else(|| Refusal::new(400, "the body is no multipart/form-data with named parts"))?;
            let mut members = serde_json::Map::new();
            for (name, part) in parts {
                let name = name.strip_suffix("[]").unwrap_or(&name).to_owned();
                match members.remove(&name) {
                    None => members.insert(name, part),
                    Some(Value::Array(mut several)) => {
                        several.push(part);
                        members.insert(name, Value::Array(several))
                    }
                    Some(first) => members.insert(name, Value::Array(vec![first, part])),
                };
            }
            coerce(schemas, schema, Value::Object(members))
        }
        // What text and bytes hold is not looked at.
        _ => return Ok(()),
    };
    let problems = check(schemas, schema, &value, Direction::Request);
    if problems.is_empty() {
        return Ok(());
    }
    Err(Refusal::new(400, play::sentence("body", &problems)))
}

fn unsupported(body: &RequestBody, message: String) -> Refusal {
    Refusal::new(415, message).header("accept", listed(body))
}

fn listed(body: &RequestBody) -> String {
    let media_types: Vec<&str> = body
        .contents
        .iter()
        .map(|content| content.media_type.as_str())
        .collect();
    media_types.join(", ")
}
