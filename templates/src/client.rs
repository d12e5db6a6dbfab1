//! The client: one shared piece of configuration, with a connection pool in it.

pub(crate) mod api;
pub(crate) mod base_url;
mod builder;
mod credentials;
mod failure;
pub(crate) mod options;
mod server;
mod standing;

pub use api::{Api, Requirements, Scheme, SecretPlacement, StreamError};
pub(crate) use base_url::BaseUrl;
pub use builder::ClientBuilder;
pub(crate) use credentials::Credentials;

use crate::call::Call;
use crate::error::Result;
use crate::fetch::FetchOptions;
use crate::retry::TokenBucket;
use crate::transport::Transport;
use failure::Failures;
use options::Options;
pub use server::ServerTemplate;
pub(crate) use server::Variables;
use standing::Standing;
pub(crate) use standing::Way;
use std::fmt;
use std::sync::Arc;

/// A client of the API.
///
/// Cloning it is free: all clones share the connections, the retry budget and the configuration. [`with`](Self::with) gives a variant with other
/// options on the same connections.
#[derive(Clone)]
pub struct Client(Arc<Shared>);

/// What all clones of a client share.
pub(crate) struct Shared {
    api: &'static Api,
    options: Options,
    standing: Standing,
    transport: Arc<dyn Transport>,
    bucket: Arc<TokenBucket>,
    /// What is wrong with the options of a client that was made without a chance to say so; its calls do.
    failures: Failures,
}

impl Client {
    /// A client with this secret and the defaults for everything else.
    pub fn new(secret: impl Into<String>) -> Self {
        Self::builder().secret(secret).build_or_keep_failure()
    }

    /// A client whose secret, and base URL if it is set there, come from the environment.
    ///
    /// # Errors
    ///
    /// The variable of the secret is missing or empty, or the base URL is malformed; the error names the variable.
    pub fn from_env() -> Result<Self> {
        Self::builder().from_env()?.build()
    }

    /// Begins a client of which more than the secret is to be said.
    pub fn builder() -> ClientBuilder {
        ClientBuilder::new(&crate::api::API)
    }

    /// A variant of this client: the same connections and retry budget, with the options that `change` sets.
    ///
    /// An option that is malformed, or that belongs to the connections, makes every call of the variant fail with a configuration error. A variant
    /// that sets a malformed option anew is sound again.
    #[must_use]
    pub fn with(&self, change: impl FnOnce(ClientBuilder) -> ClientBuilder) -> Self {
        change(ClientBuilder::of_client(self)).build_or_keep_failure()
    }

    /// The URL that the paths of the operations are added to.
    pub fn base_url(&self) -> &str {
        self.0.options.base_url.as_str()
    }

    /// A call of any endpoint, also of one that this crate does not know, under the same policies as all others.
    ///
    /// The path is added to the base URL and must be encoded already. A whole URL is taken as it is; on a foreign origin it gets no credentials.
    /// `T` is the answer; the stream's item `U` comes from the options.
    pub fn fetch<T, U>(&self, path: &str, options: FetchOptions<U>) -> Call<T, U> {
        options.into_call(self, path)
    }

    /// The same connections without anything that only the API may see.
    pub(crate) fn bare(&self) -> Self {
        ClientBuilder::of_client(self)
            .without_credentials()
            .build_or_keep_failure()
    }

    /// What all clones share. The one internal method, so that no accessor of a resource can have the name of another.
    pub(crate) fn shared(&self) -> &Shared {
        &self.0
    }
}

impl Shared {
    pub(crate) fn api(&self) -> &'static Api {
        self.api
    }

    pub(crate) fn options(&self) -> &Options {
        &self.options
    }

    /// What the client proves itself with, and what nothing that is printed may hold.
    pub(crate) fn credentials(&self) -> &Credentials {
        &self.options.credentials
    }

    pub(crate) fn standing(&self) -> &Standing {
        &self.standing
    }

    pub(crate) fn transport(&self) -> &dyn Transport {
        &*self.transport
    }

    pub(crate) fn bucket(&self) -> &TokenBucket {
        &self.bucket
    }

    /// Fails where the options were malformed and nobody has been told yet.
    pub(crate) fn check(&self) -> Result<()> {
        let checked = self.failures.check();
        checked.map_err(|error| error.without(&self.credentials().secrets()))
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Client")
            .field("api", &self.0.api.name)
            .field("options", &self.0.options.credentials.shown(&self.0.options))
            .finish_non_exhaustive()
    }
}
