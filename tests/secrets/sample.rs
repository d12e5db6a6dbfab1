//! Values made from the definition of a type, with a secret wherever one may stand.

use crate::definition::{Definitions, Shape, holds_text, parts};
use serde_json::{Map, Value, json};
use syn::Type;

/// What no type may show.
pub const SECRET: &str = "sk-do-not-print-me";

/// How deep a value may become, for types that contain themselves.
const DEPTH: usize = 7;

/// A value of this type; the rounds together take every branch of every union.
pub fn sample(definitions: &Definitions, name: &str, round: usize) -> Value {
    Maker { definitions, round }.named(name, 0)
}

struct Maker<'d> {
    definitions: &'d Definitions,
    round: usize,
}

impl Maker<'_> {
    fn named(&self, name: &str, depth: usize) -> Value {
        let definition = self
            .definitions
            .find(name)
            .unwrap_or_else(|| panic!("{name} is not defined"));
        match &definition.shape {
            Shape::Alias(ty) => self.value(ty, false, depth),
            Shape::Values(values) => {
                let value = &values[self.round % values.len()];
                serde_json::from_str(value).unwrap_or_else(|_| value.clone().into())
            }
            Shape::Record { members, rest } => {
                let mut object = Map::new();
                for member in members {
                    let value = match (&member.ty, &member.constant) {
                        (Some(ty), _) => self.value(ty, member.secret, depth + 1),
                        (None, Some(constant)) => serde_json::from_str(constant).unwrap_or_default(),
                        (None, None) => Value::Null,
                    };
                    object.insert(member.wire.clone(), value);
                }
                if let Some(values) = rest.as_ref().and_then(|rest| parts(rest).1.last().copied()) {
                    object.insert(
                        "extraApiKey".to_owned(),
                        self.value(values, holds_text(values), depth + 1),
                    );
                }
                object.into()
            }
            Shape::Tagged { tag, content, branches } => {
                // One round is for a branch that is not known yet.
                let Some((name, held)) = branches.get(self.round % (branches.len() + 1)) else {
                    return json!({ (tag.as_str()): "not known yet", "data": { "accessToken": SECRET, "list": [{ "password": SECRET }] } });
                };
                let held = held.as_ref().map(|ty| self.value(ty, false, depth + 1));
                let mut object = Map::new();
                match (content, held) {
                    (Some(content), Some(held)) => drop(object.insert(content.clone(), held)),
                    (None, Some(Value::Object(members))) => object = members,
                    _ => {}
                }
                object.insert(tag.clone(), name.clone().into());
                object.into()
            }
            Shape::Choice(branches) => match &branches[self.round % branches.len()] {
                // What is told by its JSON and fits no rule.
                Some(ty) if parts(ty).0 == "Value" => json!([[{ "apiKey": SECRET }]]),
                Some(ty) => self.value(ty, false, depth + 1),
                None => Value::Null,
            },
            Shape::Plain { .. } => panic!("{name} has no wire format"),
        }
    }

    /// A value of the type; all its texts are secret where the member is.
    fn value(&self, ty: &Type, secret: bool, depth: usize) -> Value {
        let (name, inner) = parts(ty);
        let inner = inner.last().copied();
        let is_deep = depth >= DEPTH;
        match (name.as_str(), inner) {
            ("String", _) => (if secret { SECRET } else { "plain" }).into(),
            ("bool", _) => true.into(),
            ("i64", _) => 7.into(),
            ("f64", _) => 0.5.into(),
            ("Value", _) if secret => SECRET.into(),
            ("Value", _) => {
                json!({ "free": [1, { "clientSecret": SECRET, "plain": "x" }], "token": { "deep": SECRET } })
            }
            ("Option" | "Nullable", Some(_)) if is_deep => Value::Null,
            ("Vec", Some(_)) if is_deep => json!([]),
            ("BTreeMap", Some(_)) if is_deep => json!({}),
            ("Option" | "Nullable" | "Box", Some(inner)) => self.value(inner, secret, depth),
            ("Vec", Some(inner)) => json!([self.value(inner, secret, depth + 1)]),
            ("BTreeMap", Some(inner)) => {
                let hidden = self.value(inner, holds_text(inner), depth + 1);
                json!({ "name": self.value(inner, secret, depth + 1), "sessionToken": hidden })
            }
            (name, _) => self.named(name, depth),
        }
    }
}
