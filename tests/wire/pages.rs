//! Pages: every list is walked over two pages.

use super::{expected, operation, report};
use crate::call::Input;
use crate::description;
use crate::sample::{self, Show};
use crate::sent::{self, Differences};
use chatbotkit::test_util::{Reply, Script};
use serde_json::{Value, json};

#[tokio::test]
async fn every_list_is_walked_to_its_end() {
    let description = description::read();
    let mut failures = Vec::new();
    for described in description.operations() {
        let Some(way) = operation(described.id()).ways.iter().find(|way| way.name == "items") else {
            continue;
        };
        let Some((_, schema)) = described
            .answers()
            .find(|(media_type, _)| *media_type == "application/json")
        else {
            continue;
        };
        let page = sample::values(description, schema, Show::Everything).remove(0);
        let (mut first, mut last) = (page.clone(), page.clone());
        first["cursor"] = "the second page".into();
        last["cursor"] = Value::Null;
        let script = Script::new().reply(Reply::json(&first)).reply(Reply::json(&last));
        let line = expected::line(described.id());
        let outcome = (way.run)(&sent::client(&script), &Input::of(line)).await;

        let item = &page["items"][0];
        let mut differences = Differences::default();
        differences.compare("items", Some(vec![item.clone(), item.clone()]), outcome.ok());
        let queries: Vec<_> = script.requests().iter().map(sent::query).collect();
        let expected = |cursor: Option<&str>| {
            let pairs: Vec<(String, String)> =
                serde_json::from_value(line["sends"]["query"].clone()).unwrap_or_default();
            let set = |(name, value): (String, String)| match (name.as_str(), cursor) {
                ("cursor", Some(cursor)) => (name, cursor.to_owned()),
                _ => (name, value),
            };
            let mut pairs: Vec<_> = pairs.into_iter().map(set).collect();
            pairs.sort();
            pairs
        };
        differences.compare(
            "queries",
            vec![expected(None), expected(Some("the second page"))],
            queries,
        );
        failures.extend(differences.of(described.id()));
    }
    report(&failures);
}

#[tokio::test]
async fn an_empty_page_without_a_cursor_is_the_end() {
    let mut failures = Vec::new();
    for described in description::read().operations() {
        let Some(way) = operation(described.id()).ways.iter().find(|way| way.name == "items") else {
            continue;
        };
        let script = Script::new().reply(Reply::json(json!({ "items": [] })));
        let outcome = (way.run)(
            &sent::client(&script),
            &Input::of(expected::line(described.id())).bare(),
        )
        .await;
        if outcome.as_ref().ok() != Some(&Vec::new()) {
            failures.push(format!("{}: {outcome:?}", described.id()));
        }
    }
    report(&failures);
}
