//! Tokens to text: one [`SourceFile`] becomes one file of the crate.
//!
//! Each item is printed by itself, so that no file is ever held as one syntax tree: as it is where every line of it fits
//! (`plain.rs`), and otherwise by prettyplease. That knows no blank lines, so the members of an `impl` are printed one by one. What a
//! comment says is put in last, at the place that [`emit`](crate::emit) marked.

mod line;
mod plain;

use std::fmt::Write;

use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};
use quote::quote;

use crate::emit::{COMMENT, SourceFile};
use crate::source_tree::SourceTree;

/// A list within a macro goes no further than that: there is a brace behind it.
const LIST_WIDTH: usize = 98;

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
        // The tokens are given away, since syn would copy what is still held by somebody else.
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let group = Group::of(&tokens);
        if group == Group::Other || group != previous {
            out.push('\n');
        }
        previous = group;
        if is_first(&tokens, "crate") {
            push_macro(tokens, &mut out);
        } else {
            push_printed(&item(tokens), &file.comments, &mut out);
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
    fn of(mut item: &[TokenTree]) -> Self {
        while let [TokenTree::Punct(_), TokenTree::Group(_), rest @ ..] = item {
            // Behind its attributes.
            item = rest;
        }
        let is_public = is_first(item, "pub");
        let item = &item[usize::from(is_public)..];
        if is_first(item, "mod") {
            Self::Modules
        } else if !is_first(item, "use") {
            Self::Other
        } else if is_public {
            Self::Reexports
        } else {
            Self::Uses
        }
    }
}

fn is_first(tokens: &[TokenTree], word: &str) -> bool {
    matches!(tokens.first(), Some(TokenTree::Ident(first)) if first == word)
}

fn item(tokens: Vec<TokenTree>) -> String {
    let whole = cfg!(debug_assertions).then(|| tokens.clone());
    let printed = if is_first(&tokens, "impl") {
        implementation(tokens)
    } else {
        definition(tokens)
    };
    debug_assert_eq!(
        Some(printed.replace("\n\n", "\n")),
        whole.map(|tokens| pretty(tokens.into_iter().collect())),
        "two ways to print an item"
    );
    printed
}

/// An item without members that are blocks.
fn definition(tokens: Vec<TokenTree>) -> String {
    plain::definition(&tokens).unwrap_or_else(|| pretty(tokens.into_iter().collect()))
}

/// An `impl`, with blank lines between its methods.
fn implementation(mut tokens: Vec<TokenTree>) -> String {
    let members = match tokens.pop() {
        Some(TokenTree::Group(body)) => members(body.stream()),
        _ => Vec::new(),
    };
    let mut text = plain::head(&tokens).unwrap_or_else(|| {
        let head: TokenStream = tokens.into_iter().collect();
        let lines = pretty(quote! { #head { type Member = (); } });
        lines.trim_end_matches("    type Member = ();\n}\n").to_owned()
    });
    for (index, member) in members.into_iter().enumerate() {
        let is_method = member
            .iter()
            .any(|token| matches!(token, TokenTree::Ident(word) if word == "fn"));
        if index > 0 && is_method {
            text.push('\n');
        }
        match plain::method(&member) {
            Some(lines) => text.push_str(&lines),
            None => {
                let lines = pretty(quote! { impl Type { #(#member)* } });
                let lines = lines.trim_start_matches("impl Type {\n");
                text.push_str(lines.strip_suffix("}\n").unwrap_or(lines));
            }
        }
    }
    text.push_str("}\n");
    text
}

/// A member ends with a block or a semicolon.
fn members(tokens: TokenStream) -> Vec<Vec<TokenTree>> {
    let mut members = Vec::new();
    let mut member = Vec::new();
    for token in tokens {
        let is_end = match &token {
            TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
            TokenTree::Punct(punct) => punct.as_char() == ';',
            _ => false,
        };
        member.push(token);
        if is_end {
            members.push(std::mem::take(&mut member));
        }
    }
    members
}

fn pretty(item: TokenStream) -> String {
    let item = syn::parse2(item).unwrap_or_else(|error| panic!("an emitted item is not Rust: {error}"));
    prettyplease::unparse(&syn::File {
        shebang: None,
        frontmatter: None,
        attrs: Vec::new(),
        items: vec![item],
    })
}

/// Puts the comments in.
fn push_printed(printed: &str, comments: &[String], out: &mut String) {
    for line in printed.lines() {
        let (indent, code) = line.split_at(line.len() - line.trim_start().len());
        if let Some(comment) = comment(code, comments) {
            for line in comment.lines() {
                out.push_str(indent);
                out.push_str(line);
                out.push('\n');
            }
        } else {
            out.push_str(line);
            out.push('\n');
        }
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
            TokenTree::Group(group) if group.delimiter() == Delimiter::Bracket => push_list(group.stream(), depth, out),
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
            other => {
                // Writing to a string cannot fail.
                let _ = write!(out, "{other}");
            }
        }
    }
}

/// `["a", "b"]`, with a line for each where they do not fit into the one that was begun.
fn push_list(tokens: TokenStream, depth: usize, out: &mut String) {
    let start = out.rfind('\n').map_or(0, |end| end + 1);
    let length = out.len();
    out.push('[');
    for token in tokens.clone() {
        match token {
            TokenTree::Punct(punct) if punct.as_char() == ',' => out.push_str(", "),
            TokenTree::Punct(punct) if punct.as_char() == '=' => out.push_str(" = "),
            other => out.push_str(&other.to_string()),
        }
    }
    out.push(']');
    if out.len() - start <= LIST_WIDTH {
        return;
    }
    out.truncate(length);
    out.push_str("[\n");
    push_lines(tokens, depth + 1, out);
    out.push_str(",\n");
    (0..depth).for_each(|_| out.push_str("    "));
    out.push(']');
}

/// Whether no blank stands before it: it parts a path, or is a bracket of a type.
fn is_tight(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Punct(punct) if matches!(punct.as_char(), ':' | '<' | '>'))
}

/// Without debug assertions nothing would be compared.
#[cfg(all(test, debug_assertions))]
mod tests {
    use proc_macro2::{Ident, Span, TokenStream};
    use quote::quote;

    /// `item` compares with prettyplease wherever debug assertions are on.
    fn both_ways(item: &TokenStream) -> String {
        super::item(item.clone().into_iter().collect())
    }

    #[test]
    fn both_ways_to_print_agree_at_every_width() {
        for length in 1..=130 {
            let text = "a".repeat(length);
            let name = Ident::new(&text, Span::call_site());
            for item in [
                quote! { #[cfg(feature = #text)] pub mod name; },
                quote! { #[cfg(any(feature = #text, feature = "b"))] pub use name::Type; },
                quote! { #[cfg(feature = #text)] #[derive(Clone)] pub struct Type { pub #name: String, } },
                quote! { pub type #name = Vec<Option<String>>; },
                quote! { impl Type { #[must_use] pub fn #name(self, value: impl Into<String>) -> Self { self.value = Some(value.into()); self } } },
                quote! { impl Type { pub fn call(&self, #name: &str) -> Call<String> { Call::new(&self.client, &OPERATION).path("a", #name) } } },
                quote! { impl Type { pub fn call(&self) -> Call<String> { static OPERATION: Operation = Operation::get("a", #text); Call::new(&self.client, &OPERATION) } } },
            ] {
                let printed = both_ways(&item);
                assert!(printed.contains(&text), "{printed}");
            }
        }
    }
}
