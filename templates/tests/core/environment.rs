//! A client from the environment: one test, since the environment belongs to the whole process.

use sdk_template::{Client, ErrorKind};
use std::process::Command;

/// Reads the environment in a process of its own: this very test, run again with the variables set.
fn in_environment(secret: Option<&str>, url: Option<&str>) -> String {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command
        .args(["--exact", "environment::child", "--nocapture"])
        .env("CORE_TEST_CHILD", "1");
    command
        .env_remove("LIBRARY_API_SECRET")
        .env_remove("LIBRARY_API_BASE_URL");
    secret.map(|secret| command.env("LIBRARY_API_SECRET", secret));
    url.map(|url| command.env("LIBRARY_API_BASE_URL", url));
    String::from_utf8(command.output().unwrap().stdout).unwrap()
}

#[test]
fn child() {
    if std::env::var_os("CORE_TEST_CHILD").is_none() {
        return;
    }
    match Client::from_env() {
        Ok(client) => println!("client of {}", client.base_url()),
        Err(error) => {
            assert_eq!(error.kind(), ErrorKind::Configuration);
            println!("error: {error}");
        }
    }
}

#[test]
fn from_env_reads_secret_and_base_url_and_names_what_is_missing() {
    assert!(in_environment(Some("sk"), None).contains("client of https://library.example/v1"));
    assert!(in_environment(Some("sk"), Some("http://localhost:1/x/")).contains("client of http://localhost:1/x\n"));
    let missing = "error: the environment variable LIBRARY_API_SECRET is not set";
    assert!(in_environment(None, None).contains(missing));
    assert!(in_environment(Some(" "), None).contains(missing));
    assert!(
        in_environment(Some("sk"), Some("nowhere"))
            .contains("error: environment variable LIBRARY_API_BASE_URL: the base URL")
    );
}
