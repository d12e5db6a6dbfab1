//! Numbers of any size and precision.

/// A number, kept as its JSON text, so that no digit is lost.
#[derive(Clone, Debug)]
pub struct Number(Box<str>);

impl Number {
    /// A number from its JSON text, which the caller has checked.
    pub(crate) fn from_json(text: &str) -> Self {
        Number(Box::from(text))
    }

    /// As [`Number::from_json`], of a text that nobody else needs.
    pub(crate) fn from_text(text: String) -> Self {
        Number(text.into_boxed_str())
    }

    /// The text: JSON's, or `.inf`, `-.inf`, `.nan` from YAML.
    pub fn text(&self) -> &str {
        &self.0
    }

    /// The value, if it is an integer of this size.
    pub fn as_i64(&self) -> Option<i64> {
        self.0.parse().ok()
    }

    /// The value, if it is a non-negative integer of this size.
    pub fn as_u64(&self) -> Option<u64> {
        self.0.parse().ok()
    }

    /// The nearest floating-point value; endless and undefined ones have none.
    pub fn as_f64(&self) -> Option<f64> {
        self.0.parse().ok().filter(|value: &f64| value.is_finite())
    }
}

/// Equal when the texts are, or when both have the same value.
impl PartialEq for Number {
    fn eq(&self, other: &Self) -> bool {
        if self.0 == other.0 {
            return true;
        }
        // Two different spellings of integers are different integers, however near they are as floats.
        let both_integers = self.as_i64().is_some() && other.as_i64().is_some();
        !both_integers && self.as_f64().is_some_and(|value| Some(value) == other.as_f64())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_values_are_equal() {
        let number = Number::from_json;
        assert_eq!(number("1"), number("1.0"));
        assert_eq!(number("1e2"), number("100"));
        assert_ne!(number("9007199254740993"), number("9007199254740992"));
        assert_ne!(number(".nan"), number(".inf"));
    }
}
