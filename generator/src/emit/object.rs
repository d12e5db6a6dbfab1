//! Objects become structs; what serde and `Debug` need of them stands in the core's `record!` beside each.

use proc_macro2::TokenStream;
use quote::quote;

use super::scope::Scope;
use super::types::type_docs;
use super::{docs, ident, page, ty};
use crate::ir::{Access, Api, Field, Kind, Object, Presence, Ty, TypeDef};

/// The struct, its `record!`, and what requests, pages and multipart bodies need besides.
pub(super) fn items(scope: &Scope, definition: &TypeDef, object: &Object) -> Vec<TokenStream> {
    let mut items = vec![structure(scope, definition, object)];
    if !object.multipart {
        items.push(record(definition, object));
    }
    if definition.usage.request {
        items.push(construction(scope, definition, object));
    }
    if object.multipart {
        items.push(form(scope, definition, object));
        items.extend(form_debug(definition, object));
    }
    items.extend(page::implementation(scope, definition, object));
    items
}

fn structure(scope: &Scope, definition: &TypeDef, object: &Object) -> TokenStream {
    let docs = type_docs(scope, definition);
    let name = ident(&definition.name);
    let fields = object.fields.iter().chain(&object.rest).map(|field| {
        let docs = docs::attributes(scope, &field.docs);
        let name = ident(&field.name.rust);
        let ty = field_type(scope, field);
        quote! { #docs pub #name: #ty }
    });
    let must_use = definition.usage.request.then(|| quote! { #[must_use] });
    // A form holds files, which have neither a default nor an equality, and is never JSON.
    let derives = if object.multipart && has_secret(object) {
        quote! { Clone }
    } else if object.multipart {
        quote! { Clone, Debug }
    } else {
        quote! { Clone, Default }
    };
    quote! {
        #docs
        #must_use
        #[derive(#derives)]
        #[non_exhaustive]
        pub struct #name { #(#fields),* }
    }
}

fn field_type(scope: &Scope, field: &Field) -> TokenStream {
    let ty = ty::tokens(scope, &field.ty);
    match field.presence {
        Presence::Required => ty,
        Presence::Optional | Presence::Nullable => quote! { Option<#ty> },
        Presence::OptionalNullable => {
            let nullable = scope.core("Nullable");
            quote! { #nullable<#ty> }
        }
    }
}

/// ```text
/// crate::record! {
///     Bot requires ["id"] {
///         "id" => id,
///         "displayName" => display_name,
///     }
/// }
/// ```
fn record(definition: &TypeDef, object: &Object) -> TokenStream {
    let name = ident(&definition.name);
    let is_required = |field: &&Field| field.presence == Presence::Required;
    let required: Vec<_> = object
        .fields
        .iter()
        .filter(is_required)
        .map(|field| &field.name.wire)
        .collect();
    let requires = (!required.is_empty()).then(|| quote! { requires [#(#required),*] });
    let constants = object.constants.iter().map(|(wire, value)| quote! { #wire = #value });
    let constant = (!object.constants.is_empty()).then(|| quote! { constant [#(#constants),*] });
    let fields = object.fields.iter().map(|field| {
        let wire = &field.name.wire;
        let name = ident(&field.name.rust);
        let nullable = (field.presence == Presence::Nullable).then(|| quote! { nullable });
        let secret = field.secret.then(|| quote! { secret });
        quote! { #nullable #secret #wire => #name, }
    });
    let rest = object.rest.as_ref().map(|field| {
        let name = ident(&field.name.rust);
        quote! { .. => #name, }
    });
    quote! { crate::record! { #name #requires #constant { #(#fields)* #rest } } }
}

fn has_secret(object: &Object) -> bool {
    object.fields.iter().any(|field| field.secret)
}

/// A form is no `record!`, so one with secrets says by itself what it shows of them.
fn form_debug(definition: &TypeDef, object: &Object) -> Option<TokenStream> {
    if !has_secret(object) {
        return None;
    }
    let name = ident(&definition.name);
    let title = &definition.name;
    let fields = object.fields.iter().chain(&object.rest).map(|field| {
        let name = ident(&field.name.rust);
        let shown = &field.name.wire;
        if field.secret {
            quote! { .field(#shown, &"[redacted]") }
        } else {
            quote! { .field(#shown, &self.#name) }
        }
    });
    Some(quote! {
        impl ::std::fmt::Debug for #name {
            fn fmt(&self, formatter: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                formatter.debug_struct(#title)#(#fields)*.finish()
            }
        }
    })
}

/// `new` with the required members, and a setter for each of the others.
fn construction(scope: &Scope, definition: &TypeDef, object: &Object) -> TokenStream {
    let name = ident(&definition.name);
    let required: Vec<&Field> = required(object).collect();
    let arguments = required.iter().map(|field| {
        let name = ident(&field.name.rust);
        let ty = taken_type(scope, field);
        quote! { #name: #ty }
    });
    let values = required.iter().map(|field| {
        let name = ident(&field.name.rust);
        match given_value(scope, field) {
            None => quote! { #name },
            Some(value) => quote! { #name: #value },
        }
    });
    let all = required.len() == object.fields.len() + usize::from(object.rest.is_some());
    let rest = match (all, object.multipart) {
        (true, _) => TokenStream::new(),
        (false, false) => quote! { ..Default::default() },
        (false, true) => left_out(object),
    };
    let body = if required.is_empty() && !object.multipart {
        quote! { Default::default() }
    } else {
        quote! { Self { #(#values,)* #rest } }
    };
    let doc = if required.is_empty() {
        "Everything left out."
    } else {
        "With what is required; everything else left out."
    };
    let doc = docs::lines(scope, [doc]);
    let setters = object
        .fields
        .iter()
        .chain(&object.rest)
        .filter(|field| !is_required(object, field) && field.access != Access::ReadOnly)
        .map(|field| setter(scope, field));
    quote! {
        impl #name {
            #doc
            #[inline]
            pub fn new(#(#arguments),*) -> Self {
                #body
            }
            #(#setters)*
        }
    }
}

/// `language: None` for each member that `new` does not take.
fn left_out(object: &Object) -> TokenStream {
    let fields = object
        .fields
        .iter()
        .chain(&object.rest)
        .filter(|field| !is_required(object, field))
        .map(|field| {
            let name = ident(&field.name.rust);
            match field.presence {
                Presence::Optional | Presence::Nullable => quote! { #name: None },
                Presence::Required | Presence::OptionalNullable => quote! { #name: Default::default() },
            }
        });
    quote! { #(#fields),* }
}

/// The members that `new` takes.
pub(super) fn required(object: &Object) -> impl Iterator<Item = &Field> {
    object
        .fields
        .iter()
        .filter(|field| field.presence == Presence::Required)
}

fn is_required(object: &Object, field: &Field) -> bool {
    required(object).any(|other| other.name == field.name)
}

fn setter(scope: &Scope, field: &Field) -> TokenStream {
    let doc = format!("Sets [`{0}`](Self::{0}).", field.name.rust.trim_start_matches("r#"));
    let doc = docs::lines(scope, [doc.as_str()]);
    let name = ident(&field.name.rust);
    let ty = taken_type(scope, field);
    let value = given_value(scope, field).unwrap_or_else(|| quote! { #name });
    let value = match field.presence {
        Presence::Optional | Presence::Nullable => quote! { Some(#value) },
        Presence::Required | Presence::OptionalNullable => value,
    };
    quote! {
        #doc
        #[inline]
        pub fn #name(mut self, #name: #ty) -> Self {
            self.#name = #value;
            self
        }
    }
}

/// How `new` and setters take a value: anything that turns into it, where that saves the caller a conversion.
fn taken_type(scope: &Scope, field: &Field) -> TokenStream {
    let ty = match &field.ty {
        Ty::Boxed(id) => ty::tokens(scope, &Ty::Named(*id)),
        other => ty::tokens(scope, other),
    };
    match field.presence {
        Presence::OptionalNullable => {
            let nullable = scope.core("Nullable");
            quote! { impl Into<#nullable<#ty>> }
        }
        _ if converts(scope.api, &field.ty) => quote! { impl Into<#ty> },
        _ => ty,
    }
}

/// Strings, enums and unions are taken as whatever turns into them.
fn converts(api: &Api, ty: &Ty) -> bool {
    match api.resolve(ty) {
        Ty::String | Ty::List(_) => true,
        Ty::Named(id) => matches!(api.definition(*id).kind, Kind::Enumeration(_) | Kind::Union(_)),
        _ => false,
    }
}

/// The field's value from the argument of the same name; `None` where it is that argument.
fn given_value(scope: &Scope, field: &Field) -> Option<TokenStream> {
    let name = ident(&field.name.rust);
    match (&field.ty, field.presence) {
        (Ty::Boxed(id), Presence::OptionalNullable) => {
            let (nullable, ty) = (scope.core("Nullable"), ty::tokens(scope, &Ty::Named(*id)));
            Some(quote! { Into::<#nullable<#ty>>::into(#name).map(Box::new) })
        }
        (_, Presence::OptionalNullable) => Some(quote! { #name.into() }),
        (Ty::Boxed(_), _) => Some(quote! { Box::new(#name) }),
        (ty, _) => converts(scope.api, ty).then(|| quote! { #name.into() }),
    }
}

/// The parts of a multipart body, in the order of the members (RFC 7578).
fn form(scope: &Scope, definition: &TypeDef, object: &Object) -> TokenStream {
    let name = ident(&definition.name);
    let parts = object.fields.iter().map(|field| {
        let wire = &field.name.wire;
        let name = ident(&field.name.rust);
        let parts = |value: TokenStream| match scope.api.resolve(&field.ty) {
            // Each element of a list is a part of its own (OpenAPI 3.0, Special Considerations for multipart Content).
            Ty::List(inner) => {
                let part = part(scope, wire, inner, &quote! { element });
                quote! { for element in #value { #part } }
            }
            ty => part(scope, wire, ty, &value),
        };
        match field.presence {
            Presence::Required => parts(quote! { &self.#name }),
            Presence::Optional | Presence::Nullable => {
                let part = parts(quote! { #name });
                quote! { if let Some(#name) = &self.#name { #part } }
            }
            Presence::OptionalNullable => {
                let part = parts(quote! { #name });
                quote! { if let Some(#name) = self.#name.value() { #part } }
            }
        }
    });
    let constants = object
        .constants
        .iter()
        .map(|(wire, value)| quote! { form = form.text(#wire, #value); });
    let rest = object.rest.as_ref().map(|rest| {
        let name = ident(&rest.name.rust);
        quote! { for (name, value) in &self.#name { form = form.json(name, value); } }
    });
    let form = scope.core("Form");
    let doc = docs::lines(scope, ["The parts of the body."]);
    let parts: TokenStream = parts.chain(constants).chain(rest).collect();
    let body = if parts.is_empty() {
        quote! { #form::new() }
    } else {
        quote! {
            let mut form = #form::new();
            #parts
            form
        }
    };
    quote! {
        impl #name {
            #doc
            #[inline]
            pub(crate) fn form(&self) -> #form {
                #body
            }
        }
    }
}

/// One part: a file, text, or JSON for everything that is neither.
fn part(scope: &Scope, wire: &str, ty: &Ty, value: &TokenStream) -> TokenStream {
    let is_text = match scope.api.resolve(ty) {
        Ty::String | Ty::Bool | Ty::I64 | Ty::U64 | Ty::F64 => true,
        Ty::Named(id) => matches!(scope.api.definition(*id).kind, Kind::Enumeration(_)),
        _ => false,
    };
    match scope.api.resolve(ty) {
        Ty::File => quote! { form = form.file(#wire, #value); },
        Ty::Format(_) => quote! { form = form.text(#wire, crate::model::text(#value)); },
        _ if is_text => quote! { form = form.text(#wire, #value); },
        _ => quote! { form = form.json(#wire, #value); },
    }
}
