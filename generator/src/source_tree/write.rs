//! A difference becomes what the folder holds: all of it or, on failure, nothing.
//!
//! All new content is written beside the old one first and then moved; a full disk, a read-only folder or any other failure leaves the old output
//! as it was.

use std::path::{Path, PathBuf};

use super::Difference;
use super::disk::{Refusal, inside};

/// Where new content waits until all of it is written.
const STAGING: &str = ".sdksmith-staging";

/// Inside of that, what is new.
const NEW: &str = "new";

/// How many files were touched.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// Files that were not there.
    pub added: usize,
    /// Files with other content than before.
    pub changed: usize,
    /// Files of an earlier output.
    pub removed: usize,
}

impl Difference<'_> {
    /// Brings the folder up to date, all of it or, on failure, nothing.
    pub fn write(&self, folder: &Path) -> Result<Written, Refusal> {
        let mut written = Written::default();
        for change in &self.changes {
            match (&change.old, &change.new) {
                (None, _) => written.added += 1,
                (_, None) => written.removed += 1,
                _ => written.changed += 1,
            }
        }
        if self.is_empty() {
            return Ok(written);
        }
        let is_new = !folder.exists();
        create_folder(folder)?;
        let staging = folder.join(STAGING);
        let result = self.stage(&staging).and_then(|()| self.swap(folder, &staging));
        // What waits there is of no use to anybody; a leftover is cleared by the next run.
        let _ = std::fs::remove_dir_all(&staging);
        if result.is_err() && is_new {
            // Only removes a folder that is empty.
            let _ = std::fs::remove_dir(folder);
        }
        result?;
        for change in self.changes.iter().filter(|change| change.new.is_none()) {
            remove_empty_folders(folder, &change.path);
        }
        Ok(written)
    }

    /// Writes all new content into the staging folder, in folders as it will have.
    fn stage(&self, staging: &Path) -> Result<(), Refusal> {
        if staging.exists() {
            std::fs::remove_dir_all(staging).map_err(|error| Refusal::Io(staging.to_owned(), error))?;
        }
        let staging = staging.join(NEW);
        let mut last_parent = None;
        for change in &self.changes {
            let Some(content) = change.new else { continue };
            let path = staging.join(inside(&change.path)?);
            let parent = path.parent().map(Path::to_owned);
            if parent != last_parent {
                parent.as_deref().map_or(Ok(()), create_folder)?;
                last_parent = parent;
            }
            write_file(&path, content)?;
        }
        Ok(())
    }

    /// Moves old files out of the way and new ones to their places; goes back when a step fails.
    fn swap(&self, folder: &Path, staging: &Path) -> Result<(), Refusal> {
        let mut moves: Vec<(PathBuf, PathBuf)> = Vec::new();
        let mut step = |from: PathBuf, to: PathBuf| {
            let result = rename(&from, &to);
            if result.is_ok() {
                moves.push((from, to));
            }
            result
        };
        let mut all = || {
            // The paths are in order, so that all files of a folder follow each other.
            let mut moved_folder: Option<&Path> = None;
            for (index, change) in self.changes.iter().enumerate() {
                let path = inside(&change.path)?;
                if change.old.is_some() {
                    step(folder.join(path), staging.join(format!("old-{index}")))?;
                }
                if change.new.is_none() || moved_folder.is_some_and(|moved| path.starts_with(moved)) {
                    continue;
                }
                let highest = match &change.old {
                    Some(_) => path,
                    None => highest_missing(folder, path),
                };
                step(staging.join(NEW).join(highest), folder.join(highest))?;
                moved_folder = (highest != path).then_some(highest);
            }
            Ok(())
        };
        let result = all();
        if result.is_err() {
            for (from, to) in moves.iter().rev() {
                // There is nothing left to do about a failure here, and the first one is the one to report.
                let _ = rename(to, from);
            }
        }
        result
    }
}

/// The file, or the outermost folder around it that is not there yet and so comes with all that belongs into it.
fn highest_missing<'p>(folder: &Path, path: &'p Path) -> &'p Path {
    let around: Vec<&Path> = path
        .ancestors()
        .take_while(|part| !part.as_os_str().is_empty())
        .collect();
    let missing = around.into_iter().rev().find(|part| !folder.join(part).exists());
    missing.unwrap_or(path)
}

fn write_file(path: &Path, content: &[u8]) -> Result<(), Refusal> {
    std::fs::write(path, content).map_err(|error| Refusal::Io(path.to_owned(), error))
}

fn create_folder(path: &Path) -> Result<(), Refusal> {
    std::fs::create_dir_all(path).map_err(|error| Refusal::Io(path.to_owned(), error))
}

fn rename(from: &Path, to: &Path) -> Result<(), Refusal> {
    std::fs::rename(from, to).map_err(|error| Refusal::Io(to.to_owned(), error))
}

/// Removes the folders that a removed file has left empty.
fn remove_empty_folders(folder: &Path, path: &str) {
    let mut place = Path::new(path).parent();
    while let Some(inner) = place.filter(|inner| !inner.as_os_str().is_empty()) {
        if std::fs::remove_dir(folder.join(inner)).is_err() {
            return;
        }
        place = inner.parent();
    }
}
