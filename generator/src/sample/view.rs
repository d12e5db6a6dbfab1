//! What a schema demands, with its references followed and its `allOf` put together.

use std::collections::BTreeSet;

use serde_json::Value;

use super::schemas::{Schemas, target};

/// The demands of one or several schemas that hold at once.
#[derive(Clone, Debug, Default)]
pub(super) struct View<'s> {
    pub(super) kind: Option<&'s str>,
    pub(super) format: Option<&'s str>,
    pub(super) patterns: Vec<&'s str>,
    /// The values that are allowed, where they are listed.
    pub(super) values: Option<Vec<&'s Value>>,
    pub(super) minimum: Option<Limit>,
    pub(super) maximum: Option<Limit>,
    pub(super) multiple_of: Option<f64>,
    pub(super) lengths: Span,
    pub(super) counts: Span,
    pub(super) sizes: Span,
    pub(super) unique: bool,
    pub(super) items: Vec<&'s Value>,
    /// Each property with all that is said of it.
    pub(super) properties: Vec<(&'s str, Vec<&'s Value>)>,
    pub(super) required: BTreeSet<&'s str>,
    /// What properties without a declaration have to be.
    pub(super) additional: Vec<&'s Value>,
    pub(super) is_closed: bool,
    /// Of each of these, one branch holds as well.
    pub(super) unions: Vec<Union<'s>>,
    /// The properties that say which branch it is, with their values.
    pub(super) tags: Vec<(&'s str, &'s str)>,
    pub(super) examples: Vec<&'s Value>,
    /// No value can be all of this.
    pub(super) is_impossible: bool,
    /// The schemas that were put together.
    seen: Vec<*const Value>,
}

/// Of so many schemas the demands are put together; no real one has more parts.
const PARTS: usize = 2_000;

/// A limit of a number, and whether the limit itself is outside.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Limit {
    pub(super) value: f64,
    pub(super) is_exclusive: bool,
}

/// At least and at most so many.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Span {
    pub(super) min: usize,
    pub(super) max: Option<usize>,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Union<'s> {
    pub(super) branches: &'s [Value],
    pub(super) discriminator: Option<&'s Value>,
}

