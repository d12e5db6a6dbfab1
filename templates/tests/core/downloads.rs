//! Answers as streams of bytes and as files: whole or not at all.

use crate::support::{builder, client, fetch};
use sdk_template::test_util::{Reply, Script};
use sdk_template::{Download, Error, ErrorKind, TimeoutKind};
use serde_json::json;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// An empty folder, removed at the end.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        let path = std::env::temp_dir().join(format!("core-test-{}-{}", std::process::id(), fastrand::u64(..)));
        std::fs::create_dir(&path).unwrap();
        Self(path)
    }

    fn target(&self) -> PathBuf {
        self.0.join("report.csv")
    }

    /// The names of its files and what is in them.
    fn content(&self) -> Vec<(String, String)> {
        let files = std::fs::read_dir(&self.0).unwrap().map(|entry| {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            (name, std::fs::read_to_string(path).unwrap())
        });
        files.collect()
    }

    fn holds(&self, content: &str) -> bool {
        self.content() == [("report.csv".to_owned(), content.to_owned())]
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn csv() -> Reply {
    Reply::chunks("text/csv", ["id,name\n", "", "1,é\n", "2,b\n"])
}

async fn download(script: &Script, path: &Path) -> Result<Download, Error> {
    client(script).shelf().list().take(2).csv().download(path).await
}

#[tokio::test]
async fn a_success_is_a_stream_of_bytes_in_the_media_type_that_was_asked_for() {
    let script = Script::new().reply(csv().header("x-request-id", "r1"));
    let mut chunks = client(&script).shelf().list().csv().chunks().await.unwrap();
    assert_eq!((chunks.status().as_u16(), chunks.request_id()), (200, Some("r1")));
    let mut text = Vec::new();
    while let Some(chunk) = chunks.next().await {
        text.extend_from_slice(&chunk.unwrap());
    }
    assert_eq!(text, "id,name\n1,é\n2,b\n".as_bytes());
    assert_eq!(script.requests()[0].header("accept"), Some("text/csv"));
}

#[tokio::test(start_paused = true)]
async fn the_errors_of_a_stream_of_bytes_are_errors() {
    let failure = Reply::status(404).with_json(json!({ "message": "gone", "code": "NOT_FOUND" }));
    let script = Script::new()
        .reply(Reply::status(503))
        .reply(failure)
        .reply(csv().cut());
    let client = client(&script);
    let call = client.shelf().list().csv();
    let error = call.clone().chunks().await.unwrap_err();
    assert_eq!((error.is_not_found(), error.code()), (true, Some("NOT_FOUND")));
    assert_eq!(script.requests().len(), 2);
    let error = call.chunks().await.unwrap().bytes().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Transport);
}

#[tokio::test]
async fn a_download_is_a_file_when_all_of_it_is_there() {
    let folder = Folder::new();
    let script = Script::new().reply(csv().header("x-request-id", "r1"));
    let saved = download(&script, &folder.target()).await.unwrap();
    assert!(folder.holds("id,name\n1,é\n2,b\n"));
    assert_eq!((saved.length(), saved.path()), (17, folder.target().as_path()));
    assert_eq!((saved.status().as_u16(), saved.request_id()), (200, Some("r1")));
    assert_eq!(
        (saved.headers()["content-type"].as_bytes(), saved.attempts()),
        (&b"text/csv"[..], 1)
    );
    assert_eq!(script.requests()[0].header("accept"), Some("text/csv"));
    assert_eq!(script.requests()[0].query(), "take=2");
}

#[tokio::test]
async fn any_operation_can_be_downloaded_and_replaces_what_was_there() {
    let folder = Folder::new();
    std::fs::write(folder.target(), "old and longer than what follows").unwrap();
    let script = Script::new().reply(Reply::json(json!({ "id": "a" })));
    fetch(&client(&script), "a").download(folder.target()).await.unwrap();
    assert!(folder.holds("{\"id\":\"a\"}"));
}

#[tokio::test]
async fn many_pieces_are_one_file() {
    let folder = Folder::new();
    let chunks: Vec<String> = (0..3000).map(|number| format!("{number:>400}\n")).collect();
    let script = Script::new().reply(Reply::chunks("text/csv", chunks.clone()));
    let saved = download(&script, &folder.target()).await.unwrap();
    assert_eq!(saved.length(), 3000 * 401);
    assert!(folder.holds(&chunks.concat()));
}

