//! HTTPS: whom the client trusts, and whom it does not.

use crate::server::tls::{AUTHORITY, ELSEWHERE, EXPIRED, SELF_SIGNED, TRUSTED};
use crate::server::{Server, soon};
use crate::support::{create, fetch, thing};
use sdk_template::{Client, Error, ErrorKind, TimeoutKind};
use serde_json::json;
use std::time::Duration;

async fn answering(certificate: &str) -> Server {
    Server::start_tls(certificate, &["http/1.1"], |mut connection| async move {
        while connection.request().await.is_some() {
            connection.json(thing("a")).await;
        }
    })
    .await
}

#[tokio::test]
async fn an_authority_can_be_added() {
    let server = answering(TRUSTED).await;
    let client = server.tls_builder().build().unwrap();
    for _ in 0..3 {
        assert_eq!(soon(fetch(&client, "a").into_future()).await.unwrap().id, "a");
    }
    let url = format!("https://127.0.0.1:{}/v1", server.address.port());
    let client = server.tls_builder().base_url(url).build().unwrap();
    assert_eq!(soon(fetch(&client, "a").into_future()).await.unwrap().id, "a");
    assert_eq!((server.connections(), server.requests().len()), (2, 4));
}

/// What a write to a server with this certificate ends in. It is not tried again, and nothing is sent.
async fn distrusted(certificate: &str) -> Error {
    let server = answering(certificate).await;
    let client = server.tls_builder().build().unwrap();
    let error = soon(create(&client, &json!({})).into_future()).await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Connect, 1), "{error}");
    assert!(error.is_connect(), "{error}");
    assert!(
        error.to_string().contains("the server is not to be trusted: "),
        "{error}"
    );
    assert_eq!((server.connections(), server.requests().len()), (1, 0));
    error
}

#[tokio::test]
async fn a_certificate_whose_time_is_over() {
    let error = distrusted(EXPIRED).await;
    assert!(error.to_string().to_lowercase().contains("expired"), "{error}");
}

#[tokio::test]
async fn a_certificate_for_another_host() {
    let error = distrusted(ELSEWHERE).await;
    let text = error.to_string().to_lowercase();
    assert!(
        text.contains("not valid for name") || text.contains("hostname mismatch"),
        "{error}"
    );
}

#[tokio::test]
async fn a_certificate_that_nobody_signed() {
    let error = distrusted(SELF_SIGNED).await;
    let text = error.to_string().to_lowercase();
    assert!(
        text.contains("unknownissuer") || text.contains("self-signed"),
        "{error}"
    );
}

#[tokio::test]
async fn an_authority_that_was_not_added() {
    let server = answering(TRUSTED).await;
    let url = format!("https://localhost:{}/v1", server.address.port());
    // Only to make sure that the program has a cryptography provider.
    let _ = server.tls_builder();
    let client = Client::builder().base_url(url).no_proxy().build().unwrap();
    let error = soon(fetch(&client, "a").into_future()).await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Connect, 1), "{error}");
    assert_eq!(server.requests().len(), 0);
}

#[test]
fn what_is_no_certificate_is_refused_at_once() {
    for pem in [
        "",
        "nonsense",
        "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
    ] {
        let error = Client::builder().root_certificate(pem).build().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Configuration);
        assert!(error.to_string().contains("root certificate"), "{error}");
    }
    Client::builder()
        .root_certificate(format!("{AUTHORITY}{TRUSTED}"))
        .build()
        .unwrap();
}

#[tokio::test]
async fn a_server_that_does_not_speak_tls_is_an_error_of_connecting() {
    let server = Server::start(|mut connection| async move {
        connection.more().await;
        connection.send("HTTP/1.1 400 Bad Request\r\n\r\n").await;
    })
    .await;
    let client = server.tls_builder().max_retries(0).build().unwrap();
    let error = soon(create(&client, &json!({})).into_future()).await.unwrap_err();
    assert!(error.is_connect(), "{error}");
}

#[tokio::test]
async fn a_handshake_that_stalls_is_a_connect_timeout() {
    let server = Server::start(|mut connection| async move { connection.drain().await }).await;
    let client = server
        .tls_builder()
        .connect_timeout(Duration::from_millis(50))
        .build()
        .unwrap();
    let error = soon(create(&client, &json!({})).into_future()).await.unwrap_err();
    assert_eq!(error.timeout_kind(), Some(TimeoutKind::Connect), "{error}");
    assert!(error.is_connect() && error.is_timeout());
    assert_eq!(
        error.attempts(),
        3,
        "nothing was sent, so even a write may be tried again"
    );
}

#[tokio::test]
async fn tls_does_not_give_the_secret_to_an_http_server_by_redirect() {
    let elsewhere = Server::start(|mut connection| async move { connection.drain().await }).await;
    let address = elsewhere.address;
    let server = Server::start_tls(TRUSTED, &[], move |mut connection| async move {
        connection.request().await;
        let location = format!("location: http://{address}/x\r\n");
        connection.answer("307 Temporary Redirect", &location, "").await;
    })
    .await;
    let client = server.tls_builder().build().unwrap();
    let error = soon(create(&client, &json!({})).into_future()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Redirect, "{error}");
    assert_eq!(elsewhere.connections(), 0);
}

/// Its variable is set in a process of its own, for a provider belongs to the whole of one.
#[cfg(all(feature = "rustls-no-provider", not(feature = "rustls")))]
#[tokio::test]
async fn child() {
    if std::env::var_os("CORE_TEST_PROVIDER").is_none() {
        return;
    }
    let server = Server::start(|mut connection| async move { connection.drain().await }).await;
    let url = format!("https://{}", server.address);
    let client = Client::builder().base_url(url).no_proxy().build().unwrap();
    let error = soon(create(&client, &json!({})).into_future()).await.unwrap_err();
    println!(
        "{} connections, {} tries, {error}",
        server.connections(),
        error.attempts()
    );
}

#[cfg(all(feature = "rustls-no-provider", not(feature = "rustls")))]
#[test]
fn a_provider_that_is_missing() {
    let mut command = std::process::Command::new(std::env::current_exe().unwrap());
    command
        .args(["--exact", "tls::child", "--nocapture"])
        .env("CORE_TEST_PROVIDER", "1");
    let output = String::from_utf8(command.output().unwrap().stdout).unwrap();
    let promised =
        "0 connections, 1 tries, POST /thing/create: the request cannot be sent: rustls has no cryptography provider";
    assert!(output.contains(promised), "{output}");
}
