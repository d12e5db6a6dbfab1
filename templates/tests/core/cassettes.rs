//! Record and replay: what went over a transport comes from a file the next time, without secrets.

mod matching;

use crate::support::{SECRET, Thing, builder, create, fetch, thing, watch};
use sdk_template::test_util::{Recorder, Replay, Reply, Script};
use sdk_template::transport::Transport;
use sdk_template::{Client, FetchOptions, File, Form};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

/// A place for a cassette, empty again when the test is over.
pub struct Place(PathBuf);

impl Place {
    pub fn new() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let folder = std::env::temp_dir().join(format!("cassettes-{}-{number}", std::process::id()));
        Self(folder.join("deep").join("cassette.json"))
    }

    pub fn path(&self) -> &Path {
        &self.0
    }

    pub fn text(&self) -> String {
        std::fs::read_to_string(&self.0).unwrap()
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(self.0.parent().unwrap().parent().unwrap());
    }
}

fn over(transport: impl Transport, secret: &str) -> Client {
    builder(&Script::new())
        .secret(secret)
        .transport(transport)
        .max_retries(0)
        .build()
        .unwrap()
}

fn record(script: &Script, place: &Place) -> Client {
    over(Recorder::new(script.clone(), place.path()), SECRET)
}

fn replay(place: &Place) -> Replay {
    Replay::from_path(place.path()).unwrap()
}

#[tokio::test]
async fn what_was_recorded_is_answered_again() {
    let place = Place::new();
    let script = Script::new()
        .reply(Reply::json(thing("a")).header("x-request-id", "r1"))
        .reply(Reply::status(404).with_json(json!({ "message": "gone", "code": "NOT_FOUND" })))
        .reply(Reply::json(thing("new")))
        .reply(Reply::refused())
        .reply(Reply::chunks("application/json", ["{\"id\""]).cut());
    async fn calls(client: Client) -> Vec<String> {
        let mut seen = Vec::new();
        let answer = fetch(&client, "a")
            .query("take", 2)
            .query("q", "x y")
            .with_response()
            .await
            .unwrap();
        seen.push(format!("{:?} {:?}", answer.value(), answer.request_id()));
        seen.push(fetch(&client, "b").await.unwrap_err().to_string());
        seen.push(format!(
            "{:?}",
            create(&client, &json!({ "n": 1.5, "m": [null] })).await.unwrap()
        ));
        seen.push(fetch(&client, "c").await.unwrap_err().to_string());
        seen.push(fetch(&client, "d").await.unwrap_err().to_string());
        seen
    }
    let recorded = calls(record(&script, &place)).await;
    let replay = replay(&place);
    let replayed = calls(over(replay.clone(), "another secret")).await;
    assert_eq!(recorded, replayed);
    assert_eq!(replay.unused(), Vec::<String>::new());
}

#[tokio::test]
async fn streams_keep_their_pieces() {
    let place = Place::new();
    let pieces: [&[u8]; 4] = [
        b"{\"type\":\"\xc3",
        b"\xbc\",\"data\":1}\n{\"ty",
        b"pe\":\"b\",\"data\":2}\n",
        b"\n\n",
    ];
    let script = Script::new().reply(Reply::chunks("application/jsonl", pieces));
    async fn chunks(client: Client) -> Vec<Vec<u8>> {
        let mut response = watch(&client).raw().await.unwrap();
        let mut chunks = Vec::new();
        while let Some(chunk) = response.next().await {
            chunks.push(chunk.unwrap().to_vec());
        }
        chunks
    }
    assert_eq!(chunks(record(&script, &place)).await, pieces);
    assert_eq!(chunks(over(replay(&place), SECRET)).await, pieces);
    let mut stream = watch(&over(replay(&place), SECRET)).stream().await.unwrap();
    assert_eq!(stream.next().await.unwrap().unwrap().kind, "ü");
}

