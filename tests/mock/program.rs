//! `sdksmith mock` as a newcomer meets it: it says what to set, and then the first example of the README runs.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};
use workspace_tests::program::{run, sdksmith};
use workspace_tests::{read, repository};

/// The program, ended with the test.
struct Mock {
    child: Child,
    variables: Vec<(String, String)>,
}

impl Drop for Mock {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Starts the program on a free port and reads what it says, up to the variables.
fn start() -> Mock {
    let mut command = sdksmith(repository());
    command.args(["mock", "--port", "0"]);
    let child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn();
    let mut mock = Mock {
        child: child.unwrap_or_else(|error| panic!("{command:?} cannot be run: {error}")),
        variables: Vec::new(),
    };
    let out = mock.child.stdout.take().map(BufReader::new);
    let lines = out.into_iter().flat_map(BufReader::lines);
    for line in lines.map_while(Result::ok) {
        if let Some((name, value)) = line.strip_prefix("export ").and_then(|line| line.split_once('=')) {
            mock.variables.push((name.to_owned(), value.to_owned()));
        }
        if mock.variables.len() == 2 {
            break;
        }
    }
    mock
}

/// The first example of the README of the SDK.
fn example() -> String {
    let readme = read(repository().join("spec/sdk/README.md"));
    let code = readme
        .split("```rust,no_run\n")
        .nth(1)
        .and_then(|rest| rest.split("```").next());
    code.unwrap_or_else(|| panic!("the README has no example")).to_owned()
}

#[test]
fn the_first_example_of_the_readme_runs_against_it() {
    assert_eq!(
        read(repository().join("tests/mock/readme.rs")),
        example(),
        "tests/mock/readme.rs has to be the first example of spec/sdk/README.md"
    );
    let mock = start();
    let names: Vec<&str> = mock.variables.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["CHATBOTKIT_API_BASE_URL", "CHATBOTKIT_API_SECRET"]);
    let mut command = Command::new(env!("CARGO"));
    command
        .args(["run", "--quiet", "--package", "workspace-tests", "--example", "readme"])
        .current_dir(repository())
        .envs(mock.variables.iter().cloned());
    let ended = run(&mut command);
    assert_eq!(ended.stdout, "conversation conversationId\n", "{}", ended.stderr);
}

#[test]
fn a_port_that_is_taken_is_an_error() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").and_then(|listener| {
        let port = listener.local_addr()?.port();
        Ok((listener, port))
    });
    let (_listener, port) = taken.unwrap_or_else(|error| panic!("no port is free: {error}"));
    let ended = run(sdksmith(repository()).args(["mock", "--port", &port.to_string()]));
    assert_eq!(ended.code, Some(2));
    let expected = format!("error: port {port} of 127.0.0.1 cannot be listened on: ");
    assert!(ended.stderr.starts_with(&expected), "{}", ended.stderr);
}
