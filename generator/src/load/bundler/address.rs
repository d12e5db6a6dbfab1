//! The text of a reference, taken apart: which document, and which place in it.

use std::path::{Component, Path, PathBuf};

use crate::diagnostic::percent_decoded;

/// The document that a reference names, which is empty for the one that it stands in, and the place without its `#`.
pub(super) fn split(reference: &str) -> (&str, &str) {
    reference.split_once('#').unwrap_or((reference, ""))
}

/// True for what begins with a scheme: `https://example.com/a.yaml`, `urn:a`, and a path with a drive letter too.
pub(super) fn is_absolute(document: &str) -> bool {
    let Some((scheme, _)) = document.split_once(':') else {
        return false;
    };
    scheme.starts_with(|first: char| first.is_ascii_alphabetic())
        && scheme
            .chars()
            .all(|letter| letter.is_ascii_alphanumeric() || "+-.".contains(letter))
}

/// The address that `document` means where `base` is the address of what it stands in (RFC 3986, without queries).
pub(super) fn join(base: &str, document: &str) -> String {
    if document.is_empty() {
        return base.to_owned();
    }
    if is_absolute(document) {
        return document.to_owned();
    }
    let path_at = match base.find("://") {
        Some(scheme) => base
            .get(scheme + 3..)
            .and_then(|rest| rest.find('/'))
            .map_or(base.len(), |slash| scheme + 3 + slash),
        None => 0,
    };
    let (authority, path) = base.split_at(path_at);
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let joined = if document.starts_with('/') {
        document.to_owned()
    } else {
        format!("{folder}/{document}")
    };
    let mut segments: Vec<&str> = Vec::new();
    for segment in joined.split('/').skip(usize::from(joined.starts_with('/'))) {
        match segment {
            "." => {}
            ".." => {
                segments.pop();
            }
            segment => segments.push(segment),
        }
    }
    let slash = if authority.is_empty() && !joined.starts_with('/') {
        ""
    } else {
        "/"
    };
    format!("{authority}{slash}{}", segments.join("/"))
}

/// The path that `document` means in a file of this folder, with each `..` worked out, whatever the disk says.
pub(super) fn path(folder: &Path, document: &str) -> Option<PathBuf> {
    let document = if document.contains('%') {
        percent_decoded(document)?
    } else {
        document.to_owned()
    };
    let mut path = PathBuf::new();
    for component in folder.join(document).components() {
        match component {
            Component::ParentDir => {
                path.pop();
            }
            Component::CurDir => {}
            other => path.push(other),
        }
    }
    Some(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_references_apart() {
        assert_eq!(split("a.yaml#/b"), ("a.yaml", "/b"));
        assert_eq!(split("#b"), ("", "b"));
        assert_eq!(split("a.yaml"), ("a.yaml", ""));
        assert!(is_absolute("https://x/y") && is_absolute("urn:x") && is_absolute("C:\\x"));
        assert!(!is_absolute("./a:b") && !is_absolute("a.yaml"));
    }

    #[test]
    fn joins_addresses() {
        let base = "https://x.org/a/b.json";
        assert_eq!(join(base, "c.json"), "https://x.org/a/c.json");
        assert_eq!(join(base, "../../c.json"), "https://x.org/c.json");
        assert_eq!(join(base, "/c"), "https://x.org/c");
        assert_eq!(join("https://x.org", "c"), "https://x.org/c");
        assert_eq!(join(base, "urn:a"), "urn:a");
        assert_eq!(join("", "/schemas/a"), "/schemas/a");
        assert_eq!(join("urn:x", ""), "urn:x");
    }

    #[test]
    fn works_paths_out() {
        let folder = Path::new("/a/b");
        assert_eq!(path(folder, "./c%20d/../e.yaml").unwrap(), Path::new("/a/b/e.yaml"));
        assert_eq!(path(folder, "../../../etc/passwd").unwrap(), Path::new("/etc/passwd"));
        assert_eq!(path(folder, "%zz"), None);
    }
}
