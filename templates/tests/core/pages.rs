//! Lists in pages: every scheme, with every option of the first call, and never in a circle.

use crate::support::{ListSetters as _, SECRET, Thing, ThingPage, builder, client, list, thing};
use sdk_template::test_util::{Reply, Script};
use sdk_template::{Call, Client, ErrorKind, Operation};
use serde_json::{Value, json};

fn page(ids: &[&str], cursor: Option<&str>) -> Reply {
    Reply::json(json!({ "items": ids.iter().map(|id| thing(id)).collect::<Vec<_>>(), "cursor": cursor }))
}

fn three_pages() -> Script {
    Script::new()
        .reply(page(&["a", "b"], Some("b")))
        .reply(page(&["c"], Some("c")))
        .reply(page(&[], None))
}

fn queries(script: &Script) -> Vec<String> {
    script
        .requests()
        .iter()
        .map(|request| request.query().to_owned())
        .collect()
}

fn ids(things: Vec<Thing>) -> String {
    things.into_iter().map(|thing| thing.id).collect()
}

fn call(client: &Client, operation: &'static Operation) -> Call<ThingPage> {
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
async fn offsets() {
    static OPERATION: Operation = Operation::get("list", "/list").offset("skip");
    let replies = [page(&["a", "b"], None), page(&["c"], None), page(&[], None)];
    let script = replies.into_iter().fold(Script::new(), Script::reply);
    let items = call(&client(&script), &OPERATION)
        .query("skip", 5)
        .items()
        .collect()
        .await
        .unwrap();
    assert_eq!(ids(items), "abc");
    assert_eq!(queries(&script), ["skip=5", "skip=7", "skip=8"]);
}

#[tokio::test]
async fn page_numbers() {
    static OPERATION: Operation = Operation::get("list", "/list").page_number("page", 1);
    let replies = [page(&["a", "b"], None), page(&["c"], None), page(&[], None)];
    let script = replies.into_iter().fold(Script::new(), Script::reply);
    let items = call(&client(&script), &OPERATION).items().collect().await.unwrap();
    assert_eq!(ids(items), "abc");
    assert_eq!(queries(&script), ["", "page=2", "page=3"]);
}

#[tokio::test]
async fn cursors_in_the_body() {
    static OPERATION: Operation = Operation::post("search", "/search").cursor_in_body("after");
    let script = Script::new().reply(page(&["a"], Some("x"))).reply(page(&["b"], None));
    let items = call(&client(&script), &OPERATION)
        .json(&json!({ "q": 1 }))
        .items()
        .collect()
        .await
        .unwrap();
    assert_eq!(ids(items), "ab");
    let bodies: Vec<Value> = script.requests().iter().map(|request| request.json()).collect();
    assert_eq!(bodies, [json!({ "q": 1 }), json!({ "q": 1, "after": "x" })]);
}

#[tokio::test]
async fn link_headers() {
    static OPERATION: Operation = Operation::get("list", "/list").link_header();
    let link =
        "<http://api.test/v1/list?page=0>; rel=\"prev\", </v1/list?page=2&a=b,c>; title=\"x, <y>\"; rel=\"last next\"";
    let script = Script::new()
        .reply(page(&["a"], None).header("link", link))
        .reply(page(&["b"], None));
    let items = call(&client(&script), &OPERATION)
        .query("a", "b")
        .items()
        .collect()
        .await
        .unwrap();
    assert_eq!(ids(items), "ab");
    assert_eq!(script.requests()[1].uri, "http://api.test/v1/list?page=2&a=b,c");
    assert!(script.requests()[1].header("authorization").is_some());
}

#[tokio::test]
async fn next_urls_elsewhere_get_no_credentials() {
    static OPERATION: Operation = Operation::get("list", "/list").next_url();
    let script = Script::new()
        .reply(page(&["a"], Some("?page=2")))
        .reply(page(&["b"], Some("http://elsewhere.test/list?page=3")))
        .reply(page(&["c"], None));
    let client = builder(&script).default_header("x-tenant", "t").build().unwrap();
    let items = call(&client, &OPERATION).items().collect().await.unwrap();
    assert_eq!(ids(items), "abc");
    let requests = script.requests();
    assert_eq!(requests[1].uri, "http://api.test/v1/list?page=2");
    assert_eq!(
        requests[1].header("authorization"),
        Some(format!("Bearer {SECRET}").as_str())
    );
    assert_eq!(requests[2].uri, "http://elsewhere.test/list?page=3");
    assert_eq!(
        (requests[2].header("authorization"), requests[2].header("x-tenant")),
        (None, None)
    );
}
