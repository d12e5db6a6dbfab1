//! One file while it is emitted: names are written short, and what they need is imported at the top.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::ident;
use crate::ir::{Api, Home, TypeDef, TypeId};
use crate::name::raw;

/// A file of the crate and the names that it has used so far.
pub(super) struct Scope<'a> {
    pub api: &'a Api,
    home: Option<Home>,
    used: RefCell<BTreeMap<&'static str, BTreeSet<String>>>,
    comments: RefCell<Vec<String>>,
}

impl<'a> Scope<'a> {
    /// The file of a module that holds types, or of one that does not.
    pub fn new(api: &'a Api, home: Option<Home>) -> Self {
        Self {
            api,
            home,
            used: RefCell::default(),
            comments: RefCell::default(),
        }
    }

    /// Whether a type is defined in this file.
    pub fn is_home_of(&self, definition: &TypeDef) -> bool {
        self.home.as_ref() == Some(&definition.home)
    }

    /// The name of a type of the description.
    pub fn named(&self, id: TypeId) -> Ident {
        let definition = self.api.definition(id);
        if !self.is_home_of(definition) {
            self.import("crate::types", &definition.name);
        }
        ident(&definition.name)
    }

    /// A name of the core.
    pub fn core(&self, name: &str) -> Ident {
        self.import("crate", name);
        ident(name)
    }

    /// A name of another crate or of the standard library.
    pub fn foreign(&self, path: &'static str, name: &str) -> Ident {
        self.import(path, name);
        ident(name)
    }

    fn import(&self, path: &'static str, name: &str) {
        self.used.borrow_mut().entry(path).or_default().insert(name.to_owned());
    }

    /// Keeps a comment for the file, and tells its place there.
    pub fn comment(&self, comment: String) -> usize {
        let mut comments = self.comments.borrow_mut();
        comments.push(comment);
        comments.len() - 1
    }

    /// All comments of the file.
    pub fn into_comments(self) -> Vec<String> {
        self.comments.into_inner()
    }

    /// The `use` lines for everything named so far.
    pub fn imports(&self) -> Vec<TokenStream> {
        let used = self.used.borrow();
        used.iter()
            .map(|(path, names)| {
                let path = path.split("::").map(ident);
                let names = names.iter().map(|name| ident(&raw(name.clone())));
                match names.len() {
                    1 => quote! { use #(#path::)* #(#names)*; },
                    _ => quote! { use #(#path::)* {#(#names),*}; },
                }
            })
            .collect()
    }
}
