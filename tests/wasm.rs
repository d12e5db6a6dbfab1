//! The SDK compiles for browsers, where the toolchain can compile for them.

use std::path::Path;
use workspace_tests::cargo::{check, libraries};
use workspace_tests::program::run;
use workspace_tests::skipped;

const TARGET: &str = "wasm32-unknown-unknown";

#[test]
fn the_core_and_the_sdk_compile_for_browsers() {
    if libraries(TARGET).is_none() {
        skipped(&format!("this toolchain has no {TARGET}: `rustup target add {TARGET}`"));
        return;
    }
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("wasm");
    let chosen: [(&str, &[&str]); 3] = [
        ("sdk-template", &["--no-default-features"]),
        ("sdk-template", &["--all-features"]),
        ("chatbotkit-sdk", &[]),
    ];
    for (package, features) in chosen {
        let ended = run(check(package, &target)
            .args(["--lib", "--target", TARGET])
            .args(features));
        assert_eq!(ended.code, Some(0), "{package} {features:?}\n{}", ended.stderr);
    }
}
