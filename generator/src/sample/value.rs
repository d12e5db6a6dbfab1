//! Making one value.

use serde_json::Value;

use super::random::Random;
use super::schemas::Schemas;
use super::view::View;
use super::{Direction, Extent, check, number, text};

/// No value is made deeper than this: a schema that demands itself for ever has no instance.
const DEPTH: usize = 48;

/// After so many values only what is required is made, so that wide descriptions give instances of a readable size.
const BUDGET: usize = 400;

/// After so many values nothing is made any more: even what is required may branch without end.
const LIMIT: usize = 20_000;

pub(super) struct Maker<'s> {
    pub(super) schemas: &'s Schemas,
    pub(super) extent: Extent,
    /// Nothing for the canonical instance.
    pub(super) random: Option<Random>,
    made: usize,
    /// The schemas around the value that is being made.
    open: Vec<*const Value>,
}

impl<'s> Maker<'s> {
    pub(super) fn new(schemas: &'s Schemas, extent: Extent, seed: u64) -> Self {
        let random = (seed != 0).then(|| Random::new(seed));
        Maker {
            schemas,
            extent,
            random,
            made: 0,
            open: Vec::new(),
        }
    }

    /// An instance of the schema.
    pub(super) fn make(&mut self, schema: &'s Value) -> Value {
        self.value(&[schema], "", 0).unwrap_or_default()
    }

    /// An instance of each branch of the unions that the schema is.
    pub(super) fn each(&mut self, schema: &'s Value) -> Vec<Value> {
        let mut values = Vec::new();
        self.each_of(View::of(self.schemas, &[schema]), 0, &mut values);
        values
    }

    fn each_of(&mut self, mut view: View<'s>, depth: usize, values: &mut Vec<Value>) {
        let Some(union) = view.unions.pop() else {
            self.made = 0;
            values.extend(self.of_view(view, "", 0));
            return;
        };
        for branch in union.branches.iter().filter(|_| depth < DEPTH) {
            let chosen = view.with_branch(self.schemas, union, branch);
            if !chosen.is_impossible {
                self.each_of(chosen, depth + 1, values);
            }
        }
    }

