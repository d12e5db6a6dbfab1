//! Nothing that can be printed shows the secret.

use crate::support::{SECRET, builder, client, create, fetch, list, watch};
use sdk_template::test_util::{Reply, Script};
use sdk_template::{FetchOptions, File, Form};
use serde_json::{Value, json};

#[tokio::test]
async fn nothing_shows_it() {
    let failure = json!({ "message": SECRET, "code": SECRET, "key": SECRET });
    let script = Script::new()
        .reply(Reply::status(401).header("set-cookie", SECRET).with_json(&failure))
        .reply(Reply::json(json!({ "id": "a", "size": SECRET })))
        .reply(Reply::chunks(
            "application/jsonl",
            [format!("{}\n", json!({ "type": "error", "data": failure }))],
        ))
        .otherwise(
            Reply::status(200)
                .header("set-cookie", SECRET)
                .with_json(json!({ "id": SECRET, "size": 1 })),
        );
    let builder = builder(&script)
        .default_header("x-token", SECRET)
        .default_header("cookie", SECRET);
    let mut shown = vec![format!("{builder:?}")];
    let client = builder.build().unwrap();
    shown.push(format!("{client:?}"));
    shown.push(format!(
        "{:?}",
        client.with(|options| options.base_url("http://x.test"))
    ));
    shown.push(format!(
        "{:?}",
        create(&client, &json!({ "key": SECRET }))
            .header("x", SECRET)
            .query("token", SECRET)
    ));
    shown.push(format!(
        "{:?}",
        FetchOptions::new().header("authorization", SECRET).data(SECRET)
    ));
    shown.push(format!(
        "{:?}",
        Form::new()
            .text("password", SECRET)
            .file("f", &File::from_bytes("f", SECRET))
    ));
    shown.push(fetch(&client, "a").header("x-api-key", SECRET).to_curl().unwrap());
    let error = fetch(&client, "a").await.unwrap_err();
    shown.push(format!("{error} {error:?}"));
    let error = fetch(&client, "a").query("secret", SECRET).await.unwrap_err();
    shown.push(format!("{error} {error:?}"));
    let mut stream = watch(&client).stream().await.unwrap();
    shown.push(format!("{stream:?}"));
    let error = stream.next().await.unwrap().unwrap_err();
    shown.push(format!("{error} {error:?}"));
    shown.push(format!("{:?}", fetch(&client, "a").raw().await.unwrap()));
    shown.push(format!("{:?}", list(&client).items()));
    shown.push(format!("{:?}", fetch(&client, "a").into_request().unwrap()));
    shown.push(format!("{:?}", script.requests()));
    for text in shown {
        assert!(!text.contains(SECRET), "{text}");
    }
}

#[tokio::test]
async fn sources_of_errors_do_not_show_it_either() {
    let script = Script::new().otherwise(Reply::json(json!({ "id": SECRET, "size": SECRET })));
    let error = fetch(&client(&script), "a").cast::<Vec<Value>>().await.unwrap_err();
    assert!(!error.to_string().contains(SECRET), "{error}");
}
