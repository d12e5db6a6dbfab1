//! How types meet serde: what is read, what is written again, and what is said about what cannot be read.

#[path = "model/equal.rs"]
mod equal;
#[path = "model/types.rs"]
mod types;

use sdk_template::Nullable;
use sdk_template::model::Model;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, from_str, from_value, json, to_string, to_value};

use self::types::*;

fn err<T: DeserializeOwned + std::fmt::Debug>(s: &str) -> String {
    from_str::<T>(s).unwrap_err().to_string()
}

/// Reads from text, from a reader and from a tree, owned and borrowed: all agree.
fn round<T: DeserializeOwned + Serialize + PartialEq + std::fmt::Debug>(value: Value) -> T {
    let text: T = from_str(&value.to_string()).unwrap();
    let tree: T = from_value(value.clone()).unwrap();
    let borrowed: T = T::deserialize(&value).unwrap();
    let bytes: T = serde_json::from_reader(value.to_string().as_bytes()).unwrap();
    for other in [&tree, &borrowed, &bytes] {
        assert_eq!(&text, other);
    }
    assert_eq!(
        to_value(&text).unwrap(),
        from_str::<Value>(&to_string(&text).unwrap()).unwrap()
    );
    text
}

fn same<T: DeserializeOwned + Serialize + PartialEq + std::fmt::Debug>(value: Value) -> T {
    let read = round::<T>(value.clone());
    assert_eq!(to_value(&read).unwrap(), value);
    read
}

#[test]
fn struct_round_trip() {
    let bot: Bot = same(json!({
        "id": "b", "displayName": "B", "seenAt": 1700000000000i64, "spaceId": null, "apiKey": "k", "order": "asc", "levels": [1, 7, -2],
        "meta": {"a": {"b": [1.5, null]}, "n": null}, "uses": 9007199254740993i64, "active": false, "parent": {"id": "p", "seenAt": null, "object": "bot", "version": 2, "open": true},
        "object": "bot", "version": 2, "open": true, "extra": 5, "more": 6
    }));
    assert_eq!(bot.additional.len(), 2);
    assert_eq!(bot.space_id, Nullable::Null);
    assert_eq!(bot.uses, Some(9007199254740993));
    assert_eq!(bot.levels, Some(vec![Level::One, Level::Unknown(7), Level::MinusTwo]));
    assert_eq!(to_string(&bot).unwrap().split(':').next(), Some("{\"id\""));
}

#[test]
fn null_is_absent_and_nullable_is_written() {
    let bot: Bot = round(json!({"id": "b", "displayName": null, "order": null}));
    assert_eq!(
        to_string(&bot).unwrap(),
        r#"{"id":"b","seenAt":null,"object":"bot","version":2,"open":true}"#
    );
    for (value, space) in [
        (json!({"id": ""}), Nullable::Absent),
        (json!({"id": "", "spaceId": null}), Nullable::Null),
        (json!({"id": "", "spaceId": "s"}), "s".into()),
    ] {
        let bot: Bot = round(value.clone());
        assert_eq!(bot.space_id, space);
        assert_eq!(to_value(&bot).unwrap().get("spaceId"), value.get("spaceId"));
    }
    assert_eq!(to_value(Nullable::<String>::Absent).unwrap(), json!(null));
    assert_eq!(
        from_str::<Nullable<String>>("\"x\"").unwrap(),
        Nullable::Value("x".to_owned())
    );
    assert_eq!(Nullable::<String>::from(None), Nullable::Null);
}

