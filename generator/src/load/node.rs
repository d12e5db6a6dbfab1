//! The tree of a description, as it was written: in its order, with its positions.

use std::fmt;

use crate::diagnostic::Position;

/// One value of a document, and where it was read.
#[derive(Clone, Debug)]
pub struct Node {
    /// What it holds.
    pub value: Value,
    /// Where it begins. A node that we made ourselves has the place of what made us do so.
    pub at: Position,
}

/// What a node holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Nothing.
    Null,
    /// A truth value.
    Bool(bool),
    /// A number, of any size and precision.
    Number(Number),
    /// A text.
    String(Box<str>),
    /// Elements in their order.
    Sequence(Vec<Node>),
    /// Members in their order. Boxed, so that a node stays small.
    Mapping(Box<Mapping>),
}

/// A number, kept as its JSON text, so that no digit is lost.
#[derive(Clone, Debug)]
pub struct Number(Box<str>);

/// Members in the order of the document, each key once.
#[derive(Clone, Default)]
pub struct Mapping {
    entries: Vec<Entry>,
    /// The entries sorted by key, once there are many of them; empty while a plain search is as fast.
    sorted: Vec<u32>,
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

impl Node {
    /// A node with this value.
    pub fn new(value: Value, at: Position) -> Self {
        Node { value, at }
    }

    /// A text.
    pub fn string(text: impl Into<Box<str>>, at: Position) -> Self {
        Node::new(Value::String(text.into()), at)
    }

    /// A mapping of these members; of members with the same key, the last one stays.
    pub fn mapping<'k>(members: impl IntoIterator<Item = (&'k str, Node)>, at: Position) -> Self {
        let mut mapping = Mapping::default();
        for (key, value) in members {
            mapping.insert(key, value);
        }
        Node::new(Value::Mapping(Box::new(mapping)), at)
    }

    /// The mapping, if it is one.
    pub fn as_mapping(&self) -> Option<&Mapping> {
        if let Value::Mapping(mapping) = &self.value { Some(mapping) } else { None }
    }

    /// The mapping, to change it.
    pub fn as_mapping_mut(&mut self) -> Option<&mut Mapping> {
        if let Value::Mapping(mapping) = &mut self.value { Some(mapping) } else { None }
    }

    /// The elements, if it is a sequence.
    pub fn as_sequence(&self) -> Option<&[Node]> {
        if let Value::Sequence(elements) = &self.value { Some(elements) } else { None }
    }

    /// The elements, to change them.
    pub fn as_sequence_mut(&mut self) -> Option<&mut Vec<Node>> {
        if let Value::Sequence(elements) = &mut self.value { Some(elements) } else { None }
    }

    /// The text, if it is one.
    pub fn as_str(&self) -> Option<&str> {
        if let Value::String(text) = &self.value { Some(text) } else { None }
    }

    /// The truth value, if it is one.
    pub fn as_bool(&self) -> Option<bool> {
        if let Value::Bool(value) = self.value { Some(value) } else { None }
    }

    /// The number, if it is one.
    pub fn as_number(&self) -> Option<&Number> {
        if let Value::Number(number) = &self.value { Some(number) } else { None }
    }

    /// The member `key` of a mapping.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.as_mapping()?.get(key)
    }

    /// The member `key` of a mapping, to change it.
    pub fn get_mut(&mut self, key: &str) -> Option<&mut Node> {
        self.as_mapping_mut()?.get_mut(key)
    }

    /// The member of a mapping or the element of a sequence that a token of a JSON pointer names.
    pub fn step(&self, token: &str) -> Option<&Node> {
        match &self.value {
            Value::Mapping(mapping) => mapping.get(token),
            Value::Sequence(elements) => elements.get(token.parse::<usize>().ok()?),
            _ => None,
        }
    }

    /// As [`Node::step`], to change it.
    pub fn step_mut(&mut self, token: &str) -> Option<&mut Node> {
        match &mut self.value {
            Value::Mapping(mapping) => mapping.get_mut(token),
            Value::Sequence(elements) => elements.get_mut(token.parse::<usize>().ok()?),
            _ => None,
        }
    }

    /// What kind of value it is, for messages.
    pub fn kind(&self) -> &'static str {
        match self.value {
            Value::Null => "null",
            Value::Bool(_) => "a boolean",
            Value::Number(_) => "a number",
            Value::String(_) => "a string",
            Value::Sequence(_) => "a sequence",
            Value::Mapping(_) => "a mapping",
        }
    }
}

