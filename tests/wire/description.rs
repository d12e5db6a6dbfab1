//! The description of the API with its overlay, read as plain JSON.

use sdksmith::diagnostic::Diagnostics;
use sdksmith::load::{self, Inputs, Node};
use serde_json::{Map, Value};
use std::sync::LazyLock;
use workspace_tests::repository;

/// The whole document.
pub struct Description(Value);

/// One operation of it.
pub struct Described<'d> {
    document: &'d Description,
    value: &'d Value,
}

/// What `spec/` says.
pub fn read() -> &'static Description {
    static DESCRIPTION: LazyLock<Description> = LazyLock::new(bundled);
    &DESCRIPTION
}

fn bundled() -> Description {
    let spec = repository().join("spec");
    let inputs = Inputs {
        spec: spec.join("chatbotkit.yaml"),
        overlays: vec![spec.join("overlay.yaml")],
        ..Inputs::default()
    };
    let diagnostics = Diagnostics::new();
    let Ok(bundle) = load::bundle(&inputs, &diagnostics) else {
        panic!("spec/ cannot be read: {:?}", diagnostics.sorted(|_| None));
    };
    Description(json(&bundle.root))
}

fn json(node: &Node) -> Value {
    match &node.value {
        load::Value::Null => Value::Null,
        load::Value::Bool(value) => (*value).into(),
        load::Value::Number(number) => serde_json::from_str(number.text()).unwrap_or_default(),
        load::Value::String(text) => text.to_string().into(),
        load::Value::Sequence(nodes) => nodes.iter().map(json).collect(),
        load::Value::Mapping(mapping) => Value::Object(
            mapping
                .iter()
                .map(|(key, node)| (key.to_owned(), json(node)))
                .collect::<Map<_, _>>(),
        ),
    }
}

impl Description {
    pub fn operations(&self) -> impl Iterator<Item = Described<'_>> {
        let operations = members(&self.0["paths"]).flat_map(|(_, item)| members(item));
        operations
            .filter(|(_, value)| value["operationId"].is_string())
            .map(move |(_, value)| Described { document: self, value })
    }

    /// The value that a reference leads to; the value itself where it is none.
    pub fn resolve<'d>(&'d self, value: &'d Value) -> &'d Value {
        let mut value = value;
        while let Some(pointer) = value["$ref"].as_str().and_then(|reference| reference.strip_prefix('#')) {
            value = self
                .0
                .pointer(pointer)
                .unwrap_or_else(|| panic!("#{pointer} leads nowhere"));
        }
        value
    }
}

impl<'d> Described<'d> {
    pub fn id(&self) -> &'d str {
        self.value["operationId"].as_str().unwrap_or_default()
    }

    /// The schema of the JSON body.
    pub fn body(&self) -> Option<&'d Value> {
        let body = self.document.resolve(self.value.get("requestBody")?);
        body["content"]["application/json"].get("schema")
    }

    /// The media types of the 200 and their schemas.
    pub fn answers(&self) -> impl Iterator<Item = (&'d str, &'d Value)> {
        let response = self.document.resolve(&self.value["responses"]["200"]);
        members(&response["content"]).map(|(media_type, media)| (media_type, &media["schema"]))
    }
}

fn members(value: &Value) -> impl Iterator<Item = (&str, &Value)> {
    value
        .as_object()
        .into_iter()
        .flatten()
        .map(|(name, value)| (name.as_str(), value))
}
