//! Code of the caller runs around calls and tries.

use crate::support::{builder, client, create, fetch, thing, watch};
use bytes::Bytes;
use http::{HeaderMap, HeaderValue, StatusCode};
use sdk_template::test_util::{Reply, Script};
use sdk_template::{Error, ErrorKind, Middleware, MiddlewareFuture, Next, Request};
use serde_json::json;
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// Notes what passes, in both directions.
#[derive(Clone)]
struct Journal {
    name: &'static str,
    lines: Arc<Mutex<Vec<String>>>,
}

impl Journal {
    fn new(name: &'static str) -> Self {
        Self {
            name,
            lines: Arc::default(),
        }
    }

    fn note(&self, line: String) {
        self.lines.lock().unwrap().push(format!("{} {line}", self.name));
    }

    fn lines(&self) -> Vec<String> {
        self.lines.lock().unwrap().clone()
    }
}

impl Middleware for Journal {
    fn call<'a>(&'a self, request: Request, next: Next<'a>) -> MiddlewareFuture<'a> {
        self.note(format!("call {} {}", request.operation(), request.path_template()));
        Box::pin(async move {
            let outcome = next.run(request).await;
            self.note(match &outcome {
                Ok(response) => format!("answered {} after {}", response.status(), response.attempts()),
                Err(error) => format!("failed {:?}", error.status()),
            });
            outcome
        })
    }

    fn attempt<'a>(&'a self, request: Request, next: Next<'a>) -> MiddlewareFuture<'a> {
        self.note(format!("try {}", request.attempt()));
        Box::pin(async move {
            let outcome = next.run(request).await;
            self.note(format!("got {}", outcome.as_ref().unwrap().status()));
            outcome
        })
    }
}

#[tokio::test(start_paused = true)]
async fn it_sees_the_call_once_and_each_try() {
    let journal = Journal::new("j");
    let script = Script::new().reply(Reply::status(503)).reply(Reply::json(thing("a")));
    let client = builder(&script).middleware(journal.clone()).build().unwrap();
    fetch(&client, "a").await.unwrap();
    assert_eq!(
        journal.lines(),
        [
            "j call fetchThing /thing/{thingId}/fetch",
            "j try 1",
            "j got 503 Service Unavailable",
            "j try 2",
            "j got 200 OK",
            "j answered 200 OK after 2",
        ]
    );
}

#[tokio::test]
async fn the_first_one_is_the_outermost_and_variants_add_their_own() {
    let (outer, inner) = (Journal::new("outer"), Journal::new("inner"));
    let inner = Journal {
        lines: Arc::clone(&outer.lines),
        ..inner
    };
    let script = Script::new().otherwise(Reply::json(thing("a")));
    let client = builder(&script).middleware(outer.clone()).build().unwrap();
    let variant = client.with(|options| options.middleware(inner));
    fetch(&variant, "a").await.unwrap();
    let order: Vec<String> = outer.lines();
    assert!(
        order[0].starts_with("outer call") && order[1].starts_with("inner call"),
        "{order:?}"
    );
    assert!(
        order[2].starts_with("outer try") && order[3].starts_with("inner try"),
        "{order:?}"
    );
    outer.lines.lock().unwrap().clear();
    fetch(&client, "a").await.unwrap();
    assert!(outer.lines().iter().all(|line| line.starts_with("outer")));
}

/// Changes the request of a whole call.
struct Signing;

impl Middleware for Signing {
    fn call<'a>(&'a self, mut request: Request, next: Next<'a>) -> MiddlewareFuture<'a> {
        let signature = format!(
            "{}-{}",
            request.method(),
            request.body().as_bytes().unwrap_or_default().len()
        );
        if let Ok(value) = HeaderValue::from_str(&signature) {
            request.headers_mut().insert("x-signature", value);
        }
        next.run(request)
    }
}

#[tokio::test(start_paused = true)]
async fn what_it_changes_of_a_call_holds_for_each_try() {
    let script = Script::new().reply(Reply::refused()).reply(Reply::json(thing("a")));
    let client = builder(&script).middleware(Signing).build().unwrap();
    create(&client, &json!({ "size": 1 })).await.unwrap();
    let signatures: Vec<_> = script
        .requests()
        .iter()
        .map(|request| request.header("x-signature").map(str::to_owned))
        .collect();
    assert_eq!(signatures, [Some("POST-10".to_owned()), Some("POST-10".to_owned())]);
}

#[tokio::test]
async fn what_it_adds_does_not_follow_a_redirect_to_another_origin() {
    let script = Script::new()
        .reply(Reply::status(307).header("location", "/v1/second"))
        .reply(Reply::status(307).header("location", "http://elsewhere.test/x"))
        .reply(Reply::json(thing("a")));
    let client = builder(&script).middleware(Signing).build().unwrap();
    fetch(&client, "a").await.unwrap();
    let sent = script.requests();
    assert_eq!(sent[1].header("x-signature"), Some("GET-0"));
    assert_eq!(sent[2].header("x-signature"), None);
    assert_eq!(sent[2].header("authorization"), None);
}

