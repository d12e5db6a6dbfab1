//! Proxies: a real one on loopback, and what of a client's requests goes through it.

use crate::server::{Connection, Server, builder_for, header, soon};
use crate::support::{SECRET, create, fetch, thing};
use sdk_template::{Client, ErrorKind};
use serde_json::json;
use std::future::Future;
use std::process::Command;
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpStream;

const PASSWORD: &str = "p%40ss-do-not-print";
/// `user:p@ss-do-not-print` in base64, as headers are searched in small letters.
const AUTHORIZATION: &str = "basic dxnlcjpwqhnzlwrvlw5vdc1wcmluda==";

/// An API of its own behind the proxy.
async fn api() -> Server {
    Server::start(|mut connection| async move {
        while connection.request().await.is_some() {
            connection.json(thing("direct")).await;
        }
    })
    .await
}

/// A proxy that answers requests itself, and opens tunnels to whatever is asked for but `unknown.test`.
async fn proxy() -> Server {
    Server::start(|mut connection| async move {
        while let Some(request) = connection.request().await {
            let Some(target) = request.strip_prefix("CONNECT ") else {
                connection.json(thing("proxied")).await;
                continue;
            };
            let target = target.split(' ').next().unwrap().to_owned();
            if target.starts_with("unknown.test") {
                return connection.answer("502 Bad Gateway", "", "").await;
            }
            if header(&request, "proxy-authorization").as_deref() != Some(AUTHORIZATION) {
                return connection.answer("407 Proxy Authentication Required", "", "").await;
            }
            connection.send("HTTP/1.1 200 Connection established\r\n\r\n").await;
            return join(connection, TcpStream::connect(target).await.unwrap()).await;
        }
    })
    .await
}

async fn join(mut connection: Connection, mut target: TcpStream) {
    let _ = target.write_all(&connection.buffer).await;
    let _ = tokio::io::copy_bidirectional(&mut connection.stream, &mut target).await;
}

fn url_of(proxy: &Server) -> String {
    format!("http://user:{PASSWORD}@{}", proxy.address)
}

#[tokio::test]
async fn http_goes_through_it_with_the_whole_url() {
    let (api, proxy) = (api().await, proxy().await);
    let client = api.builder().proxy(url_of(&proxy)).build().unwrap();
    for _ in 0..2 {
        let answer = soon(fetch(&client, "a").into_future()).await.unwrap();
        assert_eq!(answer.id, "proxied");
    }
    assert_eq!(
        (api.connections(), proxy.connections()),
        (0, 1),
        "connections to a proxy are kept too"
    );
    let request = &proxy.requests()[0];
    let line = format!("GET http://{}/v1/thing/a/fetch HTTP/1.1\r\n", api.address);
    assert!(request.starts_with(&line), "{request}");
    assert_eq!(header(request, "proxy-authorization").as_deref(), Some(AUTHORIZATION));
    assert_eq!(header(request, "host"), Some(api.address.to_string()));
    assert_eq!(header(request, "authorization"), Some(format!("bearer {SECRET}")));
}

#[tokio::test]
async fn no_proxy_means_none() {
    let (api, proxy) = (api().await, proxy().await);
    let client = api.builder().proxy(url_of(&proxy)).no_proxy().build().unwrap();
    assert_eq!(soon(fetch(&client, "a").into_future()).await.unwrap().id, "direct");
    assert_eq!(proxy.connections(), 0);
    assert_eq!(header(&api.requests()[0], "proxy-authorization"), None);
}

#[tokio::test]
async fn a_proxy_that_is_not_there() {
    let client = builder_for("http://api.test")
        .proxy("http://127.0.0.1:1")
        .build()
        .unwrap();
    let error = soon(create(&client, &json!({})).into_future()).await.unwrap_err();
    assert!(error.is_connect(), "{error}");
    assert!(
        error
            .to_string()
            .contains("could not connect: through the proxy 127.0.0.1:1: "),
        "{error}"
    );
    assert!(error.to_string().contains("refused"), "{error}");
}

#[test]
fn what_is_no_proxy_is_refused_at_once_and_not_repeated() {
    for (url, reason) in [
        ("", "malformed"),
        ("http://", "malformed"),
        ("http://user:PASSWORD@host:port", "malformed"),
        ("ftp://user:PASSWORD@host", "malformed"),
        ("socks4://user:PASSWORD@host", "not supported"),
    ] {
        let error = Client::builder().proxy(url).build().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Configuration);
        let text = format!("{error} {error:?}");
        assert!(text.contains(reason) && !text.contains("PASSWORD"), "{url}: {text}");
    }
}

