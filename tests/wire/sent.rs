//! A request as it was sent, in the form in which expectations are written down.

use crate::call::{Input, Run};
use chatbotkit::ChatBotKit;
use chatbotkit::test_util::{Recorded, Reply, Script};
use percent_encoding::percent_decode_str;
use serde_json::Value;

/// A client that sends what it is told into a script.
pub fn client(script: &Script) -> ChatBotKit {
    ChatBotKit::builder()
        .secret("sk-test-secret")
        .max_retries(0)
        .transport(script.clone())
        .build()
        .unwrap_or_else(|error| panic!("the client cannot be built: {error}"))
}

/// What a call sends; its answer, made of nothing, is not looked at.
pub async fn sent(
    client: &ChatBotKit,
    script: &Script,
    send: fn(&ChatBotKit, &Input) -> Run,
    input: &Input,
) -> Recorded {
    let before = script.requests().len();
    let outcome = send(client, input).await;
    let mut requests = script.requests().split_off(before);
    assert!(
        requests.len() == 1,
        "{} requests were sent: {outcome:?}",
        requests.len()
    );
    requests.remove(0)
}

/// A script that answers `{}` to everything.
pub fn indifferent() -> Script {
    Script::new().otherwise(Reply::json(serde_json::json!({})))
}

/// The query as decoded pairs in the order of their names: their order has no meaning.
pub fn query(request: &Recorded) -> Vec<(String, String)> {
    let decode = |text: &str| {
        percent_decode_str(&text.replace('+', " "))
            .decode_utf8_lossy()
            .into_owned()
    };
    let mut pairs: Vec<_> = request
        .query()
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .map(|(name, value)| (decode(name), decode(value)))
        .collect();
    pairs.sort();
    pairs
}

/// The body as JSON; `None` where none was sent.
pub fn body(request: &Recorded) -> Option<Value> {
    if request.body.is_empty() {
        return None;
    }
    Some(
        serde_json::from_slice(&request.body)
            .unwrap_or_else(|_| Value::String(format!("not JSON: {}", request.text()))),
    )
}

/// Collects what differs between an expected and an actual part of a request.
#[derive(Default)]
pub struct Differences(Vec<String>);

impl Differences {
    pub fn compare<T: PartialEq + std::fmt::Debug>(&mut self, what: &str, expected: T, actual: T) {
        if expected != actual {
            self.0
                .push(format!("  {what}\n    expected {expected:?}\n    sent     {actual:?}"));
        }
    }

    /// The differences under the name of the call they belong to; `None` without any.
    pub fn of(self, call: &str) -> Option<String> {
        (!self.0.is_empty()).then(|| format!("{call}\n{}", self.0.join("\n")))
    }
}
