//! What YAML texts mean, and what is refused.

use std::rc::Rc;

use super::*;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Unit};

fn read(text: &str) -> Result<Node, SyntaxError> {
    let source = Diagnostics::new().add_source("a.yaml", Rc::from(text), Unit::Byte);
    parse(text, source, &mut Vec::new()).map(|(node, _)| node)
}

/// The value of `a`, as JSON would write it.
fn value(text: &str) -> String {
    match read(text).unwrap().get("a").unwrap().value.clone() {
        Value::Null => "null".to_owned(),
        Value::Bool(value) => value.to_string(),
        Value::Number(number) => number.text().to_owned(),
        Value::String(text) => format!("{text:?}"),
        other => format!("{other:?}"),
    }
}

fn problem(text: &str) -> Diagnostic {
    let diagnostics = Diagnostics::new();
    assert!(crate::load::text("a.yaml", text, &diagnostics).is_err());
    diagnostics.sorted(|_| None).remove(0)
}

fn line_and_column(problem: &Diagnostic) -> (usize, usize) {
    let place = problem.location.as_ref().unwrap();
    (place.line, place.column)
}

#[test]
fn scalars_mean_what_the_core_schema_says() {
    for (text, expected) in [
        ("-9223372036854776000", "-9223372036854776000"),
        ("18446744073709551616", "18446744073709551616"),
        ("18446744073709551615", "18446744073709551615"),
        ("0x1F", "31"),
        ("+1", "1"),
        (".5", "0.5"),
        ("3.0", "3.0"),
        ("1e3", "1000.0"),
        ("1e30", "1e30"),
        ("-.inf", "-.inf"),
        (".NaN", ".nan"),
        ("~", "null"),
        ("", "null"),
        ("True", "true"),
        ("yes", "\"yes\""),
        ("007", "\"007\""),
        ("1.2.3", "\"1.2.3\""),
        ("2020-01-01", "\"2020-01-01\""),
        ("1_000", "\"1_000\""),
        ("'5'", "\"5\""),
        ("!!str 5", "\"5\""),
        ("!!int '5'", "5"),
        ("!mine 5", "5"),
        ("! 'x'", "\"x\""),
    ] {
        assert_eq!(value(&format!("a: {text}\n")), expected, "{text}");
    }
    assert_eq!(
        read("a: !mine {b: !theirs [1]}\n").unwrap(),
        read("a: {b: [1]}\n").unwrap()
    );
    assert_eq!(read("").unwrap().value, Value::Null);
    assert_eq!(read("\u{feff}a: é\n").unwrap().get("a").unwrap().as_str(), Some("é"));
}

#[test]
fn keys_are_texts_as_they_were_written() {
    let node = read("200: a\n\"201\": b\ntrue: c\n0x1F: d\n1.10: e\n~: f\n").unwrap();
    let keys: Vec<&str> = node.as_mapping().unwrap().iter().map(|(key, _)| key).collect();
    assert_eq!(keys, ["200", "201", "true", "0x1F", "1.10", "~"]);
    let node = read("a: &key x\n*key : 1\n").unwrap();
    assert!(node.get("x").is_some());
}

#[test]
fn the_last_of_repeated_keys_wins() {
    let mut repeated = Vec::new();
    let source = Diagnostics::new().add_source("a.yaml", Rc::from(""), Unit::Byte);
    let (node, more) = parse("a: 1\n\"a\": 2\n", source, &mut repeated).unwrap();
    assert_eq!(node.get("a").unwrap().as_number().unwrap().text(), "2");
    assert_eq!(repeated, [(Box::from("a"), Position::new(source, 3))]);
    assert!(!more);
}

#[test]
fn merge_keys_are_followed() {
    let node = read("base: &b {x: 1, y: 2}\n200: {<<: *b, y: 3}\n300:\n  <<: [*b, {z: 4, x: 5}]\n").unwrap();
    assert_eq!(node.get("200").unwrap(), &read("{y: 3, x: 1}").unwrap());
    assert_eq!(node.get("300").unwrap(), &read("{x: 1, y: 2, z: 4}").unwrap());
    assert_eq!(read("<<: x\n").unwrap().get("<<").unwrap().as_str(), Some("x"));
}

