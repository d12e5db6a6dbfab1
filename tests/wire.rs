//! What goes over the wire: every operation of the API is called through its typed method, on a transport that records
//! the requests and answers from a script.

#[macro_use]
#[path = "wire/call.rs"]
mod call;
#[path = "wire/answers.rs"]
mod answers;
#[path = "wire/calls.rs"]
mod calls;
#[path = "wire/description.rs"]
mod description;
#[path = "wire/expected.rs"]
mod expected;
#[path = "wire/fixtures.rs"]
mod fixtures;
#[path = "wire/mock.rs"]
mod mock;
#[path = "wire/official.rs"]
mod official;
#[path = "wire/options.rs"]
mod options;
#[path = "wire/pages.rs"]
mod pages;
#[path = "wire/sample.rs"]
mod sample;
#[path = "wire/sent.rs"]
mod sent;
#[path = "wire/streams.rs"]
mod streams;
#[path = "wire/tree.rs"]
mod tree;
#[path = "wire/uploads.rs"]
mod uploads;

use std::collections::BTreeSet;

use calls::OPERATIONS;

/// The operation of this id.
fn operation(id: &str) -> &'static call::Operation {
    OPERATIONS
        .iter()
        .find(|operation| operation.id == id)
        .unwrap_or_else(|| panic!("wire/calls.rs does not call {id}"))
}

/// Fails with all that went wrong.
fn report(failures: &[String]) {
    assert!(
        failures.is_empty(),
        "{} failures:\n\n{}\n",
        failures.len(),
        failures.join("\n\n")
    );
}

#[test]
fn every_operation_of_the_description_is_called() {
    let called: BTreeSet<&str> = OPERATIONS.iter().map(|operation| operation.id).collect();
    assert_eq!(called.len(), OPERATIONS.len(), "an operation is listed twice");
    let described: BTreeSet<&str> = description::read()
        .operations()
        .map(|operation| operation.id())
        .collect();
    let missing: Vec<_> = described.difference(&called).collect();
    let unknown: Vec<_> = called.difference(&described).collect();
    assert!(
        missing.is_empty() && unknown.is_empty(),
        "not called: {missing:?}; not in the description: {unknown:?}"
    );
}
