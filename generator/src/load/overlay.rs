//! OpenAPI Overlay 1.0: corrections to a description, written as data.

use super::mapping::Entry;
use super::node::{Node, Value};
use super::query;
use crate::diagnostic::{Code, Diagnostics, Stop};

/// Applies the actions of an overlay in their order. What is wrong with an action costs that action alone.
pub(super) fn apply(root: &mut Node, overlay: &Node, diagnostics: &Diagnostics) {
    let Some(actions) = overlay
        .get("overlay")
        .and_then(|_| overlay.get("actions"))
        .and_then(Node::as_sequence)
    else {
        diagnostics.report(
            Code::InvalidOverlay,
            overlay.at,
            "an overlay needs a version in `overlay` and a list of `actions`",
        );
        return;
    };
    for action in actions {
        // Reported already; the next action may be fine.
        let _ = apply_action(root, action, diagnostics);
    }
}

fn apply_action(root: &mut Node, action: &Node, diagnostics: &Diagnostics) -> Result<(), Stop> {
    let invalid = |at, message: String| {
        diagnostics.report(Code::InvalidOverlay, at, message);
        Stop
    };
    let target = action
        .get("target")
        .ok_or_else(|| invalid(action.at, "the action has no `target`".to_owned()))?;
    let path = target
        .as_str()
        .ok_or_else(|| invalid(target.at, "`target` has to be a JSONPath in a string".to_owned()))?;
    let places =
        query::places(root, path).map_err(|error| invalid(target.at, format!("`{path}` is no JSONPath: {error}")))?;
    if places.is_empty() {
        diagnostics.report(Code::UnmatchedAction, target.at, format!("`{path}` selects nothing"));
        return Ok(());
    }
    if action.get("remove").and_then(Node::as_bool) == Some(true) {
        // From the last to the first, so that the indexes of the others stay right.
        for place in places.iter().rev() {
            remove(root, place);
        }
        return Ok(());
    }
    let update = action.get("update").ok_or_else(|| {
        invalid(
            action.at,
            "the action has neither `update` nor `remove: true`".to_owned(),
        )
    })?;
    for place in &places {
        if let Some(node) = find(root, place) {
            merge(node, update);
        }
    }
    Ok(())
}

fn find<'n>(root: &'n mut Node, place: &[String]) -> Option<&'n mut Node> {
    place.iter().try_fold(root, |node, token| node.step_mut(token))
}

fn remove(root: &mut Node, place: &[String]) {
    let Some((last, parents)) = place.split_last() else {
        return;
    };
    let Some(parent) = find(root, parents) else { return };
    match &mut parent.value {
        Value::Mapping(mapping) => {
            mapping.remove(last);
        }
        Value::Sequence(elements) => {
            if let Some(index) = last.parse().ok().filter(|index| *index < elements.len()) {
                elements.remove(index);
            }
        }
        _ => {}
    }
}

/// Mappings are merged, sequences get longer, everything else is replaced.
fn merge(node: &mut Node, update: &Node) {
    match (&mut node.value, &update.value) {
        (Value::Mapping(mapping), Value::Mapping(members)) => {
            for Entry { key, key_at, value } in members.entries() {
                match mapping.get_mut(key) {
                    Some(old) => merge(old, value),
                    None => mapping.insert_at(key, *key_at, value.clone()),
                }
            }
        }
        (Value::Sequence(elements), Value::Sequence(more)) => elements.extend(more.iter().cloned()),
        (Value::Sequence(elements), _) => elements.push(update.clone()),
        _ => *node = update.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load;

    fn overlaid(text: &str, actions: &str) -> (Node, Vec<String>) {
        let diagnostics = Diagnostics::new();
        let mut root = load::text("a.yaml", text, &diagnostics).unwrap();
        let overlay = load::text("o.yaml", format!("overlay: 1.0.0\nactions:\n{actions}"), &diagnostics).unwrap();
        apply(&mut root, &overlay, &diagnostics);
        let problems = diagnostics.sorted(|_| None).into_iter().map(|one| {
            let place = one.location.unwrap();
            format!(
                "{} {}:{}:{} {}",
                one.code.id(),
                place.file,
                place.line,
                place.column,
                one.message
            )
        });
        (root, problems.collect())
    }

    #[test]
    fn updates_and_removes() {
        let text = "a: {x: 1, list: [1, 2, 3], y: {z: 1}}\nb: 2\n";
        let actions = "
- {target: $.a, update: {x: 5, list: [4], y: {w: 2}, new: n}}
- {target: $.a.list, update: 5}
- {target: '$.a.list[?@ < 3]', remove: true}
- {target: $.b, remove: true}
";
        let (root, problems) = overlaid(text, actions);
        assert!(problems.is_empty(), "{problems:?}");
        let expected = load::text(
            "e.yaml",
            "a: {x: 5, list: [3, 4, 5], y: {z: 1, w: 2}, new: n}",
            &Diagnostics::new(),
        )
        .unwrap();
        assert_eq!(root, expected);
    }

    #[test]
    fn says_where_an_action_is_wrong() {
        let (_, problems) = overlaid(
            "a: 1\n",
            "- target: $.b\n  remove: true\n- target: '$['\n- target: $.a\n- update: 1\n",
        );
        assert_eq!(problems.len(), 4);
        assert_eq!(problems[0], "SDK0802 o.yaml:3:11 `$.b` selects nothing");
        assert!(problems[1].starts_with("SDK0801 o.yaml:5:11"));
        assert!(problems[2].starts_with("SDK0801 o.yaml:6:3"));
        assert!(problems[3].starts_with("SDK0801 o.yaml:7:3"));
    }
}
