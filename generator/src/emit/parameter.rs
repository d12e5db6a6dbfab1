//! Parameters: how an argument or a setter puts its value into the call.

use proc_macro2::TokenStream;
use quote::quote;

use super::scope::Scope;
use super::{docs, ident, ty};
use crate::ir::{Location, Parameter, Style, Ty};

/// `.path("botId", bot_id)`, or with its style where that is not the usual one.
pub(super) fn positional(scope: &Scope, parameter: &Parameter) -> TokenStream {
    let wire = &parameter.name.wire;
    let name = ident(&parameter.name.rust);
    if !needs_descriptor(parameter) {
        return quote! { .path(#wire, #name) };
    }
    let descriptor = descriptor(scope, parameter);
    let value = if ty::is_taken_by_value(scope, &parameter.ty) {
        quote! { &#name }
    } else {
        quote! { #name }
    };
    quote! { .parameter(#descriptor, #value) }
}

/// ```text
/// /// How many items a page holds.
/// pub fn take(self, take: i64) -> Self {
///     self.parameter(Parameter::query("take"), &take)
/// }
/// ```
pub(super) fn setter(scope: &Scope, parameter: &Parameter) -> TokenStream {
    let docs = docs::of_method(scope, &parameter.docs);
    let name = ident(&parameter.name.rust);
    let ty = ty::argument(scope, &parameter.ty);
    let descriptor = descriptor(scope, parameter);
    let argument = ident(&parameter.name.rust);
    let value = if ty::is_taken_by_value(scope, &parameter.ty) {
        quote! { &#argument }
    } else {
        quote! { #argument }
    };
    quote! {
        #docs
        #[inline]
        pub fn #name(self, #argument: #ty) -> Self {
            self.parameter(#descriptor, #value)
        }
    }
}

/// Whether `.path(…)` will not do.
fn needs_descriptor(parameter: &Parameter) -> bool {
    !(parameter.location == Location::Path && parameter.ty == Ty::String && is_plain(parameter))
}

/// Whether the style is not the usual one of the place.
fn needs_style(parameter: &Parameter) -> bool {
    parameter.style != usual_style(parameter.location)
}

fn usual_style(location: Location) -> Style {
    match location {
        Location::Path | Location::Header => Style::Simple,
        Location::Query | Location::Cookie => Style::Form,
    }
}

fn is_plain(parameter: &Parameter) -> bool {
    parameter.style == Style::Simple
        && !parameter.allow_reserved
        && !parameter.optional_segment
        && parameter.content.is_none()
}

/// `query("meta").style(Style::DeepObject)`, without what the place says by itself.
pub(super) fn descriptor(scope: &Scope, parameter: &Parameter) -> TokenStream {
    let wire = &parameter.name.wire;
    let core = scope.core("Parameter");
    let place = ident(match parameter.location {
        Location::Path => "path",
        Location::Query => "query",
        Location::Header => "header",
        Location::Cookie => "cookie",
    });
    let style = needs_style(parameter).then(|| {
        let core = scope.core("Style");
        let style = style(parameter.style);
        quote! { .style(#core::#style) }
    });
    let explode = parameter
        .explode
        .filter(|explode| *explode != (parameter.style == Style::Form));
    // These two styles have no unexploded form, so saying it adds nothing.
    let explode = explode
        .filter(|_| !matches!(parameter.style, Style::DeepObject | Style::Dot))
        .map(|explode| quote! { .explode(#explode) });
    let reserved = parameter.allow_reserved.then(|| quote! { .allow_reserved() });
    let optional = parameter.optional_segment.then(|| quote! { .optional() });
    let content = parameter
        .content
        .as_ref()
        .map(|media_type| quote! { .content(#media_type) });
    quote! { #core::#place(#wire) #style #explode #reserved #optional #content }
}

fn style(style: Style) -> proc_macro2::Ident {
    ident(match style {
        Style::Form => "Form",
        Style::Simple => "Simple",
        Style::Label => "Label",
        Style::Matrix => "Matrix",
        Style::SpaceDelimited => "SpaceDelimited",
        Style::PipeDelimited => "PipeDelimited",
        Style::DeepObject => "DeepObject",
        Style::Dot => "Dot",
    })
}