/// Answers by itself.
struct Cache;

impl Middleware for Cache {
    fn call<'a>(&'a self, request: Request, _: Next<'a>) -> MiddlewareFuture<'a> {
        let body = if request.operation() == "watchThings" {
            "{\"type\":\"tick\",\"data\":1}\n".to_owned()
        } else {
            thing("cached").to_string()
        };
        Box::pin(async { Ok(request.answer(StatusCode::OK, HeaderMap::new(), Bytes::from(body))) })
    }
}

#[tokio::test]
async fn it_can_answer_without_sending() {
    let script = Script::new();
    let client = builder(&script).middleware(Cache).build().unwrap();
    assert_eq!(fetch(&client, "a").await.unwrap().id, "cached");
    assert_eq!(
        fetch(&client, "a").raw().await.unwrap().text().await.unwrap(),
        thing("cached").to_string()
    );
    let mut events = watch(&client).stream().await.unwrap();
    assert_eq!(events.next().await.unwrap().unwrap().kind, "tick");
    assert!(events.next().await.is_none());
    assert_eq!(script.requests().len(), 0);
}

/// Looks at the body of each answer, and takes some of them for failures.
struct Suspicious;

impl Middleware for Suspicious {
    fn attempt<'a>(&'a self, request: Request, next: Next<'a>) -> MiddlewareFuture<'a> {
        Box::pin(async move {
            let again = request.clone();
            let response = next.run(request).await?.buffered().await?;
            match response.body() {
                Some(body) if body.starts_with(b"busy") => {
                    Ok(again.answer(StatusCode::SERVICE_UNAVAILABLE, HeaderMap::new(), Bytes::new()))
                }
                Some(body) if body.starts_with(b"lie") => Err(Error::other("a lie")),
                _ => Ok(response),
            }
        })
    }
}

#[tokio::test(start_paused = true)]
async fn it_can_read_an_answer_and_have_it_tried_again_or_refused() {
    let text = |text: &'static str| Reply::chunks("application/json", [text]);
    let script = Script::new()
        .reply(text("busy"))
        .reply(Reply::json(thing("a")))
        .reply(text("lie"));
    let client = builder(&script).middleware(Suspicious).build().unwrap();
    assert_eq!(fetch(&client, "a").await.unwrap().id, "a");
    let error = fetch(&client, "a").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Other);
    assert_eq!(error.to_string(), "GET /thing/{thingId}/fetch: a lie");
    assert_eq!(script.requests().len(), 3);
}

/// Never comes to an end.
struct Stuck;

impl Middleware for Stuck {
    fn call<'a>(&'a self, _: Request, _: Next<'a>) -> MiddlewareFuture<'a> {
        Box::pin(std::future::pending())
    }
}

#[tokio::test(start_paused = true)]
async fn the_limit_of_the_call_holds_for_it() {
    let client = builder(&Script::new()).middleware(Stuck).build().unwrap();
    let error = fetch(&client, "a").timeout(Duration::from_secs(3)).await.unwrap_err();
    assert!(error.is_timeout(), "{error}");
}

#[tokio::test]
async fn its_debug_shows_no_secret() {
    struct Printing(Arc<Mutex<String>>);
    impl Middleware for Printing {
        fn call<'a>(&'a self, request: Request, next: Next<'a>) -> MiddlewareFuture<'a> {
            *self.0.lock().unwrap() = format!("{request:?} {next:?}");
            next.run(request)
        }
    }
    let shown = Arc::new(Mutex::new(String::new()));
    let script = Script::new().reply(Reply::json(thing("a")));
    let client = client(&script).with(|options| options.middleware(Printing(Arc::clone(&shown))));
    fetch(&client, "a")
        .query("token", crate::support::SECRET)
        .await
        .unwrap();
    let shown = shown.lock().unwrap().clone();
    assert!(shown.contains("fetchThing"), "{shown}");
    assert!(!shown.contains(crate::support::SECRET), "{shown}");
}

/// Runs another call inside, and fails as that does.
struct Auditing(sdk_template::Client);

impl Middleware for Auditing {
    fn attempt<'a>(&'a self, request: Request, next: Next<'a>) -> MiddlewareFuture<'a> {
        Box::pin(async move {
            let response = next.run(request).await?;
            fetch(&self.0, "audit").max_retries(0).await?;
            Ok(response)
        })
    }
}

