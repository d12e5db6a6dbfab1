//! Text of the description becomes text of rustdoc: nothing in it may turn into a link that does not resolve, into HTML,
//! or into a code block that rustdoc would compile.

use std::borrow::Cow;

use crate::ir::Docs;

/// Documentation from a summary and a description, either of which may be missing.
pub(super) fn of(summary: Option<&str>, description: Option<&str>, deprecated: bool) -> Docs {
    let mut lines = Vec::new();
    for text in [summary, description].into_iter().flatten() {
        let text = text.trim();
        // Some descriptions repeat the summary word for word.
        if text.is_empty() || lines.first().is_some_and(|first| first == text) {
            continue;
        }
        if !lines.is_empty() {
            lines.push(String::new());
        }
        push_text(text, &mut lines);
    }
    Docs {
        lines,
        facts: None,
        deprecated,
    }
}

fn push_text(text: &str, lines: &mut Vec<String>) {
    let mut in_fence = false;
    for line in text.lines() {
        let trimmed = line.trim();
        if trimmed.starts_with("```") || trimmed.starts_with("~~~") {
            lines.push(if in_fence {
                "```".to_owned()
            } else {
                "```text".to_owned()
            });
            in_fence = !in_fence;
        } else if in_fence {
            lines.push(visible(line.trim_end()).into_owned());
        } else {
            // Four blanks or a tab would begin a code block.
            let indent = line.len() - line.trim_start_matches(' ').len();
            let mut said = String::with_capacity(line.len() + 8);
            said.push_str(&"  "[..indent.min(2)]);
            push_inline(&visible(trimmed), &mut said);
            said.truncate(said.trim_end().len());
            lines.push(said);
        }
    }
    if in_fence {
        lines.push("```".to_owned());
    }
}

/// A word of the description as code, in a sentence of ours.
pub(super) fn code(word: &str) -> String {
    format!("`{}`", visible(word).replace('`', "'"))
}

/// Without characters that are invisible or turn the reading direction, which could make text lie about itself.
fn visible(text: &str) -> Cow<'_, str> {
    // As good as all text is like this.
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return Cow::Borrowed(text);
    }
    text.chars()
        .filter(
            |c| !matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}' | '\u{feff}'),
        )
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect()
}

/// One line of Markdown outside of code blocks.
fn push_inline(line: &str, out: &mut String) {
    let begin = out.len();
    let mut rest = line;
    // What lies between these is as it was; an `h` may begin a web address.
    while let Some(next) = rest.find(['`', '<', '>', '[', ']', 'h']) {
        let (plain, marked) = rest.split_at(next);
        out.push_str(plain);
        let mut characters = marked.chars();
        let Some(c) = characters.next() else { break };
        rest = characters.as_str();
        if let Some(span) = (c == '`').then(|| code_span(marked)).flatten() {
            out.push_str(span);
            rest = &marked[span.len()..];
        } else if let Some(url) = (c == 'h').then(|| url(marked)).flatten() {
            out.push('<');
            out.push_str(url);
            out.push('>');
            rest = &marked[url.len()..];
        } else if let Some(link) = (c == '[').then(|| link(marked)).flatten() {
            out.push_str(link);
            rest = &marked[link.len()..];
        } else {
            let is_quote = c == '>' && out.len() == begin;
            if c != 'h' && !is_quote {
                out.push('\\');
            }
            out.push(c);
        }
    }
    out.push_str(rest);
}

/// The code span at the head of `text`, if it is closed on this line.
fn code_span(text: &str) -> Option<&str> {
    let ticks = text.len() - text.trim_start_matches('`').len();
    let fence = &text[..ticks];
    let end = text[ticks..].find(fence)? + 2 * ticks;
    text.get(..end)
}

/// The web address at the head of `text`, which Markdown wants in angle brackets.
fn url(text: &str) -> Option<&str> {
    if !text.starts_with("http://") && !text.starts_with("https://") {
        return None;
    }
    let end = text
        .find(|c: char| c.is_whitespace() || "<>()[]`\"'|\\^{}".contains(c))
        .unwrap_or(text.len());
    let url = text[..end].trim_end_matches(['.', ',', ';', ':', '!', '?', '*', '_']);
    (url.len() > "https://".len()).then_some(url)
}

/// The inline link at the head of `text`, if it leads to the web.
fn link(text: &str) -> Option<&str> {
    let body = text.strip_prefix('[')?;
    let close = body.find(']')?;
    let target = body[close..].strip_prefix("](")?;
    let end = target.find(')')?;
    let address = &target[..end];
    let to_the_web = (address.starts_with("http://") || address.starts_with("https://"))
        && !address.contains(char::is_whitespace)
        && !body[..close].contains(['[', '<', '`']);
    to_the_web.then(|| &text[..1 + close + 2 + end + 1])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> Vec<String> {
        of(None, Some(text), false).lines
    }

    #[test]
    fn nothing_becomes_a_link_or_html() {
        assert_eq!(lines("A [b] <c> `<d>`"), ["A \\[b\\] \\<c\\> `<d>`"]);
        assert_eq!(lines("See https://a.b/c."), ["See <https://a.b/c>."]);
        assert_eq!(lines("[x](https://a.b) [y](#z)"), ["[x](https://a.b) \\[y\\](#z)"]);
    }

    #[test]
    fn no_code_block_is_compiled() {
        assert_eq!(
            lines("a\n        let x;\n```rust\nfn f() {}"),
            ["a", "  let x;", "```text", "fn f() {}", "```"]
        );
    }

    #[test]
    fn a_summary_is_not_said_twice() {
        assert_eq!(of(Some("Lists."), Some("Lists."), false).lines, ["Lists."]);
        assert_eq!(of(Some("Lists."), Some("All."), false).lines, ["Lists.", "", "All."]);
    }
}
