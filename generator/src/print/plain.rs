//! Items that nothing has to be decided for: each part fits into its line, and prettyplease would put it there too.
//!
//! Most items are structs of short members and methods of short lines, and to have them parsed is most of what printing costs.
//! Whatever has a line that is too long, or holds a token that is not known here, is left to prettyplease; where debug
//! assertions are on, prettyplease prints the rest too, and both have to agree.

use std::fmt::Write;

use proc_macro2::{Delimiter, Spacing, TokenTree};

use crate::emit::COMMENT;

/// prettyplease fills no line beyond this.
const WIDTH: usize = 89;

/// A struct literal of more letters has its members on lines of their own.
const LITERAL: usize = 34;

/// Words behind which `::` begins a path.
const BEFORE_PATHS: &[&str] = &["as", "dyn", "for", "impl", "in", "mut", "return"];

/// A struct or an enum.
pub(super) fn definition(tokens: &[TokenTree]) -> Option<String> {
    let mut lines = Lines::new(0);
    let rest = lines.attributes(tokens)?;
    let (TokenTree::Group(body), head) = rest.split_last()? else {
        return None;
    };
    let is_definition = head
        .iter()
        .take(2)
        .any(|token| is_word(token, "struct") || is_word(token, "enum"));
    if !is_definition || body.delimiter() != Delimiter::Brace {
        return None;
    }
    lines.line(head, " {")?;
    lines.depth += 1;
    let members: Vec<TokenTree> = body.stream().into_iter().collect();
    for member in between_commas(&members) {
        let member = lines.attributes(member)?;
        lines.line(member, ",")?;
    }
    lines.depth -= 1;
    (!members.is_empty()).then(|| lines.end("}"))
}

/// The first line of an `impl`.
pub(super) fn head(tokens: &[TokenTree]) -> Option<String> {
    let mut lines = Lines::new(0);
    lines.line(tokens, " {")?;
    Some(lines.out)
}

/// A method of an `impl`.
pub(super) fn method(tokens: &[TokenTree]) -> Option<String> {
    let mut lines = Lines::new(1);
    let rest = lines.attributes(tokens)?;
    let (TokenTree::Group(body), head) = rest.split_last()? else {
        return None;
    };
    lines.line(head, " {")?;
    lines.depth += 1;
    let body: Vec<TokenTree> = body.stream().into_iter().collect();
    let mut statements = body.split(|token| is_punct(token, ';'));
    let last = statements.next_back()?;
    for statement in statements {
        lines.line(statement, ";")?;
    }
    if !last.is_empty() {
        lines.line(last, "")?;
    }
    lines.depth -= 1;
    (!body.is_empty()).then(|| lines.end("}"))
}

struct Lines {
    out: String,
    depth: usize,
}

impl Lines {
    fn new(depth: usize) -> Self {
        Self {
            out: String::new(),
            depth,
        }
    }

    /// A line for each attribute that comes first; the tokens behind them.
    fn attributes<'t>(&mut self, mut tokens: &'t [TokenTree]) -> Option<&'t [TokenTree]> {
        while let [TokenTree::Punct(hash), TokenTree::Group(group), rest @ ..] = tokens
            && hash.as_char() == '#'
        {
            tokens = rest;
            let attribute: Vec<TokenTree> = group.stream().into_iter().collect();
            self.indent();
            if let [name, _, TokenTree::Literal(comment)] = attribute.as_slice() {
                let comment = comment.to_string();
                let mark = comment.trim_matches('"');
                if !is_word(name, "doc") || !mark.starts_with(COMMENT) {
                    return None;
                }
                self.out.push_str("///");
                self.out.push_str(mark);
            } else {
                self.out.push_str("#[");
                push(&attribute, &mut self.out)?;
                self.out.push(']');
            }
            self.out.push('\n');
        }
        Some(tokens)
    }

    /// One line, if it is not too long.
    fn line(&mut self, tokens: &[TokenTree], end: &str) -> Option<()> {
        let start = self.out.len();
        self.indent();
        push(tokens, &mut self.out)?;
        self.out.push_str(end);
        let fits = self.out.len() - start <= WIDTH;
        self.out.push('\n');
        fits.then_some(())
    }

    fn end(mut self, end: &str) -> String {
        self.indent();
        self.out.push_str(end);
        self.out.push('\n');
        self.out
    }

    fn indent(&mut self) {
        (0..self.depth).for_each(|_| self.out.push_str("    "));
    }
}

/// What a token is written behind.
#[derive(Clone, Copy, PartialEq)]
enum Behind {
    /// The beginning, or what belongs to the next token: `&`, `::`, `<`.
    Nothing,
    /// What needs a blank before the next token: `:`, `,`, `=`.
    Blank,
    /// A word, or what ends like one: `>`, `)`.
    Word,
}

