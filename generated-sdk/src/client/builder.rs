//! Building a client, and a variant of one.

use super::options::{DefaultHeaders, Limits, Options};
use super::standing::Standing;
use super::{Api, BaseUrl, Client, SecretPlacement, Shared};
use crate::error::{Error, Result};
use crate::middleware::{Chain, Middleware};
use crate::redirect::RedirectPolicy;
use crate::retry::{RetryPolicy, TokenBucket};
use crate::secret::{Secret, is_sensitive_argument};
use crate::timeout::Timeouts;
use crate::transport::{Network, OwnTransport, Transport};
use http::{HeaderName, HeaderValue};
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

/// The options of a client that is being built, or of a variant (see [`Client::with`]).
#[must_use]
pub struct ClientBuilder {
    api: &'static Api,
    options: Options,
    transport: Option<Arc<dyn Transport>>,
    network: Network,
    bucket: Option<Arc<TokenBucket>>,
    failure: Option<String>,
}

impl ClientBuilder {
    pub(super) fn new(api: &'static Api) -> Self {
        let options = Options {
            secret: Secret::default(),
            base_url: BaseUrl::parse(api.base_url).unwrap_or_default(),
            endpoints: BTreeMap::new(),
            headers: DefaultHeaders::default(),
            user_agent: HeaderValue::from_static(""),
            retry: RetryPolicy::default(),
            timeouts: Timeouts::default(),
            redirects: RedirectPolicy::default(),
            limits: Limits::default(),
            middleware: Chain::default(),
        };
        Self {
            api,
            options,
            transport: None,
            network: Network::default(),
            bucket: None,
            failure: None,
        }
        .user_agent_suffix("")
    }

    pub(super) fn of_client(client: &Client) -> Self {
        Self {
            api: client.0.api,
            options: client.0.options.clone(),
            transport: Some(Arc::clone(&client.0.transport)),
            network: Network::default(),
            bucket: Some(Arc::clone(&client.0.bucket)),
            failure: client.0.failure.clone(),
        }
    }

    /// Speaks to another API than the crate's own; for tests of what an API may declare.
    #[doc(hidden)]
    pub fn for_api(api: &'static Api) -> Self {
        Self::new(api)
    }

    /// The first problem is the one that is reported.
    fn fail(mut self, reason: String) -> Self {
        self.failure.get_or_insert(reason);
        self
    }

    /// Takes the secret, and the base URL if it is set there, from the environment.
    ///
    /// # Errors
    ///
    /// The variable of the secret is missing or empty; the error names it.
    pub fn from_env(mut self) -> Result<Self> {
        if self.api.secret != SecretPlacement::None {
            let name = self.api.secret_env;
            let secret = std::env::var(name).unwrap_or_default();
            if secret.trim().is_empty() {
                return Err(Error::configuration(format!(
                    "the environment variable {name} is not set; it holds the API secret"
                )));
            }
            self = self.secret(secret.trim());
        }
        let name = self.api.base_url_env;
        match std::env::var(name) {
            Ok(url) if !url.trim().is_empty() => match BaseUrl::parse(url.trim()) {
                Ok(url) => self.options.base_url = url,
                Err(reason) => return Err(Error::configuration(format!("environment variable {name}: {reason}"))),
            },
            _ => {}
        }
        Ok(self)
    }

    /// The secret that requests are signed with; an empty one sends none.
    pub fn secret(mut self, secret: impl Into<String>) -> Self {
        let secret = secret.into();
        if HeaderValue::from_str(&secret).is_err() {
            return self.fail("the secret holds a character that no header can carry".to_owned());
        }
        self.options.secret = Secret::new(&secret);
        self
    }

    /// The URL that paths are added to; a path on it is kept.
    pub fn base_url(mut self, url: impl AsRef<str>) -> Self {
        match BaseUrl::parse(url.as_ref()) {
            Ok(url) => self.options.base_url = url,
            Err(reason) => return self.fail(reason),
        }
        self
    }

    /// Another base URL for one operation, named by its id.
    pub fn endpoint(mut self, operation_id: impl Into<String>, base_url: impl AsRef<str>) -> Self {
        match BaseUrl::parse(base_url.as_ref()) {
            Ok(url) => {
                self.options.endpoints.insert(operation_id.into(), url);
                self
            }
            Err(reason) => self.fail(reason),
        }
    }

    /// A header for every request to the API's own origin. It replaces one of the same name, and gives way to the client's own and to a call's.
    pub fn default_header(mut self, name: impl AsRef<str>, value: impl Into<String>) -> Self {
        let name = name.as_ref();
        let (Ok(key), Ok(mut value)) = (
            HeaderName::from_bytes(name.as_bytes()),
            HeaderValue::try_from(value.into()),
        ) else {
            return self.fail(format!("the default header \"{name}\" is not one that HTTP can carry"));
        };
        value.set_sensitive(is_sensitive_argument(name));
        self.options.headers.0.insert(key, value);
        self
    }

    /// A text added to the user agent, as in `my-app/1.0`.
    pub fn user_agent_suffix(mut self, suffix: impl AsRef<str>) -> Self {
        let text = format!("{}/{} {}", self.api.name, self.api.version, suffix.as_ref());
        match HeaderValue::from_str(text.trim_end()) {
            Ok(value) => self.options.user_agent = value,
            Err(_) => return self.fail("the user agent holds a character that no header can carry".to_owned()),
        }
        self
    }

