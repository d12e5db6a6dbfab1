//! sdk.toml: the decisions of the crate's owner, as data. Every section and every key may be missing.

mod features;
mod formats;
mod identity;
mod pages;
mod suggestion;
mod upload;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use serde::Deserialize;

use crate::diagnostic::{Code, Diagnostics, Place, Position, SourceId, Stop, Unit};

pub use features::Features;
pub use formats::{Dates, Formats, Uuids};
pub use identity::Identity;
pub use pages::{Pages, Paging};
pub(crate) use suggestion::distance;
pub use upload::{FileFacts, Upload};

/// Everything that sdk.toml can say.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// What Cargo.toml of the generated crate says.
    #[serde(rename = "crate")]
    pub package: Package,
    /// The client of the whole API.
    pub client: Client,
    /// How operations become a tree of resources.
    pub resources: Resources,
    /// Names of types: a component, or `#/` and the rest of a pointer, and the Rust name.
    pub types: BTreeMap<String, String>,
    /// What may be sent twice.
    pub retry: Retry,
    /// How streams are written.
    pub stream: Stream,
    /// Decisions about parameters, by their names.
    pub parameters: BTreeMap<String, ParameterOptions>,
    /// Which types text of a format has.
    pub formats: Formats,
    /// Which parts of the crate are Cargo features.
    pub features: Features,
    /// Operations that announce a file whose bytes then go somewhere else.
    pub uploads: Vec<Upload>,
    /// How lists are walked from page to page, where the description does not show it or shows it wrong.
    pub pages: Vec<Pages>,
    /// What `--only` says, in place of `only` of the section `resources`.
    #[serde(skip)]
    pub only: Vec<String>,
    /// The file this was read from, to locate what is said about an entry later.
    #[serde(skip)]
    file: Option<File>,
}

#[derive(Clone, Debug)]
struct File {
    path: PathBuf,
    source: SourceId,
    text: Rc<str>,
}

/// `[crate]`
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Package {
    /// The name of the package.
    pub name: Option<String>,
    /// The name of the library: what users write after `use`.
    pub lib: Option<String>,
    /// The version of the package.
    pub version: Option<String>,
    /// One line about the package.
    pub description: Option<String>,
    /// Its licence, as an SPDX expression.
    pub license: Option<String>,
    /// Where its source is.
    pub repository: Option<String>,
    /// Its home page.
    pub homepage: Option<String>,
    /// Its documentation.
    pub documentation: Option<String>,
    /// Words to find it by.
    pub keywords: Option<Vec<String>>,
    /// Where the registry lists it.
    pub categories: Option<Vec<String>>,
    /// Who made it.
    pub authors: Option<Vec<String>>,
    /// The oldest Rust that it promises to compile with.
    pub rust_version: Option<String>,
    /// A folder beside sdk.toml whose files are copied over the generated ones.
    pub include: Option<PathBuf>,
    /// Whether rustfmt formats the output too.
    pub rustfmt: bool,
}

/// `[client]`
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Client {
    /// Its Rust name.
    pub name: Option<String>,
    /// The environment variable that holds the secret.
    pub secret_env: Option<String>,
    /// The environment variable that holds another base URL.
    pub base_url_env: Option<String>,
    /// The base URL, where the description's first server is not the right one.
    pub base_url: Option<String>,
    /// Whether an answer with a success status may hold an error.
    pub error_in_success: Option<bool>,
    /// Options that set a header on every request.
    #[serde(rename = "header")]
    pub headers: Vec<Header>,
}

/// `[[client.header]]`
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Header {
    /// The header.
    pub name: String,
    /// The method that sets it.
    pub method: String,
    /// The documentation of the method.
    pub doc: Option<String>,
}

/// `[resources]`
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Resources {
    /// Where the tree comes from.
    pub style: Style,
    /// Call paths of single operations: `listBots = "bot.list"`.
    pub operations: BTreeMap<String, String>,
    /// Patterns of the operations that the crate has, where it is not to have all.
    pub only: Vec<String>,
}

/// Where the tree of resources comes from.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub enum Style {
    /// The look of the description decides.
    #[default]
    Auto,
    /// Paths that end in a verb: `/bot/{botId}/fetch`.
    Path,
    /// Tags.
    Tag,
    /// Prefixes of operationIds: `repos/list-for-org`.
    OperationId,
    /// Paths of nouns: `GET /bots/{botId}`.
    Rest,
}

/// `[retry]`
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Retry {
    /// Operations that do no harm when they are sent twice, although their method does not say so.
    pub safe: Vec<String>,
}

/// `[stream]`
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Stream {
    /// The member that tells events apart.
    pub tag: Option<String>,
    /// The member that holds the content of an event.
    pub content: Option<String>,
    /// The value of `tag` that means an error.
    pub error: Option<String>,
    /// The value of `tag` of the event that ends a stream; the mock server sends it last.
    pub last: Option<String>,
}

/// `[parameters.NAME]`
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ParameterOptions {
    /// How the value is written: a style of OpenAPI, or `dot` for `name.key=value`.
    pub style: Option<String>,
}

