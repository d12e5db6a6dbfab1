//! Every scheme by which one page leads to the next: where it begins and where it ends.

use crate::pages::{call, ids, page, queries};
use crate::support::{Thing, client, thing};
use sdk_template::test_util::{Reply, Script};
use sdk_template::{Call, ErrorKind, Operation, Page};
use serde::Deserialize;
use serde_json::{Value, json};

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
async fn counting_begins_where_the_caller_says() {
    static NUMBERS: Operation = Operation::get("list", "/list").page_number("page", 1);
    static OFFSETS: Operation = Operation::get("list", "/list").offset("skip");
    for (operation, begin, wanted) in [
        (&NUMBERS, "page=7", ["page=7", "page=8"]),
        (&NUMBERS, "page=0", ["page=0", "page=1"]),
        (&OFFSETS, "skip=0", ["skip=0", "skip=2"]),
        (&OFFSETS, "skip=-5", ["skip=-5", "skip=-3"]),
    ] {
        let script = Script::new().reply(page(&["a", "b"], None)).reply(page(&[], None));
        let (name, value) = begin.split_once('=').unwrap();
        let call = call(&client(&script), operation).query(name, value);
        assert_eq!(ids(call.items().collect().await.unwrap()), "ab");
        assert_eq!(queries(&script), wanted);
    }
    let script = Script::new().reply(page(&["a"], None));
    let mut items = call(&client(&script), &NUMBERS).query("page", "last").items();
    items.next().await.unwrap().unwrap();
    let error = items.next().await.unwrap().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Page);
    assert!(
        error
            .message()
            .starts_with("the parameter `page` was set to what is not a number"),
        "{error}"
    );
}

#[tokio::test]
async fn bare_lists() {
    static OFFSETS: Operation = Operation::get("list", "/list").offset("skip");
    static LINKS: Operation = Operation::get("list", "/list").link_header();
    let list = |ids: &[&str]| Reply::json(ids.iter().map(|id| thing(id)).collect::<Vec<_>>());
    let script = Script::new()
        .reply(list(&["a", "b"]))
        .reply(list(&["c"]))
        .reply(list(&[]));
    let call: Call<Vec<Thing>> = Call::new(&client(&script), &OFFSETS);
    assert_eq!(ids(call.items().collect().await.unwrap()), "abc");
    assert_eq!(queries(&script), ["", "skip=2", "skip=3"]);
    let script = Script::new()
        .reply(list(&["a"]).header("link", "</list?page=2>; rel=\"next\""))
        .reply(list(&["b"]));
    let call: Call<Vec<Thing>> = Call::new(&client(&script), &LINKS);
    assert_eq!(ids(call.items().collect().await.unwrap()), "ab");
}

/// Asked for the second page, the server gives the first again, or the last one again and again.
#[tokio::test]
async fn a_server_that_does_not_count_along_is_an_error_and_no_item_comes_twice() {
    static NUMBERS: Operation = Operation::get("list", "/list").page_number("page", 1);
    static OFFSETS: Operation = Operation::get("list", "/list").offset("skip");
    for (operation, parameter) in [(&NUMBERS, "page"), (&OFFSETS, "skip")] {
        let script = Script::new()
            .reply(page(&["a", "b"], None))
            .reply(page(&["c"], None))
            .reply(page(&["c"], None));
        let mut items = call(&client(&script), operation).items();
        let mut seen = String::new();
        let error = loop {
            match items.next().await.unwrap() {
                Ok(item) => seen += &item.id,
                Err(error) => break error,
            }
        };
        assert_eq!(
            (seen.as_str(), error.kind(), script.requests().len()),
            ("abc", ErrorKind::Page, 3)
        );
        assert!(
            error.message().ends_with(&format!("the parameter `{parameter}`")),
            "{error}"
        );
        assert!(items.next().await.is_none());
    }
}

#[derive(Debug, Deserialize)]
struct Counted {
    items: Vec<Thing>,
    more: Option<bool>,
    total: Option<u64>,
}

impl Page for Counted {
    type Item = Thing;

    fn into_items(self) -> Vec<Thing> {
        self.items
    }

    fn item_count(&self) -> Option<usize> {
        Some(self.items.len())
    }

    fn next(&self) -> Option<String> {
        self.items.last().map(|item| item.id.clone())
    }

    fn has_more(&self) -> Option<bool> {
        self.more
    }

    fn total(&self) -> Option<u64> {
        self.total
    }
}

