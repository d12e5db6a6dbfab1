//! Uploads go out in each of their ways: as a form, as the bytes themselves, as JSON that names a file, and in two steps.

use crate::call::{Input, Run, written};
use crate::sent;
use chatbotkit::test_util::{Recorded, Reply, Script};
use chatbotkit::types::{
    ConversationAttachmentUploadMultipartRequest, FileUploadMultipartRequest, FileUploadRequest,
    SpaceStorageUploadMultipartRequest,
};
use chatbotkit::{ChatBotKit, File};
use serde_json::{Value, json};

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

/// Announces a file and sends its bytes to where the answer says.
type TwoSteps = fn(&ChatBotKit, File) -> Run;

fn in_two_steps() -> [(&'static str, TwoSteps, Value); 3] {
    let announced = json!({ "file": { "name": "s_name.txt", "size": 11, "type": "text/plain" } });
    [
        (
            "/v1/file/id_fileId/upload",
            |client, file| {
                let upload = client.file().upload_file("id_fileId", &file);
                Box::pin(async move { Ok(vec![written(&upload.await?)]) })
            },
            announced.clone(),
        ),
        (
            "/v1/conversation/id_conversationId/attachment/upload",
            |client, file| {
                let attachments = client.conversation().attachment();
                let upload = attachments.upload_file("id_conversationId", &file);
                Box::pin(async move { Ok(vec![written(&upload.await?)]) })
            },
            announced,
        ),
        (
            "/v1/space/id_spaceId/storage/upload/a/b.txt",
            |client, file| {
                let upload = client.space().storage().upload_file("id_spaceId", "a/b.txt", &file);
                Box::pin(async move { Ok(vec![written(&upload.await?)]) })
            },
            json!({ "file": { "size": 11, "type": "text/plain" } }),
        ),
    ]
}

/// As the official client of Node sends it for `file.upload`, but for what it sends to the storage by mistake: the time zone and every
/// default header.
#[tokio::test]
async fn a_file_is_announced_and_then_sent_to_the_storage() {
    let url = "https://storage.example/external/put?X-Amz-Signature=0123456789abcdef";
    for (path, upload, announced) in in_two_steps() {
        let answer = json!({
            "id": "file_1", "path": "a/b.txt", "name": "s_name.txt",
            "uploadRequest": { "method": "PUT", "url": url, "headers": {} },
        });
        let script = Script::new().reply(Reply::json(answer)).reply(Reply::status(200));
        let client = sent::client(&script).with(|options| {
            let options = options.run_as_user("usr_runas").timezone("Europe/London");
            options.default_header("x-extra", "extra")
        });
        let written = upload(&client, File::from_bytes("s_name.txt", "hello bytes")).await;
        assert!(
            written.as_ref().is_ok_and(|answers| answers[0]["id"] == "file_1"),
            "{written:?}"
        );
        let requests = script.requests();
        let [first, second] = requests.as_slice() else {
            panic!("{path}: {requests:?}")
        };
        assert_eq!((first.method.as_str(), first.path()), ("POST", path));
        assert_eq!(sent::body(first), Some(announced), "{path}");
        assert_eq!(first.header("authorization"), Some("Bearer sk-test-secret"));
        assert_eq!(first.header("x-runas-user-id"), Some("usr_runas"));
        assert_eq!(first.header("x-extra"), Some("extra"));

        assert_eq!(
            (second.method.as_str(), second.uri.to_string()),
            ("PUT", url.to_owned())
        );
        assert_eq!(second.body, "hello bytes");
        assert_eq!(second.header("content-type"), Some("application/octet-stream"));
        for own in ["authorization", "x-runas-user-id", "x-timezone", "x-extra", "cookie"] {
            assert_eq!(second.header(own), None, "{path}: {own}");
        }
    }
}

/// The official client sends both media types in this case, as one header.
#[tokio::test]
async fn the_media_type_of_the_answer_is_the_one_that_the_storage_gets() {
    let script = Script::new()
        .reply(Reply::json(json!({
            "id": "file_1",
            "uploadRequest": { "method": "PUT", "url": "https://storage.example/put", "headers": { "Content-Type": "text/plain" } },
        })))
        .reply(Reply::status(200));
    let file = File::from_bytes("notes.txt", "x");
    let uploaded = sent::client(&script).file().upload_file("file_1", &file).await;
    assert!(uploaded.is_ok(), "{uploaded:?}");
    assert_eq!(script.requests()[1].header("content-type"), Some("text/plain"));
}

#[tokio::test]
async fn an_answer_without_an_upload_request_is_an_error() {
    let script = Script::new().reply(Reply::json(json!({ "id": "file_1" })));
    let file = File::from_bytes("notes.txt", "x");
    let Err(error) = sent::client(&script).file().upload_file("file_1", &file).await else {
        panic!("the bytes went nowhere")
    };
    assert!(error.is_decode(), "{error}");
    assert_eq!(error.path(), Some("uploadRequest"));
}

/// The URL is good for a short time, and for everybody who has it.
#[tokio::test]
async fn an_answer_with_an_upload_request_is_printed_without_its_url() {
    let request = json!({ "method": "PUT", "url": "https://storage.example/put?sig=s3cr3t", "headers": {} });
    let script = Script::new().otherwise(Reply::json(json!({ "id": "file_1", "uploadRequest": request })));
    let request = FileUploadRequest::new("https://files.example/a");
    let Ok(answer) = sent::client(&script).file().upload("file_1", &request).await else {
        panic!("the answer fits")
    };
    let shown = format!("{answer:?}");
    assert!(shown.contains("PUT") && !shown.contains("s3cr3t"), "{shown}");
}
