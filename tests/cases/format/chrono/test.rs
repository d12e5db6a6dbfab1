//! What chrono displays is not what RFC 3339 says, so it is not what is written.

use chrono::{DateTime, NaiveDate};
use formats_sdk::Formats;
use formats_sdk::types::Entry;
use serde_json::json;

#[test]
fn an_entry_is_written_as_it_was_read() {
    for at in ["2026-01-31T23:59:59Z", "2026-01-31T23:59:59.250Z", "2026-01-31T23:59:59.000001Z"] {
        let whole = json!({ "at": at, "day": "2026-02-28", "holidays": ["2026-12-24"], "stamp": { "value": at } });
        let entry: Entry = serde_json::from_value(whole.clone()).unwrap();
        assert_eq!(entry.day, NaiveDate::from_ymd_opt(2026, 2, 28).unwrap());
        assert_eq!(serde_json::to_value(&entry).unwrap(), whole);
    }
    let wrong = json!({ "at": "2026-01-31", "day": "2026-02-28" });
    let error = serde_json::from_value::<Entry>(wrong).unwrap_err().to_string();
    assert!(error.contains("expected a date and time with its offset"), "{error}");
}

#[test]
fn parameters_are_text() {
    let client = Formats::builder().base_url("https://example.com").build().unwrap();
    let shown = client.entry().fetch("a", DateTime::UNIX_EPOCH).to_curl().unwrap();
    assert!(shown.replace("%3A", ":").contains("/entry/a/fetch?since=1970-01-01T00:00:00Z"), "{shown}");
}
