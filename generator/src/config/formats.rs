//! `[formats]`: which types text of a format has.

use serde::Deserialize;

/// `[formats]`
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Formats {
    /// The crate whose types `date-time` and `date` have.
    pub dates: Dates,
    /// The type of `uuid`.
    pub uuid: Uuids,
}

/// What dates are.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub enum Dates {
    /// Text as it came, which costs nothing to compile.
    #[default]
    String,
    /// `jiff::Timestamp` and `jiff::civil::Date`.
    Jiff,
    /// `chrono::DateTime<chrono::Utc>` and `chrono::NaiveDate`.
    Chrono,
}

/// What UUIDs are.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub enum Uuids {
    /// Text as it came.
    #[default]
    String,
    /// `uuid::Uuid`.
    Uuid,
}
