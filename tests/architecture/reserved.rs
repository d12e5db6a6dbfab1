//! The setters that the generator prints on a call do not hide a method that the core has there.

use super::source::{parse, rust_files};
use std::collections::BTreeSet;
use syn::visit::Visit;

/// The methods that a call has of itself.
#[derive(Default)]
struct Methods(BTreeSet<String>);

impl<'ast> Visit<'ast> for Methods {
    fn visit_item_impl(&mut self, item: &'ast syn::ItemImpl) {
        let syn::Type::Path(own) = &*item.self_ty else { return };
        if item.trait_.is_some() || own.path.segments.last().is_none_or(|last| last.ident != "Call") {
            return;
        }
        for member in &item.items {
            if let syn::ImplItem::Fn(function) = member
                && matches!(function.vis, syn::Visibility::Public(_))
            {
                self.0.insert(function.sig.ident.to_string());
            }
        }
    }
}

/// The names that the generator keeps free.
#[derive(Default)]
struct Reserved {
    is_inside: bool,
    names: BTreeSet<String>,
}

impl<'ast> Visit<'ast> for Reserved {
    fn visit_item_const(&mut self, item: &'ast syn::ItemConst) {
        self.is_inside = item.ident == "CALL_METHODS";
        self.visit_expr(&item.expr);
        self.is_inside = false;
    }

    fn visit_lit_str(&mut self, text: &'ast syn::LitStr) {
        if self.is_inside {
            self.names.insert(text.value());
        }
    }
}

#[test]
fn every_method_of_a_call_is_reserved() {
    let mut methods = Methods::default();
    for (name, text) in rust_files("templates/src") {
        // The setters of the exemplar are what the others are reserved for.
        if !name.starts_with("templates/src/resources") {
            methods.visit_file(&parse(&name, &text));
        }
    }
    // Of traits that are always at hand.
    methods.0.extend(["clone".to_owned(), "into_future".to_owned()]);
    let mut reserved = Reserved::default();
    for (name, text) in rust_files("generator/src/lower") {
        reserved.visit_file(&parse(&name, &text));
    }
    assert!(methods.0.contains("send_blocking"));
    assert_eq!(methods.0, reserved.names);
}
