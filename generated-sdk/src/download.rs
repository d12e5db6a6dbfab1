//! Answers saved as files: written to a temporary file beside the target, which takes the target's place once all of it is there.
//!
//! All of it is `#[inline]`, so that only a program that calls it compiles it.

use crate::arrival::Arrival;
use crate::draft::Draft;
use crate::error::{Error, Result};
use crate::exchange::{self, Wanted};
use crate::response::Head;
use http::{HeaderMap, StatusCode};
use std::fs::{self, File};
use std::future::Future;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::pin::Pin;

/// How much is collected before it is written.
const PIECE: usize = 256 * 1024;

/// A download on its way; dropping it cancels the call and removes what was written.
pub type DownloadFuture = Pin<Box<dyn Future<Output = Result<Download>> + Send>>;

/// An answer that was saved as a file.
#[derive(Debug)]
pub struct Download {
    head: Box<Head>,
    path: PathBuf,
    length: u64,
}

impl Download {
    /// The file.
    #[inline]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// How many bytes it has.
    #[inline]
    pub fn length(&self) -> u64 {
        self.length
    }

    /// The HTTP status.
    #[inline]
    pub fn status(&self) -> StatusCode {
        self.head.status
    }

    /// The headers.
    #[inline]
    pub fn headers(&self) -> &HeaderMap {
        &self.head.headers
    }

    /// The id that the server gave to the request.
    #[inline]
    pub fn request_id(&self) -> Option<&str> {
        self.head.request_id()
    }

    /// How often the request was sent.
    #[inline]
    pub fn attempts(&self) -> u32 {
        self.head.attempts
    }
}

/// Runs a call and saves its answer.
#[inline]
pub(crate) fn run(draft: Draft, target: PathBuf) -> DownloadFuture {
    Box::pin(async move {
        // Made before anything is sent: nobody is helped by an answer that cannot be kept.
        let made = Part::create(target.clone());
        let part = match in_background(made).await {
            Ok(part) => part,
            Err(failure) => return Err(Error::file(&target, failure).in_operation(&draft.operation)),
        };
        let (head, body) = exchange::start(draft, Wanted::Arriving).await?.arriving();
        match part.fill(body).await {
            Ok(length) => Ok(Download {
                head,
                path: target,
                length,
            }),
            Err(Failure::Answer(error)) => Err(error.with_head(&head)),
            Err(Failure::Disk(failure)) => Err(Error::file(&target, failure).with_head(&head)),
        }
    })
}

enum Failure {
    Answer(Error),
    Disk(io::Error),
}

/// A file that is not whole yet. It goes from one piece of work on the disk to the next, so whenever the download is dropped it is removed
/// after the last of them.
struct Part {
    file: File,
    path: PathBuf,
    target: PathBuf,
    is_whole: bool,
}

impl Part {
    #[inline]
    fn create(target: PathBuf) -> impl FnOnce() -> io::Result<Self> {
        move || {
            // The working directory may change meanwhile.
            let target = std::path::absolute(target)?;
            if target.is_dir() {
                return Err(io::Error::new(io::ErrorKind::IsADirectory, "it is a folder"));
            }
            let path = target.with_file_name(format!(".{:016x}.part", fastrand::u64(..)));
            Ok(Self {
                file: File::create_new(&path)?,
                path,
                target,
                is_whole: false,
            })
        }
    }

    /// Writes all of a body and puts the file in its place.
    #[inline]
    async fn fill(self, mut body: Arrival) -> std::result::Result<u64, Failure> {
        let mut part = self;
        let mut piece = Vec::new();
        let mut length = 0;
        while let Some(chunk) = body.chunk().await {
            piece.extend_from_slice(&chunk.map_err(Failure::Answer)?);
            if piece.len() >= PIECE {
                length += piece.len() as u64;
                let write = part.write(piece);
                (part, piece) = in_background(write).await.map_err(Failure::Disk)?;
            }
        }
        length += piece.len() as u64;
        let write = part.write(piece);
        in_background(move || write()?.0.finish())
            .await
            .map_err(Failure::Disk)?;
        Ok(length)
    }

    #[inline]
    fn write(mut self, mut piece: Vec<u8>) -> impl FnOnce() -> io::Result<(Self, Vec<u8>)> {
        move || {
            self.file.write_all(&piece)?;
            piece.clear();
            Ok((self, piece))
        }
    }

    #[inline]
    fn finish(mut self) -> io::Result<()> {
        fs::rename(&self.path, &self.target)?;
        self.is_whole = true;
        Ok(())
    }
}

impl Drop for Part {
    #[inline]
    fn drop(&mut self) {
        if !self.is_whole {
            // There is nobody left to tell.
            let _ = fs::remove_file(&self.path);
        }
    }
}

/// Works with the disk on a thread that may wait for it. What the work returns is dropped there if nobody waits for it any more.
#[inline]
async fn in_background<T: Send + 'static>(work: impl FnOnce() -> io::Result<T> + Send + 'static) -> io::Result<T> {
    match tokio::task::spawn_blocking(work).await {
        Ok(outcome) => outcome,
        Err(ended) => Err(io::Error::other(ended)),
    }
}
