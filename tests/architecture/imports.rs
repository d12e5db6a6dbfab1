//! The import law: which stage of the generator may use which.

use super::source::{is_test, parse, rust_files};
use std::collections::BTreeSet;
use syn::visit::Visit;

/// Who may import whom: a stage of the generator, the stages that it may use, and the libraries that are its business.
/// `std` and the libraries of [`FOR_ALL`] are free to all.
const LAW: &[(&str, &[&str], &[&str])] = &[
    ("catalogue", &["ir"], &["serde"]),
    ("config", &["diagnostic"], &["openapiv3", "serde", "toml", "toml_edit"]),
    (
        "contract",
        &["config", "diagnostic", "dialect", "ir", "sample"],
        &["openapiv3", "serde_json"],
    ),
    ("diagnostic", &[], &["annotate_snippets", "serde", "serde_json"]),
    ("dialect", &["diagnostic", "load"], &["openapiv3", "serde_json"]),
    ("emit", &["ir", "name"], &["proc_macro2", "quote", "syn"]),
    ("fixtures", &["contract"], &["serde_json"]),
    ("ir", &[], &[]),
    (
        "load",
        &["diagnostic", "source_tree"],
        &["jsonpath_rust", "saphyr_parser", "serde", "serde_json", "serde_yaml"],
    ),
    (
        "lower",
        &["config", "dialect", "diagnostic", "ir", "name"],
        &["glob", "openapiv3", "serde_json"],
    ),
    (
        "mock",
        &["contract", "sample"],
        &["http_body_util", "hyper", "hyper_util", "serde_json", "tokio"],
    ),
    ("name", &[], &["deunicode", "heck"]),
    (
        "print",
        &["emit", "source_tree"],
        &["prettyplease", "proc_macro2", "quote", "syn"],
    ),
    ("rustfmt", &["skeleton", "source_tree"], &[]),
    ("sample", &[], &["regex", "regex_syntax", "serde_json"]),
    ("skeleton", &["config", "ir", "source_tree"], &["toml_edit"]),
    ("source_tree", &[], &["similar"]),
    // The program uses the library as anybody would.
    ("cli", &[], &["clap", "sdksmith", "serde_json"]),
    ("main", &["cli"], &[]),
    // The library joins the stages.
    ("lib", ALL_STAGES, &["openapiv3"]),
];

const ALL_STAGES: &[&str] = &[
    "catalogue",
    "config",
    "contract",
    "diagnostic",
    "dialect",
    "emit",
    "fixtures",
    "ir",
    "load",
    "lower",
    "mock",
    "name",
    "print",
    "rustfmt",
    "sample",
    "skeleton",
    "source_tree",
];

const FOR_ALL: &[&str] = &["alloc", "core", "std"];

/// The modules from the root of the crate to a file: `load`, `json` for `generator/src/load/json.rs`.
fn modules(name: &str) -> Vec<String> {
    let inside = name
        .split_once("/src/")
        .map_or(name, |(_, inside)| inside)
        .trim_end_matches(".rs");
    inside
        .split('/')
        .filter(|part| *part != "mod")
        .map(str::to_owned)
        .collect()
}

/// The first words of all paths of a file, resolved: stages of our own and names of libraries.
struct Imports {
    own: Vec<String>,
    stages: BTreeSet<String>,
    libraries: BTreeSet<String>,
}

impl Imports {
    fn of(name: &str, file: &syn::File) -> Self {
        let mut imports = Imports {
            own: modules(name),
            stages: BTreeSet::new(),
            libraries: BTreeSet::new(),
        };
        imports.visit_file(file);
        imports
    }

    fn path(&mut self, words: &[String]) {
        let ups = words.iter().take_while(|word| *word == "super").count();
        let rest = match words.first().map(String::as_str) {
            Some("crate") => &words[1..],
            // The file of a stage is the top of it, so one `super` more than it has modules leads out.
            Some("super") if ups >= self.own.len() => &words[ups..],
            _ => return,
        };
        if let Some(stage) = rest.first() {
            self.stages.insert(stage.clone());
        }
    }

    fn tree(&mut self, before: &[String], tree: &syn::UseTree) {
        match tree {
            syn::UseTree::Path(path) => {
                let words: Vec<String> = before.iter().cloned().chain([path.ident.to_string()]).collect();
                if before.is_empty() {
                    self.library(&words[0]);
                }
                self.tree(&words, &path.tree);
            }
            syn::UseTree::Group(group) => group.items.iter().for_each(|tree| self.tree(before, tree)),
            syn::UseTree::Name(name) => self.path(
                &before
                    .iter()
                    .cloned()
                    .chain([name.ident.to_string()])
                    .collect::<Vec<_>>(),
            ),
            syn::UseTree::Rename(name) => self.path(
                &before
                    .iter()
                    .cloned()
                    .chain([name.ident.to_string()])
                    .collect::<Vec<_>>(),
            ),
            syn::UseTree::Glob(_) => self.path(before),
        }
    }

    fn library(&mut self, word: &str) {
        if LIBRARIES.contains(&word) {
            self.libraries.insert(word.to_owned());
        }
    }
}

/// The libraries that the law hands out.
const LIBRARIES: &[&str] = &[
    "annotate_snippets",
    "clap",
    "deunicode",
    "heck",
    "http_body_util",
    "hyper",
    "hyper_util",
    "jsonpath_rust",
    "openapiv3",
    "prettyplease",
    "proc_macro2",
    "quote",
    "regex",
    "regex_syntax",
    "saphyr_parser",
    "sdksmith",
    "serde",
    "serde_json",
    "serde_yaml",
    "similar",
    "syn",
    "tokio",
    "toml",
    "toml_edit",
];

impl<'ast> Visit<'ast> for Imports {
    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        self.tree(&[], &item.tree);
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let words: Vec<String> = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        if words.len() > 1 {
            self.library(&words[0]);
        }
        self.path(&words);
        syn::visit::visit_path(self, path);
    }

    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        if !is_test(&item.attrs) {
            self.own.push(item.ident.to_string());
            syn::visit::visit_item_mod(self, item);
            self.own.pop();
        }
    }
}

#[test]
fn stages_import_only_what_the_law_lets_them() {
    let mut breaches = Vec::new();
    for (name, text) in rust_files("generator/src") {
        let imports = Imports::of(&name, &parse(&name, &text));
        let stage = imports.own.first().cloned().unwrap_or_default();
        let Some((_, stages, libraries)) = LAW.iter().find(|(law, _, _)| *law == stage) else {
            breaches.push(format!("{name}: the law does not know `{stage}`"));
            continue;
        };
        let is_own = |used: &str| used == stage || !ALL_STAGES.contains(&used) && used != "cli";
        for used in imports
            .stages
            .iter()
            .filter(|used| !is_own(used) && !stages.contains(&used.as_str()))
        {
            breaches.push(format!("{name}: `{stage}` may not use `{used}`"));
        }
        for used in imports
            .libraries
            .iter()
            .filter(|used| !libraries.contains(&used.as_str()) && !FOR_ALL.contains(&used.as_str()))
        {
            breaches.push(format!("{name}: the library `{used}` is not the business of `{stage}`"));
        }
    }
    assert!(breaches.is_empty(), "{}", breaches.join("\n"));
}
