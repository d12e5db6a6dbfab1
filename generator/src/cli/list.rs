//! `sdksmith list`

use std::io::Write;

use clap::{Args, ValueEnum};
use sdksmith::catalogue::Row;

use super::Exit;
use super::report::{self, MessageFormat};
use super::sources::SourceArguments;

#[derive(Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    sources: SourceArguments,
    /// How to print the operations
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
    /// How to print problems
    #[arg(long, value_enum, default_value_t = MessageFormat::Human)]
    message_format: MessageFormat,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Table,
    /// An array of objects
    Json,
}

pub(super) fn run(arguments: &Arguments) -> Exit {
    let sources = match arguments.sources.sources() {
        Ok(sources) => sources,
        Err(message) => {
            report::usage(&message);
            return Exit::BadInput;
        }
    };
    let run = sdksmith::list(&sources);
    report::problems(&run.problems, arguments.message_format);
    let Some(rows) = run.result else { return Exit::BadInput };
    let text = match arguments.format {
        Format::Table => table(&rows),
        Format::Json => serde_json::to_string_pretty(&rows).expect("rows are texts and lists of texts") + "\n",
    };
    // A reader that has gone away has seen enough.
    let _ = std::io::stdout().write_all(text.as_bytes());
    Exit::Done
}

fn table(rows: &[Row]) -> String {
    let header = ["OPERATION", "REQUEST", "CALL", "ANSWER", "STREAM ITEM", "WAYS"].map(str::to_owned);
    let lines: Vec<[String; 6]> = std::iter::once(header).chain(rows.iter().map(cells)).collect();
    let mut widths = [0; 6];
    for line in &lines {
        for (width, cell) in widths.iter_mut().zip(line) {
            *width = cell.chars().count().max(*width);
        }
    }
    let mut text = String::new();
    for line in lines {
        let padded: Vec<String> = line
            .iter()
            .zip(widths)
            .map(|(cell, width)| format!("{cell:width$}"))
            .collect();
        text.push_str(padded.join("  ").trim_end());
        text.push('\n');
    }
    text
}

fn cells(row: &Row) -> [String; 6] {
    let arguments = row
        .arguments
        .iter()
        .map(|argument| format!("{}: {}", argument.name, argument.ty));
    let body = row.body.iter().map(|ty| format!("request: {ty}"));
    let arguments: Vec<String> = arguments.chain(body).collect();
    let dash = || "-".to_owned();
    [
        row.operation_id.clone(),
        format!("{} {}", row.method, row.path),
        format!("{}({})", row.call, arguments.join(", ")),
        row.answer.clone().unwrap_or_else(dash),
        row.stream_item.clone().unwrap_or_else(dash),
        row.ways.join(", "),
    ]
}
