//! Mappings: in the order of the document, and fast to search.

use std::fmt;
use std::hash::BuildHasher;
use std::sync::LazyLock;

use foldhash::fast::RandomState;

use super::node::Node;
use crate::diagnostic::Position;

/// Members in the order of the document, each key once.
#[derive(Clone, Default)]
pub struct Mapping {
    entries: Vec<Entry>,
    /// The entries sorted by what is made of their keys, once there are many of them; empty while a plain search is as fast.
    sorted: Vec<Slot>,
}

/// The hash of a key, and the index of its entry.
type Slot = (u32, u32);

/// Drawn anew for each run, so that nobody can write a description of keys that all have one hash.
static HASHER: LazyLock<RandomState> = LazyLock::new(RandomState::default);

fn slot(key: &str, index: usize) -> Slot {
    #[expect(clippy::cast_possible_truncation, reason = "half of a hash is a hash")]
    let hash = HASHER.hash_one(key) as u32;
    (hash, u32::try_from(index).unwrap_or(u32::MAX))
}

/// One member.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Its name.
    pub key: Box<str>,
    /// Where the name stands.
    pub key_at: Position,
    /// Its value.
    pub value: Node,
}

impl Mapping {
    /// Up to this many members, comparing one after the other beats a search.
    const SMALL: usize = 16;

    /// How many members it has.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// True when it has no members.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The members in their order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (&str, &Node)> + ExactSizeIterator {
        self.entries.iter().map(|entry| (&*entry.key, &entry.value))
    }

    /// The members in their order, to change their values.
    pub fn iter_mut(&mut self) -> impl Iterator<Item = (&str, &mut Node)> {
        self.entries.iter_mut().map(|entry| (&*entry.key, &mut entry.value))
    }

    /// The members in their order, with the places of their keys.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The members in their order, to keep.
    pub(crate) fn into_entries(self) -> Vec<Entry> {
        self.entries
    }

    /// The member of this name.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.find(key)
            .and_then(|index| self.entries.get(index))
            .map(|entry| &entry.value)
    }

    /// The member of this name, to change it.
    pub fn get_mut(&mut self, key: &str) -> Option<&mut Node> {
        self.find(key)
            .and_then(|index| self.entries.get_mut(index))
            .map(|entry| &mut entry.value)
    }

    /// The member of this name with the place of its key.
    pub fn entry(&self, key: &str) -> Option<&Entry> {
        self.find(key).and_then(|index| self.entries.get(index))
    }

    /// True when there is a member of this name.
    pub fn contains(&self, key: &str) -> bool {
        self.find(key).is_some()
    }

    /// Sets a member: in its old place, or at the end. The key of a new member has the place of its value.
    pub fn insert(&mut self, key: &str, value: Node) {
        let key_at = value.at;
        self.insert_at(key, key_at, value);
    }

    /// As [`Mapping::insert`], with the place of the key.
    pub fn insert_at(&mut self, key: &str, key_at: Position, value: Node) {
        if let Some(old) = self.get_mut(key) {
            *old = value;
            return;
        }
        self.entries.push(Entry {
            key: Box::from(key),
            key_at,
            value,
        });
        self.keep_sorted();
    }

    /// Takes a member out.
    pub fn remove(&mut self, key: &str) -> Option<Node> {
        let entry = self.entries.remove(self.find(key)?);
        self.sorted.clear();
        self.keep_sorted();
        Some(entry.value)
    }

    /// Makes a mapping of members as they were read, and returns the places of keys that are there twice. The value of
    /// the last one wins, in the place of the first one.
    pub(crate) fn from_entries(entries: Vec<Entry>) -> (Self, Vec<(Box<str>, Position)>) {
        let mut mapping = Mapping {
            entries,
            sorted: Vec::new(),
        };
        mapping.keep_sorted();
        let repeated = mapping.repeated();
        if repeated.is_empty() {
            return (mapping, Vec::new());
        }
        let mut unique = Mapping::default();
        let mut places = Vec::new();
        for (index, entry) in mapping.entries.into_iter().enumerate() {
            if repeated.binary_search(&index).is_ok() {
                places.push((entry.key.clone(), entry.key_at));
            }
            unique.insert_at(&entry.key, entry.key_at, entry.value);
        }
        (unique, places)
    }

    /// The indexes of entries whose key an earlier entry has, in ascending order.
    fn repeated(&self) -> Vec<usize> {
        let mut pairs = self.sorted.iter().zip(self.sorted.iter().skip(1));
        if !self.sorted.is_empty() && pairs.all(|((hash, _), (next, _))| hash != next) {
            return Vec::new();
        }
        let is_repeated = |(index, entry): (usize, &Entry)| self.find(&entry.key) != Some(index);
        let entries = self.entries.iter().enumerate();
        let repeated = entries.filter(|one| is_repeated(*one));
        repeated.map(|(index, _)| index).collect()
    }

    /// The index of the first entry of this name.
    fn find(&self, key: &str) -> Option<usize> {
        if self.sorted.is_empty() {
            return self.entries.iter().position(|entry| *entry.key == *key);
        }
        let (hash, _) = slot(key, 0);
        let first = self.sorted.partition_point(|(other, _)| *other < hash);
        let alike = self.sorted[first..].iter().take_while(|(other, _)| *other == hash);
        let mut indexes = alike.map(|(_, index)| *index as usize);
        indexes.find(|index| self.entries.get(*index).is_some_and(|entry| *entry.key == *key))
    }

    /// Brings `sorted` up to date after entries were added at the end, or after it was cleared.
    fn keep_sorted(&mut self) {
        if self.entries.len() <= Self::SMALL {
            return;
        }
        let known = self.sorted.len();
        let added = self.entries.iter().enumerate().skip(known);
        let mut added = added.map(|(index, entry)| slot(&entry.key, index));
        if let (Some(last), None) = (added.next(), added.next()) {
            let place = self.sorted.partition_point(|other| *other < last);
            self.sorted.insert(place, last);
            return;
        }
        let slots = self.entries.iter().enumerate();
        self.sorted = slots.map(|(index, entry)| slot(&entry.key, index)).collect();
        self.sorted.sort_unstable();
    }
}

