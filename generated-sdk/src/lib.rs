#![doc = include_str!("../README.md")]
#![warn(missing_docs)]
#![forbid(unsafe_code)]

mod answer;
mod api;
mod arrival;
mod body;
mod call;
mod client;
mod curl;
mod draft;
mod error;
mod exchange;
mod fetch;
mod file;
#[cfg(feature = "gzip")]
mod gzip;
mod json_path;
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
pub mod transport;
mod tree;
pub mod types;

pub use answer::{Answer, Answered, NoAnswer};
pub use api::*;
pub use body::Body;
pub use bytes::Bytes;
pub use call::{Call, CallFuture, NoStream};
#[doc(hidden)]
pub use client::{Api, SecretPlacement, StreamError};
pub use client::{Client, ClientBuilder};
pub use error::{BoxError, Error, ErrorKind, Result, TimeoutKind};
pub use fetch::FetchOptions;
pub use file::File;
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
