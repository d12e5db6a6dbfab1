//! Making numbers.

use serde_json::{Number, Value};

use super::random::Random;
use super::view::{Limit, View};

/// How far random numbers spread where a schema sets no limit.
const SPREAD: f64 = 1000.0;

/// The largest integer up to which every integer is exactly a float.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// A number within the limits; nothing where there is none.
pub(super) fn make(view: &View, is_integer: bool, random: &mut Option<Random>) -> Option<Value> {
    let step = view.multiple_of.unwrap_or(1.0);
    // An integer that has to be a multiple of 0.5 is one of 1.
    let step = if is_integer && step.fract() != 0.0 {
        step.ceil()
    } else {
        step
    };
    let lowest = view.minimum.map(|limit| first(limit, step, 1.0));
    let highest = view.maximum.map(|limit| first(limit, step, -1.0));
    let wanted = match random {
        None => step,
        Some(random) => {
            let spread = (SPREAD / step).floor().max(1.0) * step;
            let low = lowest.unwrap_or_else(|| highest.map_or(-spread, |high| high - spread));
            let high = highest.unwrap_or(low + 2.0 * spread);
            let steps = ((high - low) / step).clamp(0.0, 4.0 * SPREAD);
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "it was clamped to a small range"
            )]
            let steps = steps as usize;
            let chosen = u32::try_from(random.below(steps + 1)).unwrap_or_default();
            low + f64::from(chosen) * step
        }
    };
    let wanted = lowest.map_or(wanted, |lowest| wanted.max(lowest));
    let wanted = highest.map_or(wanted, |highest| wanted.min(highest));
    if is_within(view, wanted) {
        return value(
            wanted,
            random.is_some() && !is_integer && view.multiple_of.is_none() && view.maximum.is_none(),
        );
    }
    // No whole step is within the limits, but a fraction may be.
    let middle = view
        .minimum
        .zip(view.maximum)
        .map(|(low, high)| f64::midpoint(low.value, high.value))?;
    if is_integer || view.multiple_of.is_some() || !is_within(view, middle) {
        return None;
    }
    Number::from_f64(middle).map(Value::Number)
}

/// The multiple of `step` that is nearest to a limit, on the side that `sign` points to.
fn first(limit: Limit, step: f64, sign: f64) -> f64 {
    let steps = limit.value / step;
    let steps = if sign > 0.0 { steps.ceil() } else { steps.floor() };
    let nearest = steps * step;
    let is_outside = limit.is_exclusive && nearest == limit.value;
    if is_outside { nearest + sign * step } else { nearest }
}

/// True when a number is within the limits.
fn is_within(view: &View, value: f64) -> bool {
    let above = |limit: Limit| value > limit.value || !limit.is_exclusive && value == limit.value;
    let below = |limit: Limit| value < limit.value || !limit.is_exclusive && value == limit.value;
    view.minimum.is_none_or(above) && view.maximum.is_none_or(below)
}

/// Whole numbers are written without a fraction, since both kinds of numbers can be read so.
fn value(number: f64, with_fraction: bool) -> Option<Value> {
    if with_fraction {
        return Number::from_f64(number + 0.25).map(Value::Number);
    }
    if number.fract() == 0.0 && number.abs() <= EXACT {
        #[expect(clippy::cast_possible_truncation, reason = "it is a whole number of this size")]
        return Some(Value::from(number as i64));
    }
    Number::from_f64(number).map(Value::Number)
}
