//! How values are shown to a person who debugs.

use std::fmt;

use super::{Members, View};
use crate::secret::{REDACTED, is_sensitive};
use serde_json::Value;

impl fmt::Debug for View<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Absent | Self::Null => formatter.write_str("None"),
            Self::Flag(value) => value.fmt(formatter),
            Self::Integer(value) => value.fmt(formatter),
            Self::Unsigned(value) => value.fmt(formatter),
            Self::Number(value) => value.fmt(formatter),
            Self::Text(value) => value.fmt(formatter),
            Self::Formatted(value) => value.write(formatter),
            Self::Json(value) => without_secrets(value).fmt(formatter),
            Self::List(list) => formatter
                .debug_list()
                .entries((0..list.count()).map(|index| list.item(index)))
                .finish(),
            Self::Map(map) => {
                let mut entries = formatter.debug_map();
                map.each(&mut |name, value| {
                    entries.entry(&name, &by_name(name, value));
                });
                entries.finish()
            }
            Self::Record(record) => {
                let mut members = formatter.debug_struct(record.name());
                record.members(&mut members);
                members.finish()
            }
            Self::Tagged(union) => {
                let mut parts = formatter.debug_tuple(union.layout().name);
                let (tag, content) = union.selected();
                if let Some(tag) = tag {
                    parts.field(&tag);
                }
                if !matches!(content, View::Absent) {
                    parts.field(&content);
                }
                parts.finish()
            }
        }
    }
}

impl Members<'_> for fmt::DebugStruct<'_, '_> {
    fn member(&mut self, name: &str, value: View<'_>) {
        if !matches!(value, View::Absent) {
            self.field(name, &value);
        }
    }

    fn hidden(&mut self, name: &str, value: View<'_>) {
        match value {
            View::Absent => {}
            View::Null => self.member(name, value),
            _ => self.member(name, View::Text(REDACTED)),
        }
    }

    fn undeclared(&mut self, name: &str, value: View<'_>) {
        self.member(name, by_name(name, value));
    }
}

/// What may be shown of a value that no description knows.
fn by_name<'a>(name: &str, value: View<'a>) -> View<'a> {
    match value {
        View::Absent | View::Null | View::Flag(_) | View::Json(Value::Null | Value::Bool(_)) => value,
        _ if is_sensitive(name) => View::Text(REDACTED),
        _ => value,
    }
}

/// JSON of any shape, without what stands under sensitive names.
fn without_secrets(value: &Value) -> Value {
    match value {
        Value::Object(members) => members
            .iter()
            .map(|(name, value)| {
                let is_shown = matches!(value, Value::Null | Value::Bool(_)) || !is_sensitive(name);
                let shown = if is_shown {
                    without_secrets(value)
                } else {
                    REDACTED.into()
                };
                (name.clone(), shown)
            })
            .collect(),
        Value::Array(items) => items.iter().map(without_secrets).collect(),
        other => other.clone(),
    }
}
