//! Files -> one tree of our own nodes, overlays applied.

mod bundler;
mod json;
mod locate;
mod mapping;
mod node;
mod number;
mod overlay;
mod query;
mod yaml;

use std::io::Read;
use std::path::{Path, PathBuf};
use std::rc::Rc;

pub use mapping::{Entry, Mapping};
pub use node::{Node, Value};
pub use number::Number;

use crate::diagnostic::{Code, Diagnostics, Place, Position, SourceId, Stop, Unit};
use json::SyntaxError;

/// No description needs more levels than this, and the YAML parser allows no more. The limit keeps recursion within
/// every stack.
const DEPTH: usize = 128;

/// To more nodes than this a document may not grow by its aliases. The largest descriptions known have one million.
const NODES: usize = 5_000_000;

/// To more bytes than this the texts of a document may not grow by its aliases.
const BYTES: usize = 500_000_000;

/// Keys that a mapping has twice.
type Repeated = Vec<(Box<str>, Position)>;

/// What to read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Inputs {
    /// The description; `-` is the standard input.
    pub spec: PathBuf,
    /// Overlays, applied one after the other.
    pub overlays: Vec<PathBuf>,
    /// Folders into which the description may refer, besides its own.
    pub folders: Vec<PathBuf>,
}

/// A description with its overlays applied.
#[derive(Clone, Debug)]
pub struct Bundle {
    /// The document.
    pub root: Node,
}

/// Reads the description with the files that it refers to, and applies the overlays.
pub fn bundle(inputs: &Inputs, diagnostics: &Diagnostics) -> Result<Bundle, Stop> {
    let root = file(&inputs.spec, diagnostics);
    // The overlays are read even if the description is broken: all problems of a run are reported at once.
    let overlays: Vec<Result<Node, Stop>> = inputs.overlays.iter().map(|path| file(path, diagnostics)).collect();
    let mut root = bundler::bundle(root?, inputs, diagnostics);
    let has_overlays = !overlays.is_empty();
    for overlay in overlays {
        overlay::apply(&mut root, &overlay?, diagnostics);
    }
    if has_overlays {
        // An overlay is laid over the one document, and may bring further references to files into it.
        root = bundler::bundle(root, inputs, diagnostics);
    }
    diagnostics.check()?;
    Ok(Bundle { root })
}

/// Reads one description from a text; the name is shown in diagnostics, and its ending decides the format. References to
/// files stay as they are.
pub fn text(name: &str, text: impl Into<Rc<str>>, diagnostics: &Diagnostics) -> Result<Node, Stop> {
    parse_or_stop(name, &text.into(), diagnostics)
}

fn file(path: &Path, diagnostics: &Diagnostics) -> Result<Node, Stop> {
    let text = read(path).map_err(|error| {
        diagnostics.report(
            Code::UnreadableFile,
            Place::NOWHERE,
            format!("cannot read {}: {error}", path.display()),
        );
        Stop
    })?;
    parse_or_stop(&path.display().to_string(), &Rc::from(text), diagnostics)
}

fn is_standard_input(path: &Path) -> bool {
    path == Path::new("-")
}

fn read(path: &Path) -> std::io::Result<String> {
    if is_standard_input(path) {
        let mut text = String::new();
        std::io::stdin().read_to_string(&mut text)?;
        return Ok(text);
    }
    std::fs::read_to_string(path)
}

/// Why a text cannot be read.
struct Problem {
    code: Code,
    at: Position,
    message: String,
}

impl Problem {
    fn new(error: SyntaxError, source: SourceId) -> Self {
        Problem {
            code: if error.too_deep {
                Code::TooDeep
            } else {
                Code::BrokenSyntax
            },
            at: Position::new(source, error.offset),
            message: error.message,
        }
    }
}

fn parse_or_stop(name: &str, text: &Rc<str>, diagnostics: &Diagnostics) -> Result<Node, Stop> {
    parse(name, text, diagnostics).map_err(|Problem { code, at, message }| {
        diagnostics.report(code, at, message);
        Stop
    })
}

/// Reads JSON where the text can be JSON, otherwise YAML; nearly all JSON is YAML too, but reads much slower as such.
fn parse(name: &str, text: &Rc<str>, diagnostics: &Diagnostics) -> Result<Node, Problem> {
    let mut repeated = Vec::new();
    let named_json = Path::new(name)
        .extension()
        .is_some_and(|ending| ending.eq_ignore_ascii_case("json"));
    let looks_like_json = text
        .trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n'])
        .starts_with(['{', '[']);
    if named_json || looks_like_json {
        let source = diagnostics.add_source(name, Rc::clone(text), Unit::Byte);
        match json::parse(text, source, &mut repeated) {
            Ok(node) => {
                report_repeated(repeated, diagnostics);
                return Ok(node);
            }
            Err(error) if named_json || error.too_deep => return Err(Problem::new(error, source)),
            Err(_) => repeated.clear(),
        }
    }
    let source = diagnostics.add_source(name, Rc::clone(text), Unit::Node(locate::PLACES));
    let (node, more) = yaml::parse(text, source, &mut repeated).map_err(|error| {
        let source = diagnostics.add_source(name, Rc::clone(text), Unit::Byte);
        Problem::new(error, source)
    })?;
    report_repeated(repeated, diagnostics);
    if more {
        let message = "the file holds more than one YAML document; the first one was read";
        diagnostics.report(Code::SecondDocument, Position::new(source, 0), message);
    }
    Ok(node)
}

fn report_repeated(repeated: Repeated, diagnostics: &Diagnostics) {
    for (key, at) in repeated {
        diagnostics.report(Code::DuplicateKey, at, format!("the key `{key}` is there twice"));
    }
}
