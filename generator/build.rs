//! Makes the files of `templates/` part of the binary, so that an installed sdksmith needs nothing beside it.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let generator = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets it"));
    let repository = generator.parent().expect("the generator is a folder of the repository");
    let mut table = String::from("pub(super) static FILES: &[(&str, &[u8])] = &[\n");
    add_file(&mut table, "Cargo.toml", &repository.join("templates/Cargo.toml"));
    add_file(&mut table, "clippy.toml", &repository.join("templates/clippy.toml"));
    add_folder(&mut table, "src", &repository.join("templates/src"))?;
    table.push_str("];\n");
    let workspace = repository.join("Cargo.toml");
    writeln!(
        table,
        "pub(super) static WORKSPACE: &str = include_str!({workspace:?});"
    )
    .expect("a String takes everything");
    let rustfmt = repository.join("rustfmt.toml");
    writeln!(table, "pub(super) const RUSTFMT: &str = include_str!({rustfmt:?});").expect("a String takes everything");
    for path in [
        "templates/src",
        "templates/Cargo.toml",
        "templates/clippy.toml",
        "Cargo.toml",
        "rustfmt.toml",
    ] {
        println!("cargo::rerun-if-changed={}", repository.join(path).display());
    }
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it"));
    fs::write(out.join("templates.rs"), table)
}

fn add_folder(table: &mut String, prefix: &str, folder: &Path) -> io::Result<()> {
    let mut entries = fs::read_dir(folder)?.collect::<io::Result<Vec<_>>>()?;
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let name = format!("{prefix}/{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            add_folder(table, &name, &entry.path())?;
        } else if name.ends_with(".rs") {
            add_file(table, &name, &entry.path());
        }
    }
    Ok(())
}

fn add_file(table: &mut String, name: &str, path: &Path) {
    writeln!(table, "    ({name:?}, include_bytes!({path:?})),").expect("a String takes everything");
}