#[tokio::test(start_paused = true)]
async fn a_failure_of_its_own_does_not_send_a_write_again() {
    let audit = client(&Script::new().otherwise(Reply::refused()));
    let script = Script::new().otherwise(Reply::json(thing("a")));
    let client = builder(&script).middleware(Auditing(audit)).build().unwrap();
    create(&client, &json!({})).await.unwrap_err();
    assert_eq!(script.requests().len(), 1);
    fetch(&client, "a").await.unwrap_err();
    assert_eq!(script.requests().len(), 4);
}

/// Answers with a status, around calls or around tries.
struct Breaker(u16);

impl Middleware for Breaker {
    fn call<'a>(&'a self, request: Request, _: Next<'a>) -> MiddlewareFuture<'a> {
        let status = StatusCode::from_u16(self.0).unwrap();
        Box::pin(
            async move { Ok(request.answer(status, HeaderMap::new(), Bytes::from("{\"message\":\"circuit open\"}"))) },
        )
    }
}

#[tokio::test]
async fn an_error_that_it_answers_is_an_error() {
    let client = builder(&Script::new()).middleware(Breaker(503)).build().unwrap();
    let error = fetch(&client, "a").await.unwrap_err();
    assert_eq!(
        (error.status().unwrap().as_u16(), error.message()),
        (503, "circuit open")
    );
    assert_eq!(error.attempts(), 0);
    assert!(fetch(&client, "a").chunks().await.is_err());
    assert_eq!(fetch(&client, "a").raw().await.unwrap().status(), 503);
}

#[tokio::test]
async fn its_answer_is_read_in_the_media_type_that_was_asked_for() {
    let client = builder(&Script::new()).middleware(Breaker(200)).build().unwrap();
    let text = fetch(&client, "a").answer_as::<String>("text/csv").await.unwrap();
    assert_eq!(text, "{\"message\":\"circuit open\"}");
}

#[tokio::test(start_paused = true)]
async fn a_body_that_it_reads_is_under_the_limits_too() {
    let script = Script::new().otherwise(Reply::chunks("application/json", ["{"]).stalled());
    let client = builder(&script)
        .middleware(Suspicious)
        .no_timeout()
        .max_retries(0)
        .build()
        .unwrap();
    let error = fetch(&client, "a")
        .idle_timeout(Duration::from_secs(3))
        .await
        .unwrap_err();
    assert!(error.is_timeout(), "{error}");
    let error = fetch(&client, "a").raw().await.unwrap_err();
    assert!(error.is_timeout(), "{error}");
}

/// Puts a stream in place of the body.
struct Streaming;

impl Middleware for Streaming {
    fn call<'a>(&'a self, mut request: Request, next: Next<'a>) -> MiddlewareFuture<'a> {
        let chunk = one_piece(Bytes::from("{}"));
        *request.body_mut() = sdk_template::Body::from_stream(chunk, None);
        next.run(request)
    }
}

/// A stream of one piece.
fn one_piece(bytes: Bytes) -> impl sdk_template::Stream<Item = Result<Bytes, std::io::Error>> + Send + 'static {
    struct Once(Option<Bytes>);
    impl sdk_template::Stream for Once {
        type Item = Result<Bytes, std::io::Error>;

        fn poll_next(
            mut self: std::pin::Pin<&mut Self>,
            _: &mut std::task::Context<'_>,
        ) -> std::task::Poll<Option<Self::Item>> {
            std::task::Poll::Ready(self.0.take().map(Ok))
        }
    }
    Once(Some(bytes))
}

#[tokio::test(start_paused = true)]
async fn a_stream_that_it_sends_is_not_sent_again_and_the_real_error_stays() {
    let script = Script::new().otherwise(Reply::status(503).header("retry-after", "0"));
    let client = builder(&script).middleware(Streaming).build().unwrap();
    let error = create(&client, &json!({})).await.unwrap_err();
    assert_eq!(error.status().unwrap(), 503);
    assert_eq!(script.requests().len(), 1);
}

#[tokio::test]
async fn it_is_told_which_requests_are_not_for_the_api() {
    struct Noting(Arc<Mutex<Vec<bool>>>);
    impl Middleware for Noting {
        fn attempt<'a>(&'a self, request: Request, next: Next<'a>) -> MiddlewareFuture<'a> {
            self.0.lock().unwrap().push(request.is_foreign());
            next.run(request)
        }
    }
    let noted = Arc::new(Mutex::new(Vec::new()));
    let script = Script::new().otherwise(Reply::json(thing("a")));
    let client = builder(&script).middleware(Noting(Arc::clone(&noted))).build().unwrap();
    fetch(&client, "a").await.unwrap();
    let options = sdk_template::FetchOptions::new();
    client.fetch::<(), _>("http://elsewhere.test/x", options).await.unwrap();
    assert_eq!(*noted.lock().unwrap(), [false, true]);
}
