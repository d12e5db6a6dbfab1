//! Dates and UUIDs travel as text, and text that is none says where it stands.

use formats_sdk::Formats;
use formats_sdk::types::{Entry, EntryExpiry, EntryListResponse};
use serde_json::{Value, json};

fn whole() -> Value {
    json!({
        "id": "67e55044-10b1-426f-9247-bb680e5fe0c8",
        "at": "2026-01-31T23:59:59.25Z",
        "parent": null,
        "day": "2026-02-28",
        "removedAt": null,
        "holidays": ["2026-12-24", "2026-12-25"],
        "visits": { "first": "2026-01-01T00:00:00Z" },
        "expiry": "2027-01-01T00:00:00Z",
        "loose": "abc",
        "token": "67e55044-10b1-426f-9247-bb680e5fe0c9",
        "time": "12:00:00Z",
        "duration": "P1M",
    })
}

#[test]
fn an_entry_is_written_as_it_was_read() {
    let entry: Entry = serde_json::from_value(whole()).unwrap();
    assert_eq!(entry.at, "2026-01-31T23:59:59.25Z".parse().unwrap());
    assert_eq!(entry.day, Some(jiff::civil::date(2026, 2, 28)));
    assert!(matches!(entry.expiry, Some(EntryExpiry::String(_))));
    assert_eq!(serde_json::to_value(&entry).unwrap(), whole());
    let text = serde_json::to_string(&entry).unwrap();
    assert_eq!(serde_json::from_str::<Entry>(&text).unwrap(), entry);
}

#[test]
fn another_offset_is_the_same_time() {
    let mut other = whole();
    other["at"] = "2026-02-01T01:59:59.25+02:00".into();
    let entry: Entry = serde_json::from_value(other).unwrap();
    assert_eq!(serde_json::to_value(&entry).unwrap(), whole());
}

#[test]
fn text_that_is_no_date_is_an_error() {
    for (member, wrong, expected) in [
        ("at", "yesterday", "a date and time with its offset"),
        ("day", "2026-02-30", "a date"),
        ("id", "12", "a UUID"),
        ("at", "", "a date and time with its offset"),
    ] {
        let mut entry = whole();
        entry[member] = wrong.into();
        let text = json!({ "data": [entry], "has_more": false }).to_string();
        let error = serde_json::from_str::<EntryListResponse>(&text).unwrap_err().to_string();
        assert!(error.contains(&format!("expected {expected}")), "{error}");
        assert!(error.contains(&format!("{wrong:?}")) && error.contains(" at line 1 column "), "{error}");
    }
}

#[test]
fn debug_shows_dates_and_no_secret() {
    let entry: Entry = serde_json::from_value(whole()).unwrap();
    let shown = format!("{entry:?}");
    assert!(shown.contains("at: 2026-01-31T23:59:59.25Z"), "{shown}");
    assert!(shown.contains("removedAt: None"), "{shown}");
    assert!(!shown.contains("e0c9"), "{shown}");
}

#[test]
fn parameters_are_text() {
    let client = Formats::builder().base_url("https://example.com").build().unwrap();
    let call = client
        .entry()
        .fetch(uuid::Uuid::nil(), jiff::Timestamp::UNIX_EPOCH)
        .days(&[jiff::civil::date(2026, 1, 31), jiff::civil::date(2026, 2, 1)])
        .if_changed_since(jiff::Timestamp::UNIX_EPOCH);
    let shown = call.to_curl().unwrap().replace("%3A", ":");
    let url = "https://example.com/entry/00000000-0000-0000-0000-000000000000/fetch?since=1970-01-01T00:00:00Z&days=2026-01-31&days=2026-02-01";
    assert!(shown.contains(url), "{shown}");
    assert!(shown.to_lowercase().contains("if-changed-since: 1970-01-01t00:00:00z"), "{shown}");
}
