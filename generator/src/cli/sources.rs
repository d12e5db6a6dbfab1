//! Which files a run reads.

use std::path::{Path, PathBuf};

use clap::Args;
use sdksmith::Sources;
use sdksmith::load::Inputs;

/// The files to read. Without `--spec`, those of the folder `spec`.
#[derive(Args)]
pub(super) struct SourceArguments {
    /// The OpenAPI description, JSON or YAML; `-` reads the standard input [default: the one in spec/]
    #[arg(long, value_name = "FILE")]
    spec: Option<PathBuf>,
    /// An OpenAPI overlay to apply; may be repeated [default, without --spec: spec/overlay.yaml]
    #[arg(long, value_name = "FILE")]
    overlay: Vec<PathBuf>,
    /// A folder into which the description may refer, besides its own; may be repeated
    #[arg(long, value_name = "FOLDER")]
    allow_refs: Vec<PathBuf>,
    /// Decisions about the crate [default, without --spec: spec/sdk.toml]
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// The operations to take, and no others: a call path, an operationId, a tag or a path, with `*` for any part of a segment and
    /// `**` for any segments (`bot.**`, `list*`, `/bot/**`); may be repeated [default: `only` of sdk.toml, or all]
    #[arg(long, value_name = "PATTERN")]
    only: Vec<String>,
}

impl SourceArguments {
    /// The files, or what is wrong with the choice.
    pub(super) fn sources(&self) -> Result<Sources, String> {
        if let Some(spec) = &self.spec {
            let inputs = Inputs {
                spec: spec.clone(),
                overlays: self.overlay.clone(),
                folders: self.allow_refs.clone(),
            };
            return Ok(Sources {
                inputs,
                config: self.config.clone(),
                only: self.only.clone(),
            });
        }
        let folder = Path::new("spec");
        let existing = |name: &str| Some(folder.join(name)).filter(|path| path.exists());
        let overlays = if self.overlay.is_empty() {
            existing("overlay.yaml").into_iter().collect()
        } else {
            self.overlay.clone()
        };
        let config = self.config.clone().or_else(|| existing("sdk.toml"));
        Ok(Sources {
            inputs: Inputs {
                spec: only_description(folder)?,
                overlays,
                folders: self.allow_refs.clone(),
            },
            config,
            only: self.only.clone(),
        })
    }
}

/// The one description in the folder.
fn only_description(folder: &Path) -> Result<PathBuf, String> {
    let is_description = |path: &PathBuf| {
        let ending = path.extension().and_then(|ending| ending.to_str());
        let name = path.file_stem().and_then(|name| name.to_str()).unwrap_or_default();
        matches!(ending, Some("yaml" | "yml" | "json")) && !name.contains("overlay")
    };
    let entries = std::fs::read_dir(folder)
        .map_err(|_| "there is no folder `spec` here; name the description with --spec".to_owned())?;
    let mut found: Vec<PathBuf> = entries
        .flatten()
        .map(|entry| entry.path())
        .filter(is_description)
        .collect();
    found.sort();
    match found.len() {
        1 => Ok(found.remove(0)),
        0 => Err("the folder `spec` holds no description; name one with --spec".to_owned()),
        _ => Err("the folder `spec` holds several descriptions; name one with --spec".to_owned()),
    }
}
