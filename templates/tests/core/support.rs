//! A tiny resource written by hand, and a client over a script: what nearly every test of the core begins with.

use sdk_template::test_util::{Reply, Script};
use sdk_template::{Call, Client, ClientBuilder, NoAnswer, Operation, Page, Parameter};
use serde::{Deserialize, Serialize};

/// The secret of every client of the tests; no output may hold it.
pub const SECRET: &str = "sk-do-not-print-me";

/// A client over a script, with a path prefix on its base URL.
pub fn builder(script: &Script) -> ClientBuilder {
    Client::builder()
        .secret(SECRET)
        .base_url("http://api.test/v1")
        .transport(script.clone())
}

pub fn client(script: &Script) -> Client {
    builder(script)
        .build()
        .expect("the options of the test client are valid")
}

/// A client whose script has this one answer, and the script.
pub fn answering(reply: Reply) -> (Client, Script) {
    let script = Script::new().reply(reply);
    (client(&script), script)
}

#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
pub struct Thing {
    pub id: String,
    pub size: i64,
}

pub fn thing(id: &str) -> serde_json::Value {
    serde_json::json!({ "id": id, "size": 1 })
}

#[derive(Debug, PartialEq, Deserialize)]
pub struct ThingPage {
    pub items: Vec<Thing>,
    pub cursor: Option<String>,
}

impl Page for ThingPage {
    type Item = Thing;

    fn into_items(self) -> Vec<Thing> {
        self.items
    }

    fn next(&self) -> Option<String> {
        self.cursor.clone()
    }

    fn item_count(&self) -> Option<usize> {
        Some(self.items.len())
    }
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Tick {
    #[serde(rename = "type")]
    pub kind: String,
    pub data: serde_json::Value,
}

/// The optional parameters of the list.
#[derive(Debug)]
pub struct ListParameters;

pub trait ListSetters: Sized {
    fn take(self, take: i64) -> Self;
}

impl<T, U> ListSetters for Call<T, U, ListParameters> {
    fn take(self, take: i64) -> Self {
        self.parameter(Parameter::query("take"), &take)
    }
}

pub fn fetch(client: &Client, id: &str) -> Call<Thing> {
    static OPERATION: Operation = Operation::get("fetchThing", "/thing/{thingId}/fetch");
    Call::new(client, &OPERATION).path("thingId", id)
}

pub fn create(client: &Client, request: &impl Serialize) -> Call<Thing> {
    static OPERATION: Operation = Operation::post("createThing", "/thing/create");
    Call::new(client, &OPERATION).json(request)
}

pub fn list(client: &Client) -> Call<ThingPage, Tick, ListParameters> {
    static OPERATION: Operation = Operation::get("listThings", "/thing/list").jsonl().cursor("cursor");
    Call::new(client, &OPERATION)
}

pub fn watch(client: &Client) -> Call<NoAnswer, Tick> {
    static OPERATION: Operation = Operation::post("watchThings", "/thing/watch").jsonl();
    Call::new(client, &OPERATION).empty_json()
}

pub fn listen(client: &Client) -> Call<NoAnswer, Tick> {
    static OPERATION: Operation = Operation::get("listenToThings", "/thing/listen").sse();
    Call::new(client, &OPERATION)
}
