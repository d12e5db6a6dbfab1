//! A tree and a folder: read, compare.
//!
//! The folder holds a list of the files that we wrote, so that files of an earlier output can go and files of the user
//! stay.

use std::collections::BTreeSet;
use std::io;
use std::path::{Component, Path, PathBuf};

use super::{Change, Difference, SourceTree};

/// The list of our files, itself one of them.
const MANIFEST: &str = ".sdksmith";

/// The first line of the list.
const MANIFEST_HEADER: &str = "# Files written by sdksmith. What is not listed here is never touched.";

/// Why nothing was written.
#[derive(Debug)]
pub enum Refusal {
    /// The folder holds files and no list of ours.
    Foreign(PathBuf),
    /// The system said no.
    Io(PathBuf, io::Error),
}

impl std::fmt::Display for Refusal {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Refusal::Foreign(folder) => write!(
                formatter,
                "{} is not empty and was not written by sdksmith",
                folder.display()
            ),
            Refusal::Io(path, error) => write!(formatter, "{}: {error}", path.display()),
        }
    }
}

impl std::error::Error for Refusal {}

impl SourceTree {
    /// Reads all files below a folder.
    pub fn read(folder: &Path) -> Result<SourceTree, Refusal> {
        let mut tree = SourceTree::new();
        read_into(folder, "", &mut tree)?;
        Ok(tree)
    }

    /// Adds the list of the files of this tree, by which the folder will be known as ours.
    #[must_use]
    pub fn with_manifest(mut self) -> SourceTree {
        let mut list = format!("{MANIFEST_HEADER}\n{MANIFEST}\n");
        for (path, _) in self.iter() {
            list.push_str(path);
            list.push('\n');
        }
        self.insert(MANIFEST, list);
        self
    }

    /// What has to change for the folder to hold this tree.
    pub fn difference(&self, folder: &Path) -> Result<Difference<'_>, Refusal> {
        let listed = listed(folder)?;
        if listed.is_none() && !is_vacant(folder)? {
            return Err(Refusal::Foreign(folder.to_owned()));
        }
        let stale = listed
            .unwrap_or_default()
            .into_iter()
            .filter(|path| self.get(path).is_none());
        let paths: BTreeSet<String> = self.iter().map(|(path, _)| path.to_owned()).chain(stale).collect();
        let is_new = !folder.exists();
        let mut changes = Vec::new();
        for path in paths {
            let place = folder.join(inside(&path)?);
            let old = if is_new { None } else { read_file(&place)? };
            let new = self.get(&path);
            if old.as_deref() != new {
                changes.push(Change { path, old, new });
            }
        }
        Ok(Difference { changes })
    }
}

/// The path as one inside the folder; a list of ours that somebody changed must not lead outside.
pub(super) fn inside(path: &str) -> Result<&Path, Refusal> {
    let path = Path::new(path);
    if path.components().all(|part| matches!(part, Component::Normal(_))) {
        Ok(path)
    } else {
        Err(Refusal::Io(
            path.to_owned(),
            io::Error::new(io::ErrorKind::InvalidInput, "not a path inside the output folder"),
        ))
    }
}

/// The files that we have written into the folder; `None` when it is not ours.
fn listed(folder: &Path) -> Result<Option<Vec<String>>, Refusal> {
    let Some(list) = read_file(&folder.join(MANIFEST))? else {
        return Ok(None);
    };
    let list = String::from_utf8_lossy(&list);
    Ok(Some(
        list.lines()
            .filter(|line| !line.is_empty() && !line.starts_with('#'))
            .map(str::to_owned)
            .collect(),
    ))
}

/// True when a folder is missing or holds nothing but hidden files, such as those of a version control.
fn is_vacant(folder: &Path) -> Result<bool, Refusal> {
    let refuse = |error| Refusal::Io(folder.to_owned(), error);
    let entries = match std::fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(true),
        entries => entries.map_err(refuse)?,
    };
    for entry in entries {
        if !entry.map_err(refuse)?.file_name().to_string_lossy().starts_with('.') {
            return Ok(false);
        }
    }
    Ok(true)
}

fn read_into(folder: &Path, prefix: &str, tree: &mut SourceTree) -> Result<(), Refusal> {
    let refuse = |error| Refusal::Io(folder.to_owned(), error);
    for entry in std::fs::read_dir(folder).map_err(refuse)? {
        let entry = entry.map_err(refuse)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = if prefix.is_empty() {
            name
        } else {
            format!("{prefix}/{name}")
        };
        let kind = entry.file_type().map_err(refuse)?;
        if kind.is_dir() {
            read_into(&entry.path(), &path, tree)?;
        } else if kind.is_file()
            && let Some(content) = read_file(&entry.path())?
        {
            tree.insert(path, content);
        }
    }
    Ok(())
}

