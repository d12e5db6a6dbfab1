//! The dialect stage as the later stages see it.

use std::collections::BTreeMap;
use std::path::Path;

use openapiv3::{Parameter, ParameterSchemaOrContent, ReferenceOr, SchemaKind, Type};

use super::{Document, OperationRef};
use crate::diagnostic::{Diagnostics, Pointer};
use crate::load::{self, Bundle, Inputs};

fn document<'d>(text: &str, diagnostics: &'d Diagnostics) -> Document<'d> {
    let root = load::text("api.yaml", text, diagnostics).unwrap();
    super::document(Bundle { root }, diagnostics).unwrap()
}

/// The problems as `CODE line pointer`.
fn problems(document: &Document<'_>, diagnostics: &Diagnostics) -> Vec<String> {
    let sorted = diagnostics.sorted(|pointer| document.position(pointer)).into_iter();
    let line = |one: &crate::diagnostic::Diagnostic| one.location.as_ref().map_or(0, |place| place.line);
    let pointer =
        |one: &crate::diagnostic::Diagnostic| one.pointer.as_ref().map(Pointer::to_string).unwrap_or_default();
    sorted
        .map(|one| format!("{} {} {}", one.code.id(), line(&one), pointer(&one)))
        .collect()
}

fn names(document: &Document<'_>, operation: &OperationRef) -> Vec<String> {
    document
        .parameters(operation)
        .iter()
        .map(|(_, parameter)| parameter.parameter_data_ref().name.clone())
        .collect()
}

#[test]
fn parameters_are_merged_repaired_and_in_order() {
    let diagnostics = Diagnostics::new();
    let text = "\
openapi: 3.0.3
info: {title: T, version: '1'}
paths:
  /a/{x}/b/{y}/{z}:
    parameters:
      - {name: q, in: query, schema: {type: string}}
      - {name: y, in: path, required: true, schema: {type: string}}
    get:
      parameters:
        - {}
        - {name: q, in: query, schema: {type: integer}}
        - {name: z, in: path, schema: {type: string}}
        - {name: w, in: path, required: true, schema: {type: string}}
        - {name: bare, in: header, type: integer}
      responses: {}
";
    let document = document(text, &diagnostics);
    let operation = &document.operations()[0];
    assert_eq!(
        (operation.path.as_str(), operation.method.as_str()),
        ("/a/{x}/b/{y}/{z}", "GET")
    );
    assert_eq!(names(&document, operation), ["x", "y", "z", "q", "bare"]);
    let parameters = document.parameters(operation);
    let types: Vec<_> = parameters
        .iter()
        .map(|(_, parameter)| schema_type(&document, parameter))
        .collect();
    assert_eq!(types, ["string", "string", "string", "integer", "integer"]);
    let at = "#/paths/~1a~1{x}~1b~1{y}~1{z}/get";
    let expected = [
        format!("SDK0202 8 {at}"),
        format!("SDK0201 10 {at}/parameters/0"),
        format!("SDK0203 12 {at}/parameters/2"),
        format!("SDK0208 13 {at}/parameters/3"),
        format!("SDK0210 14 {at}/parameters/4"),
    ];
    assert_eq!(problems(&document, &diagnostics), expected);
}

