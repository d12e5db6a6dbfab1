//! Printing problems.

use std::io::{IsTerminal, Write};

use clap::ValueEnum;
use sdksmith::diagnostic::{Code, Diagnostic, Diagnostics, Place, Severity, Style, human, json};

/// How problems and the summary are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum MessageFormat {
    /// For people, like the Rust compiler's
    Human,
    /// One JSON object a line
    Json,
}

/// Prints problems to the standard error, so that the standard output belongs to the result.
pub(super) fn problems(problems: &[Diagnostic], format: MessageFormat) {
    let style = if coloured() { Style::Coloured } else { Style::Plain };
    let mut text = String::new();
    for problem in problems {
        match format {
            MessageFormat::Human => text.push_str(&(human(problem, style) + "\n\n")),
            MessageFormat::Json => text.push_str(&(json(problem) + "\n")),
        }
    }
    line(&text);
}

/// Prints one problem that has no place in a file.
pub(super) fn problem(code: Code, message: &str, format: MessageFormat) {
    let diagnostics = Diagnostics::new();
    diagnostics.report(code, Place::NOWHERE, message);
    problems(&diagnostics.sorted(|_| None), format);
}

/// Prints what is wrong with the command line, as clap does.
pub(super) fn usage(message: &str) {
    line(&format!("error: {message}\n\nFor more information, try '--help'.\n"));
}

/// How many problems there are of a severity.
pub(super) fn count(problems: &[Diagnostic], severity: Severity) -> usize {
    problems
        .iter()
        .filter(|problem| problem.code.severity() == severity)
        .count()
}

/// Writes to the standard error. Where nobody listens any more there is nobody to tell.
pub(super) fn line(text: &str) {
    let _ = std::io::stderr().write_all(text.as_bytes());
}

/// True when somebody is watching.
pub(super) fn is_terminal() -> bool {
    std::io::stderr().is_terminal()
}

fn coloured() -> bool {
    is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}