#[test]
fn the_first_document_is_read() {
    let source = Diagnostics::new().add_source("a.yaml", Rc::from(""), Unit::Byte);
    let (node, more) = parse("---\na: 1\n---\nb: 2\n", source, &mut Vec::new()).unwrap();
    assert!(node.get("a").is_some() && more);
    assert_eq!(line_and_column(&problem("a: 1\n---\nb: [\n")), (4, 1));
}

#[test]
fn refuses_bombs() {
    let mut text = String::from("a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n");
    for level in 1..12 {
        let alias = format!("*a{}", level - 1);
        text += &format!("a{level}: &a{level} [{}]\n", [alias.as_str(); 10].join(","));
    }
    let bomb = problem(&text);
    assert_eq!(
        (bomb.code, bomb.message.as_str()),
        (Code::TooDeep, "the document grows too much by its aliases")
    );

    // What is below the parser's own limits is still bounded, here with limits that do not need much memory.
    let source = Diagnostics::new().add_source("a.yaml", Rc::from(""), Unit::Byte);
    let refused = |limit: usize, bytes: usize| {
        let mut repeated = Vec::new();
        let mut reader = Reader::new(source, limit, &mut repeated);
        reader.bytes = bytes;
        let document = Deserializer::from_str("a: &a [1, 2]\nb: [*a, *a]\n");
        let error = NodeSeed(&mut reader).deserialize(document).unwrap_err();
        reader.syntax_error(&error)
    };
    let many = refused(10, 0);
    assert_eq!(many.message, "the document grows to more than 5000000 nodes");
    assert_eq!((many.offset, many.too_deep), (3, true));
    let much = refused(10, BYTES);
    assert_eq!(
        much.message,
        "the texts of the document grow to more than 500000000 bytes"
    );
    assert!(much.too_deep);

    let itself = problem("a: &a [*a, *a]\n");
    assert_eq!(
        (itself.code, itself.message.as_str()),
        (Code::TooDeep, "nested more than 128 levels deep")
    );
}

#[test]
fn refuses_what_is_too_deep() {
    let levels = |count: usize| {
        (0..count)
            .map(|level| format!("{}a:\n", " ".repeat(level)))
            .collect::<String>()
    };
    assert!(read(&levels(128)).is_ok());
    let deep = problem(&levels(129));
    assert_eq!(
        (deep.code, deep.message.as_str()),
        (Code::TooDeep, "nested more than 128 levels deep")
    );
    assert_eq!(line_and_column(&deep), (129, 129));
    let brackets = problem(&format!("a: {}", "[a, ".repeat(100_000)));
    assert_eq!(
        (brackets.code, brackets.message.as_str()),
        (Code::TooDeep, "more than 1000 brackets are open here")
    );
    assert!(read(&format!("a:\n{}", "- ".repeat(100_000))).unwrap_err().too_deep);
}

#[test]
fn says_where_it_breaks() {
    let broken = problem("é: 1\nb: [1, 2\nc: 3\n");
    assert_eq!(broken.code, Code::BrokenSyntax);
    assert_eq!(line_and_column(&broken), (3, 2));
    assert_eq!(line_and_column(&problem("a: 1\n? [b]\n: 1\n")), (2, 3));
    assert_eq!(problem("? [a]\n: 1\n").message, "a key has to be a text");
    assert_eq!(line_and_column(&problem("a: b\nd: e: f\n")), (2, 5));
    assert_eq!(line_and_column(&problem("\u{feff}a: b\nd: e: f\n")), (2, 5));
    assert_eq!(line_and_column(&problem("a: 1\nb: *c\n")), (2, 4));
    let control = problem("a: 1\nb: \u{1}\n");
    assert_eq!(
        (control.message.as_str(), line_and_column(&control)),
        ("control characters are not allowed", (2, 4))
    );
}
