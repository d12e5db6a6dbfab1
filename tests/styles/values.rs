//! Values to try: those of the tables where a schema allows them, and fitting ones elsewhere.

use super::description::{DEPTH, Description, Layout, Tried, text};
use super::table::Value;
use sdksmith::load::Node;

impl Description {
    /// Values for a schema: those of the tables where it allows them.
    pub(super) fn values(
        &self,
        schema: &Node,
        layout: Result<Layout, &'static str>,
    ) -> Result<Vec<Tried>, &'static str> {
        let schema = self.meant(schema)?;
        if let Some(properties) = object(schema) {
            return self.object(schema, properties).map(|value| vec![value]);
        }
        if text(schema, "type") == "array" {
            let items = schema.get("items").map(|items| self.meant(items)).transpose()?;
            let items = items.ok_or("a list of anything")?;
            let three = match enumeration(items) {
                Some(constants) => constants.into_iter().take(3).collect(),
                None => match text(items, "type") {
                    "string" => ["blue", "black", "brown"].map(serde_json::Value::from).to_vec(),
                    "integer" => [100, 200, 150].map(serde_json::Value::from).to_vec(),
                    "number" => [1.5, 2.5].map(serde_json::Value::from).to_vec(),
                    "boolean" => [true, false].map(serde_json::Value::from).to_vec(),
                    _ => return Err("a list of lists or objects, which the tables do not have"),
                },
            };
            let texts = three.iter().map(shown).collect();
            return Ok(vec![(serde_json::Value::from(three), Value::List(texts))]);
        }
        let mut scalars = self.scalars(schema)?;
        if let Ok(Layout::Style { reserved: true, .. }) = layout
            && scalars.iter().any(|scalar| scalar == "blue")
        {
            scalars.push("a/b:c@d?e".into());
        }
        Ok(scalars
            .into_iter()
            .map(|json| (json.clone(), Value::Text(shown(&json))))
            .collect())
    }

    fn scalars(&self, schema: &Node) -> Result<Vec<serde_json::Value>, &'static str> {
        if let Some(constants) = enumeration(schema) {
            return Ok(constants.into_iter().take(2).collect());
        }
        Ok(match text(schema, "type") {
            // No file stands in a URL.
            "string" if text(schema, "format") == "binary" => return Err("a file"),
            "string" => vec!["blue".into(), "".into()],
            "integer" => vec![100.into()],
            "number" => vec![1.5.into()],
            "boolean" => vec![true.into()],
            _ => return Err("a schema without a type"),
        })
    }

    fn object(&self, schema: &Node, properties: Vec<(&str, &Node)>) -> Result<Tried, &'static str> {
        let required = schema.get("required").and_then(Node::as_sequence).unwrap_or_default();
        let mut members: Vec<(String, serde_json::Value)> = Vec::new();
        for (name, property) in properties {
            let is_required = required.iter().any(|one| one.as_str() == Some(name));
            let property = self.meant(property);
            match property.and_then(|property| self.scalars(property)) {
                Ok(scalars) => members.extend(scalars.into_iter().next().map(|scalar| (name.to_owned(), scalar))),
                Err(_) if !is_required => {}
                Err(_) => return Err("an object whose members are no scalars, which the tables do not have"),
            }
        }
        if members.is_empty() {
            let rest = schema
                .get("additionalProperties")
                .map(|rest| self.meant(rest))
                .transpose()?;
            let scalar = match rest {
                Some(rest) if rest.as_bool() == Some(false) => return Err("an object without members"),
                Some(rest) if rest.as_bool().is_none() => self.scalars(rest)?.into_iter().next(),
                _ => Some(100.into()),
            };
            // A map keeps its keys in the order of the alphabet.
            members = ["B", "G", "R"]
                .into_iter()
                .filter_map(|name| Some((name.to_owned(), scalar.clone()?)))
                .collect();
        }
        let texts = members.iter().map(|(name, json)| (name.clone(), shown(json))).collect();
        Ok((members.into_iter().collect(), Value::Object(texts)))
    }

    /// The schema behind references and wrappers that say nothing more.
    fn meant<'n>(&'n self, schema: &'n Node) -> Result<&'n Node, &'static str> {
        let mut schema = schema;
        for _ in 0..DEPTH {
            schema = self.real(schema).ok_or("a reference to another file, or to nothing")?;
            let inside = ["allOf", "oneOf", "anyOf"]
                .into_iter()
                .find_map(|keyword| schema.get(keyword).and_then(Node::as_sequence));
            match inside {
                None => return Ok(schema),
                Some([only]) => schema = only,
                Some(_) => return Err("a schema put together of several"),
            }
        }
        Err("a schema put together of several")
    }
}

fn object(schema: &Node) -> Option<Vec<(&str, &Node)>> {
    let properties = schema.get("properties").and_then(Node::as_mapping);
    let is_object = properties.is_some() || text(schema, "type") == "object";
    is_object.then(|| properties.into_iter().flat_map(|all| all.iter()).collect())
}

fn enumeration(schema: &Node) -> Option<Vec<serde_json::Value>> {
    let constants = schema.get("enum").and_then(Node::as_sequence)?;
    let values = constants.iter().filter_map(|constant| match constant.as_number() {
        Some(number) => Some(serde_json::Value::from(number.text().parse::<i64>().ok()?)),
        None => constant
            .as_str()
            .filter(|text| !text.is_empty())
            .map(serde_json::Value::from),
    });
    Some(values.collect()).filter(|values: &Vec<_>| !values.is_empty())
}

fn shown(json: &serde_json::Value) -> String {
    json.as_str().map_or_else(|| json.to_string(), str::to_owned)
}
