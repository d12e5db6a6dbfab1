//! Parameters become arguments where they are required and setters where they are not.

use openapiv3::{ParameterSchemaOrContent, PathStyle, QueryStyle};

use super::ty::Lowered;
use super::{Hint, Lowering, docs, fact, schema, secret, ty};
use crate::diagnostic::{Code, Pointer};
use crate::dialect::OperationRef;
use crate::ir::{Docs, Location, Name, Parameter, Style, Ty};
use crate::name::{Names, snake};

/// Headers that OpenAPI 3.0 takes out of parameters (Parameter Object, `name`): the core sets them itself.
const IGNORED_HEADERS: &[&str] = &["accept", "content-type", "authorization"];

/// Names of arguments that the method has for other reasons.
const TAKEN_ARGUMENTS: &[&str] = &["request", "body", "form", "self"];

/// Methods of the core's call, which a setter must not hide.
pub(super) const CALL_METHODS: &[&str] = &[
    "new",
    "path",
    "parameter",
    "json",
    "json_as",
    "empty_json",
    "optional_json",
    "form",
    "form_with",
    "multipart",
    "body",
    "text",
    "answer_as",
    "timeout",
    "headers_timeout",
    "idle_timeout",
    "max_retries",
    "retry",
    "idempotency_key",
    "header",
    "query",
    "body_field",
    "base_url",
    "cast",
    "with_response",
    "raw",
    "stream",
    "send_blocking",
    "with_response_blocking",
    "raw_blocking",
    "stream_blocking",
    "chunks_blocking",
    "download_blocking",
    "items",
    "pages",
    "chunks",
    "download",
    "to_curl",
    "into_request",
    "into_future",
    "clone",
];

/// The parameters of one operation.
#[derive(Debug, Default)]
pub(super) struct Parameters {
    pub arguments: Vec<Parameter>,
    pub setters: Vec<Parameter>,
}

/// Reads all parameters of an operation, its path's included.
pub(super) fn all(cx: &mut Lowering, reference: &OperationRef, hint: &Hint) -> Parameters {
    let mut arguments = Vec::new();
    let mut setters = Vec::new();
    let mut argument_names = Names::reserving(TAKEN_ARGUMENTS);
    let mut setter_names = Names::reserving(CALL_METHODS);
    for (at, read) in cx.document.parameters(reference).iter() {
        let data = read.parameter_data_ref();
        let location = match &**read {
            openapiv3::Parameter::Query { .. } => Location::Query,
            openapiv3::Parameter::Header { .. } => Location::Header,
            openapiv3::Parameter::Path { .. } => Location::Path,
            openapiv3::Parameter::Cookie { .. } => Location::Cookie,
        };
        if location == Location::Header && IGNORED_HEADERS.contains(&data.name.to_lowercase().as_str()) {
            cx.diagnostics.report(
                Code::IgnoredHeaderParameter,
                at,
                format!("the header parameter `{}` is set by the call itself", data.name),
            );
            continue;
        }
        let hint = Hint::of_parameter(at).unwrap_or_else(|| hint.child(&data.name));
        let (lowered, content) = value(cx, at, data, &hint);
        let required = data.required || location == Location::Path;
        let names = if required {
            &mut argument_names
        } else {
            &mut setter_names
        };
        let wanted = if required {
            snake(&data.name)
        } else {
            setter_name(&data.name)
        };
        let own_docs = docs::of(None, data.description.as_deref(), data.deprecated.unwrap_or(false));
        let docs = parameter_docs(own_docs, lowered.docs, &data.name);
        let facts = facts(cx, at, data, &docs, &lowered.ty);
        let parameter = Parameter {
            name: Name {
                rust: names.take(wanted, "_"),
                wire: data.name.clone(),
            },
            docs: Docs { facts, ..docs },
            ty: lowered.ty,
            location,
            style: style(cx, read, &data.name),
            explode: data.explode,
            allow_reserved: allows_reserved(read) || says(cx, at, "allowReserved"),
            optional_segment: says(cx, at, "x-optional-segment"),
            content,
        };
        if required {
            arguments.push(parameter)
        } else {
            setters.push(parameter)
        }
    }
    let place = |parameter: &Parameter| match parameter.location {
        Location::Path => reference
            .path
            .find(&format!("{{{}}}", parameter.name.wire))
            .unwrap_or(usize::MAX - 1),
        _ => usize::MAX,
    };
    arguments.sort_by_key(place);
    Parameters { arguments, setters }
}

