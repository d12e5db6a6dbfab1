//! The tables of the specifications: "Style Examples" of OpenAPI 3 and `collectionFormat` of Swagger 2.0, written down once more and apart
//! from the core, after RFC 6570.

/// A value as a style sees it.
#[derive(Clone, Debug)]
pub enum Value {
    Text(String),
    List(Vec<String>),
    Object(Vec<(String, String)>),
}

/// How a value is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Style {
    Matrix,
    Label,
    Simple,
    Form,
    SpaceDelimited,
    PipeDelimited,
    DeepObject,
}

impl Style {
    /// The style of this name.
    pub fn named(name: &str) -> Option<Self> {
        Some(match name {
            "matrix" => Style::Matrix,
            "label" => Style::Label,
            "simple" => Style::Simple,
            "form" => Style::Form,
            "spaceDelimited" => Style::SpaceDelimited,
            "pipeDelimited" => Style::PipeDelimited,
            "deepObject" => Style::DeepObject,
            _ => return None,
        })
    }
}

/// The cell of the table, without the `?` of a query; nothing where the table has none.
pub fn cell(style: Style, explode: bool, name: &str, value: &Value, encode: fn(&str) -> String) -> Option<String> {
    let name = &encode(name);
    let flat = |delimiter: &str| match value {
        Value::Text(text) => encode(text),
        Value::List(items) => joined(items.iter().map(|item| encode(item)), delimiter),
        Value::Object(members) => joined(
            members
                .iter()
                .map(|(key, item)| encode(key) + delimiter + &encode(item)),
            delimiter,
        ),
    };
    // With explode: the values of an array, or `key=value` of an object.
    let single = || match value {
        Value::Text(text) => vec![encode(text)],
        Value::List(items) => items.iter().map(|item| encode(item)).collect(),
        Value::Object(members) => members
            .iter()
            .map(|(key, item)| encode(key) + "=" + &encode(item))
            .collect(),
    };
    let is_object = matches!(value, Value::Object(_));
    Some(match (style, explode) {
        (Style::Simple, false) => flat(","),
        (Style::Simple, true) => single().join(","),
        (Style::Label, false) => ".".to_owned() + &flat(","),
        (Style::Label, true) => single().iter().map(|item| ".".to_owned() + item).collect(),
        (Style::Matrix, false) => matrix(name, &flat(",")),
        (Style::Matrix, true) if is_object => single().iter().map(|item| ";".to_owned() + item).collect(),
        (Style::Matrix, true) => single().iter().map(|item| matrix(name, item)).collect(),
        (Style::Form, false) => format!("{name}={}", flat(",")),
        (Style::Form, true) if is_object => single().join("&"),
        (Style::Form, true) => joined(single().iter().map(|item| format!("{name}={item}")), "&"),
        (Style::SpaceDelimited | Style::PipeDelimited, true) => return None,
        (Style::SpaceDelimited | Style::PipeDelimited, false) if matches!(value, Value::Text(_)) => return None,
        (Style::SpaceDelimited, false) => format!("{name}={}", flat("%20")),
        (Style::PipeDelimited, false) => format!("{name}={}", flat("%7C")),
        // The table has it for explode alone; descriptions that leave explode out mean the same.
        (Style::DeepObject, _) => match value {
            Value::Object(members) => joined(
                members
                    .iter()
                    .map(|(key, item)| format!("{name}%5B{}%5D={}", encode(key), encode(item))),
                "&",
            ),
            _ => return None,
        },
    })
}

fn matrix(name: &str, text: &str) -> String {
    match text {
        "" => format!(";{name}"),
        text => format!(";{name}={text}"),
    }
}

fn joined(items: impl Iterator<Item = String>, delimiter: &str) -> String {
    items.collect::<Vec<_>>().join(delimiter)
}

/// What RFC 6570 does to a value: all but the unreserved characters is percent-encoded.
pub fn encoded(text: &str) -> String {
    kept(text, "-._~")
}

/// The same where reserved characters are allowed.
pub fn reserved(text: &str) -> String {
    kept(text, "-._~:/?@!$'()*,;=")
}

/// A header is no URL.
pub fn plain(text: &str) -> String {
    text.to_owned()
}

fn kept(text: &str, also: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        let letter = char::from(byte);
        if letter.is_ascii_alphanumeric() || also.contains(letter) {
            out.push(letter);
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

/// The rows that people know by heart, so that the table itself is held against something.
#[test]
fn the_table_is_that_of_the_specification() {
    let list = Value::List(["blue", "black", "brown"].map(str::to_owned).to_vec());
    let object = Value::Object(
        [("R", "100"), ("G", "200"), ("B", "150")]
            .map(|(key, item)| (key.to_owned(), item.to_owned()))
            .to_vec(),
    );
    let row = |style, explode| {
        [
            Value::Text(String::new()),
            Value::Text("blue".to_owned()),
            list.clone(),
            object.clone(),
        ]
        .map(|value| cell(style, explode, "color", &value, encoded).unwrap_or_else(|| "n/a".to_owned()))
    };
    assert_eq!(
        row(Style::Matrix, false),
        [
            ";color",
            ";color=blue",
            ";color=blue,black,brown",
            ";color=R,100,G,200,B,150"
        ]
    );
    assert_eq!(
        row(Style::Matrix, true),
        [
            ";color",
            ";color=blue",
            ";color=blue;color=black;color=brown",
            ";R=100;G=200;B=150"
        ]
    );
    assert_eq!(
        row(Style::Label, false),
        [".", ".blue", ".blue,black,brown", ".R,100,G,200,B,150"]
    );
    assert_eq!(
        row(Style::Label, true),
        [".", ".blue", ".blue.black.brown", ".R=100.G=200.B=150"]
    );
    assert_eq!(
        row(Style::Simple, false),
        ["", "blue", "blue,black,brown", "R,100,G,200,B,150"]
    );
    assert_eq!(
        row(Style::Simple, true),
        ["", "blue", "blue,black,brown", "R=100,G=200,B=150"]
    );
    assert_eq!(
        row(Style::Form, false),
        [
            "color=",
            "color=blue",
            "color=blue,black,brown",
            "color=R,100,G,200,B,150"
        ]
    );
    assert_eq!(
        row(Style::Form, true),
        [
            "color=",
            "color=blue",
            "color=blue&color=black&color=brown",
            "R=100&G=200&B=150"
        ]
    );
    assert_eq!(
        row(Style::SpaceDelimited, false),
        [
            "n/a",
            "n/a",
            "color=blue%20black%20brown",
            "color=R%20100%20G%20200%20B%20150"
        ]
    );
    assert_eq!(
        row(Style::PipeDelimited, false),
        [
            "n/a",
            "n/a",
            "color=blue%7Cblack%7Cbrown",
            "color=R%7C100%7CG%7C200%7CB%7C150"
        ]
    );
    assert_eq!(row(Style::SpaceDelimited, true), ["n/a"; 4]);
    assert_eq!(row(Style::PipeDelimited, true), ["n/a"; 4]);
    assert_eq!(
        row(Style::DeepObject, true),
        [
            "n/a",
            "n/a",
            "n/a",
            "color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150"
        ]
    );
}
