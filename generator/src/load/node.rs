//! The tree of a description, as it was written: in its order, with its positions.

use super::mapping::Mapping;
use super::number::Number;
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
        if let Value::Mapping(mapping) = &self.value {
            Some(mapping)
        } else {
            None
        }
    }

    /// The mapping, to change it.
    pub fn as_mapping_mut(&mut self) -> Option<&mut Mapping> {
        if let Value::Mapping(mapping) = &mut self.value {
            Some(mapping)
        } else {
            None
        }
    }

    /// The elements, if it is a sequence.
    pub fn as_sequence(&self) -> Option<&[Node]> {
        if let Value::Sequence(elements) = &self.value {
            Some(elements)
        } else {
            None
        }
    }

    /// The elements, to change them.
    pub fn as_sequence_mut(&mut self) -> Option<&mut Vec<Node>> {
        if let Value::Sequence(elements) = &mut self.value {
            Some(elements)
        } else {
            None
        }
    }

    /// The text, if it is one.
    pub fn as_str(&self) -> Option<&str> {
        if let Value::String(text) = &self.value {
            Some(text)
        } else {
            None
        }
    }

    /// The truth value, if it is one.
    pub fn as_bool(&self) -> Option<bool> {
        if let Value::Bool(value) = self.value {
            Some(value)
        } else {
            None
        }
    }

    /// The number, if it is one.
    pub fn as_number(&self) -> Option<&Number> {
        if let Value::Number(number) = &self.value {
            Some(number)
        } else {
            None
        }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_node_is_small() {
        assert!(size_of::<Node>() <= 32);
    }
}
