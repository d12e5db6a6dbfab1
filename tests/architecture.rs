//! The rules of the house that can be read off the sources.

#[path = "architecture/attributes.rs"]
mod attributes;
#[path = "architecture/documentation.rs"]
mod documentation;
#[path = "architecture/imports.rs"]
mod imports;
#[path = "architecture/panics.rs"]
mod panics;
#[path = "architecture/reserved.rs"]
mod reserved;
#[path = "architecture/signatures.rs"]
mod signatures;
#[path = "architecture/source.rs"]
mod source;

use source::{collect, rust_files};
use workspace_tests::{read, repository};

/// The longest file, in lines.
const LONGEST: usize = 400;

#[test]
fn the_template_and_the_generator_do_not_link_to_each_other() {
    let manifests = [
        ("generator", "sdk-template"),
        ("generator", "sdk_template"),
        ("templates", "sdksmith"),
    ];
    for (folder, other) in manifests {
        assert!(
            !read(repository().join(folder).join("Cargo.toml")).contains(other),
            "{folder} names {other}"
        );
    }
}

#[test]
fn files_stay_small() {
    let mut long = Vec::new();
    for folder in ["generator", "templates", "tests"] {
        for (name, text) in rust_files(folder)
            .into_iter()
            .filter(|(name, _)| !name.contains("/expected/"))
        {
            let lines = text.lines().count();
            if lines > LONGEST {
                long.push(format!("{name} has {lines} lines"));
            }
        }
    }
    assert!(
        long.is_empty(),
        "a file of more than {LONGEST} lines holds two concepts\n{}",
        long.join("\n")
    );
}

#[test]
fn the_core_asks_one_clock() {
    let others = [
        "tokio::time",
        "std::time::Instant",
        "std::time::SystemTime",
        "SystemTime::now",
        "thread::sleep",
    ];
    let mut breaches = Vec::new();
    for (name, text) in rust_files("templates/src") {
        // Connections are not there in a browser, so their limit can be tokio's own.
        if name.starts_with("templates/src/clock") || name.starts_with("templates/src/transport/hyper") {
            continue;
        }
        for way in others.iter().filter(|way| text.contains(**way)) {
            breaches.push(format!("{name}: {way}"));
        }
    }
    assert!(breaches.is_empty(), "{}", breaches.join("\n"));
}

#[test]
fn no_file_knows_a_machine() {
    let root = repository();
    let mut found = Vec::new();
    collect(&root, &mut found);
    let mut breaches = Vec::new();
    // Spelled in two parts, so that this file is no breach itself.
    let places: Vec<String> = ["/ho|me/", "/ro|ot/", "/wo|rk/", "C:|\\Users"]
        .iter()
        .map(|place| place.replace('|', ""))
        .collect();
    for path in found {
        // What is no text names no places.
        let Ok(text) = std::fs::read_to_string(&path) else {
            continue;
        };
        for place in places.iter().filter(|place| text.contains(place.as_str())) {
            breaches.push(format!(
                "{}: {place}",
                path.strip_prefix(&root).unwrap_or(&path).display()
            ));
        }
    }
    assert!(breaches.is_empty(), "{}", breaches.join("\n"));
}
