//! How values are shown to a person who debugs.

use std::fmt;

use super::{Members, View};

impl fmt::Debug for View<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Absent | Self::Null => formatter.write_str("None"),
            Self::Flag(value) => value.fmt(formatter),
            Self::Integer(value) => value.fmt(formatter),
            Self::Number(value) => value.fmt(formatter),
            Self::Text(value) => value.fmt(formatter),
            Self::Json(value) => value.fmt(formatter),
            Self::List(list) => formatter
                .debug_list()
                .entries((0..list.count()).map(|index| list.item(index)))
                .finish(),
            Self::Map(map) => {
                let mut entries = formatter.debug_map();
                map.each(&mut |name, value| {
                    entries.entry(&name, &value);
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

impl Members for fmt::DebugStruct<'_, '_> {
    fn member(&mut self, name: &str, value: View<'_>) {
        if !matches!(value, View::Absent) {
            self.field(name, &value);
        }
    }

    fn secret(&mut self, name: &str, value: View<'_>) {
        match value {
            View::Absent => {}
            View::Null => self.member(name, value),
            _ => self.member(name, View::Text("[redacted]")),
        }
    }
}
