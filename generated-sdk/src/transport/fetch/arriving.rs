//! The body of an answer, as the browser hands it over.

use super::Abort;
use super::failure::reason;
use crate::transport::TransportError;
use bytes::Bytes;
use futures_core::Stream;
use js_sys::Uint8Array;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{ReadableStream, ReadableStreamDefaultReader, ReadableStreamReadResult};

/// The pieces of a body; dropping it ends the exchange.
pub(super) struct Arriving {
    reader: ReadableStreamDefaultReader,
    reading: Option<JsFuture>,
    _abort: Abort,
}

impl Arriving {
    pub(super) fn new(body: &ReadableStream, abort: Abort) -> Self {
        Self {
            reader: body.get_reader().unchecked_into(),
            reading: None,
            _abort: abort,
        }
    }
}

impl Stream for Arriving {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let Self { reader, reading, .. } = &mut *self;
        let outcome = ready!(Pin::new(reading.get_or_insert_with(|| JsFuture::from(reader.read()))).poll(context));
        *reading = None;
        Poll::Ready(match outcome {
            Ok(piece) => {
                let value = piece.unchecked_into::<ReadableStreamReadResult>().get_value();
                let bytes = value.dyn_ref::<Uint8Array>().map(Uint8Array::to_vec);
                bytes.map(|bytes| Ok(Bytes::from(bytes)))
            }
            Err(failure) => Some(Err(TransportError::exchange(reason(&failure)))),
        })
    }
}
