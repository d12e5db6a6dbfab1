//! Tokens to text: one [`SourceFile`] becomes one file of the crate.
//!
//! Each item is parsed and printed by itself, so that no file is ever held as one syntax tree. prettyplease knows no
//! blank lines, so a marker is left wherever one belongs and the printed text has them swapped for nothing. What a comment says is
//! put in likewise, at the place that [`emit`](crate::emit) marked.

use proc_macro2::{Spacing, TokenStream, TokenTree};

use crate::emit::{COMMENT, SourceFile};
use crate::source_tree::SourceTree;

/// Stands where a blank line belongs; no document can produce it, because every identifier is made by us.
const BLANK_LINE: &str = "blank_line_goes_here!();";

/// Prints all files into a tree.
///
/// # Panics
/// When an emitted item is not Rust, which is a defect of the generator and never of the description.
#[must_use]
pub fn tree(files: impl IntoIterator<Item = SourceFile>) -> SourceTree {
    let mut tree = SourceTree::new();
    for file in files {
        let (path, text) = text(file);
        tree.insert(path, text);
    }
    tree
}

/// One file: its path and its text.
fn text(file: SourceFile) -> (String, String) {
    let mut out = format!("// {}\n", crate::emit::HEADER);
    if !file.docs.is_empty() {
        out.push('\n');
    }
    for line in &file.docs {
        out.push_str(format!("//! {line}").trim_end());
        out.push('\n');
    }
    let mut previous = Group::Top;
    for tokens in file.items {
        let item = Item::of(tokens);
        let group = Group::of(&item);
        if group == Group::Other || group != previous {
            out.push('\n');
        }
        previous = group;
        match item {
            Item::Macro(tokens) => push_macro(tokens, &mut out),
            Item::Rust(item) => push_item(*item, &file.comments, &mut out),
        }
    }
    (file.path, out)
}

/// `mod` and `use` lines stand together without blank lines; everything else stands alone.
#[derive(PartialEq, Clone, Copy)]
enum Group {
    Top,
    Modules,
    Uses,
    Reexports,
    Other,
}

impl Group {
    fn of(item: &Item) -> Self {
        let Item::Rust(item) = item else { return Self::Other };
        match &**item {
            syn::Item::Mod(_) => Self::Modules,
            syn::Item::Use(item) if matches!(item.vis, syn::Visibility::Public(_)) => Self::Reexports,
            syn::Item::Use(_) => Self::Uses,
            _ => Self::Other,
        }
    }
}

enum Item {
    /// A macro of the core, which nobody need understand to print it.
    Macro(Vec<TokenTree>),
    Rust(Box<syn::Item>),
}

impl Item {
    fn of(tokens: TokenStream) -> Self {
        // The tokens are given away, since syn would copy what is still held by somebody else.
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        if matches!(tokens.first(), Some(TokenTree::Ident(first)) if first == "crate") {
            return Self::Macro(tokens);
        }
        let item = syn::parse2(tokens.into_iter().collect());
        Self::Rust(item.unwrap_or_else(|error| panic!("an emitted item is not Rust: {error}")))
    }
}

fn push_item(mut item: syn::Item, comments: &[String], out: &mut String) {
    if let syn::Item::Impl(item) = &mut item {
        part_methods(item);
    }
    let printed = prettyplease::unparse(&syn::File {
        shebang: None,
        frontmatter: None,
        attrs: Vec::new(),
        items: vec![item],
    });
    for line in printed.lines() {
        let (indent, code) = line.split_at(line.len() - line.trim_start().len());
        if let Some(comment) = comment(code, comments) {
            for line in comment.lines() {
                out.push_str(indent);
                out.push_str(line);
                out.push('\n');
            }
            continue;
        }
        if code != BLANK_LINE {
            out.push_str(line);
        }
        out.push('\n');
    }
}

/// The comment that a line stands for.
fn comment<'c>(line: &str, comments: &'c [String]) -> Option<&'c str> {
    let number = line.strip_prefix("///")?.strip_prefix(COMMENT)?;
    comments.get(number.parse::<usize>().ok()?).map(String::as_str)
}

/// A macro of the core in its own layout: a comma ends a line and braces indent, which neither printer would do.
fn push_macro(tokens: Vec<TokenTree>, out: &mut String) {
    for token in tokens {
        match token {
            TokenTree::Group(group) => {
                out.push_str(" {\n");
                push_lines(group.stream(), 1, out);
                out.push_str("}\n");
            }
            path => out.push_str(&path.to_string()),
        }
    }
}

fn push_lines(tokens: TokenStream, depth: usize, out: &mut String) {
    let mut at_start = true;
    let mut joined = false;
    for token in tokens {
        if let TokenTree::Punct(comma) = &token
            && comma.as_char() == ','
        {
            out.push_str(",\n");
            at_start = true;
            continue;
        }
        if at_start {
            (0..depth).for_each(|_| out.push_str("    "));
        } else if !joined && !is_tight(&token) {
            out.push(' ');
        }
        at_start = false;
        joined = false;
        match token {
            TokenTree::Group(group) if group.stream().is_empty() => {
                out.push_str("{}\n");
                at_start = true;
            }
            TokenTree::Group(group) => {
                out.push_str("{\n");
                push_lines(group.stream(), depth + 1, out);
                (0..depth).for_each(|_| out.push_str("    "));
                out.push_str("}\n");
                at_start = true;
            }
            // `=>`, `-1` and `jiff::Timestamp` are one word each.
            TokenTree::Punct(punct) => {
                out.push(punct.as_char());
                joined = punct.spacing() == Spacing::Joint || matches!(punct.as_char(), '-' | ':' | '<');
            }
            other => out.push_str(&other.to_string()),
        }
    }
}

/// Whether no blank stands before it: it parts a path, or is a bracket of a type.
fn is_tight(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Punct(punct) if matches!(punct.as_char(), ':' | '<' | '>'))
}

/// Leaves a marker before each method of an `impl` but the first.
fn part_methods(item: &mut syn::ItemImpl) {
    let members = std::mem::take(&mut item.items);
    let blank_line: syn::ImplItem = syn::parse_quote!(blank_line_goes_here!(););
    for (index, member) in members.into_iter().enumerate() {
        if index > 0 && matches!(member, syn::ImplItem::Fn(_)) {
            item.items.push(blank_line.clone());
        }
        item.items.push(member);
    }
}
