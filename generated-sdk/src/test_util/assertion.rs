//! What a test can demand of a request. A demand that is not met fails the test and shows what was sent instead, without its secrets.

use super::recorded::Recorded;
use super::redactor::MARK;
use super::{Script, difference, lock};
use crate::secret::is_sensitive_argument;
use serde::Serialize;
use serde_json::Value;

impl Script {
    /// The request of this number, counted from zero.
    ///
    /// # Panics
    ///
    /// Fewer requests have been sent.
    #[track_caller]
    pub fn request(&self, number: usize) -> Recorded {
        let requests = self.requests();
        match requests.get(number) {
            Some(request) => request.clone(),
            None => fail(format!("request {number} was not sent; {}", list(&requests))),
        }
    }

    /// Demands that this many requests have been sent.
    ///
    /// # Panics
    ///
    /// It was another number.
    #[track_caller]
    pub fn assert_requests(&self, count: usize) -> &Self {
        let requests = self.requests();
        if requests.len() != count {
            fail(format!("{count} requests were wanted; {}", list(&requests)));
        }
        self
    }

    /// Demands that all answers have been asked for, those of [`otherwise`](Self::otherwise) and [`on_every`](Self::on_every) excepted.
    ///
    /// # Panics
    ///
    /// There are answers left.
    #[track_caller]
    pub fn assert_finished(&self) -> &Self {
        let left = self.left();
        if !left.is_empty() {
            let requests = lock(&self.0.requests);
            fail(format!(
                "the script has answers left: {}; {}",
                left.join(", "),
                list(&requests)
            ));
        }
        self
    }
}

impl Recorded {
    /// Demands this method.
    ///
    /// # Panics
    ///
    /// It was another.
    #[track_caller]
    pub fn assert_method(&self, method: &str) -> &Self {
        self.demand(self.method == method, &format!("the method is not {method}"))
    }

    /// Demands this path, with that of the base URL.
    ///
    /// # Panics
    ///
    /// It was another.
    #[track_caller]
    pub fn assert_path(&self, path: &str) -> &Self {
        self.demand(self.path() == path, &format!("the path is not {path}"))
    }

    /// Demands this pair in the query, both as they are before encoding.
    ///
    /// # Panics
    ///
    /// The query does not hold it.
    #[track_caller]
    pub fn assert_query(&self, name: &str, value: &str) -> &Self {
        let pairs = self.query_pairs();
        let sent: Vec<&str> = pairs
            .iter()
            .filter(|pair| pair.0 == name)
            .map(|pair| pair.1.as_str())
            .collect();
        let what = shown(name, value);
        let found = match sent.as_slice() {
            [] => "it has none of that name".to_owned(),
            sent => format!(
                "it has {}",
                sent.iter().map(|sent| shown(name, sent)).collect::<Vec<_>>().join(", ")
            ),
        };
        self.demand(
            sent.contains(&value),
            &format!("the query has no {name}={what}: {found}"),
        )
    }

    /// Demands that the query has no pair of this name.
    ///
    /// # Panics
    ///
    /// It has one.
    #[track_caller]
    pub fn assert_no_query(&self, name: &str) -> &Self {
        let is_there = self.query_pairs().iter().any(|pair| pair.0 == name);
        self.demand(!is_there, &format!("the query has a {name}"))
    }

    /// Demands a header of this value.
    ///
    /// # Panics
    ///
    /// It is missing, or has another.
    #[track_caller]
    pub fn assert_header(&self, name: &str, value: &str) -> &Self {
        let is_there = self
            .headers
            .get_all(name)
            .iter()
            .any(|sent| sent.as_bytes() == value.as_bytes());
        self.demand(is_there, &format!("there is no header {name}: {}", shown(name, value)))
    }

    /// Demands that there is no header of this name.
    ///
    /// # Panics
    ///
    /// There is one.
    #[track_caller]
    pub fn assert_no_header(&self, name: &str) -> &Self {
        self.demand(!self.headers.contains_key(name), &format!("there is a header {name}"))
    }

    /// Demands a body of this JSON, whatever the order of its members.
    ///
    /// # Panics
    ///
    /// It is other JSON, or none.
    #[track_caller]
    pub fn assert_json(&self, wanted: impl Serialize) -> &Self {
        let wanted = serde_json::to_value(wanted).unwrap_or_default();
        match serde_json::from_slice(&self.body) {
            Ok(sent) => {
                let differences = difference::of_json(&wanted, &sent);
                self.demand(
                    differences.is_empty(),
                    &format!("the body is other JSON\n  {}", differences.join("\n  ")),
                )
            }
            Err(error) => self.demand(false, &format!("the body is no JSON: {error}")),
        }
    }

    /// Demands this value at a JSON pointer of the body, as in `/items/0/name`.
    ///
    /// # Panics
    ///
    /// There is another, or nothing.
    #[track_caller]
    pub fn assert_json_at(&self, pointer: &str, wanted: impl Serialize) -> &Self {
        let wanted = serde_json::to_value(wanted).unwrap_or_default();
        let body = self.json();
        let sent = body.pointer(pointer);
        let found = sent.map_or_else(|| "nothing".to_owned(), Value::to_string);
        self.demand(
            sent == Some(&wanted),
            &format!("the body has not {wanted} at {pointer} but {found}"),
        )
    }

    /// Demands a body of this text.
    ///
    /// # Panics
    ///
    /// It is another.
    #[track_caller]
    pub fn assert_text(&self, text: &str) -> &Self {
        self.demand(self.body == text.as_bytes(), &format!("the body is not {text:?}"))
    }

    /// Demands that there is no body.
    ///
    /// # Panics
    ///
    /// There is one.
    #[track_caller]
    pub fn assert_no_body(&self) -> &Self {
        self.demand(self.body.is_empty(), "there is a body")
    }

    #[track_caller]
    fn demand(&self, is_met: bool, complaint: &str) -> &Self {
        if !is_met {
            let complaint = self.redactor().text(complaint);
            fail(format!("{complaint}\n\nThe request was:\n\n{self}\n"));
        }
        self
    }
}

/// A value for a person, unless it is a secret.
fn shown<'a>(name: &str, value: &'a str) -> &'a str {
    if is_sensitive_argument(name) { MARK } else { value }
}

fn list(requests: &[Recorded]) -> String {
    let lines: Vec<String> = requests.iter().map(|request| format!("\n  {request:?}")).collect();
    format!("{} were sent{}", lines.len(), lines.concat())
}

/// The one place that fails a test.
#[track_caller]
fn fail(complaint: String) -> ! {
    panic!("{complaint}")
}
