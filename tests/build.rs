//! Lists the public types of the generated crates for `secrets.rs`, so that no type can be forgotten.

use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs, io};

/// The crates, and where each re-exports all of its types.
const CRATES: [(&str, &str); 2] = [
    ("chatbotkit", "../generated-sdk/src/types.rs"),
    ("sdk_template", "../templates/src/types.rs"),
];

fn main() -> io::Result<()> {
    let mut table = String::from("pub fn types() -> Vec<Type> {\n    vec![\n");
    for (name, list) in CRATES {
        println!("cargo:rerun-if-changed={list}");
        for one in names(&fs::read_to_string(list)?) {
            // Writing to a string cannot fail.
            let _ = writeln!(table, "        type_of!({name}, {one}),");
        }
    }
    table.push_str("    ]\n}\n");
    let out = env::var_os("OUT_DIR").unwrap_or_default();
    fs::write(Path::new(&out).join("types.rs"), table)
}

/// The names that `pub use` takes from modules of the crate.
fn names(source: &str) -> Vec<String> {
    let mut names = Vec::new();
    for statement in source.split(';') {
        let Some((_, path)) = statement.split_once("pub use ") else {
            continue;
        };
        let list = match path.split_once('{') {
            Some((_, list)) => list.trim_end().trim_end_matches('}'),
            None => path.rsplit("::").next().unwrap_or_default(),
        };
        names.extend(
            list.split(',')
                .map(|name| name.trim().to_owned())
                .filter(|name| !name.is_empty()),
        );
    }
    names
}
