//! Whether a value fits into a schema.

use serde_json::{Map, Value};

use super::Direction;
use super::declared::{declarations, knows};
use super::schemas::Schemas;
use super::value::is_of;
use super::view::{Union, View};
use super::words::{article, described, short};

/// One place of a value that does not fit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The JSON pointer of the place; empty for the whole value.
    pub at: String,
    /// The keyword that is not kept.
    pub rule: &'static str,
    /// What would be right, to be read after the place.
    pub message: String,
}

/// Everything of a value that does not fit into a schema.
///
/// Several branches of a `oneOf` may hold: descriptions use it where `anyOf` is meant. Formats are not checked.
pub fn check(schemas: &Schemas, schema: &Value, value: &Value, direction: Direction) -> Vec<Problem> {
    let mut checker = Checker {
        schemas,
        direction,
        at: String::new(),
        depth: 0,
        steps: 0,
        problems: Vec::new(),
    };
    checker.schema(schema, value, schema);
    checker.problems
}

/// Schemas that contain themselves without a value between are followed so far.
const DEPTH: usize = 256;

/// Parts and branches can contain each other in more ways than anybody can follow; after so many nothing more is found wrong.
const STEPS: usize = 200_000;

struct Checker<'s> {
    schemas: &'s Schemas,
    direction: Direction,
    at: String,
    depth: usize,
    steps: usize,
    problems: Vec<Problem>,
}

impl<'s> Checker<'s> {
    /// Checks one schema. `whole` is the one that this is a part of by `allOf` or a union: its properties are known here.
    fn schema(&mut self, schema: &'s Value, value: &Value, whole: &'s Value) {
        let schema = self.schemas.resolve(schema);
        if schema.get("nullable").and_then(Value::as_bool) == Some(true) && value.is_null() {
            return;
        }
        if self.depth > DEPTH || self.steps > STEPS {
            return;
        }
        self.depth += 1;
        self.steps += 1;
        self.keywords(schema, value, whole);
        self.depth -= 1;
    }

    fn keywords(&mut self, schema: &'s Value, value: &Value, whole: &'s Value) {
        let kind = schema.get("type").and_then(Value::as_str);
        if !is_of(kind, value) {
            let kind = kind.unwrap_or_default();
            return self.problem(
                "type",
                format!("has to be {} and is {}", article(kind), described(value)),
            );
        }
        if let Some(values) = schema.get("enum").and_then(Value::as_array)
            && !values.iter().any(|one| same(one, value))
        {
            let values: Vec<String> = values.iter().take(12).map(Value::to_string).collect();
            self.problem(
                "enum",
                format!("has to be one of {} and is {}", values.join(", "), short(value)),
            );
        }
        match value {
            Value::String(text) => self.text(schema, text),
            Value::Number(_) => self.number(schema, value),
            Value::Array(elements) => self.array(schema, elements),
            Value::Object(members) => self.object(schema, members, whole),
            Value::Null | Value::Bool(_) => {}
        }
        let list = |keyword: &str| schema.get(keyword).and_then(Value::as_array);
        for part in list("allOf").into_iter().flatten() {
            self.schema(part, value, whole);
        }
        for keyword in ["oneOf", "anyOf"] {
            if let Some(branches) = list(keyword).filter(|branches| !branches.is_empty()) {
                let discriminator = schema.get("discriminator");
                self.union(
                    keyword,
                    Union {
                        branches,
                        discriminator,
                    },
                    value,
                    whole,
                );
            }
        }
        if let Some(not) = schema.get("not")
            && self.apart(not, value, not).is_empty()
        {
            self.problem("not", "is just what is not allowed here".to_owned());
        }
    }

