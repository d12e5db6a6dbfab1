//! Every style of the specification's table "Style Examples", and what the table leaves open.

use crate::support::client;
use sdk_template::test_util::Script;
use sdk_template::{Call, Operation, Parameter, Style};
use serde::Serialize;
use serde_json::{Value, json};

/// The object of the table, in the table's order.
#[derive(Serialize)]
#[serde(rename_all = "UPPERCASE")]
struct Rgb {
    r: u8,
    g: u8,
    b: u8,
}

const RGB: Rgb = Rgb { r: 100, g: 200, b: 150 };
const LIST: [&str; 3] = ["blue", "black", "brown"];

fn query(parameter: Parameter, value: &(impl Serialize + ?Sized)) -> String {
    static OPERATION: Operation = Operation::get("search", "/search");
    let call = Call::<Value>::new(&client(&Script::new()), &OPERATION).parameter(parameter, value);
    call.into_request().unwrap().uri().query().unwrap_or("-").to_owned()
}

fn path(parameter: Parameter, value: &(impl Serialize + ?Sized)) -> String {
    static OPERATION: Operation = Operation::get("read", "/{color}");
    let call = Call::<Value>::new(&client(&Script::new()), &OPERATION).parameter(parameter, value);
    match call.into_request() {
        Ok(request) => request.uri().path().trim_start_matches("/v1/").to_owned(),
        Err(error) => error.message().to_owned(),
    }
}

/// The four columns of the table for a style in a query.
fn in_query(parameter: Parameter) -> [String; 4] {
    [
        query(parameter, ""),
        query(parameter, "blue"),
        query(parameter, &LIST),
        query(parameter, &RGB),
    ]
}

/// The four columns of the table for a style in a path.
fn in_path(parameter: Parameter) -> [String; 4] {
    [
        path(parameter, ""),
        path(parameter, "blue"),
        path(parameter, &LIST),
        path(parameter, &RGB),
    ]
}

const EMPTY: &str = "the path parameter \"color\" is empty";

#[test]
fn matrix() {
    let parameter = Parameter::path("color").style(Style::Matrix);
    assert_eq!(
        in_path(parameter),
        [
            ";color",
            ";color=blue",
            ";color=blue,black,brown",
            ";color=R,100,G,200,B,150"
        ]
    );
    let exploded = [
        ";color",
        ";color=blue",
        ";color=blue;color=black;color=brown",
        ";R=100;G=200;B=150",
    ];
    assert_eq!(in_path(parameter.explode(true)), exploded);
}

#[test]
fn label() {
    let parameter = Parameter::path("color").style(Style::Label);
    // The table writes an empty label as `.`, a segment that means the same folder: no server would see it.
    let dot = "a path segment of `.` or `..` would lead to another endpoint";
    assert_eq!(
        in_path(parameter),
        [dot, ".blue", ".blue,black,brown", ".R,100,G,200,B,150"]
    );
    assert_eq!(
        in_path(parameter.explode(true)),
        [dot, ".blue", ".blue.black.brown", ".R=100.G=200.B=150"]
    );
}

#[test]
fn simple() {
    let parameter = Parameter::path("color").style(Style::Simple);
    assert_eq!(
        in_path(parameter),
        [EMPTY, "blue", "blue,black,brown", "R,100,G,200,B,150"]
    );
    assert_eq!(
        in_path(parameter.explode(true)),
        [EMPTY, "blue", "blue,black,brown", "R=100,G=200,B=150"]
    );
}

