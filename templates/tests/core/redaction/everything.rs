//! All that can be printed of a client, of what it sends, and of what it is told.

use crate::support::{ListParameters, Thing, ThingPage, Tick, thing};
use http::HeaderValue;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use sdk_template::test_util::{Recorder, Replay, Reply, Script};
use sdk_template::transport::{Transport, TransportError, TransportFuture};
use sdk_template::{
    Api, Body, Call, Client, ClientBuilder, Error, FetchOptions, File, Form, Middleware, MiddlewareFuture, Next,
    NoAnswer, Operation, Parameter, Request, RetryPolicy, SecretPlacement, StreamError, TwoStepUpload, UploadSteps,
};
use serde_json::{Value, json};
use std::fmt::Debug;
use std::sync::{Arc, Mutex};
use std::time::Duration;

const API: Api = Api {
    base_url: "http://api.test/v1",
    error_in_success: true,
    stream_error: Some(StreamError {
        tag: "type",
        value: "error",
        content: "data",
    }),
    ..Api::DEFAULT
};

/// The same API with its secret in each of the places where one can stand.
pub static API_OF_EACH_PLACEMENT: [&Api; 5] = [
    &Api {
        secret: SecretPlacement::Bearer,
        ..API
    },
    &Api {
        secret: SecretPlacement::Basic,
        ..API
    },
    &Api {
        secret: SecretPlacement::Header("x-api-key"),
        ..API
    },
    &Api {
        secret: SecretPlacement::Query("key"),
        ..API
    },
    &Api {
        secret: SecretPlacement::Cookie("session"),
        ..API
    },
];

/// What was printed, by what it was.
#[derive(Clone, Default)]
struct Shown(Arc<Mutex<Vec<(String, String)>>>);

impl Shown {
    fn text(&self, what: &str, text: String) {
        self.0.lock().unwrap().push((what.to_owned(), text));
    }

    fn debug(&self, what: &str, value: &dyn Debug) {
        self.text(what, format!("{value:?}"));
        self.text(what, format!("{value:#?}"));
    }

    fn error(&self, what: &str, error: &Error) {
        self.debug(what, error);
        self.text(
            what,
            format!("{error} {} {:?} {:?}", error.message(), error.code(), error.path()),
        );
        self.text(what, format!("{:?} {:?}", error.request_id(), error.operation()));
        let mut cause = std::error::Error::source(error);
        while let Some(inner) = cause {
            self.text(what, format!("{inner} {inner:?} {inner:#?}"));
            cause = inner.source();
        }
    }
}

/// Sees what runs, and prints it.
struct Looking(Shown);

impl Middleware for Looking {
    fn call<'a>(&'a self, request: Request, next: Next<'a>) -> MiddlewareFuture<'a> {
        self.look(request, next)
    }

    fn attempt<'a>(&'a self, request: Request, next: Next<'a>) -> MiddlewareFuture<'a> {
        self.look(request, next)
    }
}

impl Looking {
    fn look<'a>(&'a self, request: Request, next: Next<'a>) -> MiddlewareFuture<'a> {
        self.0.debug("request", &request);
        self.0.debug("next", &next);
        Box::pin(async move {
            let outcome = next.run(request).await;
            match &outcome {
                Ok(response) => self.0.debug("response in middleware", response),
                Err(error) => self.0.error("error in middleware", error),
            }
            outcome
        })
    }
}

/// A transport whose errors repeat what they were to send.
struct Talkative;

impl Transport for Talkative {
    fn send(&self, request: http::Request<Body>) -> TransportFuture {
        let headers: Vec<String> = request
            .headers()
            .values()
            .map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned())
            .collect();
        let text = format!("GET {} with {headers:?} {}", request.uri(), headers.join(", "));
        let inner = std::io::Error::other(TransportError::connect(text.clone()));
        Box::pin(async move {
            Err(if text.len() % 2 == 0 {
                TransportError::exchange(inner)
            } else {
                TransportError::connect_timeout(inner)
            })
        })
    }
}

fn fetch(client: &Client, secret: &str) -> Call<Thing> {
    static OPERATION: Operation = Operation::get("fetchThing", "/thing/{thingId}/fetch");
    Call::new(client, &OPERATION).path("thingId", secret)
}

fn list(client: &Client) -> Call<ThingPage, Tick, ListParameters> {
    static OPERATION: Operation = Operation::get("listThings", "/thing/list").jsonl().cursor("cursor");
    Call::new(client, &OPERATION)
}

fn watch(client: &Client) -> Call<NoAnswer, Tick> {
    static OPERATION: Operation = Operation::post("watchThings", "/thing/watch").jsonl();
    Call::new(client, &OPERATION).empty_json()
}

