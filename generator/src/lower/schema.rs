//! What a schema says, whatever way it says it: `type` alone, `type` with `oneOf`, `properties` without `type`, `allOf`.
//!
//! The other files of this folder read a [`View`] and never an `openapiv3::Schema`.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use openapiv3::{AdditionalProperties, AnySchema, ReferenceOr, Schema, SchemaKind, Type, VariantOrUnknownOrEmpty};

use super::{Lowering, all_of, docs};
use crate::diagnostic::{Code, Pointer};
use crate::ir::{Access, Docs, Untyped};

/// One schema, read.
#[derive(Debug, Clone, Default)]
pub(super) struct View {
    pub title: Option<String>,
    pub docs: Docs,
    pub nullable: bool,
    pub access: Access,
    pub discriminator: Option<openapiv3::Discriminator>,
    /// The one schema that says all of the shape: `allOf` of a single reference, with nothing beside it but prose.
    pub same_as: Option<Pointer>,
    pub shape: Shape,
    /// Why a shape that says nothing does not say what the schema does.
    pub untyped: Option<Untyped>,
}

/// What values of a schema look like.
#[derive(Debug, Clone, Default)]
pub(super) enum Shape {
    /// Nothing is said.
    #[default]
    Any,
    Boolean,
    Integer {
        format: String,
        constants: Vec<i64>,
    },
    Number,
    String {
        format: String,
        constants: Vec<String>,
    },
    Array(Option<Pointer>),
    Object(Members),
    /// `oneOf` or `anyOf`, with the members said beside it.
    Union {
        branches: Vec<Pointer>,
        members: Members,
    },
}

/// The members of an object.
#[derive(Debug, Clone, Default)]
pub(super) struct Members {
    /// Where the schema of each stands; several places where `oneOf` branches were laid over each other.
    pub properties: Vec<(String, Vec<Pointer>)>,
    /// What earlier parts of `allOf` say of a member that a later one describes too.
    pub earlier: BTreeMap<String, Vec<Pointer>>,
    pub required: BTreeSet<String>,
    pub additional: Additional,
}

impl Members {
    /// Nothing is said of any member.
    pub fn is_silent(&self) -> bool {
        self.properties.is_empty() && self.required.is_empty() && matches!(self.additional, Additional::Unsaid)
    }
}

/// Members beyond the named ones.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) enum Additional {
    #[default]
    Unsaid,
    Refused,
    Any,
    Schema(Pointer),
}

/// So often a schema is read again because a part of it was left out.
const CUTS: usize = 500;

/// What the schema at `at` says, read once; `None` if it cannot be read, which has been reported.
pub(super) fn view(cx: &mut Lowering, at: &Pointer) -> Option<Rc<View>> {
    if let Some(known) = cx.views.get(at) {
        return known.clone();
    }
    let outer = std::mem::take(&mut cx.is_cut);
    let view = read(cx, at).map(Rc::new);
    // A part of `allOf` that is met again inside of itself is left out there, and only there. Parts that contain each other
    // in more ways than can be followed are left out everywhere.
    cx.cuts += usize::from(cx.is_cut);
    if !cx.is_cut || cx.cuts > CUTS {
        if cx.is_cut {
            let message = "parts of `allOf` contain each other in too many ways, so some of them are left out";
            cx.diagnostics.report(Code::InvalidPart, at, message);
        }
        cx.views.insert(at.clone(), view.clone());
    }
    cx.is_cut |= outer;
    view
}