impl Config {
    /// Reads sdk.toml; without one, everything has its default.
    pub fn read(path: Option<&Path>, diagnostics: &Diagnostics) -> Result<Self, Stop> {
        let Some(path) = path else { return Ok(Config::default()) };
        let text = std::fs::read_to_string(path).map_err(|error| {
            diagnostics.report(
                Code::UnreadableFile,
                Place::NOWHERE,
                format!("cannot read {}: {error}", path.display()),
            );
            Stop
        })?;
        Self::parse(path, &text, diagnostics)
    }

    fn parse(path: &Path, text: &str, diagnostics: &Diagnostics) -> Result<Self, Stop> {
        let text: Rc<str> = Rc::from(text);
        let source = diagnostics.add_source(path.display().to_string(), Rc::clone(&text), Unit::Byte);
        match toml::from_str::<Config>(&text) {
            Ok(config) => Ok(Config {
                file: Some(File {
                    path: path.to_owned(),
                    source,
                    text,
                }),
                ..config
            }),
            Err(error) => {
                let position = Position::new(source, error.span().map_or(0, |span| span.start));
                diagnostics.report(
                    Code::InvalidConfig,
                    position,
                    suggestion::with_nearest(error.message().trim_end()),
                );
                Err(Stop)
            }
        }
    }

    /// The folder whose files are copied over the output, if there is one.
    pub fn include(&self) -> Option<PathBuf> {
        let include = self.package.include.as_ref()?;
        let folder = self.file.as_ref().and_then(|file| file.path.parent())?;
        Some(folder.join(include))
    }

    /// The patterns of the operations that the crate has, each with its place in sdk.toml; all operations, where there are none.
    pub fn only(&self) -> Vec<(&str, Option<Position>)> {
        if !self.only.is_empty() {
            return self.only.iter().map(|pattern| (pattern.as_str(), None)).collect();
        }
        let of_file = self.resources.only.iter().enumerate();
        let place = |index: usize| self.position(&["resources", "only", &index.to_string()]);
        of_file
            .map(|(index, pattern)| (pattern.as_str(), place(index)))
            .collect()
    }

    /// Where an entry stands in sdk.toml, such as `["resources", "operations", "listBots"]` or `["uploads", "0", "method"]`.
    pub fn position(&self, keys: &[&str]) -> Option<Position> {
        let file = self.file.as_ref()?;
        let document = toml_edit::Document::parse(&*file.text).ok()?;
        let (last, outer) = keys.split_last()?;
        let mut place = document.as_item();
        for key in outer {
            place = match key.parse::<usize>() {
                Ok(index) if !place.is_table_like() => place.get(index)?,
                _ => place.get(key)?,
            };
        }
        let span = match place.as_table_like() {
            Some(table) => {
                let (key, item) = table.get_key_value(last)?;
                key.span().or_else(|| item.span())
            }
            None => place.as_array()?.get(last.parse::<usize>().ok()?)?.span(),
        };
        Some(Position::new(file.source, span?.start))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Result<Config, Stop>, Vec<String>) {
        let diagnostics = Diagnostics::new();
        let config = Config::parse(Path::new("spec/sdk.toml"), text, &diagnostics);
        let problems = diagnostics.sorted(|_| None).into_iter().map(|one| {
            let place = one.location.unwrap_or_else(|| panic!("{} has no place", one.message));
            format!("{} {}:{} {}", one.code.id(), place.line, place.column, one.message)
        });
        (config, problems.collect())
    }

    #[test]
    fn reads_sections() {
        let text = "
[crate]
name = \"x-sdk\"
include = \"sdk\"
[[client.header]]
name = \"x-user\"
method = \"user\"
[resources]
style = \"operation-id\"
only = [\"bot.**\", \"listTeams\"]
[resources.operations]
listBots = \"bot.list\"
[parameters.meta]
style = \"dot\"
";
        let (config, problems) = read(text);
        assert!(problems.is_empty(), "{problems:?}");
        let config = config.unwrap();
        assert_eq!(config.package.name.as_deref(), Some("x-sdk"));
        assert_eq!(config.resources.style, Style::OperationId);
        assert_eq!(config.include(), Some(PathBuf::from("spec/sdk")));
        assert!(config.position(&["resources", "operations", "listBots"]).is_some());
        assert!(config.position(&["resources", "operations", "other"]).is_none());
        assert!(config.position(&["client", "header", "0", "method"]).is_some());
        assert!(config.position(&["client", "header", "1", "method"]).is_none());
        assert!(config.position(&["resources", "only", "1"]).is_some());
        assert!(config.position(&["resources", "only", "2"]).is_none());
    }

    #[test]
    fn says_where_a_key_is_wrong() {
        let (config, problems) = read("[crate]\nname = \"x\"\nversoin = \"1\"\n");
        assert!(config.is_err());
        assert_eq!(problems.len(), 1);
        assert!(
            problems[0].starts_with("SDK0701 3:1 unknown field `versoin`"),
            "{problems:?}"
        );
        assert!(problems[0].ends_with("did you mean `version`?"), "{problems:?}");
        let (_, problems) = read("[crate]\nname = 5\n");
        assert!(problems[0].starts_with("SDK0701 2:8 invalid type"), "{problems:?}");
        let (_, problems) = read("[crate\n");
        assert!(problems[0].starts_with("SDK0701 1:"), "{problems:?}");
    }
}
