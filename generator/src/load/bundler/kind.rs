//! What stands at a place of a description, and with it what stands below and what a reference may mean there.

use crate::load::Node;

/// An object that OpenAPI knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum What {
    Document,
    Components,
    PathItem,
    Operation,
    Parameter,
    Header,
    RequestBody,
    Response,
    MediaType,
    Encoding,
    Example,
    Callback,
    Link,
    SecurityScheme,
    Schema,
    /// An object of which no part is of interest to us, such as `info`.
    Other,
}

/// What stands at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// One object.
    One(What),
    /// A mapping or a list of them.
    Each(What),
    /// An example of a value, which may hold anything, a member called `$ref` included.
    Value,
    /// What is taken as it stands.
    Verbatim,
}

/// The collections of `components` with what they hold.
pub(super) const COMPONENTS: [(&str, What); 11] = [
    ("schemas", What::Schema),
    ("parameters", What::Parameter),
    ("headers", What::Header),
    ("responses", What::Response),
    ("requestBodies", What::RequestBody),
    ("pathItems", What::PathItem),
    ("securitySchemes", What::SecurityScheme),
    ("examples", What::Example),
    ("callbacks", What::Callback),
    ("links", What::Link),
    ("mediaTypes", What::MediaType),
];

/// The same of Swagger 2.0, where they stand at the top.
pub(super) const SWAGGER: [(&str, What); 3] = [
    ("definitions", What::Schema),
    ("parameters", What::Parameter),
    ("responses", What::Response),
];

impl What {
    /// The place of the components of this kind that are brought in from other files. `None` for what the later stages
    /// want to see where it is used.
    pub(super) fn home(self, is_swagger: bool) -> Option<&'static [&'static str]> {
        Some(match (self, is_swagger) {
            (What::Schema, true) => &["definitions"],
            (What::Parameter, true) => &["parameters"],
            (What::Response, true) => &["responses"],
            (_, true) => return None,
            (What::Schema, false) => &["components", "schemas"],
            (What::Parameter, false) => &["components", "parameters"],
            (What::Response, false) => &["components", "responses"],
            (What::RequestBody, false) => &["components", "requestBodies"],
            (What::Header, false) => &["components", "headers"],
            (What::PathItem, false) => &["components", "pathItems"],
            (What::SecurityScheme, false) => &["components", "securitySchemes"],
            (What::Callback, false) => &["components", "callbacks"],
            _ => return None,
        })
    }
}

impl Kind {
    /// What stands at `key` of a mapping of this kind.
    pub(super) fn below(self, key: &str, child: &Node) -> Kind {
        match self {
            Kind::Each(What::PathItem | What::Response) if key.starts_with("x-") => Kind::Verbatim,
            Kind::Each(what) => Kind::One(what),
            Kind::One(what) => member(what, key, child),
            Kind::Value | Kind::Verbatim => Kind::Verbatim,
        }
    }
}

fn member(what: What, key: &str, child: &Node) -> Kind {
    use Kind::{Each, One, Value, Verbatim};
    match (what, key) {
        (What::Document, "paths" | "webhooks") => Each(What::PathItem),
        (What::Document, "components") => One(What::Components),
        (What::Document, "info" | "tags" | "servers" | "security" | "externalDocs") => One(What::Other),
        (What::Document, "securityDefinitions") => Each(What::SecurityScheme),
        (What::Document, key) => named(&SWAGGER, key),
        (What::Components, key) => named(&COMPONENTS, key),
        (What::Schema, key) => schema(key, child),
        (What::PathItem | What::Operation, "parameters") => Each(What::Parameter),
        (What::PathItem, "additionalOperations") => Each(What::Operation),
        (What::PathItem | What::Operation, "servers" | "summary" | "description") => Verbatim,
        (What::PathItem, key) if !key.starts_with("x-") => One(What::Operation),
        (What::Operation, "requestBody") => One(What::RequestBody),
        (What::Operation, "responses") => Each(What::Response),
        (What::Operation, "callbacks") => Each(What::Callback),
        (What::Callback, key) if !key.starts_with("x-") => One(What::PathItem),
        (What::Parameter | What::Header | What::MediaType | What::Response, "schema") => One(What::Schema),
        (What::MediaType, "itemSchema") => One(What::Schema),
        (What::Parameter | What::Header | What::RequestBody | What::Response, "content") => Each(What::MediaType),
        (What::Parameter | What::Header | What::MediaType, "example") | (What::Example, "value") => Value,
        (What::Parameter | What::Header | What::MediaType, "examples") => Each(What::Example),
        (What::Response | What::Encoding, "headers") => Each(What::Header),
        (What::Response, "links") => Each(What::Link),
        (What::MediaType, "encoding") => Each(What::Encoding),
        _ => Verbatim,
    }
}

fn schema(key: &str, child: &Node) -> Kind {
    match key {
        "properties" | "patternProperties" | "$defs" | "definitions" | "dependentSchemas" | "allOf" | "oneOf"
        | "anyOf" | "prefixItems" => Kind::Each(What::Schema),
        "items" if child.as_sequence().is_some() => Kind::Each(What::Schema),
        "items"
        | "additionalItems"
        | "additionalProperties"
        | "not"
        | "if"
        | "then"
        | "else"
        | "contains"
        | "propertyNames"
        | "unevaluatedProperties"
        | "unevaluatedItems"
        | "contentSchema" => Kind::One(What::Schema),
        "example" => Kind::Value,
        _ => Kind::Verbatim,
    }
}

fn named(collections: &[(&str, What)], key: &str) -> Kind {
    let found = collections.iter().find(|(name, _)| *name == key);
    found.map_or(Kind::Verbatim, |(_, what)| Kind::Each(*what))
}
