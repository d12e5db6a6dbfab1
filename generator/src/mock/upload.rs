//! The second step of uploads: the mock server is also the storage that takes the bytes.

use serde_json::{Value, json};

use super::play::Reply;
use super::refusal::Refusal;
use super::request::Request;

/// Where the bytes go. No description has such a path.
const PATH: &str = "/.storage/";

/// Makes the request that an answer holds at `place` one that this server takes.
pub(super) fn point_here(answer: &mut Value, place: &str, operation: &str, request: &Request) {
    let host = request.header("host").unwrap_or("127.0.0.1");
    let url = format!("http://{host}{PATH}{operation}");
    match answer.pointer_mut(place) {
        Some(Value::Object(members)) => {
            members.insert("url".to_owned(), json!(url));
            members.insert("method".to_owned(), json!("PUT"));
            members.insert("headers".to_owned(), json!({ "x-storage": "mock" }));
        }
        Some(place) => *place = json!(url),
        None => {}
    }
}

/// The answer to the second step; nothing where the request is not one. Storage belongs to somebody else, who must not see
/// the credentials of the API.
pub(super) fn taken(request: &Request) -> Option<Reply> {
    if !request.path.starts_with(PATH) {
        return None;
    }
    if request.header("authorization").is_some() || request.header("cookie").is_some() {
        return Some(Refusal::new(400, "the storage was sent credentials of the API").reply());
    }
    if !matches!(request.method.as_str(), "PUT" | "POST") {
        let message = format!("the storage takes PUT and POST, not {}", request.method);
        return Some(Refusal::new(405, message).header("allow", "POST, PUT").reply());
    }
    Some(Reply {
        status: 200,
        headers: Vec::new(),
        pieces: Vec::new(),
        is_stream: false,
        operation: None,
    })
}
