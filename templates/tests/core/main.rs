//! The promises of the fetch core, one a file, on a scripted transport; `socket` is the same core on a real one.
//!
//! One binary, because linking one is quicker than linking thirty. The clock is paused wherever something waits.

mod support;

mod answers;
mod bodies;
mod client_options;
mod curl;
mod environment;
mod errors;
mod fetch;
mod files;
mod gzip;
mod headers;
mod json_lines;
mod multipart;
mod pages;
mod parameter_styles;
mod paths;
mod redaction;
mod redirects;
mod retries;
mod server_sent_events;
mod socket;
mod timeouts;
