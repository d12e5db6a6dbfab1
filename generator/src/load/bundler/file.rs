//! The files of a description: which may be read, and each of them once.
//!
//! A description may come from a stranger. What it refers to is read only from the folder of the description and from
//! folders that the user names, wherever links and `..` lead; nothing is fetched; and count and sizes are bounded.

use std::collections::HashMap;
use std::fs::File as Handle;
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::rc::Rc;

use super::address;
use super::identity::Identities;
use crate::diagnostic::{Code, Diagnostics};
use crate::load::{Inputs, Node, Problem, is_standard_input, parse};

/// More files than this no description has; the largest known has three thousand.
const FILES: usize = 10_000;

/// More bytes than this they do not have together.
const BYTES: u64 = 256 << 20;

/// Why a reference leads nowhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Lost {
    pub(super) code: Code,
    pub(super) message: String,
}

impl Lost {
    /// It leads to where nothing is read.
    pub(super) fn refused(message: String) -> Self {
        let code = Code::ExternalReference;
        Lost { code, message }
    }

    /// It leads to a file that may be read, but to nothing in it.
    pub(super) fn broken(message: String) -> Self {
        let code = Code::BrokenReference;
        Lost { code, message }
    }
}

/// A file that was read.
pub(super) struct File {
    pub(super) root: Rc<Node>,
    /// The name it has in messages.
    pub(super) shown: String,
    pub(super) identities: Identities,
    /// The folder from which its references lead; a text from the standard input has none.
    folder: Option<PathBuf>,
}

/// A folder that may be read.
struct Folder {
    shown: PathBuf,
    real: PathBuf,
}

/// The files that were read so far, the description first.
pub(super) struct Files<'d> {
    diagnostics: &'d Diagnostics,
    files: Vec<File>,
    folders: Vec<Folder>,
    /// By their paths with all links followed.
    by_real: HashMap<PathBuf, Result<usize, Lost>>,
    /// By the paths that references spell.
    by_path: HashMap<PathBuf, Result<usize, Lost>>,
    bytes: u64,
}

/// The number of the description itself.
pub(super) const MAIN: usize = 0;

impl<'d> Files<'d> {
    pub(super) fn new(inputs: &Inputs, root: Rc<Node>, diagnostics: &'d Diagnostics) -> Self {
        let mut folders = Vec::new();
        let mut main = None;
        if !is_standard_input(&inputs.spec) {
            let parent = inputs.spec.parent().unwrap_or(Path::new(""));
            folders.extend(Folder::of(parent));
            main = folders.first().map(|folder: &Folder| folder.real.clone());
        }
        folders.extend(inputs.folders.iter().filter_map(|folder| Folder::of(folder)));
        let file = File {
            identities: Identities::of(&root),
            root,
            shown: inputs.spec.display().to_string(),
            folder: main.or_else(|| folders.first().map(|folder| folder.real.clone())),
        };
        let real = inputs.spec.canonicalize().ok();
        Files {
            diagnostics,
            files: vec![file],
            folders,
            by_real: real.into_iter().map(|path| (path, Ok(MAIN))).collect(),
            by_path: HashMap::new(),
            bytes: 0,
        }
    }

    pub(super) fn get(&self, file: usize) -> Option<&File> {
        self.files.get(file)
    }

    /// The part of any file that calls itself by this address.
    pub(super) fn resource(&self, address: &str) -> Option<(usize, crate::diagnostic::Pointer)> {
        let found = |(file, one): (usize, &File)| Some((file, one.identities.resource(address)?.clone()));
        self.files.iter().enumerate().find_map(found)
    }

