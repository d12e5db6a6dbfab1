//! How a typed method is called from data: its input, its optional parameters and the ways of running it.

use chatbotkit::{ChatBotKit, Result};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use std::future::Future;
use std::pin::Pin;

/// A call on its way; it ends in everything that was answered, written as JSON again.
pub type Run = Pin<Box<dyn Future<Output = Result<Vec<Value>>>>>;

/// An operation, called through its typed method.
pub struct Operation {
    /// The operationId.
    pub id: &'static str,
    /// Sends the request and looks at nothing but the status of the answer.
    pub send: fn(&ChatBotKit, &Input) -> Run,
    /// The ways of running it that the description declares.
    pub ways: &'static [Way],
}

/// A way of running an operation.
pub struct Way {
    pub name: &'static str,
    pub run: fn(&ChatBotKit, &Input) -> Run,
}

/// The arguments of a call, by the names that they have in the description.
#[derive(Clone, Debug, Default)]
pub struct Input {
    path: Map<String, Value>,
    optional: Map<String, Value>,
    body: Option<Value>,
}

impl Input {
    /// Reads the members `path`, `query`, `headers` and `body`, of which any may be missing.
    pub fn of(value: &Value) -> Self {
        let members = |name: &str| value[name].as_object().cloned().unwrap_or_default();
        let mut optional = members("query");
        optional.extend(members("headers"));
        Self {
            path: members("path"),
            optional,
            body: value.get("body").cloned(),
        }
    }

    /// The same with another body.
    pub fn with_body(mut self, body: Option<&Value>) -> Self {
        self.body = body.cloned();
        self
    }

    /// The same without optional parameters.
    pub fn bare(mut self) -> Self {
        self.optional.clear();
        self
    }

    pub fn path(&self, name: &str) -> &str {
        self.path
            .get(name)
            .and_then(Value::as_str)
            .unwrap_or_else(|| panic!("the input has no path parameter {name}"))
    }

    pub fn text(&self, name: &str) -> Option<&str> {
        self.optional
            .get(name)
            .map(|value| value.as_str().unwrap_or_else(|| panic!("{name} is no text")))
    }

    pub fn given<T: DeserializeOwned>(&self, name: &str) -> Option<T> {
        self.optional.get(name).map(|value| typed(name, value))
    }

    pub fn body<T: DeserializeOwned>(&self) -> T {
        self.optional_body().unwrap_or_else(|| panic!("the input has no body"))
    }

    pub fn optional_body<T: DeserializeOwned>(&self) -> Option<T> {
        self.body.as_ref().map(|body| typed("the body", body))
    }
}

fn typed<T: DeserializeOwned>(name: &str, value: &Value) -> T {
    T::deserialize(value)
        .unwrap_or_else(|error| panic!("{name} does not fit into {}: {error}", std::any::type_name::<T>()))
}

pub fn written(answer: &impl Serialize) -> Value {
    serde_json::to_value(answer).unwrap_or_else(|error| panic!("an answer cannot be written: {error}"))
}

/// The list of all calls: `operationId [ways] (optional parameters) call`.
macro_rules! calls {
    (|$client:ident, $input:ident| $($id:ident [$($way:ident)*] $setters:tt $call:expr,)*) => {
        pub static OPERATIONS: &[Operation] = &[$(Operation {
            id: stringify!($id),
            send: |$client, $input| run!(raw, with!($setters, $input, $call)),
            ways: &[$(Way {
                name: stringify!($way),
                run: |$client, $input| run!($way, with!($setters, $input, $call)),
            }),*],
        }),*];
    };
}

/// A call with those of its optional parameters that the input has.
macro_rules! with {
    (($($setter:ident)*), $input:ident, $call:expr) => {{
        // Some operations take nothing at all.
        let _ = $input;
        let call = $call;
        $(let call = set!($setter, $input, call);)*
        call
    }};
}

/// The setter of an optional parameter, and its name in the description.
macro_rules! set {
    (bot_id, $input:ident, $call:ident) => { set!(text bot_id "botId", $input, $call) };
    (blueprint_id, $input:ident, $call:ident) => { set!(text blueprint_id "blueprintId", $input, $call) };
    (contact_id, $input:ident, $call:ident) => { set!(text contact_id "contactId", $input, $call) };
    (cursor, $input:ident, $call:ident) => { set!(text cursor "cursor", $input, $call) };
    (dataset_id, $input:ident, $call:ident) => { set!(text dataset_id "datasetId", $input, $call) };
    (format, $input:ident, $call:ident) => { set!(value format "format", $input, $call) };
    (from, $input:ident, $call:ident) => { set!(text from "from", $input, $call) };
    (meta, $input:ident, $call:ident) => { set!(reference meta "meta", $input, $call) };
    (order, $input:ident, $call:ident) => { set!(value order "order", $input, $call) };
    (recursive, $input:ident, $call:ident) => { set!(value recursive "recursive", $input, $call) };
    (session, $input:ident, $call:ident) => { set!(text session "session", $input, $call) };
    (skillset_id, $input:ident, $call:ident) => { set!(text skillset_id "skillsetId", $input, $call) };
    (status, $input:ident, $call:ident) => { set!(value status "status", $input, $call) };
    (take, $input:ident, $call:ident) => { set!(value take "take", $input, $call) };
    (to, $input:ident, $call:ident) => { set!(text to "to", $input, $call) };
    (x_timezone, $input:ident, $call:ident) => { set!(text x_timezone "X-Timezone", $input, $call) };
    (text $setter:ident $name:literal, $input:ident, $call:ident) => {
        match $input.text($name) { Some(value) => $call.$setter(value), None => $call }
    };
    (value $setter:ident $name:literal, $input:ident, $call:ident) => {
        match $input.given($name) { Some(value) => $call.$setter(value), None => $call }
    };
    (reference $setter:ident $name:literal, $input:ident, $call:ident) => {
        match $input.given($name) { Some(value) => $call.$setter(&value), None => $call }
    };
}

/// A call run in one of its ways.
macro_rules! run {
    (raw, $call:expr) => {{
        let call = $call;
        Box::pin(async move { call.raw().await.map(|_| Vec::new()) })
    }};
    (json, $call:expr) => {{
        let call = $call;
        Box::pin(async move { Ok(vec![written(&call.await?)]) })
    }};
    (items, $call:expr) => {{
        let mut items = $call.items();
        Box::pin(async move {
            let mut all = Vec::new();
            while let Some(item) = items.next().await {
                all.push(written(&item?));
            }
            Ok(all)
        })
    }};
    (jsonl, $call:expr) => {{
        let call = $call;
        Box::pin(async move {
            let mut events = call.stream().await?;
            let mut all = Vec::new();
            while let Some(event) = events.next().await {
                all.push(written(&event?));
            }
            Ok(all)
        })
    }};
    (sse, $call:expr) => {
        run!(jsonl, $call)
    };
    (text, $call:expr) => {
        run!(json, $call)
    };
    (csv, $call:expr) => {
        run!(json, $call.csv())
    };
    (plain, $call:expr) => {
        run!(json, $call.plain_text())
    };
    (terraform, $call:expr) => {
        run!(json, $call.terraform_hcl())
    };
    (bytes, $call:expr) => {{
        let call = $call.bytes();
        Box::pin(async move { Ok(vec![String::from_utf8_lossy(&call.await?).into()]) })
    }};
}
