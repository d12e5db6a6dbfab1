//! Arguments, sub-commands and exit codes.

mod explain;
mod generate;
mod list;
mod mock;
mod report;
mod sources;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Reads an OpenAPI description and writes a typed Rust client crate.
#[derive(Parser)]
#[command(name = "sdksmith", version, after_help = EXIT_CODES)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Write the crate, or check that it is up to date
    Generate(generate::Arguments),
    /// List the operations as the crate offers them
    List(list::Arguments),
    /// Play the API of the description on loopback
    Mock(mock::Arguments),
    /// Explain a problem by its code, such as SDK0203
    Explain(explain::Arguments),
}

const EXIT_CODES: &str = "\
Exit codes:
  0  done; with --check: the output is up to date
  1  --check found the output stale
  2  the command line, the description, an overlay or sdk.toml is wrong; nothing was written
  3  the output folder cannot be read or written; its old content is untouched";

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    Done,
    Stale,
    BadInput,
    BadOutput,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        ExitCode::from(match exit {
            Exit::Done => 0,
            Exit::Stale => 1,
            Exit::BadInput => 2,
            Exit::BadOutput => 3,
        })
    }
}

/// Reads the command line and does what it says. Clap itself ends with code 2 on a wrong command line.
pub(crate) fn run() -> Exit {
    match Arguments::parse().command {
        Command::Generate(arguments) => generate::run(&arguments),
        Command::List(arguments) => list::run(&arguments),
        Command::Mock(arguments) => mock::run(&arguments),
        Command::Explain(arguments) => explain::run(&arguments),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_arguments_are_consistent() {
        use clap::CommandFactory;
        Arguments::command().debug_assert();
    }
}
