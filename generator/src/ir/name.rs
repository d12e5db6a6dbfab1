//! A name on the wire and its Rust identifier travel together.

/// One thing under its two names.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Name {
    /// As it stands in requests and answers.
    pub wire: String,
    /// A valid Rust identifier, raw (`r#type`) where it is a keyword.
    pub rust: String,
}
