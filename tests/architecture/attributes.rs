//! No lint is silenced, and serde is told what to do.

use super::source::{parse, rust_files};
use syn::visit::Visit;

/// The attributes of a file, as they are written, without blanks.
struct Attributes(Vec<String>);

impl<'ast> Visit<'ast> for Attributes {
    fn visit_attribute(&mut self, attribute: &'ast syn::Attribute) {
        use std::fmt::Write as _;
        let mut text = String::new();
        for segment in &attribute.path().segments {
            let _ = write!(text, "{}", segment.ident);
        }
        if let syn::Meta::List(list) = &attribute.meta {
            let _ = write!(text, "({})", list.tokens.to_string().replace(' ', ""));
        }
        self.0.push(text);
    }
}

#[test]
fn no_lint_is_silenced_and_serde_never_guesses() {
    let mut breaches = Vec::new();
    for folder in ["generator/src", "templates/src", "generated-sdk"] {
        for (name, text) in rust_files(folder) {
            let mut attributes = Attributes(Vec::new());
            attributes.visit_file(&parse(&name, &text));
            let is_sdk = folder != "generator/src";
            let is_bad = |attribute: &&String| {
                attribute.starts_with("allow(")
                    || is_sdk && attribute.starts_with("expect(")
                    || is_sdk
                        && attribute.starts_with("serde(")
                        && (attribute.contains("untagged") || attribute.contains("flatten"))
            };
            breaches.extend(
                attributes
                    .0
                    .iter()
                    .filter(is_bad)
                    .map(|attribute| format!("{name}: #[{attribute}]")),
            );
            let lines = attribute_lines(&text);
            for word in ["[allow(", "untagged", "serde(flatten"]
                .iter()
                .filter(|word| lines.contains(**word) && (is_sdk || **word == "[allow("))
            {
                breaches.push(format!("{name}: a line holds `{word}`"));
            }
        }
    }
    assert!(breaches.is_empty(), "{}", breaches.join("\n"));
}

/// The lines of a file that could be attributes: those in macros are none to the parser.
fn attribute_lines(text: &str) -> String {
    text.lines()
        .filter(|line| line.contains("#[") || line.contains("#!["))
        .filter(|line| !line.trim_start().starts_with("//"))
        .collect()
}
