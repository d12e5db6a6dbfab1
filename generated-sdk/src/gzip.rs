//! Answers compressed with gzip, unpacked as they arrive.

use crate::transport::{Chunks, TransportError};
use bytes::{Buf, Bytes};
use flate2::write::MultiGzDecoder;
use futures_core::Stream;
use http::HeaderMap;
use http::header::{CONTENT_ENCODING, CONTENT_LENGTH};
use std::io::Write as _;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

/// How much is unpacked at once: a thousandfold of it is the most that one step can produce.
const PIECE: usize = 2 * 1024;

/// Unpacks the body if its headers say gzip, and takes away the headers that are true of the packed body only.
pub(crate) fn unpack(headers: &mut HeaderMap, chunks: Chunks) -> Chunks {
    let is_packed = headers.get(CONTENT_ENCODING).is_some_and(|value| {
        let value = value.as_bytes();
        value.eq_ignore_ascii_case(b"gzip") || value.eq_ignore_ascii_case(b"x-gzip")
    });
    if !is_packed {
        return chunks;
    }
    headers.remove(CONTENT_ENCODING);
    headers.remove(CONTENT_LENGTH);
    Box::pin(Unpacking {
        chunks,
        packed: Bytes::new(),
        decoder: Some(MultiGzDecoder::new(Vec::new())),
        is_empty: true,
    })
}

struct Unpacking {
    chunks: Chunks,
    packed: Bytes,
    decoder: Option<MultiGzDecoder<Vec<u8>>>,
    is_empty: bool,
}

impl Unpacking {
    /// Unpacks one piece of what has arrived.
    fn step(&mut self) -> std::io::Result<Vec<u8>> {
        let Some(decoder) = &mut self.decoder else {
            return Ok(Vec::new());
        };
        let piece = self.packed.split_to(PIECE.min(self.packed.len()));
        decoder.write_all(piece.chunk())?;
        // What is unpacked so far must not wait for more: the next event of a stream may be minutes away.
        decoder.flush()?;
        Ok(std::mem::take(decoder.get_mut()))
    }

    fn finish(&mut self) -> std::io::Result<Vec<u8>> {
        match self.decoder.take() {
            Some(decoder) if !self.is_empty => decoder.finish(),
            _ => Ok(Vec::new()),
        }
    }
}

impl Stream for Unpacking {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            let unpacked = if self.packed.is_empty() {
                match ready!(self.chunks.as_mut().poll_next(context)) {
                    Some(Ok(chunk)) => {
                        self.is_empty &= chunk.is_empty();
                        self.packed = chunk;
                        continue;
                    }
                    Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                    None => match self.finish() {
                        Ok(rest) if rest.is_empty() => return Poll::Ready(None),
                        rest => rest,
                    },
                }
            } else {
                self.step()
            };
            match unpacked {
                Ok(bytes) if bytes.is_empty() => {}
                Ok(bytes) => return Poll::Ready(Some(Ok(Bytes::from(bytes)))),
                Err(error) => return Poll::Ready(Some(Err(TransportError::exchange(error)))),
            }
        }
    }
}
