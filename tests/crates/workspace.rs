//! Generated crates in one workspace below the target folder, compiled together.
//!
//! They are rewritten only where they differ, so that a second run compiles what has changed.

use sdksmith::source_tree::SourceTree;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use workspace_tests::{read, repository};

/// Where the crates are put together.
pub struct Workspace {
    folder: PathBuf,
    names: Vec<String>,
}

impl Workspace {
    /// A workspace that has no crates yet, whatever an earlier run left in its folder.
    pub fn new(name: &str) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        assert!(fs::create_dir_all(&folder).is_ok(), "{}", folder.display());
        Workspace {
            folder,
            names: Vec::new(),
        }
    }

    /// Puts a crate in, as a package of this name: several descriptions have the same title.
    pub fn add(&mut self, name: String, mut tree: SourceTree) {
        let text = tree
            .get("Cargo.toml")
            .map(String::from_utf8_lossy)
            .unwrap_or_default()
            .into_owned();
        tree.insert("Cargo.toml", manifest(&text, &name));
        let folder = self.folder.join(&name);
        let tree = tree.with_manifest();
        let result = tree
            .difference(&folder)
            .and_then(|difference| difference.write(&folder));
        assert!(result.is_ok(), "{}: {result:?}", folder.display());
        self.names.push(name);
    }

    /// Runs a command of cargo on everything, with warnings as errors, and gives the folder of what was made; what cargo says is the error.
    pub fn cargo(&self, command: &[&str], targets: &[&str]) -> Result<PathBuf, String> {
        self.forget_others();
        let names = &self.names;
        self.put(
            "Cargo.toml",
            &format!("[workspace]\nresolver = \"3\"\nmembers = {names:?}\n\n[profile.dev]\ndebug = false\n"),
        );
        for file in ["Cargo.lock", "rust-toolchain.toml"] {
            self.put(file, &read(repository().join(file)));
        }
        let output = Command::new(env!("CARGO"))
            .args(command)
            .args(["--quiet", "--offline", "--workspace"])
            .args(targets)
            .current_dir(&self.folder)
            .env("CARGO_TARGET_DIR", self.folder.join("target"))
            .env("RUSTFLAGS", "-D warnings")
            .env("CARGO_INCREMENTAL", "0")
            .output()
            .unwrap_or_else(|error| panic!("cargo cannot be run: {error}"));
        if output.status.success() {
            return Ok(self.folder.join("target/debug"));
        }
        let said = [output.stderr, output.stdout].concat();
        let said = String::from_utf8_lossy(&said);
        let shown: Vec<&str> = said.lines().take(300).collect();
        Err(format!("in {}\n{}", self.folder.display(), shown.join("\n")))
    }

    /// Writes a file beside the crates.
    pub fn put(&self, name: &str, text: &str) -> PathBuf {
        let path = self.folder.join(name);
        if !path.exists() || read(&path) != text {
            assert!(fs::write(&path, text).is_ok(), "{}", path.display());
        }
        path
    }

    fn forget_others(&self) {
        for entry in fs::read_dir(&self.folder).into_iter().flatten().flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            if entry.path().join("Cargo.toml").exists() && !self.names.contains(&name) {
                let _ = fs::remove_dir_all(entry.path());
            }
        }
    }
}

/// The manifest under another name, with all resources and without the libraries for TLS, HTTP/2 and gzip. What only the core's own tests need is left out.
fn manifest(text: &str, name: &str) -> String {
    let (before, _) = text.split_once("[dev-dependencies]").unwrap_or((text, ""));
    let own_name = before
        .lines()
        .find_map(|line| line.strip_prefix("name = "))
        .unwrap_or_default();
    let libraries = "\"gzip\", \"http2\", \"rustls\", ";
    assert!(
        before.contains(libraries),
        "the default features have changed: {before}"
    );
    let before = before.replacen(libraries, "", 1);
    let renamed = before.replacen(&format!("name = {own_name}"), &format!("name = \"{name}\""), 1);
    if renamed.contains("[lib]") {
        return renamed;
    }
    format!("{renamed}\n[lib]\nname = {}\n", own_name.replace('-', "_"))
}
