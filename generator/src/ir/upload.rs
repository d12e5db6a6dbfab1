//! Uploads in two steps.

/// A method that announces a file to its operation and then sends the bytes to where the answer says. Its places are JSON pointers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upload {
    /// Its Rust name.
    pub method: String,
    /// The name of the argument that takes the file.
    pub argument: String,
    /// Where the answer holds the request of the second step.
    pub request: String,
    /// Where the body says the number of bytes.
    pub size: Option<String>,
    /// Where the body says the media type.
    pub media_type: Option<String>,
    /// Where the body says the name of the file.
    pub file_name: Option<String>,
}
