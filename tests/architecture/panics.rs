//! Nothing that comes from a document or from the network may make us panic.

use super::source::{is_test, parse, rust_files};
use std::collections::BTreeSet;
use syn::visit::Visit;

/// Calls of `unwrap`, `expect`, `panic!` and the like that stay, each with its reason: (file, what, how often, why).
const MAY_PANIC: &[(&str, &str, usize, &str)] = &[
    (
        "generator/src/cli/list.rs",
        "expect",
        1,
        "texts and lists of texts can always be written",
    ),
    (
        "generator/src/diagnostic/json.rs",
        "expect",
        1,
        "texts and numbers can always be written",
    ),
    (
        "generator/src/print.rs",
        "panic",
        1,
        "an emitted item that is no Rust is our mistake, and every construct has a golden case",
    ),
    (
        "generator/src/skeleton.rs",
        "expect",
        1,
        "the manifests are embedded, and a test reads them",
    ),
    (
        "src/test_util/assertion.rs",
        "panic",
        1,
        "it fails the test of the caller, which is what an assertion is for",
    ),
];

/// Finds what can panic.
struct Panics(Vec<&'static str>);

const PANICKING_METHODS: &[&str] = &["unwrap", "expect", "unwrap_err", "expect_err", "unwrap_unchecked"];
const PANICKING_MACROS: &[&str] = &[
    "panic",
    "todo",
    "unimplemented",
    "unreachable",
    "assert",
    "assert_eq",
    "assert_ne",
];

impl<'ast> Visit<'ast> for Panics {
    fn visit_expr_method_call(&mut self, call: &'ast syn::ExprMethodCall) {
        // Methods of our own with more arguments may have these names.
        if call.args.len() < 2 {
            self.0
                .extend(PANICKING_METHODS.iter().find(|method| call.method == **method));
        }
        syn::visit::visit_expr_method_call(self, call);
    }

    fn visit_macro(&mut self, item: &'ast syn::Macro) {
        let name = item
            .path
            .segments
            .last()
            .map(|segment| segment.ident.to_string())
            .unwrap_or_default();
        self.0.extend(PANICKING_MACROS.iter().find(|one| **one == name));
        // The arguments of a macro are only words to us. What `quote!` holds is not run here.
        if !matches!(name.as_str(), "quote" | "quote_spanned" | "parse_quote" | "macro_rules") {
            let words = item.tokens.to_string();
            self.0.extend(
                PANICKING_METHODS
                    .iter()
                    .filter(|method| words.contains(&format!(". {method} ("))),
            );
        }
        syn::visit::visit_macro(self, item);
    }

    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        if !is_test(&item.attrs) {
            syn::visit::visit_item_mod(self, item);
        }
    }

    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        if !is_test(&item.attrs) {
            syn::visit::visit_item_fn(self, item);
        }
    }
}

#[test]
fn nothing_panics() {
    let mut breaches = Vec::new();
    for folder in ["generator/src", "templates/src", "generated-sdk/src"] {
        for (name, text) in rust_files(folder)
            .into_iter()
            .filter(|(name, _)| !name.ends_with("/tests.rs"))
        {
            let mut panics = Panics(Vec::new());
            panics.visit_file(&parse(&name, &text));
            for what in panics.0.iter().collect::<BTreeSet<_>>() {
                let count = panics.0.iter().filter(|one| one == &what).count();
                let allowed = MAY_PANIC
                    .iter()
                    .find(|(file, one, _, _)| name.ends_with(file) && one == what)
                    .map_or(0, |(_, _, count, _)| *count);
                if count > allowed {
                    breaches.push(format!("{name}: {count} times `{what}`, {allowed} allowed"));
                }
            }
        }
    }
    assert!(breaches.is_empty(), "{}", breaches.join("\n"));
}
