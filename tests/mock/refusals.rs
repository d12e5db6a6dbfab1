//! Each rule once: a request that breaks it, and the answer that says where.

use super::{contract, request, shown, zoo};
use sdksmith::mock::Mock;
use workspace_tests::repository;

const JSON: &str = "content-type: application/json";
const FORM: &str = "content-type: application/x-www-form-urlencoded";
const PARTS: &str = "content-type: multipart/form-data; boundary=b";

#[test]
fn every_rule_has_its_answer() {
    let mock = zoo();
    let post = |media_type: &str, body: &str| format!("POST /animal\n{media_type}\n\n{body}");
    for (sent, expected) in [
        (
            "GET /nowhere".to_owned(),
            "404 NOT_FOUND no operation of the description has the path `/nowhere`",
        ),
        (
            "PUT /animal".to_owned(),
            "405 METHOD_NOT_ALLOWED `/animal` takes GET, POST, not PUT",
        ),
        (
            "GET /animal/1".to_owned(),
            "401 UNAUTHORIZED fetchAnimal needs the header `authorization: Bearer …`, or the query parameter `key`",
        ),
        (
            "GET /keys/a...b?key=k".to_owned(),
            "401 UNAUTHORIZED compareKeys needs the header `authorization: Bearer …` and the query parameter `key`",
        ),
        (
            "GET /animal/1?key=k\naccept: text/csv".to_owned(),
            "406 NOT_ACCEPTABLE fetchAnimal answers application/json, text/plain, not text/csv",
        ),
        (
            "DELETE /animal/zero".to_owned(),
            "400 BAD_REQUEST path parameter `animalId` has to be an integer and is the string \"zero\" (type)",
        ),
        (
            "DELETE /animal/0".to_owned(),
            "400 BAD_REQUEST path parameter `animalId` has to be at least 1 and is 0 (minimum)",
        ),
        (
            "GET /animal".to_owned(),
            "400 BAD_REQUEST query parameter `kind` is missing (required)",
        ),
        (
            "GET /animal?kind=cat".to_owned(),
            "400 BAD_REQUEST query parameter `kind` has to be one of \"bird\", \"fish\" and is \"cat\" (enum)",
        ),
        (
            "GET /animal?take=many&kind=fish".to_owned(),
            "400 BAD_REQUEST query parameter `take` has to be an integer and is the string \"many\" (type)",
        ),
        (
            "GET /animal?kind=fish&tags=big,small".to_owned(),
            "400 BAD_REQUEST query parameter `tags` at `/1` has to have at most 3 characters and has 5 (maxLength)",
        ),
        (
            "GET /animal?kind=fish&meta[wild]=perhaps".to_owned(),
            "400 BAD_REQUEST query parameter `meta` at `/wild` has to be a boolean and is the string \"perhaps\" (type)",
        ),
        (
            "GET /animal?kind=fish&filter={}".to_owned(),
            "400 BAD_REQUEST query parameter `filter` at `/age` is missing (required)",
        ),
        (
            "GET /animal?kind=fish&filter=x".to_owned(),
            "400 BAD_REQUEST query parameter `filter` is no JSON: expected value at line 1 column 1",
        ),
        (
            "GET /animal?kind=fish\nx-keeper: me".to_owned(),
            "400 BAD_REQUEST header parameter `X-Keeper` has to match `^k[0-9]+$` (pattern)",
        ),
        (
            "GET /animal?kind=fish\ncookie: a=b; night=dark".to_owned(),
            "400 BAD_REQUEST cookie parameter `night` has to be a boolean and is the string \"dark\" (type)",
        ),
        (
            "GET /animal?take=51".to_owned(),
            "400 BAD_REQUEST query parameter `kind` is missing (required); query parameter `take` has to be at most 50 and is 51 (maximum)",
        ),
        (
            "POST /animal".to_owned(),
            "400 BAD_REQUEST the body is missing; createAnimal takes application/json, application/x-www-form-urlencoded, multipart/form-data",
        ),
        (
            "POST /animal\n\n{}".to_owned(),
            "415 UNSUPPORTED_MEDIA_TYPE the body has no `content-type`; createAnimal takes application/json, \
             application/x-www-form-urlencoded, multipart/form-data",
        ),
        (
            post("content-type: text/plain; charset=utf-8", "Leo"),
            "415 UNSUPPORTED_MEDIA_TYPE the body is text/plain; createAnimal takes application/json, \
             application/x-www-form-urlencoded, multipart/form-data",
        ),
        (
            post(JSON, "{"),
            "400 BAD_REQUEST the body is no JSON: EOF while parsing an object at line 1 column 1",
        ),
        (
            post(JSON, "[]"),
            "400 BAD_REQUEST body has to be an object and is an array (type)",
        ),
        (
            post(JSON, "{}"),
            "400 BAD_REQUEST body at `/name` is missing (required)",
        ),
        (
            post(JSON, r#"{"name":""}"#),
            "400 BAD_REQUEST body at `/name` has to have at least 1 character and has 0 (minLength)",
        ),
        (
            post(JSON, r#"{"name":"Leo","legs":-1}"#),
            "400 BAD_REQUEST body at `/legs` has to be at least 0 and is -1 (minimum)",
        ),
        (
            post(JSON, r#"{"name":"Leo","tail":1}"#),
            "400 BAD_REQUEST body at `/tail` is not known here (additionalProperties)",
        ),
        (
            post(JSON, r#"{"name":"Leo","house":{"cage":"a"}}"#),
            "400 BAD_REQUEST body at `/house/cage` has to be an integer and is the string \"a\" (type)",
        ),
        (
            post(JSON, r#"{"name":"Leo","house":1}"#),
            "400 BAD_REQUEST body at `/house` has to be one of object, string and is the number 1 (oneOf)",
        ),
        (
            post(JSON, r#"{"food":["a",{}],"legs":1.5}"#),
            "400 BAD_REQUEST body at `/name` is missing (required); body at `/food/1` has to be a string and is an object (type); \
             body at `/legs` has to be an integer and is the number 1.5 (type)",
        ),
        (
            post(FORM, "name=Leo&legs=many"),
            "400 BAD_REQUEST body at `/legs` has to be an integer and is the string \"many\" (type)",
        ),
        (
            post(PARTS, "Leo"),
            "400 BAD_REQUEST the body is no multipart/form-data with named parts",
        ),
        (
            post(
                PARTS,
                "--b\\r\\nContent-Disposition: form-data; name=\"name\"\\r\\n\\r\\nLeo\\r\\n--b--\\r\\n",
            ),
            "400 BAD_REQUEST body at `/picture` is missing (required)",
        ),
    ] {
        let reply = mock.play(&request(&sent));
        let body: serde_json::Value = reply
            .pieces
            .first()
            .and_then(|piece| serde_json::from_slice(piece).ok())
            .unwrap_or_default();
        let text = |member: &str| body[member].as_str().unwrap_or_default().to_owned();
        let got = format!("{} {} {}", reply.status, text("code"), text("message"));
        assert_eq!(got, expected, "{sent}\n{}", shown(&reply));
    }
}

#[test]
fn a_refusal_says_in_its_headers_what_would_be_right() {
    let mock = zoo();
    let header = |sent: &str, name: &str| {
        let reply = mock.play(&request(sent));
        let mut headers = reply.headers.into_iter();
        headers.find(|(known, _)| known == name).map(|(_, value)| value)
    };
    assert_eq!(header("PATCH /animal/1", "allow").as_deref(), Some("DELETE, GET"));
    assert_eq!(header("GET /animal/1", "www-authenticate").as_deref(), Some("Bearer"));
    let accepted = header("POST /animal\ncontent-type: text/plain\n\nLeo", "accept");
    assert_eq!(
        accepted.as_deref(),
        Some("application/json, application/x-www-form-urlencoded, multipart/form-data")
    );
}

#[test]
fn a_form_is_read_as_its_encoding_says() {
    let spec = repository().join("tests/cases/payload/form_encoding/openapi.yaml");
    let contract = contract(spec, None).unwrap_or_else(|| panic!("the description of the form is broken"));
    let mock = Mock::new(contract);
    let send = |form: &str| shown(&mock.play(&request(&format!("POST /letter/send\n{FORM}\n\n{form}"))));
    let fits = "to=a&tags=x&tags=y&joined=x,y&spaced=x%20y&piped=1%7C2&expand%5B0%5D=a&size%5Bwidth%5D=1&line=width,1,height,2&extra=%7B%22width%22%3A1%7D";
    assert_eq!(send(fits), "204 ");
    for (form, reason) in [
        ("to=a&piped=1,2", "`/piped/0` has to be an integer"),
        ("to=a&line=width,x", "`/line/width` has to be an integer"),
        ("to=a&extra=width", "the member `extra` of the body is no JSON"),
    ] {
        assert!(send(form).contains(reason), "{form}: {}", send(form));
    }
}
