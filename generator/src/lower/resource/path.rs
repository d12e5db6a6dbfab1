//! Paths that end in a verb: `/bot/{botId}/session/create` is `bot().session().create()`.

use super::facts::Facts;
use super::place::{self, DEPTH, Place};

/// The fixed parts of the path are the resource but for the last, which is the method. A path with one fixed part takes its
/// method from the operationId or the HTTP method.
pub(super) fn place(facts: &Facts) -> Place {
    let mut words = facts.path_words();
    let id = facts.id_words();
    if words.len() > 1
        && let Some(method) = words.pop()
    {
        let surplus = words.split_off(words.len().min(DEPTH));
        let method = [vec![method], surplus].concat().join("_");
        let mut methods = vec![method];
        if !id.is_empty() {
            methods.extend(place::of_id(id, &words, facts));
        }
        return Place {
            resource: words,
            methods,
            rank: 1,
        };
    }
    if words.is_empty() {
        words.push("api".to_owned());
    }
    let mut methods = if id.is_empty() {
        vec![facts.method.clone()]
    } else {
        place::of_id(id, &words, facts)
    };
    // `/ping` with the id `ping`: there is nothing to do but to call it.
    for method in &mut methods {
        if words.first() == Some(method) {
            "call".clone_into(method);
        }
    }
    Place {
        resource: words,
        methods,
        rank: 1,
    }
}
