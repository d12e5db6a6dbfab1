//! The promises of the fetch core, one a file, on a scripted transport; `socket` is the same core on a real one.
//!
//! One binary, because linking one is quicker than linking thirty. The clock is paused wherever something waits.

#![cfg(feature = "transport")]

mod support;

mod answers;
mod blocking;
mod bodies;
mod cancellation;
mod cassettes;
mod chunkings;
mod client_options;
mod connections;
mod curl;
mod downloads;
mod environment;
mod errors;
mod faults;
mod fetch;
mod files;
mod fixtures;
#[cfg(feature = "gzip")]
mod gzip;
mod headers;
#[cfg(all(feature = "http2", any(feature = "native-tls", feature = "rustls-no-provider")))]
mod http2;
mod json_lines;
mod load;
mod middleware;
mod multipart;
mod own_transport;
mod page_origins;
mod page_schemes;
mod pages;
mod parameter_styles;
mod paths;
mod proxy;
mod redaction;
mod redirects;
mod retries;
mod security;
mod server;
mod server_sent_events;
mod servers;
mod socket;
mod test_util;
mod timeouts;
#[cfg(any(feature = "native-tls", feature = "rustls-no-provider"))]
mod tls;
mod tokens;
mod tracing;
mod upload_errors;
mod uploads;
