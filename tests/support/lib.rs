//! What the tests of the workspace share: where things are, and how a missing one is reported.

pub mod cargo;
pub mod case;
pub mod damage;
pub mod guarded;
pub mod program;
pub mod scratch;

use std::io::Write as _;
use std::path::{Path, PathBuf};

/// The root of the repository.
pub fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .map_or_else(PathBuf::new, Path::to_path_buf)
}

/// A file or folder of the material that lies beside the repository and is never copied into it; `None`, with a message,
/// where it is missing.
pub fn shared(path: &str) -> Option<PathBuf> {
    let place = repository().join("../shared").join(path);
    if place.exists() {
        return Some(place);
    }
    skipped(&format!("../shared/{path} is not there"));
    None
}

/// Says that a test, or a part of one, has not been run. The test harness swallows what `eprintln!` prints and not this.
pub fn skipped(why: &str) {
    let _ = writeln!(std::io::stderr(), "SKIPPED: {why}");
}

/// The text of a file.
///
/// # Panics
///
/// It cannot be read.
pub fn read(path: impl AsRef<Path>) -> String {
    let path = path.as_ref();
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{} cannot be read: {error}", path.display()))
}

/// The values of a file that holds one JSON value a line.
///
/// # Panics
///
/// A line is no JSON.
pub fn json_lines(text: &str) -> Vec<serde_json::Value> {
    text.lines()
        .enumerate()
        .map(|(index, line)| serde_json::from_str(line).unwrap_or_else(|error| panic!("line {}: {error}", index + 1)))
        .collect()
}
