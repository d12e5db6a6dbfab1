//! `sdksmith mock`

use clap::Args;

use super::Exit;
use super::report::{self, MessageFormat};
use super::sources::SourceArguments;

#[derive(Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    sources: SourceArguments,
    /// The port to listen on, on loopback only; 0 takes any free one
    #[arg(long, default_value_t = 4010)]
    port: u16,
    /// How to print problems
    #[arg(long, value_enum, default_value_t = MessageFormat::Human)]
    message_format: MessageFormat,
}

#[cfg(feature = "mock")]
pub(super) fn run(arguments: &Arguments) -> Exit {
    use sdksmith::mock::{Reply, Request, Server};

    let sources = match arguments.sources.sources() {
        Ok(sources) => sources,
        Err(message) => {
            report::usage(&message);
            return Exit::BadInput;
        }
    };
    let run = sdksmith::contract(&sources);
    report::problems(&run.problems, arguments.message_format);
    let Some(contract) = run.result else {
        return Exit::BadInput;
    };
    let start = beginning(&contract);
    let watch = |request: &Request, reply: &Reply| {
        let operation = reply.operation.as_deref().unwrap_or("-");
        report::line(&format!(
            "{} {} {} {operation}\n",
            reply.status, request.method, request.path
        ));
    };
    match Server::start_watched(contract, arguments.port, watch) {
        Ok(server) => {
            show(&start.replace("{url}", &server.url()));
            server.wait();
            Exit::Done
        }
        Err(error) => {
            report::usage(&format!(
                "port {} of 127.0.0.1 cannot be listened on: {error}",
                arguments.port
            ));
            Exit::BadInput
        }
    }
}

/// What to tell before the first request; `{url}` is not known yet.
#[cfg(feature = "mock")]
fn beginning(contract: &sdksmith::contract::Contract) -> String {
    let path = contract
        .base_url
        .split_once("://")
        .and_then(|(_, rest)| rest.split_once('/'))
        .map(|(_, path)| format!("/{}", path.trim_end_matches('/')))
        .unwrap_or_default();
    let count = contract.operations.len();
    let operations = if count == 1 { "operation" } else { "operations" };
    format!(
        "{}: {count} {operations} at {{url}}{path}\n\nexport {}={{url}}{path}\nexport {}=any-secret-will-do\n\n",
        contract.title, contract.base_url_env, contract.secret_env
    )
}

/// Prints to the standard output, now: a script may wait for it.
#[cfg(feature = "mock")]
fn show(text: &str) {
    use std::io::Write as _;

    let mut out = std::io::stdout();
    // A reader that has gone away has seen enough.
    let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
}

/// The server is left out of programs that only generate: it brings an HTTP library along.
#[cfg(not(feature = "mock"))]
pub(super) fn run(arguments: &Arguments) -> Exit {
    let _ = (&arguments.sources, arguments.port, arguments.message_format);
    report::usage(
        "this sdksmith was built without its mock server; `cargo sdksmith mock` in the repository has it, and so has a \
         program installed with `--features mock`",
    );
    Exit::BadInput
}
