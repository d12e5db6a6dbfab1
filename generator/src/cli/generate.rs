//! `sdksmith generate`

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::Args;
use sdksmith::Sdk;
use sdksmith::diagnostic::{Code, Diagnostic, Severity};
use sdksmith::ir::Census;
use sdksmith::source_tree::{Difference, Refusal, Written};

use super::Exit;
use super::report::{self, MessageFormat};
use super::sources::SourceArguments;

/// After so many lines of a diff the remaining files are only named.
const DIFF_LINES: usize = 400;

#[derive(Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    sources: SourceArguments,
    /// The folder of the crate
    #[arg(long, value_name = "FOLDER", default_value = "generated-sdk")]
    out: PathBuf,
    /// Write nothing; show what would change, and end with code 1 if anything would
    #[arg(long)]
    check: bool,
    /// How to print problems and the summary
    #[arg(long, value_enum, default_value_t = MessageFormat::Human)]
    message_format: MessageFormat,
}

pub(super) fn run(arguments: &Arguments) -> Exit {
    let started = Instant::now();
    let format = arguments.message_format;
    let sources = match arguments.sources.sources() {
        Ok(sources) => sources,
        Err(message) => {
            report::usage(&message);
            return Exit::BadInput;
        }
    };
    progress(format, &format!("Reading {}", sources.inputs.spec.display()));
    let run = sdksmith::generate(&sources);
    report::problems(&run.problems, format);
    let Some(sdk) = run.result else {
        failed(&run.problems, format);
        return Exit::BadInput;
    };
    progress(format, &format!("Comparing {}", arguments.out.display()));
    let difference = match sdk.tree.difference(&arguments.out) {
        Ok(difference) => difference,
        Err(refusal) => return refused(&refusal, format),
    };
    if arguments.check {
        return check(&difference, &arguments.out, format);
    }
    match difference.write(&arguments.out) {
        Ok(written) => {
            summary(&sdk, written, &run.problems, started, arguments);
            Exit::Done
        }
        Err(refusal) => refused(&refusal, format),
    }
}

fn check(difference: &Difference<'_>, out: &Path, format: MessageFormat) -> Exit {
    if difference.is_empty() {
        return Exit::Done;
    }
    // A reader that has gone away has seen enough.
    let _ = std::io::stdout().write_all(difference.unified(DIFF_LINES).as_bytes());
    let count = difference.changes.len();
    match format {
        MessageFormat::Human => {
            report::line(&format!(
                "{} is stale: {}\n",
                out.display(),
                counted(count, "file differs", "files differ")
            ));
        }
        MessageFormat::Json => report::line(&format!("{}\n", serde_json::json!({ "stale": count }))),
    }
    Exit::Stale
}

fn refused(refusal: &Refusal, format: MessageFormat) -> Exit {
    let code = match refusal {
        Refusal::Foreign(_) => Code::ForeignFolder,
        Refusal::Io(..) => Code::Unwritable,
    };
    report::problem(code, &refusal.to_string(), format);
    Exit::BadOutput
}

fn failed(problems: &[Diagnostic], format: MessageFormat) {
    if format == MessageFormat::Human {
        let errors = counted(report::count(problems, Severity::Error), "error", "errors");
        let warnings = counted(report::count(problems, Severity::Warning), "warning", "warnings");
        report::line(&format!("nothing was written: {errors}, {warnings}\n"));
    }
}

fn summary(sdk: &Sdk, written: Written, problems: &[Diagnostic], started: Instant, arguments: &Arguments) {
    let warnings = report::count(problems, Severity::Warning);
    let seconds = started.elapsed().as_secs_f64();
    if arguments.message_format == MessageFormat::Json {
        let summary = serde_json::json!({ "summary": {
            "package": sdk.name,
            "operations": sdk.operations,
            "types": sdk.types,
            "files": sdk.tree.len(),
            "added": written.added,
            "changed": written.changed,
            "removed": written.removed,
            "warnings": warnings,
            "degraded": degraded(problems),
            "schemas": schemas(&sdk.census),
            "seconds": seconds,
        }});
        report::line(&format!("{summary}\n"));
        return;
    }
    let touched = match (written.added, written.changed, written.removed) {
        (0, 0, 0) => "nothing changed".to_owned(),
        (added, changed, removed) => format!("{added} added, {changed} changed, {removed} removed"),
    };
    let Sdk {
        name,
        operations,
        types,
        ..
    } = sdk;
    report::line(&format!(
        "{name} in {}: {}, {}, {} ({touched}), {}, {seconds:.2} s\n",
        arguments.out.display(),
        counted(*operations, "operation", "operations"),
        counted(*types, "type", "types"),
        counted(sdk.tree.len(), "file", "files"),
        counted(warnings, "warning", "warnings"),
    ));
    let census = &sdk.census;
    if census.schemas > 0 {
        let reasons: Vec<String> = census
            .untyped
            .iter()
            .map(|(why, count)| format!("{count} {}", why.key().replace('_', " ")))
            .collect();
        let reasons = Some(reasons.join(", ")).filter(|reasons| !reasons.is_empty());
        report::line(&format!(
            "{}: {} untyped{}, {} free-form by the description\n",
            counted(census.schemas, "schema", "schemas"),
            census.untyped(),
            reasons.map_or_else(String::new, |reasons| format!(" ({reasons})")),
            census.free_form,
        ));
    }
}

/// How often each warning was given.
fn degraded(problems: &[Diagnostic]) -> BTreeMap<&'static str, usize> {
    let mut counts = BTreeMap::new();
    for problem in problems {
        if problem.code.severity() == Severity::Warning {
            *counts.entry(problem.code.id()).or_default() += 1;
        }
    }
    counts
}

/// The census for programs.
fn schemas(census: &Census) -> serde_json::Value {
    let untyped: BTreeMap<&str, usize> = census.untyped.iter().map(|(why, count)| (why.key(), *count)).collect();
    serde_json::json!({
        "all": census.schemas,
        "free_form": census.free_form,
        "untyped": census.untyped(),
        "untyped_by_reason": untyped,
    })
}

/// Tells a person who is watching what is being done.
fn progress(format: MessageFormat, what: &str) {
    if format == MessageFormat::Human && report::is_terminal() {
        report::line(&format!("{what}\n"));
    }
}

fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}
