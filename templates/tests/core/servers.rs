//! Servers: those whose URL has variables, and those of single operations.

use sdk_template::test_util::{Reply, Script};
use sdk_template::{Api, Call, Client, ClientBuilder, ErrorKind, Operation, ServerTemplate};
use serde_json::{Value, json};

const VARIABLES: &[(&str, &str)] = &[("host", "api"), ("site", "example.com")];

static API: Api = Api {
    name: "test",
    version: "1",
    base_url: "https://api.example.com/v1",
    server: Some(ServerTemplate {
        url: "https://{host}.{site}/v1",
        variables: VARIABLES,
    }),
    ..Api::DEFAULT
};

static USUAL: Operation = Operation::get("usual", "/thing");
static FILES: Operation = Operation::get("files", "/thing").base_url("https://files.example.com/v2");
static RELATIVE: Operation = Operation::get("relative", "/thing").base_url("/v3");
static BESIDE: Operation = Operation::get("beside", "/thing").base_url("beta");
static LOGS: Operation =
    Operation::get("logs", "/thing").server("https://{host}.{site}", &[("host", "logs"), ("site", "example.com")]);

fn builder(script: &Script) -> ClientBuilder {
    ClientBuilder::for_api(&API).secret("s").transport(script.clone())
}

async fn url(change: impl Fn(ClientBuilder) -> ClientBuilder, operation: &'static Operation) -> String {
    let script = Script::new().otherwise(Reply::json(json!({})));
    let client = change(builder(&script)).build().unwrap();
    Call::<Value>::new(&client, operation).await.unwrap();
    let request = script.requests().remove(0);
    // Each of these servers is the API, and gets its secret.
    assert_eq!(request.header("authorization"), Some("Bearer s"));
    request.uri.to_string()
}

#[tokio::test]
async fn variables_have_their_defaults_until_they_are_set() {
    assert_eq!(url(|builder| builder, &USUAL).await, "https://api.example.com/v1/thing");
    let eu = |builder: ClientBuilder| builder.server_variable("site", "example.eu");
    assert_eq!(url(eu, &USUAL).await, "https://api.example.eu/v1/thing");
    assert_eq!(url(eu, &LOGS).await, "https://logs.example.eu/thing");
}

#[tokio::test]
async fn another_server_can_be_chosen_before_and_after_its_variables() {
    const SANDBOX: ServerTemplate = ServerTemplate {
        url: "https://sandbox.{site}",
        variables: VARIABLES,
    };
    let before = |builder: ClientBuilder| builder.server_template(SANDBOX).server_variable("site", "x.test");
    let after = |builder: ClientBuilder| builder.server_variable("site", "x.test").server_template(SANDBOX);
    assert_eq!(url(before, &USUAL).await, "https://sandbox.x.test/thing");
    assert_eq!(url(after, &USUAL).await, "https://sandbox.x.test/thing");
}

#[tokio::test]
async fn a_base_url_is_taken_as_a_whole() {
    let given = |builder: ClientBuilder| builder.base_url("http://own.test").server_variable("site", "x.test");
    assert_eq!(url(given, &USUAL).await, "http://own.test/thing");
}

#[tokio::test]
async fn an_operation_can_live_elsewhere_and_an_endpoint_wins_over_that() {
    assert_eq!(
        url(|builder| builder, &FILES).await,
        "https://files.example.com/v2/thing"
    );
    let endpoint = |builder: ClientBuilder| builder.endpoint("files", "http://own.test/x");
    assert_eq!(url(endpoint, &FILES).await, "http://own.test/x/thing");
}

#[tokio::test]
async fn a_relative_server_is_resolved_against_that_of_the_client() {
    assert_eq!(
        url(|builder| builder, &RELATIVE).await,
        "https://api.example.com/v3/thing"
    );
    let own = |builder: ClientBuilder| builder.base_url("http://own.test:8080/mock/v1");
    assert_eq!(url(own, &RELATIVE).await, "http://own.test:8080/v3/thing");
    assert_eq!(url(own, &BESIDE).await, "http://own.test:8080/mock/beta/thing");
}

#[tokio::test]
async fn no_variable_leads_to_another_host() {
    for value in ["a@b", "a?b", "a#b", "a b", "a\\b"] {
        let refused = builder(&Script::new()).server_variable("host", value).build();
        assert_eq!(refused.unwrap_err().kind(), ErrorKind::Configuration, "{value}");
    }
}

#[tokio::test]
async fn a_variable_without_a_default_has_to_be_set() {
    static TENANTS: Api = Api {
        base_url: "https://",
        server: Some(ServerTemplate {
            url: "https://{tenant}",
            variables: &[("tenant", "")],
        }),
        ..API
    };
    let new = || ClientBuilder::for_api(&TENANTS).transport(Script::new());
    assert_eq!(new().build().unwrap_err().kind(), ErrorKind::Configuration);
    let client: Client = new().server_variable("tenant", "acme.example.com").build().unwrap();
    assert_eq!(client.base_url(), "https://acme.example.com");
    let variant = client.with(|builder| builder.server_variable("tenant", "other.example.com"));
    assert_eq!(variant.base_url(), "https://other.example.com");
}
