//! Pairs of a form or a query as nested values: `a[b]=1&a[c][]=2` is `{"a": {"b": "1", "c": ["2"]}}`.

use serde_json::{Map, Value};

/// No name has more brackets than this.
const DEPTH: usize = 16;

/// The pairs as an object of texts, arrays and objects.
pub(super) fn nested(pairs: impl IntoIterator<Item = (String, String)>) -> Map<String, Value> {
    let mut root = Value::Object(Map::new());
    for (name, text) in pairs {
        put(&mut root, &keys(&name), Value::String(text));
    }
    list(&mut root);
    match root {
        Value::Object(members) => members,
        _ => Map::new(),
    }
}

/// `a[b][]` is `a`, `b` and an empty key. Brackets that do not match are part of the name.
fn keys(name: &str) -> Vec<String> {
    let plain = || vec![name.to_owned()];
    let Some((first, rest)) = name.split_once('[') else {
        return plain();
    };
    let Some(rest) = rest.strip_suffix(']') else {
        return plain();
    };
    let keys: Vec<String> = std::iter::once(first)
        .chain(rest.split("]["))
        .map(str::to_owned)
        .collect();
    if first.is_empty() || keys.len() > DEPTH {
        plain()
    } else {
        keys
    }
}

fn put(place: &mut Value, keys: &[String], text: Value) {
    let Some((key, rest)) = keys.split_first() else {
        match place {
            // The first text of this name, and from the second one on a list of them.
            Value::Null => *place = text,
            Value::Array(elements) => elements.push(text),
            _ => *place = Value::Array(vec![place.take(), text]),
        }
        return;
    };
    if !place.is_object() {
        *place = Value::Object(Map::new());
    }
    if let Value::Object(members) = place {
        put(members.entry(key.as_str()).or_insert(Value::Null), rest, text);
    }
}

/// Makes lists of the objects whose keys are empty or count from 0: `a[]=1`, `a[0]=1&a[1]=2`.
fn list(value: &mut Value) {
    match value {
        Value::Object(members) => {
            members.values_mut().for_each(list);
            if members.len() == 1
                && let Some(only) = members.remove("")
            {
                *value = if only.is_array() {
                    only
                } else {
                    Value::Array(vec![only])
                };
                return;
            }
            let counted: Option<Vec<Value>> = (0..members.len())
                .map(|index| members.get(&index.to_string()).cloned())
                .collect();
            if let Some(counted) = counted.filter(|counted| !counted.is_empty()) {
                *value = Value::Array(counted);
            }
        }
        Value::Array(elements) => elements.iter_mut().for_each(list),
        _ => {}
    }
}
