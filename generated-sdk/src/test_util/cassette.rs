//! A cassette: what went over a transport, as a document that people can read and compare.

mod read;
mod write;

use bytes::Bytes;
use std::io;
use std::path::Path;

/// Requests and their answers, in the order of the requests. Everything in it is without secrets.
#[derive(Default)]
pub(super) struct Cassette {
    /// The names that look sensitive and are not.
    pub(super) kept: Vec<String>,
    pub(super) exchanges: Vec<Exchange>,
}

/// A request and how it ended.
pub(super) struct Exchange {
    pub(super) request: Sent,
    pub(super) outcome: Outcome,
}

/// A request.
#[derive(Clone)]
pub(super) struct Sent {
    pub(super) method: String,
    pub(super) url: String,
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: Vec<Bytes>,
}

/// How a request ended.
#[derive(Clone)]
pub(super) enum Outcome {
    Answer(Answer),
    Failure { stage: String, message: String },
}

/// An answer, its body in the pieces in which it came.
#[derive(Clone)]
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: Vec<Bytes>,
    /// Why the body is not whole.
    pub(super) broken: Option<String>,
}

impl Sent {
    /// The path of the URL.
    pub(super) fn path(&self) -> &str {
        let address = self.url.split(['?', '#']).next().unwrap_or_default();
        let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
        rest.find('/').and_then(|slash| rest.get(slash..)).unwrap_or("/")
    }

    /// The query of the URL.
    pub(super) fn query(&self) -> &str {
        self.url.split_once('?').map_or("", |(_, query)| query)
    }
}

impl Cassette {
    /// Reads a cassette.
    pub(super) fn load(path: &Path) -> io::Result<Self> {
        let text = std::fs::read_to_string(path)
            .map_err(|error| io::Error::new(error.kind(), format!("the cassette {}: {error}", path.display())))?;
        read::cassette(&text).map_err(|reason| {
            let message = format!("the cassette {} cannot be read: {reason}", path.display());
            io::Error::new(io::ErrorKind::InvalidData, message)
        })
    }

    /// Writes it beside its place first, so that a cassette is never half written.
    pub(super) fn save(&self, path: &Path) -> io::Result<()> {
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)?;
        }
        let mut beside = path.as_os_str().to_owned();
        beside.push(format!(".{}.tmp", std::process::id()));
        let written = std::fs::write(&beside, write::text(self)).and_then(|()| std::fs::rename(&beside, path));
        if written.is_err() {
            // What is left of it is of no use; that it cannot be removed says no more than the first error.
            let _ = std::fs::remove_file(&beside);
        }
        written
    }
}
