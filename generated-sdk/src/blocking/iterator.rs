//! Streams as iterators.

use super::wait;
use crate::answer::Answer;
use crate::error::Result;
use crate::page::{Items, Page, Pages};
use crate::response::Response;
use crate::stream::{Event, EventStream};
use bytes::Bytes;
use futures_core::Stream;
use serde::de::DeserializeOwned;
use std::future::poll_fn;
use std::iter::FusedIterator;
use std::ops::Deref;
use std::pin::Pin;

/// A stream as an iterator: each `next` blocks the thread until the next piece is there.
///
/// What the stream can tell, such as its headers, it still can. Dropping it closes the connection.
#[derive(Debug)]
#[must_use = "iterators are lazy and do nothing unless they are read"]
pub struct Blocking<S> {
    stream: S,
    is_over: bool,
}

impl<S> Blocking<S> {
    fn new(stream: S) -> Self {
        Self { stream, is_over: false }
    }

    /// The stream, to be read on in async code.
    pub fn into_inner(self) -> S {
        self.stream
    }
}

impl<S, T> Iterator for Blocking<S>
where
    S: Stream<Item = Result<T>> + Unpin,
{
    type Item = Result<T>;

    fn next(&mut self) -> Option<Result<T>> {
        if self.is_over {
            return None;
        }
        let stream = &mut self.stream;
        match wait(poll_fn(|context| Pin::new(&mut *stream).poll_next(context))) {
            Ok(next) => {
                self.is_over = next.is_none();
                next
            }
            Err(error) => {
                self.is_over = true;
                Some(Err(error))
            }
        }
    }
}

impl<S, T> FusedIterator for Blocking<S> where S: Stream<Item = Result<T>> + Unpin {}

impl<S> Deref for Blocking<S> {
    type Target = S;

    fn deref(&self) -> &S {
        &self.stream
    }
}

impl Blocking<Response> {
    /// The rest of the body.
    ///
    /// # Errors
    ///
    /// As for [`Response::bytes`].
    pub fn bytes(self) -> Result<Bytes> {
        wait(self.stream.bytes())?
    }

    /// The rest of the body as text; what is not UTF-8 is replaced.
    ///
    /// # Errors
    ///
    /// As for [`Response::bytes`].
    pub fn text(self) -> Result<String> {
        wait(self.stream.text())?
    }

    /// The rest of the body, decoded from JSON.
    ///
    /// # Errors
    ///
    /// As for [`Response::json`].
    pub fn json<T: DeserializeOwned>(self) -> Result<T> {
        wait(self.stream.json())?
    }
}

impl Response {
    /// The pieces of the body as an iterator.
    pub fn into_blocking(self) -> Blocking<Self> {
        Blocking::new(self)
    }
}

impl<U: Event> EventStream<U> {
    /// The events as an iterator.
    pub fn into_blocking(self) -> Blocking<Self> {
        Blocking::new(self)
    }
}

impl<T: Answer + Page> Items<T> {
    /// The items as an iterator.
    pub fn into_blocking(self) -> Blocking<Self> {
        Blocking::new(self)
    }
}

impl<T: Answer + Page> Pages<T> {
    /// The pages as an iterator.
    pub fn into_blocking(self) -> Blocking<Self> {
        Blocking::new(self)
    }
}
