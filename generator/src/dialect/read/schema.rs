//! Schemas.

use openapiv3::{AdditionalProperties, AnySchema, ArrayType, BooleanType, Discriminator, IntegerType, NumberType};
use openapiv3::{ObjectType, Schema, SchemaData, SchemaKind, StringType, Type};
use serde_json::Value as Json;

use super::{Expected, count, integral, json, members, number, sequence, slot, slots, text, texts, truth};
use crate::diagnostic::{Code, Diagnostics, Pointer};
use crate::load::{Mapping, Node, Value};

/// Reads the schema at `at`.
pub(in crate::dialect) fn schema(node: &Node, at: &Pointer, diagnostics: &Diagnostics) -> Option<Schema> {
    let mut reader = Reader {
        at,
        data: SchemaData::default(),
        any: AnySchema::default(),
        said: 0,
    };
    members(node, at, diagnostics, |key, value| reader.keyword(key, value))?;
    note_conditions(node, at, reader.said, diagnostics);
    Some(Schema {
        schema_kind: kind(reader.any, reader.said),
        schema_data: reader.data,
    })
}

/// The keywords that say which kind of schema it is; each has its bit in what a schema says.
const KEYWORDS: [&str; 24] = [
    "type",
    "enum",
    "format",
    "pattern",
    "minLength",
    "maxLength",
    "multipleOf",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "properties",
    "required",
    "additionalProperties",
    "minProperties",
    "maxProperties",
    "items",
    "minItems",
    "maxItems",
    "uniqueItems",
    "oneOf",
    "anyOf",
    "allOf",
    "not",
];

/// Words that allow or forbid values and say nothing of what they are made of.
const CONDITIONS: [&str; 9] = [
    "if",
    "then",
    "else",
    "contains",
    "dependentRequired",
    "dependentSchemas",
    "dependencies",
    "propertyNames",
    "unevaluatedItems",
];

/// The bits of these keywords.
const fn bits(from: usize, to: usize) -> u32 {
    (1 << to) - (1 << from)
}

const TYPE: u32 = bits(0, 1);
const ENUM: u32 = bits(1, 2);
const FORMAT: u32 = bits(2, 3);
const STRING: u32 = TYPE | ENUM | FORMAT | bits(3, 6);
const NUMBER: u32 = TYPE | ENUM | FORMAT | bits(6, 11);
const OBJECT: u32 = TYPE | bits(11, 16);
const ARRAY: u32 = TYPE | bits(16, 20);
const ONE_OF: u32 = bits(20, 21);
const ANY_OF: u32 = bits(21, 22);
const ALL_OF: u32 = bits(22, 23);
const NOT: u32 = bits(23, 24);

struct Reader<'a> {
    at: &'a Pointer,
    data: SchemaData,
    any: AnySchema,
    /// The bits of the keywords that were read.
    said: u32,
}

impl Reader<'_> {
    fn keyword(&mut self, key: &str, node: &Node) -> Result<(), Expected> {
        let (data, any) = (&mut self.data, &mut self.any);
        match key {
            "title" => data.title = Some(text(node)?),
            "description" => data.description = Some(text(node)?),
            "nullable" => data.nullable = truth(node)?,
            "readOnly" => data.read_only = truth(node)?,
            "writeOnly" => data.write_only = truth(node)?,
            "deprecated" => data.deprecated = truth(node)?,
            "example" => data.example = Some(json(node)),
            "default" => data.default = Some(json(node)),
            "discriminator" => data.discriminator = Some(discriminator(node)?),
            "type" => any.typ = Some(text(node)?),
            "enum" => any.enumeration = sequence(node)?.iter().map(json).collect(),
            "format" => any.format = Some(text(node)?),
            "pattern" => any.pattern = Some(text(node)?),
            "minLength" => any.min_length = Some(count(node)?),
            "maxLength" => any.max_length = Some(count(node)?),
            "multipleOf" => any.multiple_of = Some(number(node)?),
            "minimum" => any.minimum = Some(number(node)?),
            "maximum" => any.maximum = Some(number(node)?),
            "exclusiveMinimum" => any.exclusive_minimum = Some(truth(node)?),
            "exclusiveMaximum" => any.exclusive_maximum = Some(truth(node)?),
            "properties" => {
                let place = self.at.child(key);
                let members = node.as_mapping().ok_or("a mapping")?.iter();
                any.properties = members
                    .map(|(name, node)| (name.to_owned(), slot(node, || place.child(name))))
                    .collect();
            }
            "required" => any.required = texts(node)?,
            "additionalProperties" => {
                any.additional_properties = Some(match node.value {
                    Value::Bool(allowed) => AdditionalProperties::Any(allowed),
                    Value::Mapping(_) => AdditionalProperties::Schema(Box::new(slot(node, || self.at.child(key)))),
                    _ => return Err("a schema or a boolean"),
                });
            }
            "minProperties" => any.min_properties = Some(count(node)?),
            "maxProperties" => any.max_properties = Some(count(node)?),
            "items" => any.items = Some(slot(node, || self.at.child(key))),
            "minItems" => any.min_items = Some(count(node)?),
            "maxItems" => any.max_items = Some(count(node)?),
            "uniqueItems" => any.unique_items = Some(truth(node)?),
            "oneOf" => any.one_of = slots(node, &self.at.child(key))?,
            "anyOf" => any.any_of = slots(node, &self.at.child(key))?,
            "allOf" => any.all_of = slots(node, &self.at.child(key))?,
            "not" => any.not = Some(Box::new(slot(node, || self.at.child(key)))),
            key if key.starts_with("x-") => {
                data.extensions.insert(key.to_owned(), json(node));
            }
            _ => {}
        }
        if let Some(bit) = KEYWORDS.iter().position(|keyword| *keyword == key) {
            self.said |= 1 << bit;
        }
        Ok(())
    }
}

