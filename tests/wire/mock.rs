//! Every operation over a real socket: the typed methods call the mock server, which checks what it receives against the
//! description and answers what the description promises.

use super::{expected, operation, report};
use crate::call::Input;
use chatbotkit::{ChatBotKit, File};
use sdksmith::Sources;
use sdksmith::load::Inputs;
use sdksmith::mock::Server;
use std::collections::BTreeSet;
use workspace_tests::repository;

fn server() -> Server {
    let spec = repository().join("spec");
    let inputs = Inputs {
        spec: spec.join("chatbotkit.yaml"),
        overlays: vec![spec.join("overlay.yaml")],
        ..Inputs::default()
    };
    let run = sdksmith::contract(&Sources {
        inputs,
        config: Some(spec.join("sdk.toml")),
        ..Sources::default()
    });
    let contract = run.result.unwrap_or_else(|| panic!("{:?}", run.problems));
    Server::start(contract, 0).unwrap_or_else(|error| panic!("the mock server cannot be started: {error}"))
}

fn client(server: &Server, path: &str) -> ChatBotKit {
    ChatBotKit::builder()
        .secret("any secret will do")
        .base_url(format!("{}{path}", server.url()))
        .max_retries(0)
        .build()
        .unwrap_or_else(|error| panic!("the client cannot be built: {error}"))
}

#[tokio::test]
async fn every_operation_is_answered_in_each_of_its_ways() {
    let server = server();
    let client = client(&server, "/v1");
    let mut failures = Vec::new();
    let mut seen = BTreeSet::new();
    for line in expected::lines() {
        let operation = operation(line["operation"].as_str().unwrap_or_default());
        let is_first = seen.insert(operation.id);
        // Further lines of an operation have other bodies, which every way sends alike.
        for way in operation.ways.iter().take(if is_first { usize::MAX } else { 1 }) {
            let input = Input::of(line);
            // The lines name a cursor, and a walk that begins there has one page less.
            let input = if way.name == "items" { input.bare() } else { input };
            let outcome = (way.run)(&client, &input).await;
            let is_right = match (way.name, &outcome) {
                (_, Err(_)) => false,
                // The mock server has two pages of one item each.
                ("items", Ok(items)) => items.len() == 2,
                ("jsonl" | "sse", Ok(events)) => !events.is_empty(),
                (_, Ok(answers)) => answers.len() == 1,
            };
            if !is_right {
                failures.push(format!("{} by {}: {outcome:?}\n  {line}", operation.id, way.name));
            }
        }
    }
    report(&failures);
    assert_eq!(seen.len(), 335);
}

#[tokio::test]
async fn streams_show_every_event_once_and_end_in_their_result() {
    let server = server();
    let client = client(&server, "/v1");
    for (id, least) in [
        ("completeConversation", 10),
        ("listBots", 4),
        ("subscribeTaskWorkflowEvents", 4),
    ] {
        let operation = operation(id);
        let way = operation.ways.iter().find(|way| way.name == "jsonl");
        let Some(way) = way else { panic!("{id} does not stream") };
        let events = (way.run)(&client, &Input::of(expected::line(id)).bare()).await;
        let events = events.unwrap_or_else(|error| panic!("{id}: {error}"));
        let kinds: Vec<&str> = events.iter().filter_map(|event| event["type"].as_str()).collect();
        let unique: BTreeSet<&str> = kinds.iter().copied().collect();
        assert!(kinds.len() >= least && unique.len() == kinds.len(), "{id}: {kinds:?}");
        assert_eq!(kinds.last(), Some(&"result"), "{id}: {kinds:?}");
    }
}

#[tokio::test]
async fn the_path_of_the_server_may_be_left_out_and_the_secret_may_not() {
    let server = server();
    let with_secret = client(&server, "");
    assert!(with_secret.bot().fetch("bot_1").await.is_ok());
    let without = ChatBotKit::builder()
        .base_url(server.url())
        .build()
        .unwrap_or_else(|error| panic!("{error}"));
    let error = without.bot().fetch("bot_1").await.err();
    let message = error.as_ref().map(|error| (error.is_unauthorized(), error.message()));
    assert_eq!(
        message,
        Some((true, "fetchBot needs the header `authorization: bearer …`"))
    );
}

#[tokio::test]
async fn the_same_request_has_the_same_answer() {
    let server = server();
    let client = client(&server, "/v1");
    let first = client.bot().fetch("bot_1").raw().await;
    let second = client.bot().fetch("bot_1").raw().await;
    let (Ok(first), Ok(second)) = (first, second) else {
        panic!("an answer is missing")
    };
    assert_eq!(first.text().await.ok(), second.text().await.ok());
}

#[tokio::test]
async fn both_steps_of_an_upload_are_taken() {
    let server = server();
    let client = client(&server, "/v1");
    let file = File::from_bytes("notes.txt", "notes");
    let answer = client.file().upload_file("file_1", &file).await;
    assert_eq!(answer.map(|answer| answer.id).ok().as_deref(), Some("id"));
    let storage = format!("{}/.storage/uploadFile", server.url());
    let outcome = client
        .fetch::<serde_json::Value, _>(&storage, chatbotkit::FetchOptions::new().method("PUT"))
        .await;
    assert!(matches!(outcome, Err(error) if error.message() == "the storage was sent credentials of the API"));
}
