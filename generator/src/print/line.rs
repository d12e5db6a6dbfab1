//! Tokens on one line, with blanks between them where prettyplease has blanks.

use std::fmt::Write;

use proc_macro2::{Delimiter, Spacing, TokenTree};

/// Words behind which `::` begins a path.
const BEFORE_PATHS: &[&str] = &["as", "dyn", "for", "impl", "in", "mut", "return"];

/// What a token is written behind.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Behind {
    /// The beginning, or what belongs to the next token: `&`, `::`, `<`.
    Nothing,
    /// What needs a blank before the next token: `:`, `,`, `=`.
    Blank,
    /// A word, or what ends like one: `>`, `)`.
    Word,
}

/// The tokens of one line, unless there is one among them that is not known here.
pub(super) fn push(tokens: &[TokenTree], out: &mut String) -> Option<()> {
    push_behind(Behind::Nothing, tokens, out)
}

pub(super) fn push_behind(mut behind: Behind, tokens: &[TokenTree], out: &mut String) -> Option<()> {
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
                    (Delimiter::Brace, Behind::Word) if is_literal(tokens) => enclosed(&inner, [" { ", " }"], out)?,
                    // Of a `use`, where one name needs none.
                    (Delimiter::Brace, Behind::Nothing) if inner.len() == 1 => enclosed(&inner, ["", ""], out)?,
                    (Delimiter::Brace, Behind::Nothing) => enclosed(&inner, ["{", "}"], out)?,
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
                    ('>', Behind::Word) => {
                        open = open.checked_sub(1)?;
                        out.push('>');
                        Behind::Word
                    }
                    ('-', _) if is_joint => {
                        rest = rest.split_first()?.1;
                        out.push_str(" ->");
                        Behind::Blank
                    }
                    ('.', Behind::Nothing | Behind::Blank) if is_joint => {
                        blank_unless(behind == Behind::Nothing, out);
                        rest = rest.split_first()?.1;
                        out.push_str("..");
                        Behind::Nothing
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

/// `Self { … }`
pub(super) fn is_literal(tokens: &[TokenTree]) -> bool {
    matches!(tokens, [word, TokenTree::Group(group)]
        if is_word(word, "Self") && group.delimiter() == Delimiter::Brace && !group.stream().is_empty())
}

pub(super) fn is_word(token: &TokenTree, word: &str) -> bool {
    matches!(token, TokenTree::Ident(ident) if ident == word)
}

pub(super) fn is_punct(token: &TokenTree, char: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == char)
}
