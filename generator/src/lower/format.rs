//! Text of a format: `String`, or the type that sdk.toml chooses for it.

use super::Lowering;
use crate::config::{Dates, Uuids};
use crate::ir::{Format, Ty};

/// The type of text of this format.
pub(super) fn ty(cx: &mut Lowering, format: &str) -> Ty {
    match chosen(cx, format) {
        Some(chosen) => {
            cx.formats.insert(chosen);
            Ty::Format(chosen)
        }
        None => Ty::String,
    }
}

/// What sdk.toml chooses for this format.
///
/// `time` and `duration` stay text: by RFC 3339 a time has an offset and a duration may have months, and neither crate has
/// a type for these that has an equality.
pub(super) fn chosen(cx: &Lowering, format: &str) -> Option<Format> {
    let formats = cx.config.formats;
    Some(match (format, formats.dates, formats.uuid) {
        ("date-time", Dates::Jiff, _) => Format::JiffTimestamp,
        ("date-time", Dates::Chrono, _) => Format::ChronoDateTime,
        ("date", Dates::Jiff, _) => Format::JiffDate,
        ("date", Dates::Chrono, _) => Format::ChronoDate,
        ("uuid", _, Uuids::Uuid) => Format::Uuid,
        _ => return None,
    })
}
