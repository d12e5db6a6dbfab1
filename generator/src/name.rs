//! Words on the wire become Rust identifiers. Nothing else in the generator makes one.

use std::collections::{BTreeMap, BTreeSet};

/// Words that cannot be identifiers as they are (Rust reference, Keywords; all editions up to 2024).
const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn", "else", "enum",
    "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro", "match", "mod", "move",
    "mut", "override", "priv", "pub", "ref", "return", "static", "struct", "trait", "true", "try", "type", "typeof",
    "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// Words that cannot be identifiers at all, not even raw ones.
const PATH_WORDS: &[&str] = &["self", "super", "crate", "Self"];

/// Names of the prelude and of the core that generated files use unqualified. A type of the description that has one of
/// them would shadow it.
const TAKEN_TYPES: &[&str] = &[
    "AsRef",
    "BTreeMap",
    "Body",
    "Box",
    "Bytes",
    "Call",
    "Client",
    "ClientBuilder",
    "Clone",
    "Copy",
    "Debug",
    "Default",
    "Display",
    "Drop",
    "Eq",
    "Err",
    "Error",
    "File",
    "Fn",
    "FnMut",
    "FnOnce",
    "Form",
    "From",
    "FromStr",
    "Hash",
    "Into",
    "Iterator",
    "NoAnswer",
    "NoStream",
    "None",
    "Nullable",
    "Ok",
    "Operation",
    "Option",
    "Ord",
    "Page",
    "Parameter",
    "PartialEq",
    "PartialOrd",
    "Result",
    "Self",
    "Send",
    "Serialize",
    "Deserialize",
    "Some",
    "String",
    "Style",
    "Sync",
    "ToString",
    "TwoStepUpload",
    "UploadSteps",
    "Value",
    "Vec",
];

/// `snake_case`, valid as a field, an argument, a method or a module.
#[must_use]
pub fn snake(wire: &str) -> String {
    raw(bare_snake(wire))
}

/// `snake_case` as it stands in a file name or inside a longer name: never raw.
#[must_use]
pub fn bare_snake(wire: &str) -> String {
    let mut name = words(&spelled(wire)).join("_");
    name.make_ascii_lowercase();
    if name.starts_with(|c: char| c.is_ascii_digit()) {
        format!("value_{name}")
    } else {
        name
    }
}

/// The name of a module and of its file: none of the words that no file can have.
#[must_use]
pub fn module(wire: &str) -> String {
    let mut name = bare_snake(wire);
    if name.len() > FILE_NAME {
        name.truncate(FILE_NAME);
        name.truncate(name.trim_end_matches('_').len());
    }
    if name == "mod" || PATH_WORDS.contains(&name.as_str()) || is_device(&name) {
        format!("{name}_module")
    } else {
        name
    }
}

/// More letters than this no file can have in its name on some systems, its ending included.
const FILE_NAME: usize = 100;

/// Names that Windows keeps for devices, whatever their ending.
fn is_device(name: &str) -> bool {
    let numbered = |port: &str| {
        name.strip_prefix(port)
            .is_some_and(|rest| rest.len() == 1 && rest != "0")
    };
    ["con", "prn", "aux", "nul"].contains(&name) || numbered("com") || numbered("lpt")
}

/// `UpperCamelCase`, valid as a variant or as a part of a type's name.
#[must_use]
pub fn pascal(wire: &str) -> String {
    let mut name = String::with_capacity(wire.len());
    for word in words(&spelled(wire)) {
        let (first, rest) = word.split_at(1);
        name.push_str(&first.to_ascii_uppercase());
        name.push_str(&rest.to_ascii_lowercase());
    }
    match name.as_str() {
        "Self" => "SelfValue".to_owned(),
        _ if name.starts_with(|c: char| c.is_ascii_digit()) => format!("Value{name}"),
        _ => name,
    }
}

/// `UpperCamelCase`, valid as the name of a type of the SDK.
#[must_use]
pub fn type_name(wire: &str) -> String {
    let name = pascal(wire);
    if TAKEN_TYPES.contains(&name.as_str()) {
        format!("{name}Model")
    } else {
        name
    }
}

/// A keyword becomes a raw identifier.
#[must_use]
pub fn raw(name: String) -> String {
    if PATH_WORDS.contains(&name.as_str()) {
        format!("{name}_value")
    } else if KEYWORDS.contains(&name.as_str()) {
        format!("r#{name}")
    } else {
        name
    }
}

/// Gives `wanted` to the first who asks, and `wanted2`, `wanted3` to the next ones.
#[derive(Debug, Default)]
pub struct Names {
    taken: BTreeSet<String>,
    /// Below these numbers everything is taken, by the name and the separator before the number.
    next: BTreeMap<String, u64>,
}

impl Names {
    /// No name is taken but these.
    #[must_use]
    pub fn reserving(reserved: &[&str]) -> Self {
        Self {
            taken: reserved.iter().map(|name| (*name).to_owned()).collect(),
            next: BTreeMap::new(),
        }
    }

