//! What would have to change for a folder to hold a tree.

use std::fmt::Write as _;

use similar::TextDiff;

/// A file that has to change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change<'t> {
    /// Its path inside the folder, with forward slashes.
    pub path: String,
    /// What is there now.
    pub old: Option<Vec<u8>>,
    /// What belongs there; nothing where the file belongs to an earlier output.
    pub new: Option<&'t [u8]>,
}

/// Everything that has to change, in the order of the paths.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Difference<'t> {
    /// The files.
    pub changes: Vec<Change<'t>>,
}

impl Difference<'_> {
    /// True when the folder holds the tree already.
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }

    /// The changes as a unified diff. After `lines` lines the remaining files are only named.
    pub fn unified(&self, lines: usize) -> String {
        let mut text = String::new();
        let mut shown = 0;
        for change in &self.changes {
            if shown > lines {
                // Writing to a String cannot fail.
                let _ = writeln!(text, "{} {}", change.verb(), change.path);
                continue;
            }
            let diff = change.unified();
            shown += diff.lines().count();
            text.push_str(&diff);
        }
        text
    }
}

impl Change<'_> {
    fn verb(&self) -> &'static str {
        match (&self.old, &self.new) {
            (None, _) => "added",
            (_, None) => "removed",
            _ => "changed",
        }
    }

    fn unified(&self) -> String {
        let old = self.old.as_deref();
        let sides = [old, self.new].map(|content| std::str::from_utf8(content.unwrap_or_default()));
        let [Ok(before), Ok(after)] = sides else {
            return format!("{} {} (binary)\n", self.verb(), self.path);
        };
        let name = |side: &str, content: Option<&[u8]>| match content {
            Some(_) => format!("{side}/{}", self.path),
            None => "/dev/null".to_owned(),
        };
        let diff = TextDiff::from_lines(before, after);
        diff.unified_diff()
            .context_radius(3)
            .header(&name("a", old), &name("b", self.new))
            .to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prints_a_unified_diff() {
        let change = |path: &str, old: Option<&str>, new: Option<&'static str>| Change {
            path: path.to_owned(),
            old: old.map(|text| text.as_bytes().to_vec()),
            new: new.map(str::as_bytes),
        };
        let changes = vec![
            change("a", Some("x\ny\n"), Some("x\nz\n")),
            change("b", None, Some("new\n")),
            change("c", Some("old\n"), None),
        ];
        let difference = Difference { changes };
        let expected = "\
--- a/a\n+++ b/a\n@@ -1,2 +1,2 @@\n x\n-y\n+z\n\
--- /dev/null\n+++ b/b\n@@ -0,0 +1 @@\n+new\n\
--- a/c\n+++ /dev/null\n@@ -1 +0,0 @@\n-old\n";
        assert_eq!(difference.unified(100), expected);
        assert!(difference.unified(1).ends_with("+z\nadded b\nremoved c\n"));
    }
}