fn read_file(path: &Path) -> Result<Option<Vec<u8>>, Refusal> {
    match std::fs::read(path) {
        Ok(content) => Ok(Some(content)),
        // A file where a folder should be means the same: what we look for is not there.
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => Ok(None),
        Err(error) => Err(Refusal::Io(path.to_owned(), error)),
    }
}

#[cfg(test)]
mod tests {
    use super::super::Written;
    use super::*;

    /// A folder of this test alone, gone when it ends.
    struct Scratch(PathBuf);

    impl Scratch {
        fn new(name: &str) -> Self {
            let path = std::env::temp_dir().join(format!("sdksmith-{name}-{}", std::process::id()));
            let _ = std::fs::remove_dir_all(&path);
            Scratch(path)
        }
    }

    impl Drop for Scratch {
        fn drop(&mut self) {
            let _ = std::fs::remove_dir_all(&self.0);
        }
    }

    fn tree(files: &[(&str, &str)]) -> SourceTree {
        let mut tree = SourceTree::new();
        files.iter().for_each(|(path, content)| tree.insert(*path, *content));
        tree.with_manifest()
    }

    fn put(tree: &SourceTree, folder: &Path) -> Written {
        tree.difference(folder).unwrap().write(folder).unwrap()
    }

    #[test]
    fn writes_only_what_changed_and_removes_only_what_is_ours() {
        let scratch = Scratch::new("write");
        let folder = scratch.0.join("out");
        let first = tree(&[("Cargo.toml", "1"), ("src/a/b.rs", "2"), ("src/c.rs", "3")]);
        assert_eq!(
            put(&first, &folder),
            Written {
                added: 4,
                changed: 0,
                removed: 0
            }
        );
        std::fs::write(folder.join("src/mine.rs"), "mine").unwrap();
        assert!(first.difference(&folder).unwrap().is_empty());
        let second = tree(&[("Cargo.toml", "1"), ("src/c.rs", "4")]);
        assert_eq!(
            put(&second, &folder),
            Written {
                added: 0,
                changed: 2,
                removed: 1
            }
        );
        assert!(!folder.join("src/a").exists());
        let mut expected = second.clone();
        expected.insert("src/mine.rs", "mine");
        assert_eq!(SourceTree::read(&folder).unwrap(), expected);
    }

    #[test]
    fn new_folders_stand_beside_old_ones_and_foreign_ones() {
        let scratch = Scratch::new("folders");
        put(&tree(&[("src/a.rs", "1"), ("src/a/b.rs", "1")]), &scratch.0);
        std::fs::create_dir_all(scratch.0.join("src/mine")).unwrap();
        let second = tree(&[
            ("src/a.rs", "2"),
            ("src/a/b.rs", "1"),
            ("src/a/c/d/e.rs", "2"),
            ("src/a/c/f.rs", "2"),
            ("src/mine/g.rs", "2"),
            ("tests/h.rs", "2"),
        ]);
        assert_eq!(
            put(&second, &scratch.0),
            Written {
                added: 4,
                changed: 2,
                removed: 0
            }
        );
        assert_eq!(SourceTree::read(&scratch.0).unwrap(), second);
    }

    #[test]
    fn leaves_folders_of_others_alone() {
        let scratch = Scratch::new("foreign");
        std::fs::create_dir_all(scratch.0.join(".git")).unwrap();
        let ours = tree(&[("a", "1")]);
        assert!(ours.difference(&scratch.0).is_ok());
        std::fs::write(scratch.0.join("main.c"), "").unwrap();
        assert!(matches!(ours.difference(&scratch.0), Err(Refusal::Foreign(_))));
    }

    #[test]
    fn a_failure_half_way_changes_nothing() {
        let scratch = Scratch::new("failure");
        put(&tree(&[("a", "1"), ("b", "1")]), &scratch.0);
        let before = SourceTree::read(&scratch.0).unwrap();
        let next = tree(&[("a", "2"), ("b", "2"), ("c", "2")]);
        let mut difference = next.difference(&scratch.0).unwrap();
        // The last one claims to replace a file that is not there, as if somebody had removed it meanwhile.
        difference.changes.last_mut().unwrap().old = Some(Vec::new());
        assert!(difference.write(&scratch.0).is_err());
        assert_eq!(SourceTree::read(&scratch.0).unwrap(), before);
    }

    #[test]
    fn a_list_cannot_lead_outside() {
        let scratch = Scratch::new("outside");
        put(&tree(&[("a", "1")]), &scratch.0);
        std::fs::write(scratch.0.join(MANIFEST), "../victim\n").unwrap();
        assert!(tree(&[("a", "1")]).difference(&scratch.0).is_err());
    }
}