    /// A value of which all these schemas hold; nothing where none can be made. The name is that of its property.
    pub(super) fn value(&mut self, all: &[&'s Value], name: &str, depth: usize) -> Option<Value> {
        let schemas = self.schemas;
        let is_nullable = !all.is_empty()
            && all
                .iter()
                .all(|schema| schemas.resolve(schema).get("nullable").and_then(Value::as_bool) == Some(true));
        let null = is_nullable.then_some(Value::Null);
        self.made += 1;
        if depth > DEPTH || self.made > LIMIT {
            return null;
        }
        if let Some(random) = &mut self.random
            && is_nullable
            && random.below(4) == 0
        {
            return null;
        }
        let view = View::of(schemas, all);
        if self.random.is_none()
            && let Some(example) = view.examples.iter().find(|example| self.fits(all, example))
        {
            return Some((*example).clone());
        }
        self.of_view(view, name, depth).or(null)
    }

    /// True when a value is an instance of all these schemas. An example that is not would be refused by a strict reader.
    fn fits(&self, all: &[&Value], value: &Value) -> bool {
        all.iter()
            .all(|schema| check(self.schemas, schema, value, self.extent.direction).is_empty())
    }

    fn of_view(&mut self, view: View<'s>, name: &str, depth: usize) -> Option<Value> {
        let parts = view.parts().len();
        self.open.extend_from_slice(view.parts());
        let value = self.chosen(view, name, depth);
        self.open.truncate(self.open.len() - parts);
        value
    }

    /// Chooses a branch of each union, the first ones that lead to a value.
    fn chosen(&mut self, mut view: View<'s>, name: &str, depth: usize) -> Option<Value> {
        // Branches that lead to nothing count as well, since unions of unions have too many to try them all.
        self.made += 1;
        if view.is_impossible || self.made > LIMIT {
            return None;
        }
        let Some(union) = view.unions.pop() else {
            return self.plain(&view, name, depth);
        };
        let start = match &mut self.random {
            Some(random) => random.below(union.branches.len()),
            None => 0,
        };
        let (before, after) = union.branches.split_at(start);
        after.iter().chain(before).find_map(|branch| {
            let view = view.with_branch(self.schemas, union, branch);
            if view.unions.len() > DEPTH {
                return None;
            }
            self.chosen(view, name, depth)
        })
    }

    fn plain(&mut self, view: &View<'s>, name: &str, depth: usize) -> Option<Value> {
        if let Some(values) = &view.values {
            let fitting: Vec<&&Value> = values.iter().filter(|value| is_of(view.kind, value)).collect();
            let index = match &mut self.random {
                Some(random) => random.below(fitting.len()),
                None => 0,
            };
            return fitting.get(index).map(|value| (**value).clone());
        }
        match view.kind.unwrap_or_else(|| implied(view)) {
            "object" => self.object(view, depth),
            "array" => self.array(view, name, depth),
            "string" => text::make(view, name, &mut self.random).map(Value::from),
            "integer" => number::make(view, true, &mut self.random),
            "number" => number::make(view, false, &mut self.random),
            "boolean" => Some(Value::Bool(self.random.as_mut().is_some_and(Random::coin))),
            "null" => Some(Value::Null),
            // Anything is allowed, and a text says where it stands.
            _ => Some(Value::from(if name.is_empty() { "anything" } else { name })),
        }
    }

    fn array(&mut self, view: &View<'s>, name: &str, depth: usize) -> Option<Value> {
        let at_most = view.counts.max.unwrap_or(usize::MAX);
        let is_enough = depth > self.extent.depth || self.is_over_budget();
        let wanted = match &mut self.random {
            Some(_) if depth > self.extent.depth + 2 => view.counts.min,
            Some(random) => view.counts.min.saturating_add(random.below(4)),
            None if is_enough => view.counts.min,
            None => view.counts.min.max(1),
        };
        let mut elements: Vec<Value> = Vec::new();
        // Elements that have to differ need more tries than there are elements.
        for index in 0..wanted.min(at_most).saturating_mul(if view.unique { 4 } else { 1 }) {
            if elements.len() >= wanted.min(at_most) || self.made > LIMIT {
                break;
            }
            let numbered = format!("{name} {index}");
            let name = if index > 0 && view.unique { &numbered } else { name };
            let Some(element) = self.value(&view.items, name, depth + 1) else {
                break;
            };
            if !view.unique || !elements.contains(&element) {
                elements.push(element);
            }
        }
        (elements.len() >= view.counts.min).then_some(Value::Array(elements))
    }

    /// True when enough has been made, and only what is required is still wanted.
    pub(super) fn is_over_budget(&self) -> bool {
        self.made > BUDGET
    }

    /// True when a value of these schemas would hold another one of a schema that is being made.
    pub(super) fn is_recursive(&self, all: &[&'s Value]) -> bool {
        View::of(self.schemas, all).is_made_of(&self.open)
    }

    /// True when a property is not part of what travels this way.
    pub(super) fn is_hidden(&self, all: &[&Value]) -> bool {
        let keyword = match self.extent.direction {
            Direction::Request => "readOnly",
            Direction::Answer => "writeOnly",
        };
        all.iter()
            .any(|schema| self.schemas.resolve(schema).get(keyword).and_then(Value::as_bool) == Some(true))
    }
}

/// The type that the keywords of a schema are about.
fn implied(view: &View) -> &'static str {
    if !view.properties.is_empty() || !view.required.is_empty() || !view.additional.is_empty() || !view.tags.is_empty()
    {
        "object"
    } else if !view.items.is_empty() {
        "array"
    } else if view.format.is_some() || !view.patterns.is_empty() || view.lengths.min > 0 || view.lengths.max.is_some() {
        "string"
    } else if view.minimum.is_some() || view.maximum.is_some() || view.multiple_of.is_some() {
        "number"
    } else {
        ""
    }
}

/// True when a value is of a type.
pub(super) fn is_of(kind: Option<&str>, value: &Value) -> bool {
    match kind {
        Some("object") => value.is_object(),
        Some("array") => value.is_array(),
        Some("string") => value.is_string(),
        Some("boolean") => value.is_boolean(),
        Some("number") => value.is_number(),
        Some("integer") => value.as_f64().is_some_and(|number| number.fract() == 0.0),
        Some("null") => value.is_null(),
        _ => true,
    }
}
