//! What a scalar of YAML means, in the core schema (YAML 1.2.2, section 10.3).

use saphyr_parser::{ScalarStyle, Tag};

use super::node::Value;
use super::number::Number;

/// The value of a scalar.
pub(super) fn scalar(text: &str, style: ScalarStyle, tag: Option<&Tag>) -> Value {
    let tagged = tag
        .filter(|tag| tag.is_yaml_core_schema())
        .map(|tag| tag.suffix.as_str());
    match (style, tagged) {
        (_, Some("str")) => Value::String(Box::from(text)),
        (ScalarStyle::Plain, _) | (_, Some("int" | "float" | "bool" | "null")) => plain(text),
        _ => Value::String(Box::from(text)),
    }
}

fn plain(text: &str) -> Value {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => Value::Null,
        "true" | "True" | "TRUE" => Value::Bool(true),
        "false" | "False" | "FALSE" => Value::Bool(false),
        _ => number(text).map_or_else(|| Value::String(Box::from(text)), Value::Number),
    }
}

/// Reads a number of the core schema and writes it as JSON does: no plus, no bare point, decimal.
fn number(text: &str) -> Option<Number> {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let sign = if text.starts_with('-') { "-" } else { "" };
    if !unsigned.starts_with(|first: char| first.is_ascii_digit() || first == '.') {
        return None;
    }
    if let Some(digits) = unsigned.strip_prefix("0x") {
        return Some(Number::from_json(&format!(
            "{sign}{}",
            u128::from_str_radix(digits, 16).ok()?
        )));
    }
    if let Some(digits) = unsigned.strip_prefix("0o") {
        return Some(Number::from_json(&format!(
            "{sign}{}",
            u128::from_str_radix(digits, 8).ok()?
        )));
    }
    if matches!(unsigned, ".inf" | ".Inf" | ".INF") {
        return Some(Number::from_json(&format!("{sign}.inf")));
    }
    if matches!(text, ".nan" | ".NaN" | ".NAN") {
        return Some(Number::from_json(".nan"));
    }
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (unsigned, None),
    };
    let (whole, fraction) = mantissa
        .split_once('.')
        .map_or((mantissa, None), |(whole, fraction)| (whole, Some(fraction)));
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let exponent_digits = exponent.map(|exponent| exponent.strip_prefix(['+', '-']).unwrap_or(exponent));
    if !digits(whole)
        || !fraction.is_none_or(digits)
        || (whole.is_empty() && fraction.is_none_or(str::is_empty))
        || exponent_digits.is_some_and(|exponent| exponent.is_empty() || !digits(exponent))
        // Telephone numbers and codes: nobody who writes a leading zero means a number.
        || (whole.len() > 1 && whole.starts_with('0'))
    {
        return None;
    }
    let whole = if whole.is_empty() { "0" } else { whole };
    let point = if fraction.is_some_and(|fraction| !fraction.is_empty()) {
        "."
    } else {
        ""
    };
    let (mark, exponent) = exponent.map_or(("", ""), |exponent| ("e", exponent));
    Some(Number::from_json(&format!(
        "{sign}{whole}{point}{}{mark}{exponent}",
        fraction.unwrap_or_default()
    )))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn resolves_plain_scalars() {
        let texts = [
            ("1", "1"),
            ("+1", "1"),
            ("-9223372036854776000", "-9223372036854776000"),
            ("0x1F", "31"),
            (".5", "0.5"),
            ("3.0", "3.0"),
            ("1.", "1"),
            ("1e3", "1e3"),
        ];
        for (text, expected) in texts {
            assert_eq!(number(text).unwrap().text(), expected);
        }
        for text in ["007", "1.2.3", "2020-01-01", "1_000", ".", "-", "e5", "0b1", "12e"] {
            assert!(number(text).is_none(), "{text}");
        }
    }
}
