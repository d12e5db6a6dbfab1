//! The way to the node at hand.

use crate::diagnostic::Pointer;

/// The way to a node, from a place that is known. A pointer is made from it only when somebody asks.
#[derive(Clone, Copy)]
pub(super) enum Trail<'t> {
    Base(&'t Pointer),
    Key(&'t Trail<'t>, &'t str),
    Index(&'t Trail<'t>, usize),
}

impl Trail<'_> {
    pub(super) fn pointer(&self) -> Pointer {
        match self {
            Trail::Base(pointer) => (*pointer).clone(),
            Trail::Key(parent, key) => parent.pointer().child(key),
            Trail::Index(parent, index) => parent.pointer().index(*index),
        }
    }
}
