//! Calls of clients that fetch their access tokens.

use super::Ongoing;
use super::again::TryAgain;
use crate::error::Error;
use crate::response::Response;
use crate::token::Tokens;
use crate::transport::Body;
use http::header::AUTHORIZATION;
use http::{Request, StatusCode};

/// Waits for a token that can be used, as long as the call may take.
pub(super) async fn ready(ongoing: &Ongoing<'_>, tokens: &Tokens) -> Result<(), Error> {
    let ready = tokens.ready(&ongoing.draft.client);
    match ongoing.deadline {
        Some(deadline) => deadline.bound(ready).await?,
        None => ready.await,
    }
}

/// A token may be taken back before its time, so one refusal is no answer yet.
pub(super) async fn tries(
    ongoing: &Ongoing<'_>,
    tokens: &Tokens,
    given: Option<&Request<Body>>,
) -> Result<Response, Error> {
    let used = match given {
        Some(request) => request.headers().get(AUTHORIZATION).cloned(),
        None => tokens.header(),
    };
    let outcome = ongoing.boxed_tries(given).await;
    let status = match &outcome {
        Ok(response) => Some(response.status()),
        Err(error) => error.status(),
    };
    let again = TryAgain::new(ongoing.draft, given.map(Request::body), ongoing.deadline);
    let is_refused = status == Some(StatusCode::UNAUTHORIZED);
    let Some(used) = used.filter(|used| is_refused && tokens.gave(used) && again.is_replayable()) else {
        return outcome;
    };
    tokens.refused(&used);
    ready(ongoing, tokens).await?;
    let Some(token) = tokens.header().filter(|token| *token != used) else {
        return outcome;
    };
    let renewed = given.map(|request| {
        let mut request = request.clone();
        request.headers_mut().insert(AUTHORIZATION, token);
        request
    });
    ongoing.boxed_tries(renewed.as_ref()).await
}
