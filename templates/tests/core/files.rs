//! Files from bytes, from a path and from a stream; what can be sent again is sent again.

use crate::support::client;
use sdk_template::test_util::{Reply, Script};
use sdk_template::{Body, Bytes, Call, File, Form, Operation};
use serde_json::{Value, json};
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};

static UPLOAD: Operation = Operation::put("upload", "/upload");

/// A stream of two pieces.
struct Pieces(Vec<&'static str>);

impl futures_core::Stream for Pieces {
    type Item = std::io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let piece = (!self.0.is_empty()).then(|| self.0.remove(0));
        Poll::Ready(piece.map(|piece| Ok(Bytes::from(piece))))
    }
}

fn temporary(content: &[u8]) -> std::path::PathBuf {
    let path = std::env::temp_dir().join(format!("core-test-{}-{}.csv", std::process::id(), fastrand::u64(..)));
    std::fs::write(&path, content).unwrap();
    path
}

#[tokio::test]
async fn a_file_on_disk_is_streamed_and_read_again_for_another_try() {
    let content: Vec<u8> = (0..200_000_u32).map(|number| (number % 251) as u8).collect();
    let path = temporary(&content);
    let script = Script::new().reply(Reply::reset()).reply(Reply::json(json!({})));
    let file = File::from_path(&path).unwrap();
    assert_eq!(file.length(), Some(200_000));
    tokio::time::pause();
    let form = Form::new().file("file", &file);
    Call::<Value>::new(&client(&script), &UPLOAD)
        .multipart(form)
        .await
        .unwrap();
    std::fs::remove_file(path).unwrap();
    let requests = script.requests();
    assert_eq!(requests.len(), 2);
    for request in &requests {
        assert!(request.body.windows(content.len()).any(|window| window == content));
        assert!(request.text().contains("content-type: text/csv"));
    }
}

#[tokio::test]
async fn a_file_on_disk_is_a_body_of_its_own_too() {
    let content = vec![7_u8; 100_000];
    let path = temporary(&content);
    let script = Script::new().reply(Reply::reset()).reply(Reply::json(json!({})));
    let body = Body::from(File::from_path(&path).unwrap());
    assert_eq!(
        (body.length(), body.is_replayable(), body.as_bytes()),
        (Some(100_000), true, None)
    );
    tokio::time::pause();
    Call::<Value>::new(&client(&script), &UPLOAD)
        .body("application/octet-stream", File::from_path(&path).unwrap())
        .await
        .unwrap();
    std::fs::remove_file(path).unwrap();
    let requests = script.requests();
    assert_eq!(requests.len(), 2);
    for request in &requests {
        assert_eq!(request.body, content);
        assert_eq!(request.header("content-type"), Some("application/octet-stream"));
    }
}

#[test]
fn a_missing_file_is_an_error_at_once() {
    assert_eq!(
        File::from_path("/no/such/file").unwrap_err().kind(),
        std::io::ErrorKind::NotFound
    );
}

#[tokio::test]
async fn a_stream_is_sent_and_not_sent_again() {
    let script = Script::new().reply(Reply::reset()).reply(Reply::json(json!({})));
    let body = Body::from_stream(Pieces(vec!["one ", "two"]), Some(7));
    assert_eq!((body.length(), body.is_replayable()), (Some(7), false));
    let error = Call::<Value>::new(&client(&script), &UPLOAD)
        .body("text/plain", body)
        .await
        .unwrap_err();
    assert_eq!(error.attempts(), 1);
    assert_eq!(script.requests()[0].text(), "one two");
}

#[tokio::test]
async fn a_stream_that_was_sent_cannot_be_sent_by_a_copy_of_the_call() {
    let script = Script::new().otherwise(Reply::json(json!({})));
    let call =
        Call::<Value>::new(&client(&script), &UPLOAD).body("text/plain", Body::from_stream(Pieces(vec!["x"]), None));
    call.clone().await.unwrap();
    let error = call.await.unwrap_err();
    assert!(
        error.message().contains("the body is a stream and was sent before"),
        "{error}"
    );
}

#[tokio::test]
async fn progress_is_reported() {
    let script = Script::new().otherwise(Reply::json(json!({})));
    let seen = Arc::new(Mutex::new(Vec::new()));
    let sink = Arc::clone(&seen);
    let file = File::from_bytes("a.bin", vec![0_u8; 100_000]).on_progress(move |sent| sink.lock().unwrap().push(sent));
    Call::<Value>::new(&client(&script), &UPLOAD)
        .multipart(Form::new().file("file", &file))
        .await
        .unwrap();
    assert_eq!(*seen.lock().unwrap(), [65_536, 100_000]);
}

#[test]
fn names_and_media_types_are_inferred_and_can_be_set() {
    let shown = |file: &File| format!("{file:?}");
    assert!(shown(&File::from_bytes("A.PDF", "")).contains("application/pdf"));
    assert!(shown(&File::from_bytes("noextension", "")).contains("application/octet-stream"));
    let file = File::from_bytes("a.txt", "x").name("b.md").media_type("text/x");
    assert_eq!(
        shown(&file),
        "File { name: \"b.md\", media_type: \"text/x\", body: Body(1 bytes) }"
    );
}

#[test]
fn what_is_no_regular_file_is_refused() {
    let refused = |path: &std::path::Path| {
        let error = File::from_path(path).unwrap_err();
        assert_eq!(error.kind(), std::io::ErrorKind::InvalidInput);
        assert!(error.to_string().contains("is no regular file"), "{error}");
    };
    refused(&std::env::temp_dir());
    #[cfg(target_os = "linux")]
    {
        // It says that it is empty, and is not.
        refused("/proc/self/status".as_ref());
        refused("/dev/null".as_ref());
    }
    let empty = temporary(b"");
    assert_eq!(File::from_path(&empty).unwrap().length(), Some(0));
    std::fs::remove_file(empty).unwrap();
}