/// Says once for a schema which of its words no type says.
fn note_conditions(node: &Node, at: &Pointer, said: u32, diagnostics: &Diagnostics) {
    let Some(mapping) = node.as_mapping() else { return };
    let is_compound = matches!(mapping.get("type").and_then(Node::as_str), Some("array" | "object"));
    let conditions: Vec<String> = mapping
        .iter()
        .filter(|(key, _)| match *key {
            // Where it leaves nothing to make a type of, that is said elsewhere.
            "not" => said != NOT,
            "enum" => is_compound,
            key => CONDITIONS.contains(&key),
        })
        .map(|(key, _)| format!("`{key}`"))
        .collect();
    if !conditions.is_empty() {
        let message = format!("not part of the type and not checked: {}", conditions.join(", "));
        diagnostics.report(Code::UncheckedCondition, at, message);
    }
}

/// The narrowest kind that holds everything that was said.
fn kind(any: AnySchema, said: u32) -> SchemaKind {
    let only = |keywords: u32| said & !keywords == 0;
    let values = &any.enumeration;
    match any.typ.as_deref() {
        Some("string") if only(STRING) && values.iter().all(|value| value.is_string() || value.is_null()) => {
            let enumeration = values.iter().map(|value| value.as_str().map(str::to_owned)).collect();
            let AnySchema {
                format,
                pattern,
                min_length,
                max_length,
                ..
            } = any;
            SchemaKind::Type(Type::String(StringType {
                format: format.into(),
                pattern,
                enumeration,
                min_length,
                max_length,
            }))
        }
        Some("number") if only(NUMBER) && values.iter().all(|value| value.is_number() || value.is_null()) => {
            SchemaKind::Type(Type::Number(NumberType {
                enumeration: values.iter().map(Json::as_f64).collect(),
                format: any.format.into(),
                multiple_of: any.multiple_of,
                exclusive_minimum: any.exclusive_minimum.unwrap_or_default(),
                exclusive_maximum: any.exclusive_maximum.unwrap_or_default(),
                minimum: any.minimum,
                maximum: any.maximum,
            }))
        }
        Some("integer") if only(NUMBER) && values.iter().all(|value| value.is_i64() || value.is_null()) => {
            SchemaKind::Type(Type::Integer(IntegerType {
                enumeration: values.iter().map(Json::as_i64).collect(),
                format: any.format.into(),
                multiple_of: any.multiple_of.and_then(integral),
                exclusive_minimum: any.exclusive_minimum.unwrap_or_default(),
                exclusive_maximum: any.exclusive_maximum.unwrap_or_default(),
                minimum: any.minimum.and_then(integral),
                maximum: any.maximum.and_then(integral),
            }))
        }
        Some("boolean") if only(TYPE | ENUM) && values.iter().all(|value| value.is_boolean() || value.is_null()) => {
            SchemaKind::Type(Type::Boolean(BooleanType {
                enumeration: values.iter().map(Json::as_bool).collect(),
            }))
        }
        Some("object") if only(OBJECT) => {
            let AnySchema {
                properties,
                required,
                additional_properties,
                min_properties,
                max_properties,
                ..
            } = any;
            let object = ObjectType {
                properties,
                required,
                additional_properties,
                min_properties,
                max_properties,
            };
            SchemaKind::Type(Type::Object(object))
        }
        Some("array") if only(ARRAY) => {
            let AnySchema {
                items,
                min_items,
                max_items,
                unique_items,
                ..
            } = any;
            let unique_items = unique_items.unwrap_or_default();
            SchemaKind::Type(Type::Array(ArrayType {
                items,
                min_items,
                max_items,
                unique_items,
            }))
        }
        None if said == ONE_OF => SchemaKind::OneOf { one_of: any.one_of },
        None if said == ANY_OF => SchemaKind::AnyOf { any_of: any.any_of },
        None if said == ALL_OF => SchemaKind::AllOf { all_of: any.all_of },
        None if said == NOT => match any.not {
            Some(not) => SchemaKind::Not { not },
            None => SchemaKind::Any(AnySchema::default()),
        },
        _ => SchemaKind::Any(any),
    }
}