#[tokio::test]
async fn a_cassette_can_be_read_and_compared() {
    let place = Place::new();
    let script = Script::new()
        .reply(
            Reply::json(json!({ "size": 1, "id": "a" }))
                .header("date", "today")
                .header("content-length", "21"),
        )
        .reply(
            Reply::json_lines([json!({ "type": "a", "data": 1 }), json!({ "type": "b", "data": 2 })]).in_pieces_of(60),
        );
    let client = record(&script, &place);
    create(&client, &json!({ "name": "n", "apiKey": "k1" }))
        .query("take", 1)
        .await
        .unwrap();
    let mut stream = watch(&client).stream().await.unwrap();
    while stream.next().await.is_some() {}
    drop((client, stream));
    let expected = r#"{
  "version": 1,
  "exchanges": [
    {
      "request": {
        "method": "POST",
        "url": "http://api.test/v1/thing/create?take=1",
        "headers": {
          "accept": "application/json",
          "authorization": "REDACTED",
          "content-type": "application/json"
        },
        "json": {
          "apiKey": "REDACTED",
          "name": "n"
        }
      },
      "answer": {
        "status": 200,
        "headers": {
          "content-type": "application/json"
        },
        "json": {
          "id": "a",
          "size": 1
        }
      }
    },
    {
      "request": {
        "method": "POST",
        "url": "http://api.test/v1/thing/watch",
        "headers": {
          "accept": "application/jsonl",
          "authorization": "REDACTED",
          "content-type": "application/json"
        },
        "json": {}
      },
      "answer": {
        "status": 200,
        "headers": {
          "content-type": "application/jsonl"
        },
        "chunks": [
          [
            "{\"data\":1,\"type\":\"a\"}\n",
            "{\"data\":2,\"type\":\"b\"}\n"
          ]
        ]
      }
    }
  ]
}
"#;
    assert_eq!(place.text(), expected);
}

#[tokio::test]
async fn secrets_are_left_out_and_what_is_replayed_still_matches() {
    let place = Place::new();
    let learned = "tok-4f8a9b2c7d1e";
    let script = Script::new()
        .reply(
            Reply::json(json!({
                "id": "a", "size": 1, "sessionToken": learned, "otp": 123456, "note": format!("you sent {SECRET}"), "max_tokens": 5,
                "uploadUrl": "https://files.test/a?X-Amz-Signature=0a1b2c3d&X-Amz-Expires=60",
            }))
            .header("set-cookie", "sid=c00k1e-value; Path=/"),
        )
        .reply(Reply::json(thing("b")))
        .reply(Reply::status(200).body(["ab", "c00k1", "e-value", "cd", &SECRET[..5], &SECRET[5..]]));
    async fn calls(client: Client, token: &str) -> Vec<u8> {
        let first: Value = fetch(&client, "a").cast().await.unwrap();
        assert_eq!((&first["size"], &first["max_tokens"]), (&json!(1), &json!(5)));
        let token = if token.is_empty() {
            first["sessionToken"].as_str().unwrap()
        } else {
            token
        };
        fetch(&client, token).query("access_token", token).await.unwrap();
        let options = FetchOptions::new().data(json!({ "password": "p", "user": "u" }));
        let call = client.fetch::<Value, _>("/login", options);
        call.raw().await.unwrap().bytes().await.unwrap().to_vec()
    }
    calls(record(&script, &place), learned).await;
    let text = place.text();
    for secret in [SECRET, learned, "c00k1e", "0a1b2c3d", "123456", "\"p\""] {
        assert!(!text.contains(secret), "{secret}: {text}");
    }
    assert!(text.contains("X-Amz-Signature=REDACTED&X-Amz-Expires=60"), "{text}");
    assert!(
        text.contains("/v1/thing/REDACTED/fetch?access_token=REDACTED"),
        "{text}"
    );
    assert!(text.contains("you sent REDACTED"), "{text}");
    // The client of a replay has another secret, and takes what it is to send from the recorded answer.
    let body = calls(over(replay(&place), "sk-of-the-replay"), "").await;
    assert_eq!(body, b"abREDACTEDcdREDACTED");
}

#[tokio::test]
async fn what_only_looks_secret_can_be_kept_and_what_does_not_can_be_redacted() {
    let place = Place::new();
    let script = Script::new().reply(Reply::json(json!({ "id": "tenant-7", "size": 1, "token": "Hello" })));
    let recorder = Recorder::new(script, place.path()).keep("token").redact("tenant-7");
    let answer: Value = fetch(&over(recorder, SECRET), "tenant-7").cast().await.unwrap();
    assert_eq!(answer["token"], "Hello");
    let text = place.text();
    assert!(text.contains("Hello") && !text.contains("tenant-7"), "{text}");
    let answer: Value = fetch(&over(replay(&place).redact("tenant-7"), SECRET), "tenant-7")
        .cast()
        .await
        .unwrap();
    assert_eq!(answer["token"], "Hello");
}

