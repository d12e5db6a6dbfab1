//! Fixtures: the examples that are printed with the SDK answer every operation in each of its ways.

use super::{expected, operation, report};
use crate::call::Input;
use crate::sent;
use chatbotkit::test_util::{Reply, Script};
use std::collections::BTreeSet;

#[tokio::test]
async fn every_operation_has_a_fixture_that_is_decoded() {
    let script = Script::from_fixtures();
    let client = sent::client(&script);
    let mut failures = Vec::new();
    let mut seen = BTreeSet::new();
    for line in expected::lines() {
        let operation = operation(line["operation"].as_str().unwrap_or_default());
        if !seen.insert(operation.id) {
            continue;
        }
        for way in operation.ways {
            let outcome = (way.run)(&client, &Input::of(line)).await;
            if !matches!(&outcome, Ok(answers) if !answers.is_empty()) {
                failures.push(format!("{} by {}: {outcome:?}", operation.id, way.name));
            }
        }
    }
    report(&failures);
    assert_eq!(seen.len(), 335);
}

#[tokio::test]
async fn a_fixture_is_known_by_the_id_of_its_operation() {
    for operation in crate::OPERATIONS {
        let Some(way) = operation.ways.iter().find(|way| way.name == "json") else {
            continue;
        };
        let script = Script::new().reply(Reply::fixture(operation.id));
        let outcome = (way.run)(&sent::client(&script), &Input::of(expected::line(operation.id))).await;
        assert!(outcome.is_ok(), "{}: {outcome:?}", operation.id);
    }
}
