//! Uploads go out in each of their three ways: as a form, as the bytes themselves, and as JSON that names a file.

use crate::call::{Input, Run, written};
use crate::sent;
use chatbotkit::test_util::{Recorded, Reply, Script};
use chatbotkit::types::{
    ConversationAttachmentUploadMultipartRequest, FileUploadMultipartRequest, SpaceStorageUploadMultipartRequest,
};
use chatbotkit::{ChatBotKit, File};
use serde_json::json;

const BYTES: &[u8] = b"first line\r\n\0\xff last line";

type Upload = fn(&ChatBotKit) -> Run;

/// Sends with a form, then with bare bytes.
macro_rules! uploads {
    ($($path:literal, $form:ident: |$client:ident| $resource:expr, $($id:literal),+;)*) => {
        [$((
            $path,
            (|$client| {
                let call = $resource.upload_multipart($($id,)+ &$form::new(File::from_bytes("notes é.txt", BYTES)));
                Box::pin(async move { Ok(vec![written(&call.await?)]) })
            }) as Upload,
            (|$client| {
                let call = $resource.upload_bytes($($id,)+ BYTES);
                Box::pin(async move { Ok(vec![written(&call.await?)]) })
            }) as Upload,
        )),*]
    };
}

fn all() -> [(&'static str, Upload, Upload); 3] {
    uploads! {
        "/v1/file/file_1/upload", FileUploadMultipartRequest: |client| client.file(), "file_1";
        "/v1/conversation/conv_1/attachment/upload", ConversationAttachmentUploadMultipartRequest: |client| client.conversation().attachment(), "conv_1";
        "/v1/space/space_1/storage/upload/a/b.txt", SpaceStorageUploadMultipartRequest: |client| client.space().storage(), "space_1", "a/b.txt";
    }
}

async fn sent_by(upload: Upload) -> Recorded {
    let script = Script::new().otherwise(Reply::json(json!({ "id": "file_1", "path": "a/b.txt" })));
    let outcome = upload(&sent::client(&script)).await;
    let mut requests = script.requests();
    assert_eq!(requests.len(), 1, "{outcome:?}");
    assert!(outcome.is_ok(), "{outcome:?}");
    requests.remove(0)
}

#[tokio::test]
async fn a_form_has_one_part_with_name_type_and_bytes() {
    for (path, form, _) in all() {
        let request = sent_by(form).await;
        assert_eq!((request.method.as_str(), request.path()), ("POST", path));
        let content_type = request.header("content-type").unwrap_or_default();
        let boundary = content_type
            .strip_prefix("multipart/form-data; boundary=")
            .unwrap_or_else(|| panic!("{content_type}"));
        let mut body = format!(
            "--{boundary}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"notes é.txt\"\r\nContent-Type: text/plain\r\n\r\n"
        )
        .into_bytes();
        body.extend_from_slice(BYTES);
        body.extend_from_slice(format!("\r\n--{boundary}--\r\n").as_bytes());
        // Names of header fields have no case, and the type of text may name its encoding.
        let plain = |bytes: &[u8]| {
            String::from_utf8_lossy(bytes)
                .to_lowercase()
                .replace("; charset=utf-8", "")
        };
        assert_eq!(plain(&request.body), plain(&body), "{path}");
    }
}

#[tokio::test]
async fn bytes_go_out_as_they_are() {
    for (path, _, bytes) in all() {
        let request = sent_by(bytes).await;
        assert_eq!((request.method.as_str(), request.path()), ("POST", path));
        assert_eq!(
            request.header("content-type"),
            Some("application/octet-stream"),
            "{path}"
        );
        assert_eq!(request.body, BYTES, "{path}");
    }
}

#[tokio::test]
async fn json_names_a_file_or_announces_one() {
    for body in [
        json!({ "file": "https://files.example/notes.txt" }),
        json!({ "file": { "type": "text/plain", "size": 25, "name": "notes.txt" } }),
    ] {
        let script = sent::indifferent();
        let input = Input::of(&json!({ "path": { "fileId": "file_1" }, "body": body }));
        let request = sent::sent(
            &sent::client(&script),
            &script,
            super::operation("uploadFile").send,
            &input,
        )
        .await;
        assert_eq!(sent::body(&request), Some(body));
    }
}
