//! No type of the generated crates shows a secret that it holds.
//!
//! Which types there are is read from the sources: a build script lists what each crate exports, and the definitions say which values they hold. A type that
//! is added is tested without a change here, and one that cannot be tested fails.

#[path = "secrets/definition.rs"]
mod definition;
#[path = "../templates/src/secret/name.rs"]
mod name;
#[path = "secrets/overlay.rs"]
mod overlay;
#[path = "secrets/sample.rs"]
mod sample;

use definition::{Definition, Definitions, Shape, holds_text};
use sample::{SECRET, sample};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::collections::BTreeSet;
use std::fmt::Debug;
use std::marker::PhantomData;

/// Decodes a value; gives what the type shows of it, and the value as it is written again.
type Show = fn(&Value) -> Result<(String, Value), String>;

/// A type that one of the crates exports.
pub struct Type {
    krate: &'static str,
    name: &'static str,
    /// `None` of a type that no JSON can be decoded into.
    show: Option<Show>,
}

fn show<T: DeserializeOwned + Serialize + Debug>(json: &Value) -> Result<(String, Value), String> {
    let value: T = serde_json::from_value(json.clone()).map_err(|error| error.to_string())?;
    let written = serde_json::to_value(&value).map_err(|error| error.to_string())?;
    Ok((format!("{value:?} {value:#?}"), written))
}

struct Probe<T>(PhantomData<T>);

trait Decodable {
    fn show(&self) -> Option<Show>;
}

impl<T: DeserializeOwned + Serialize + Debug> Decodable for Probe<T> {
    fn show(&self) -> Option<Show> {
        Some(show::<T>)
    }
}

/// Found only where the trait above is not implemented: it takes one more reference.
trait Other {
    fn show(&self) -> Option<Show>;
}

impl<T> Other for &Probe<T> {
    fn show(&self) -> Option<Show> {
        None
    }
}

macro_rules! type_of {
    ($crate_name:ident, $name:ident) => {
        Type {
            krate: stringify!($crate_name),
            name: stringify!($name),
            show: (&Probe::<$crate_name::types::$name>(PhantomData)).show(),
        }
    };
}

include!(concat!(env!("OUT_DIR"), "/types.rs"));

/// More than the branches of any union.
const ROUNDS: usize = 16;

fn report(failures: &[String]) {
    let lines: Vec<String> = failures
        .iter()
        .take(20)
        .map(|line| line.chars().take(500).collect())
        .collect();
    let text = lines.join("\n");
    assert!(failures.is_empty(), "{} failures\n{text}", failures.len());
}

fn definitions(krate: &str) -> Definitions {
    Definitions::read(match krate {
        "chatbotkit" => "generated-sdk/src",
        _ => "templates/src",
    })
}

#[test]
fn no_type_shows_the_secrets_that_it_holds() {
    let mut failures = Vec::new();
    let (mut decoded, mut planted) = (0, 0);
    for krate in ["chatbotkit", "sdk_template"] {
        let definitions = definitions(krate);
        for Type { name, show, .. } in types().into_iter().filter(|one| one.krate == krate) {
            let Some(show) = show else { continue };
            let mut seen = BTreeSet::new();
            for round in 0..ROUNDS {
                let json = sample(&definitions, name, round);
                if !seen.insert(json.to_string()) {
                    continue;
                }
                let wanted = json.to_string().matches(SECRET).count();
                match show(&json) {
                    Err(error) => failures.push(format!("{krate}: {name} cannot be decoded: {error}: {json}")),
                    Ok((text, _)) if text.contains(SECRET) => {
                        failures.push(format!("{krate}: {name} shows it: {text}"))
                    }
                    // A secret that was not taken in could not be shown: the test would say nothing.
                    Ok((_, written)) if written.to_string().matches(SECRET).count() != wanted => {
                        failures.push(format!("{krate}: {name} lost a secret: {json} became {written}"));
                    }
                    Ok(_) => {
                        decoded += 1;
                        planted += wanted;
                    }
                }
            }
        }
    }
    report(&failures);
    assert!(
        decoded > 700 && planted > 100,
        "{decoded} values with {planted} secrets are too few"
    );
}

#[test]
fn what_is_named_like_a_secret_is_one_unless_the_description_says_no() {
    let mut failures = Vec::new();
    let mut marked = BTreeSet::new();
    for krate in ["chatbotkit", "sdk_template"] {
        let said = overlay::said(krate);
        for Definition { name, shape, .. } in &definitions(krate).all {
            let Shape::Record { members, .. } = shape else { continue };
            for member in members {
                if member.secret {
                    marked.insert((name.clone(), member.wire.clone()));
                } else if member.ty.as_ref().is_some_and(holds_text)
                    && name::is_sensitive(&member.wire)
                    && !said.contains(&(member.wire.clone(), false))
                {
                    failures.push(format!("{krate}: `{}` of {name} is shown", member.wire));
                }
            }
        }
        let is_marked = |wire: &str| marked.iter().any(|(_, marked)| marked == wire);
        for (wire, _) in said.iter().filter(|(wire, said)| *said && !is_marked(wire)) {
            failures.push(format!(
                "{krate}: `{wire}` is shown, although the overlay says that it is sensitive"
            ));
        }
    }
    report(&failures);
    assert!(marked.len() > 25, "only {} members are marked", marked.len());
}

#[test]
fn no_type_is_left_out() {
    let listed = types();
    let mut failures = Vec::new();
    for krate in ["chatbotkit", "sdk_template"] {
        let exported: BTreeSet<&str> = listed
            .iter()
            .filter(|one| one.krate == krate)
            .map(|one| one.name)
            .collect();
        for Definition { name, shape, is_public } in &definitions(krate).all {
            match shape {
                // What has no wire format has a derived `Debug`, or one of its own that hides what is secret.
                Shape::Plain { members, derives_debug } => {
                    for member in members
                        .iter()
                        .filter(|member| *derives_debug && name::is_sensitive(member))
                    {
                        failures.push(format!("{krate}: `{member}` of {name} is shown by a derived `Debug`"));
                    }
                }
                _ if *is_public && !exported.contains(name.as_str()) => {
                    failures.push(format!("{krate}: {name} is not exported by `types`"));
                }
                _ => {}
            }
        }
    }
    // Types without JSON are the forms; the definitions of all others are known.
    for Type { krate, name, .. } in listed.iter().filter(|one| one.show.is_none()) {
        let is_form = definitions(krate)
            .resolve(name)
            .is_some_and(|one| matches!(one.shape, Shape::Plain { .. }));
        if !is_form {
            failures.push(format!("{krate}: {name} cannot be decoded and is no form"));
        }
    }
    report(&failures);
    assert!(listed.len() > 300, "only {} types are listed", listed.len());
}
