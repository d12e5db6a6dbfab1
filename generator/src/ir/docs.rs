//! Documentation as the description gives it.

/// Text for a rustdoc comment: paragraphs of Markdown, without code fences that rustdoc would compile.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Docs {
    /// Lines of text, no trailing blanks; an empty line parts paragraphs.
    pub lines: Vec<String>,
    /// What is said of the values beyond their type, in one line: limits, a default, an example.
    pub facts: Option<String>,
    /// The description marks this as deprecated.
    pub deprecated: bool,
}