impl<'s> View<'s> {
    /// The demands of all these schemas at once.
    pub(super) fn of(schemas: &'s Schemas, all: &[&'s Value]) -> Self {
        let mut view = View::default();
        for schema in all {
            view.absorb(schemas, schema);
        }
        view
    }

    /// The same where one branch of a union is chosen.
    pub(super) fn with_branch(&self, schemas: &'s Schemas, union: Union<'s>, branch: &'s Value) -> Self {
        let mut view = self.clone();
        view.absorb(schemas, branch);
        if let Some((property, value)) = union.tag(branch) {
            let said = view.properties.iter().find(|(name, _)| *name == property);
            let fits = |schema: &&Value| {
                let values = schemas.resolve(schema).get("enum").and_then(Value::as_array);
                values.is_none_or(|values| values.iter().any(|one| one == value))
            };
            if said.is_none_or(|(_, all)| all.iter().all(fits)) {
                view.tags.push((property, value));
            }
        }
        view
    }

    /// True when one of the schemas is what this one is made of.
    pub(super) fn is_made_of(&self, schemas: &[*const Value]) -> bool {
        self.seen.iter().any(|one| schemas.contains(one))
    }

    /// The schemas that were put together.
    pub(super) fn parts(&self) -> &[*const Value] {
        &self.seen
    }

    fn absorb(&mut self, schemas: &'s Schemas, schema: &'s Value) {
        let schema = schemas.resolve(schema);
        let Some(keywords) = schema.as_object() else { return };
        // What contains itself by `allOf` demands nothing more the second time.
        if self.seen.len() > PARTS || self.seen.contains(&std::ptr::from_ref(schema)) {
            return;
        }
        if !keywords.is_empty() {
            self.seen.push(std::ptr::from_ref(schema));
        }
        for (keyword, value) in keywords {
            self.keyword(schemas, keyword, value);
        }
        let exclusive = |keyword: &str| schema.get(keyword).and_then(Value::as_bool) == Some(true);
        let limit = |keyword: &str, exclusive: bool| {
            let value = schema.get(keyword).and_then(Value::as_f64)?;
            Some(Limit {
                value,
                is_exclusive: exclusive,
            })
        };
        if let Some(limit) = limit("minimum", exclusive("exclusiveMinimum"))
            && self.minimum.is_none_or(|old| old.value < limit.value)
        {
            self.minimum = Some(limit);
        }
        if let Some(limit) = limit("maximum", exclusive("exclusiveMaximum"))
            && self.maximum.is_none_or(|old| old.value > limit.value)
        {
            self.maximum = Some(limit);
        }
        for keyword in ["oneOf", "anyOf"] {
            if let Some(branches) = schema.get(keyword).and_then(Value::as_array)
                && !branches.is_empty()
            {
                let discriminator = schema.get("discriminator");
                self.unions.push(Union {
                    branches,
                    discriminator,
                });
            }
        }
    }

    fn keyword(&mut self, schemas: &'s Schemas, keyword: &str, value: &'s Value) {
        let count = || value.as_u64().and_then(|count| usize::try_from(count).ok());
        let list = || value.as_array().into_iter().flatten();
        match keyword {
            "type" => self.kind_is(value.as_str()),
            "format" => self.format = self.format.or(value.as_str()),
            "pattern" => self.patterns.extend(value.as_str()),
            "enum" => {
                let allowed = |one: &&Value| self.values.as_ref().is_none_or(|old| old.contains(one));
                self.values = Some(list().filter(allowed).collect());
            }
            "multipleOf" => self.multiple_of = self.multiple_of.or(value.as_f64()).filter(|of| *of > 0.0),
            "minLength" => self.lengths.at_least(count()),
            "maxLength" => self.lengths.at_most(count()),
            "minItems" => self.counts.at_least(count()),
            "maxItems" => self.counts.at_most(count()),
            "minProperties" => self.sizes.at_least(count()),
            "maxProperties" => self.sizes.at_most(count()),
            "uniqueItems" => self.unique |= value.as_bool() == Some(true),
            "items" => self.items.push(value),
            "properties" => {
                for (name, property) in value.as_object().into_iter().flatten() {
                    match self.properties.iter_mut().find(|(known, _)| known == name) {
                        Some((_, all)) => all.push(property),
                        None => self.properties.push((name, vec![property])),
                    }
                }
            }
            "required" => self.required.extend(list().filter_map(Value::as_str)),
            "additionalProperties" => match value {
                Value::Bool(allowed) => self.is_closed |= !allowed,
                schema => self.additional.push(schema),
            },
            "allOf" => {
                for part in list() {
                    self.absorb(schemas, part);
                }
            }
            // What stands outside says more about this place than what stands inside; `allOf` comes first in the alphabet.
            "example" => self.examples.insert(0, value),
            "default" => self.examples.push(value),
            _ => {}
        }
    }

    fn kind_is(&mut self, kind: Option<&'s str>) {
        self.kind = match (self.kind, kind) {
            (None, kind) | (kind, None) => kind,
            (Some("integer" | "number"), Some("integer")) | (Some("integer"), Some("number")) => Some("integer"),
            (Some(old), Some(new)) => {
                self.is_impossible |= old != new;
                Some(old)
            }
        };
    }
}

impl Span {
    fn at_least(&mut self, count: Option<usize>) {
        self.min = self.min.max(count.unwrap_or_default());
    }

    fn at_most(&mut self, count: Option<usize>) {
        self.max = match (self.max, count) {
            (Some(old), Some(new)) => Some(old.min(new)),
            (old, new) => old.or(new),
        };
    }
}

impl<'s> Union<'s> {
    /// The property that tells the branches apart, and its value for this branch.
    pub(super) fn tag(&self, branch: &'s Value) -> Option<(&'s str, &'s str)> {
        let discriminator = self.discriminator?;
        let property = discriminator.get("propertyName")?.as_str()?;
        let reference = target(branch)?;
        let name = |reference: &'s str| reference.rsplit('/').next().unwrap_or(reference);
        let mapping = discriminator
            .get("mapping")
            .and_then(Value::as_object)
            .into_iter()
            .flatten();
        // The mapping may name a component without its place.
        let mapped = mapping
            .filter_map(|(value, target)| Some((value, target.as_str()?)))
            .find(|(_, target)| *target == reference || name(target) == name(reference));
        Some((property, mapped.map_or_else(|| name(reference), |(value, _)| value)))
    }
}