/// The tokens of one line, unless there is one among them that is not known here.
fn push(tokens: &[TokenTree], out: &mut String) -> Option<()> {
    let mut behind = Behind::Nothing;
    // A `<` that nothing closes compares.
    let mut open = 0_usize;
    let mut rest = tokens;
    while let [token, more @ ..] = rest {
        rest = more;
        match token {
            TokenTree::Ident(word) => {
                blank_unless(behind == Behind::Nothing, out);
                // Writing to a string cannot fail.
                let _ = write!(out, "{word}");
                behind = Behind::Word;
                let starts_path = rest.first().is_some_and(|next| is_punct(next, ':'));
                if starts_path && BEFORE_PATHS.iter().any(|before| word == before) {
                    return None;
                }
            }
            TokenTree::Literal(literal) => {
                blank_unless(behind == Behind::Nothing, out);
                let _ = write!(out, "{literal}");
                behind = Behind::Word;
            }
            TokenTree::Group(group) => {
                let mut inner: Vec<TokenTree> = group.stream().into_iter().collect();
                inner.pop_if(|last| is_punct(last, ','));
                behind = match (group.delimiter(), behind) {
                    (Delimiter::Parenthesis, _) => {
                        blank_unless(behind != Behind::Blank, out);
                        enclosed(&inner, ["(", ")"], out)?
                    }
                    (Delimiter::Bracket, Behind::Nothing | Behind::Blank) => {
                        blank_unless(behind != Behind::Blank, out);
                        enclosed(&inner, ["[", "]"], out)?
                    }
                    (Delimiter::Brace, Behind::Word) if out.ends_with("Self") && !inner.is_empty() => {
                        let start = out.len() - "Self".len();
                        let end = enclosed(&inner, [" { ", " }"], out)?;
                        (out.len() - start <= LITERAL).then_some(end)?
                    }
                    _ => return None,
                };
            }
            TokenTree::Punct(punct) => {
                let is_joint = punct.spacing() == Spacing::Joint;
                behind = match (punct.as_char(), behind) {
                    (':', _) if is_joint => {
                        blank_unless(behind != Behind::Blank, out);
                        rest = rest.split_first()?.1;
                        out.push_str("::");
                        Behind::Nothing
                    }
                    ('-', _) if is_joint => {
                        rest = rest.split_first()?.1;
                        out.push_str(" ->");
                        Behind::Blank
                    }
                    ('\'', Behind::Nothing) => {
                        out.push('\'');
                        Behind::Nothing
                    }
                    _ if is_joint => return None,
                    (':' | ',', Behind::Word) => {
                        out.push(punct.as_char());
                        Behind::Blank
                    }
                    ('=', Behind::Word) => {
                        out.push_str(" =");
                        Behind::Blank
                    }
                    ('.', Behind::Word) => {
                        out.push('.');
                        Behind::Nothing
                    }
                    ('<', _) if behind == Behind::Word || out.ends_with("::") => {
                        open += 1;
                        out.push('<');
                        Behind::Nothing
                    }
                    ('>', Behind::Word) => {
                        open = open.checked_sub(1)?;
                        out.push('>');
                        Behind::Word
                    }
                    ('&', Behind::Nothing | Behind::Blank) => {
                        blank_unless(behind == Behind::Nothing, out);
                        out.push('&');
                        Behind::Nothing
                    }
                    _ => return None,
                };
            }
        }
    }
    (open == 0).then_some(())
}

fn enclosed(inner: &[TokenTree], [open, close]: [&str; 2], out: &mut String) -> Option<Behind> {
    out.push_str(open);
    push(inner, out)?;
    out.push_str(close);
    Some(Behind::Word)
}

fn blank_unless(is_joined: bool, out: &mut String) {
    if !is_joined {
        out.push(' ');
    }
}

/// The members of a struct or an enum. A comma inside of `<>` parts nothing.
fn between_commas(tokens: &[TokenTree]) -> impl Iterator<Item = &[TokenTree]> {
    let mut depth = 0_usize;
    let members = tokens.split(move |token| {
        match token {
            TokenTree::Punct(punct) if punct.as_char() == '<' => depth += 1,
            TokenTree::Punct(punct) if punct.as_char() == '>' => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth == 0 && is_punct(token, ',')
    });
    members.filter(|member| !member.is_empty())
}

fn is_word(token: &TokenTree, word: &str) -> bool {
    matches!(token, TokenTree::Ident(ident) if ident == word)
}

fn is_punct(token: &TokenTree, char: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == char)
}
