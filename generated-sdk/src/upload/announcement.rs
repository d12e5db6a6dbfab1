//! The first step: a JSON body that says what file is coming.

use super::UploadSteps;
use crate::draft::Draft;
use crate::file::File;
use serde_json::{Map, Value};

/// Makes the facts of a file the body of a draft.
pub(super) fn announce(draft: &mut Draft, steps: &UploadSteps, file: &File) {
    let mut body = Value::Object(Map::new());
    if let Some(pointer) = steps.size {
        match file.length() {
            Some(length) => put(&mut body, pointer, Value::from(length)),
            None => draft.fail(
                "the server has to know the size of the file before its bytes are sent; give the stream of the file a length",
            ),
        }
    }
    if let Some(pointer) = steps.media_type {
        put(&mut body, pointer, Value::from(file.media_type.as_str()));
    }
    if let Some(pointer) = steps.file_name {
        put(&mut body, pointer, Value::from(file.name.as_str()));
    }
    draft.json(serde_json::to_vec(&body));
}

/// Sets the value at a JSON pointer (RFC 6901); the objects on the way are made.
fn put(mut place: &mut Value, pointer: &str, value: Value) {
    for token in pointer.split('/').skip(1) {
        if !place.is_object() {
            *place = Value::Object(Map::new());
        }
        let Some(object) = place.as_object_mut() else { return };
        place = object
            .entry(token.replace("~1", "/").replace("~0", "~"))
            .or_insert(Value::Null);
    }
    *place = value;
}
