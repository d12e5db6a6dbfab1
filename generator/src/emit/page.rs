//! Lists that come in pages: what the core asks of an answer, and what it must know of an operation.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::scope::Scope;
use super::{ident, ty};
use crate::ir::{Field, Kind, MorePages, NextPage, Object, Paging, Presence, Steps, Ty, TypeDef};

/// `.cursor("cursor")`.
pub(super) fn descriptor(paging: &Paging) -> TokenStream {
    match paging {
        Paging::Cursor(parameter) => quote! { .cursor(#parameter) },
        Paging::CursorInBody(member) => quote! { .cursor_in_body(#member) },
        Paging::LastId(parameter) => quote! { .last_id(#parameter) },
        Paging::Offset(parameter) => quote! { .offset(#parameter) },
        Paging::PageNumber { parameter, first } => {
            let first = Literal::u64_unsuffixed(*first);
            quote! { .page_number(#parameter, #first) }
        }
        Paging::LinkHeader => quote! { .link_header() },
        Paging::NextUrl => quote! { .next_url() },
    }
}

/// ```text
/// impl crate::Page for BotListResponse {
///     type Item = BotListItem;
///     fn into_items(self) -> Vec<Self::Item> { self.items }
///     fn next(&self) -> Option<String> { self.cursor.clone() }
/// }
/// ```
pub(super) fn implementation(scope: &Scope, definition: &TypeDef, object: &Object) -> Option<TokenStream> {
    let page = object.page.as_ref()?;
    let name = ident(&definition.name);
    let items = Way::of(scope, object, &page.items)?;
    let Ty::List(item) = scope.api.resolve(items.ty()) else {
        return None;
    };
    let item_type = ty::tokens(scope, item);
    let into_items = items.taken();
    let next = page.next.as_ref().and_then(|next| {
        let next = match next {
            NextPage::Member(steps) => named_next(&Way::of(scope, object, steps)?),
            NextPage::LastItem(steps) => last_id(scope, &items, item, steps)?,
        };
        Some(quote! {
            #[inline]
            fn next(&self) -> Option<String> { #next }
        })
    });
    let count = page.is_counted.then(|| {
        let count = match items.read(quote! { self }) {
            Read::Always(list) => quote! { Some(#list.len()) },
            Read::Perhaps(list) => quote! { #list.map(Vec::len) },
        };
        quote! {
            #[inline]
            fn item_count(&self) -> Option<usize> { #count }
        }
    });
    let more = page.more.as_ref().and_then(|more| {
        let more = has_more(scope, object, more)?;
        Some(quote! {
            #[inline]
            fn has_more(&self) -> Option<bool> { #more }
        })
    });
    let total = page.total.as_ref().and_then(|steps| {
        let total = match Way::of(scope, object, steps)?.read(quote! { self }) {
            Read::Always(total) => quote! { u64::try_from(#total).ok() },
            Read::Perhaps(total) => quote! { #total.and_then(|total| u64::try_from(*total).ok()) },
        };
        Some(quote! {
            #[inline]
            fn total(&self) -> Option<u64> { #total }
        })
    });
    let page = scope.core("Page");
    Some(quote! {
        impl #page for #name {
            type Item = #item_type;
            #[inline]
            fn into_items(self) -> Vec<Self::Item> { #into_items }
            #next
            #count
            #more
            #total
        }
    })
}

/// The member that leads to the next page, as text. No page before the first one is ever the next: a number that is not positive means the end.
fn named_next(way: &Way) -> TokenStream {
    if let ([field], Ty::String) = (way.fields.as_slice(), way.ty())
        && matches!(field.presence, Presence::Optional | Presence::Nullable)
    {
        let name = ident(&field.name.rust);
        return quote! { self.#name.clone() };
    }
    match (way.ty(), way.read(quote! { self })) {
        (Ty::String, Read::Always(next)) => quote! { Some(#next.clone()) },
        (Ty::String, Read::Perhaps(next)) => quote! { #next.cloned() },
        (Ty::Format(_), Read::Always(next)) => quote! { Some(#next.to_string()) },
        (Ty::Format(_), Read::Perhaps(next)) => quote! { #next.map(ToString::to_string) },
        (ty, next) => {
            let least = match ty {
                Ty::F64 => quote! { 0.0 },
                _ => quote! { 0 },
            };
            let next = match next {
                Read::Always(next) => quote! { Some(&#next) },
                Read::Perhaps(next) => next,
            };
            quote! { #next.filter(|next| **next > #least).map(ToString::to_string) }
        }
    }
}

/// `self.data.last().map(|item| item.id.clone())`
fn last_id(scope: &Scope, items: &Way, item: &Ty, steps: &Steps) -> Option<TokenStream> {
    let id = Way::of(scope, object(scope, item)?, steps)?;
    let last = match items.read(quote! { self }) {
        Read::Always(list) => quote! { #list.last() },
        Read::Perhaps(list) => quote! { #list.and_then(|items| items.last()) },
    };
    Some(match (id.ty(), id.read(quote! { item })) {
        (Ty::String, Read::Always(id)) => quote! { #last.map(|item| #id.clone()) },
        (Ty::String, Read::Perhaps(id)) => quote! { #last.and_then(|item| #id.cloned()) },
        (_, Read::Always(id)) => quote! { #last.map(|item| #id.to_string()) },
        (_, Read::Perhaps(id)) => quote! { #last.and_then(|item| #id.map(ToString::to_string)) },
    })
}

fn has_more(scope: &Scope, object: &Object, more: &MorePages) -> Option<TokenStream> {
    let read = |steps: &Steps| Some(Way::of(scope, object, steps)?.read(quote! { self }));
    Some(match more {
        MorePages::Flag(steps) => match read(steps)? {
            Read::Always(flag) => quote! { Some(#flag) },
            Read::Perhaps(flag) => quote! { #flag.copied() },
        },
        MorePages::Last(steps) => match read(steps)? {
            Read::Always(flag) => quote! { Some(!#flag) },
            Read::Perhaps(flag) => quote! { #flag.map(|is_last| !is_last) },
        },
        MorePages::Numbers { page, pages } => match (read(page)?, read(pages)?) {
            (Read::Always(page), Read::Always(pages)) => quote! { Some(#page < #pages) },
            (Read::Always(page), Read::Perhaps(pages)) => quote! { #pages.map(|pages| #page < *pages) },
            (Read::Perhaps(page), Read::Always(pages)) => quote! { #page.map(|page| *page < #pages) },
            (Read::Perhaps(page), Read::Perhaps(pages)) => {
                quote! { #page.zip(#pages).map(|(page, pages)| page < pages) }
            }
        },
    })
}

/// A member while it is read: there for sure and named by its place, or a reference to what may be missing.
enum Read {
    Always(TokenStream),
    Perhaps(TokenStream),
}

/// The fields from an object down to a member.
struct Way<'a> {
    fields: Vec<&'a Field>,
    ty: &'a Ty,
}

impl<'a> Way<'a> {
    fn of(scope: &Scope<'a>, start: &'a Object, steps: &Steps) -> Option<Self> {
        let mut fields: Vec<&Field> = Vec::with_capacity(steps.len());
        for step in steps {
            let inner = match fields.last() {
                Some(field) => object(scope, &field.ty)?,
                None => start,
            };
            fields.push(inner.fields.get(*step)?);
        }
        let ty = scope.api.resolve(&fields.last()?.ty);
        Some(Self { fields, ty })
    }

    /// The type of the member, aliases followed.
    fn ty(&self) -> &'a Ty {
        self.ty
    }

    fn read(&self, start: TokenStream) -> Read {
        self.fields.iter().fold(Read::Always(start), |read, field| {
            let name = ident(&field.name.rust);
            let inner = match field.presence {
                Presence::Required => quote! { #name },
                Presence::Optional | Presence::Nullable => quote! { #name.as_ref() },
                Presence::OptionalNullable => quote! { #name.value() },
            };
            match (read, field.presence) {
                (Read::Always(place), Presence::Required) => Read::Always(quote! { #place.#inner }),
                (Read::Always(place), _) => Read::Perhaps(quote! { #place.#inner }),
                (Read::Perhaps(place), Presence::Required) => Read::Perhaps(quote! { #place.map(|at| &at.#inner) }),
                (Read::Perhaps(place), _) => Read::Perhaps(quote! { #place.and_then(|at| at.#inner) }),
            }
        })
    }

    /// The member itself, taken out of `self`; its default where it is missing.
    fn taken(&self) -> TokenStream {
        let taken = self.fields.iter().fold(Read::Always(quote! { self }), |read, field| {
            let name = ident(&field.name.rust);
            let inner = match field.presence {
                Presence::OptionalNullable => quote! { #name.into_value() },
                _ => quote! { #name },
            };
            match (read, field.presence) {
                (Read::Always(place), Presence::Required) => Read::Always(quote! { #place.#inner }),
                (Read::Always(place), _) => Read::Perhaps(quote! { #place.#inner }),
                (Read::Perhaps(place), Presence::Required) => Read::Perhaps(quote! { #place.map(|at| at.#inner) }),
                (Read::Perhaps(place), _) => Read::Perhaps(quote! { #place.and_then(|at| at.#inner) }),
            }
        });
        match taken {
            Read::Always(items) => items,
            Read::Perhaps(items) => quote! { #items.unwrap_or_default() },
        }
    }
}

fn object<'a>(scope: &Scope<'a>, ty: &Ty) -> Option<&'a Object> {
    let (Ty::Named(id) | Ty::Boxed(id)) = scope.api.resolve(ty) else {
        return None;
    };
    match &scope.api.definition(*id).kind {
        Kind::Object(object) => Some(object),
        _ => None,
    }
}
