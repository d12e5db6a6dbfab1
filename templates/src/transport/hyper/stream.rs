//! A connection, whatever it runs over.

use hyper::rt::{Read, ReadBufCursor, Write};
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

/// What bytes run over: TCP, TLS, or one inside of the other.
pub(super) trait Wire: Read + Write + Send + Unpin {}

impl<W: Read + Write + Send + Unpin> Wire for W {}

/// A connection of one type for all of them, so that the client behind it is compiled once.
pub(super) struct Stream {
    wire: Box<dyn Wire>,
    /// Both sides have agreed to speak HTTP/2.
    pub(super) is_http2: bool,
    /// The other side is a proxy, which must be told the whole URL.
    pub(super) is_proxied: bool,
}

impl Stream {
    pub(super) fn new(wire: impl Wire + 'static) -> Self {
        Self {
            wire: Box::new(wire),
            is_http2: false,
            is_proxied: false,
        }
    }

    /// A connection over TLS, and whether both sides have agreed to speak HTTP/2 on it.
    pub(super) fn secured((wire, is_http2): (Box<dyn Wire>, bool)) -> Self {
        Self {
            wire,
            is_http2,
            is_proxied: false,
        }
    }

    /// The same with a proxy at the other side.
    pub(super) fn proxied(mut self) -> Self {
        self.is_proxied = true;
        self
    }
}

impl Read for Stream {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: ReadBufCursor<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.wire).poll_read(context, buffer)
    }
}

impl Write for Stream {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.wire).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.wire).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.wire).poll_shutdown(context)
    }

    fn is_write_vectored(&self) -> bool {
        self.wire.is_write_vectored()
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.wire).poll_write_vectored(context, slices)
    }
}
