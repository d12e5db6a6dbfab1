//! What the request of a call should look like, and whether it does.

use super::description::{Layout, Operation, Parameter, Place, Tried};
use super::table::{self, Style, Value, cell};

/// The parts of a request that its parameters make.
pub struct Expected {
    /// Which cell of the tables is tried.
    pub cell: String,
    path: String,
    query: Option<String>,
    /// The header or cookie that is tried.
    header: Option<(String, String)>,
    form: Option<Vec<String>>,
    /// The path would be that of another endpoint.
    is_astray: bool,
}

/// How a request compares.
pub enum Outcome {
    Equal,
    OnPurpose(&'static str),
    Different(String),
}

impl Expected {
    /// What is sent when these values are given, of which that of `tried` is in question.
    pub fn of(operation: &Operation, tried: &Parameter, given: &[(&Parameter, &Tried)]) -> Result<Self, &'static str> {
        let mut path = operation.path.clone();
        let mut is_astray = false;
        let (mut query, mut cookies, mut form) = (Vec::new(), Vec::new(), Vec::new());
        let mut header = None;
        for (parameter, (json, value)) in given {
            let text = text(parameter, json, value)?;
            match parameter.place {
                Place::Path => {
                    is_astray |= text.is_empty() || text == ".";
                    path = path.replace(&format!("{{{}}}", parameter.name), &text);
                }
                Place::Query => query.push(text),
                // Other than the tables say, for `&` parts nothing in a cookie: as the style `cookie` of OpenAPI 3.2 has it.
                Place::Cookie => cookies.push(text.replace('&', "; ")),
                Place::Header if std::ptr::eq(*parameter, tried) => {
                    header = Some((parameter.name.to_lowercase(), text))
                }
                Place::Header => {}
                Place::Form => form.push(text),
            }
        }
        if tried.place == Place::Cookie {
            header = Some(("cookie".to_owned(), cookies.join("; ")));
        }
        let shape = given
            .iter()
            .find(|(parameter, _)| std::ptr::eq(*parameter, tried))
            .map(|(_, (_, value))| match value {
                Value::Text(text) if text.is_empty() => "empty",
                Value::Text(_) => "string",
                Value::List(_) => "array",
                Value::Object(_) => "object",
            });
        Ok(Self {
            cell: format!("{:?} {} {}", tried.place, layout_name(tried), shape.unwrap_or_default()),
            path,
            query: (!query.is_empty()).then(|| query.join("&")),
            header,
            form: (tried.place == Place::Form).then(|| pieces(&form.join("&"))),
            is_astray,
        })
    }

    /// Whether this is what was sent.
    pub fn compare(&self, sent: &serde_json::Value) -> Outcome {
        if self.is_astray && sent["refused"].is_string() {
            return Outcome::OnPurpose("an empty segment is refused, for its path is another endpoint's");
        }
        if sent["path"].is_null() {
            return Outcome::Different(sent.to_string());
        }
        let text = |value: &serde_json::Value| value.as_str().map(str::to_owned);
        let mut differences = Vec::new();
        let mut hold = |what: &str, expected: Option<&str>, sent: Option<String>| {
            if expected != sent.as_deref() {
                differences.push(format!("the {what} is {sent:?} and not {expected:?}"));
            }
        };
        hold(
            "path",
            Some(&as_escaped(&self.path)),
            text(&sent["path"]).map(|path| as_escaped(&path)),
        );
        hold("query", self.query.as_deref(), text(&sent["query"]));
        if let Some((name, value)) = &self.header {
            hold(name, Some(value), text(&sent["headers"][name]));
        }
        if let Some(form) = &self.form {
            let sent = text(&sent["body"]).map(|body| pieces(&body).join("&"));
            hold("form", Some(&form.join("&")), sent);
        }
        match differences.is_empty() {
            true => Outcome::Equal,
            false => Outcome::Different(differences.join("; ")),
        }
    }
}

fn text(parameter: &Parameter, json: &serde_json::Value, value: &Value) -> Result<String, &'static str> {
    let encode = match (parameter.place, parameter.layout?) {
        (Place::Header, _) => table::plain,
        (_, Layout::Style { reserved: true, .. }) => table::reserved,
        _ => table::encoded,
    };
    let none = "a cell that the tables leave empty";
    let written = match (parameter.layout?, value) {
        (Layout::Style { style, explode, .. }, value) => {
            return cell(style, explode, &parameter.name, value, encode).ok_or(none);
        }
        // Members travel in the order of the description.
        (Layout::Json, Value::Object(members)) => {
            let members = members.iter().map(|(name, _)| format!("{:?}:{}", name, json[name]));
            format!("{{{}}}", members.collect::<Vec<_>>().join(","))
        }
        (Layout::Json, _) => json.to_string(),
        (Layout::Text, Value::Text(text)) => text.clone(),
        (Layout::Text, _) => return Err("a list or an object in a media type that is not JSON"),
    };
    Ok(match parameter.place {
        // A comma delimits nothing in a segment that is one text.
        Place::Path => encode(&written).replace("%2C", ","),
        Place::Header => encode(&written),
        _ => format!("{}={}", encode(&parameter.name), encode(&written)),
    })
}

fn layout_name(parameter: &Parameter) -> String {
    match parameter.layout {
        Ok(Layout::Style {
            style: Style::DeepObject,
            ..
        }) => "deepObject".to_owned(),
        Ok(Layout::Style {
            style,
            explode,
            reserved,
        }) => {
            let reserved = if reserved { " reserved" } else { "" };
            format!("{style:?} explode={explode}{reserved}")
        }
        Ok(Layout::Json) => "JSON".to_owned(),
        Ok(Layout::Text) => "text".to_owned(),
        Err(why) => why.to_owned(),
    }
}

/// A path with its harmless characters escaped as RFC 6570 does, which the core leaves as RFC 3986 allows; what styles delimit with stays.
fn as_escaped(path: &str) -> String {
    let mut out = String::new();
    for letter in path.chars() {
        match letter {
            ':' | '@' | '!' | '$' | '&' | '\'' | '(' | ')' | '*' | '+' | '{' | '}' | ' ' => {
                out.push_str(&format!("%{:02X}", u32::from(letter)))
            }
            letter => out.push(letter),
        }
    }
    out
}

/// The pairs of a form, whose order means nothing.
fn pieces(form: &str) -> Vec<String> {
    let mut pieces: Vec<String> = form.split('&').map(str::to_owned).collect();
    pieces.sort();
    pieces
}
