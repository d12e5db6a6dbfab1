//! A place in a description, as an RFC 6901 JSON pointer.

use std::borrow::{Borrow, Cow};
use std::fmt;
use std::sync::Arc;

/// A JSON pointer in the form that a `$ref` has: `#/paths/~1bot~1list/get`.
///
/// The text is kept in one canonical spelling (`~0` and `~1` escaped, nothing percent-encoded), so that two pointers
/// name the same place exactly when they are equal. Cloning costs a counter.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Pointer(Arc<str>);

impl Pointer {
    /// The whole document: `#`.
    pub fn root() -> Self {
        Pointer(Arc::from("#"))
    }

    /// Reads a local reference such as `#/components/schemas/Bot`; `None` when it names another file or an anchor.
    ///
    /// Percent-encoding is undone, as in a URI fragment.
    pub fn parse(reference: &str) -> Option<Self> {
        let fragment = reference.strip_prefix('#')?;
        if !fragment.is_empty() && !fragment.starts_with('/') {
            return None;
        }
        if fragment.contains('%') {
            return Some(Pointer(Arc::from(format!("#{}", percent_decoded(fragment)?))));
        }
        Some(Pointer(Arc::from(reference)))
    }

    /// The member `key` of the mapping at this place.
    pub fn child(&self, key: &str) -> Self {
        let mut text = String::with_capacity(self.0.len() + key.len() + 4);
        text.push_str(&self.0);
        push_token(&mut text, key);
        Pointer(Arc::from(text))
    }

    /// The element `index` of the sequence at this place.
    pub fn index(&self, index: usize) -> Self {
        Pointer(Arc::from(format!("{}/{index}", self.0)))
    }

    /// The pointer that begins at this place and goes on along `keys`.
    pub fn descend<'k>(&self, keys: impl IntoIterator<Item = &'k str>) -> Self {
        let mut text = String::from(&*self.0);
        for key in keys {
            push_token(&mut text, key);
        }
        Pointer(Arc::from(text))
    }

    /// The place that holds this one; `None` for the root.
    pub fn parent(&self) -> Option<Self> {
        let (parent, _) = self.0.rsplit_once('/')?;
        Some(Pointer(Arc::from(parent)))
    }

    /// The last key or index, unescaped; `None` for the root.
    pub fn last(&self) -> Option<Cow<'_, str>> {
        self.0.rsplit_once('/').map(|(_, token)| unescaped(token))
    }

    /// The keys and indexes from the root to this place, unescaped.
    pub fn tokens(&self) -> impl Iterator<Item = Cow<'_, str>> {
        self.0.split('/').skip(1).map(unescaped)
    }

    /// The name of the component when this place is one: `Bot` of `#/components/schemas/Bot` for kind `schemas`.
    pub fn component(&self, kind: &str) -> Option<Cow<'_, str>> {
        let name = self
            .0
            .strip_prefix("#/components/")?
            .strip_prefix(kind)?
            .strip_prefix('/')?;
        (!name.contains('/')).then(|| unescaped(name))
    }

    /// True when `other` is this place or lies inside it.
    pub fn contains(&self, other: &Pointer) -> bool {
        other
            .0
            .strip_prefix(&*self.0)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }

    /// The text, which is also how a `$ref` to this place is written.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Pointer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl Borrow<str> for Pointer {
    fn borrow(&self) -> &str {
        &self.0
    }
}

fn push_token(text: &mut String, key: &str) {
    text.push('/');
    if !key.contains(['~', '/']) {
        text.push_str(key);
        return;
    }
    for character in key.chars() {
        match character {
            '~' => text.push_str("~0"),
            '/' => text.push_str("~1"),
            other => text.push(other),
        }
    }
}

fn unescaped(token: &str) -> Cow<'_, str> {
    let Some((before, mut rest)) = token.split_once('~') else {
        return Cow::Borrowed(token);
    };
    let mut text = String::with_capacity(token.len());
    text.push_str(before);
    loop {
        let (character, behind) = match rest.as_bytes().first() {
            Some(b'0') => ('~', &rest[1..]),
            Some(b'1') => ('/', &rest[1..]),
            _ => ('~', rest),
        };
        text.push(character);
        let Some((before, behind)) = behind.split_once('~') else {
            text.push_str(behind);
            return Cow::Owned(text);
        };
        text.push_str(before);
        rest = behind;
    }
}

/// Undoes percent-encoding; `None` where it is broken.
pub(crate) fn percent_decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let high = char::from(rest.next()?).to_digit(16)?;
            let low = char::from(rest.next()?).to_digit(16)?;
            bytes.push(u8::try_from(high * 16 + low).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_and_unescapes() {
        let pointer = Pointer::root().child("paths").child("/a/{b~c}").child("get").index(2);
        assert_eq!(pointer.as_str(), "#/paths/~1a~1{b~0c}/get/2");
        assert_eq!(pointer.tokens().collect::<Vec<_>>(), ["paths", "/a/{b~c}", "get", "2"]);
        assert_eq!(pointer.parent().unwrap().last().unwrap(), "get");
    }

    #[test]
    fn reads_percent_encoding() {
        assert_eq!(
            Pointer::parse("#/paths/~1a~1%7Bid%7D").unwrap().as_str(),
            "#/paths/~1a~1{id}"
        );
        assert_eq!(Pointer::parse("other.yaml#/a"), None);
        assert_eq!(Pointer::parse("#anchor"), None);
        assert_eq!(Pointer::parse("#/broken%2"), None);
    }

    #[test]
    fn knows_components() {
        let pointer = Pointer::parse("#/components/schemas/Bot").unwrap();
        assert_eq!(pointer.component("schemas").unwrap(), "Bot");
        assert_eq!(pointer.child("properties").component("schemas"), None);
        assert!(pointer.contains(&pointer.child("x")));
        assert!(!pointer.contains(&Pointer::parse("#/components/schemas/Bots").unwrap()));
    }
}
