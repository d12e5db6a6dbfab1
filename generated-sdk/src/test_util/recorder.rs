//! A transport that writes down what goes over another one.

mod take;

pub(super) use take::sent;

use super::cassette::Cassette;
use super::redactor::Redactor;
use super::{lock, read};
use crate::error::{Error, Result};
use crate::gzip;
use crate::transport::{Body, Chunks, Network, OwnTransport, Transport, TransportError, TransportFuture};
use bytes::Bytes;
use futures_core::Stream;
use http::Request;
use http::header::ACCEPT_ENCODING;
use std::fmt;
use std::io::{self, Write as _};
use std::path::PathBuf;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};
use std::time::Duration;
use take::{Heard, Take, UNREAD};

/// Records what goes over another transport, and writes it into a cassette for a [`Replay`](super::Replay).
///
/// The cassette is written by [`finish`](Self::finish), or else when the last clone, and with it the client, is dropped; what a test that panics has
/// recorded is not written. Clones share the recording.
///
/// Secrets are left out of it: sensitive headers, pairs of queries and members of JSON, and the values found there wherever else they occur, in each of
/// their spellings. What is secret and cannot be told by its name is taken out with [`redact`](Self::redact).
///
/// A body is read whole before it is sent, and answers are asked for without compression, so that they can be read.
#[derive(Clone)]
pub struct Recorder(Arc<Shared>);

struct Shared {
    transport: Box<dyn Transport>,
    path: PathBuf,
    redactor: Mutex<Redactor>,
    tape: Mutex<Tape>,
}

#[derive(Default)]
struct Tape {
    takes: Vec<Take>,
    /// Whether there is more on it than in the cassette.
    is_fresh: bool,
}

impl Recorder {
    /// Records what goes over this transport, into the cassette at this path.
    pub fn new(transport: impl Transport, path: impl Into<PathBuf>) -> Self {
        Self(Arc::new(Shared {
            transport: Box::new(transport),
            path: path.into(),
            redactor: Mutex::default(),
            tape: Mutex::default(),
        }))
    }

    /// Records what goes over the network, by the transport that clients have unless they are given another.
    ///
    /// # Errors
    ///
    /// The environment names a proxy that is none, or the feature `transport` is off.
    pub fn of_network(path: impl Into<PathBuf>) -> Result<Self> {
        let mut network = Network::default();
        network.complete().map_err(Error::configuration)?;
        Ok(Self::new(OwnTransport::new(Duration::from_secs(5), network), path))
    }

    /// Takes this text out of the cassette wherever it occurs.
    #[must_use]
    pub fn redact(self, secret: impl AsRef<str>) -> Self {
        lock(&self.0.redactor).learn(secret.as_ref());
        self
    }

    /// Leaves alone what stands under this name, although it looks like that of a secret: the `token` of a language model is a piece of text.
    #[must_use]
    pub fn keep(self, name: impl AsRef<str>) -> Self {
        lock(&self.0.redactor).keep(name.as_ref());
        self
    }

    /// Writes what has been recorded so far.
    ///
    /// # Errors
    ///
    /// The cassette cannot be written.
    pub fn finish(&self) -> io::Result<()> {
        self.0.write()
    }
}

impl Shared {
    fn write(&self) -> io::Result<()> {
        let mut tape = lock(&self.tape);
        let mut redactor = lock(&self.redactor);
        for take in &tape.takes {
            take.teach(&mut redactor);
        }
        let cassette = Cassette {
            kept: redactor.kept().cloned().collect(),
            exchanges: tape.takes.iter().filter_map(|take| take.exchange(&redactor)).collect(),
        };
        cassette.save(&self.path)?;
        tape.is_fresh = false;
        Ok(())
    }

    /// Notes something about a take.
    fn note(&self, index: usize, note: impl FnOnce(&mut Option<Heard>)) {
        let mut tape = lock(&self.tape);
        tape.is_fresh = true;
        if let Some(take) = tape.takes.get_mut(index) {
            note(&mut take.outcome);
        }
    }
}

impl Drop for Shared {
    fn drop(&mut self) {
        if !lock(&self.tape).is_fresh || std::thread::panicking() {
            return;
        }
        if let Err(error) = self.write() {
            // Nobody is left to be given the error.
            let _ = writeln!(
                io::stderr(),
                "the cassette {} was not written: {error}",
                self.path.display()
            );
        }
    }
}

impl Transport for Recorder {
    fn send(&self, request: Request<Body>) -> TransportFuture {
        let shared = Arc::clone(&self.0);
        Box::pin(async move {
            let (mut head, body) = request.into_parts();
            let body = read(body).await?;
            head.headers.remove(ACCEPT_ENCODING);
            let take = Take {
                method: head.method.clone(),
                uri: head.uri.clone(),
                headers: head.headers.clone(),
                body: body.clone(),
                outcome: None,
            };
            let index = {
                let mut tape = lock(&shared.tape);
                tape.takes.push(take);
                tape.takes.len() - 1
            };
            match shared.transport.send(Request::from_parts(head, Body::from(body))).await {
                Ok(response) => {
                    let (mut head, chunks) = response.into_parts();
                    let chunks = gzip::unpack(&mut head.headers, chunks);
                    let heard = Heard::Answer {
                        status: head.status,
                        headers: head.headers.clone(),
                        chunks: Vec::new(),
                        broken: Some(UNREAD.to_owned()),
                    };
                    shared.note(index, |outcome| *outcome = Some(heard));
                    let chunks: Chunks = Box::pin(Listening { chunks, shared, index });
                    Ok(http::Response::from_parts(head, chunks))
                }
                Err(failure) => {
                    let heard = Heard::Failure {
                        stage: stage(&failure),
                        message: cause(&failure),
                    };
                    shared.note(index, |outcome| *outcome = Some(heard));
                    Err(failure)
                }
            }
        })
    }
}

/// What the failure proved, by the name of the function that makes such a failure.
fn stage(failure: &TransportError) -> &'static str {
    if failure.is_connect_timeout() {
        "connect_timeout"
    } else if failure.is_connect() {
        "connect"
    } else if failure.proves_unprocessed() {
        "refused"
    } else if failure.is_transient() {
        "exchange"
    } else {
        "request"
    }
}

/// Why it failed, without what its stage says already.
fn cause(failure: &TransportError) -> String {
    let chain = failure.chain();
    match chain.split_once(": ") {
        Some((_, cause)) => cause.to_owned(),
        None => chain,
    }
}

/// A body that is recorded while it is read.
struct Listening {
    chunks: Chunks,
    shared: Arc<Shared>,
    index: usize,
}

impl Stream for Listening {
    type Item = std::result::Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let item = self.chunks.as_mut().poll_next(context);
        if let Poll::Ready(item) = &item {
            self.shared.note(self.index, |outcome| {
                if let Some(Heard::Answer { chunks, broken, .. }) = outcome {
                    match item {
                        Some(Ok(chunk)) => chunks.push(chunk.clone()),
                        Some(Err(failure)) => *broken = Some(cause(failure)),
                        // A body that broke says so and ends afterwards.
                        None if broken.as_deref() == Some(UNREAD) => *broken = None,
                        None => {}
                    }
                }
            });
        }
        item
    }
}

impl fmt::Debug for Recorder {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Recorder")
            .field("path", &self.0.path)
            .field("exchanges", &lock(&self.0.tape).takes.len())
            .finish_non_exhaustive()
    }
}
