//! Body parameters and the fields of forms become request bodies.

use super::parameter::{self, Format};
use super::{Conversion, again, media, refer, response};
use crate::diagnostic::{Code, Diagnostics, Pointer, Position};
use crate::load::{Mapping, Node, Value};

/// Which part of a body a parameter is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Body,
    Field,
}

/// What a parameter is of the body, if it is not sent elsewhere.
pub(super) fn part(node: &Node) -> Option<Part> {
    match node.get("in").and_then(Node::as_str)? {
        "body" => Some(Part::Body),
        // The second is how Swagger 1.2 called it, and the third a usual slip.
        "formData" | "form" | "formdata" => Some(Part::Field),
        _ => None,
    }
}

/// A parameter that is a body, or a field of one.
#[derive(Clone)]
pub(super) struct Field {
    pub(super) part: Part,
    pub(super) name: Box<str>,
    /// Where it was read, in the places of Swagger 2.0.
    at: Pointer,
    position: Position,
    description: Option<Node>,
    required: bool,
    is_file: bool,
    list: Option<Option<Format>>,
    schema: Schema,
    extensions: Vec<(Box<str>, Node)>,
}

/// Where the schema of a field is.
#[derive(Clone)]
enum Schema {
    /// It comes with the field.
    Own(Node),
    /// Another operation has it, or the shared parameters.
    Elsewhere,
    Unsaid,
}

impl Field {
    /// Reads a part of a body from the parameter at `at`.
    pub(super) fn read(mut node: Node, part: Part, at: Pointer, diagnostics: &Diagnostics) -> Self {
        let format = parameter::format(&mut node, &at, diagnostics);
        parameter::schema_of(&mut node);
        if part == Part::Field {
            describe(&mut node);
        }
        let mut field = Field {
            part,
            name: Box::default(),
            at,
            position: node.at,
            description: None,
            required: false,
            is_file: false,
            list: None,
            schema: Schema::Unsaid,
            extensions: Vec::new(),
        };
        let Value::Mapping(members) = node.value else {
            return field;
        };
        for entry in members.into_entries() {
            match &*entry.key {
                "name" => field.name = entry.value.as_str().map(Box::from).unwrap_or_default(),
                "required" => field.required = is_true(&entry.value),
                "description" => field.description = Some(entry.value),
                "schema" => {
                    field.is_file = response::is_file(&entry.value);
                    field.list = parameter::is_array(&entry.value).then_some(format);
                    field.schema = Schema::Own(entry.value);
                }
                key if key.starts_with("x-") => field.extensions.push((entry.key, entry.value)),
                _ => {}
            }
        }
        field
    }

    /// Makes the next user of the field refer to its schema.
    fn take_schema(&mut self) -> Schema {
        let rest = match self.schema {
            Schema::Unsaid => Schema::Unsaid,
            Schema::Own(_) | Schema::Elsewhere => Schema::Elsewhere,
        };
        std::mem::replace(&mut self.schema, rest)
    }

    /// The field as those see it that refer to it.
    pub(super) fn shared(mut self) -> Self {
        self.take_schema();
        self
    }
}

