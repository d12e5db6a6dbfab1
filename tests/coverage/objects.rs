//! Which object of the specification stands where in a description, so that a field counts as shown only where it is a field and no name of the
//! description's own.

use sdksmith::load::Node;

/// What the fields of an object hold, where that is objects again. A star stands for every name of the description's own.
const FIELDS: &[(&str, &[(&str, Kind)])] = &[
    (
        "OpenAPI",
        &[
            ("info", Kind::One("Info")),
            ("servers", Kind::List("Server")),
            ("paths", Kind::One("Paths")),
            ("webhooks", Kind::Map("Path Item")),
            ("components", Kind::One("Components")),
            ("security", Kind::List("Security Requirement")),
            ("tags", Kind::List("Tag")),
            ("externalDocs", Kind::One("External Documentation")),
            ("definitions", Kind::One("Definitions")),
            ("parameters", Kind::One("Parameters Definitions")),
            ("responses", Kind::One("Responses Definitions")),
            ("securityDefinitions", Kind::One("Security Definitions")),
        ],
    ),
    (
        "Info",
        &[("contact", Kind::One("Contact")), ("license", Kind::One("License"))],
    ),
    ("Server", &[("variables", Kind::Map("Server Variable"))]),
    ("Paths", &[("*", Kind::One("Path Item"))]),
    ("Definitions", &[("*", Kind::One("Schema"))]),
    ("Parameters Definitions", &[("*", Kind::One("Parameter"))]),
    ("Responses Definitions", &[("*", Kind::One("Response"))]),
    ("Security Definitions", &[("*", Kind::One("Security Scheme"))]),
    (
        "Components",
        &[
            ("schemas", Kind::Map("Schema")),
            ("responses", Kind::Map("Response")),
            ("parameters", Kind::Map("Parameter")),
            ("examples", Kind::Map("Example")),
            ("requestBodies", Kind::Map("Request Body")),
            ("headers", Kind::Map("Header")),
            ("securitySchemes", Kind::Map("Security Scheme")),
            ("links", Kind::Map("Link")),
            ("callbacks", Kind::Map("Callback")),
            ("pathItems", Kind::Map("Path Item")),
            ("mediaTypes", Kind::Map("Media Type")),
        ],
    ),
    (
        "Path Item",
        &[
            ("get", Kind::One("Operation")),
            ("put", Kind::One("Operation")),
            ("post", Kind::One("Operation")),
            ("delete", Kind::One("Operation")),
            ("options", Kind::One("Operation")),
            ("head", Kind::One("Operation")),
            ("patch", Kind::One("Operation")),
            ("trace", Kind::One("Operation")),
            ("query", Kind::One("Operation")),
            ("additionalOperations", Kind::Map("Operation")),
            ("servers", Kind::List("Server")),
            ("parameters", Kind::List("Parameter")),
        ],
    ),
    (
        "Operation",
        &[
            ("externalDocs", Kind::One("External Documentation")),
            ("parameters", Kind::List("Parameter")),
            ("requestBody", Kind::One("Request Body")),
            ("responses", Kind::One("Responses")),
            ("callbacks", Kind::Map("Callback")),
            ("security", Kind::List("Security Requirement")),
            ("servers", Kind::List("Server")),
        ],
    ),
    (
        "Parameter",
        &[
            ("schema", Kind::One("Schema")),
            ("content", Kind::Map("Media Type")),
            ("examples", Kind::Map("Example")),
            ("items", Kind::One("Items")),
        ],
    ),
    ("Items", &[("items", Kind::One("Items"))]),
    ("Request Body", &[("content", Kind::Map("Media Type"))]),
    (
        "Media Type",
        &[
            ("schema", Kind::One("Schema")),
            ("itemSchema", Kind::One("Schema")),
            ("examples", Kind::Map("Example")),
            ("encoding", Kind::Map("Encoding")),
            ("prefixEncoding", Kind::List("Encoding")),
            ("itemEncoding", Kind::One("Encoding")),
        ],
    ),
    (
        "Encoding",
        &[
            ("headers", Kind::Map("Header")),
            ("encoding", Kind::Map("Encoding")),
            ("prefixEncoding", Kind::List("Encoding")),
            ("itemEncoding", Kind::One("Encoding")),
        ],
    ),
    ("Responses", &[("*", Kind::One("Response"))]),
    (
        "Response",
        &[
            ("schema", Kind::One("Schema")),
            ("headers", Kind::One("Headers")),
            ("content", Kind::Map("Media Type")),
            ("links", Kind::Map("Link")),
            ("examples", Kind::One("Example")),
        ],
    ),
    ("Headers", &[("*", Kind::One("Header"))]),
    ("Callback", &[("*", Kind::One("Path Item"))]),
    ("Link", &[("server", Kind::One("Server"))]),
    (
        "Header",
        &[
            ("schema", Kind::One("Schema")),
            ("content", Kind::Map("Media Type")),
            ("examples", Kind::Map("Example")),
            ("items", Kind::One("Items")),
        ],
    ),
    ("Tag", &[("externalDocs", Kind::One("External Documentation"))]),
    (
        "Schema",
        &[
            ("properties", Kind::Map("Schema")),
            ("patternProperties", Kind::Map("Schema")),
            ("dependentSchemas", Kind::Map("Schema")),
            ("$defs", Kind::Map("Schema")),
            ("allOf", Kind::List("Schema")),
            ("oneOf", Kind::List("Schema")),
            ("anyOf", Kind::List("Schema")),
            ("prefixItems", Kind::List("Schema")),
            ("items", Kind::One("Schema")),
            ("additionalProperties", Kind::One("Schema")),
            ("unevaluatedProperties", Kind::One("Schema")),
            ("unevaluatedItems", Kind::One("Schema")),
            ("propertyNames", Kind::One("Schema")),
            ("contains", Kind::One("Schema")),
            ("contentSchema", Kind::One("Schema")),
            ("not", Kind::One("Schema")),
            ("if", Kind::One("Schema")),
            ("then", Kind::One("Schema")),
            ("else", Kind::One("Schema")),
            ("discriminator", Kind::One("Discriminator")),
            ("xml", Kind::One("XML")),
            ("externalDocs", Kind::One("External Documentation")),
        ],
    ),
    (
        "Security Scheme",
        &[("flows", Kind::One("OAuth Flows")), ("scopes", Kind::One("Scopes"))],
    ),
    (
        "OAuth Flows",
        &[
            ("implicit", Kind::One("OAuth Flow")),
            ("password", Kind::One("OAuth Flow")),
            ("clientCredentials", Kind::One("OAuth Flow")),
            ("authorizationCode", Kind::One("OAuth Flow")),
            ("deviceAuthorization", Kind::One("OAuth Flow")),
        ],
    ),
];