#[test]
fn what_a_style_delimits_with_is_escaped_inside_of_its_elements() {
    const NAMES: [&str; 2] = ["@a,b;c=d.e", "f"];
    let map = json!({ "k=,;.": "@a,b;c=d.e" });
    let both = |parameter: Parameter| (path(parameter, &NAMES), path(parameter, &map));
    let expect = |list: &str, map: &str| (list.to_owned(), map.to_owned());
    let [simple, label, matrix] =
        [Style::Simple, Style::Label, Style::Matrix].map(|style| Parameter::path("color").style(style));
    assert_eq!(
        both(simple),
        expect("@a%2Cb%3Bc%3Dd.e,f", "k%3D%2C%3B.,@a%2Cb%3Bc%3Dd.e")
    );
    assert_eq!(
        both(simple.explode(true)),
        expect("@a%2Cb%3Bc%3Dd.e,f", "k%3D%2C%3B.=@a%2Cb%3Bc%3Dd.e")
    );
    assert_eq!(
        both(label),
        expect(".@a%2Cb%3Bc%3Dd.e,f", ".k%3D%2C%3B.,@a%2Cb%3Bc%3Dd.e")
    );
    assert_eq!(
        both(label.explode(true)),
        expect(".@a%2Cb%3Bc%3Dd%2Ee.f", ".k%3D%2C%3B%2E=@a%2Cb%3Bc%3Dd%2Ee")
    );
    assert_eq!(
        both(matrix),
        expect(";color=@a%2Cb%3Bc%3Dd.e,f", ";color=k%3D%2C%3B.,@a%2Cb%3Bc%3Dd.e")
    );
    assert_eq!(
        both(matrix.explode(true)),
        expect(";color=@a%2Cb%3Bc%3Dd.e;color=f", ";k%3D%2C%3B.=@a%2Cb%3Bc%3Dd.e")
    );
}

#[test]
fn a_single_value_has_fewer_delimiters_to_fear() {
    let color = Parameter::path("color");
    assert_eq!(path(color, "@a,b;c=d.e"), "@a,b;c=d.e");
    assert_eq!(path(color.style(Style::Label), "@a,b;c=d.e"), ".@a,b;c=d.e");
    assert_eq!(
        path(color.style(Style::Matrix), "@a,b;c=d.e"),
        ";color=@a%2Cb%3Bc%3Dd.e"
    );
}

#[test]
fn form() {
    let parameter = Parameter::query("color").style(Style::Form);
    let joined = [
        "color=",
        "color=blue",
        "color=blue,black,brown",
        "color=R,100,G,200,B,150",
    ];
    assert_eq!(in_query(parameter.explode(false)), joined);
    let exploded = [
        "color=",
        "color=blue",
        "color=blue&color=black&color=brown",
        "R=100&G=200&B=150",
    ];
    assert_eq!(in_query(parameter.explode(true)), exploded);
    assert_eq!(
        in_query(Parameter::query("color")),
        exploded,
        "form explodes by default"
    );
}

#[test]
fn space_delimited() {
    let parameter = Parameter::query("color").style(Style::SpaceDelimited);
    assert_eq!(query(parameter, &LIST), "color=blue%20black%20brown");
    assert_eq!(query(parameter, &RGB), "color=R%20100%20G%20200%20B%20150");
}

#[test]
fn pipe_delimited() {
    let parameter = Parameter::query("color").style(Style::PipeDelimited);
    assert_eq!(query(parameter, &LIST), "color=blue%7Cblack%7Cbrown");
    assert_eq!(query(parameter, &RGB), "color=R%7C100%7CG%7C200%7CB%7C150");
}

#[test]
fn deep_object() {
    let parameter = Parameter::query("color").style(Style::DeepObject).explode(true);
    assert_eq!(
        query(parameter, &RGB),
        "color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150"
    );
}

#[test]
fn deep_object_goes_deeper_than_the_table() {
    let parameter = Parameter::query("q").style(Style::DeepObject);
    let value = json!({ "a": { "b c": [true, { "d": null, "e": "&" }] } });
    assert_eq!(
        query(parameter, &value),
        "q%5Ba%5D%5Bb%20c%5D%5B0%5D=true&q%5Ba%5D%5Bb%20c%5D%5B1%5D%5Be%5D=%26"
    );
}

#[test]
fn dot_is_not_in_the_table() {
    let parameter = Parameter::query("meta").style(Style::Dot);
    assert_eq!(
        query(parameter, &json!({ "a": "x y", "b": { "c": 1 } })),
        "meta.a=x%20y&meta.b.c=1"
    );
}

