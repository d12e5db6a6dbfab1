//! From JSON to values of any type.

use serde::de::{DeserializeOwned, Error as _};
use serde_json::{Error, Value};

/// Decodes JSON.
///
/// That the bytes are text is checked once for all of them: it is quicker than to check each string, as serde_json does with bytes. Everything
/// whose type the caller chooses is decoded here, for a second way of decoding would compile the code of every type a second time.
pub(crate) fn decode<T: DeserializeOwned>(json: &[u8]) -> serde_json::Result<T> {
    match std::str::from_utf8(json) {
        Ok(text) => serde_json::from_str(text),
        Err(_) => Err(no_text(json)),
    }
}

/// Finds where the text ends, by reading the JSON as bytes.
fn no_text(json: &[u8]) -> Error {
    match serde_json::from_slice::<Value>(json) {
        Ok(_) => Error::custom("the JSON is no text"),
        Err(failure) => failure,
    }
}
