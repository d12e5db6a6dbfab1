//! Items that nothing has to be decided for: each part fits into its line, and prettyplease would put it there too.
//!
//! Most items are structs of short members and methods of short lines, and to have them parsed is most of what printing costs.
//! Whatever has a line that is too long, or holds a token that is not known here, is left to prettyplease; where debug
//! assertions are on, prettyplease prints the rest too, and both have to agree.

use proc_macro2::{Delimiter, TokenTree};

use super::line::{Behind, is_literal, is_punct, is_word, push, push_behind};
use crate::emit::COMMENT;

/// prettyplease fills no line beyond this.
const WIDTH: usize = 89;

/// A struct literal of more letters has its members on lines of their own.
const LITERAL: usize = 35;

/// A struct or an enum, or an item of one line.
pub(super) fn definition(tokens: &[TokenTree]) -> Option<String> {
    let mut lines = Lines::new(0);
    let (last, head) = lines.attributes(tokens)?.split_last()?;
    let TokenTree::Group(body) = last else {
        push(head, &mut lines.out)?;
        let fits = lines.out.lines().last()?.len() < WIDTH;
        return (is_punct(last, ';') && fits).then(|| lines.end(";"));
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
            let start = self.out.len();
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
                if self.out.len() - start >= WIDTH {
                    return None;
                }
            }
            self.out.push('\n');
        }
        Some(tokens)
    }

    /// One line, or one for each part of what stands in its brackets.
    fn line(&mut self, tokens: &[TokenTree], end: &str) -> Option<()> {
        self.line_of(WIDTH, tokens, end)
    }

    fn line_of(&mut self, width: usize, tokens: &[TokenTree], end: &str) -> Option<()> {
        let start = self.out.len();
        self.indent();
        let literal = self.out.len();
        push(tokens, &mut self.out)?;
        let is_long = is_literal(tokens) && self.out.len() - literal > LITERAL;
        self.out.push_str(end);
        let line = self.out.get(start..)?;
        if !is_long && line.len() <= width {
            self.out.push('\n');
            return Some(());
        }
        // What a method answers could be parted instead of its arguments.
        let head = match line.rsplit_once(") -> ") {
            Some((head, answer)) => head.len() + ") -> ".len() + answer.find('<').map_or(answer.len(), |at| at + 1),
            None => line.len(),
        };
        let may_stay = !is_long && head <= width;
        self.out.truncate(start);
        let mut links = links(tokens);
        if links.len() > 1 {
            let last = links.pop()?;
            return self.chain(&links, last, end);
        }
        if may_stay {
            return None;
        }
        self.broken(tokens, end)
    }

    /// ```text
    /// Call::new(&self.client, &OPERATION)
    ///     .path("botId", bot_id)
    ///     .json(request)
    /// ```
    fn chain(&mut self, links: &[&[TokenTree]], last: &[TokenTree], end: &str) -> Option<()> {
        let (first, links) = links.split_first()?;
        let start = self.out.len();
        self.indent();
        push(first, &mut self.out)?;
        let fits = self.out.len() - start <= WIDTH;
        self.out.push('\n');
        self.depth += 1;
        if !fits {
            self.out.truncate(start);
            self.broken(first, "")?;
            // Only the first line is not indented.
            self.out.replace_range(start..start + "    ".len(), "");
        }
        for link in links {
            self.link(link, "")?;
        }
        self.link(last, end)?;
        self.depth -= 1;
        Some(())
    }

    fn link(&mut self, link: &[TokenTree], end: &str) -> Option<()> {
        let start = self.out.len();
        self.indent();
        push_behind(Behind::Word, link, &mut self.out)?;
        self.out.push_str(end);
        let fits = self.out.len() - start <= WIDTH;
        self.out.push('\n');
        fits.then_some(())
    }

    /// ```text
    /// pub fn list(
    ///     &self,
    ///     bot_id: &str,
    /// ) -> Call<Bots> {
    /// ```
    fn broken(&mut self, tokens: &[TokenTree], end: &str) -> Option<()> {
        let Brackets {
            before,
            open,
            inner,
            close,
            behind,
        } = Brackets::of(tokens)?;
        let start = self.out.len();
        self.indent();
        push(before, &mut self.out)?;
        self.out.push_str(open);
        if self.out.len() - start > WIDTH {
            return None;
        }
        self.out.push('\n');
        self.depth += 1;
        let mut parts = between_commas(&inner).peekable();
        while let Some(part) = parts.next() {
            let is_rest = part.first().is_some_and(|first| is_punct(first, '.'));
            match parts.peek() {
                None if is_rest => self.line(part, "")?,
                // The comma is not there before the line is broken, so it need not fit.
                None => self.line_of(WIDTH + 1, part, ",")?,
                Some(_) => self.line(part, ",")?,
            }
        }
        self.depth -= 1;
        let start = self.out.len();
        self.indent();
        self.out.push_str(close);
        push_behind(Behind::Word, behind, &mut self.out)?;
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

/// A line that is parted at its one pair of brackets.
struct Brackets<'t> {
    before: &'t [TokenTree],
    open: &'static str,
    inner: Vec<TokenTree>,
    close: &'static str,
    behind: &'t [TokenTree],
}

impl<'t> Brackets<'t> {
    fn of(tokens: &'t [TokenTree]) -> Option<Self> {
        let is_group = |token: &TokenTree| matches!(token, TokenTree::Group(_));
        let Some(at) = tokens.iter().position(is_group) else {
            return Self::of_type(tokens);
        };
        let (before, rest) = tokens.split_at_checked(at)?;
        let (TokenTree::Group(group), behind) = rest.split_first()? else {
            return None;
        };
        let (open, close) = match group.delimiter() {
            Delimiter::Parenthesis => ("(", ")"),
            Delimiter::Brace if is_literal(tokens) => (" {", "}"),
            _ => return None,
        };
        // Of several brackets and of a chain of calls, prettyplease may part another one.
        let is_plain = |token: &TokenTree| match token {
            TokenTree::Group(group) => group.stream().is_empty(),
            token => !is_punct(token, '.'),
        };
        let inner: Vec<TokenTree> = group.stream().into_iter().collect();
        (behind.iter().all(is_plain) && !inner.is_empty()).then_some(Self {
            before,
            open,
            inner,
            close,
            behind,
        })
    }

    /// `name: Option<Type>`
    fn of_type(tokens: &'t [TokenTree]) -> Option<Self> {
        let at = tokens.iter().position(|token| is_punct(token, '<'))?;
        let (before, rest) = tokens.split_at_checked(at)?;
        let [_, inner @ .., last] = rest else { return None };
        is_punct(last, '>').then(|| Self {
            before,
            open: "<",
            inner: inner.to_vec(),
            close: ">",
            behind: &[],
        })
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

/// `Call::new(…)`, `.path(…)`, `.json(…)`; one link where it is no chain of calls.
fn links(tokens: &[TokenTree]) -> Vec<&[TokenTree]> {
    let first_dot = tokens.iter().position(|token| is_punct(token, '.'));
    let follows_call = first_dot.is_some_and(|at| matches!(tokens.get(..at), Some([.., TokenTree::Group(_)])));
    if !follows_call {
        return vec![tokens];
    }
    tokens.chunk_by(|_, next| !is_punct(next, '.')).collect()
}