fn read(cx: &mut Lowering, at: &Pointer) -> Option<View> {
    let schema = cx.document.schema(at)?;
    let data = &schema.schema_data;
    let mut view = View {
        title: data.title.clone(),
        docs: docs::of(None, data.description.as_deref(), data.deprecated),
        nullable: data.nullable,
        access: match (data.read_only, data.write_only) {
            (true, false) => Access::ReadOnly,
            (false, true) => Access::WriteOnly,
            _ => Access::ReadWrite,
        },
        discriminator: data.discriminator.clone(),
        same_as: None,
        shape: Shape::Any,
        untyped: None,
    };
    view.shape = match &schema.schema_kind {
        SchemaKind::Type(Type::Boolean(_)) => Shape::Boolean,
        SchemaKind::Type(Type::Number(_)) => Shape::Number,
        SchemaKind::Type(Type::Integer(integer)) => {
            view.nullable |= integer.enumeration.iter().any(Option::is_none);
            Shape::Integer {
                format: format(&integer.format),
                constants: integer.enumeration.iter().copied().flatten().collect(),
            }
        }
        SchemaKind::Type(Type::String(string)) => {
            view.nullable |= string.enumeration.iter().any(Option::is_none);
            Shape::String {
                format: format(&string.format),
                constants: string.enumeration.iter().flatten().cloned().collect(),
            }
        }
        SchemaKind::Type(Type::Array(array)) => {
            Shape::Array(array.items.as_ref().map(|items| target(cx, at.child("items"), items)))
        }
        SchemaKind::Type(Type::Object(object)) => {
            let properties = object.properties.iter();
            Shape::Object(members(
                cx,
                at,
                properties,
                &object.required,
                object.additional_properties.as_ref(),
            ))
        }
        SchemaKind::OneOf { one_of } => union(cx, at, "oneOf", one_of, Members::default()),
        SchemaKind::AnyOf { any_of } => union(cx, at, "anyOf", any_of, Members::default()),
        SchemaKind::AllOf { all_of } => return Some(all_of::merge(cx, at, view, all_of, Members::default())),
        SchemaKind::Not { .. } => {
            view.untyped = Some(Untyped::Negation);
            Shape::Any
        }
        SchemaKind::Any(any) => return Some(mixed(cx, at, view, any)),
    };
    Some(view)
}

/// Whether the schema at `at` says what a value is not, and nothing else.
pub(super) fn is_negation(cx: &Lowering, at: &Pointer) -> bool {
    let schema = cx.document.schema(at);
    schema.is_some_and(|schema| matches!(schema.schema_kind, SchemaKind::Not { .. }))
}

/// A schema that says several things at once, or none.
fn mixed(cx: &mut Lowering, at: &Pointer, mut view: View, any: &AnySchema) -> View {
    let of_type = any.typ.as_deref();
    // What is said of members says nothing of an array or a text; only where all else is missing is the type a slip.
    let is_object = of_type.is_none_or(|kind| kind == "object") || (!any.properties.is_empty() && any.items.is_none());
    let members = if is_object {
        let properties = any.properties.iter();
        members(cx, at, properties, &any.required, any.additional_properties.as_ref())
    } else {
        Members::default()
    };
    view.nullable |= any.enumeration.iter().any(serde_json::Value::is_null);
    let strings: Vec<String> = any
        .enumeration
        .iter()
        .filter_map(|v| v.as_str().map(str::to_owned))
        .collect();
    let integers: Vec<i64> = any.enumeration.iter().filter_map(serde_json::Value::as_i64).collect();
    let format = any.format.clone().unwrap_or_default();

    if !any.all_of.is_empty() {
        return all_of::merge(cx, at, view, &any.all_of, members);
    }
    view.shape = if !any.one_of.is_empty() {
        union(cx, at, "oneOf", &any.one_of, members)
    } else if !any.any_of.is_empty() {
        union(cx, at, "anyOf", &any.any_of, members)
    } else if !members.is_silent() || of_type == Some("object") {
        Shape::Object(members)
    } else if let Some(items) = &any.items {
        Shape::Array(Some(target(cx, at.child("items"), items)))
    } else {
        let constants = any.enumeration.iter().filter(|value| !value.is_null()).count();
        let fitting = match of_type {
            Some("integer") => integers.len(),
            Some("string") => strings.len(),
            _ => constants,
        };
        if fitting < constants {
            let message = "values of `enum` that are not of this `type` are left out";
            cx.diagnostics.report(Code::InvalidMember, at, message);
        }
        match of_type {
            Some("array") => Shape::Array(None),
            Some("boolean") => Shape::Boolean,
            Some("number") => Shape::Number,
            Some("integer") => Shape::Integer {
                format,
                constants: integers,
            },
            Some("string") => Shape::String {
                format,
                constants: strings,
            },
            _ if constants > 0 && constants == strings.len() => Shape::String {
                format,
                constants: strings,
            },
            _ if constants > 0 && constants == integers.len() => Shape::Integer {
                format,
                constants: integers,
            },
            None if constants == 0 => Shape::Any,
            _ => {
                cx.diagnostics.report(
                    Code::UntypedSchema,
                    at,
                    "no one Rust type holds these values, so they are kept as JSON",
                );
                view.untyped = Some(Untyped::MixedValues);
                Shape::Any
            }
        }
    };
    view
}

