//! What was read is kept, since several stages ask for the same piece.

use std::borrow::Borrow;
use std::cell::RefCell;
use std::collections::HashMap;
use std::hash::Hash;

use foldhash::fast::RandomState;

/// What was read, by what was asked for.
#[derive(Debug)]
pub(super) struct Memo<K, V>(RefCell<HashMap<K, V, RandomState>>);

impl<K, V> Default for Memo<K, V> {
    fn default() -> Self {
        Memo(RefCell::default())
    }
}

impl<K: Eq + Hash, V: Clone> Memo<K, V> {
    /// What is known of `key`, or else what `read` says. That may ask for other keys meanwhile.
    pub(super) fn get<Q>(&self, key: &Q, read: impl FnOnce() -> V) -> V
    where
        K: Borrow<Q>,
        Q: Eq + Hash + ToOwned<Owned = K> + ?Sized,
    {
        if let Some(known) = self.0.borrow().get(key) {
            return known.clone();
        }
        let value = read();
        self.0.borrow_mut().insert(key.to_owned(), value.clone());
        value
    }
}
