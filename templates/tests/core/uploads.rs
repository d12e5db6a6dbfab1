//! Uploads in two steps: the API is told of a file, and its bytes go where the answer says, without anything of the client's own.

use crate::server::{Server, header};
use crate::support::{SECRET, builder, client};
use sdk_template::test_util::{Recorded, Reply, Script};
use sdk_template::{
    Api, Body, Call, Client, ClientBuilder, ErrorKind, File, Operation, SecretPlacement, TimeoutKind, TwoStepUpload,
    UploadSteps,
};
use serde::Deserialize;
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// The credential in the URL of the storage.
pub const SIGNATURE: &str = "c2lnbmVkLWZvci1vbmU+bWludXRl";

#[derive(Debug, Deserialize, PartialEq)]
pub struct Ticket {
    pub id: String,
}

pub fn file() -> File {
    File::from_bytes("notes.txt", "first line\n\0last")
}

pub fn upload(client: &Client, file: &File) -> TwoStepUpload<Ticket> {
    static OPERATION: Operation = Operation::post("uploadScan", "/scan/{scanId}/upload");
    static STEPS: UploadSteps = UploadSteps::new("/uploadRequest")
        .size("/file/size")
        .media_type("/file/type")
        .file_name("/file/name");
    TwoStepUpload::new(Call::new(client, &OPERATION).path("scanId", "s 1"), &STEPS, file)
}

pub fn signed() -> String {
    // What is signed is the URL as it was written: with its escapes, and without any more of them.
    format!("https://storage.test/bucket/a%20b//key?expires=600&credential=AK%2F2026/s3~x&signature={SIGNATURE}")
}

pub fn ticket(request: Value) -> Reply {
    Reply::json(json!({ "id": "scan_1", "uploadRequest": request }))
}

pub fn put() -> Reply {
    ticket(json!({ "method": "PUT", "url": signed(), "headers": { "x-store-class": "cold" } }))
}

/// The headers that the core itself needs for any request.
fn is_of_the_core(name: &str) -> bool {
    ["accept", "accept-encoding", "content-type", "user-agent"].contains(&name)
}

fn own_headers(request: &Recorded) -> Vec<&str> {
    let names = request.headers.keys().map(|name| name.as_str());
    names.filter(|name| !is_of_the_core(name)).collect()
}

#[tokio::test]
async fn the_file_is_announced_and_its_bytes_go_where_the_answer_says() {
    let script = Script::new().reply(put()).reply(Reply::status(204));
    let answer = upload(&client(&script), &file()).await.unwrap();
    assert_eq!(answer, Ticket { id: "scan_1".into() });
    let requests = script.requests();
    let [first, second] = requests.as_slice() else {
        panic!("{requests:?}")
    };
    assert_eq!((first.method.as_str(), first.path()), ("POST", "/v1/scan/s%201/upload"));
    assert_eq!(
        first.json(),
        json!({ "file": { "name": "notes.txt", "size": 16, "type": "text/plain" } })
    );
    assert_eq!(first.header("authorization"), Some(format!("Bearer {SECRET}").as_str()));
    assert_eq!((second.method.as_str(), second.uri.to_string()), ("PUT", signed()));
    assert_eq!(second.text(), "first line\n\0last");
    assert_eq!(second.header("content-type"), Some("application/octet-stream"));
    assert_eq!(own_headers(second), ["x-store-class"]);
}

#[tokio::test]
async fn nothing_is_sent_before_it_is_awaited() {
    let script = Script::new().reply(put()).reply(Reply::status(200));
    let upload = upload(&client(&script), &file());
    let copy = upload.clone();
    drop(upload);
    assert!(script.requests().is_empty());
    copy.await.unwrap();
    assert_eq!(script.requests().len(), 2);
}

/// The second request of an upload that is full of things which are the client's own.
async fn second(builder: ClientBuilder, script: &Script) -> Recorded {
    let client = builder
        .default_header("x-tenant", "t")
        .default_header("cookie", "session=1")
        .build()
        .unwrap();
    let upload = upload(&client, &file())
        .header("x-call", "c")
        .with(|call| call.query("dry", true).idempotency_key("key-1"));
    upload.await.unwrap();
    let [first, second] = <[Recorded; 2]>::try_from(script.requests()).unwrap();
    assert_eq!(
        (first.header("x-tenant"), first.header("x-call"), first.query()),
        (Some("t"), Some("c"), "dry=true")
    );
    second
}

#[tokio::test]
async fn the_storage_gets_nothing_of_the_clients_own() {
    // The origin of the API may be that of its storage; the bytes are for another server all the same.
    for url in [
        "https://storage.test/key?s=1",
        "http://api.test/v1/key?s=1",
        "/files/key?s=1",
    ] {
        for method in ["PUT", "POST"] {
            let script = Script::new()
                .reply(ticket(json!({ "method": method, "url": url, "headers": {} })))
                .reply(Reply::status(200));
            let request = second(builder(&script), &script).await;
            assert_eq!(own_headers(&request), [""; 0], "{method} {url}");
            assert_eq!((request.method.as_str(), request.query()), (method, "s=1"));
        }
    }
}

