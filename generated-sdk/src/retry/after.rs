//! How long the server asks to wait.

use crate::clock;
use http::HeaderMap;
use http::header::RETRY_AFTER;
use std::time::{Duration, UNIX_EPOCH};

/// The pause that `retry-after-ms` or `Retry-After` (seconds or a date) asks for.
pub(crate) fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let text = |name| {
        headers
            .get(name)
            .and_then(|value: &http::HeaderValue| value.to_str().ok())
            .map(str::trim)
    };
    if let Some(pause) = text("retry-after-ms").and_then(|value| seconds(value, 0.001)) {
        return Some(pause);
    }
    let value = text(RETRY_AFTER.as_str())?;
    seconds(value, 1.0).or_else(|| {
        let date = httpdate::parse_http_date(value).ok()?;
        let since_epoch = date.duration_since(UNIX_EPOCH).unwrap_or_default();
        // A date that has passed means: now.
        Some(since_epoch.saturating_sub(clock::since_epoch()))
    })
}

fn seconds(text: &str, unit: f64) -> Option<Duration> {
    Duration::try_from_secs_f64(text.parse::<f64>().ok()? * unit).ok()
}
