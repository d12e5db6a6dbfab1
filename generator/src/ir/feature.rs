//! Cargo features that bring parts of the crate.

/// A Cargo feature with the resources that it brings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Feature {
    /// Its name.
    pub name: String,
    /// The features of other resources that it cannot do without.
    pub needs: Vec<String>,
    /// How its resources are reached (`bot()`, and `.session()` of it), or what else it brings.
    pub brings: Vec<String>,
    /// How many operations it brings.
    pub operations: usize,
}
