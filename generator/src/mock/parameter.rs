//! Whether the parameters of a request are what its operation takes.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::refusal::Refusal;
use super::request::Request;
use super::{form, play};
use crate::contract::{Location, Operation, Parameter, Style};
use crate::sample::{Direction, Schemas, Shape, check, coerce, shape};

pub(super) fn checked(
    schemas: &Schemas,
    operation: &Operation,
    path: &BTreeMap<String, String>,
    request: &Request,
) -> Result<(), Refusal> {
    let given = Given {
        schemas,
        path,
        request,
        query: request.pairs(),
    };
    let mut problems = Vec::new();
    for parameter in &operation.parameters {
        let what = format!("{} parameter `{}`", parameter.location.word(), parameter.name);
        match given.value(parameter) {
            Ok(Some(value)) => {
                let found = check(schemas, &parameter.schema, &value, Direction::Request);
                if !found.is_empty() {
                    problems.push(play::sentence(&what, &found));
                }
            }
            Ok(None) if parameter.required && !parameter.is_optional_segment => {
                problems.push(format!("{what} is missing (required)"));
            }
            Ok(None) => {}
            Err(error) => problems.push(format!("{what} is no JSON: {error}")),
        }
    }
    if problems.is_empty() {
        return Ok(());
    }
    Err(Refusal::new(400, problems.join("; ")))
}

/// Puts the members of a form that have a style of their own in place of how they would look without one.
pub(super) fn laid_out(
    schemas: &Schemas,
    encoding: &[Parameter],
    request: &Request,
    pairs: Vec<(String, String)>,
    members: &mut Map<String, Value>,
) -> Result<(), String> {
    let given = Given {
        schemas,
        path: &BTreeMap::new(),
        request,
        query: pairs,
    };
    for parameter in encoding {
        let value = given.value(parameter);
        let value =
            value.map_err(|error| format!("the member `{}` of the body is no JSON: {error}", parameter.name))?;
        if let Some(value) = value {
            if parameter.explode
                && parameter.style == Style::Form
                && let Value::Object(own) = &value
            {
                members.retain(|name, _| !own.contains_key(name));
            }
            members.insert(parameter.name.clone(), value);
        }
    }
    Ok(())
}

struct Given<'r> {
    schemas: &'r Schemas,
    path: &'r BTreeMap<String, String>,
    request: &'r Request,
    query: Vec<(String, String)>,
}

impl Given<'_> {
    /// The value of a parameter, if it is there.
    fn value(&self, parameter: &Parameter) -> Result<Option<Value>, serde_json::Error> {
        let texts = match parameter.location {
            Location::Path => self.path.get(&parameter.name).map(|text| {
                let text = match parameter.style {
                    Style::Label => text.strip_prefix('.').unwrap_or(text),
                    Style::Matrix => text.strip_prefix(&format!(";{}=", parameter.name)).unwrap_or(text),
                    _ => text,
                };
                self.split(parameter, text)
            }),
            Location::Header => self
                .request
                .header(&parameter.name)
                .map(|text| self.split(parameter, text)),
            Location::Cookie => self
                .request
                .cookie(&parameter.name)
                .map(|text| self.split(parameter, &text)),
            Location::Query => self.of_query(parameter),
        };
        match texts {
            Some(Value::String(text)) if parameter.is_json => serde_json::from_str(&text).map(Some),
            Some(texts) => Ok(Some(coerce(self.schemas, &parameter.schema, texts))),
            None => Ok(None),
        }
    }

    fn of_query(&self, parameter: &Parameter) -> Option<Value> {
        let name = parameter.name.as_str();
        let all = || {
            self.query
                .iter()
                .filter(|(known, _)| known == name)
                .map(|(_, text)| text)
        };
        let shape = shape(self.schemas, &parameter.schema);
        match (parameter.style, &shape) {
            (Style::DeepObject, _) => form::nested(self.query.clone()).remove(name),
            (Style::Dot, _) => {
                let members: Map<String, Value> = self
                    .query
                    .iter()
                    .filter_map(|(known, text)| {
                        let key = known.strip_prefix(name)?.strip_prefix('.')?;
                        Some((key.to_owned(), Value::from(text.as_str())))
                    })
                    .collect();
                (!members.is_empty()).then_some(Value::Object(members))
            }
            // The properties stand for themselves, so only those with a known name can be told from other parameters.
            (Style::Form, Shape::Object(properties)) if parameter.explode && !parameter.is_json => {
                let members: Map<String, Value> = self
                    .query
                    .iter()
                    .filter(|(known, _)| properties.iter().any(|property| property == known))
                    .map(|(known, text)| (known.clone(), Value::from(text.as_str())))
                    .collect();
                (!members.is_empty()).then_some(Value::Object(members))
            }
            (_, Shape::Array) if parameter.explode => {
                let nested = || form::nested(self.query.clone()).remove(name);
                let texts: Vec<Value> = all().map(|text| Value::from(text.as_str())).collect();
                // Many servers write `a[]=1` for what OpenAPI writes as `a=1`, or declare it under that name.
                if texts.is_empty() {
                    nested()
                } else {
                    Some(Value::Array(texts))
                }
            }
            _ => all().next_back().map(|text| self.split(parameter, text)),
        }
    }

    /// The elements or members of a text that holds all of them.
    fn split(&self, parameter: &Parameter, text: &str) -> Value {
        let delimiter = match parameter.style {
            Style::SpaceDelimited => ' ',
            Style::PipeDelimited => '|',
            Style::Label if parameter.explode => '.',
            _ => ',',
        };
        if parameter.is_json {
            return Value::from(text);
        }
        match shape(self.schemas, &parameter.schema) {
            Shape::Array => text.split(delimiter).map(Value::from).collect(),
            Shape::Object(_) if parameter.explode => {
                let members = text.split(delimiter).filter_map(|member| member.split_once('='));
                Value::Object(
                    members
                        .map(|(name, value)| (name.to_owned(), Value::from(value)))
                        .collect(),
                )
            }
            Shape::Object(_) => {
                let mut words = text.split(delimiter);
                let mut members = Map::new();
                while let (Some(name), Some(value)) = (words.next(), words.next()) {
                    members.insert(name.to_owned(), Value::from(value));
                }
                Value::Object(members)
            }
            Shape::Scalar => Value::from(text),
        }
    }
}