/// Equal when the members are, in whatever order.
impl PartialEq for Mapping {
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len() && self.iter().all(|(key, value)| other.get(key) == Some(value))
    }
}

impl fmt::Debug for Mapping {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_map().entries(self.iter()).finish()
    }
}

#[cfg(test)]
mod tests {
    use std::rc::Rc;

    use super::*;
    use crate::diagnostic::{Diagnostics, Unit};

    fn somewhere() -> Position {
        Position::new(Diagnostics::new().add_source("", Rc::from(""), Unit::Byte), 0)
    }

    #[test]
    fn finds_among_few_and_many() {
        for count in [3, 16, 17, 400] {
            let mut mapping = Mapping::default();
            for number in 0..count {
                mapping.insert(&format!("k{number}"), Node::string(number.to_string(), somewhere()));
            }
            assert_eq!(mapping.get("k2").and_then(Node::as_str), Some("2"));
            assert!(!mapping.contains("k400"));
            mapping.remove("k1");
            assert_eq!(mapping.len(), count - 1);
            assert!(mapping.contains("k2") && !mapping.contains("k1"));
        }
    }

    #[test]
    fn the_last_of_repeated_keys_wins() {
        for count in [3, 30] {
            let entry = |key: usize, value: usize| Entry {
                key: Box::from(key.to_string()),
                key_at: somewhere(),
                value: Node::string(value.to_string(), somewhere()),
            };
            let mut entries: Vec<Entry> = (0..count).map(|key| entry(key, key)).collect();
            entries.push(entry(1, 77));
            let (mapping, repeated) = Mapping::from_entries(entries);
            assert_eq!(mapping.len(), count);
            assert_eq!(mapping.get("1").and_then(Node::as_str), Some("77"));
            assert_eq!(repeated.len(), 1);
        }
    }
}