    /// The file that `document` names in a reference of another file.
    pub(super) fn open(&mut self, from: usize, document: &str) -> Result<usize, Lost> {
        if address::is_absolute(document) {
            let message = format!("`{document}` is not a path from this file, and nothing is fetched");
            return Err(Lost::refused(message));
        }
        let Some(folder) = self.get(from).and_then(|file| file.folder.as_deref()) else {
            let message =
                format!("`{document}` has no folder to start from, since the description is a text without one");
            return Err(Lost::refused(message));
        };
        let Some(path) = address::path(folder, document) else {
            return Err(Lost::broken(format!("`{document}` is not a well-formed path")));
        };
        if let Some(known) = self.by_path.get(&path) {
            return known.clone();
        }
        let found = self.find(&path, document);
        self.by_path.insert(path, found.clone());
        found
    }

    /// Nothing of the disk is looked at before it is clear that the path is allowed, so that a description cannot learn
    /// or tell which files exist elsewhere.
    fn find(&mut self, path: &Path, document: &str) -> Result<usize, Lost> {
        let Some(shown) = self.shown(path) else {
            let message = format!("`{document}` leads out of the folder of the description");
            return Err(Lost::refused(message));
        };
        let unreadable = |error: std::io::Error| {
            Lost::broken(match error.kind() {
                ErrorKind::NotFound => format!("there is no file `{shown}`"),
                _ => format!("`{shown}` cannot be read: {error}"),
            })
        };
        let real = path.canonicalize().map_err(unreadable)?;
        if let Some(known) = self.by_real.get(&real) {
            return known.clone();
        }
        let read = if self.folders.iter().any(|folder| real.starts_with(&folder.real)) {
            self.read(&real, &shown)
                .and_then(|text| self.add(path, shown, &Rc::from(text)))
        } else {
            Err(Lost::refused(format!(
                "`{document}` is a link that leads out of the folder of the description"
            )))
        };
        self.by_real.insert(real, read.clone());
        read
    }

    fn read(&mut self, real: &Path, shown: &str) -> Result<String, Lost> {
        let unreadable = |error: std::io::Error| Lost::broken(format!("`{shown}` cannot be read: {error}"));
        if self.files.len() >= FILES {
            let message = format!("`{shown}` is not read, since the description has more than {FILES} files");
            return Err(Lost::broken(message));
        }
        // Opening a pipe would wait for somebody to write into it.
        if !real.metadata().map_err(unreadable)?.is_file() {
            return Err(Lost::broken(format!("`{shown}` is not a file")));
        }
        let left = BYTES.saturating_sub(self.bytes);
        let mut text = String::new();
        let handle = Handle::open(real).map_err(unreadable)?;
        let read = handle.take(left + 1).read_to_string(&mut text).map_err(unreadable)?;
        if read as u64 > left {
            let message = format!(
                "`{shown}` is not read, since the files grow to more than {} MiB",
                BYTES >> 20
            );
            return Err(Lost::broken(message));
        }
        self.bytes += read as u64;
        Ok(text)
    }

    fn add(&mut self, path: &Path, shown: String, text: &Rc<str>) -> Result<usize, Lost> {
        let root = parse(&shown, text, self.diagnostics).map_err(|Problem { at, message, .. }| {
            // Told once here and once at each reference, since it costs no more than what the references stand for.
            self.diagnostics.report(Code::BrokenReference, at, message);
            Lost::broken(format!("`{shown}` is neither well-formed JSON nor YAML"))
        })?;
        self.files.push(File {
            identities: Identities::of(&root),
            root: Rc::new(root),
            shown,
            folder: path.parent().map(Path::to_path_buf),
        });
        Ok(self.files.len() - 1)
    }

    /// The name of a path in messages, which begins as the user wrote it; `None` when it may not be read.
    fn shown(&self, path: &Path) -> Option<String> {
        self.folders.iter().find_map(|folder| {
            let rest = path.strip_prefix(&folder.real).ok()?;
            Some(folder.shown.join(rest).display().to_string())
        })
    }
}

impl Folder {
    fn of(shown: &Path) -> Option<Self> {
        let path = if shown.as_os_str().is_empty() {
            Path::new(".")
        } else {
            shown
        };
        Some(Folder {
            shown: shown.to_path_buf(),
            real: path.canonicalize().ok()?,
        })
    }
}
