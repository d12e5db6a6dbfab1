//! The setters that the generator prints on a call and on the builder do not hide a method that the core has there.

use super::source::{parse, rust_files};
use std::collections::BTreeSet;
use syn::visit::Visit;

/// The methods that a type of the core has of itself.
struct Methods {
    of: &'static str,
    names: BTreeSet<String>,
}

impl<'ast> Visit<'ast> for Methods {
    fn visit_item_impl(&mut self, item: &'ast syn::ItemImpl) {
        let syn::Type::Path(own) = &*item.self_ty else { return };
        if item.trait_.is_some() || own.path.segments.last().is_none_or(|last| last.ident != self.of) {
            return;
        }
        for member in &item.items {
            if let syn::ImplItem::Fn(function) = member
                && matches!(function.vis, syn::Visibility::Public(_))
            {
                self.names.insert(function.sig.ident.to_string());
            }
        }
    }
}

/// The names that the generator keeps free.
struct Reserved {
    list: &'static str,
    is_inside: bool,
    names: BTreeSet<String>,
}

impl<'ast> Visit<'ast> for Reserved {
    fn visit_item_const(&mut self, item: &'ast syn::ItemConst) {
        self.is_inside = item.ident == self.list;
        self.visit_expr(&item.expr);
        self.is_inside = false;
    }

    fn visit_lit_str(&mut self, text: &'ast syn::LitStr) {
        if self.is_inside {
            self.names.insert(text.value());
        }
    }
}

/// The public methods of a type of the core, and the names in a list of the generator.
fn compared(of: &'static str, list: &'static str) -> (BTreeSet<String>, BTreeSet<String>) {
    let names = BTreeSet::new();
    let mut methods = Methods { of, names };
    for (name, text) in rust_files("templates/src") {
        // What is printed is what the others are reserved for.
        if !name.starts_with("templates/src/resources") && name != "templates/src/api.rs" {
            methods.visit_file(&parse(&name, &text));
        }
    }
    let mut reserved = Reserved {
        list,
        is_inside: false,
        names: BTreeSet::new(),
    };
    for (name, text) in rust_files("generator/src/lower") {
        reserved.visit_file(&parse(&name, &text));
    }
    (methods.names, reserved.names)
}

#[test]
fn every_method_of_a_call_is_reserved() {
    let (mut methods, reserved) = compared("Call", "CALL_METHODS");
    // Of traits that are always at hand.
    methods.extend(["clone".to_owned(), "into_future".to_owned()]);
    assert!(methods.contains("send_blocking"));
    assert_eq!(methods, reserved);
}

#[test]
fn every_method_of_the_builder_is_reserved() {
    let (methods, reserved) = compared("ClientBuilder", "BUILDER_METHODS");
    assert!(methods.contains("root_certificate"));
    assert_eq!(methods, reserved);
}
