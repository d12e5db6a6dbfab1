//! What is wrong with the options of a client, until they are set anew.

use crate::error::{Error, Result};

/// The options that are malformed, each with the reason, in the order in which they were set.
#[derive(Clone, Default)]
pub(super) struct Failures(Vec<Failure>);

#[derive(Clone)]
struct Failure {
    option: &'static str,
    /// Of an option that is set for each of several names, the name.
    name: String,
    reason: String,
}

impl Failures {
    /// Of several problems with one option the first is kept.
    pub(super) fn add(&mut self, option: &'static str, name: &str, reason: String) {
        if !self.0.iter().any(|failure| failure.is_of(option, name)) {
            self.0.push(Failure {
                option,
                name: name.to_owned(),
                reason,
            });
        }
    }

    /// The option has a sound value now.
    pub(super) fn forget(&mut self, option: &str, name: &str) {
        self.0.retain(|failure| !failure.is_of(option, name));
    }

    /// Fails with the first problem.
    pub(super) fn check(&self) -> Result<()> {
        match self.0.first() {
            Some(failure) => Err(Error::configuration(failure.reason.clone())),
            None => Ok(()),
        }
    }
}

impl Failure {
    fn is_of(&self, option: &str, name: &str) -> bool {
        self.option == option && self.name == name
    }
}