/// Equal when the values are; the positions do not count.
impl PartialEq for Node {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

impl Number {
    /// A number from its JSON text, which the caller has checked.
    pub(crate) fn from_json(text: &str) -> Self {
        Number(Box::from(text))
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

    /// The member of this name.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.find(key).and_then(|index| self.entries.get(index)).map(|entry| &entry.value)
    }

    /// The member of this name, to change it.
    pub fn get_mut(&mut self, key: &str) -> Option<&mut Node> {
        self.find(key).and_then(|index| self.entries.get_mut(index)).map(|entry| &mut entry.value)
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
        self.entries.push(Entry { key: Box::from(key), key_at, value });
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
        let mut mapping = Mapping { entries, sorted: Vec::new() };
        let repeated = mapping.repeated();
        if repeated.is_empty() {
            mapping.keep_sorted();
            return (mapping, Vec::new());
        }
        let mut unique = Mapping::default();
        let mut places = Vec::new();
        for (index, entry) in mapping.entries.into_iter().enumerate() {
            if repeated.contains(&index) {
                places.push((entry.key.clone(), entry.key_at));
            }
            unique.insert(&entry.key, entry.value);
        }
        (unique, places)
    }

    /// The indexes of entries whose key an earlier entry has.
    fn repeated(&self) -> Vec<usize> {
        let count = self.entries.len();
        if count <= Self::SMALL {
            let earlier = |index: usize, key: &str| self.entries.iter().take(index).any(|other| *other.key == *key);
            return self.entries.iter().enumerate().filter(|(index, entry)| earlier(*index, &entry.key)).map(|(index, _)| index).collect();
        }
        let mut order: Vec<(&str, usize)> = self.entries.iter().enumerate().map(|(index, entry)| (&*entry.key, index)).collect();
        order.sort_unstable();
        order.windows(2).filter_map(|pair| if let [(left, _), (right, index)] = pair { (left == right).then_some(*index) } else { None }).collect()
    }

    fn find(&self, key: &str) -> Option<usize> {
        if self.sorted.is_empty() {
            return self.entries.iter().position(|entry| *entry.key == *key);
        }
        let name = |index: &u32| self.entries.get(*index as usize).map(|entry| &*entry.key);
        let found = self.sorted.binary_search_by(|index| name(index).cmp(&Some(key))).ok()?;
        self.sorted.get(found).map(|index| *index as usize)
    }

    /// Brings `sorted` up to date after entries were added at the end, or after it was cleared.
    fn keep_sorted(&mut self) {
        let count = self.entries.len();
        if count <= Self::SMALL {
            return;
        }
        let name = |index: u32| self.entries.get(index as usize).map(|entry| &*entry.key);
        if self.sorted.len() + 1 == count {
            let last = u32::try_from(count - 1).unwrap_or(u32::MAX);
            let place = self.sorted.partition_point(|index| name(*index) < name(last));
            self.sorted.insert(place, last);
        } else {
            let mut sorted: Vec<u32> = (0..u32::try_from(count).unwrap_or(u32::MAX)).collect();
            sorted.sort_unstable_by(|left, right| name(*left).cmp(&name(*right)));
            self.sorted = sorted;
        }
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

    #[test]
    fn a_node_is_small() {
        assert!(size_of::<Node>() <= 32);
    }
}