#[test]
fn null_is_left_out_and_falsehood_is_not() {
    assert_eq!(query(Parameter::query("a"), &Value::Null), "-");
    assert_eq!(query(Parameter::query("a"), &json!([])), "-");
    assert_eq!(query(Parameter::query("a"), &json!([1, null, 2])), "a=1&a=2");
    assert_eq!(query(Parameter::query("a"), &json!(false)), "a=false");
    assert_eq!(query(Parameter::query("a"), &json!(0)), "a=0");
}

#[test]
fn numbers_are_written_as_people_write_them() {
    assert_eq!(
        query(Parameter::query("a"), &json!(1_700_000_000_000.0_f64)),
        "a=1700000000000"
    );
    assert_eq!(query(Parameter::query("a"), &json!(1.5)), "a=1.5");
    assert_eq!(query(Parameter::query("a"), &json!(u64::MAX)), "a=18446744073709551615");
}

#[test]
fn names_and_values_are_escaped() {
    assert_eq!(
        query(Parameter::query("a b[]"), &json!("ü&=+#/%")),
        "a%20b%5B%5D=%C3%BC%26%3D%2B%23%2F%25"
    );
}

#[test]
fn reserved_characters_may_be_allowed() {
    let parameter = Parameter::query("a").allow_reserved();
    assert_eq!(query(parameter, &json!("/x?y:z@!$'()*,;=")), "a=/x?y:z@!$'()*,;=");
    // What would end the value or the query is encoded all the same; what is encoded stays so.
    assert_eq!(
        query(parameter, &json!("&+#[] %41 100%")),
        "a=%26%2B%23%5B%5D%20%41%20100%25"
    );
}

#[test]
fn a_media_type_instead_of_a_style() {
    let parameter = Parameter::query("filter").content("application/json");
    assert_eq!(query(parameter, &json!({ "a": [1] })), "filter=%7B%22a%22%3A%5B1%5D%7D");
    assert_eq!(query(parameter, &json!("x")), "filter=%22x%22");
}

#[test]
fn headers_and_cookies() {
    static OPERATION: Operation = Operation::get("read", "/x");
    let call = Call::<Value>::new(&client(&Script::new()), &OPERATION)
        .parameter(Parameter::header("X-List"), &["a b", "c"])
        .parameter(Parameter::header("X-Object").explode(true), &json!({ "a": 1, "b": 2 }))
        .parameter(Parameter::header("X-Plain"), &json!({ "a": 1, "b": 2 }))
        .parameter(Parameter::header("X-None"), &Value::Null)
        .parameter(Parameter::cookie("one"), &"a b")
        .parameter(Parameter::cookie("two"), &["x", "y"]);
    let request = call.into_request().unwrap();
    let header = |name: &str| request.headers().get(name).map(|value| value.to_str().unwrap());
    assert_eq!(header("x-list"), Some("a b,c"));
    assert_eq!(header("x-object"), Some("a=1,b=2"));
    assert_eq!(header("x-plain"), Some("a,1,b,2"));
    assert_eq!(header("x-none"), None);
    assert_eq!(header("cookie"), Some("one=a%20b; two=x; two=y"));
}

#[test]
fn a_parameter_set_twice_is_sent_once() {
    static OPERATION: Operation = Operation::get("read", "/x");
    let call = Call::<Value>::new(&client(&Script::new()), &OPERATION)
        .parameter(Parameter::query("a"), &1)
        .parameter(Parameter::query("b"), &["x", "y"])
        .parameter(Parameter::query("a"), &2);
    assert_eq!(call.into_request().unwrap().uri().query(), Some("b=x&b=y&a=2"));
}

