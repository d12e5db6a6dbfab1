//! The command line of sdksmith.
#![warn(missing_docs)]

mod cli;

fn main() -> std::process::ExitCode {
    cli::run().into()
}
