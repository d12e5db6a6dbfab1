//! From any text to the text of a crate: no panic, no hang, and an end in a crate or in reasons.
//!
//! ```sh
//! cargo install cargo-fuzz
//! cargo +nightly fuzz run --fuzz-dir generator/fuzz generate CORPUS -- \
//!     -timeout=10 -rss_limit_mb=2048 -max_len=60000 -max_total_time=3600
//! ```
//!
//! CORPUS is a folder of descriptions to begin with; libFuzzer adds to it what it finds. Half of the inputs that it tries are damaged in the way of
//! a description rather than of bytes, because few texts with flipped bytes are still JSON.
#![no_main]

use libfuzzer_sys::{fuzz_mutator, fuzz_target, fuzzer_mutate};
use sdksmith::diagnostic::Severity;
use workspace_tests::damage::damaged;

fuzz_target!(|text: &str| {
    let run = sdksmith::generate_text("fuzz", text);
    let has_errors = run.problems.iter().any(|one| one.code.severity() == Severity::Error);
    assert_ne!(run.result.is_some(), has_errors, "either a crate or reasons");
});

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    let known = std::str::from_utf8(data.get(..size).unwrap_or_default());
    let made = match known {
        Ok(text) if seed.is_multiple_of(2) => damaged(text, &mut fastrand::Rng::with_seed(seed.into())),
        _ => String::new(),
    };
    match data.get_mut(..made.len()) {
        Some(place) if !made.is_empty() && made.len() <= max_size => {
            place.copy_from_slice(made.as_bytes());
            made.len()
        }
        _ => fuzzer_mutate(data, size, max_size),
    }
});
