//! The description becomes the SDK: one file for each concept of [`ir`](crate::ir), and the passes over the whole.
//!
//! Every decision about the SDK is taken here. What cannot be taken as it stands is degraded with a diagnostic that says
//! where and what to do.

mod access;
mod all_of;
mod census;
mod client;
mod client_name;
mod common_name;
mod decision;
mod docs;
mod encoding;
mod enumeration;
mod event;
mod fact;
mod feature;
mod format;
mod heir;
mod hint;
mod home;
mod media;
mod naming;
mod oauth;
mod object;
mod operation;
mod operation_key;
mod overlay;
mod page;
mod parameter;
mod payload;
mod recursion;
mod resource;
mod response;
mod rule;
mod schema;
mod secret;
mod security;
mod server;
mod share;
mod size;
mod slice;
mod tag;
mod ty;
mod union;
mod upload;
mod usage;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::rc::Rc;

use foldhash::fast::RandomState;

use crate::config::Config;
use crate::diagnostic::{Diagnostics, Pointer};
use crate::dialect::Document;
use crate::ir::{Api, Docs, Format, Home, Kind, Ty, TypeDef, TypeId, Usage};
use hint::Hint;

/// Decides the whole SDK.
#[must_use]
pub fn api(document: &Document, config: &Config, diagnostics: &Diagnostics) -> Api {
    let mut cx = Lowering::new(document, config, diagnostics);
    let resources = resource::tree(&mut cx);
    let mut events = event::webhooks(&mut cx, |_| true);
    events.extend(event::callbacks(&mut cx, &resources));
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
        formats: cx.formats,
        features: Vec::new(),
        gates: BTreeMap::new(),
        census: cx.records.census(cx.known.len()),
    };
    usage::mark(&mut api);
    access::split(&mut api);
    share::equal_shapes(&mut api, &components);
    // Types that became one may hold themselves where none of them did.
    recursion::break_cycles(&mut api);
    // A type may now travel both ways on behalf of those that became one with it.
    usage::mark(&mut api);
    size::box_large(&mut api);
    page::mark(&mut api, document, config, diagnostics);
    upload::mark(&mut api, config, diagnostics);
    home::place(&mut api);
    naming::assign(&mut api, &components);
    feature::name(&mut api, config);
    slice::cut(&mut api, document, config, diagnostics);
    feature::gate(&mut api);
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
    known: HashMap<Pointer, ty::Lowered, RandomState>,
    /// Schemas whose type is being worked out.
    open: BTreeSet<Pointer>,
    /// Unions without a place of their own that are being worked out, by their branches.
    laid_over: Vec<BTreeSet<Pointer>>,
    /// Members that several parts of `allOf` describe, by the places where they do.
    together: BTreeMap<Vec<Pointer>, TypeId>,
    /// Parts of `allOf` that are being merged.
    merging: BTreeSet<Pointer>,
    /// Schemas that were read.
    views: HashMap<Pointer, Option<Rc<schema::View>>, RandomState>,
    /// The components that build on a component; looked up when they are first asked for.
    heirs: Option<BTreeMap<Pointer, Vec<Pointer>>>,
    /// The types of what such a component says itself, apart from what builds on it.
    bases: BTreeMap<Pointer, Ty>,
    /// A part of `allOf` was left out since this was last reset.
    is_cut: bool,
    /// How often a schema was read so.
    cuts: usize,
    /// Types of other crates that were chosen.
    formats: BTreeSet<Format>,
    /// What has no type of its own.
    records: census::Records,
    /// What the description says of credentials.
    security: security::Security,
}

impl<'a> Lowering<'a> {
    fn new(document: &'a Document<'a>, config: &'a Config, diagnostics: &'a Diagnostics) -> Self {
        Self {
            document,
            config,
            diagnostics,
            types: Vec::new(),
            components: BTreeSet::new(),
            known: HashMap::default(),
            open: BTreeSet::new(),
            laid_over: Vec::new(),
            together: BTreeMap::new(),
            merging: BTreeSet::new(),
            views: HashMap::default(),
            heirs: None,
            bases: BTreeMap::new(),
            is_cut: false,
            cuts: 0,
            formats: BTreeSet::new(),
            records: census::Records::default(),
            security: security::read(document, diagnostics),
        }
    }

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

    fn heirs(&mut self) -> &BTreeMap<Pointer, Vec<Pointer>> {
        let document = self.document;
        self.heirs.get_or_insert_with(|| document.heirs())
    }

    fn define(&mut self, id: TypeId, kind: Kind) {
        self.types[id.0].kind = kind;
    }
}