fn schema_type(document: &Document<'_>, parameter: &Parameter) -> &'static str {
    let ParameterSchemaOrContent::Schema(schema) = &parameter.parameter_data_ref().format else {
        return "content";
    };
    match document.schema_of(schema).unwrap().1.schema_kind {
        SchemaKind::Type(Type::String(_)) => "string",
        SchemaKind::Type(Type::Integer(_)) => "integer",
        _ => "other",
    }
}

#[test]
fn pieces_are_shallow_and_bad_ones_cost_themselves() {
    let diagnostics = Diagnostics::new();
    let text = "\
openapi: 3.0.3
info: {title: T, version: '1'}
paths:
  /a:
    post:
      tags: [x, 5]
      deprecated: maybe
      requestBody: {$ref: '#/components/requestBodies/B'}
      responses:
        200: {content: {application/json: {schema: {type: object, properties: {a: {type: array, items: 5}}}}}}
        4XX: {$ref: '#/components/responses/E'}
        default: nothing
components:
  requestBodies:
    B: {content: {text/plain: {}}, required: true}
  responses:
    E: {description: e, schema: {type: string}}
";
    let document = document(text, &diagnostics);
    let operation = &document.operations()[0];
    assert_eq!(document.operation(operation).unwrap().tags, ["x", "5"]);
    assert!(document.request_body(operation).unwrap().1.required);
    let responses = document.responses(operation);
    assert_eq!(
        responses.iter().map(|(status, ..)| status.as_str()).collect::<Vec<_>>(),
        ["200", "4XX"]
    );
    let (_, at, response) = &responses[0];
    let schema = response.content["application/json"].schema.as_ref().unwrap();
    let (place, schema) = document.schema_of(schema).unwrap();
    assert_eq!(place, at.descend(["content", "application/json", "schema"]));
    let SchemaKind::Type(Type::Object(object)) = &schema.schema_kind else {
        panic!("it is an object")
    };
    let ReferenceOr::Reference { reference } = &object.properties["a"] else {
        panic!("it is a reference")
    };
    assert!(document.is_inline(&place, reference));
    let items = document.resolve(reference).unwrap().child("items");
    assert!(document.schema(&items).is_none());
    assert!(document.schema(&items).is_none());
    let codes: Vec<String> = problems(&document, &diagnostics)
        .iter()
        .map(|line| line[..10].to_owned())
        .collect();
    assert_eq!(codes, ["SDK0402 7 ", "SDK0403 10", "SDK0403 12", "SDK0205 17"]);
}

#[test]
fn lost_references_are_reported_once_where_they_stand() {
    let diagnostics = Diagnostics::new();
    let text = "\
openapi: 3.0.3
paths: {}
components:
  schemas:
    A: {$ref: '#/components/schemas/B'}
    B: {$ref: '#/components/schemas/A'}
    C: {$ref: 'other.yaml#/C'}
    D: {$ref: '#/nowhere'}
";
    let document = document(text, &diagnostics);
    for (_, at) in document.schemas().into_iter().chain(document.schemas()) {
        assert!(document.schema(&at).is_none());
    }
    let codes: Vec<String> = problems(&document, &diagnostics)
        .iter()
        .map(|line| line[..9].to_owned())
        .collect();
    assert_eq!(codes, ["SDK0104 1", "SDK0302 5", "SDK0302 6", "SDK0303 7", "SDK0301 8"]);
}

/// The vendor's own document is invalid in many ways. It is not ours to keep here, so the test runs where it is.
#[test]
fn the_original_of_chatbotkit_is_repaired() {
    let spec = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/chatbotkit/original-v1.json");
    if !spec.exists() {
        eprintln!("skipped: {} is not here", spec.display());
        return;
    }
    let diagnostics = Diagnostics::new();
    let bundle = load::bundle(
        &Inputs {
            spec,
            ..Inputs::default()
        },
        &diagnostics,
    )
    .unwrap();
    let document = super::document(bundle, &diagnostics).unwrap();
    assert_eq!(document.operations().len(), 335);
    for operation in document.operations() {
        assert!(document.operation(&operation).is_some(), "{}", operation.at);
        assert!(
            document
                .responses(&operation)
                .iter()
                .any(|(status, at, _)| status == "default" && at.component("responses").is_some())
        );
    }
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for line in problems(&document, &diagnostics) {
        *counts.entry(line[..7].to_owned()).or_default() += 1;
    }
    let expected = [
        ("SDK0201", 1),
        ("SDK0202", 11),
        ("SDK0203", 1),
        ("SDK0204", 4),
        ("SDK0205", 1),
        ("SDK0206", 2),
        ("SDK0211", 1),
    ];
    assert_eq!(counts, expected.map(|(code, count)| (code.to_owned(), count)).into());
}