impl Conversion<'_> {
    /// Makes the request body of an operation.
    pub(super) fn request_body(
        &mut self,
        operation: &mut Mapping,
        at: &Pointer,
        fields: &mut [&mut Field],
        consumes: &[Box<str>],
    ) {
        if fields.is_empty() {
            return;
        }
        let whole = fields.iter().position(|field| field.part == Part::Body);
        if operation.contains("requestBody") {
            self.left_out(fields.iter().map(|field| &**field), "a `requestBody`");
            return;
        }
        let place = at.child("requestBody");
        let body = match whole.and_then(|index| fields.get_mut(index)) {
            Some(field) => self.body(field, &place, consumes),
            None => self.form(fields, &place, consumes),
        };
        if let Some(index) = whole {
            let others = fields.iter().enumerate().filter(|(other, _)| *other != index);
            self.left_out(others.map(|(_, field)| &**field), "another body");
        }
        operation.insert("requestBody", body);
    }

    fn left_out<'f>(&self, fields: impl Iterator<Item = &'f Field>, beside: &str) {
        for field in fields {
            let message = format!("`{}` is left out, since the operation has {beside}", field.name);
            self.diagnostics
                .report(Code::InvalidPart, (&field.at, field.position), message);
        }
    }

    /// The request body that operations share, from the parameter at `old`.
    pub(super) fn shared_body(&mut self, node: Node, old: &Pointer, new: &Pointer) -> Node {
        let mut field = Field::read(node, Part::Body, old.clone(), self.diagnostics);
        let consumes = self.consumes.clone();
        self.body(&mut field, new, &consumes)
    }

    fn body(&mut self, field: &mut Field, place: &Pointer, consumes: &[Box<str>]) -> Node {
        let at = field.position;
        let types = media::of_body(consumes, field.is_file);
        let main = media::main(&types).unwrap_or_default();
        let schema_at = place.descend(["content", main, "schema"]);
        let schema = self.schema(field, &schema_at);
        let content = types.iter().map(|name| {
            let media_type = match &schema {
                Some(schema) if **name == *main => Node::mapping([("schema", schema.clone())], at),
                Some(schema) => Node::mapping([("schema", again(schema, &field.at.child("schema")))], at),
                None => Node::mapping([], at),
            };
            (&**name, media_type)
        });
        let content = Node::mapping(content, at);
        let mut members = vec![("content", content)];
        members.extend(field.description.clone().map(|text| ("description", text)));
        if field.required {
            members.push(("required", Node::new(Value::Bool(true), at)));
        }
        members.extend(field.extensions.iter().map(|(key, value)| (&**key, value.clone())));
        Node::mapping(members, at)
    }

    /// The schema of a field for its new place, if anything is said of it.
    fn schema(&mut self, field: &mut Field, place: &Pointer) -> Option<Node> {
        let own = field.at.child("schema");
        match field.take_schema() {
            Schema::Own(schema) => {
                self.places.moved(own, place.clone());
                Some(schema)
            }
            Schema::Elsewhere => Some(refer(&own, field.position)),
            Schema::Unsaid => None,
        }
    }

    fn form(&mut self, fields: &mut [&mut Field], place: &Pointer, consumes: &[Box<str>]) -> Node {
        let at = fields.first().map_or(Position::NOWHERE, |field| field.position);
        let media_type = media::of_form(consumes, fields.iter().any(|field| field.is_file));
        let is_urlencoded = media_type == "application/x-www-form-urlencoded";
        let schema_at = place.descend(["content", media_type, "schema"]);
        let (mut properties, mut encoding) = (Mapping::default(), Mapping::default());
        let mut required = Vec::new();
        for field in fields.iter_mut() {
            if field.name.is_empty() {
                let message = "a field of a form has no name and is left out";
                self.diagnostics
                    .report(Code::NamelessParameter, (&field.at, field.position), message);
                continue;
            }
            if properties.contains(&field.name) {
                let message = format!("the field `{}` of the form is declared twice", field.name);
                self.diagnostics
                    .report(Code::DuplicateParameter, (&field.at, field.position), message);
            }
            let schema = self.schema(field, &schema_at.descend(["properties", &field.name]));
            let schema = schema.unwrap_or_else(|| {
                let message = format!("the field `{}` of the form has no type", field.name);
                self.diagnostics
                    .report(Code::ParameterWithoutSchema, (&field.at, field.position), message);
                Node::mapping([("type", Node::string("string", field.position))], field.position)
            });
            properties.insert_at(&field.name, field.position, schema);
            if field.required && required.iter().all(|known: &Node| known.as_str() != Some(&*field.name)) {
                required.push(Node::string(field.name.clone(), field.position));
            }
            if let Some(style) = self.style(field, is_urlencoded) {
                encoding.insert(&field.name, style);
            }
        }
        let is_required = !required.is_empty();
        let node = |value| Node::new(value, at);
        let mut schema = vec![
            ("type", Node::string("object", at)),
            ("properties", node(Value::Mapping(Box::new(properties)))),
        ];
        if is_required {
            schema.push(("required", node(Value::Sequence(required))));
        }
        let mut members = vec![("schema", Node::mapping(schema, at))];
        if !encoding.is_empty() {
            members.push(("encoding", node(Value::Mapping(Box::new(encoding)))));
        }
        let content = Node::mapping([(media_type, Node::mapping(members, at))], at);
        let mut body = vec![("content", content)];
        if is_required {
            body.push(("required", node(Value::Bool(true))));
        }
        Node::mapping(body, at)
    }

    /// How a list is written in a form, where it is not as OpenAPI 3 does by itself.
    fn style(&self, field: &Field, is_urlencoded: bool) -> Option<Node> {
        let format = field.list?;
        let style = |name: &str| {
            let explode = Node::new(Value::Bool(false), field.position);
            let members = [("style", Node::string(name, field.position)), ("explode", explode)];
            Some(Node::mapping(members, field.position))
        };
        match format {
            Some(Format::Multi) => None,
            None if !is_urlencoded => None,
            None | Some(Format::Commas) if is_urlencoded => style("form"),
            Some(Format::Spaces) if is_urlencoded => style("spaceDelimited"),
            Some(Format::Pipes) if is_urlencoded => style("pipeDelimited"),
            None => None,
            Some(format) => {
                let named = Node::mapping(
                    [("name", Node::string(field.name.clone(), field.position))],
                    field.position,
                );
                parameter::report(format, &named, &field.at, self.diagnostics);
                if is_urlencoded { style("form") } else { None }
            }
        }
    }
}

/// Says of the schema of a field what is said of the field: it is a property now.
pub(super) fn describe(node: &mut Node) {
    let description = node.get("description").cloned();
    if let Some(description) = description
        && let Some(schema) = node.get_mut("schema").and_then(Node::as_mapping_mut)
        && !schema.contains("description")
        && !schema.contains("$ref")
    {
        schema.insert("description", description);
    }
}

fn is_true(node: &Node) -> bool {
    node.as_bool() == Some(true) || node.as_str() == Some("true")
}