    /// A name nobody has yet: `wanted`, or else `wanted` with the first free number from 2.
    pub fn take(&mut self, wanted: String, separator: &str) -> String {
        if self.taken.insert(wanted.clone()) {
            return wanted;
        }
        let base = wanted.strip_prefix("r#").unwrap_or(&wanted);
        let base = format!("{base}{separator}");
        let mut number = self.next.get(&base).copied().unwrap_or(2);
        let name = loop {
            let name = format!("{base}{number}");
            number += 1;
            if self.taken.insert(name.clone()) {
                break name;
            }
        };
        self.next.insert(base, number);
        name
    }
}

/// The wire name in ASCII letters and digits: other scripts are transliterated, for rustc warns of letters that look like others and not everybody
/// can type them; everything else is replaced by blanks, or by words where nothing else would tell two names apart (`+1` and `-1`).
fn spelled(wire: &str) -> String {
    let mut out = String::with_capacity(wire.len());
    for (index, c) in wire.chars().enumerate() {
        match c {
            _ if c.is_ascii_alphanumeric() => out.push(c),
            _ if !c.is_ascii() => out.extend(
                deunicode::deunicode_char(c)
                    .unwrap_or(" ")
                    .chars()
                    .map(|c| if c.is_ascii_alphanumeric() { c } else { ' ' }),
            ),
            '+' => out.push_str(" plus "),
            '-' if index == 0 => out.push_str(" minus "),
            '*' => out.push_str(" star "),
            '<' => out.push_str(" less "),
            '>' => out.push_str(" greater "),
            '=' => out.push_str(" equal "),
            '!' => out.push_str(" not "),
            _ => out.push(' '),
        }
    }
    if out.trim().is_empty() {
        out = match wire {
            "" => "empty".to_owned(),
            "_" => "underscore".to_owned(),
            _ => wire.chars().map(|c| format!("u{:x} ", u32::from(c))).collect(),
        };
    }
    out
}

/// The words of what was [`spelled`]: what stands between blanks, and of that, `bot` and `ID` of `botID`, `HTTP` and `Error` of `HTTPError`. A digit
/// belongs to what it follows.
fn words(spelled: &str) -> Vec<&str> {
    let mut words = Vec::new();
    for part in spelled.split(' ').filter(|part| !part.is_empty()) {
        let mut rest = part;
        while let Some((word, more)) = word_end(rest).and_then(|end| rest.split_at_checked(end)) {
            words.push(word);
            rest = more;
        }
        words.push(rest);
    }
    words
}

/// Where another word begins in letters and digits.
fn word_end(part: &str) -> Option<usize> {
    // Of the last letter.
    let mut is_upper = None;
    part.as_bytes().windows(2).enumerate().find_map(|(at, pair)| {
        let [this, next] = pair else { return None };
        let before = is_upper;
        if this.is_ascii_alphabetic() {
            is_upper = Some(this.is_ascii_uppercase());
        }
        if is_upper == Some(false) && next.is_ascii_uppercase() {
            Some(at + 1)
        } else if before == Some(true) && this.is_ascii_uppercase() && next.is_ascii_lowercase() {
            Some(at)
        } else {
            None
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_an_identifier() {
        for wire in [
            "", "_", "$eq", "+1", "-1", "1.5", "🙂", "a b", "type", "self", "Self", "é", "\u{301}x", "x-y/z", "\"]",
            "Ⅻ", "\u{202e}",
        ] {
            for name in [snake(wire), pascal(wire), type_name(wire)] {
                assert!(
                    syn::parse_str::<syn::Ident>(name.trim_start_matches("r#")).is_ok() || name.starts_with("r#"),
                    "{wire:?} became {name:?}"
                );
                assert!(syn::parse_str::<syn::Path>(&name).is_ok(), "{wire:?} became {name:?}");
            }
        }
    }

    #[test]
    fn names_read_like_rust() {
        assert_eq!(snake("createBotSession"), "create_bot_session");
        assert_eq!(snake("userID2HTTPServer9XYz"), "user_id2http_server9_x_yz");
        assert_eq!(snake("$eq"), "eq");
        assert_eq!(snake("type"), "r#type");
        assert_eq!(snake("+1"), "plus_1");
        assert_eq!(pascal("größe 北京"), "GrosseBeiJing");
        assert_eq!(pascal("application/terraform+hcl"), "ApplicationTerraformPlusHcl");
        assert_eq!(type_name("Error"), "ErrorModel");
    }

    #[test]
    fn a_taken_name_gets_a_number() {
        let mut names = Names::default();
        assert_eq!(names.take("list".to_owned(), "_"), "list");
        assert_eq!(names.take("list".to_owned(), "_"), "list_2");
        assert_eq!(names.take("list".to_owned(), "_"), "list_3");
    }
}
