//! What JavaScript says about a failure.

use js_sys::Error;
use wasm_bindgen::{JsCast, JsValue};

/// The message of an exception, with that of its cause where one is told.
pub(super) fn reason(failure: &JsValue) -> String {
    let Some(error) = failure.dyn_ref::<Error>() else {
        return failure.as_string().unwrap_or_else(|| format!("{failure:?}"));
    };
    let message = String::from(error.message());
    match error.cause().dyn_ref::<Error>() {
        Some(cause) => format!("{message}: {}", String::from(cause.message())),
        None => message,
    }
}
