//! Whether a request shows the credentials that its operation needs. Which they are is not looked at.

use super::refusal::Refusal;
use super::request::Request;
use crate::contract::{Credential, Operation};

pub(super) fn check(operation: &Operation, request: &Request) -> Result<(), Refusal> {
    let shows_all = |way: &Vec<Credential>| way.iter().all(|credential| shows(request, credential));
    if operation.security.is_empty() || operation.security.iter().any(shows_all) {
        return Ok(());
    }
    let ways: Vec<String> = operation
        .security
        .iter()
        .map(|way| way.iter().map(described).collect::<Vec<_>>().join(" and "))
        .collect();
    let refusal = Refusal::new(401, format!("{} needs {}", operation.id, ways.join(", or ")));
    let scheme = operation
        .security
        .iter()
        .flatten()
        .find_map(|credential| match credential {
            Credential::Authorization(scheme) => Some(scheme.clone()),
            _ => None,
        });
    Err(match scheme {
        Some(scheme) => refusal.header("www-authenticate", scheme),
        None => refusal,
    })
}

fn shows(request: &Request, credential: &Credential) -> bool {
    match credential {
        Credential::Authorization(scheme) => request
            .header("authorization")
            .and_then(|value| value.split_once(' '))
            .is_some_and(|(said, secret)| said.eq_ignore_ascii_case(scheme) && !secret.trim().is_empty()),
        Credential::Header(name) => request.header(name).is_some_and(|value| !value.is_empty()),
        Credential::Query(name) => request
            .pairs()
            .iter()
            .any(|(known, value)| known == name && !value.is_empty()),
        Credential::Cookie(name) => request.cookie(name).is_some_and(|value| !value.is_empty()),
    }
}

fn described(credential: &Credential) -> String {
    match credential {
        Credential::Authorization(scheme) => format!("the header `authorization: {scheme} …`"),
        Credential::Header(name) => format!("the header `{}`", name.to_lowercase()),
        Credential::Query(name) => format!("the query parameter `{name}`"),
        Credential::Cookie(name) => format!("the cookie `{name}`"),
    }
}
