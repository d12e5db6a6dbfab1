//! JSON text -> nodes, with positions, all digits of numbers, and repeated keys noticed.
//!
//! Ready-made parsers lose one of these, and this one is faster than reading into `serde_json::Value`
//! (`cargo bench`), because it builds what is needed and nothing else.

use super::mapping::{Entry, Mapping};
use super::node::{Node, Value};
use super::number::Number;
use super::{DEPTH, Repeated};
use crate::diagnostic::{Position, SourceId};

/// What is wrong with a text, and where.
#[derive(Debug, PartialEq)]
pub(super) struct SyntaxError {
    pub(super) message: String,
    pub(super) offset: usize,
    /// The text is well-formed so far, but deeper than anybody writes.
    pub(super) too_deep: bool,
}

/// Reads one JSON value and nothing after it.
pub(super) fn parse(text: &str, source: SourceId, repeated: &mut Repeated) -> Result<Node, SyntaxError> {
    let mut parser = Parser {
        text,
        bytes: text.as_bytes(),
        at: 0,
        depth: 0,
        source,
        repeated,
    };
    if text.starts_with('\u{feff}') {
        parser.at = '\u{feff}'.len_utf8();
    }
    let node = parser.node()?;
    parser.skip_blanks();
    if parser.at < text.len() {
        Err(parser.error("expected the end of the document"))
    } else {
        Ok(node)
    }
}

struct Parser<'a> {
    text: &'a str,
    bytes: &'a [u8],
    at: usize,
    depth: usize,
    source: SourceId,
    repeated: &'a mut Repeated,
}