fn upload(client: &Client, file: &File) -> TwoStepUpload<Value> {
    static OPERATION: Operation = Operation::post("uploadThing", "/thing/upload");
    static STEPS: UploadSteps = UploadSteps::new("/request");
    TwoStepUpload::new(Call::new(client, &OPERATION), &STEPS, file)
}

/// A server that repeats the secret in all of these ways.
fn echoes(secret: &str) -> Vec<Reply> {
    let encoded = utf8_percent_encode(secret, NON_ALPHANUMERIC).to_string();
    let failure = json!({ "message": format!("your {secret} or {encoded}"), "code": secret, "note": secret });
    let with_headers = |reply: Reply| {
        reply
            .header("x-request-id", secret)
            .header("set-cookie", secret)
            .header("x-echo", secret)
    };
    vec![
        with_headers(Reply::status(401).with_json(&failure)),
        with_headers(Reply::status(422).with_json(json!({ "errors": [{ "message": secret, "code": encoded }] }))),
        with_headers(Reply::json(&failure)),
        with_headers(Reply::json(json!({ "id": "a", "size": secret }))),
        with_headers(Reply::json(json!({ "id": "a", "size": { secret: [secret] } }))),
        with_headers(Reply::chunks("application/json", [format!("{{\"id\": {secret}")])),
        with_headers(Reply::chunks(
            "text/html",
            [format!("<p>{secret}</p>"), "\u{0}".to_owned()],
        )),
        with_headers(Reply::json(json!({ "id": secret })).cut()),
        with_headers(Reply::status(302).header("location", "http://other.test/?next=1")),
        with_headers(Reply::status(302).header("location", &format!("ftp://{encoded}/"))),
        with_headers(Reply::reset()),
    ]
}

/// Prints all there is. `record` wraps the script in a recorder, which writes its cassette when this is over.
pub async fn everything(
    api: &'static Api,
    secret: &str,
    record: &dyn Fn(&Script) -> Recorder,
) -> Vec<(String, String)> {
    let shown = Shown::default();
    let encoded = utf8_percent_encode(secret, NON_ALPHANUMERIC).to_string();
    let mut script = Script::new();
    for reply in echoes(secret) {
        script = script.reply(reply);
    }
    let recorder = record(&script);
    let builder = ClientBuilder::for_api(api)
        .secret(secret)
        .transport(recorder.clone())
        .default_header("x-token", secret)
        .default_header("x-tenant", format!("tenant of {secret}"))
        .middleware(Looking(shown.clone()))
        .max_retries(0);
    shown.debug("builder", &builder);
    let client = builder.build().unwrap();
    shown.debug("client", &client);
    let home = format!("http://api.test/{encoded}/v1?a={encoded}");
    shown.debug(
        "variant",
        &client.with(|options| options.base_url(&home).endpoint("fetchThing", &home)),
    );

    calls(&shown, &client, secret, &encoded);
    for _ in echoes(secret) {
        let call = fetch(&client, secret)
            .query("token", secret)
            .header("x", secret)
            .header("x-secret", secret);
        shown.error("error", &call.await.unwrap_err());
    }
    answers(&shown, &script, &client, secret).await;
    streams(&shown, &script, &client, secret).await;
    let talkative = client.with(|options| options.transport(Talkative));
    for id in ["a", "ab"] {
        shown.error("error of the transport", &fetch(&talkative, id).await.unwrap_err());
        let call = talkative.fetch::<Value, _>(&format!("/{encoded}/{id}?q={encoded}"), FetchOptions::new());
        shown.debug("undeclared call", &call);
        shown.error("error of an undeclared call", &call.await.unwrap_err());
    }
    shown.debug("script", &script);
    for request in script.requests() {
        shown.debug("recorded", &request);
        shown.text("recorded", request.to_string());
    }
    recorder.finish().unwrap();
    shown.debug("recorder", &recorder);
    drop(client);
    std::mem::take(&mut *shown.0.lock().unwrap())
}