/// The sections that list values, and the fields that hold them.
const VALUES: &[(&str, &[(&str, &str)])] = &[
    ("Places of parameters", &[("Parameter", "in")]),
    ("Styles of parameters", &[("Parameter", "style")]),
    ("Styles of encodings", &[("Encoding", "style")]),
    ("Collection formats", &[("Parameter", "collectionFormat")]),
    ("Types of values", &[("Schema", "type"), ("Parameter", "type")]),
    ("Formats", &[("Schema", "format"), ("Parameter", "format")]),
    ("Types of security schemes", &[("Security Scheme", "type")]),
    ("Places of API keys", &[("Security Scheme", "in")]),
    ("HTTP authentication schemes", &[("Security Scheme", "scheme")]),
    ("Flows of OAuth", &[("Security Scheme", "flow")]),
    ("Types of XML nodes", &[("XML", "nodeType")]),
];

/// How a field holds objects.
enum Kind {
    One(&'static str),
    List(&'static str),
    Map(&'static str),
}

/// Whether a description has an object of this kind with this field, or where the section lists values, a field with this value. A name in
/// braces stands for any that the object's fixed fields are not.
pub fn has(description: &Node, object: &str, name: &str) -> bool {
    let mut found = false;
    let values = VALUES.iter().find(|(section, _)| *section == object);
    visit("OpenAPI", description, &mut |kind, node| {
        found |= match values {
            Some((_, fields)) => fields
                .iter()
                .any(|(owner, field)| *owner == kind && node.get(field).is_some_and(|value| says(value, name))),
            None if kind != object => false,
            None if name.starts_with(['{', '/']) => {
                let names = node.as_mapping().into_iter().flat_map(|members| members.iter());
                names
                    .map(|(key, _)| key)
                    .any(|key| key != "default" && !key.starts_with("x-"))
            }
            None => node.get(name).is_some(),
        };
    });
    found
}

/// A value, or one of a list of them.
fn says(value: &Node, name: &str) -> bool {
    let elements = value.as_sequence().unwrap_or_default();
    value.as_str() == Some(name) || elements.iter().any(|element| element.as_str() == Some(name))
}

/// Every object of a description with its name.
fn visit(object: &str, node: &Node, seen: &mut dyn FnMut(&str, &Node)) {
    let Some(members) = node.as_mapping() else { return };
    // In most places a reference may stand for the object; a schema and a path item have `$ref` among their own fields.
    if node.get("$ref").is_some() && !matches!(object, "Schema" | "Path Item") {
        seen("Reference", node);
        return;
    }
    seen(object, node);
    let fields = FIELDS
        .iter()
        .find(|(name, _)| *name == object)
        .map_or(&[][..], |(_, fields)| fields);
    for (key, value) in members.iter().filter(|(key, _)| !key.starts_with("x-")) {
        let Some((_, kind)) = fields.iter().find(|(field, _)| *field == key || *field == "*") else {
            continue;
        };
        match kind {
            Kind::One(inner) => visit(inner, value, seen),
            Kind::List(inner) => {
                for element in value.as_sequence().unwrap_or_default() {
                    visit(inner, element, seen);
                }
            }
            Kind::Map(inner) => {
                let entries = value.as_mapping().into_iter().flat_map(|entries| entries.iter());
                for (_, entry) in entries {
                    visit(inner, entry, seen);
                }
            }
        }
    }
}

#[test]
fn a_name_of_the_descriptions_own_is_no_field() {
    let text = "openapi: 3.0.3\ncomponents:\n  schemas:\n    not: { type: object, properties: { allOf: { type: string }, style: { enum: [matrix] } } }\n  \
                parameters:\n    contact: { in: query, name: a, style: form, schema: { nullable: true } }\n";
    let node = sdksmith::load::text("own", text, &sdksmith::diagnostic::Diagnostics::new());
    let node = node.unwrap_or_else(|_| panic!("it is YAML"));
    for (object, name) in [
        ("Schema", "properties"),
        ("Schema", "nullable"),
        ("Parameter", "in"),
        ("Styles of parameters", "form"),
    ] {
        assert!(has(&node, object, name), "{object}: {name}");
    }
    for (object, name) in [
        ("Schema", "not"),
        ("Schema", "allOf"),
        ("Schema", "style"),
        ("Info", "contact"),
        ("Parameter", "nullable"),
        ("Styles of parameters", "matrix"),
        ("Responses", "{status}"),
    ] {
        assert!(!has(&node, object, name), "{object}: {name}");
    }
}
