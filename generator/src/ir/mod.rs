//! The SDK with every decision taken: plain data between [`lower`](crate::lower) and [`emit`](crate::emit).
//!
//! Nothing here knows OpenAPI or Rust tokens. Whatever can be built from these types can be printed without asking a
//! further question: names are final identifiers, boxes and derives are decided, documentation is text.

mod census;
mod client;
mod docs;
mod enumeration;
mod event;
mod feature;
mod format;
mod name;
mod object;
mod operation;
mod page;
mod parameter;
mod payload;
mod resource;
mod security;
mod server;
mod ty;
mod union;
mod upload;

pub use census::{Census, Untyped};
pub use client::{Client, ClientHeader, StreamError};
pub use docs::Docs;
pub use enumeration::{Enumeration, EnumerationValues, Variant};
pub use event::{Cause, Event};
pub use feature::Feature;
pub use format::Format;
pub use name::Name;
pub use object::{Access, Field, Object, Presence};
pub use operation::{AnswerHeader, ErrorBody, Method, Operation};
pub use page::{MorePages, NextPage, Page, Paging, Steps};
pub use parameter::{Location, Parameter, Style};
pub use payload::{Answer, Body, OtherAnswer, Stream, StreamFormat};
pub use resource::Resource;
pub use security::{CredentialSetter, Grant, Requirement, Scheme, SecretPlacement, TokenGrant, Ways};
pub use server::{Server, ServerTemplate, ServerVariable, Servers};
pub use ty::{Home, Kind, Ty, TypeDef, TypeId, Usage};
pub use union::{Branch, BranchRule, JsonType, Tagging, Union};
pub use upload::Upload;

use std::collections::{BTreeMap, BTreeSet};

/// A whole SDK, ready to be printed.
#[derive(Debug, Clone, PartialEq)]
pub struct Api {
    /// Identity, credentials and the options of the client.
    pub client: Client,
    /// What the whole API is about.
    pub docs: Docs,
    /// The top of the resource tree, in the order of the description. Operations without a resource sit in a resource
    /// whose path is empty.
    pub resources: Vec<Resource>,
    /// What it sends on its own.
    pub events: Vec<Event>,
    /// Every named type. A [`TypeId`] is an index into this list.
    pub types: Vec<TypeDef>,
    /// The types of other crates that values have.
    pub formats: BTreeSet<Format>,
    /// The Cargo features that bring parts of the crate, by their names; where there are none, all of it is always there.
    pub features: Vec<Feature>,
    /// With which of them a module of types comes: any of these.
    pub gates: BTreeMap<Home, Vec<String>>,
    /// What became of the schemas of the description.
    pub census: Census,
}

impl Api {
    /// The definition behind `id`.
    ///
    /// # Panics
    /// When `id` comes from another `Api`; lowering only hands out ids of its own list.
    #[must_use]
    pub fn definition(&self, id: TypeId) -> &TypeDef {
        &self.types[id.0]
    }

    /// What a type is in the end, aliases followed.
    #[must_use]
    pub fn resolve<'a>(&'a self, ty: &'a Ty) -> &'a Ty {
        match ty {
            Ty::Named(id) | Ty::Boxed(id) => match &self.definition(*id).kind {
                Kind::Alias(target) => self.resolve(target),
                _ => ty,
            },
            ty => ty,
        }
    }

    /// Every resource, parents before children.
    #[must_use]
    pub fn all_resources(&self) -> Vec<&Resource> {
        fn walk<'a>(resource: &'a Resource, into: &mut Vec<&'a Resource>) {
            into.push(resource);
            resource.children.iter().for_each(|child| walk(child, into));
        }
        let mut all = Vec::new();
        self.resources.iter().for_each(|resource| walk(resource, &mut all));
        all
    }

    /// Every operation with its resource, in the order in which they are printed.
    #[must_use]
    pub fn operations(&self) -> Vec<(&Resource, &Operation)> {
        self.all_resources()
            .into_iter()
            .flat_map(|resource| resource.operations.iter().map(move |o| (resource, o)))
            .collect()
    }
}