fn members<'s>(
    cx: &mut Lowering,
    at: &Pointer,
    properties: impl Iterator<Item = (&'s String, &'s ReferenceOr<Box<Schema>>)>,
    required: &[String],
    additional: Option<&AdditionalProperties>,
) -> Members {
    let place = at.child("properties");
    let properties = properties
        .map(|(name, property)| (name.clone(), vec![target(cx, place.child(name), property)]))
        .collect();
    let additional = match additional {
        None => Additional::Unsaid,
        Some(AdditionalProperties::Any(false)) => Additional::Refused,
        Some(AdditionalProperties::Any(true)) => Additional::Any,
        Some(AdditionalProperties::Schema(schema)) => {
            Additional::Schema(target(cx, at.child("additionalProperties"), schema.as_ref()))
        }
    };
    Members {
        properties,
        earlier: BTreeMap::new(),
        required: required.iter().cloned().collect(),
        additional,
    }
}

fn union(cx: &mut Lowering, at: &Pointer, keyword: &str, branches: &[ReferenceOr<Schema>], members: Members) -> Shape {
    if branches.is_empty() {
        let message = format!("`{keyword}` without branches allows no value, so it is ignored");
        cx.diagnostics.report(Code::InvalidMember, at, message);
        return if members.is_silent() {
            Shape::Any
        } else {
            Shape::Object(members)
        };
    }
    Shape::Union {
        branches: targets(cx, &at.child(keyword), branches),
        members,
    }
}

/// Where each of `schemas` stands.
pub(super) fn targets(cx: &mut Lowering, at: &Pointer, schemas: &[ReferenceOr<Schema>]) -> Vec<Pointer> {
    schemas
        .iter()
        .enumerate()
        .map(|(index, schema)| target(cx, at.index(index), schema))
        .collect()
}

/// Where `schema` stands: what it refers to, or its own place. A reference that leads nowhere stands for itself, and nothing
/// can be read there: what it belongs to keeps a member, an element or a branch of which nothing is known.
pub(super) fn target<T>(cx: &Lowering, own: Pointer, schema: &ReferenceOr<T>) -> Pointer {
    match schema {
        // Written inline.
        ReferenceOr::Reference { reference } if *reference == own.as_str() => own,
        ReferenceOr::Reference { reference } => cx.document.resolve(reference).unwrap_or(own),
        ReferenceOr::Item(_) => own,
    }
}

/// True for a reference that leads nowhere.
pub(super) fn is_lost<T>(cx: &Lowering, schema: &ReferenceOr<T>) -> bool {
    match schema {
        ReferenceOr::Reference { reference } => cx.document.resolve(reference).is_none(),
        ReferenceOr::Item(_) => false,
    }
}

/// The `format` keyword as it is written.
fn format<T: std::fmt::Debug>(format: &VariantOrUnknownOrEmpty<T>) -> String {
    match format {
        // `DateTime` of the library is `date-time` of the description.
        VariantOrUnknownOrEmpty::Item(known) => match format!("{known:?}").to_lowercase().as_str() {
            "datetime" => "date-time".to_owned(),
            known => known.to_owned(),
        },
        VariantOrUnknownOrEmpty::Unknown(unknown) => unknown.clone(),
        VariantOrUnknownOrEmpty::Empty => String::new(),
    }
}
