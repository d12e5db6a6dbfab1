//! Reading the contract out of a document.

use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};

use openapiv3::{APIKeyLocation, ParameterSchemaOrContent, PathStyle, QueryStyle, SecurityScheme};
use serde_json::{Value, json};

use super::{
    Answer, Content, Contract, Credential, Events, Location, Next, Operation, Parameter, RequestBody, Side, Style,
    media,
};
use crate::config::Config;
use crate::diagnostic::Pointer;
use crate::dialect::{Document, OperationRef};
use crate::ir::{self, Api};
use crate::sample::Schemas;

/// Headers that OpenAPI 3.0 takes out of parameters (Parameter Object, `name`).
const IGNORED_HEADERS: &[&str] = &["accept", "content-type", "authorization"];

/// The contract of a document for those of its operations that the SDK has; the SDK gives the names.
pub fn read(document: &Document, config: &Config, api: &Api, side: Side) -> Contract {
    let reader = Reader {
        document,
        config,
        side,
        references: RefCell::default(),
        schemes: document.security_schemes(),
    };
    let mut names: HashMap<(&str, &str), &ir::Operation> = HashMap::new();
    for (_, one) in api.operations() {
        names.entry((&one.http_method, &one.path)).or_insert(one);
    }
    let operations = document.operations().into_iter().filter_map(|reference| {
        let method = reference.method.clone();
        let known = names.get(&(&*method, &*reference.path)).copied()?;
        Some(Operation {
            next: next(api, known),
            upload: known.uploads.first().map(|upload| upload.request.clone()),
            ..reader.operation(&reference, known.id.clone(), method)
        })
    });
    let operations: Vec<Operation> = operations.collect();
    Contract {
        title: document.info().title,
        base_url: api.client.base_url.clone(),
        secret_env: api.client.secret_env.clone(),
        base_url_env: api.client.base_url_env.clone(),
        prefixes: reader.prefixes(&api.client.base_url),
        operations,
        events: Events {
            tag: config.stream.tag.clone(),
            error: config.stream.error.clone(),
            last: config.stream.last.clone(),
        },
        schemas: Schemas::new(document.meanings(reader.references.into_inner())),
    }
}

struct Reader<'a> {
    document: &'a Document<'a>,
    config: &'a Config,
    side: Side,
    /// What the schemas so far refer to.
    references: RefCell<Vec<String>>,
    schemes: Vec<(String, SecurityScheme)>,
}