    /// Reports what is wrong with the branch that is nearest to the value, if none holds.
    fn union(&mut self, keyword: &'static str, union: Union<'s>, value: &Value, whole: &'s Value) {
        let mut nearest: Option<Vec<Problem>> = None;
        for branch in union.branches {
            let problems = self.apart(branch, value, whole);
            if problems.is_empty() {
                return;
            }
            let said = union
                .tag(branch)
                .is_some_and(|(property, tag)| value.get(property).and_then(Value::as_str) == Some(tag));
            if said {
                return self.problems.extend(problems);
            }
            if nearest.as_ref().is_none_or(|old| nearness(&problems) > nearness(old)) {
                nearest = Some(problems);
            }
        }
        let nearest = nearest.unwrap_or_default();
        // Where not even the type of a branch is right, no branch is worth naming.
        match nearest.as_slice() {
            [only] if only.at == self.at && only.rule == "type" => {
                let kinds: Vec<&str> = union.branches.iter().filter_map(|branch| self.kind(branch)).collect();
                let expected = if kinds.is_empty() {
                    format!(
                        "has to fit one of {} schemas and is {}",
                        union.branches.len(),
                        described(value)
                    )
                } else {
                    format!("has to be one of {} and is {}", kinds.join(", "), described(value))
                };
                self.problem(keyword, expected);
            }
            _ => self.problems.extend(nearest),
        }
    }

