//! What this API adds to the options of every client.

use chatbotkit::ChatBotKit;
use chatbotkit::test_util::{Reply, Script};

#[tokio::test]
async fn the_options_of_this_api_become_headers() {
    let script = Script::new().otherwise(Reply::json(serde_json::json!({ "items": [] })));
    let client = ChatBotKit::builder()
        .secret("sk-test")
        .transport(script.clone())
        .run_as_user("user_1")
        .timezone("Europe/London")
        .build()
        .expect("the options are valid");
    client.bot().list().await.expect("the script answers");
    let variant = client.with(|options| options.run_as_user("user_2").run_as_child_user("child@example.com"));
    variant.bot().list().await.expect("the script answers");
    script
        .request(0)
        .assert_header("x-runas-user-id", "user_1")
        .assert_header("x-timezone", "Europe/London")
        .assert_no_header("x-runas-child-user-email");
    script
        .request(1)
        .assert_header("x-runas-user-id", "user_2")
        .assert_header("x-runas-child-user-email", "child@example.com")
        .assert_header("x-timezone", "Europe/London");
}