impl Reader<'_> {
    /// The paths of all servers, of the document and of single operations.
    fn prefixes(&self, base_url: &str) -> Vec<String> {
        let mut urls = vec![base_url.to_owned()];
        urls.extend(self.document.servers().iter().map(filled));
        for reference in self.document.operations() {
            let servers = self.document.operation(&reference).map(|read| read.servers.clone());
            urls.extend(servers.iter().flatten().map(filled));
        }
        let paths = urls.iter().filter_map(|url| {
            let (_, rest) = url.split_once("://").unwrap_or(("", url));
            let path = rest.get(rest.find('/')?..)?.trim_end_matches('/');
            (!path.is_empty()).then(|| path.to_owned())
        });
        let unique: BTreeSet<String> = paths.collect();
        let mut prefixes: Vec<String> = unique.into_iter().collect();
        prefixes.sort_by_key(|prefix| std::cmp::Reverse(prefix.len()));
        prefixes
    }

    fn operation(&self, reference: &OperationRef, id: String, method: String) -> Operation {
        let document = self.document;
        let body = (self.side == Side::Both).then(|| document.request_body(reference));
        let body = body.flatten().map(|(at, body)| RequestBody {
            required: body.required,
            contents: self.contents(&at, &body.content),
        });
        let answers = document
            .responses(reference)
            .iter()
            .map(|(status, at, response)| Answer {
                contents: self.contents(at, &response.content),
                status: status.clone(),
            })
            .collect();
        Operation {
            id,
            method,
            path: reference.path.clone(),
            parameters: self.parameters(reference),
            body,
            answers,
            security: self.security(reference),
            next: None,
            upload: None,
        }
    }

    fn contents(&self, at: &Pointer, content: &openapiv3::Content) -> Vec<Content> {
        let place = at.child("content");
        content
            .iter()
            .map(|(media_type, media)| {
                let at = place.child(media_type);
                let schema = media
                    .schema
                    .as_ref()
                    .map(|schema| self.schema(schema, &at.child("schema")));
                Content {
                    encoding: self.encoding(&at, media, schema.as_ref()),
                    media_type: media_type.clone(),
                    schema,
                    examples: self.document.examples(&at),
                }
            })
            .collect()
    }

    fn encoding(&self, at: &Pointer, media: &openapiv3::MediaType, form: Option<&Value>) -> Vec<Parameter> {
        let node = self.document.node(at).and_then(|node| node.get("encoding"));
        let form = form.and_then(|form| Pointer::parse(form.get("$ref")?.as_str()?));
        let properties = form.map(|form| form.child("properties"));
        let members = media.encoding.iter().filter_map(|(name, encoding)| {
            let says = |keyword: &str| node.and_then(|node| node.get(name)?.get(keyword)).is_some();
            let is_laid_out = says("style") || says("explode") || says("allowReserved");
            let content = encoding.content_type.as_deref().filter(|_| !is_laid_out);
            let is_json = content.is_some_and(|name| media::is_json(&media::essence(name)));
            (is_laid_out || is_json).then(|| Parameter {
                name: name.clone(),
                location: Location::Query,
                required: false,
                style: query_style(encoding.style.as_ref().unwrap_or(&QueryStyle::Form)),
                explode: encoding.explode,
                spans_segments: false,
                is_optional_segment: false,
                schema: properties
                    .as_ref()
                    .map(|properties| self.reference(properties.child(name).as_str()))
                    .unwrap_or_default(),
                is_json,
            })
        });
        members.collect()
    }

    /// A schema that refers to where the schema really is.
    fn schema<T>(&self, schema: &openapiv3::ReferenceOr<T>, own: &Pointer) -> Value {
        self.reference(match schema {
            openapiv3::ReferenceOr::Reference { reference } => reference,
            openapiv3::ReferenceOr::Item(_) => own.as_str(),
        })
    }

    fn reference(&self, target: &str) -> Value {
        self.references.borrow_mut().push(target.to_owned());
        json!({ "$ref": target })
    }

    fn parameters(&self, reference: &OperationRef) -> Vec<Parameter> {
        let mut parameters = Vec::new();
        for (at, read) in self.document.parameters(reference).iter() {
            let data = read.parameter_data_ref();
            let (location, style) = self.style(read, &data.name);
            let name = data.name.to_ascii_lowercase();
            if location == Location::Header && IGNORED_HEADERS.contains(&name.as_str()) {
                continue;
            }
            let (schema, is_json) = match &data.format {
                _ if self.side == Side::Answers => (Value::Null, false),
                ParameterSchemaOrContent::Schema(schema) => (self.schema(schema, &at.child("schema")), false),
                ParameterSchemaOrContent::Content(content) => {
                    let contents = self.contents(at, content);
                    let first = contents.into_iter().next();
                    let is_json = first
                        .as_ref()
                        .is_some_and(|content| media::is_json(&media::essence(&content.media_type)));
                    (first.and_then(|content| content.schema).unwrap_or_default(), is_json)
                }
            };
            let says = |keyword: &str| {
                let node = self.document.node(at);
                node.and_then(|node| node.get(keyword)).and_then(|node| node.as_bool()) == Some(true)
            };
            parameters.push(Parameter {
                name: data.name.clone(),
                location,
                required: data.required || location == Location::Path,
                style,
                explode: data.explode.unwrap_or(style == Style::Form),
                spans_segments: location == Location::Path && says("allowReserved"),
                is_optional_segment: location == Location::Path && says("x-optional-segment"),
                schema,
                is_json,
            });
        }
        parameters
    }

    fn style(&self, read: &openapiv3::Parameter, name: &str) -> (Location, Style) {
        let decided = self
            .config
            .parameters
            .get(name)
            .and_then(|options| options.style.as_deref());
        match read {
            openapiv3::Parameter::Query { .. } if decided == Some("dot") => (Location::Query, Style::Dot),
            openapiv3::Parameter::Query { style, .. } => (Location::Query, query_style(style)),
            openapiv3::Parameter::Header { .. } => (Location::Header, Style::Simple),
            openapiv3::Parameter::Path { style, .. } => {
                let style = match style {
                    PathStyle::Matrix => Style::Matrix,
                    PathStyle::Label => Style::Label,
                    PathStyle::Simple => Style::Simple,
                };
                (Location::Path, style)
            }
            openapiv3::Parameter::Cookie { .. } => (Location::Cookie, Style::Form),
        }
    }

    /// The ways to be allowed in. A scheme that the description does not declare, or that no request shows, asks for nothing.
    fn security(&self, reference: &OperationRef) -> Vec<Vec<Credential>> {
        let own = self
            .document
            .operation(reference)
            .and_then(|read| read.security.clone());
        let ways: Vec<Vec<Credential>> = own
            .unwrap_or_else(|| self.document.security())
            .iter()
            .map(|way| way.keys().filter_map(|name| self.credential(name)).collect())
            .collect();
        let is_open = ways.iter().any(Vec::is_empty);
        if is_open { Vec::new() } else { ways }
    }

    fn credential(&self, name: &str) -> Option<Credential> {
        let (_, scheme) = self.schemes.iter().find(|(known, _)| known == name)?;
        Some(match scheme {
            SecurityScheme::HTTP { scheme, .. } => Credential::Authorization(scheme.clone()),
            SecurityScheme::OAuth2 { .. } | SecurityScheme::OpenIDConnect { .. } => {
                Credential::Authorization("Bearer".to_owned())
            }
            SecurityScheme::APIKey { location, name, .. } => match location {
                APIKeyLocation::Header => Credential::Header(name.clone()),
                APIKeyLocation::Query => Credential::Query(name.clone()),
                APIKeyLocation::Cookie => Credential::Cookie(name.clone()),
            },
        })
    }
}

fn query_style(style: &QueryStyle) -> Style {
    match style {
        QueryStyle::Form => Style::Form,
        QueryStyle::SpaceDelimited => Style::SpaceDelimited,
        QueryStyle::PipeDelimited => Style::PipeDelimited,
        QueryStyle::DeepObject => Style::DeepObject,
    }
}

/// How the SDK walks through the pages of a list.
fn next(api: &Api, operation: &ir::Operation) -> Option<Next> {
    let ir::Answer::Json { ty, .. } = &operation.answer else {
        return None;
    };
    let ir::Kind::Object(object) = &api.definition(api.resolve(ty).named()?).kind else {
        return None;
    };
    let ir::Paging::Cursor(parameter) = operation.paging.as_ref()? else {
        return None;
    };
    let ir::NextPage::Member(steps) = object.page.as_ref()?.next.as_ref()? else {
        return None;
    };
    let [step] = steps.as_slice() else { return None };
    Some(Next {
        member: object.fields.get(*step)?.name.wire.clone(),
        parameter: parameter.clone(),
    })
}

/// The URL of a server, its variables filled with their defaults.
fn filled(server: &openapiv3::Server) -> String {
    let mut url = server.url.clone();
    for (name, variable) in server.variables.iter().flatten() {
        url = url.replace(&format!("{{{name}}}"), &variable.default);
    }
    url
}
