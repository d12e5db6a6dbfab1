//! What the SDK is built on may change without a change for its users: no public signature of the core names a type of a library,
//! except of those that are common vocabulary.

use super::source::{is_test, parse, rust_files};
use std::collections::{BTreeMap, BTreeSet};
use syn::visit::Visit;
use workspace_tests::cargo::metadata;

/// Libraries whose types are vocabulary: what they name will not be named otherwise tomorrow.
const VOCABULARY: [&str; 5] = ["bytes", "futures_core", "http", "serde", "serde_json"];

/// Libraries that no public signature may name: all that the core depends on, but the vocabulary.
fn hidden() -> BTreeSet<String> {
    let package = metadata("sdk-template");
    let dependencies = package["dependencies"].as_array().into_iter().flatten();
    dependencies
        .filter_map(|dependency| dependency["rename"].as_str().or(dependency["name"].as_str()))
        .map(|name| name.replace('-', "_"))
        .filter(|name| !VOCABULARY.contains(&name.as_str()))
        .collect()
}

/// What the names of a file stand for: the first word of the path that each was imported by, or of the type that it is short for.
#[derive(Default)]
struct Names(BTreeMap<String, String>);

impl Names {
    fn tree(&mut self, first: Option<&str>, tree: &syn::UseTree) {
        let mut put = |name: &syn::Ident, own: &syn::Ident| {
            let first = first.map_or_else(|| own.to_string(), str::to_owned);
            self.0.insert(name.to_string(), first);
        };
        match tree {
            syn::UseTree::Name(name) => put(&name.ident, &name.ident),
            syn::UseTree::Rename(name) => put(&name.rename, &name.ident),
            syn::UseTree::Path(path) => {
                let own = path.ident.to_string();
                self.tree(Some(first.unwrap_or(&own)), &path.tree);
            }
            syn::UseTree::Group(group) => group.items.iter().for_each(|tree| self.tree(first, tree)),
            syn::UseTree::Glob(_) => {}
        }
    }
}

impl<'ast> Visit<'ast> for Names {
    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        self.tree(None, &item.tree);
    }

    fn visit_item_type(&mut self, item: &'ast syn::ItemType) {
        if let syn::Type::Path(path) = &*item.ty
            && let Some(first) = path.path.segments.first()
        {
            self.0.insert(item.ident.to_string(), first.ident.to_string());
        }
    }
}

/// The types and traits that are `pub`, by their names. What is so in a private module is taken for public, which errs on the safe side.
#[derive(Default)]
struct Public(BTreeSet<String>);

impl<'ast> Visit<'ast> for Public {
    fn visit_item(&mut self, item: &'ast syn::Item) {
        let (vis, name) = match item {
            syn::Item::Enum(item) => (&item.vis, &item.ident),
            syn::Item::Struct(item) => (&item.vis, &item.ident),
            syn::Item::Trait(item) => (&item.vis, &item.ident),
            syn::Item::Type(item) => (&item.vis, &item.ident),
            _ => return syn::visit::visit_item(self, item),
        };
        if is_public(vis) {
            self.0.insert(name.to_string());
        }
    }
}

fn is_public(vis: &syn::Visibility) -> bool {
    matches!(vis, syn::Visibility::Public(_))
}

/// Reads the public signatures of one file.
struct Signatures<'a> {
    names: &'a Names,
    public: &'a BTreeSet<String>,
    hidden: &'a BTreeSet<String>,
    /// What is being read, for the message.
    place: String,
    breaches: BTreeSet<String>,
}

impl Signatures<'_> {
    fn library(&mut self, word: &str) {
        let mut word = word;
        // A short name may stand for another.
        while let Some(first) = self.names.0.get(word).filter(|first| *first != word) {
            word = first;
        }
        if self.hidden.contains(word) {
            self.breaches.insert(format!("{} names a type of {word}", self.place));
        }
    }

    fn is_own_public(&self, ty: &syn::Type) -> bool {
        let syn::Type::Path(path) = ty else { return false };
        let name = path.path.segments.last().map(|segment| segment.ident.to_string());
        name.is_some_and(|name| self.public.contains(&name))
    }

    fn implementation(&mut self, item: &syn::ItemImpl) {
        if !self.is_own_public(&item.self_ty) {
            return;
        }
        let header = |signatures: &mut Self| {
            signatures.visit_generics(&item.generics);
            signatures.visit_type(&item.self_ty);
        };
        if let Some((path, _)) = &item.trait_ {
            self.place = format!("an impl of `{}`", words(path));
            header(self);
            self.visit_path(path);
        }
        for member in &item.items {
            match member {
                syn::ImplItem::Fn(function) if is_public(&function.vis) || item.trait_.is_some() => {
                    self.place = format!("`fn {}`", function.sig.ident);
                    header(self);
                    self.visit_signature(&function.sig);
                }
                syn::ImplItem::Const(one) if is_public(&one.vis) || item.trait_.is_some() => self.visit_type(&one.ty),
                syn::ImplItem::Type(one) => self.visit_type(&one.ty),
                _ => {}
            }
        }
    }
}

