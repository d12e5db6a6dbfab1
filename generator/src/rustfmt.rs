//! Runs rustfmt over printed files, where sdk.toml asks for it.

use std::fmt;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::source_tree::{Refusal, SourceTree};

/// Why the files could not be formatted.
#[derive(Debug)]
pub enum Unformatted {
    /// rustfmt is not there, or could not be run.
    NotRun(std::io::Error),
    /// rustfmt ran and did not like what it saw.
    Failed(String),
    /// Its input could not be written or its output not be read.
    Files(Refusal),
}

impl fmt::Display for Unformatted {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Unformatted::NotRun(error) => write!(formatter, "rustfmt cannot be run: {error}"),
            Unformatted::Failed(message) => write!(formatter, "rustfmt failed: {message}"),
            Unformatted::Files(refusal) => write!(formatter, "rustfmt has no place to work: {refusal}"),
        }
    }
}

impl std::error::Error for Unformatted {}

/// Formats the Rust files of a tree as the project's `rustfmt.toml` says, in a folder of their own, so that neither the
/// place of the output nor the configuration of the machine has a say.
pub fn format(tree: SourceTree) -> Result<SourceTree, Unformatted> {
    let folder = Scratch::new().map_err(Unformatted::NotRun)?;
    let mut input = tree.clone();
    input.insert("rustfmt.toml", crate::skeleton::RUSTFMT);
    input
        .difference(&folder.0)
        .and_then(|difference| difference.write(&folder.0))
        .map_err(Unformatted::Files)?;
    let roots: Vec<PathBuf> = roots(&tree).map(|path| folder.0.join(path)).collect();
    // One process for each core: rustfmt itself uses one.
    let (left, right) = roots.split_at(roots.len().div_ceil(2));
    let started: Vec<_> = [left, right]
        .into_iter()
        .filter(|roots| !roots.is_empty())
        .map(|roots| start(roots, &folder.0))
        .collect();
    for process in started {
        let output = process
            .and_then(std::process::Child::wait_with_output)
            .map_err(Unformatted::NotRun)?;
        if !output.status.success() {
            return Err(Unformatted::Failed(
                String::from_utf8_lossy(&output.stderr).trim().to_owned(),
            ));
        }
    }
    let mut formatted = SourceTree::read(&folder.0).map_err(Unformatted::Files)?;
    formatted.remove("rustfmt.toml");
    Ok(formatted)
}

fn start(roots: &[PathBuf], folder: &Path) -> std::io::Result<std::process::Child> {
    Command::new("rustfmt")
        .args(["--edition", "2024", "--config-path"])
        .arg(folder.join("rustfmt.toml"))
        .args(roots)
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::piped())
        .spawn()
}

/// The files that no other file of the tree holds as a module: rustfmt goes down to the others by itself.
fn roots(tree: &SourceTree) -> impl Iterator<Item = &str> {
    tree.iter().map(|(path, _)| path).filter(|path| {
        let Some((folder, _)) = path.rsplit_once('/') else {
            return path.ends_with(".rs");
        };
        path.ends_with(".rs") && tree.get(&format!("{folder}.rs")).is_none()
    })
}

/// A folder that goes away with the value.
struct Scratch(PathBuf);

impl Scratch {
    fn new() -> std::io::Result<Self> {
        let parent = std::env::temp_dir();
        let id = std::process::id();
        for attempt in 0..1000 {
            let folder = parent.join(format!("sdksmith-rustfmt-{id}-{attempt}"));
            match std::fs::create_dir(&folder) {
                Ok(()) => return Ok(Scratch(folder)),
                Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error),
            }
        }
        Err(std::io::Error::from(std::io::ErrorKind::AlreadyExists))
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // A leftover in the system's folder for such things does no harm.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_files_and_their_modules() {
        let mut tree = SourceTree::new();
        tree.insert("src/a.rs", "mod b;\nfn  x( ) { }\n");
        tree.insert("src/a/b.rs", "fn  y( ) { }\n");
        tree.insert("src/c.rs", "fn  z( ) { }\n");
        let formatted = format(tree).unwrap();
        let texts: Vec<_> = formatted
            .iter()
            .map(|(path, text)| (path, String::from_utf8_lossy(text).into_owned()))
            .collect();
        let expected = [
            ("src/a.rs", "mod b;\nfn x() {}\n"),
            ("src/a/b.rs", "fn y() {}\n"),
            ("src/c.rs", "fn z() {}\n"),
        ];
        assert_eq!(texts, expected.map(|(path, text)| (path, text.to_owned())));
    }
}
