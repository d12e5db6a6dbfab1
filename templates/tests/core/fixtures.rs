//! Every operation can be answered by an example from the description.

use sdk_template::test_util::{Reply, Script};
use sdk_template::types::{Fiction, ShelfBookCreateRequest, Subject};
use sdk_template::{Error, Library};

fn client(script: &Script) -> Library {
    Library::builder()
        .secret("sk-fixtures")
        .transport(script.clone())
        .build()
        .unwrap_or_else(|error| panic!("{error}"))
}

#[tokio::test(start_paused = true)]
async fn a_script_of_fixtures_answers_what_is_accepted() -> Result<(), Error> {
    let script = Script::from_fixtures();
    let client = client(&script);
    let shelves = client.shelf().list().await?;
    assert_eq!(shelves.items[0].name, "name");
    let mut events = client.shelf().list().stream().await?;
    let mut count = 0;
    while let Some(event) = events.next().await {
        event?;
        count += 1;
    }
    assert_eq!(count, 2);
    assert_eq!(client.shelf().list().csv().await?, "text");
    // A fixture is the last page of its list.
    assert_eq!(client.shelf().list().items().collect().await?.len(), 1);
    client.shelf().delete("shelf_1").await?;
    let request = ShelfBookCreateRequest::new("t", Subject::Fiction(Fiction::new("g")));
    assert_eq!(client.shelf().book().create("shelf_1", &request).await?.id, "id");
    let scan = client.shelf().book().scan_bytes("shelf_1", "book_1", "x").await?;
    assert_eq!(scan, "text");
    assert_eq!(script.requests().len(), 7);
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn a_reply_of_the_script_comes_before_its_fixtures() {
    let script = Script::from_fixtures().reply(Reply::status(404));
    let client = client(&script);
    assert!(matches!(client.shelf().list().await, Err(error) if error.is_not_found()));
    assert!(client.shelf().list().await.is_ok());
}

#[tokio::test(start_paused = true)]
async fn a_single_fixture_is_a_reply() -> Result<(), Error> {
    let script = Script::new()
        .reply(Reply::fixture("createShelf"))
        .reply(Reply::fixture_as("listShelves", "application/jsonl"))
        .reply(Reply::fixture("noSuchOperation"));
    let client = client(&script);
    let request = sdk_template::types::ShelfCreateRequest::new("n");
    assert_eq!(client.shelf().create(&request).await?.id, "id");
    let mut events = client.shelf().list().stream().await?;
    assert!(events.next().await.is_some());
    let error = client.shelf().list().max_retries(0).await.err();
    let message = error.map(|error| error.message().to_owned());
    assert_eq!(
        message.as_deref(),
        Some("the description has no example of noSuchOperation")
    );
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn what_is_no_operation_has_no_fixture() {
    let script = Script::from_fixtures();
    let call = client(&script).fetch::<serde_json::Value, _>("/nowhere", sdk_template::FetchOptions::new());
    let error = call.await.err().map(|error| error.to_string()).unwrap_or_default();
    assert!(error.contains("no answer left"), "{error}");
}
