//! The parts of multipart forms that stand under sensitive names.

use memchr::memmem;
use std::ops::Range;

/// What begins the head of a part, behind its boundary, as this crate writes it.
const NAME: &[u8] = b"content-disposition: form-data; name=\"";

/// How far before the name of a part its boundary is looked for: no boundary is longer than 70 bytes, and other headers may stand between.
const REACH: usize = 512;

/// Where the contents of those parts stand whose names are `hidden`. A part that is never closed goes on to the end.
pub(crate) fn values(text: &[u8], hidden: &dyn Fn(&str) -> bool) -> Vec<Range<usize>> {
    let next = |from: usize, what: &[u8]| memmem::find(text.get(from..)?, what).map(|at| from + at);
    let mut found: Vec<Range<usize>> = Vec::new();
    for at in memmem::find_iter(text, NAME) {
        // What looks like a part inside of a content belongs to the content.
        if found.last().is_some_and(|last| at < last.end) {
            continue;
        }
        let start = at + NAME.len();
        let name = next(start, b"\"")
            .and_then(|end| text.get(start..end))
            .unwrap_or_default();
        if !hidden(&String::from_utf8_lossy(name)) {
            continue;
        }
        let Some(head) = next(start, b"\r\n\r\n") else { break };
        let content = head + 4;
        let boundary = boundary(text.get(at.saturating_sub(REACH)..at).unwrap_or_default());
        let end = next(head + 2, &[b"\r\n", boundary].concat()).unwrap_or(text.len());
        found.push(content..end.max(content));
    }
    found
}

/// The last line that can be a boundary, with its two dashes. The content may have lines that begin so too: keys do.
fn boundary(before: &[u8]) -> &[u8] {
    const DASHES: &[u8] = b"--";
    let lines = before.split(|byte| *byte == b'\n').rev();
    let mut lines = lines.map(|line| line.strip_suffix(b"\r").unwrap_or(line));
    lines.find(|line| line.starts_with(DASHES)).unwrap_or(DASHES)
}