#[test]
fn a_query_parameter_set_again_to_nothing_is_not_sent() {
    static OPERATION: Operation = Operation::get("read", "/x");
    let meta = Parameter::query("meta").style(Style::DeepObject);
    let given = || {
        Call::<Value>::new(&client(&Script::new()), &OPERATION)
            .parameter(Parameter::query("a b"), &1)
            .parameter(meta, &json!({ "x": 1, "y": 2 }))
            .parameter(Parameter::query("rgb"), &RGB)
    };
    let query = |call: Call<Value>| call.into_request().unwrap().uri().query().unwrap_or("-").to_owned();
    let null = &Value::Null;
    assert_eq!(query(given()), "a%20b=1&meta%5Bx%5D=1&meta%5By%5D=2&R=100&G=200&B=150");
    assert_eq!(
        query(given().parameter(meta, null).parameter(Parameter::query("rgb"), null)),
        "a%20b=1"
    );
    assert_eq!(
        query(given().query("a b", null).query("rgb", null).query("meta", null)),
        "-"
    );
    assert_eq!(
        query(given().query("meta[x]", null).query("R", null)),
        "a%20b=1&meta%5By%5D=2&G=200&B=150"
    );
    // An object replaces all of the one before it.
    assert_eq!(
        query(
            given()
                .parameter(Parameter::query("rgb"), null)
                .parameter(meta, &json!({ "z": 3 }))
        ),
        "a%20b=1&meta%5Bz%5D=3"
    );
}

#[test]
fn cookies_and_headers_set_again_replace_what_was_set_before() {
    static OPERATION: Operation = Operation::get("read", "/x");
    let (session, meta) = (Parameter::cookie("session"), Parameter::cookie("meta").explode(true));
    let (one, two) = (Parameter::header("x-one"), Parameter::header("x-two"));
    let given = || {
        Call::<Value>::new(&client(&Script::new()), &OPERATION)
            .parameter(session, "1")
            .parameter(meta, &json!({ "a": 1, "b": 2 }))
            .parameter(one, "1")
            .parameter(two, "1")
    };
    let sent = |call: Call<Value>| {
        let request = call.into_request().unwrap();
        ["cookie", "x-one", "x-two"].map(|name| {
            let value = request.headers().get(name)?;
            Some(value.to_str().unwrap().to_owned())
        })
    };
    let again = given()
        .parameter(session, "2")
        .parameter(meta, &json!({ "b": 3 }))
        .parameter(one, "2")
        .parameter(two, &Value::Null);
    let wanted = [Some("session=2; b=3"), Some("2"), None];
    assert_eq!(sent(again), wanted.map(|text| text.map(str::to_owned)));
    let none = given().parameter(session, &Value::Null).parameter(meta, &Value::Null);
    assert_eq!(sent(none)[0], None);
}

/// They would be sent as other numbers.
#[test]
fn integers_of_more_than_64_bits_are_refused() {
    static OPERATION: Operation = Operation::get("read", "/x");
    let refused = |value: &dyn Fn(Call<Value>) -> Call<Value>| {
        let call = value(Call::new(&client(&Script::new()), &OPERATION));
        let error = call.into_request().unwrap_err();
        assert!(error.message().contains("more than 64 bits"), "{error}");
    };
    refused(&|call| call.parameter(Parameter::query("a"), &u128::MAX));
    refused(&|call| call.query("a", i128::MIN));
    refused(&|call| call.body_field("a", [u128::from(u64::MAX) + 1]));
    refused(&|call| call.json(&json!({ "b": "\"" })).body_field("a", ("\\\"", u128::MAX)));
    refused(&|call| call.json(&(1, u128::MAX)).body_field("a", 1));
    assert_eq!(
        query(Parameter::query("a"), &u128::from(u64::MAX)),
        "a=18446744073709551615"
    );
    assert_eq!(
        query(Parameter::query("a"), &i128::from(i64::MIN)),
        "a=-9223372036854775808"
    );
    assert_eq!(
        query(Parameter::query("a"), u128::MAX.to_string().as_str()),
        format!("a={}", u128::MAX)
    );
    assert_eq!(query(Parameter::query("a"), &1e300), "a=1e%2B300");
}