    fn kind(&self, schema: &'s Value) -> Option<&'s str> {
        View::of(self.schemas, &[schema]).kind
    }

    /// The problems of a schema, without counting them yet.
    fn apart(&mut self, schema: &'s Value, value: &Value, whole: &'s Value) -> Vec<Problem> {
        let before = self.problems.len();
        self.schema(schema, value, whole);
        self.problems.split_off(before)
    }

    fn text(&mut self, schema: &Value, text: &str) {
        let length = text.chars().count();
        let unit = |count: u64| if count == 1 { "character" } else { "characters" };
        if let Some(min) = count(schema, "minLength").filter(|min| size(length) < *min) {
            self.problem(
                "minLength",
                format!("has to have at least {min} {} and has {length}", unit(min)),
            );
        }
        if let Some(max) = count(schema, "maxLength").filter(|max| size(length) > *max) {
            self.problem(
                "maxLength",
                format!("has to have at most {max} {} and has {length}", unit(max)),
            );
        }
        // A pattern that cannot be read, such as one that looks around, is not checked.
        if let Some(pattern) = schema.get("pattern").and_then(Value::as_str)
            && let Ok(regex) = regex::Regex::new(pattern)
            && !regex.is_match(text)
        {
            self.problem("pattern", format!("has to match `{pattern}`"));
        }
    }

    fn number(&mut self, schema: &Value, value: &Value) {
        let Some(number) = value.as_f64() else { return };
        let limit = |keyword: &str| schema.get(keyword).and_then(Value::as_f64);
        let is_exclusive = |keyword: &str| schema.get(keyword).and_then(Value::as_bool) == Some(true);
        if let Some(minimum) = limit("minimum") {
            if number < minimum {
                self.problem("minimum", format!("has to be at least {minimum} and is {value}"));
            } else if number == minimum && is_exclusive("exclusiveMinimum") {
                self.problem("exclusiveMinimum", format!("has to be more than {minimum}"));
            }
        }
        if let Some(maximum) = limit("maximum") {
            if number > maximum {
                self.problem("maximum", format!("has to be at most {maximum} and is {value}"));
            } else if number == maximum && is_exclusive("exclusiveMaximum") {
                self.problem("exclusiveMaximum", format!("has to be less than {maximum}"));
            }
        }
        if let Some(of) = limit("multipleOf").filter(|of| *of > 0.0) {
            let steps = number / of;
            if (steps - steps.round()).abs() > 1e-9 * steps.abs().max(1.0) {
                self.problem("multipleOf", format!("has to be a multiple of {of} and is {value}"));
            }
        }
    }

    fn array(&mut self, schema: &'s Value, elements: &[Value]) {
        let length = elements.len();
        if let Some(min) = count(schema, "minItems").filter(|min| size(length) < *min) {
            self.problem(
                "minItems",
                format!("has to have at least {min} elements and has {length}"),
            );
        }
        if let Some(max) = count(schema, "maxItems").filter(|max| size(length) > *max) {
            self.problem(
                "maxItems",
                format!("has to have at most {max} elements and has {length}"),
            );
        }
        if schema.get("uniqueItems").and_then(Value::as_bool) == Some(true)
            && let Some(index) = repeated(elements)
        {
            self.problem("uniqueItems", format!("has the element {index} twice"));
        }
        if let Some(items) = schema.get("items") {
            for (index, element) in elements.iter().enumerate() {
                self.below(&index.to_string(), items, element);
            }
        }
    }

    fn object(&mut self, schema: &'s Value, members: &Map<String, Value>, whole: &'s Value) {
        let properties = schema.get("properties").and_then(Value::as_object);
        for name in schema.get("required").and_then(Value::as_array).into_iter().flatten() {
            let Some(name) = name.as_str() else { continue };
            let mut declared = Vec::new();
            let mut seen = Vec::new();
            declarations(self.schemas, schema, name, &mut seen, &mut declared);
            declarations(self.schemas, whole, name, &mut seen, &mut declared);
            let is_hidden = declared.iter().any(|one| self.is_hidden(one));
            if !members.contains_key(name) && !is_hidden {
                let at = format!("{}{}", self.at, token(name));
                self.problems.push(Problem {
                    at,
                    rule: "required",
                    message: "is missing".to_owned(),
                });
            }
        }
        let length = members.len();
        if let Some(min) = count(schema, "minProperties").filter(|min| size(length) < *min) {
            self.problem(
                "minProperties",
                format!("has to have at least {min} members and has {length}"),
            );
        }
        if let Some(max) = count(schema, "maxProperties").filter(|max| size(length) > *max) {
            self.problem(
                "maxProperties",
                format!("has to have at most {max} members and has {length}"),
            );
        }
        let additional = schema.get("additionalProperties");
        for (name, value) in members {
            match (properties.and_then(|all| all.get(name)), additional) {
                (Some(property), _) => self.below(name, property, value),
                (None, Some(Value::Bool(false))) if !knows(self.schemas, whole, name, &mut Vec::new()) => {
                    let at = format!("{}{}", self.at, token(name));
                    self.problems.push(Problem {
                        at,
                        rule: "additionalProperties",
                        message: "is not known here".to_owned(),
                    });
                }
                (None, Some(additional @ Value::Object(_))) if !knows(self.schemas, whole, name, &mut Vec::new()) => {
                    self.below(name, additional, value);
                }
                _ => {}
            }
        }
    }

    fn below(&mut self, name: &str, schema: &'s Value, value: &Value) {
        let length = self.at.len();
        self.at.push_str(&token(name));
        self.schema(schema, value, schema);
        self.at.truncate(length);
    }

    fn is_hidden(&self, property: &Value) -> bool {
        let keyword = match self.direction {
            Direction::Request => "readOnly",
            Direction::Answer => "writeOnly",
        };
        self.schemas.resolve(property).get(keyword).and_then(Value::as_bool) == Some(true)
    }

    fn problem(&mut self, rule: &'static str, message: String) {
        let at = self.at.clone();
        self.problems.push(Problem { at, rule, message });
    }
}

/// How near a branch comes to a value: the deeper its problems, and the fewer, the nearer.
fn nearness(problems: &[Problem]) -> (bool, usize, std::cmp::Reverse<usize>) {
    let is_constant_wrong = problems.iter().any(|one| one.rule == "enum");
    let depth = problems.iter().map(|one| one.at.matches('/').count()).min();
    (
        !is_constant_wrong,
        depth.unwrap_or(usize::MAX),
        std::cmp::Reverse(problems.len()),
    )
}

/// The first element that an earlier one equals.
fn repeated(elements: &[Value]) -> Option<usize> {
    let is_earlier = |index: usize, element: &Value| elements.iter().take(index).any(|other| other == element);
    let mut all = elements.iter().enumerate();
    all.find(|(index, element)| is_earlier(*index, element))
        .map(|(index, _)| index)
}

/// Equal as JSON means it: 1 and 1.0 are the same number.
fn same(one: &Value, other: &Value) -> bool {
    one == other || one.as_f64().is_some_and(|number| Some(number) == other.as_f64())
}

fn token(name: &str) -> String {
    format!("/{}", name.replace('~', "~0").replace('/', "~1"))
}

fn count(schema: &Value, keyword: &str) -> Option<u64> {
    schema.get(keyword).and_then(Value::as_u64)
}

fn size(length: usize) -> u64 {
    u64::try_from(length).unwrap_or(u64::MAX)
}
