//! Problems as text, in the manner of rustc.

use annotate_snippets::{AnnotationKind, Element, Group, Level, Origin, Renderer, Snippet};

use super::{Diagnostic, Severity};

/// Whether colours are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// With the terminal's colours.
    Coloured,
    /// Letters only, for files and pipes.
    Plain,
}

/// Prints one problem: code, message, place with its line of text, pointer, help.
pub fn human(diagnostic: &Diagnostic, style: Style) -> String {
    let renderer = match style {
        Style::Coloured => Renderer::styled(),
        Style::Plain => Renderer::plain(),
    };
    let level = match diagnostic.code.severity() {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let mut group = Group::with_title(
        level
            .primary_title(diagnostic.message.as_str())
            .id(diagnostic.code.id()),
    );
    if let Some(place) = place(diagnostic) {
        group = group.element(place);
    }
    if let Some(pointer) = &diagnostic.pointer {
        group = group.element(Level::NOTE.with_name("at").message(pointer.as_str()));
    }
    if !diagnostic.code.help().is_empty() {
        group = group.element(Level::HELP.message(diagnostic.code.help()));
    }
    renderer.render(&[group])
}

fn place(diagnostic: &Diagnostic) -> Option<Element<'_>> {
    let location = diagnostic.location.as_ref()?;
    Some(match &diagnostic.excerpt {
        Some(excerpt) => Snippet::source(excerpt.text.as_str())
            .path(location.file.as_str())
            .line_start(location.line)
            .annotation(AnnotationKind::Primary.span(excerpt.start..excerpt.end))
            .into(),
        None => Origin::path(location.file.as_str())
            .line(location.line)
            .char_column(location.column)
            .into(),
    })
}

#[cfg(test)]
mod tests {
    use std::rc::Rc;

    use super::*;
    use crate::diagnostic::{Code, Diagnostics, Place, Pointer, Position, Unit};

    fn only(diagnostics: &Diagnostics) -> String {
        let sorted = diagnostics.sorted(|_| None);
        assert_eq!(sorted.len(), 1);
        human(&sorted[0], Style::Plain)
    }

    #[test]
    fn shows_the_line() {
        let diagnostics = Diagnostics::new();
        let source = diagnostics.add_source("api.yaml", Rc::from("a: 1\n  - name: x\n"), Unit::Byte);
        let pointer = Pointer::root().child("a");
        diagnostics.report(
            Code::NamelessParameter,
            (&pointer, Position::new(source, 9)),
            "the parameter has no place",
        );
        let expected = "\
warning[SDK0201]: the parameter has no place
 --> api.yaml:2:5
  |
2 |   - name: x
  |     ^^^^
  |
  = at: #/a
  = help: give the parameter a `name` and an `in`, or remove it";
        assert_eq!(only(&diagnostics), expected);
    }

    #[test]
    fn shows_no_overlong_line_and_no_missing_place() {
        let diagnostics = Diagnostics::new();
        let source = diagnostics.add_source("api.json", Rc::from("x".repeat(1000)), Unit::Byte);
        diagnostics.report(Code::DuplicateKey, Position::new(source, 500), "twice");
        assert!(only(&diagnostics).contains("--> api.json:1:501"));
        let diagnostics = Diagnostics::new();
        diagnostics.report(Code::UnreadableFile, Place::NOWHERE, "cannot read x.yaml");
        assert!(only(&diagnostics).starts_with("error[SDK0001]: cannot read x.yaml\n"));
    }
}
