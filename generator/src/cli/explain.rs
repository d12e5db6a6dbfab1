//! `sdksmith explain CODE`

use std::io::Write;

use clap::Args;
use sdksmith::diagnostic::Code;

use super::{Exit, report};

#[derive(Args)]
pub(super) struct Arguments {
    /// The code of a problem, such as SDK0203; without it, all codes are listed
    code: Option<String>,
}

pub(super) fn run(arguments: &Arguments) -> Exit {
    let text = match &arguments.code {
        None => Code::ALL
            .iter()
            .map(|code| format!("{}  {:7}  {}\n", code.id(), code.severity().word(), code.summary()))
            .collect(),
        Some(id) => match Code::find(id) {
            Some(code) => explanation(code),
            None => {
                report::usage(&format!("there is no code `{id}`; `sdksmith explain` lists them all"));
                return Exit::BadInput;
            }
        },
    };
    // A reader that has gone away has seen enough.
    let _ = std::io::stdout().write_all(text.as_bytes());
    Exit::Done
}

fn explanation(code: Code) -> String {
    let help = if code.help().is_empty() {
        String::new()
    } else {
        format!("\nHelp: {}.\n", code.help())
    };
    format!(
        "{} ({}): {}\n\n{}\n{help}",
        code.id(),
        code.severity().word(),
        code.summary(),
        code.explanation()
    )
}
