//! Parameters and headers.

use openapiv3::{
    CookieStyle, Header, HeaderStyle, Parameter, ParameterData, ParameterSchemaOrContent, PathStyle, QueryStyle,
};

use super::payload::media_types;
use super::{Expected, json, members, missing, slot, text, truth};
use crate::diagnostic::{Code, Diagnostics, Pointer};
use crate::load::Node;

/// What every parameter and every header says.
#[derive(Default)]
struct Common {
    name: Option<String>,
    location: Option<String>,
    description: Option<String>,
    required: bool,
    deprecated: Option<bool>,
    format: Option<ParameterSchemaOrContent>,
    style: Option<String>,
    explode: Option<bool>,
    allow_reserved: bool,
    allow_empty_value: Option<bool>,
    extensions: Vec<(String, serde_json::Value)>,
}

/// Reads the parameter at `at`.
pub(in crate::dialect) fn parameter(node: &Node, at: &Pointer, diagnostics: &Diagnostics) -> Option<Parameter> {
    let common = common(node, at, diagnostics)?;
    let Some(name) = common.name else {
        return missing("the `name` of a parameter", node, at, diagnostics);
    };
    let Some(location) = common.location else {
        return missing("the place (`in`) of a parameter", node, at, diagnostics);
    };
    let Some(format) = common.format else {
        return missing("the `schema` of a parameter", node, at, diagnostics);
    };
    let style = common.style.as_deref();
    let unknown_style = |known: &str| {
        let message = format!(
            "`{}` is no style of a {location} parameter; known are {known}",
            style.unwrap_or_default()
        );
        diagnostics.report(Code::InvalidMember, &at.child("style"), message);
    };
    let parameter_data = ParameterData {
        name,
        description: common.description,
        required: common.required,
        deprecated: common.deprecated,
        format,
        example: None,
        examples: Default::default(),
        explode: common.explode,
        extensions: common.extensions.into_iter().collect(),
    };
    Some(match location.as_str() {
        "query" => {
            let style = query_style(style).unwrap_or_else(|| {
                unknown_style("form, spaceDelimited, pipeDelimited and deepObject");
                QueryStyle::Form
            });
            let (allow_reserved, allow_empty_value) = (common.allow_reserved, common.allow_empty_value);
            Parameter::Query {
                parameter_data,
                allow_reserved,
                style,
                allow_empty_value,
            }
        }
        "path" => {
            let style = match style {
                None | Some("simple") => PathStyle::Simple,
                Some("label") => PathStyle::Label,
                Some("matrix") => PathStyle::Matrix,
                Some(_) => {
                    unknown_style("simple, label and matrix");
                    PathStyle::Simple
                }
            };
            Parameter::Path { parameter_data, style }
        }
        "header" => Parameter::Header {
            parameter_data,
            style: HeaderStyle::Simple,
        },
        "cookie" => Parameter::Cookie {
            parameter_data,
            style: CookieStyle::Form,
        },
        other => {
            let message = format!("a parameter is in the query, the path, a header or a cookie, and not in `{other}`");
            diagnostics.report(Code::InvalidPart, (at, node.at), message);
            return None;
        }
    })
}

/// Reads the header of a response, or of a part of a body, at `at`.
pub(in crate::dialect) fn header(node: &Node, at: &Pointer, diagnostics: &Diagnostics) -> Option<Header> {
    let common = common(node, at, diagnostics)?;
    let Some(format) = common.format else {
        return missing("the `schema` of a header", node, at, diagnostics);
    };
    Some(Header {
        description: common.description,
        style: HeaderStyle::Simple,
        required: common.required,
        deprecated: common.deprecated,
        format,
        example: None,
        examples: Default::default(),
        extensions: common.extensions.into_iter().collect(),
    })
}

fn common(node: &Node, at: &Pointer, diagnostics: &Diagnostics) -> Option<Common> {
    let mut common = Common::default();
    members(node, at, diagnostics, |key, value| {
        member(&mut common, key, value, at, diagnostics)
    })?;
    Some(common)
}

fn member(
    common: &mut Common,
    key: &str,
    value: &Node,
    at: &Pointer,
    diagnostics: &Diagnostics,
) -> Result<(), Expected> {
    match key {
        "name" => common.name = Some(text(value)?),
        "in" => common.location = Some(text(value)?),
        "description" => common.description = Some(text(value)?),
        "required" => common.required = truth(value)?,
        "deprecated" => common.deprecated = Some(truth(value)?),
        "schema" => common.format = Some(ParameterSchemaOrContent::Schema(slot(value, || at.child(key)))),
        "content" if common.format.is_none() => {
            common.format = Some(ParameterSchemaOrContent::Content(media_types(
                value,
                &at.child(key),
                diagnostics,
            )?));
        }
        "style" => common.style = Some(text(value)?),
        "explode" => common.explode = Some(truth(value)?),
        "allowReserved" => common.allow_reserved = truth(value)?,
        "allowEmptyValue" => common.allow_empty_value = Some(truth(value)?),
        key if key.starts_with("x-") => common.extensions.push((key.to_owned(), json(value))),
        _ => {}
    }
    Ok(())
}

/// The style of a query parameter, or of a field of a form; nothing when it is not one.
pub(super) fn query_style(style: Option<&str>) -> Option<QueryStyle> {
    Some(match style {
        None | Some("form") => QueryStyle::Form,
        Some("spaceDelimited") => QueryStyle::SpaceDelimited,
        Some("pipeDelimited") => QueryStyle::PipeDelimited,
        Some("deepObject") => QueryStyle::DeepObject,
        Some(_) => return None,
    })
}
