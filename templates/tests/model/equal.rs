//! Which values are the same.

use std::collections::HashSet;

use serde_json::{Value, from_value, json};

use super::types::*;

#[test]
fn equal_is_what_is_written_alike() {
    let bot = json!({
        "id": "b", "displayName": "B", "seenAt": 1.5, "spaceId": "s", "apiKey": "k", "order": "asc", "levels": [1, 7],
        "meta": { "a": [1] }, "uses": 3, "active": true, "parent": { "id": "p" }, "extra": 4,
    });
    let changes = [
        ("id", json!("c")),
        ("displayName", json!("C")),
        ("displayName", Value::Null),
        ("seenAt", json!(2)),
        ("spaceId", json!("t")),
        ("spaceId", Value::Null),
        ("apiKey", json!("l")),
        ("order", json!("desc")),
        ("order", json!("random")),
        ("levels", json!([1])),
        ("levels", json!([1, 8])),
        ("meta", json!({ "a": [2] })),
        ("meta", json!({ "b": [1] })),
        ("uses", json!(4)),
        ("active", json!(false)),
        ("parent", json!({ "id": "q" })),
        ("extra", json!(5)),
        ("more", json!(4)),
    ];
    let read = |value: &Value| from_value::<Bot>(value.clone()).unwrap();
    assert_eq!(read(&bot), read(&bot));
    for (name, value) in changes {
        let mut changed = bot.clone();
        changed[name] = value;
        assert_ne!(read(&bot), read(&changed), "{name}");
        assert_eq!(read(&changed), read(&changed), "{name}");
    }
    let without = |name: &str| {
        let mut rest = bot.clone();
        rest.as_object_mut().unwrap().remove(name);
        read(&rest)
    };
    assert_ne!(read(&bot), without("spaceId"));
    let mut null = bot.clone();
    null["spaceId"] = Value::Null;
    assert_ne!(read(&null), without("spaceId"), "null is not absent");
    assert_eq!(read(&json!({ "id": "b", "uses": null })), read(&json!({ "id": "b" })));
    let mut number = read(&bot);
    number.seen_at = Some(f64::NAN);
    assert_ne!(number, number.clone());
}

#[test]
fn branches_of_unions_are_not_equal() {
    let targets: Vec<Target> = [
        json!({ "type": "image", "v": 1, "url": "u" }),
        json!({ "type": "image", "v": 1, "url": "v" }),
        json!({ "botId": "b", "version": "1" }),
        json!({ "botId": "b" }),
        json!({}),
        json!(["a"]),
        json!(["b"]),
        json!([{}]),
        json!("a"),
        json!(1),
        json!(1.5),
        json!(true),
        Value::Null,
    ]
    .map(|value| from_value(value).unwrap())
    .into();
    let events: Vec<BotListEvent> = [
        json!({ "type": "item", "data": { "id": "b" } }),
        json!({ "type": "item", "data": { "id": "c" } }),
        json!({ "type": "maybe", "data": { "id": "b" } }),
        json!({ "type": "maybe" }),
        json!({ "type": "ping" }),
        json!({ "type": "other" }),
    ]
    .map(|value| from_value(value).unwrap())
    .into();
    fn only_itself<T: PartialEq + Clone + std::fmt::Debug>(values: &[T]) {
        for (at, one) in values.iter().enumerate() {
            for (other_at, other) in values.iter().cloned().enumerate() {
                assert_eq!(*one == other, at == other_at, "{one:?} and {other:?}");
            }
        }
    }
    only_itself(&targets);
    only_itself(&events);
    // Records of two types with the same members.
    assert_ne!(Target::Image(Box::default()), Target::Bot(Box::default()));
}

#[test]
fn enums_are_found_in_hash_maps() {
    let orders = HashSet::from([Order::Ascending, Order::from("random")]);
    assert!(orders.contains(&Order::from("asc")) && orders.contains(&Order::Unknown("random".to_owned())));
    assert!(!orders.contains(&Order::Descending));
    let levels = HashSet::from([Level::One]);
    assert!(levels.contains(&Level::from(1)) && !levels.contains(&Level::MinusTwo));
}
