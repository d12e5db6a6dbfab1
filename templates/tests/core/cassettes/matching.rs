//! Which recorded request a request is answered by.

use super::{Place, over, record, replay};
use crate::support::{SECRET, create, fetch, list, thing};
use sdk_template::ErrorKind;
use sdk_template::test_util::{Reply, Script};
use serde_json::json;

#[tokio::test]
async fn a_request_that_was_not_recorded_shows_the_nearest() {
    let place = Place::new();
    let script = Script::new().otherwise(Reply::json(thing("a")));
    let client = record(&script, &place);
    fetch(&client, "a").query("take", 1).await.unwrap();
    create(&client, &json!({ "name": "n", "deep": { "x": 1 } }))
        .await
        .unwrap();
    drop(client);
    let client = over(replay(&place), SECRET);
    let error = fetch(&client, "a").query("take", 2).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Transport);
    let text = error.to_string();
    assert!(
        text.contains("has no answer for GET http://api.test/v1/thing/a/fetch?take=2"),
        "{text}"
    );
    assert!(
        text.contains("the nearest is GET http://api.test/v1/thing/a/fetch?take=1, where the query has take=1; the query has no take=2"),
        "{text}"
    );
    let text = create(&client, &json!({ "name": "n", "deep": { "x": 2 } }))
        .await
        .unwrap_err()
        .to_string();
    assert!(text.contains("where in the body /deep/x: wanted 1, sent 2"), "{text}");
    let text = fetch(&client, "b").query("take", 1).await.unwrap_err().to_string();
    assert!(
        text.contains("the path is /v1/thing/a/fetch, not /v1/thing/b/fetch"),
        "{text}"
    );
    fetch(&client, "a").query("take", 1).await.unwrap();
    let text = fetch(&client, "a").query("take", 1).await.unwrap_err().to_string();
    assert!(text.contains("has no answer left for GET"), "{text}");
}

#[tokio::test]
async fn how_strictly_requests_are_compared_can_be_set() {
    let place = Place::new();
    let script = Script::new().otherwise(Reply::json(thing("a")));
    let client = record(&script, &place);
    create(&client, &json!({ "name": "n", "at": 1 }))
        .query("nonce", 1)
        .await
        .unwrap();
    drop(client);
    let loose = || replay(&place).ignore_query("nonce").ignore_member("at").repeat();
    let client = over(loose(), SECRET);
    for at in 2..4 {
        create(&client, &json!({ "at": at, "name": "n" }))
            .query("nonce", at)
            .await
            .unwrap();
    }
    assert!(create(&client, &json!({ "name": "m" })).await.is_err());
    let client = over(loose().ignore_body(), SECRET);
    create(&client, &json!({ "name": "m" })).await.unwrap();
    // The same pairs in another order, and another origin, are the same request.
    let client = over(replay(&place), SECRET).with(|options| options.base_url("http://elsewhere.test:99/v1"));
    create(&client, &json!({ "at": 1, "name": "n" }))
        .query("nonce", 1)
        .await
        .unwrap();
}

#[tokio::test]
async fn pages_are_replayed_one_after_the_other() {
    let place = Place::new();
    let script = Script::new()
        .reply(Reply::json(json!({ "items": [thing("a")], "cursor": "next" })))
        .reply(Reply::json(json!({ "items": [thing("b")] })));
    let recorded = list(&record(&script, &place)).items().collect().await.unwrap();
    assert_eq!(
        list(&over(replay(&place), SECRET)).items().collect().await.unwrap(),
        recorded
    );
    assert_eq!(recorded.len(), 2);
}