#[tokio::test]
async fn forms_and_bytes_are_recorded_too() {
    let place = Place::new();
    let script = Script::new().otherwise(
        Reply::status(200)
            .header("content-type", "image/png")
            .body([vec![0, 159, 146, 150]]),
    );
    async fn calls(client: Client) -> Vec<u8> {
        let form = || {
            Form::new()
                .text("password", "hunter2hunter2")
                .text("note", "n")
                .file("f", &File::from_bytes("f.bin", vec![0_u8, 255, 1]))
        };
        let upload = client.fetch::<Value, _>("/upload", FetchOptions::new().form(form()));
        upload.raw().await.unwrap().bytes().await.unwrap();
        let bytes = client.fetch::<Value, _>("/bytes", FetchOptions::new().buffer(vec![1_u8, 254]));
        bytes.raw().await.unwrap().bytes().await.unwrap().to_vec()
    }
    calls(record(&script, &place)).await;
    let text = place.text();
    assert!(!text.contains("hunter2") && text.contains("\"base64\""), "{text}");
    assert_eq!(calls(over(replay(&place), SECRET)).await, [0, 159, 146, 150]);
}

#[cfg(feature = "gzip")]
#[tokio::test]
async fn answers_are_recorded_unpacked() {
    let place = Place::new();
    // `{"id":"a","size":1}`, packed with gzip.
    const PACKED: &[u8] = &[
        31, 139, 8, 0, 0, 0, 0, 0, 2, 255, 171, 86, 202, 76, 81, 178, 82, 74, 84, 210, 81, 42, 206, 172, 74, 85, 178,
        50, 172, 5, 0, 158, 198, 213, 189, 19, 0, 0, 0,
    ];
    let script = Script::new().reply(Reply::chunks("application/json", [PACKED]).header("content-encoding", "gzip"));
    let answer = fetch(&record(&script, &place), "a").await;
    script.request(0).assert_no_header("accept-encoding");
    assert_eq!(
        answer.unwrap(),
        Thing {
            id: "a".to_owned(),
            size: 1
        }
    );
    assert!(!place.text().contains("gzip"), "{}", place.text());
    assert_eq!(fetch(&over(replay(&place), SECRET), "a").await.unwrap().size, 1);
}

#[tokio::test]
async fn a_cassette_is_written_when_it_is_finished_or_dropped() {
    let place = Place::new();
    let script = Script::new().otherwise(Reply::json(thing("a")));
    let recorder = Recorder::new(script, place.path());
    let client = over(recorder.clone(), SECRET);
    fetch(&client, "a").await.unwrap();
    assert!(!place.path().exists());
    recorder.finish().unwrap();
    let first = place.text();
    fetch(&client, "b").await.unwrap();
    // What was given up before its answer came leaves nothing, and a body that was not read says so.
    drop(fetch(&client, "c").raw().await.unwrap());
    drop((client, recorder));
    let second = place.text();
    assert!(
        second.len() > first.len() && second.contains("the rest was not read"),
        "{second}"
    );
    let folder: Vec<_> = std::fs::read_dir(place.path().parent().unwrap()).unwrap().collect();
    assert_eq!(folder.len(), 1, "{folder:?}");
}

#[tokio::test]
async fn a_cassette_that_cannot_be_written_or_read_says_so() {
    let place = Place::new();
    std::fs::create_dir_all(place.path()).unwrap();
    let recorder = Recorder::new(Script::new().otherwise(Reply::json(thing("a"))), place.path());
    fetch(&over(recorder.clone(), SECRET), "a").await.unwrap();
    assert!(recorder.finish().is_err());
    let folder: Vec<_> = std::fs::read_dir(place.path().parent().unwrap()).unwrap().collect();
    assert_eq!(folder.len(), 1, "{folder:?}");

    let place = Place::new();
    assert!(
        Replay::from_path(place.path())
            .unwrap_err()
            .to_string()
            .contains("cassette.json")
    );
    std::fs::create_dir_all(place.path().parent().unwrap()).unwrap();
    for (text, reason) in [
        ("{", "cannot be read: EOF"),
        ("{\"version\": 2}", "its version is not 1"),
        ("{\"version\": 1, \"exchanges\": [{}]}", "exchange 0: it has no request"),
    ] {
        std::fs::write(place.path(), text).unwrap();
        let error = Replay::from_path(place.path()).unwrap_err().to_string();
        assert!(error.contains(reason), "{error}");
    }
}