#[test]
fn errors_are_those_of_serde() {
    assert_eq!(err::<Bot>("{}"), "missing field `id` at line 1 column 2");
    assert_eq!(
        err::<Bot>(r#"{"id":5}"#),
        "invalid type: integer `5`, expected a string at line 1 column 7"
    );
    assert_eq!(
        err::<Bot>(r#"{"id":"","uses":"x"}"#),
        "invalid type: string \"x\", expected i64 at line 1 column 19"
    );
    assert_eq!(
        err::<Bot>(r#"{"id":"","uses":1.5}"#),
        "invalid type: floating point `1.5`, expected i64 at line 1 column 19"
    );
    assert_eq!(
        err::<Bot>(r#"{"id":"","uses":18446744073709551615}"#),
        "invalid value: integer `18446744073709551615`, expected i64 at line 1 column 36"
    );
    assert_eq!(
        err::<Bot>(r#"{"id":"","seenAt":"x"}"#),
        "invalid type: string \"x\", expected f64 at line 1 column 21"
    );
    assert_eq!(
        err::<Bot>(r#"[]"#),
        "invalid type: sequence, expected struct Bot at line 1 column 0"
    );
    assert_eq!(
        err::<Bot>(r#"{"id":"","levels":{}}"#),
        "invalid type: map, expected a sequence at line 1 column 18"
    );
    assert_eq!(
        err::<Bot>(r#"{"id":"","order":5}"#),
        "invalid type: integer `5`, expected a string at line 1 column 18"
    );
    assert_eq!(err::<Bot>(r#"{"id":"#), "EOF while parsing a value at line 1 column 6");
    assert_eq!(from_str::<Bot>(r#"{"id":"","uses":5.0}"#).unwrap().uses, Some(5));
    let deep = r#"{"id":"","parent":"#.repeat(500);
    assert_eq!(err::<Bot>(&deep).split(" at").next(), Some("recursion limit exceeded"));
}

#[test]
fn debug_hides_secrets() {
    let bot: Bot = from_value(
        json!({"id": "b", "apiKey": "k", "order": "x", "seenAt": 1.5, "meta": {"a": 1}, "levels": [1], "a": 2}),
    )
    .unwrap();
    assert_eq!(
        format!("{bot:?}"),
        r#"Bot { id: "b", seenAt: 1.5, apiKey: "[redacted]", order: "x", levels: [1], meta: {"a": Number(1)}, object: "bot", version: 2, open: true, a: 2 }"#
    );
    let key: Key = from_value(json!({"value": "k"})).unwrap();
    assert_eq!(format!("{key:?}"), r#"Key { value: "[redacted]", previous: None }"#);
    assert_eq!(to_value(&key).unwrap(), json!({"value": "k", "previous": null}));
    assert_eq!(
        format!("{:?} {:?}", Empty::default(), BotListEvent::Ping),
        r#"Empty BotListEvent("ping")"#
    );
    let event: BotListEvent = from_value(json!({"type": "item", "data": {"id": "b", "apiKey": "k"}})).unwrap();
    assert!(
        format!("{event:?}").starts_with(r#"BotListEvent("item", Bot { id: "b""#)
            && !format!("{event:#?}").contains("\"k\"")
    );
}

#[test]
fn enums_are_open() {
    assert_eq!(same::<Order>(json!("asc")), Order::Ascending);
    assert_eq!(same::<Order>(json!("new")), Order::Unknown("new".to_owned()));
    assert_eq!("desc".parse::<Order>().unwrap(), Order::Descending);
    assert_eq!(
        format!("{:>5}|{:?}", Order::Ascending, Order::Descending),
        "  asc|\"desc\""
    );
    assert_eq!(Order::from(String::from("x")).as_str(), "x");
    assert_eq!(Order::default(), Order::Unknown(String::new()));
    assert_eq!(same::<Level>(json!(-2)), Level::MinusTwo);
    assert_eq!(same::<Level>(json!(9)), Level::Unknown(9));
    assert_eq!(Level::from(1).to_string(), "1");
    assert_eq!(
        err::<Order>("5"),
        "invalid type: integer `5`, expected a string at line 1 column 1"
    );
}

#[test]
fn adjacent_union() {
    let BotListEvent::Item(bot) = round::<BotListEvent>(json!({"type": "item", "data": {"id": "x"}})) else {
        panic!()
    };
    assert_eq!(bot.id, "x");
    // the tag last, members nobody knows
    assert_eq!(
        round::<BotListEvent>(json!({"a": 1, "data": {"id": "x"}, "type": "item"})),
        BotListEvent::Item(bot.clone())
    );
    assert_eq!(
        from_str::<BotListEvent>(r#"{"type":"item","z":[],"data":{"id":"x"},"zz":1}"#).unwrap(),
        BotListEvent::Item(bot.clone())
    );
    assert_eq!(
        from_str::<BotListEvent>(r#"{"data":{"id":"x"},"type":"item","zz":1}"#).unwrap(),
        BotListEvent::Item(bot)
    );
    same::<BotListEvent>(json!({"type": "result", "data": {"free": [1, null]}}));
    same::<BotListEvent>(json!({"type": "names", "data": ["a"]}));
    assert_eq!(
        same::<BotListEvent>(json!({"type": "maybe"})),
        BotListEvent::Maybe(None)
    );
    assert_eq!(same::<BotListEvent>(json!({"type": "ping"})), BotListEvent::Ping);
    assert_eq!(
        round::<BotListEvent>(json!({"type": "ping", "data": {}})),
        BotListEvent::Ping
    );
    let strange = json!({"type": "new", "data": {"a": 1}, "b": [2]});
    assert_eq!(same::<BotListEvent>(strange.clone()), BotListEvent::Unknown(strange));
    assert_eq!(
        same::<BotListEvent>(json!({"type": 5})),
        BotListEvent::Unknown(json!({"type": 5}))
    );
    assert_eq!(same::<BotListEvent>(json!({})), BotListEvent::Unknown(json!({})));
    assert_eq!(
        err::<BotListEvent>(r#"{"type":"item"}"#),
        "BotListEvent `item`: missing field `data` at line 1 column 15"
    );
    assert_eq!(
        err::<BotListEvent>(r#"{"type":"item","data":{}}"#),
        "BotListEvent `item`: missing field `id` at line 1 column 24"
    );
    assert_eq!(
        err::<BotListEvent>(r#"{"data":{},"type":"item"}"#),
        "BotListEvent `item`: missing field `id` at line 1 column 25"
    );
    assert_eq!(
        err::<BotListEvent>("[]"),
        "invalid type: sequence, expected union BotListEvent at line 1 column 0"
    );
}

#[test]
fn internal_union() {
    let circle = json!({"kind": "circle", "radius": 2});
    let Shape::Circle(read) = same::<Shape>(circle) else {
        panic!()
    };
    assert_eq!(read.kind, "circle");
    assert_eq!(
        from_str::<Shape>(r#"{"radius":2,"kind":"circle"}"#).unwrap(),
        Shape::Circle(read)
    );
    let group = json!({"kind": "group", "shapes": [{"kind": "point"}, {"kind": "group", "shapes": []}, {"kind": "solid", "solid": "cube"}, {"kind": "new", "x": 1}]});
    same::<Shape>(group.clone());
    assert_eq!(
        to_string(&from_value::<Shape>(group).unwrap())
            .unwrap()
            .matches("group")
            .count(),
        2
    );
    same::<Shape>(json!({"kind": "solid", "solid": "sphere", "r": 1}));
    assert_eq!(
        err::<Shape>(r#"{"kind":"circle"}"#),
        "Shape `circle`: missing field `radius` at line 1 column 17"
    );
    assert_eq!(
        err::<Shape>(r#"{"x":1,"kind":"circle"}"#),
        "Shape `circle`: missing field `radius` at line 1 column 23"
    );
    assert_eq!(
        err::<Shape>(r#"{"kind":"group","shapes":[{"kind":"circle","radius":"x"}]}"#),
        "Shape `group`: Shape `circle`: invalid type: string \"x\", expected f64 at line 1 column 55"
    );
    assert_eq!(
        err::<Shape>(r#"{"kind":"circle","rad"#),
        "Shape `circle`: EOF while parsing a string at line 1 column 21"
    );
}

#[test]
fn choice_union() {
    assert!(matches!(
        same(json!({"type": "image", "v": 1, "url": "u"})),
        Target::Image(_)
    ));
    assert!(matches!(
        same(json!({"type": "image", "v": 2, "url": "u"})),
        Target::Configuration(_)
    ));
    assert!(matches!(
        same(json!({"botId": "b", "version": "u"})),
        Target::Version(_)
    ));
    assert!(matches!(same(json!({"botId": "b"})), Target::Bot(_)));
    assert!(matches!(same(json!({"x": "b"})), Target::Configuration(_)));
    assert!(matches!(same(json!(["b"])), Target::Names(_)));
    assert!(matches!(same(json!([])), Target::Names(_)));
    assert!(matches!(same(json!([{"botId": "b"}, "x"])), Target::Targets(_)));
    assert!(matches!(same(json!([5])), Target::Unknown(_)));
    assert!(matches!(same(json!("s")), Target::Id(_)));
    assert!(matches!(same(json!(5)), Target::Index(5)));
    assert!(matches!(same(json!(5.5)), Target::Weight(_)));
    assert!(matches!(same(json!(true)), Target::Flag(true)));
    assert!(matches!(from_str("null").unwrap(), Target::Unknown(Value::Null)));
    assert_eq!(
        err::<Target>(r#"{"botId":5}"#),
        "Target::Bot: invalid type: integer `5`, expected a string at line 1 column 11"
    );
    assert_eq!(
        err::<Target>(r#"["x",5]"#),
        "Target::Names: invalid type: integer `5`, expected a string at line 1 column 7"
    );
    assert!(matches!(same(json!("s")), Contact::Id(Order::Unknown(_))));
    assert!(matches!(same(json!([{"botId": "x"}, "asc"])), Contact::Many(_)));
    assert!(matches!(same(json!(5)), Contact::Unknown(_)));
    assert_eq!(
        err::<Contact>(r#"{"a":5}"#),
        "Contact::Object: missing field `botId` at line 1 column 7"
    );
    assert_eq!(
        err::<Contact>(r#"[{"a":5}]"#),
        "Contact::Many: Contact::Object: missing field `botId` at line 1 column 8"
    );
}

#[test]
fn numbers() {
    let write = |value: f64| {
        let circle = Circle {
            radius: value,
            ..Circle::default()
        };
        to_string(&circle).unwrap()
    };
    for (number, text) in [
        (1.7e12, "1700000000000"),
        (1.5, "1.5"),
        (-3.0, "-3"),
        (0.0, "0"),
        (-0.0, "-0.0"),
        (1e300, "1e+300"),
        (9007199254740992.0, "9007199254740992.0"),
        (f64::NAN, "null"),
    ] {
        assert!(
            write(number).contains(&format!("\"radius\":{text},")),
            "{}",
            write(number)
        );
    }
}

#[test]
fn unsigned_integers() {
    let largest: u64 = sdk_template::model::read(json!(u64::MAX)).unwrap();
    assert_eq!(largest, u64::MAX);
    assert_eq!(serde_json::to_value(largest.view()).unwrap(), json!(u64::MAX));
    assert_eq!(sdk_template::model::read::<u64, _>(json!(5.0)).unwrap(), 5);
    for wrong in [json!(-1), json!(1.5), json!("1")] {
        assert!(sdk_template::model::read::<u64, _>(wrong).is_err());
    }
}

#[test]
fn setters() {
    let bot = Bot::new("b")
        .display_name("x")
        .space_id("s")
        .order("asc")
        .levels([Level::One])
        .parent(Bot::new("p").space_id(None));
    assert_eq!(to_value(&bot).unwrap()["parent"]["spaceId"], json!(null));
    assert_eq!(bot.order, Some(Order::Ascending));
}

#[test]
fn a_repeated_member_takes_the_last() {
    let bot: Bot = from_str(r#"{"id":"a","id":"b","levels":[1],"levels":[],"a":1,"a":2}"#).unwrap();
    assert_eq!(
        (bot.id.as_str(), bot.levels, bot.additional["a"]),
        ("b", Some(vec![]), 2)
    );
}

#[test]
fn everything_can_be_sent() {
    fn is<T: Send + Sync + Unpin + 'static>() {}
    is::<Bot>();
    is::<Shape>();
    is::<Target>();
    is::<BotListEvent>();
}