    /// The limit of a whole call, with all its tries and pauses: 10 minutes unless set. A stream has none.
    pub fn timeout(mut self, limit: Duration) -> Self {
        self.options.timeouts.total = Some(limit);
        self
    }

    /// Takes the limit off whole calls.
    pub fn no_timeout(mut self) -> Self {
        self.options.timeouts.total = None;
        self
    }

    /// The limit until a connection stands: 5 seconds unless set. It belongs to the connections, so a variant cannot change it.
    pub fn connect_timeout(mut self, limit: Duration) -> Self {
        self.options.timeouts.connect = limit;
        self
    }

    /// The proxy that all requests go through, as in `http://user:password@proxy.example:3128`; `https`, `socks5` and `socks5h` are spoken too.
    ///
    /// Unless this or [`no_proxy`](Self::no_proxy) is set, the environment has the say: `HTTP_PROXY`, `HTTPS_PROXY`, `ALL_PROXY` and `NO_PROXY`,
    /// in capital or small letters. It belongs to the connections, so a variant cannot change it.
    #[cfg(not(target_arch = "wasm32"))]
    pub fn proxy(mut self, url: impl AsRef<str>) -> Self {
        match self.network.set_proxy(url.as_ref()) {
            Ok(()) => self,
            Err(reason) => self.fail(format!("the URL of the proxy is of no use: {reason}")),
        }
    }

    /// No proxy at all, whatever the environment says. It belongs to the connections, so a variant cannot change it.
    #[cfg(not(target_arch = "wasm32"))]
    pub fn no_proxy(mut self) -> Self {
        self.network.set_no_proxy();
        self
    }

    /// The certificates of a PEM text as authorities to trust, besides the system's own: a company's, or a test's. Each call adds more.
    /// It belongs to the connections, so a variant cannot change it.
    #[cfg(not(target_arch = "wasm32"))]
    pub fn root_certificate(mut self, pem: impl AsRef<[u8]>) -> Self {
        match self.network.add_certificates(pem.as_ref()) {
            Ok(()) => self,
            Err(reason) => self.fail(format!("the root certificate is of no use: {reason}")),
        }
    }

    /// The limit of one try until the headers of the answer: 60 seconds unless set. While an upload makes progress it does not run out.
    pub fn headers_timeout(mut self, limit: Duration) -> Self {
        self.options.timeouts.headers = limit;
        self
    }

    /// The limit between two pieces of a stream or raw response: 60 seconds unless set. Other answers are under the limit of the whole call.
    pub fn idle_timeout(mut self, limit: Duration) -> Self {
        self.options.timeouts.idle = limit;
        self
    }

    /// How often a failed request is sent again: twice unless set.
    pub fn max_retries(mut self, retries: u32) -> Self {
        self.options.retry.max_retries = retries;
        self
    }

    /// Everything about retries.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.options.retry = policy;
        self
    }

    /// Which redirects are followed.
    pub fn redirects(mut self, policy: RedirectPolicy) -> Self {
        self.options.redirects = policy;
        self
    }

    /// The largest answer that is read into memory, in bytes: 256 MiB unless set. Streams and raw responses have no such limit.
    pub fn max_answer_bytes(mut self, bytes: usize) -> Self {
        self.options.limits.answer = bytes;
        self
    }

    /// The longest line or event of a stream, in bytes: 16 MiB unless set.
    pub fn max_line_bytes(mut self, bytes: usize) -> Self {
        self.options.limits.line = bytes;
        self
    }

    /// Code that runs around every call or every try, inside of the middleware that was given before.
    pub fn middleware(mut self, middleware: impl Middleware) -> Self {
        self.options.middleware.0.push(Arc::new(middleware));
        self
    }

    /// What carries the requests.
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.transport = Some(Arc::new(transport));
        self
    }

    /// Builds the client.
    ///
    /// # Errors
    ///
    /// One of the options is malformed.
    pub fn build(self) -> Result<Client> {
        let client = self.build_or_keep_failure();
        client.shared().check()?;
        Ok(client)
    }

    pub(super) fn build_or_keep_failure(mut self) -> Client {
        let unset = self.options.base_url.as_str().is_empty();
        let mut failure = self
            .failure
            .or_else(|| unset.then(|| "the API has no base URL of its own; give one to the builder".to_owned()));
        let transport = self.transport.unwrap_or_else(|| {
            failure = failure.take().or_else(|| self.network.complete().err());
            Arc::new(OwnTransport::new(self.options.timeouts.connect, self.network))
        });
        let standing = Standing::new(self.api, &self.options).unwrap_or_else(|reason| {
            failure.get_or_insert(reason);
            Standing::default()
        });
        Client(Arc::new(Shared {
            api: self.api,
            options: self.options,
            standing,
            transport,
            bucket: self.bucket.unwrap_or_default(),
            failure,
        }))
    }
}

impl fmt::Debug for ClientBuilder {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("ClientBuilder")
            .field("options", &self.options.secret.shown(&self.options))
            .finish_non_exhaustive()
    }
}