/// What is said of the values of a parameter.
fn facts(cx: &mut Lowering, at: &Pointer, data: &openapiv3::ParameterData, docs: &Docs, ty: &Ty) -> Option<String> {
    let ParameterSchemaOrContent::Schema(read) = &data.format else {
        return None;
    };
    let place = schema::target(cx, at.child("schema"), read);
    let is_secret = secret::is_secret(cx, &data.name, std::slice::from_ref(&place), ty);
    fact::line(cx, &place, &docs.lines, is_secret)
}

/// What the parameter says of itself, or else its schema, or else its name.
fn parameter_docs(own: Docs, of_type: Docs, wire: &str) -> Docs {
    match (own.lines.is_empty(), of_type.lines.is_empty()) {
        (false, _) => own,
        (true, false) => Docs {
            deprecated: own.deprecated,
            ..of_type
        },
        (true, true) => Docs {
            lines: vec![format!("The `{}` parameter.", wire.replace('`', "'"))],
            ..own
        },
    }
}

/// The name of a method on the call, out of the way of the core's own.
pub(super) fn setter_name(wire: &str) -> String {
    let name = snake(wire);
    if CALL_METHODS.contains(&name.as_str()) {
        format!("{name}_parameter")
    } else {
        name
    }
}

/// The type of a parameter's value, and the media type it is written as, if any.
fn value(cx: &mut Lowering, at: &Pointer, data: &openapiv3::ParameterData, hint: &Hint) -> (Lowered, Option<String>) {
    let text = || Lowered {
        ty: Ty::String,
        ..Lowered::json()
    };
    match &data.format {
        ParameterSchemaOrContent::Schema(read) => {
            let place = schema::target(cx, at.child("schema"), read);
            // A parameter of an unknown type is written as text.
            let is_lost = schema::is_lost(cx, read);
            (if is_lost { text() } else { ty::at(cx, &place, hint) }, None)
        }
        ParameterSchemaOrContent::Content(content) => match content.first() {
            None => (text(), None),
            Some((media_type, media)) => {
                let own = at.child("content").child(media_type).child("schema");
                let place = media.schema.as_ref().map(|read| schema::target(cx, own, read));
                let lowered = place.map_or_else(Lowered::json, |place| ty::at(cx, &place, hint));
                (lowered, Some(media_type.clone()))
            }
        },
    }
}

fn style(cx: &Lowering, read: &openapiv3::Parameter, name: &str) -> Style {
    let decided = cx
        .config
        .parameters
        .get(name)
        .and_then(|options| options.style.as_deref());
    match read {
        openapiv3::Parameter::Query { .. } if decided == Some("dot") => Style::Dot,
        openapiv3::Parameter::Query { style, .. } => match style {
            QueryStyle::Form => Style::Form,
            QueryStyle::SpaceDelimited => Style::SpaceDelimited,
            QueryStyle::PipeDelimited => Style::PipeDelimited,
            QueryStyle::DeepObject => Style::DeepObject,
        },
        openapiv3::Parameter::Header { .. } => Style::Simple,
        openapiv3::Parameter::Path { style, .. } => match style {
            PathStyle::Matrix => Style::Matrix,
            PathStyle::Label => Style::Label,
            PathStyle::Simple => Style::Simple,
        },
        openapiv3::Parameter::Cookie { .. } => Style::Form,
    }
}

/// `allowReserved` of a query parameter.
fn allows_reserved(read: &openapiv3::Parameter) -> bool {
    matches!(
        read,
        openapiv3::Parameter::Query {
            allow_reserved: true,
            ..
        }
    )
}

/// A keyword that OpenAPI 3.0 does not know here: `allowReserved` of path parameters came with 3.2.
fn says(cx: &Lowering, at: &Pointer, keyword: &str) -> bool {
    cx.document
        .node(at)
        .and_then(|node| node.get(keyword))
        .and_then(|node| node.as_bool())
        .unwrap_or(false)
}

impl Hint {
    /// The name of a parameter that the description shares, as the name of its type.
    fn of_parameter(at: &Pointer) -> Option<Self> {
        let tokens: Vec<String> = at.tokens().map(|token| token.to_string()).collect();
        match tokens.as_slice() {
            [first, second, name] if first == "components" && second == "parameters" => {
                Some(Self::new(crate::name::pascal(name)))
            }
            _ => None,
        }
    }
}
