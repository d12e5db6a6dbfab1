//! The command line of sdksmith.
#![warn(missing_docs)]

mod cli;

/// Syntax trees are made of many small pieces, for which the allocators of most systems take three times as long.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Schemas that refer to each other in a long chain are lowered one inside the other; the usual 8 MiB hold about a thousand.
const STACK: usize = 512 << 20;

fn main() -> std::process::ExitCode {
    let run = std::thread::Builder::new()
        .stack_size(STACK)
        .spawn(|| cli::run().into());
    match run.map(std::thread::JoinHandle::join) {
        Ok(Ok(code)) => code,
        Ok(Err(panic)) => std::panic::resume_unwind(panic),
        Err(error) => {
            eprintln!("error: no thread could be started: {error}");
            std::process::ExitCode::FAILURE
        }
    }
}
