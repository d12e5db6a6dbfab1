//! What is different between two pieces of JSON, for a person.

use serde_json::Value;

/// How many differences are worth reading.
const MOST: usize = 8;

/// A line for each place where `sent` is not what was `wanted`.
pub(super) fn of_json(wanted: &Value, sent: &Value) -> Vec<String> {
    let mut lines = Vec::new();
    compare(wanted, sent, "", &mut lines);
    if lines.len() > MOST {
        let more = lines.len() - MOST;
        lines.truncate(MOST);
        lines.push(format!("and {more} more"));
    }
    lines
}

fn compare(wanted: &Value, sent: &Value, path: &str, lines: &mut Vec<String>) {
    match (wanted, sent) {
        (Value::Object(wanted), Value::Object(sent)) => {
            for (name, value) in wanted {
                match sent.get(name) {
                    Some(sent) => compare(value, sent, &format!("{path}/{name}"), lines),
                    None => lines.push(format!("{path}/{name}: wanted {value}, not there")),
                }
            }
            for (name, value) in sent.iter().filter(|(name, _)| !wanted.contains_key(*name)) {
                lines.push(format!("{path}/{name}: not wanted, sent {value}"));
            }
        }
        (Value::Array(wanted), Value::Array(sent)) if wanted.len() == sent.len() => {
            for (index, (wanted, sent)) in wanted.iter().zip(sent).enumerate() {
                compare(wanted, sent, &format!("{path}/{index}"), lines);
            }
        }
        _ if wanted == sent => {}
        _ => {
            let place = if path.is_empty() { "the body" } else { path };
            lines.push(format!("{place}: wanted {wanted}, sent {sent}"));
        }
    }
}
