//! Which names promise a secret in a header or in a query.

use super::name::{is_sensitive, snake};

/// What goes before a key that opens nothing.
const HARMLESS: [&str; 11] = [
    "cache",
    "foreign",
    "idempotency",
    "object",
    "partition",
    "primary",
    "public",
    "publishable",
    "routing",
    "site",
    "sort",
];

/// Whether a header or a pair of a query of this name is likely to hold a secret. There every key is one that is not known to be harmless:
/// services call theirs what they like, and nobody has to read them.
pub(crate) fn is_sensitive_argument(name: &str) -> bool {
    let snake = snake(name);
    is_sensitive(name)
        || snake.rsplit('_').next() == Some("key") && !snake.split('_').any(|word| HARMLESS.contains(&word))
}
