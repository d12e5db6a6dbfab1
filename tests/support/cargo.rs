//! cargo, as the tests of whole crates need it.

use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A check of one package of the repository, in which a warning is an error. All tests that check share one target folder.
pub fn check(package: &str, target: &Path) -> Command {
    let mut command = Command::new(env!("CARGO"));
    command
        .args(["check", "--quiet", "--package", package])
        .current_dir(crate::repository())
        .env("CARGO_TARGET_DIR", target)
        .env("RUSTFLAGS", "-D warnings")
        .env("CARGO_INCREMENTAL", "0")
        .env("CARGO_PROFILE_DEV_DEBUG", "false");
    command
}

/// What cargo knows of a package of the repository: its features, its dependencies.
///
/// # Panics
///
/// cargo cannot be run, or there is no such package.
pub fn metadata(package: &str) -> Value {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--no-deps", "--offline"])
        .current_dir(crate::repository())
        .output()
        .unwrap_or_else(|error| panic!("cargo cannot be run: {error}"));
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap_or_default();
    let packages = metadata["packages"].as_array().into_iter().flatten();
    let found = packages.into_iter().find(|one| one["name"] == package);
    found
        .cloned()
        .unwrap_or_else(|| panic!("there is no package {package}"))
}

/// Where the compiler keeps its libraries for a target, if it has them.
pub fn libraries(target: &str) -> Option<PathBuf> {
    let compiler = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let output = Command::new(compiler)
        .args(["--print", "target-libdir", "--target", target])
        .current_dir(crate::repository())
        .output()
        .ok()?;
    let folder = PathBuf::from(String::from_utf8(output.stdout).ok()?.trim());
    Some(folder).filter(|folder| folder.is_dir())
}