#[tokio::test]
async fn the_password_is_not_shown() {
    let proxy = proxy().await;
    let builder = builder_for("http://api.test/v1").proxy(url_of(&proxy));
    let mut shown = format!("{builder:?}");
    let client = builder.build().unwrap();
    shown.push_str(&format!("{client:?}"));
    let call = fetch(&client, "a");
    shown.push_str(&format!("{call:?} {}", call.to_curl().unwrap()));
    shown.push_str(&format!(
        "{:?}",
        soon(call.with_response().into_future()).await.unwrap()
    ));
    let url = url_of(&proxy).replace(&proxy.address.port().to_string(), "1");
    let client = builder_for("http://api.test").proxy(url).build().unwrap();
    let error = soon(fetch(&client, "a").into_future()).await.unwrap_err();
    shown.push_str(&format!("{error} {error:?}"));
    for word in ["do-not-print", "dXNlcjpwQHNzLWRvLW5vdC1wcmludA", "user:"] {
        assert!(!shown.contains(word), "{shown}");
    }
}

/// What a client of `http://api.test` meets in an environment: a process of its own, for the environment belongs to the whole of one.
async fn in_environment(url: &str, variables: &[(&str, String)]) -> String {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command
        .args(["--exact", "proxy::child", "--nocapture"])
        .env("CORE_TEST_PROXY", url);
    for name in ["ALL_PROXY", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "REQUEST_METHOD"] {
        command.env_remove(name).env_remove(name.to_lowercase());
    }
    command.envs(variables.iter().map(|(name, value)| (name, value)));
    let output = tokio::task::spawn_blocking(move || command.output().unwrap());
    String::from_utf8(soon(output).await.unwrap().stdout).unwrap()
}

#[tokio::test]
async fn child() {
    let Ok(url) = std::env::var("CORE_TEST_PROXY") else {
        return;
    };
    match Client::builder().base_url(url).max_retries(0).build() {
        Ok(client) => match fetch(&client, "a").await {
            Ok(thing) => println!("met {}", thing.id),
            Err(error) => println!("error: {error}"),
        },
        Err(error) => println!("no client: {error}"),
    }
}

#[tokio::test]
async fn the_environment_has_the_say() {
    let (api, proxy) = (api().await, proxy().await);
    let (here, way) = (format!("http://{}", api.address), url_of(&proxy));
    let set = |name: &'static str| [(name, way.clone())];
    for name in ["HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"] {
        let output = in_environment(&here, &set(name)).await;
        assert!(output.contains("met proxied"), "{name}: {output}");
    }
    for name in ["HTTPS_PROXY", "https_proxy"] {
        let output = in_environment(&here, &set(name)).await;
        assert!(output.contains("met direct"), "{name}: {output}");
    }
    for hosts in ["127.0.0.1", "127.0.0.0/8, elsewhere.test"] {
        let output = in_environment(&here, &[("HTTP_PROXY", way.clone()), ("NO_PROXY", hosts.to_owned())]).await;
        assert!(output.contains("met direct"), "{hosts}: {output}");
    }
    let output = in_environment(
        &here,
        &[("HTTP_PROXY", way.clone()), ("REQUEST_METHOD", "GET".to_owned())],
    )
    .await;
    assert!(
        output.contains("met direct"),
        "a header of a request to a CGI script is no proxy: {output}"
    );
    let output = in_environment(&here, &[("https_proxy", format!("{way}:what"))]).await;
    assert!(
        output.contains("no client: the environment variable https_proxy names no proxy: it is malformed"),
        "{output}"
    );
    assert!(!output.contains("do-not-print"), "{output}");
    let request = proxy.requests().pop().unwrap();
    assert_eq!(header(&request, "proxy-authorization").as_deref(), Some(AUTHORIZATION));
}