impl Parser<'_> {
    fn node(&mut self) -> Result<Node, SyntaxError> {
        self.skip_blanks();
        let at = self.position();
        let value = match self.peek() {
            Some(b'{') => self.mapping()?,
            Some(b'[') => self.sequence()?,
            Some(b'"') => Value::String(self.string()?),
            Some(b't') => self.word("true", Value::Bool(true))?,
            Some(b'f') => self.word("false", Value::Bool(false))?,
            Some(b'n') => self.word("null", Value::Null)?,
            Some(b'-' | b'0'..=b'9') => self.number()?,
            Some(_) => return Err(self.error("expected a value")),
            None => return Err(self.error("the document ends where a value is expected")),
        };
        Ok(Node { value, at })
    }

    fn mapping(&mut self) -> Result<Value, SyntaxError> {
        self.enter()?;
        let mut entries = Vec::new();
        if !self.ends_with(b'}') {
            loop {
                self.skip_blanks();
                let key_at = self.position();
                if self.peek() != Some(b'"') {
                    return Err(self.error("expected a key in double quotes"));
                }
                let key = self.string()?;
                self.skip_blanks();
                self.expect(b':', "expected `:` after the key")?;
                let value = self.node()?;
                entries.push(Entry { key, key_at, value });
                if self.ends_with(b'}') {
                    break;
                }
                self.expect(b',', "expected `,` or `}`")?;
            }
        }
        self.depth -= 1;
        let (mapping, twice) = Mapping::from_entries(entries);
        self.repeated.extend(twice);
        Ok(Value::Mapping(Box::new(mapping)))
    }

    fn sequence(&mut self) -> Result<Value, SyntaxError> {
        self.enter()?;
        let mut elements = Vec::new();
        if !self.ends_with(b']') {
            loop {
                elements.push(self.node()?);
                if self.ends_with(b']') {
                    break;
                }
                self.expect(b',', "expected `,` or `]`")?;
            }
        }
        self.depth -= 1;
        Ok(Value::Sequence(elements))
    }

    /// Steps into a mapping or sequence.
    fn enter(&mut self) -> Result<(), SyntaxError> {
        self.depth += 1;
        if self.depth > DEPTH {
            let message = format!("nested more than {DEPTH} levels deep");
            return Err(SyntaxError {
                message,
                offset: self.at,
                too_deep: true,
            });
        }
        self.at += 1;
        Ok(())
    }

    /// Steps over the closing bracket, if it comes next.
    fn ends_with(&mut self, bracket: u8) -> bool {
        self.skip_blanks();
        let ends = self.peek() == Some(bracket);
        self.at += usize::from(ends);
        ends
    }

    fn string(&mut self) -> Result<Box<str>, SyntaxError> {
        self.at += 1;
        let start = self.at;
        self.skip_plain();
        if self.peek() == Some(b'"') {
            let text = self.text.get(start..self.at).unwrap_or_default();
            self.at += 1;
            return Ok(Box::from(text));
        }
        let mut text = String::from(self.text.get(start..self.at).unwrap_or_default());
        loop {
            match self.peek() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(text.into_boxed_str());
                }
                Some(b'\\') => text.push(self.escape()?),
                Some(_) => return Err(self.error("a control character in a string has to be escaped")),
                None => return Err(self.error("the document ends inside a string")),
            }
            let start = self.at;
            self.skip_plain();
            text.push_str(self.text.get(start..self.at).unwrap_or_default());
        }
    }

    /// Steps over everything that a string holds unescaped.
    fn skip_plain(&mut self) {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        self.at += rest
            .iter()
            .position(|byte| matches!(byte, b'"' | b'\\' | 0..=0x1f))
            .unwrap_or(rest.len());
    }

    fn escape(&mut self) -> Result<char, SyntaxError> {
        let kind = self.bytes.get(self.at + 1).copied();
        let plain = match kind {
            Some(b'"') => '"',
            Some(b'\\') => '\\',
            Some(b'/') => '/',
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => return self.unicode_escape(),
            _ => return Err(self.error("an unknown escape")),
        };
        self.at += 2;
        Ok(plain)
    }

    /// Reads `\u0041`, or two of them that are a surrogate pair. A lone surrogate, which is no character, becomes U+FFFD.
    fn unicode_escape(&mut self) -> Result<char, SyntaxError> {
        let first = self.hex_unit()?;
        if !(0xd800..0xdc00).contains(&first) || self.bytes.get(self.at..self.at + 2) != Some(b"\\u") {
            return Ok(char::from_u32(first).unwrap_or(char::REPLACEMENT_CHARACTER));
        }
        let before = self.at;
        let second = self.hex_unit()?;
        if (0xdc00..0xe000).contains(&second) {
            let code = 0x1_0000 + ((first - 0xd800) << 10) + (second - 0xdc00);
            return Ok(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER));
        }
        self.at = before;
        Ok(char::REPLACEMENT_CHARACTER)
    }

    fn hex_unit(&mut self) -> Result<u32, SyntaxError> {
        let digits = self
            .text
            .get(self.at + 2..self.at + 6)
            .filter(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()));
        let unit = digits.and_then(|digits| u32::from_str_radix(digits, 16).ok());
        let unit = unit.ok_or_else(|| self.error("`\\u` needs four hexadecimal digits"))?;
        self.at += 6;
        Ok(unit)
    }

    fn number(&mut self) -> Result<Value, SyntaxError> {
        let start = self.at;
        self.at += usize::from(self.peek() == Some(b'-'));
        let leading_zero = self.peek() == Some(b'0');
        let whole = self.digits();
        if whole == 0 || (leading_zero && whole > 1) {
            return Err(self.error("not a number"));
        }
        if self.peek() == Some(b'.') {
            self.at += 1;
            if self.digits() == 0 {
                return Err(self.error("expected a digit after the point"));
            }
        }
        if let Some(b'e' | b'E') = self.peek() {
            self.at += 1;
            self.at += usize::from(matches!(self.peek(), Some(b'+' | b'-')));
            if self.digits() == 0 {
                return Err(self.error("expected a digit in the exponent"));
            }
        }
        Ok(Value::Number(Number::from_json(
            self.text.get(start..self.at).unwrap_or_default(),
        )))
    }

    fn digits(&mut self) -> usize {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let count = rest
            .iter()
            .position(|byte| !byte.is_ascii_digit())
            .unwrap_or(rest.len());
        self.at += count;
        count
    }

    fn word(&mut self, word: &str, value: Value) -> Result<Value, SyntaxError> {
        if self
            .bytes
            .get(self.at..)
            .is_some_and(|rest| rest.starts_with(word.as_bytes()))
        {
            self.at += word.len();
            Ok(value)
        } else {
            Err(self.error("expected a value"))
        }
    }

    fn expect(&mut self, byte: u8, message: &str) -> Result<(), SyntaxError> {
        if self.peek() == Some(byte) {
            self.at += 1;
            Ok(())
        } else {
            Err(self.error(message))
        }
    }

    fn skip_blanks(&mut self) {
        while let Some(b' ' | b'\n' | b'\r' | b'\t') = self.peek() {
            self.at += 1;
        }
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn position(&self) -> Position {
        Position::new(self.source, self.at)
    }

    fn error(&self, message: &str) -> SyntaxError {
        SyntaxError {
            message: message.to_owned(),
            offset: self.at,
            too_deep: false,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::rc::Rc;

    use super::*;
    use crate::diagnostic::{Diagnostics, Unit};

    fn read(text: &str) -> Result<Node, SyntaxError> {
        let source = Diagnostics::new().add_source("a.json", Rc::from(text), Unit::Byte);
        parse(text, source, &mut Vec::new())
    }

    #[test]
    fn keeps_digits_and_order() {
        let node =
            read(r#" {"b": [1, -9223372036854776000, 0.10, 1e5], "a": {"x": null, "y": [true, false]}} "#).unwrap();
        let keys: Vec<_> = node.as_mapping().unwrap().iter().map(|(key, _)| key).collect();
        assert_eq!(keys, ["b", "a"]);
        let numbers: Vec<_> = node
            .get("b")
            .unwrap()
            .as_sequence()
            .unwrap()
            .iter()
            .map(|one| one.as_number().unwrap().text())
            .collect();
        assert_eq!(numbers, ["1", "-9223372036854776000", "0.10", "1e5"]);
    }

    #[test]
    fn reads_escapes() {
        let node = read(r#""a\"\\\/\n\u00e9\ud83d\ude00\ud800x""#).unwrap();
        assert_eq!(node.as_str(), Some("a\"\\/\né\u{1f600}\u{fffd}x"));
    }

    #[test]
    fn says_where_it_breaks() {
        for (text, offset) in [
            ("", 0),
            ("{", 1),
            ("{\"a\" 1}", 5),
            ("[1,]", 3),
            ("[1 2]", 3),
            ("01", 2),
            ("\"\n\"", 1),
            ("1 x", 2),
            ("nul", 0),
        ] {
            assert_eq!(read(text).unwrap_err().offset, offset, "{text}");
        }
        assert!(read(&"[".repeat(100_000)).unwrap_err().too_deep);
    }

    #[test]
    fn agrees_with_serde_json() {
        let text = r#"{"a": [1, 2.5, "x", null, {"b": true}], "c": {}, "d": [], "e": "\u0000"}"#;
        let mine = format!(
            "{:?}",
            read(text).unwrap().get("a").unwrap().as_sequence().unwrap().len()
        );
        let theirs: serde_json::Value = serde_json::from_str(text).unwrap();
        assert_eq!(mine, theirs["a"].as_array().unwrap().len().to_string());
    }
}
