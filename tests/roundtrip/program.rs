//! Reads an instance of a type on each line of the standard input, decodes it, encodes it again, and says on each line of
//! the standard output what became of it.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use std::io::{BufRead as _, Write as _};

/// Decodes text into a type and encodes it again.
pub type Turn = fn(&str) -> Result<Value, serde_json::Error>;

/// The way through the type `T` and back.
pub fn turn<T: Serialize + DeserializeOwned>(text: &str) -> Result<Value, serde_json::Error> {
    let value: T = serde_json::from_str(text)?;
    // Through text, as over the wire: not all numbers are the same in `Value`.
    serde_json::from_str(&serde_json::to_string(&value)?)
}

/// Each line is the number of a type, a space, and an instance.
pub fn run(types: &[Turn]) {
    let mut out = std::io::stdout().lock();
    for line in std::io::stdin().lock().lines() {
        let line = line.expect("lines of text");
        let (number, text) = line.split_once(' ').expect("a number and an instance");
        let number: usize = number.parse().expect("the number of a type");
        let before: Value = serde_json::from_str(text).expect("JSON");
        let mut differences = Vec::new();
        let outcome = match types[number](text) {
            Err(error) => json!({ "error": error.to_string() }),
            Ok(after) => {
                compare(&before, &after, "", &mut differences);
                json!({ "differences": differences })
            }
        };
        writeln!(out, "{outcome}").expect("somebody who reads");
    }
}

/// Says where two values differ. Numbers are compared by value: 1 and 1.0 are the same.
fn compare(before: &Value, after: &Value, at: &str, into: &mut Vec<Value>) {
    let mut differ = |kind: &str, at: String, before: &Value, after: &Value| {
        into.push(json!({ "kind": kind, "at": at, "before": before, "after": after }));
    };
    match (before, after) {
        (Value::Object(one), Value::Object(other)) => {
            for (name, value) in one {
                let at = format!("{at}/{}", name.replace('~', "~0").replace('/', "~1"));
                match other.get(name) {
                    Some(after) => compare(value, after, &at, into),
                    None if value.is_null() => into.push(json!({ "kind": "null lost", "at": at })),
                    None => into.push(json!({ "kind": "member lost", "at": at, "before": value })),
                }
            }
            for (name, value) in other.iter().filter(|(name, _)| !one.contains_key(*name)) {
                into.push(json!({ "kind": "member added", "at": format!("{at}/{name}"), "after": value }));
            }
        }
        (Value::Array(one), Value::Array(other)) if one.len() == other.len() => {
            for (index, (before, after)) in one.iter().zip(other).enumerate() {
                compare(before, after, &format!("{at}/{index}"), into);
            }
        }
        (Value::Number(one), Value::Number(other)) if is_same(one, other) => {}
        _ if before == after => {}
        _ => differ("value changed", at.to_owned(), before, after),
    }
}

/// Two integers are compared digit by digit, and as floats only what one side has as a float.
fn is_same(one: &serde_json::Number, other: &serde_json::Number) -> bool {
    one == other || ((one.is_f64() || other.is_f64()) && one.as_f64() == other.as_f64())
}