#[tokio::test]
async fn an_empty_answer_is_an_empty_file() {
    let folder = Folder::new();
    let saved = download(&Script::new().reply(Reply::status(204)), &folder.target()).await;
    assert_eq!(saved.unwrap().length(), 0);
    assert!(folder.holds(""));
}

#[tokio::test(start_paused = true)]
async fn after_a_failure_everything_is_as_it_was() {
    let refusal = Reply::status(403).with_json(json!({ "message": "no", "code": "NOT_AUTHORIZED" }));
    for (reply, kind) in [
        (refusal, ErrorKind::Api),
        (csv().cut(), ErrorKind::Transport),
        (csv().stalled(), ErrorKind::Timeout),
        (Reply::refused(), ErrorKind::Connect),
    ] {
        let folder = Folder::new();
        let script = Script::new().otherwise(reply);
        assert_eq!(download(&script, &folder.target()).await.unwrap_err().kind(), kind);
        assert!(folder.content().is_empty(), "{kind:?}");
        std::fs::write(folder.target(), "old").unwrap();
        let error = download(&script, &folder.target()).await.unwrap_err();
        assert_eq!((error.kind(), error.operation()), (kind, Some("listShelves")));
        assert!(folder.holds("old"), "{kind:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn only_the_idle_limit_cuts_a_download() {
    let folder = Folder::new();
    let script = Script::new()
        .reply(Reply::chunks("text/csv", ["x"; 100]).delay_between(Duration::from_secs(50)))
        .otherwise(csv().stalled());
    let client = builder(&script).timeout(Duration::from_secs(60)).build().unwrap();
    let call = client.shelf().list().csv();
    assert_eq!(call.clone().download(folder.target()).await.unwrap().length(), 100);
    let error = call
        .idle_timeout(Duration::from_secs(7))
        .download(folder.target())
        .await
        .unwrap_err();
    assert_eq!(error.timeout_kind(), Some(TimeoutKind::Idle));
}

#[tokio::test]
async fn a_download_that_is_dropped_leaves_nothing_behind() {
    let folder = Folder::new();
    let script = Script::new().otherwise(csv().stalled());
    let client = client(&script);
    let running = tokio::spawn(client.shelf().list().csv().download(folder.target()));
    while script.open_exchanges() == 0 {
        tokio::task::yield_now().await;
    }
    assert_eq!(folder.content().len(), 1);
    running.abort();
    assert!(running.await.unwrap_err().is_cancelled());
    assert!(folder.content().is_empty());
    assert_eq!(script.open_exchanges(), 0);
    drop(client.shelf().list().csv().download(folder.target()));
    assert!(folder.content().is_empty());
}

#[tokio::test]
async fn a_file_that_cannot_be_written_is_an_error_of_its_own_and_nothing_is_sent() {
    let folder = Folder::new();
    let script = Script::new().otherwise(csv());
    for target in [folder.0.join("missing/report.csv"), folder.0.clone()] {
        let error = download(&script, &target).await.unwrap_err();
        assert_eq!((error.kind(), error.status()), (ErrorKind::File, None));
        assert!(std::error::Error::source(&error).is_some_and(|source| source.is::<std::io::Error>()));
        let path = target.display();
        assert!(
            error
                .to_string()
                .starts_with(&format!("GET /shelf/list: the file \"{path}\" could not be written: ")),
            "{error}"
        );
    }
    assert!(script.requests().is_empty());
    assert!(folder.content().is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_folder_that_vanishes_meanwhile_is_an_error() {
    let folder = Folder::new();
    let script = Script::new().reply(csv().delay_between(Duration::from_secs(1)));
    let running = tokio::spawn(client(&script).shelf().list().csv().download(folder.target()));
    tokio::time::sleep(Duration::from_millis(1500)).await;
    std::fs::remove_dir_all(&folder.0).unwrap();
    let error = running.await.unwrap().unwrap_err();
    assert_eq!(
        (error.kind(), error.status().map(|status| status.as_u16())),
        (ErrorKind::File, Some(200))
    );
}
