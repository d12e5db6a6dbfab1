//! Which Cargo features bring which modules of a crate, read off its sources.

use sdksmith::source_tree::SourceTree;
use std::collections::{BTreeMap, BTreeSet};
use syn::visit::Visit;

/// Any of these features; none at all where something is always there.
type Gate = BTreeSet<String>;

/// A generated crate as its features see it.
pub struct Gates {
    /// What each feature switches on, itself among it.
    features: BTreeMap<String, Gate>,
    /// Where each type of `crate::types` is there.
    types: BTreeMap<String, Gate>,
    /// The modules with types or clients, with what they import from `crate::types`.
    modules: Vec<(Gate, BTreeSet<String>)>,
}

impl Gates {
    pub fn of(tree: &SourceTree) -> Self {
        let manifest: toml::Table = text(tree, "Cargo.toml").parse().unwrap_or_default();
        let table = manifest.get("features").and_then(toml::Value::as_table);
        let needs = |feature: &str| -> Vec<String> {
            let needs = table
                .and_then(|table| table.get(feature))
                .and_then(toml::Value::as_array);
            let needs = needs.into_iter().flatten().filter_map(toml::Value::as_str);
            needs.map(str::to_owned).collect()
        };
        let features = needs("full").into_iter().map(|feature| {
            let mut all = Gate::from([feature.clone()]);
            let mut open = vec![feature.clone()];
            while let Some(next) = open.pop() {
                open.extend(needs(&next).into_iter().filter(|need| all.insert(need.clone())));
            }
            (feature, all)
        });
        let features = features.collect();
        let mut types = BTreeMap::new();
        let mut modules = Vec::new();
        for item in parse(&text(tree, "src/types.rs")).items {
            match item {
                syn::Item::Use(item) => {
                    let names = last_names(&item.tree).into_iter();
                    types.extend(names.map(|name| (name, gate(&item.attrs))));
                }
                syn::Item::Mod(item) => {
                    let file = text(tree, &format!("src/types/{}.rs", bare(&item.ident)));
                    modules.push((gate(&item.attrs), imports(&file)));
                }
                _ => {}
            }
        }
        for item in parse(&text(tree, "src/resources.rs")).items {
            let syn::Item::Mod(item) = item else { continue };
            let own = format!("src/resources/{}", bare(&item.ident));
            let files = tree
                .iter()
                .filter(|(path, _)| *path == format!("{own}.rs") || path.starts_with(&format!("{own}/")));
            for (path, _) in files {
                modules.push((gate(&item.attrs), imports(&text(tree, path))));
            }
        }
        Gates {
            features,
            types,
            modules,
        }
    }

    pub fn features(&self) -> impl Iterator<Item = &str> {
        self.features.keys().map(String::as_str)
    }

    /// The types that some module names and that are not there, with each feature alone and without any.
    pub fn missing(&self) -> Vec<String> {
        let none = (String::new(), Gate::new());
        let chosen = self.features.iter().chain([(&none.0, &none.1)]);
        let mut missing = Vec::new();
        for (feature, on) in chosen {
            let is_on = |gate: &Gate| gate.is_empty() || !gate.is_disjoint(on);
            let needed = self
                .modules
                .iter()
                .filter(|(gate, _)| is_on(gate))
                .flat_map(|(_, imports)| imports);
            let absent = needed.filter(|name| !self.types.get(*name).is_some_and(is_on));
            missing.extend(absent.map(|name| format!("{name} is not there with the feature `{feature}`")));
        }
        missing
    }
}

fn text(tree: &SourceTree, path: &str) -> String {
    let content = tree.get(path).unwrap_or_default();
    String::from_utf8_lossy(content).into_owned()
}

fn parse(text: &str) -> syn::File {
    syn::parse_file(text).unwrap_or_else(|error| panic!("{error}"))
}

fn bare(ident: &syn::Ident) -> String {
    ident.to_string().trim_start_matches("r#").to_owned()
}

/// The features in `#[cfg(feature = "x")]` or `#[cfg(any(…))]`.
fn gate(attributes: &[syn::Attribute]) -> Gate {
    let mut gate = Gate::new();
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("cfg")) {
        let syn::Meta::List(list) = &attribute.meta else {
            continue;
        };
        let tokens = list.tokens.to_string();
        gate.extend(tokens.split('"').skip(1).step_by(2).map(str::to_owned));
    }
    gate
}

fn last_names(tree: &syn::UseTree) -> Vec<String> {
    match tree {
        syn::UseTree::Path(path) => last_names(&path.tree),
        syn::UseTree::Name(name) => vec![name.ident.to_string()],
        syn::UseTree::Group(group) => group.items.iter().flat_map(last_names).collect(),
        syn::UseTree::Rename(_) | syn::UseTree::Glob(_) => Vec::new(),
    }
}

/// What a file imports from `crate::types`.
fn imports(file: &str) -> BTreeSet<String> {
    struct Imports(BTreeSet<String>);
    impl Visit<'_> for Imports {
        fn visit_item_use(&mut self, item: &syn::ItemUse) {
            if let syn::UseTree::Path(first) = &item.tree
                && first.ident == "crate"
                && let syn::UseTree::Path(second) = &*first.tree
                && second.ident == "types"
            {
                self.0.extend(last_names(&second.tree));
            }
        }
    }
    let mut imports = Imports(BTreeSet::new());
    imports.visit_file(&parse(file));
    imports.0
}
