//! What the generator prints beside names of the core does not hide them: setters on a call and on the builder, and the client at the root.

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

/// The names that the generator keeps free, in a constant of this name.
struct Reserved {
    constant: &'static str,
    is_inside: bool,
    names: BTreeSet<String>,
}

impl Reserved {
    fn of(constant: &'static str) -> BTreeSet<String> {
        let mut reserved = Self {
            constant,
            is_inside: false,
            names: BTreeSet::new(),
        };
        for (name, text) in rust_files("generator/src/lower") {
            reserved.visit_file(&parse(&name, &text));
        }
        reserved.names
    }
}

impl<'ast> Visit<'ast> for Reserved {
    fn visit_item_const(&mut self, item: &'ast syn::ItemConst) {
        self.is_inside = item.ident == self.constant;
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
    (methods.names, Reserved::of(list))
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

/// The types that the crate shows at its root.
#[derive(Default)]
struct Root(BTreeSet<String>);

impl<'ast> Visit<'ast> for Root {
    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        if matches!(item.vis, syn::Visibility::Public(_)) {
            syn::visit::visit_item_use(self, item);
        }
    }

    fn visit_use_name(&mut self, name: &'ast syn::UseName) {
        let name = name.ident.to_string();
        if name.starts_with(char::is_uppercase) {
            self.0.insert(name);
        }
    }
}

#[test]
fn every_type_at_the_root_is_reserved() {
    let mut root = Root::default();
    for (name, text) in rust_files("templates/src") {
        if name == "templates/src/lib.rs" {
            root.visit_file(&parse(&name, &text));
        }
    }
    assert!(root.0.contains("Api"));
    assert_eq!(root.0, Reserved::of("ROOT_NAMES"));
}
