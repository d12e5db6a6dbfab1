//! Did you mean …?

/// Adds the most similar of the expected names to serde's "unknown field `x`, expected one of `a`, `b`".
pub(super) fn with_nearest(message: &str) -> String {
    let names: Vec<&str> = message.split('`').skip(1).step_by(2).collect();
    let Some((unknown, expected)) = names.split_first().filter(|_| message.starts_with("unknown ")) else {
        return message.to_owned();
    };
    let nearest = expected.iter().map(|name| (distance(unknown, name), *name)).min();
    match nearest {
        Some((distance, name)) if distance <= unknown.len() / 2 => format!("{message}; did you mean `{name}`?"),
        _ => message.to_owned(),
    }
}

/// How many letters have to be added, removed, replaced or swapped with their neighbor (roughly: a swap counts as two).
pub(crate) fn distance(left: &str, right: &str) -> usize {
    let right: Vec<char> = right.chars().collect();
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (index, letter) in left.chars().enumerate() {
        let mut diagonal = index;
        let mut previous = index + 1;
        for (other, cell) in right.iter().zip(row.iter_mut().skip(1)) {
            let replaced = diagonal + usize::from(letter != *other);
            diagonal = *cell;
            previous = replaced.min(diagonal + 1).min(previous + 1);
            *cell = previous;
        }
        if let Some(first) = row.first_mut() {
            *first = index + 1;
        }
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn measures() {
        assert_eq!(distance("kitten", "sitting"), 3);
        assert_eq!(distance("", "abc"), 3);
        assert_eq!(distance("abc", "abc"), 0);
    }

    #[test]
    fn suggests_only_what_is_near() {
        assert!(with_nearest("unknown field `nmae`, expected `name` or `lib`").ends_with("; did you mean `name`?"));
        assert_eq!(
            with_nearest("unknown field `colour`, expected `lib`"),
            "unknown field `colour`, expected `lib`"
        );
        assert_eq!(with_nearest("invalid type"), "invalid type");
    }
}
