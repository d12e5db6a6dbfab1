//! Lists in pages: walked with every option of the first call, one by one or one ahead, and never in a circle. `page_schemes` has the schemes.

use crate::support::{ListSetters as _, Thing, ThingPage, client, list, thing};
use ::tracing::Instrument as _;
use sdk_template::test_util::{Reply, Script};
use sdk_template::{Call, Client, ErrorKind, Operation};
use serde_json::{Value, json};
use std::time::Duration;
use tokio::time::Instant;

pub fn page(ids: &[&str], cursor: Option<&str>) -> Reply {
    Reply::json(json!({ "items": ids.iter().map(|id| thing(id)).collect::<Vec<_>>(), "cursor": cursor }))
}

fn three_pages() -> Script {
    Script::new()
        .reply(page(&["a", "b"], Some("b")))
        .reply(page(&["c"], Some("c")))
        .reply(page(&[], None))
}

pub fn queries(script: &Script) -> Vec<String> {
    script
        .requests()
        .iter()
        .map(|request| request.query().to_owned())
        .collect()
}

pub fn ids(things: Vec<Thing>) -> String {
    things.into_iter().map(|thing| thing.id).collect()
}

pub fn call(client: &Client, operation: &'static Operation) -> Call<ThingPage> {
    Call::new(client, operation)
}

#[tokio::test]
async fn items_walk_all_pages_and_keep_every_option() {
    let script = three_pages();
    let mut items = list(&client(&script)).take(2).header("x-a", "b").items();
    let mut seen = String::new();
    while let Some(item) = items.next().await {
        seen += &item.unwrap().id;
    }
    assert_eq!(seen, "abc");
    assert_eq!(queries(&script), ["take=2", "take=2&cursor=b", "take=2&cursor=c"]);
    assert!(
        script
            .requests()
            .iter()
            .all(|request| request.header("x-a") == Some("b"))
    );
}

#[tokio::test]
async fn pages_come_one_by_one_when_they_are_wanted() {
    let script = three_pages();
    let mut pages = list(&client(&script)).pages();
    assert!(script.requests().is_empty());
    assert_eq!(pages.next().await.unwrap().unwrap().items.len(), 2);
    assert_eq!(script.requests().len(), 1);
    assert_eq!(pages.next().await.unwrap().unwrap().items.len(), 1);
    assert!(pages.next().await.unwrap().unwrap().items.is_empty());
    assert!(pages.next().await.is_none());
}

#[tokio::test]
async fn max_items_asks_for_no_page_too_many() {
    let script = three_pages();
    let items = list(&client(&script)).items().max_items(2).collect().await.unwrap();
    assert_eq!((ids(items).as_str(), script.requests().len()), ("ab", 1));
    assert!(
        list(&client(&script))
            .items()
            .max_items(0)
            .collect()
            .await
            .unwrap()
            .is_empty()
    );
    assert_eq!(script.requests().len(), 1);
}

/// The second page takes half a second; the first is worked on for a whole one.
#[tokio::test(start_paused = true)]
async fn a_prefetched_page_arrives_while_the_one_before_is_worked_on() {
    let slow = || page(&["c"], Some("c")).delay(Duration::from_millis(500));
    let script = Script::new()
        .reply(page(&["a", "b"], Some("b")))
        .reply(slow())
        .reply(page(&[], None));
    let mut pages = list(&client(&script)).take(2).header("x-a", "b").pages().prefetch();
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert!(script.requests().is_empty());
    pages.next().await.unwrap().unwrap();
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert_eq!(script.requests().len(), 2);
    let start = Instant::now();
    assert_eq!(pages.next().await.unwrap().unwrap().items.len(), 1);
    assert!(pages.next().await.unwrap().unwrap().items.is_empty());
    assert!(pages.next().await.is_none());
    assert_eq!(start.elapsed(), Duration::ZERO);
    assert_eq!(queries(&script), ["take=2", "take=2&cursor=b", "take=2&cursor=c"]);
    assert!(
        script
            .requests()
            .iter()
            .all(|request| request.header("x-a") == Some("b"))
    );
}