fn words(path: &syn::Path) -> String {
    let words: Vec<String> = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
    words.join("::")
}

impl<'ast> Visit<'ast> for Signatures<'_> {
    fn visit_path(&mut self, path: &'ast syn::Path) {
        if let Some(first) = path.segments.first() {
            self.library(&first.ident.to_string());
        }
        syn::visit::visit_path(self, path);
    }

    /// What a function does is its own business.
    fn visit_block(&mut self, _: &'ast syn::Block) {}

    fn visit_expr(&mut self, _: &'ast syn::Expr) {}

    fn visit_attribute(&mut self, _: &'ast syn::Attribute) {}

    fn visit_field(&mut self, field: &'ast syn::Field) {
        // The fields of a variant are as public as it is, and say nothing about it.
        if is_public(&field.vis) || self.place.starts_with("`enum") {
            self.visit_type(&field.ty);
        }
    }

    fn visit_item(&mut self, item: &'ast syn::Item) {
        let (vis, kind, name) = match item {
            syn::Item::Const(item) => (&item.vis, "const", &item.ident),
            syn::Item::Enum(item) => (&item.vis, "enum", &item.ident),
            syn::Item::Fn(item) => (&item.vis, "fn", &item.sig.ident),
            syn::Item::Static(item) => (&item.vis, "static", &item.ident),
            syn::Item::Struct(item) => (&item.vis, "struct", &item.ident),
            syn::Item::Trait(item) => (&item.vis, "trait", &item.ident),
            syn::Item::Type(item) => (&item.vis, "type", &item.ident),
            syn::Item::Impl(item) => return self.implementation(item),
            syn::Item::Mod(item) if !is_test(&item.attrs) => return syn::visit::visit_item_mod(self, item),
            syn::Item::Use(item) if is_public(&item.vis) => {
                self.place = "`pub use`".to_owned();
                let mut names = Names::default();
                names.visit_item_use(item);
                return names.0.values().for_each(|first| self.library(first));
            }
            _ => return,
        };
        if is_public(vis) {
            self.place = format!("`{kind} {name}`");
            syn::visit::visit_item(self, item);
        }
    }
}

#[test]
fn public_signatures_name_no_library() {
    let hidden = hidden();
    assert!(hidden.contains("hyper_util"), "{hidden:?}");
    let files: Vec<(String, syn::File)> = rust_files("templates/src")
        .into_iter()
        .map(|(name, text)| (name.clone(), parse(&name, &text)))
        .collect();
    let mut public = Public::default();
    files.iter().for_each(|(_, file)| public.visit_file(file));
    let mut breaches = Vec::new();
    for (name, file) in &files {
        for breach in breaches_of(file, &public.0, &hidden) {
            breaches.push(format!("{name}: {breach}"));
        }
    }
    assert!(breaches.is_empty(), "{}", breaches.join("\n"));
}

fn breaches_of(file: &syn::File, public: &BTreeSet<String>, hidden: &BTreeSet<String>) -> BTreeSet<String> {
    let mut names = Names::default();
    names.visit_file(file);
    let mut signatures = Signatures {
        names: &names,
        public,
        hidden,
        place: String::new(),
        breaches: BTreeSet::new(),
    };
    signatures.visit_file(file);
    signatures.breaches
}

#[test]
fn a_library_is_found_wherever_it_can_stand() {
    let found = |text: &str| {
        let file = parse("a sample", text);
        let mut public = Public::default();
        public.visit_file(&file);
        breaches_of(&file, &public.0, &["hyper".to_owned()].into()).len()
    };
    for text in [
        "pub use hyper::Body;",
        "pub fn f() -> hyper::Body { todo!() }",
        "use hyper::{Body as B}; pub fn f(body: Option<&B>) {}",
        "type B = hyper::Body; pub struct S { pub body: B }",
        "pub enum E { A(hyper::Body) }",
        "pub trait T: hyper::Service { }",
        "pub trait T { fn f(&self) -> impl hyper::Service; }",
        "pub struct S<T: hyper::Service>(T);",
        "pub struct S; impl S { pub fn f(self, client: impl Into<hyper::Client>) {} }",
        "pub struct S; impl From<hyper::Error> for S { fn from(e: u8) -> Self { S } }",
        "pub struct S; impl hyper::Service for S {}",
        "pub struct S; impl Iterator for S { type Item = hyper::Body; }",
        "pub mod m { pub fn f() -> hyper::Body { todo!() } }",
    ] {
        assert!(found(text) > 0, "{text}");
    }
    for text in [
        "pub fn f() { let client = hyper::Client::new(); }",
        "use hyper::Client; pub struct S { client: Client } impl S { fn f(&self) -> &Client { &self.client } }",
        "pub(crate) use hyper::Body; struct P; impl hyper::Service for P {}",
        "use http::Request as Body; pub fn f(body: Body) {}",
    ] {
        assert_eq!(found(text), 0, "{text}");
    }
}
