//! The models that are not generated: the plain types of Rust.

use std::collections::BTreeMap;

use serde_json::Value;

use super::Model;
use super::slot::{List, Map, Optional, Slot};
use super::view::{Entries, Items, View};

/// From here on a float no longer tells neighbouring integers apart: 2 to the power of 53.
const FIRST_INEXACT: f64 = 9_007_199_254_740_992.0;

/// The number as an integer, if it is one and can be told from its neighbours.
///
/// JSON has one kind of number, Rust two. The negative zero stays a float, for an integer cannot say it.
pub(super) fn integral(number: f64) -> Option<i64> {
    let integer = number as i64;
    let exact = number.abs() < FIRST_INEXACT && (integer as f64).to_bits() == number.to_bits();
    exact.then_some(integer)
}

impl Model for bool {
    #[inline]
    fn slot(&mut self) -> Slot<'_> {
        Slot::Flag(self)
    }

    #[inline]
    fn view(&self) -> View<'_> {
        View::Flag(*self)
    }
}

impl Model for i64 {
    #[inline]
    fn slot(&mut self) -> Slot<'_> {
        Slot::Integer(self)
    }

    #[inline]
    fn view(&self) -> View<'_> {
        View::Integer(*self)
    }
}

impl Model for u64 {
    #[inline]
    fn slot(&mut self) -> Slot<'_> {
        Slot::Unsigned(self)
    }

    #[inline]
    fn view(&self) -> View<'_> {
        View::Unsigned(*self)
    }
}

impl Model for f64 {
    #[inline]
    fn slot(&mut self) -> Slot<'_> {
        Slot::Number(self)
    }

    #[inline]
    fn view(&self) -> View<'_> {
        View::Number(*self)
    }
}

impl Model for String {
    #[inline]
    fn slot(&mut self) -> Slot<'_> {
        Slot::Text(self)
    }

    #[inline]
    fn view(&self) -> View<'_> {
        View::Text(self)
    }
}

impl Model for Value {
    #[inline]
    fn slot(&mut self) -> Slot<'_> {
        Slot::Json(self)
    }

    #[inline]
    fn view(&self) -> View<'_> {
        View::Json(self)
    }
}

impl<T: Model + ?Sized> Model for Box<T> {
    #[inline]
    fn slot(&mut self) -> Slot<'_> {
        (**self).slot()
    }

    #[inline]
    fn view(&self) -> View<'_> {
        (**self).view()
    }
}

impl<T: Model + Default> Model for Option<T> {
    #[inline]
    fn slot(&mut self) -> Slot<'_> {
        Slot::Optional(self)
    }

    #[inline]
    fn view(&self) -> View<'_> {
        self.as_ref().map_or(View::Absent, T::view)
    }
}

impl<T: Model + Default> Optional for Option<T> {
    #[inline]
    fn clear(&mut self) {
        *self = None;
    }

    #[inline]
    fn fill(&mut self) -> Slot<'_> {
        self.insert(T::default()).slot()
    }
}

impl<T: Model + Default> Model for Vec<T> {
    #[inline]
    fn slot(&mut self) -> Slot<'_> {
        Slot::List(self)
    }

    #[inline]
    fn view(&self) -> View<'_> {
        View::List(self)
    }
}

impl<T: Model + Default> List for Vec<T> {
    #[inline]
    fn clear(&mut self) {
        self.clear();
    }

    #[inline]
    fn push(&mut self) -> Slot<'_> {
        self.push(T::default());
        self.last_mut().map_or(Slot::Skip, T::slot)
    }
}

impl<T: Model> Items for Vec<T> {
    #[inline]
    fn count(&self) -> usize {
        self.len()
    }

    #[inline]
    fn item(&self, index: usize) -> View<'_> {
        self.get(index).map_or(View::Absent, T::view)
    }
}

impl<T: Model + Default> Model for BTreeMap<String, T> {
    #[inline]
    fn slot(&mut self) -> Slot<'_> {
        Slot::Map(self)
    }

    #[inline]
    fn view(&self) -> View<'_> {
        View::Map(self)
    }
}

impl<T: Model + Default> Map for BTreeMap<String, T> {
    #[inline]
    fn clear(&mut self) {
        self.clear();
    }

    #[inline]
    fn entry(&mut self, name: &str) -> Slot<'_> {
        self.entry(name.to_owned()).or_default().slot()
    }
}

impl<T: Model> Entries for BTreeMap<String, T> {
    #[inline]
    fn each<'a>(&'a self, take: &mut dyn FnMut(&'a str, View<'a>)) {
        for (name, value) in self {
            take(name, value.view());
        }
    }
}
