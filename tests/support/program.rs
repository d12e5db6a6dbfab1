//! The `sdksmith` program, as a user runs it.

use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::LazyLock;

/// The program, built when it is first needed.
static PROGRAM: LazyLock<PathBuf> = LazyLock::new(build);

fn build() -> PathBuf {
    let output = Command::new(env!("CARGO"))
        .args([
            "build",
            "--quiet",
            "--package",
            "sdksmith",
            "--bin",
            "sdksmith",
            "--features",
            "mock",
            "--message-format",
            "json-render-diagnostics",
        ])
        .current_dir(crate::repository())
        .output()
        .unwrap_or_else(|error| panic!("cargo cannot be run: {error}"));
    let messages = String::from_utf8_lossy(&output.stdout);
    let executable = |line: &str| {
        Some(PathBuf::from(
            serde_json::from_str::<Value>(line).ok()?["executable"].as_str()?,
        ))
    };
    messages
        .lines()
        .find_map(executable)
        .unwrap_or_else(|| panic!("sdksmith cannot be built: {}", String::from_utf8_lossy(&output.stderr)))
}

/// A command of sdksmith, run in this folder.
pub fn sdksmith(folder: impl AsRef<Path>) -> Command {
    let mut command = Command::new(PROGRAM.as_path());
    command.current_dir(folder);
    command
}

/// How a command ended and what it said.
#[derive(Debug)]
pub struct Ended {
    /// The exit code; `None` where a signal ended it.
    pub code: Option<i32>,
    /// What it printed as its result.
    pub stdout: String,
    /// What it said about its work.
    pub stderr: String,
}

/// Runs a command to its end.
///
/// # Panics
///
/// It cannot be run.
pub fn run(command: &mut Command) -> Ended {
    let Output { status, stdout, stderr } = command
        .output()
        .unwrap_or_else(|error| panic!("{command:?} cannot be run: {error}"));
    let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
    Ended {
        code: status.code(),
        stdout: text(stdout),
        stderr: text(stderr),
    }
}