#[tokio::test(start_paused = true)]
async fn prefetching_items_asks_for_one_page_ahead_and_for_none_too_many() {
    let script = three_pages();
    let mut items = list(&client(&script)).items().prefetch();
    items.next().await.unwrap().unwrap();
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert_eq!(script.requests().len(), 2);
    assert_eq!(ids(items.collect().await.unwrap()), "bc");
    for (most, requests) in [(1, 1), (2, 1), (3, 2), (4, 3)] {
        let script = three_pages();
        let items = list(&client(&script)).items().prefetch().max_items(most);
        let items = items.collect().await.unwrap();
        tokio::time::sleep(Duration::from_secs(1)).await;
        assert_eq!((items.len(), script.requests().len()), (most.min(3), requests));
    }
}

#[tokio::test(start_paused = true)]
async fn a_prefetched_page_that_fails_is_an_error_in_its_turn() {
    let script = Script::new()
        .reply(page(&["a", "b"], Some("x")))
        .otherwise(Reply::status(500));
    let mut items = list(&client(&script)).items().prefetch();
    items.next().await.unwrap().unwrap();
    tokio::time::sleep(Duration::from_secs(60)).await;
    assert_eq!(items.next().await.unwrap().unwrap().id, "b");
    assert!(items.next().await.unwrap().unwrap_err().is_server_error());
    assert!(items.next().await.is_none());
}

#[tokio::test]
async fn a_prefetched_page_that_nobody_wants_is_given_up() {
    let script = Script::new()
        .reply(page(&["a"], Some("x")))
        .reply(page(&["b"], None).stalled());
    let mut pages = list(&client(&script)).pages().prefetch();
    pages.next().await.unwrap().unwrap();
    while script.requests().len() < 2 {
        tokio::task::yield_now().await;
    }
    assert_eq!(script.open_exchanges(), 1);
    drop(pages);
    tokio::task::yield_now().await;
    assert_eq!(script.open_exchanges(), 0);
}

#[tokio::test]
async fn a_circle_is_an_error() {
    let script = Script::new()
        .reply(page(&["a"], Some("x")))
        .reply(page(&["b"], Some("y")))
        .reply(page(&["c"], Some("x")));
    let mut items = list(&client(&script)).items();
    for _ in 0..3 {
        items.next().await.unwrap().unwrap();
    }
    let error = items.next().await.unwrap().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Page);
    assert!(items.next().await.is_none());
    assert_eq!(script.requests().len(), 3);
}

#[tokio::test]
async fn a_circle_to_the_first_cursor_is_an_error() {
    let script = Script::new().otherwise(page(&["a"], Some("x")));
    let mut pages = list(&client(&script)).query("cursor", "x").pages();
    pages.next().await.unwrap().unwrap();
    assert_eq!(pages.next().await.unwrap().unwrap_err().kind(), ErrorKind::Page);
    assert_eq!(script.requests().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_failing_page_is_retried_and_then_an_error() {
    let script = Script::new()
        .reply(page(&["a"], Some("x")))
        .otherwise(Reply::status(500));
    let mut items = list(&client(&script)).items();
    items.next().await.unwrap().unwrap();
    assert!(items.next().await.unwrap().unwrap_err().is_server_error());
    assert!(items.next().await.is_none());
    assert_eq!(script.requests().len(), 4);
}

#[tokio::test]
async fn the_spans_of_a_prefetched_page_belong_where_it_is_wanted() {
    let script = three_pages();
    let text = crate::tracing::traced(async {
        let items = list(&client(&script)).items().prefetch().collect();
        items.instrument(::tracing::info_span!("work")).await.unwrap();
    })
    .await;
    let lines = text.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let calls: Vec<Value> = lines.filter(|line| line["span"]["name"] == "call").collect();
    assert_eq!(calls.len(), 3, "{text}");
    assert!(calls.iter().all(|line| line["spans"][0]["name"] == "work"), "{text}");
}
