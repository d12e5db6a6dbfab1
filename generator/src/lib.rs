//! Reads an OpenAPI description and writes a typed Rust client crate.
//!
//! The road, with the type on each arrow:
//!
//! ```text
//! files --load--> Bundle --dialect--> Document --lower--> Api --emit--> SourceFiles --print--> SourceTree --> folder
//! ```
//!
//! Only the two ends touch files; what lies between is a pure function of its input. Who may import whom:
//!
//! | module | may use |
//! | --- | --- |
//! | `ir`, `name`, `diagnostic`, `sample`, `source_tree` | nothing of ours |
//! | `load` | `diagnostic`, `source_tree` |
//! | `config` | `diagnostic`, and `openapiv3` for the title of the description |
//! | `dialect` | `load`, `diagnostic`, `openapiv3` |
//! | `lower` | `dialect`, `config`, `ir`, `name`, `diagnostic`, `openapiv3` |
//! | `emit` | `ir`, `name` |
//! | `print` | the file type of `emit`, `source_tree` |
//! | `skeleton` | `config`, `ir`, `source_tree` |
//! | `contract` | `dialect`, `config`, `ir`, `sample`, `diagnostic`, `openapiv3` |
//! | `fixtures` | `contract` |
//! | `mock` | `contract`, `sample` |
//! | `catalogue` | `ir` |
//! | `rustfmt` | `source_tree`, `skeleton` for the rustfmt.toml |
//! | `cli` | this module |
#![warn(missing_docs)]

pub mod catalogue;
pub mod config;
pub mod contract;
pub mod diagnostic;
pub mod dialect;
pub mod emit;
pub mod fixtures;
pub mod ir;
pub mod load;
pub mod lower;
#[cfg(feature = "mock")]
pub mod mock;
pub mod name;
pub mod print;
pub mod rustfmt;
pub mod sample;
pub mod skeleton;
pub mod source_tree;

use std::path::PathBuf;
use std::rc::Rc;

use config::Config;
use contract::Side;
use diagnostic::{Code, Diagnostic, Diagnostics, Place, Stop};
use source_tree::SourceTree;

/// What a run reads.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sources {
    /// The description and its overlays.
    pub inputs: load::Inputs,
    /// sdk.toml, if there is one.
    pub config: Option<PathBuf>,
    /// Patterns of the operations that are wanted, in place of those in sdk.toml; where neither has any, all are.
    pub only: Vec<String>,
}

/// What came of a run, and everything that there is to say about it.
#[derive(Debug)]
pub struct Run<T> {
    /// Nothing when there were errors.
    pub result: Option<T>,
    /// All problems, in the order of their places.
    pub problems: Vec<Diagnostic>,
}

/// A generated crate in memory.
#[derive(Clone, Debug)]
pub struct Sdk {
    /// The name of its package.
    pub name: String,
    /// Its files.
    pub tree: SourceTree,
    /// How many operations it has.
    pub operations: usize,
    /// How many types it has.
    pub types: usize,
    /// What became of the schemas of the description.
    pub census: ir::Census,
}

/// Generates the crate.
pub fn generate(sources: &Sources) -> Run<Sdk> {
    run(sources, sdk)
}

/// Generates the crate of one description in memory, with the defaults of sdk.toml. The name is shown in diagnostics, and its
/// ending decides the format; no file is read.
pub fn generate_text(name: &str, text: impl Into<Rc<str>>) -> Run<Sdk> {
    run_on(
        Ok(Config::default()),
        |diagnostics| load::text(name, text, diagnostics).map(|root| load::Bundle { root }),
        &Diagnostics::new(),
        sdk,
    )
}

fn sdk(document: &dialect::Document<'_>, config: &Config, diagnostics: &Diagnostics) -> Result<Sdk, Stop> {
    let api = lower::api(document, config, diagnostics);
    diagnostics.check()?;
    let identity = config.identity(&document.info());
    // First, so that its memory is free again when the many files need it.
    let fixtures = fixtures::json(&contract::read(document, config, &api, Side::Answers));
    let mut printed = print::tree(emit::files(&api));
    if config.package.rustfmt {
        printed = rustfmt::format(printed).map_err(|error| reported(Code::Unformatted, &error, diagnostics))?;
    }
    let mut tree = skeleton::files(config, &identity, &api.features);
    tree.extend(printed);
    tree.insert("README.md", emit::readme(&api, &identity.name, &identity.version));
    tree.insert("api.md", catalogue::markdown(&api));
    tree.insert("src/fixtures.json", fixtures);
    if let Some(folder) = config.include() {
        tree.extend(SourceTree::read(&folder).map_err(|error| reported(Code::UnreadableFile, &error, diagnostics))?);
    }
    Ok(Sdk {
        name: identity.name,
        tree: tree.with_manifest(),
        operations: api.operations().len(),
        types: api.types.iter().filter(|definition| definition.is_used()).count(),
        census: api.census,
    })
}

/// Lists the operations as the crate offers them.
pub fn list(sources: &Sources) -> Run<Vec<catalogue::Row>> {
    run(sources, |document, config, diagnostics| {
        let api = lower::api(document, config, diagnostics);
        diagnostics.check()?;
        Ok(catalogue::rows(&api))
    })
}

/// Reads what a server of this description has to know.
pub fn contract(sources: &Sources) -> Run<contract::Contract> {
    run(sources, |document, config, diagnostics| {
        let api = lower::api(document, config, diagnostics);
        diagnostics.check()?;
        Ok(contract::read(document, config, &api, Side::Both))
    })
}

/// Reads the files, and goes on with `rest`.
fn run<T>(
    sources: &Sources,
    rest: impl FnOnce(&dialect::Document<'_>, &Config, &Diagnostics) -> Result<T, Stop>,
) -> Run<T> {
    let diagnostics = Diagnostics::new();
    let mut config = Config::read(sources.config.as_deref(), &diagnostics);
    if let Ok(config) = &mut config {
        config.only.clone_from(&sources.only);
    }
    run_on(
        config,
        |diagnostics| load::bundle(&sources.inputs, diagnostics),
        &diagnostics,
        rest,
    )
}

/// Goes on with `rest`, and collects the problems while the document that they are about still exists.
fn run_on<T>(
    config: Result<Config, Stop>,
    load: impl FnOnce(&Diagnostics) -> Result<load::Bundle, Stop>,
    diagnostics: &Diagnostics,
    rest: impl FnOnce(&dialect::Document<'_>, &Config, &Diagnostics) -> Result<T, Stop>,
) -> Run<T> {
    let document = load(diagnostics).and_then(|bundle| dialect::document(bundle, diagnostics));
    let result = match (&document, &config) {
        (Ok(document), Ok(config)) => rest(document, config, diagnostics).ok(),
        _ => None,
    };
    let problems = diagnostics.sorted(|pointer| document.as_ref().ok()?.position(pointer));
    Run {
        result: result.filter(|_| !diagnostics.has_errors()),
        problems,
    }
}

fn reported(code: Code, error: &dyn std::fmt::Display, diagnostics: &Diagnostics) -> Stop {
    diagnostics.report(code, Place::NOWHERE, error.to_string());
    Stop
}
