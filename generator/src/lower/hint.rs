//! What a type would like to be called, before names are given out.

use crate::diagnostic::Pointer;
use crate::name::pascal;

/// Words in `UpperCamelCase` that say where a type stands.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Hint {
    words: String,
    component: bool,
}

impl Hint {
    /// These words, from the place of a type.
    pub fn new(words: String) -> Self {
        Self {
            words,
            component: false,
        }
    }

    /// The name that the description gives to the schema at `at`, if it names it.
    pub fn of_component(at: &Pointer) -> Option<Self> {
        at.component("schemas").map(|name| Self {
            words: pascal(&name),
            component: true,
        })
    }

    /// The name of the component in which `at` stands, for a type that is met from outside of it.
    pub fn around(at: &Pointer) -> Option<Self> {
        let mut tokens = at.tokens();
        let is_schema = tokens.next()? == "components" && tokens.next()? == "schemas";
        let name = is_schema.then(|| tokens.next()).flatten()?;
        Some(Self::new(pascal(&name)))
    }

    pub fn words(&self) -> &str {
        &self.words
    }

    pub fn is_component(&self) -> bool {
        self.component
    }

    /// A type inside this one, below the member `wire`.
    pub fn child(&self, wire: &str) -> Self {
        let words = if wire.is_empty() { String::new() } else { pascal(wire) };
        Self::new(format!("{}{words}", self.words))
    }

    /// The type of the elements of this list.
    pub fn element(&self) -> Self {
        Self::new(singular(&self.words))
    }
}

/// `Messages` holds a `Message`; where no plural shows, an `Item`.
fn singular(words: &str) -> String {
    if let Some(stem) = words.strip_suffix("ies").filter(|stem| stem.len() > 2) {
        format!("{stem}y")
    } else if ["sses", "xes", "ches", "shes"].iter().any(|end| words.ends_with(end)) {
        words[..words.len() - 2].to_owned()
    } else if words.ends_with('s') && !["ss", "us", "is"].iter().any(|end| words.ends_with(end)) {
        words[..words.len() - 1].to_owned()
    } else {
        format!("{words}Item")
    }
}

#[cfg(test)]
mod tests {
    use super::singular;

    #[test]
    fn an_element_is_one_of_a_list() {
        for (list, element) in [
            ("Items", "Item"),
            ("Entities", "Entity"),
            ("Boxes", "Box"),
            ("Status", "StatusItem"),
            ("Data", "DataItem"),
        ] {
            assert_eq!(singular(list), element);
        }
    }
}
