//! Damage to a description: a text cut off, bits flipped, pieces lost or repeated; nodes emptied, or replaced by others of the document.

use fastrand::Rng;
use serde_json::Value;

/// The text of a description with something broken in it, which is the same for the same numbers.
pub fn damaged(text: &str, random: &mut Rng) -> String {
    let parsed = serde_json::from_str::<Value>(text);
    match (random.u8(0..4), parsed) {
        (0, _) => {
            let end = random.usize(0..=text.len());
            String::from_utf8_lossy(text.as_bytes().get(..end).unwrap_or_default()).into_owned()
        }
        (1, _) | (_, Err(_)) => flipped(text, random),
        (2, Ok(mut document)) => {
            for _ in 0..random.usize(1..6) {
                let count = size(&document);
                edit(&mut document, &mut random.usize(0..count), &mut |node| {
                    *node = Value::Null
                });
            }
            document.to_string()
        }
        (_, Ok(mut document)) => {
            for _ in 0..random.usize(1..6) {
                swap(&mut document, random);
            }
            document.to_string()
        }
    }
}

/// Some bits of some letters are others, or a piece is gone or there twice.
fn flipped(text: &str, random: &mut Rng) -> String {
    let mut bytes = text.as_bytes().to_vec();
    for _ in 0..random.usize(1..8) {
        let at = random.usize(0..bytes.len().max(1));
        let end = (at + random.usize(0..40)).min(bytes.len());
        match random.u8(0..3) {
            0 => bytes
                .get_mut(at)
                .into_iter()
                .for_each(|byte| *byte ^= 1 << random.u8(0..8)),
            1 => drop(bytes.drain(at.min(end)..end)),
            _ => {
                let piece = bytes.get(at..end).unwrap_or_default().to_vec();
                bytes.splice(at.min(end)..at.min(end), piece);
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Puts a copy of one node in the place of another one.
fn swap(document: &mut Value, random: &mut Rng) {
    let count = size(document);
    let mut copy = Value::Null;
    edit(document, &mut random.usize(0..count), &mut |node| copy = node.clone());
    edit(document, &mut random.usize(0..count), &mut |node| *node = copy.clone());
}

fn size(node: &Value) -> usize {
    1 + match node {
        Value::Array(elements) => elements.iter().map(size).sum::<usize>(),
        Value::Object(members) => members.values().map(size).sum(),
        _ => 0,
    }
}

/// Does something to the node of this number in the order of the document.
fn edit(node: &mut Value, number: &mut usize, change: &mut impl FnMut(&mut Value)) {
    if *number == 0 {
        change(node);
    }
    let Some(rest) = number.checked_sub(1) else {
        return;
    };
    *number = rest;
    match node {
        Value::Array(elements) => elements.iter_mut().for_each(|node| skip_or_edit(node, number, change)),
        Value::Object(members) => members.values_mut().for_each(|node| skip_or_edit(node, number, change)),
        _ => {}
    }
}

/// Goes into the node where the number is within, and counts it off where it is not.
fn skip_or_edit(node: &mut Value, number: &mut usize, change: &mut impl FnMut(&mut Value)) {
    let count = size(node);
    match number.checked_sub(count) {
        _ if *number == usize::MAX => {}
        Some(rest) => *number = rest,
        None => {
            edit(node, number, change);
            *number = usize::MAX;
        }
    }
}
