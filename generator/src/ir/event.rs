//! What the API sends on its own: webhooks and callbacks.

use super::TypeId;

/// A request that the API sends to its user's server.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// Its name in the description.
    pub name: String,
    /// What makes the API send it.
    pub cause: Cause,
    /// The type of its body.
    pub payload: TypeId,
}

/// What makes the API send something on its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cause {
    /// Something has happened that the user has subscribed to.
    Webhook,
    /// An operation was called.
    Callback {
        /// The id of that operation.
        operation: String,
    },
}
