//! Bodies of `multipart/form-data`, each part with its own media type.

use crate::body::Body;
use crate::file::File;
use serde::Serialize;
use std::fmt::Write as _;

/// A form of several parts.
#[derive(Clone, Debug, Default)]
pub struct Form {
    parts: Vec<Part>,
    pub(crate) failure: Option<String>,
}

#[derive(Clone, Debug)]
struct Part {
    name: String,
    file_name: Option<String>,
    media_type: Option<String>,
    body: Body,
}

impl Form {
    /// A form without parts.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a part of plain text.
    #[must_use]
    pub fn text(self, name: impl Into<String>, text: impl ToString) -> Self {
        self.part(name.into(), None, None, Body::from(text.to_string()))
    }

    /// Adds a part of JSON.
    #[must_use]
    pub fn json<V: Serialize + ?Sized>(self, name: impl Into<String>, value: &V) -> Self {
        let name = name.into();
        match serde_json::to_vec(value) {
            Ok(json) => self.part(name, None, Some("application/json".to_owned()), Body::from(json)),
            Err(error) => Self {
                failure: Some(format!("part \"{name}\" cannot be written as JSON: {error}")),
                ..self
            },
        }
    }

    /// Adds a part of any media type.
    #[must_use]
    pub fn bytes(self, name: impl Into<String>, media_type: impl Into<String>, body: impl Into<Body>) -> Self {
        self.part(name.into(), None, Some(media_type.into()), body.into())
    }

    /// Adds a file.
    #[must_use]
    pub fn file(self, name: impl Into<String>, file: &File) -> Self {
        self.part(
            name.into(),
            Some(file.name.clone()),
            Some(file.media_type.clone()),
            file.body.clone(),
        )
    }

    fn part(mut self, name: String, file_name: Option<String>, media_type: Option<String>, body: Body) -> Self {
        self.parts.push(Part {
            name,
            file_name,
            media_type,
            body,
        });
        self
    }

    /// Whether it can be sent again after a failure.
    pub(crate) fn is_replayable(&self) -> bool {
        self.parts.iter().all(|part| part.body.is_replayable())
    }

    /// The media type with its boundary, and the body.
    pub(crate) fn encode(&self) -> (String, Body) {
        let boundary = format!("form-{:032x}", fastrand::u128(..));
        let mut pieces = Vec::with_capacity(self.parts.len() * 2 + 1);
        let mut head = String::new();
        for part in &self.parts {
            head.push_str(&part.head(&boundary));
            pieces.push(Body::from(std::mem::take(&mut head)));
            pieces.push(part.body.clone());
            head.push_str("\r\n");
        }
        pieces.push(Body::from(format!("{head}--{boundary}--\r\n")));
        (
            format!("multipart/form-data; boundary={boundary}"),
            Body::joined(pieces),
        )
    }
}

impl Part {
    fn head(&self, boundary: &str) -> String {
        let mut head = format!(
            "--{boundary}\r\ncontent-disposition: form-data; name=\"{}\"",
            quoted(&self.name)
        );
        if let Some(file_name) = &self.file_name {
            // Writing to a string cannot fail.
            let _ = write!(head, "; filename=\"{}\"", quoted(file_name));
        }
        if let Some(media_type) = &self.media_type {
            let _ = write!(head, "\r\ncontent-type: {}", media_type.replace(['\r', '\n'], " "));
        }
        head.push_str("\r\n\r\n");
        head
    }
}

/// The three characters that would end a name, escaped as browsers do.
fn quoted(text: &str) -> String {
    text.replace('\r', "%0D").replace('\n', "%0A").replace('"', "%22")
}
