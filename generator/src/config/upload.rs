//! Uploads in two steps: an operation is told of a file, and its answer says where the bytes go.

use serde::Deserialize;

/// `[[uploads]]`
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Upload {
    /// The operation of the first step.
    pub operation: String,
    /// The method that takes both steps, beside the operation's own.
    pub method: String,
    /// What the first step says of the file.
    pub file: FileFacts,
    /// JSON pointer to the request of the second step in the answer: an object with `url`, `method` and `headers`, or the URL alone.
    pub request: String,
}

/// JSON pointers into the body of the first step.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct FileFacts {
    /// To the number of bytes.
    pub size: Option<String>,
    /// To the media type.
    #[serde(rename = "type")]
    pub media_type: Option<String>,
    /// To the name.
    pub name: Option<String>,
}

impl FileFacts {
    /// The key and the pointer of each fact that is to be said.
    pub fn pointers(&self) -> impl Iterator<Item = (&'static str, &str)> {
        [("size", &self.size), ("type", &self.media_type), ("name", &self.name)]
            .into_iter()
            .filter_map(|(key, pointer)| Some((key, pointer.as_deref()?)))
    }
}
