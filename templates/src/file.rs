//! Files to upload.

use crate::body::Body;
use crate::error::BoxError;
use bytes::Bytes;
use futures_core::Stream;
use std::fmt;
use std::sync::Arc;

/// A file to upload: a name, a media type and a content.
///
/// The media type is inferred from the name's extension and can be set. Cloning it is free.
#[derive(Clone)]
pub struct File {
    pub(crate) name: String,
    pub(crate) media_type: String,
    pub(crate) body: Body,
}

impl File {
    /// A file of these bytes.
    pub fn from_bytes(name: impl Into<String>, bytes: impl Into<Bytes>) -> Self {
        Self::new(name.into(), Body::from(bytes.into()))
    }

    /// A file on the disk, read while it is sent and read again for another try. Its name is the path's last part.
    ///
    /// # Errors
    ///
    /// The file does not exist, is no regular file (a folder, a pipe), or its size cannot be read.
    #[cfg(not(target_arch = "wasm32"))]
    pub fn from_path(path: impl AsRef<std::path::Path>) -> std::io::Result<Self> {
        let path = path.as_ref();
        let length = regular_length(path)?;
        let name = path
            .file_name()
            .map(|name| name.to_string_lossy().into_owned())
            .unwrap_or_default();
        Ok(Self::new(name, Body::from_path(path.to_owned(), length)))
    }

    /// A file whose content comes from a stream; it cannot be sent again after a failure. Many servers want to know the length.
    pub fn from_stream<S, E>(name: impl Into<String>, stream: S, length: Option<u64>) -> Self
    where
        S: Stream<Item = Result<Bytes, E>> + Send + 'static,
        E: Into<BoxError>,
    {
        Self::new(name.into(), Body::from_stream(stream, length))
    }

    fn new(name: String, body: Body) -> Self {
        let media_type = media_type_of(&name).to_owned();
        Self { name, media_type, body }
    }

    /// Sets the name.
    #[must_use]
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = name.into();
        self
    }

    /// Sets the media type.
    #[must_use]
    pub fn media_type(mut self, media_type: impl Into<String>) -> Self {
        self.media_type = media_type.into();
        self
    }

    /// Calls `progress` with the number of bytes that have been handed to the connection, each time some have; a further try begins at zero.
    #[must_use]
    pub fn on_progress(mut self, progress: impl Fn(u64) + Send + Sync + 'static) -> Self {
        self.body = self.body.watched(Arc::new(progress));
        self
    }

    /// How many bytes it has, where that is known.
    pub fn length(&self) -> Option<u64> {
        self.body.length()
    }
}

/// The size of a file that has one. What the system makes up while it is read claims to be empty, and nothing of it would be sent.
#[cfg(not(target_arch = "wasm32"))]
fn regular_length(path: &std::path::Path) -> std::io::Result<u64> {
    use std::io::{Error, ErrorKind, Read as _};
    let file = std::fs::metadata(path)?;
    let is_made_up = || Ok::<_, Error>(std::fs::File::open(path)?.read(&mut [0])? > 0);
    if !file.is_file() || file.len() == 0 && is_made_up()? {
        let reason = format!("{} is no regular file whose size is known", path.display());
        return Err(Error::new(ErrorKind::InvalidInput, reason));
    }
    Ok(file.len())
}

/// The content alone, as a whole body; its name and media type belong to a form.
impl From<File> for Body {
    fn from(file: File) -> Self {
        file.body
    }
}

impl fmt::Debug for File {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("File")
            .field("name", &self.name)
            .field("media_type", &self.media_type)
            .field("body", &self.body)
            .finish()
    }
}

/// The media types of the files that people upload; a full table would be the larger part of a small program.
fn media_type_of(name: &str) -> &'static str {
    let extension = name
        .rsplit_once('.')
        .map(|(_, extension)| extension.to_ascii_lowercase())
        .unwrap_or_default();
    match extension.as_str() {
        "aac" => "audio/aac",
        "avif" => "image/avif",
        "bmp" => "image/bmp",
        "csv" => "text/csv",
        "doc" => "application/msword",
        "docx" => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "epub" => "application/epub+zip",
        "flac" => "audio/flac",
        "gif" => "image/gif",
        "gz" => "application/gzip",
        "htm" | "html" => "text/html",
        "ico" => "image/x-icon",
        "jpeg" | "jpg" => "image/jpeg",
        "js" | "mjs" => "text/javascript",
        "json" => "application/json",
        "jsonl" | "ndjson" => "application/jsonl",
        "m4a" => "audio/mp4",
        "md" => "text/markdown",
        "mov" => "video/quicktime",
        "mp3" => "audio/mpeg",
        "mp4" => "video/mp4",
        "mpeg" | "mpg" => "video/mpeg",
        "odt" => "application/vnd.oasis.opendocument.text",
        "ogg" => "audio/ogg",
        "pdf" => "application/pdf",
        "png" => "image/png",
        "ppt" => "application/vnd.ms-powerpoint",
        "pptx" => "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        "rtf" => "application/rtf",
        "svg" => "image/svg+xml",
        "tar" => "application/x-tar",
        "tif" | "tiff" => "image/tiff",
        "tsv" => "text/tab-separated-values",
        "txt" | "text" | "log" => "text/plain",
        "wav" => "audio/wav",
        "weba" => "audio/webm",
        "webm" => "video/webm",
        "webp" => "image/webp",
        "xls" => "application/vnd.ms-excel",
        "xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "xml" => "application/xml",
        "yaml" | "yml" => "application/yaml",
        "zip" => "application/zip",
        _ => "application/octet-stream",
    }
}
