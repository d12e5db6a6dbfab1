#![doc = include_str!("../README.md")]
// Types of a description may hold each other more than 128 levels deep, which is where rustc gives up otherwise.
#![recursion_limit = "1024"]
#![warn(missing_docs)]
#![forbid(unsafe_code)]

mod answer;
mod api;
mod arrival;
#[cfg(all(feature = "blocking", not(target_arch = "wasm32")))]
pub mod blocking;
mod body;
mod call;
mod client;
mod clock;
mod curl;
#[cfg(not(target_arch = "wasm32"))]
mod download;
mod draft;
mod error;
mod exchange;
mod fetch;
mod file;
#[cfg(feature = "gzip")]
mod gzip;
#[cfg(not(feature = "gzip"))]
#[path = "gzip/off.rs"]
mod gzip;
mod json;
mod json_path;
mod middleware;
#[doc(hidden)]
pub mod model;
mod multipart;
mod operation;
mod page;
mod parameter;
mod path;
mod payload;
mod redirect;
mod request;
pub mod resources;
mod response;
mod retry;
mod secret;
mod stream;
#[cfg(feature = "test-util")]
pub mod test_util;
mod timeout;
mod token;
#[cfg(feature = "tracing")]
mod trace;
#[cfg(not(feature = "tracing"))]
#[path = "trace/off.rs"]
mod trace;
pub mod transport;
mod tree;
pub mod types;
mod upload;

pub use answer::{Answer, Answered, NoAnswer};
pub use api::*;
pub use body::Body;
pub use bytes::Bytes;
pub use call::{Call, CallFuture, NoStream};
#[doc(hidden)]
pub use client::{Api, Requirements, Scheme, SecretPlacement, ServerTemplate, StreamError};
pub use client::{Client, ClientBuilder};
#[cfg(not(target_arch = "wasm32"))]
pub use download::{Download, DownloadFuture};
pub use error::{BoxError, Error, ErrorKind, Result, TimeoutKind};
pub use fetch::FetchOptions;
pub use file::File;
pub use futures_core::Stream;
pub use http;
pub use middleware::{Middleware, MiddlewareFuture, Next, Request};
pub use model::Nullable;
pub use multipart::Form;
#[doc(hidden)]
pub use operation::Operation;
pub use page::{Items, Page, Pages, Paging};
#[doc(hidden)]
pub use parameter::{Parameter, Style};
pub use redirect::RedirectPolicy;
pub use response::Response;
pub use retry::RetryPolicy;
pub use stream::{Event, EventStream};
pub use token::{ClientCredentials, RefreshToken, Token, TokenFuture, TokenSource};
pub use upload::TwoStepUpload;
#[doc(hidden)]
pub use upload::UploadSteps;