/// A SOCKS proxy for the port 80 of `api.test`, which hands each connection to `then`.
async fn socks_proxy<F>(then: impl Fn(Connection) -> F + Send + Sync + Clone + 'static) -> Server
where
    F: Future<Output = ()> + Send + 'static,
{
    Server::start(move |mut connection| {
        let then = then.clone();
        async move {
            // Version 5, and name and password as the one way to prove who is asking.
            assert_eq!(reply(&mut connection, 3, &[5, 2]).await, [5, 1, 2]);
            let name_and_password = b"\x01\x04user\x11p@ss-do-not-print";
            assert_eq!(
                reply(&mut connection, name_and_password.len(), &[1, 0]).await,
                name_and_password
            );
            let target = b"\x05\x01\x00\x03\x08api.test\x00\x50";
            assert_eq!(
                reply(&mut connection, target.len(), &[5, 0, 0, 1, 0, 0, 0, 0, 0, 0]).await,
                target
            );
            then(connection).await;
        }
    })
    .await
}

async fn reply(connection: &mut Connection, length: usize, bytes: &[u8]) -> Vec<u8> {
    while connection.buffer.len() < length {
        connection.more().await.unwrap();
    }
    let message = connection.buffer.drain(..length).collect();
    connection.send(bytes).await.unwrap();
    message
}

#[tokio::test]
async fn socks_opens_a_connection_and_looks_names_up() {
    let api = api().await;
    let address = api.address;
    let proxy = socks_proxy(move |connection| async move {
        join(connection, TcpStream::connect(address).await.unwrap()).await;
    })
    .await;
    for kind in ["socks5:", "socks5h:"] {
        let url = url_of(&proxy).replace("http:", kind);
        let client = builder_for("http://api.test/v1").proxy(url).build().unwrap();
        assert_eq!(soon(fetch(&client, "a").into_future()).await.unwrap().id, "direct");
    }
    let request = &api.requests()[0];
    assert!(request.starts_with("GET /v1/thing/a/fetch HTTP/1.1\r\n"), "{request}");
    assert_eq!(header(request, "proxy-authorization"), None);
}

#[tokio::test]
async fn a_connection_that_ends_before_anything_was_sent_proves_it() {
    let proxy = socks_proxy(async |_| ()).await;
    let url = url_of(&proxy).replace("http:", "socks5:");
    let client = builder_for("http://api.test/v1").proxy(url).build().unwrap();
    let error = soon(create(&client, &json!({})).into_future()).await.unwrap_err();
    assert_eq!((error.attempts(), proxy.connections()), (3, 3), "{error} {error:?}");
    assert!(
        error.to_string().contains("the server did not take the request: "),
        "{error}"
    );
}

#[cfg(any(feature = "native-tls", feature = "rustls-no-provider"))]
mod https {
    use super::*;
    use crate::server::tls::{Secured, TRUSTED, acceptor};

    async fn secure_api() -> Server {
        Server::start_tls(TRUSTED, &["http/1.1"], |mut connection: Secured| async move {
            while connection.request().await.is_some() {
                connection.json(thing("direct")).await;
            }
        })
        .await
    }

    #[tokio::test]
    async fn it_goes_through_a_tunnel() {
        let (api, proxy) = (secure_api().await, proxy().await);
        let client = api.tls_builder().proxy(url_of(&proxy)).build().unwrap();
        for _ in 0..2 {
            assert_eq!(soon(fetch(&client, "a").into_future()).await.unwrap().id, "direct");
        }
        assert_eq!((api.connections(), proxy.connections()), (1, 1));
        let request = &proxy.requests()[0];
        let line = format!("CONNECT localhost:{} HTTP/1.1\r\n", api.address.port());
        assert!(request.starts_with(&line) && !request.contains(SECRET), "{request}");
        let request = &api.requests()[0];
        assert!(request.starts_with("GET /v1/thing/a/fetch HTTP/1.1\r\n"), "{request}");
        assert_eq!(header(request, "proxy-authorization"), None);
    }

    #[tokio::test]
    async fn a_proxy_that_opens_no_tunnel() {
        let (api, proxy) = (secure_api().await, proxy().await);
        let client = api
            .tls_builder()
            .proxy(format!("http://{}", proxy.address))
            .max_retries(0);
        let client = client.build().unwrap();
        let error = soon(create(&client, &json!({})).into_future()).await.unwrap_err();
        assert!(error.is_connect(), "{error}");
        assert!(error.to_string().contains("proxy authorization required"), "{error}");
        let client = client.with(|options| options.base_url("https://unknown.test"));
        let error = soon(create(&client, &json!({})).into_future()).await.unwrap_err();
        assert!(error.is_connect(), "{error}");
        assert!(
            error
                .to_string()
                .contains(&format!("through the proxy {}: ", proxy.address)),
            "{error}"
        );
    }

    #[tokio::test]
    async fn a_proxy_may_speak_tls_itself() {
        let api = secure_api().await;
        let port = api.address.port();
        let proxy = Server::start(move |connection| async move {
            // Nothing but HTTP/1 may be agreed on with a proxy.
            let mut connection = connection.secured(acceptor(TRUSTED, &["h2"])).await.unwrap();
            let request = connection.request().await.unwrap();
            if !request.starts_with("CONNECT ") {
                return connection.json(thing("proxied")).await;
            }
            connection.send("HTTP/1.1 200 OK\r\n\r\n").await;
            let mut target = TcpStream::connect(("127.0.0.1", port)).await.unwrap();
            let _ = tokio::io::copy_bidirectional(&mut connection.stream, &mut target).await;
        })
        .await;
        let url = format!("https://user:{PASSWORD}@localhost:{}", proxy.address.port());
        let client = api.tls_builder().proxy(url).build().unwrap();
        assert_eq!(soon(fetch(&client, "a").into_future()).await.unwrap().id, "direct");
        let client = client.with(|options| options.base_url("http://api.test"));
        assert_eq!(soon(fetch(&client, "a").into_future()).await.unwrap().id, "proxied");
        let requests = proxy.requests();
        assert!(
            requests[1].starts_with("GET http://api.test/thing/a/fetch HTTP/1.1\r\n"),
            "{}",
            requests[1]
        );
        for request in requests {
            assert_eq!(header(&request, "proxy-authorization").as_deref(), Some(AUTHORIZATION));
        }
    }
}
