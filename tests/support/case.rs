//! Cases: folders below `cases/` with a description, what is made of it, and what is said about it.

use crate::read;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// A folder with a description in it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Case {
    /// Its path inside `cases/`, such as `union/by_type`.
    pub name: String,
    /// Its path as seen from the folder of this package, in which tests run, so that messages about its files are the same everywhere.
    pub folder: PathBuf,
}

impl Case {
    /// A file of the case, if it is there.
    pub fn file(&self, name: &str) -> Option<PathBuf> {
        Some(self.folder.join(name)).filter(|path| path.exists())
    }

    /// The description.
    pub fn spec(&self) -> Option<PathBuf> {
        self.file("openapi.yaml").or_else(|| self.file("openapi.json"))
    }
}

/// All cases below a folder of `cases/`, in the order of their names.
pub fn cases(below: &str) -> Vec<Case> {
    let mut found = Vec::new();
    collect(&Path::new("cases").join(below), &mut found);
    found.sort();
    found
}

fn collect(folder: &Path, found: &mut Vec<Case>) {
    let name = folder.strip_prefix("cases").unwrap_or(folder).display().to_string();
    let case = Case {
        name,
        folder: folder.to_path_buf(),
    };
    if case.spec().is_some() {
        found.push(case);
        return;
    }
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        if entry.path().is_dir() {
            collect(&entry.path(), found);
        }
    }
}

/// True when the expectations are to be rewritten: `UPDATE=1 cargo test`.
pub fn updating() -> bool {
    std::env::var_os("UPDATE").is_some_and(|value| value == "1")
}

/// Compares the files of a folder with what they should be, or rewrites them; gives the differences.
///
/// # Panics
///
/// A file cannot be written.
pub fn compare(folder: &Path, files: &BTreeMap<String, String>) -> Vec<String> {
    let mut old = BTreeMap::new();
    collect_files(folder, folder, &mut old);
    let mut differences = Vec::new();
    for path in old
        .keys()
        .chain(files.keys())
        .collect::<std::collections::BTreeSet<_>>()
    {
        let (expected, made) = (old.get(path), files.get(path));
        if expected == made {
            continue;
        }
        let place = folder.join(path);
        if updating() {
            rewrite(&place, made.map(String::as_str));
            continue;
        }
        let (expected, made) = (expected.map_or("", String::as_str), made.map_or("", String::as_str));
        differences.push(difference(&place.display().to_string(), expected, made));
    }
    differences
}

/// The difference of two texts, for people.
pub fn difference(name: &str, expected: &str, made: &str) -> String {
    let text = similar::TextDiff::from_lines(expected, made);
    let mut shown = String::new();
    let diff = text
        .unified_diff()
        .context_radius(3)
        .header(&format!("{name} (expected)"), &format!("{name} (made)"))
        .to_string();
    for line in diff.lines().take(80) {
        let _ = writeln!(shown, "{line}");
    }
    shown
}

fn rewrite(place: &Path, text: Option<&str>) {
    let result = match text {
        Some(text) => place
            .parent()
            .map_or(Ok(()), std::fs::create_dir_all)
            .and_then(|()| std::fs::write(place, text)),
        None => std::fs::remove_file(place),
    };
    result.unwrap_or_else(|error| panic!("{}: {error}", place.display()));
}

fn collect_files(root: &Path, folder: &Path, files: &mut BTreeMap<String, String>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect_files(root, &path, files);
        } else {
            let name = path.strip_prefix(root).unwrap_or(&path).display().to_string();
            files.insert(name, read(&path));
        }
    }
}