#[tokio::test]
async fn a_secret_in_the_query_and_a_declared_key_stay_at_home() {
    static API: Api = Api {
        name: "library",
        version: "1",
        secret: SecretPlacement::Query("api_key"),
        idempotency_header: Some("x-key"),
        ..Api::DEFAULT
    };
    let script = Script::new()
        .reply(ticket(json!({ "method": "post", "url": "http://api.test/store" })))
        .reply(Reply::status(200));
    let client = ClientBuilder::for_api(&API)
        .secret(SECRET)
        .base_url("http://api.test/v1")
        .transport(script.clone())
        .build()
        .unwrap();
    upload(&client, &file()).await.unwrap();
    let requests = script.requests();
    assert!(requests[0].header("x-key").is_some());
    assert_eq!(requests[0].query(), format!("api_key={SECRET}"));
    assert_eq!((requests[1].query(), own_headers(&requests[1])), ("", vec![]));
    assert_eq!(requests[1].method.as_str(), "POST");
}

#[tokio::test]
async fn a_redirect_of_the_storage_keeps_the_bytes_and_brings_no_credentials() {
    let script = Script::new()
        .reply(put())
        .reply(Reply::status(307).header("location", "http://api.test/v1/key"))
        .otherwise(Reply::status(200));
    let error = upload(&client(&script), &file()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Redirect);
    for status in [302, 307] {
        let script = Script::new()
            .reply(ticket(json!({ "url": "http://storage.test/key" })))
            .reply(Reply::status(status).header("location", "http://api.test/v1/key"))
            .reply(Reply::status(200));
        upload(&client(&script), &file()).await.unwrap();
        let last = &script.requests()[2];
        assert_eq!((last.method.as_str(), last.text().len()), ("PUT", 16), "{status}");
        assert_eq!(own_headers(last), [""; 0]);
    }
}

#[tokio::test]
async fn headers_of_the_answer_replace_those_of_the_core() {
    let headers = json!({
        "Content-Type": "text/plain", "X-Count": 3, "authorization": "Store signed", "host": "other.test", "Content-Length": "9", "x-none": null,
    });
    let script = Script::new()
        .reply(ticket(json!({ "method": "PUT", "url": signed(), "headers": headers })))
        .reply(Reply::status(200));
    upload(&client(&script), &file()).await.unwrap();
    let request = &script.requests()[1];
    assert_eq!(
        request.headers.get_all("content-type").iter().collect::<Vec<_>>(),
        ["text/plain"]
    );
    let mut own = own_headers(request);
    own.sort_unstable();
    assert_eq!(own, ["authorization", "x-count"]);
    assert_eq!(request.header("authorization"), Some("Store signed"));
}

#[tokio::test]
async fn the_url_alone_will_do() {
    let script = Script::new().reply(ticket(json!(signed()))).reply(Reply::status(200));
    upload(&client(&script), &file()).await.unwrap();
    let request = &script.requests()[1];
    assert_eq!((request.method.as_str(), request.uri.to_string()), ("PUT", signed()));
}

#[tokio::test(start_paused = true)]
async fn the_second_step_is_tried_again_and_the_first_is_not() {
    let script = Script::new()
        .reply(put())
        .reply(Reply::reset())
        .reply(Reply::status(503))
        .reply(Reply::status(200));
    upload(&client(&script), &file()).await.unwrap();
    let methods: Vec<_> = script
        .requests()
        .iter()
        .map(|request| request.method.to_string())
        .collect();
    assert_eq!(methods, ["POST", "PUT", "PUT", "PUT"]);
    assert!(
        script.requests()[1..]
            .iter()
            .all(|request| request.text() == "first line\n\0last")
    );
}

#[tokio::test(start_paused = true)]
async fn limits_of_the_upload_hold_for_both_steps() {
    let script = Script::new().reply(put()).otherwise(Reply::status(503));
    let error = upload(&client(&script), &file()).max_retries(1).await.unwrap_err();
    assert_eq!((error.attempts(), script.requests().len()), (2, 3));

    let script = Script::new()
        .reply(put().delay(Duration::from_secs(6)))
        .reply(Reply::silence());
    let started = tokio::time::Instant::now();
    let error = upload(&client(&script), &file())
        .timeout(Duration::from_secs(10))
        .await
        .unwrap_err();
    assert_eq!(started.elapsed().as_secs(), 10);
    assert_eq!(error.timeout_kind(), Some(TimeoutKind::Total));
    assert_eq!(error.message(), "the call did not end within 10s");
}