/// Where the walk begins in the middle, pages of unknown size lie before it, but an offset says itself how much it passes.
#[tokio::test]
async fn counting_ends_where_all_items_were_seen() {
    static NUMBERS: Operation = Operation::get("list", "/list").page_number("page", 1);
    static OFFSETS: Operation = Operation::get("list", "/list").offset("skip");
    let of_three = |ids: &[&str]| {
        let items: Vec<Value> = ids.iter().map(|id| thing(id)).collect();
        Reply::json(json!({ "items": items, "total": 3 }))
    };
    for (operation, begin, requests) in [
        (&NUMBERS, None, 2),
        (&NUMBERS, Some(("page", 1)), 2),
        (&NUMBERS, Some(("page", 2)), 3),
        (&OFFSETS, None, 2),
        (&OFFSETS, Some(("skip", 1)), 1),
    ] {
        let script = Script::new()
            .reply(of_three(&["a", "b"]))
            .reply(of_three(&["c"]))
            .reply(of_three(&[]));
        let call: Call<Counted> = Call::new(&client(&script), operation);
        let call = match begin {
            Some((name, value)) => call.query(name, value),
            None => call,
        };
        call.items().collect().await.unwrap();
        assert_eq!(script.requests().len(), requests, "{operation:?} {begin:?}");
    }
}

fn counted(ids: &[&str], more: Option<bool>) -> Reply {
    Reply::json(json!({ "items": ids.iter().map(|id| thing(id)).collect::<Vec<_>>(), "more": more }))
}

#[tokio::test]
async fn an_answer_that_says_there_is_no_more_is_believed_in_every_scheme() {
    static OPERATIONS: [Operation; 5] = [
        Operation::get("list", "/list").offset("skip"),
        Operation::get("list", "/list").page_number("page", 0),
        Operation::get("list", "/list").last_id("after"),
        Operation::get("list", "/list").next_url(),
        Operation::get("list", "/list").link_header(),
    ];
    for operation in &OPERATIONS {
        let script = Script::new()
            .reply(counted(&["a"], Some(true)).header("link", "<?x=1>; rel=next"))
            .reply(counted(&["b"], Some(false)).header("link", "<?x=2>; rel=next"));
        let call: Call<Counted> = Call::new(&client(&script), operation);
        assert_eq!(ids(call.items().collect().await.unwrap()), "ab", "{operation:?}");
        assert_eq!(script.requests().len(), 2);
    }
}

#[tokio::test]
async fn an_empty_page_is_the_last_one_unless_it_says_that_there_are_more() {
    static NUMBERS: Operation = Operation::get("list", "/list").page_number("page", 1);
    static OFFSETS: Operation = Operation::get("list", "/list").offset("skip");
    let script = Script::new()
        .reply(counted(&[], Some(true)))
        .reply(counted(&["a"], Some(true)))
        .reply(counted(&[], None));
    let call: Call<Counted> = Call::new(&client(&script), &NUMBERS);
    assert_eq!(ids(call.items().collect().await.unwrap()), "a");
    assert_eq!(queries(&script), ["", "page=2", "page=3"]);
    for operation in [&NUMBERS, &OFFSETS] {
        let empty = || counted(&[], Some(true));
        let script = Script::new().reply(empty()).reply(empty());
        let call: Call<Counted> = Call::new(&client(&script), operation);
        assert_eq!(call.items().collect().await.unwrap_err().kind(), ErrorKind::Page);
    }
}

#[tokio::test]
async fn last_ids() {
    static OPERATION: Operation = Operation::get("list", "/list").last_id("starting_after");
    let replies = [counted(&["a", "b c"], None), counted(&["d"], None), counted(&[], None)];
    let script = replies.into_iter().fold(Script::new(), Script::reply);
    let call: Call<Counted> = Call::new(&client(&script), &OPERATION);
    assert_eq!(ids(call.items().collect().await.unwrap()), "ab cd");
    assert_eq!(queries(&script), ["", "starting_after=b%20c", "starting_after=d"]);
    let script = Script::new().otherwise(counted(&["a"], Some(true)));
    let call: Call<Counted> = Call::new(&client(&script), &OPERATION);
    let mut pages = call.pages();
    pages.next().await.unwrap().unwrap();
    pages.next().await.unwrap().unwrap();
    assert_eq!(pages.next().await.unwrap().unwrap_err().kind(), ErrorKind::Page);
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
async fn a_url_that_leads_back_is_a_circle() {
    static OPERATION: Operation = Operation::get("list", "/list").next_url();
    for next in ["http://api.test/v1/list?a=1", "/v1/list?a=1", "?a=1", "list?a=1"] {
        let script = Script::new().otherwise(page(&["a"], Some(next)));
        let mut pages = call(&client(&script), &OPERATION).query("a", 1).pages();
        pages.next().await.unwrap().unwrap();
        assert_eq!(
            pages.next().await.unwrap().unwrap_err().kind(),
            ErrorKind::Page,
            "{next}"
        );
        assert_eq!(script.requests().len(), 1);
    }
    let script = Script::new().otherwise(page(&["a"], Some("ftp://api.test/")));
    let mut pages = call(&client(&script), &OPERATION).pages();
    pages.next().await.unwrap().unwrap();
    assert!(
        pages
            .next()
            .await
            .unwrap()
            .unwrap_err()
            .message()
            .contains("no legal URL")
    );
}
