//! Making texts that match a regular expression.

use regex_syntax::hir::{Class, Hir, HirKind, Repetition};

use super::random::Random;

/// How often something without an upper limit is repeated at most.
const REPEATED: u32 = 4;

/// No text becomes longer than this.
const LENGTH: usize = 10_000;

/// A text in which the pattern is found: the shortest one, or a random one. Nothing where the pattern cannot be read, such
/// as one that looks around.
pub(super) fn matching(pattern: &str, random: &mut Option<Random>) -> Option<String> {
    // What stands in a description is JavaScript's: `\d` means ten digits, and not those of all scripts.
    let mut parser = regex_syntax::ParserBuilder::new().unicode(true).build();
    let hir = parser.parse(&pattern.replace(r"\d", "[0-9]").replace(r"\/", "/")).ok();
    let hir = hir.or_else(|| parser.parse(pattern).ok())?;
    let mut text = String::new();
    write(&hir, &mut text, random);
    Some(text)
}

fn write(hir: &Hir, text: &mut String, random: &mut Option<Random>) {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => {}
        HirKind::Literal(literal) => text.push_str(&String::from_utf8_lossy(&literal.0)),
        HirKind::Class(class) => text.push(character(class, random)),
        HirKind::Capture(capture) => write(&capture.sub, text, random),
        HirKind::Concat(parts) => {
            for part in parts {
                write(part, text, random);
            }
        }
        HirKind::Alternation(branches) => {
            let index = random.as_mut().map_or(0, |random| random.below(branches.len()));
            if let Some(branch) = branches.get(index) {
                write(branch, text, random);
            }
        }
        HirKind::Repetition(Repetition { min, max, sub, .. }) => {
            let most = max
                .unwrap_or(min.saturating_add(REPEATED))
                .min(min.saturating_add(REPEATED));
            let more = random
                .as_mut()
                .map_or(0, |random| random.below(most.saturating_sub(*min) as usize + 1));
            // `[a-z]*` alone would be an empty text, which says little.
            let canonical = u32::from(random.is_none() && *min == 0 && most > 0 && text.is_empty());
            let times = (*min as usize).saturating_add(more).max(canonical as usize);
            for _ in 0..times {
                if text.len() > LENGTH {
                    return;
                }
                write(sub, text, random);
            }
        }
    }
}

/// A character of the class, if possible one that can be typed.
fn character(class: &Class, random: &mut Option<Random>) -> char {
    let ranges: Vec<(char, char)> = match class {
        Class::Unicode(class) => class.iter().map(|range| (range.start(), range.end())).collect(),
        Class::Bytes(class) => class
            .iter()
            .map(|range| (char::from(range.start()), char::from(range.end())))
            .collect(),
    };
    let mut candidates: Vec<char> = ('a'..='z').chain('A'..='Z').chain('0'..='9').chain(' '..='~').collect();
    candidates.retain(|one| ranges.iter().any(|(start, end)| start <= one && one <= end));
    let index = random.as_mut().map_or(0, |random| random.below(candidates.len()));
    let nearest = candidates.get(index).copied();
    nearest
        .or_else(|| ranges.first().map(|(start, _)| *start))
        .unwrap_or('a')
}