/// What is printed before anything is sent.
fn calls(shown: &Shown, client: &Client, secret: &str, encoded: &str) {
    let body = json!({ "password": secret, "note": format!("<{secret}>"), secret: 1, "deep": [{ "x": encoded }] });
    let call = fetch(client, secret)
        .parameter(Parameter::cookie("c"), secret)
        .query("token", secret)
        .query("q", secret)
        .header("x-note", secret)
        .json(&body);
    shown.debug("call", &call);
    shown.text("curl", call.to_curl().unwrap());
    let form = fetch(client, "a").form(&body).query("plain", 1);
    shown.text("curl of a form", form.to_curl().unwrap());
    let request = fetch(client, "a").header("x-token", secret).into_request().unwrap();
    let sensitive = request.headers().iter().filter(|(_, value)| value.is_sensitive());
    shown.debug("request headers", &sensitive.collect::<Vec<(_, &HeaderValue)>>());
    shown.debug("request body", request.body());
    shown.debug("future", &std::future::IntoFuture::into_future(call));
    shown.error(
        "no path",
        &fetch(client, "").query("q", secret).into_request().unwrap_err(),
    );
    shown.error(
        "no header",
        &fetch(client, "a")
            .header("x", format!("{secret}\n"))
            .to_curl()
            .unwrap_err(),
    );
    let nowhere = ClientBuilder::for_api(&API)
        .secret(secret)
        .base_url(format!("ftp://{secret}@x/{secret}"));
    shown.error("no client", &nowhere.build().unwrap_err());
    let variant = client.with(|options| options.base_url(secret));
    shown.error("no variant", &fetch(&variant, "a").into_request().unwrap_err());
    let options = || {
        FetchOptions::new()
            .query("token", secret)
            .header("authorization", secret)
    };
    shown.debug("options", &options().data(secret));
    shown.debug("options", &options().form(Form::new().text("password", secret)));
    let file = File::from_bytes("name", secret.to_owned());
    shown.debug("file", &file);
    shown.debug(
        "form",
        &Form::new().text("password", secret).json("x", &secret).file("f", &file),
    );
    shown.debug("body", &Body::from(secret.to_owned()));
    shown.debug("upload", &upload(client, &file));
    shown.debug("policy", &RetryPolicy::default());
    shown.debug("reply", &Reply::json(secret).header("x-secret", secret));
    shown.debug(
        "error of a transport",
        &Replay::from_path("no such cassette").unwrap_err(),
    );
    shown.debug("pages", &list(client).pages());
    shown.debug("items", &list(client).query("q", secret).items());
}

/// What is printed of answers that are good.
async fn answers(shown: &Shown, script: &Script, client: &Client, secret: &str) {
    let good = || {
        Reply::json(json!({ "id": "a", "size": 1, "note": secret }))
            .header("x-request-id", secret)
            .header("set-cookie", secret)
    };
    let _ = script.clone().otherwise(good());
    let answered = fetch(client, "a").cast::<Value>().with_response().await.unwrap();
    shown.debug("answered", &answered);
    let response = fetch(client, "a").raw().await.unwrap();
    shown.debug("response", &response);
    shown.debug("response that was read", &response.buffered().await.unwrap());
    shown.error("not text", &fetch(client, "a").cast::<Vec<u8>>().await.unwrap_err());
    shown.error(
        "too large",
        &fetch(&client.with(|options| options.max_answer_bytes(3)), "a")
            .await
            .unwrap_err(),
    );
    // A cursor that comes twice is an error, here one that is the secret.
    let page = json!({ "items": [thing("a")], "cursor": secret });
    let _ = script.clone().otherwise(Reply::json(page));
    let mut pages = list(client).pages();
    while let Some(page) = pages.next().await {
        if let Err(error) = page {
            shown.error("circle", &error);
        }
        shown.debug("pages", &pages);
    }
    let _ = script.clone().otherwise(Reply::silence());
    shown.error(
        "silence",
        &fetch(client, secret).timeout(Duration::from_secs(1)).await.unwrap_err(),
    );
    let request =
        json!({ "url": format!("http://files.test/x?signature={}", utf8_percent_encode(secret, NON_ALPHANUMERIC)) });
    let _ = script
        .clone()
        .reply(Reply::json(json!({ "request": request })))
        .otherwise(
            Reply::status(403)
                .header("x-request-id", secret)
                .with_json(json!({ "message": secret })),
        );
    let file = File::from_bytes("a.txt", "bytes");
    shown.error("upload", &upload(client, &file).await.unwrap_err());
}

/// What is printed of streams that fail in all ways.
async fn streams(shown: &Shown, script: &Script, client: &Client, secret: &str) {
    let failure = json!({ "type": "error", "data": { "message": secret, "code": secret } });
    let bodies = [
        format!("{failure}\n"),
        format!("{}\n", json!({ "type": secret })),
        format!(
            "{}\n",
            json!({ "type": "a", "data": secret, secret: secret, "more": "x" })
        )
        .replace("\"type\":", "\"kind\":"),
        format!("{{\"type\": \"{secret}"),
        format!("{secret}\n"),
    ];
    for body in bodies {
        for media_type in ["application/jsonl", "text/event-stream"] {
            let body = if media_type == "text/event-stream" {
                format!("data: {body}\n\n")
            } else {
                body.clone()
            };
            let reply = Reply::chunks(media_type, [body])
                .header("x-request-id", secret)
                .in_pieces_of(7);
            let _ = script.clone().reply(reply);
            let mut stream = watch(client).stream().await.unwrap();
            while let Some(event) = stream.next().await {
                if let Err(error) = event {
                    shown.error("event", &error);
                }
            }
            shown.debug("stream", &stream);
        }
    }
}
