//! Values for a schema, and the check whether a value fits into one.
//!
//! Schemas are plain JSON in the shape of OpenAPI 3.0, to which `dialect` brings every description. [`sample`] is a pure
//! function of a schema and a seed: seed 0 gives the canonical instance, made of examples, defaults and constants where
//! there are any; every other seed gives a random one.

mod check;
mod coerce;
mod declared;
mod number;
mod object;
mod pattern;
mod random;
mod schemas;
#[cfg(test)]
mod tests;
mod text;
mod value;
mod view;
mod words;

use serde_json::Value;

pub use check::{Problem, check};
pub use coerce::{Shape, coerce, shape};
pub use schemas::Schemas;

use value::Maker;

/// Which way a value travels: what is `readOnly` is not part of a request, what is `writeOnly` not of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// From the client to the server.
    Request,
    /// From the server to the client.
    Answer,
}

/// How much of a schema an instance shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Extent {
    /// Which way the value travels.
    pub direction: Direction,
    /// So many levels of objects have all of their members; below them, only what is required.
    pub depth: usize,
}

impl Extent {
    /// As much as a reader wants to see.
    pub fn of(direction: Direction) -> Self {
        Extent { direction, depth: 3 }
    }
}

/// With random instances, so many tries are made until one fits what no construction can promise, such as `not`.
const TRIES: u64 = 16;

/// One instance of the schema. The same arguments give the same instance.
///
/// Where the schema allows no value at all, what comes is as near to one as can be.
pub fn sample(schemas: &Schemas, schema: &Value, extent: Extent, seed: u64) -> Value {
    let mut first = None;
    for attempt in 0..TRIES {
        // The canonical instance comes first, and random ones where it does not fit.
        let seed = seed.wrapping_add(attempt.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        let value = Maker::new(schemas, extent, seed).make(schema);
        if check(schemas, schema, &value, extent.direction).is_empty() {
            return value;
        }
        first.get_or_insert(value);
    }
    first.unwrap_or_default()
}

/// The canonical instances of a schema, one for each branch of its unions: the events of a stream.
pub fn each_branch(schemas: &Schemas, schema: &Value, extent: Extent) -> Vec<Value> {
    Maker::new(schemas, extent, 0).each(schema)
}
