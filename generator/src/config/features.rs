//! `[features]`: the Cargo features of the crate.

use serde::Deserialize;

/// `[features]`
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Features {
    /// Whether each resource is a feature; unless it is said, where there are several resources.
    pub resources: Option<bool>,
}
