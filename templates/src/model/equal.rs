//! Whether two values are the same.

use super::{Members, View};

/// Whether two values of one type are the same: those that are written alike.
///
/// Derived, `PartialEq` would be code for each member of each type, for something that is hardly ever called outside of
/// tests.
#[must_use]
pub fn equal(one: View<'_>, other: View<'_>) -> bool {
    match (one, other) {
        (View::Absent, View::Absent) | (View::Null, View::Null) => true,
        (View::Flag(one), View::Flag(other)) => one == other,
        (View::Integer(one), View::Integer(other)) => one == other,
        (View::Unsigned(one), View::Unsigned(other)) => one == other,
        (View::Number(one), View::Number(other)) => one == other,
        (View::Text(one), View::Text(other)) => one == other,
        (View::Formatted(one), View::Formatted(other)) => one.to_string() == other.to_string(),
        (View::Json(one), View::Json(other)) => one == other,
        (View::List(one), View::List(other)) => {
            one.count() == other.count() && (0..one.count()).all(|index| equal(one.item(index), other.item(index)))
        }
        // A union may hold records of two types with the same members.
        (View::Record(one), View::Record(other)) if one.name() != other.name() => false,
        (View::Map(_), View::Map(_)) | (View::Record(_), View::Record(_)) => {
            let (one, other) = (Gathered::of(one), Gathered::of(other));
            let same = |(one, other): (&(&str, View<'_>), &(&str, View<'_>))| one.0 == other.0 && equal(one.1, other.1);
            one.0.len() == other.0.len() && one.0.iter().zip(&other.0).all(same)
        }
        (View::Tagged(one), View::Tagged(other)) => {
            let ((tag, content), (other_tag, other_content)) = (one.selected(), other.selected());
            tag == other_tag && equal(content, other_content)
        }
        _ => false,
    }
}

/// The members of an object.
struct Gathered<'a>(Vec<(&'a str, View<'a>)>);

impl<'a> Gathered<'a> {
    fn of(object: View<'a>) -> Self {
        let mut gathered = Self(Vec::new());
        object.spread(&mut gathered);
        gathered
    }
}

impl<'a> Members<'a> for Gathered<'a> {
    fn member(&mut self, name: &'a str, value: View<'a>) {
        self.0.push((name, value));
    }
}
