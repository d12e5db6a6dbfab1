//! Values made up from a schema.

use crate::description::Description;
use serde_json::{Map, Value, json};

/// What of a schema a made-up value shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Show {
    /// All members.
    Everything,
    /// All members, and values that the enumerations do not name yet.
    Novelties,
    /// The required members.
    Required,
    /// The required members, and null for all others.
    Nulls,
}

/// How deep a value may become before what is optional is left out, for schemas that contain themselves.
const DEPTH: usize = 8;

/// Values of the schema: together they take every branch of every union in it.
pub fn values(description: &Description, schema: &Value, show: Show) -> Vec<Value> {
    Maker { description, show }.values(schema, "value", 0)
}

struct Maker<'d> {
    description: &'d Description,
    show: Show,
}

impl Maker<'_> {
    fn values(&self, schema: &Value, name: &str, depth: usize) -> Vec<Value> {
        let schema = self.description.resolve(schema);
        for union in ["oneOf", "anyOf"] {
            if let Some(branches) = schema[union].as_array() {
                let taken = branches
                    .iter()
                    .flat_map(|branch| self.values(branch, name, depth))
                    .collect();
                return self.beside_own_members(schema, taken, depth);
            }
        }
        if let Some(members) = schema["properties"].as_object() {
            return self.objects(schema, members, depth);
        }
        match schema["type"].as_str() {
            Some("object")
                if schema["additionalProperties"]
                    .as_object()
                    .is_some_and(|values| !values.is_empty()) =>
            {
                let values = self.values(&schema["additionalProperties"], name, depth + 1);
                values.into_iter().map(|value| json!({ "first key": value })).collect()
            }
            Some("object") if schema["additionalProperties"] == false => vec![json!({})],
            Some("object") => vec![json!({ "free": { "form": [1, null, false, "text"] } })],
            Some("array") if depth >= DEPTH => vec![json!([])],
            Some("array") => self
                .values(&schema["items"], name, depth + 1)
                .into_iter()
                .map(|item| json!([item]))
                .collect(),
            _ => vec![self.scalar(schema, name)],
        }
    }

    /// A union may stand beside members of the whole.
    fn beside_own_members(&self, schema: &Value, taken: Vec<Value>, depth: usize) -> Vec<Value> {
        let Some(members) = schema["properties"].as_object() else {
            return taken;
        };
        let own = self.objects(schema, members, depth);
        let merge = |(index, branch): (usize, Value)| {
            let mut whole = own[index.min(own.len() - 1)].clone();
            if let (Some(whole), Value::Object(branch)) = (whole.as_object_mut(), branch) {
                whole.extend(branch);
            }
            whole
        };
        taken.into_iter().enumerate().map(merge).collect()
    }

    /// As many objects as the member with the most values needs.
    fn objects(&self, schema: &Value, members: &Map<String, Value>, depth: usize) -> Vec<Value> {
        let required = |name: &str| {
            schema["required"]
                .as_array()
                .is_some_and(|required| required.iter().any(|one| one == name))
        };
        let mut columns: Vec<(&String, Vec<Value>)> = Vec::new();
        for (name, member) in members {
            let optional = !required(name);
            match self.show {
                Show::Nulls if optional => columns.push((name, vec![Value::Null])),
                Show::Required if optional => {}
                _ if optional && depth >= DEPTH => {}
                _ => columns.push((name, self.values(member, name, depth + 1))),
            }
        }
        let rows = columns.iter().map(|(_, values)| values.len()).max().unwrap_or(1);
        let object = |row: usize| -> Value {
            columns
                .iter()
                .map(|(name, values)| ((*name).clone(), values[row.min(values.len() - 1)].clone()))
                .collect()
        };
        (0..rows).map(object).collect()
    }

    fn scalar(&self, schema: &Value, name: &str) -> Value {
        if let Some(values) = schema["enum"].as_array() {
            let novel = self.show == Show::Novelties && values.len() > 1 && values[0].is_string();
            return if novel {
                "not-known-yet".into()
            } else {
                values[values.len() - 1].clone()
            };
        }
        match schema["type"].as_str() {
            Some("string") if schema["format"] == "date-time" => "2025-03-04T05:06:07Z".into(),
            Some("string") => format!("{name} ü").into(),
            Some("integer") => 41.into(),
            Some("number") if name.ends_with("At") => 1_741_064_767_089_i64.into(),
            Some("number") => 0.25.into(),
            Some("boolean") => true.into(),
            _ => json!({ "anything": [null, "at all"] }),
        }
    }
}
