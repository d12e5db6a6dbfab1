//! The description becomes the SDK: one file for each concept of [`ir`](crate::ir), and the passes over the whole.
//!
//! Every decision about the SDK is taken here. What cannot be taken as it stands is degraded with a diagnostic that says
//! where and what to do.

mod all_of;
mod client;
mod decision;
mod docs;
mod enumeration;
mod event;
mod hint;
mod home;
mod naming;
mod object;
mod operation;
mod page;
mod parameter;
mod payload;
mod recursion;
mod resource;
mod response;
mod rule;
mod schema;
mod secret;
mod share;
mod tag;
mod ty;
mod union;
mod upload;
mod usage;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::config::Config;
use crate::diagnostic::{Diagnostics, Pointer};
use crate::dialect::Document;
use crate::ir::{Api, Docs, Home, Kind, Ty, TypeDef, TypeId, Usage};
use hint::Hint;

/// Decides the whole SDK.
#[must_use]
pub fn api(document: &Document, config: &Config, diagnostics: &Diagnostics) -> Api {
    let mut cx = Lowering {
        document,
        config,
        diagnostics,
        types: Vec::new(),
        components: BTreeSet::new(),
        known: BTreeMap::new(),
        open: BTreeSet::new(),
        merging: BTreeSet::new(),
        views: HashMap::new(),
        is_cut: false,
    };
    let resources = resource::tree(&mut cx);
    let events = event::all(&mut cx, &resources);
    let client = client::client(&mut cx);
    let docs = client::docs(&cx);
    decision::report_unknown(&cx, &resources);
    let components = cx.components;
    let mut api = Api {
        client,
        docs,
        resources,
        events,
        types: cx.types,
    };
    usage::mark(&mut api);
    recursion::break_cycles(&mut api);
    share::equal_shapes(&mut api, &components);
    // A type may now travel both ways on behalf of those that became one with it.
    usage::mark(&mut api);
    page::mark(&mut api, document, config, diagnostics);
    upload::mark(&mut api, config, diagnostics);
    home::place(&mut api);
    naming::assign(&mut api, &components);
    api
}

/// What lowering knows while it walks the description.
struct Lowering<'a> {
    document: &'a Document<'a>,
    config: &'a Config,
    diagnostics: &'a Diagnostics,
    types: Vec<TypeDef>,
    /// Types that the description itself names.
    components: BTreeSet<TypeId>,
    known: BTreeMap<Pointer, ty::Lowered>,
    /// Schemas whose type is being worked out.
    open: BTreeSet<Pointer>,
    /// Parts of `allOf` that are being merged.
    merging: BTreeSet<Pointer>,
    /// Schemas that were read.
    views: HashMap<Pointer, Option<schema::View>>,
    /// A part of `allOf` was left out since this was last reset.
    is_cut: bool,
}

impl Lowering<'_> {
    /// A place for a type whose definition follows, so that it may refer to itself.
    fn reserve(&mut self, at: &Pointer, hint: &Hint, docs: Docs) -> TypeId {
        let id = TypeId(self.types.len());
        let decided = self.decided_name(at, hint);
        if hint.is_component() || decided.is_some() {
            self.components.insert(id);
        }
        self.types.push(TypeDef {
            name: decided.unwrap_or_else(|| hint.words().to_owned()),
            docs,
            at: at.to_string(),
            home: Home::Shared(String::new()),
            usage: Usage::default(),
            kind: Kind::Alias(Ty::Json),
        });
        id
    }

    /// The name that sdk.toml gives to the schema at `at`, by its place or by the name of the component.
    fn decided_name(&self, at: &Pointer, hint: &Hint) -> Option<String> {
        let names = &self.config.types;
        let component = at.component("schemas").filter(|_| hint.is_component());
        names
            .get(at.as_str())
            .or_else(|| names.get(component?.as_ref()))
            .map(|name| crate::name::pascal(name))
    }

    fn define(&mut self, id: TypeId, kind: Kind) {
        self.types[id.0].kind = kind;
    }
}
