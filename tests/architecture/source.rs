//! The sources that the rules are about.

use std::path::{Path, PathBuf};
use workspace_tests::{read, repository};

/// The Rust files below a folder of the repository, by their paths in it.
pub fn rust_files(folder: &str) -> Vec<(String, String)> {
    let root = repository();
    let mut found = Vec::new();
    collect(&root.join(folder), &mut found);
    found.sort();
    let name = |path: &Path| path.strip_prefix(&root).unwrap_or(path).display().to_string();
    found
        .iter()
        .filter(|path| path.extension().is_some_and(|ending| ending == "rs"))
        .map(|path| (name(path), read(path)))
        .collect()
}

/// All files below a folder, without those of version control and of builds.
pub fn collect(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        let is_hidden = entry.file_name().to_string_lossy().starts_with('.');
        match path.is_dir() {
            true if entry.file_name() == "target" || is_hidden => {}
            true => collect(&path, found),
            false => found.push(path),
        }
    }
}

pub fn parse(name: &str, text: &str) -> syn::File {
    syn::parse_file(text).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// True for what is compiled in tests only.
pub fn is_test(attributes: &[syn::Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        attribute.path().is_ident("test")
            || attribute.path().is_ident("cfg") && attribute.parse_args::<syn::Ident>().is_ok_and(|word| word == "test")
    })
}