#[tokio::test(start_paused = true)]
async fn what_is_not_safe_to_repeat_is_not_repeated() {
    let post = || ticket(json!({ "method": "POST", "url": signed() }));
    let script = Script::new().reply(post()).reply(Reply::reset());
    let error = upload(&client(&script), &file()).await.unwrap_err();
    assert_eq!((error.attempts(), script.requests().len()), (1, 2));

    // A stream can be read once.
    let stream = Body::from("streamed").open().unwrap();
    let file = File::from_stream("a.bin", stream, Some(8));
    let script = Script::new().reply(put()).reply(Reply::reset());
    let error = upload(&client(&script), &file).await.unwrap_err();
    assert_eq!((error.attempts(), script.requests().len()), (1, 2));
    assert_eq!(script.requests()[0].json()["file"]["size"], 8);
}

#[tokio::test]
async fn a_file_of_unknown_length_is_refused_before_anything_is_sent() {
    let script = Script::new();
    let file = File::from_stream("a.bin", Body::from("streamed").open().unwrap(), None);
    let error = upload(&client(&script), &file).await.unwrap_err();
    assert!(
        error.is_request() && error.message().contains("size of the file"),
        "{error}"
    );
    assert!(script.requests().is_empty());

    // Where the API does not ask for it, nobody has to know it.
    static OPERATION: Operation = Operation::post("uploadScan", "/scan/upload");
    static STEPS: UploadSteps = UploadSteps::new("/uploadRequest").file_name("/name~1of~0file");
    let script = Script::new().reply(put()).reply(Reply::status(200));
    let file = File::from_stream("a.bin", Body::from("streamed").open().unwrap(), None);
    let client = client(&script);
    TwoStepUpload::<Ticket>::new(Call::new(&client, &OPERATION), &STEPS, &file)
        .await
        .unwrap();
    assert_eq!(script.requests()[0].json(), json!({ "name/of~file": "a.bin" }));
    assert_eq!(script.requests()[1].text(), "streamed");
}

#[tokio::test]
async fn progress_of_the_bytes_is_reported() {
    let script = Script::new().reply(put()).reply(Reply::status(200));
    let seen = Arc::new(Mutex::new(Vec::new()));
    let sink = Arc::clone(&seen);
    let file = File::from_bytes("a.bin", vec![0_u8; 100_000]).on_progress(move |sent| sink.lock().unwrap().push(sent));
    upload(&client(&script), &file).await.unwrap();
    assert_eq!(*seen.lock().unwrap(), [65_536, 100_000]);
}

#[tokio::test(start_paused = true)]
async fn dropping_it_cancels_either_step() {
    for script in [
        Script::new().reply(Reply::silence()),
        Script::new().reply(put()).reply(Reply::silence()),
    ] {
        let client = client(&script);
        let running = tokio::time::timeout(Duration::from_secs(1), async { upload(&client, &file()).await });
        assert!(running.await.is_err());
        assert_eq!(script.open_exchanges(), 0);
    }
}

#[tokio::test]
async fn the_storage_is_told_the_length_of_a_file_that_is_streamed() {
    let storage = Server::start(|mut connection| async move {
        connection.request().await;
        connection.answer("201 Created", "", "").await;
    })
    .await;
    let url = format!("http://{}/key?signature={SIGNATURE}", storage.address);
    let api = Server::start(move |mut connection| {
        let answer =
            json!({ "id": "scan_1", "uploadRequest": { "url": url, "headers": { "content-type": "text/csv" } } });
        async move {
            connection.request().await;
            connection.json(answer).await;
        }
    })
    .await;
    let path = std::env::temp_dir().join(format!("core-test-upload-{}.csv", std::process::id()));
    std::fs::write(&path, vec![b'x'; 300_000]).unwrap();
    let uploaded = upload(&api.client(), &File::from_path(&path).unwrap()).await;
    std::fs::remove_file(&path).unwrap();
    uploaded.unwrap();
    let [request] = <[String; 1]>::try_from(storage.requests()).unwrap();
    assert!(request.starts_with("PUT /key?signature="), "{}", &request[..80]);
    let told =
        ["content-length", "content-type", "transfer-encoding", "authorization"].map(|name| header(&request, name));
    assert_eq!(
        told,
        [Some("300000".to_owned()), Some("text/csv".to_owned()), None, None]
    );
    assert!(request.ends_with(&"x".repeat(300_000)));
}

#[test]
fn a_thread_may_wait_for_it() {
    let script = Script::new().reply(put()).reply(Reply::status(200));
    let answer = upload(&client(&script), &file()).send_blocking().unwrap();
    assert_eq!((answer.id.as_str(), script.requests().len()), ("scan_1", 2));
}

/// What has to be so for an upload to be spawned, whatever its types.
#[test]
fn uploads_are_send_and_own_what_they_need() {
    fn check<T: Send + 'static>(_: T) {}
    let script = Script::new();
    check(upload(&client(&script), &file()));
    check(std::future::IntoFuture::into_future(upload(&client(&script), &file())));
}
