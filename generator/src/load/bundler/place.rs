//! Where the parts of other files come to stand in the one document.

use std::collections::{HashMap, HashSet};

use super::Target;
use super::kind::What;
use crate::diagnostic::Pointer;

/// The places that were given out. They depend on the files alone, in the order in which the description refers to them.
#[derive(Debug, Default)]
pub(super) struct Places {
    by_target: HashMap<(Target, What), Pointer>,
    /// The names that each collection has.
    taken: HashMap<Pointer, HashSet<String>>,
}

impl Places {
    pub(super) fn get(&self, target: &Target, what: What) -> Option<&Pointer> {
        self.by_target.get(&(target.clone(), what))
    }

    /// Makes a place that the description has already, such as a member of its `components.schemas`, the place of a part
    /// which that member refers to. The first one wins.
    pub(super) fn claim(&mut self, target: Target, what: What, place: Pointer) {
        self.by_target.entry((target, what)).or_insert(place);
    }

    /// Keeps a name of the description's own.
    pub(super) fn take(&mut self, collection: &Pointer, name: &str) {
        self.taken
            .entry(collection.clone())
            .or_default()
            .insert(name.to_owned());
    }

    /// Gives a part of another file a place in a collection.
    pub(super) fn give(&mut self, target: &Target, what: What, collection: &Pointer, names: &Names) -> Pointer {
        let taken = self.taken.entry(collection.clone()).or_default();
        let plain = names.plain();
        let long = format!("{}_{plain}", names.file);
        let numbered = (2_usize..).map(|number| format!("{long}_{number}"));
        let name = [plain, long.clone()]
            .into_iter()
            .chain(numbered)
            .find(|name| !taken.contains(name))
            .unwrap_or(long);
        let place = collection.child(&name);
        taken.insert(name);
        self.by_target.insert((target.clone(), what), place.clone());
        place
    }

    /// The files of which one part that has a place stands within another one.
    pub(super) fn nested(&self) -> HashSet<usize> {
        let places: HashSet<&Target> = self.by_target.keys().map(|(target, _)| target).collect();
        let is_inner = |target: &Target| {
            let (file, mut at) = (target.file, target.at.clone());
            while let Some(outer) = at.parent() {
                at = outer.clone();
                if places.contains(&Target { file, at: outer }) {
                    return true;
                }
            }
            false
        };
        let inner = places.iter().filter(|target| is_inner(target));
        inner.map(|target| target.file).collect()
    }
}

/// What a part could be called.
#[derive(Clone, Debug, Default)]
pub(super) struct Names {
    /// By its file.
    pub(super) file: String,
    /// By its place in the file, if that says something.
    pub(super) part: Option<String>,
}

/// Keys that say what a part is, not which one.
const KINDS: [&str; 18] = [
    "components",
    "schemas",
    "definitions",
    "$defs",
    "parameters",
    "headers",
    "responses",
    "requestBodies",
    "pathItems",
    "securitySchemes",
    "callbacks",
    "paths",
    "properties",
    "content",
    "schema",
    "items",
    "requestBody",
    "allOf",
];

impl Names {
    /// Names for the part of a file, which is shown under `shown`, at this place.
    pub(super) fn of(shown: &str, at: &Pointer) -> Self {
        let tokens: Vec<String> = at.tokens().map(|token| token.into_owned()).collect();
        let words: Vec<String> = match tokens.as_slice() {
            [only] => vec![component_name(only)],
            [.., collection, name] if KINDS.contains(&collection.as_str()) && collection != "properties" => {
                vec![component_name(name)]
            }
            tokens => telling(shown, tokens),
        };
        let part = words.join("_");
        Names {
            file: file_name(shown),
            part: Some(part).filter(|part| part.contains(char::is_alphanumeric)),
        }
    }

    fn plain(&self) -> String {
        self.part.clone().unwrap_or_else(|| self.file.clone())
    }
}

/// The words of a place that say which part it is. A place inside of the schema that the file is begins with its name.
fn telling(shown: &str, tokens: &[String]) -> Vec<String> {
    let is_schema = tokens.first().is_some_and(|first| {
        ["properties", "items", "allOf", "oneOf", "anyOf", "additionalProperties"].contains(&first.as_str())
    });
    let mut words: Vec<String> = is_schema.then(|| file_name(shown)).into_iter().collect();
    let mut before = "";
    for token in tokens {
        if !KINDS.contains(&token.as_str()) && before != "content" {
            words.push(component_name(token));
        }
        before = token;
    }
    words
}

/// The name of a file without its ending; a file that is called `index` is named after its folder.
fn file_name(shown: &str) -> String {
    let mut parts = shown.rsplit(['/', '\\']);
    let name = parts.next().unwrap_or_default();
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let folder = parts.next().filter(|folder| folder.contains(char::is_alphanumeric));
    let name = match folder {
        Some(folder) if stem.trim_start_matches('_') == "index" => folder,
        _ => stem,
    };
    Some(component_name(name))
        .filter(|name| name.contains(char::is_alphanumeric))
        .unwrap_or_else(|| "part".to_owned())
}

/// The text in the letters that the name of a component may have.
fn component_name(text: &str) -> String {
    let fits = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '.' | '-' | '_');
    let name: String = text
        .chars()
        .map(|letter| if fits(letter) { letter } else { '_' })
        .collect();
    name.trim_matches('_').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_say_which_part() {
        let name = |shown: &str, at: &str| Names::of(shown, &Pointer::parse(at).unwrap()).plain();
        assert_eq!(name("schemas/pet.yaml", "#"), "pet");
        assert_eq!(name("schemas/pet/index.yaml", "#"), "pet");
        assert_eq!(name("common.yaml", "#/components/schemas/Error"), "Error");
        assert_eq!(name("common.yaml", "#/Error"), "Error");
        assert_eq!(
            name("common.yaml", "#/components/schemas/Pet/properties/tag"),
            "Pet_tag"
        );
        let far = "#/paths/~1a~1{id}/get/responses/200/content/application~1json/schema";
        assert_eq!(name("common.yaml", far), "a__id_get_200");
        assert_eq!(name("é.yaml", "#"), "part");
    }

    #[test]
    fn places_are_free_of_collisions() {
        let mut places = Places::default();
        let schemas = Pointer::root().child("schemas");
        places.take(&schemas, "Pet");
        let target = |file, at: &str| Target {
            file,
            at: Pointer::parse(at).unwrap(),
        };
        let mut give = |target: &Target| {
            let names = Names::of("a.yaml", &target.at);
            places
                .give(target, What::Schema, &schemas, &names)
                .last()
                .unwrap()
                .into_owned()
        };
        assert_eq!(give(&target(1, "#/Pet")), "a_Pet");
        assert_eq!(give(&target(2, "#/Pet")), "a_Pet_2");
        assert_eq!(give(&target(2, "#/Pets")), "Pets");
        assert_eq!(give(&target(1, "#/Dog")), "Dog");
        assert!(places.nested().is_empty());
        places.claim(target(2, "#/Pet/items"), What::Schema, Pointer::root());
        assert_eq!(places.nested(), HashSet::from([2]));
    }
}
