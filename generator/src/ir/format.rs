//! Types of other crates for text of a format.

/// A type that a format has where sdk.toml chooses its crate. Each can be copied, has a default, and is read from text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Format {
    /// `jiff::Timestamp`, for `date-time`.
    JiffTimestamp,
    /// `jiff::civil::Date`, for `date`.
    JiffDate,
    /// `chrono::DateTime<chrono::Utc>`, for `date-time`.
    ChronoDateTime,
    /// `chrono::NaiveDate`, for `date`.
    ChronoDate,
    /// `uuid::Uuid`, for `uuid`.
    Uuid,
}

impl Format {
    /// The type as Rust writes it.
    #[must_use]
    pub fn path(self) -> &'static str {
        match self {
            Self::JiffTimestamp => "jiff::Timestamp",
            Self::JiffDate => "jiff::civil::Date",
            Self::ChronoDateTime => "chrono::DateTime<chrono::Utc>",
            Self::ChronoDate => "chrono::NaiveDate",
            Self::Uuid => "uuid::Uuid",
        }
    }
}