fn discriminator(node: &Node) -> Result<Discriminator, Expected> {
    // Swagger 2.0 writes the name alone.
    let name = node
        .as_str()
        .or_else(|| node.get("propertyName").and_then(Node::as_str))
        .ok_or("a mapping with `propertyName`")?;
    let mapping = node
        .get("mapping")
        .and_then(Node::as_mapping)
        .into_iter()
        .flat_map(Mapping::iter);
    let mapping = mapping
        .filter_map(|(value, target)| Some((value.to_owned(), target.as_str()?.to_owned())))
        .collect();
    Ok(Discriminator {
        property_name: name.to_owned(),
        mapping,
        ..Discriminator::default()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load;

    fn node(text: &str) -> Node {
        load::text("a.yaml", text, &Diagnostics::new()).unwrap()
    }

    #[test]
    fn agrees_with_openapiv3() {
        let texts = [
            "{}",
            "{type: string, format: date, enum: [a, null], maxLength: 5, title: T, nullable: true, x-a: {b: [1]}}",
            "{type: string, format: odd, pattern: x}",
            "{type: string, enum: [1]}",
            "{type: number, minimum: 1, exclusiveMinimum: true, format: float, default: 1.5}",
            "{type: integer, minimum: 1, maximum: 5, enum: [1, 2], format: int64}",
            "{type: boolean, enum: [true]}",
            "{type: object, required: [a], properties: {a: {$ref: '#/a'}, b: {$ref: '#/x'}}, additionalProperties: false}",
            "{type: object, additionalProperties: {$ref: '#/a'}, description: d, deprecated: true}",
            "{type: array, items: {$ref: '#/a'}, minItems: 1, uniqueItems: true}",
            "{oneOf: [{$ref: '#/a'}, {$ref: '#/x'}], discriminator: {propertyName: a, mapping: {x: '#/x'}}}",
            "{oneOf: [{$ref: '#/a'}], properties: {a: {$ref: '#/x'}}, required: [a]}",
            "{allOf: [{$ref: '#/a'}]}",
            "{anyOf: [{$ref: '#/a'}], readOnly: true, example: {a: 1}}",
            "{not: {$ref: '#/a'}}",
            "{type: object, oneOf: [{$ref: '#/a'}]}",
        ];
        for text in texts {
            let node = node(text);
            let at = Pointer::root().child("components").child("a/b");
            let diagnostics = Diagnostics::new();
            let mine = schema(&node, &at, &diagnostics).unwrap();
            let theirs: Schema = serde_json::from_value(json(&node)).unwrap();
            assert_eq!(mine, theirs, "{text}");
            assert!(diagnostics.sorted(|_| None).is_empty());
        }
    }

    #[test]
    fn inline_schemas_become_references_to_their_places() {
        let node = node("{type: array, items: {type: string}}");
        let schema = schema(&node, &Pointer::root().child("a/b"), &Diagnostics::new()).unwrap();
        let SchemaKind::Type(Type::Array(array)) = schema.schema_kind else {
            panic!("it is an array")
        };
        assert_eq!(array.items, Some(openapiv3::ReferenceOr::ref_("#/a~1b/items")));
    }

    #[test]
    fn a_wrong_keyword_costs_itself() {
        let node = node("{type: string, minLength: many, maxLength: 5.0, required: true, enum: a}");
        let diagnostics = Diagnostics::new();
        let schema = schema(&node, &Pointer::root(), &diagnostics).unwrap();
        let SchemaKind::Type(Type::String(string)) = schema.schema_kind else {
            panic!("it is a string")
        };
        assert_eq!((string.min_length, string.max_length), (None, Some(5)));
        let messages: Vec<_> = diagnostics
            .sorted(|_| None)
            .into_iter()
            .map(|one| one.message)
            .collect();
        assert_eq!(
            messages[0],
            "`minLength` has to be a count and is a string; it is left out"
        );
        assert_eq!(messages.len(), 3);
    }
}
