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
