//! Building a client, and a variant of one.

mod credentials;
mod server;

use super::failure::Failures;
use super::options::{DefaultHeaders, Limits, Options};
use super::standing::Standing;
use super::{Api, BaseUrl, Client, Credentials, SecretPlacement, Shared};
use crate::error::{Error, Result};
use crate::middleware::{Chain, Middleware};
use crate::redirect::RedirectPolicy;
use crate::retry::{RetryPolicy, TokenBucket};
use crate::secret::is_sensitive_argument;
use crate::timeout::Timeouts;
use crate::transport::{Network, OwnTransport, Transport};
use http::{HeaderName, HeaderValue};
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

// The options that can be malformed, by the names under which that is remembered until they are set anew.
const SECRET: &str = "secret";
const BASE_URL: &str = "base_url";
const ENDPOINT: &str = "endpoint";
const VARIABLE: &str = "server_variable";
const DEFAULT_HEADER: &str = "default_header";
const USER_AGENT: &str = "user_agent_suffix";
const TRANSPORT: &str = "transport";
/// Nothing makes up for these: the variant would still not have the connections that were asked for.
const CONNECTIONS: &str = "connections";

/// The options of a client that is being built, or of a variant (see [`Client::with`]).
#[must_use]
pub struct ClientBuilder {
    api: &'static Api,
    options: Options,
    transport: Option<Arc<dyn Transport>>,
    network: Network,
    bucket: Option<Arc<TokenBucket>>,
    failures: Failures,
}

impl ClientBuilder {
    pub(super) fn new(api: &'static Api) -> Self {
        let options = Options {
            credentials: Credentials::default(),
            base_url: BaseUrl::parse(api.base_url).unwrap_or_default(),
            server: api.server,
            variables: Vec::new(),
            endpoints: Vec::new(),
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
            failures: Failures::default(),
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
            failures: client.0.failures.clone(),
        }
    }

    /// Speaks to another API than the crate's own; for tests of what an API may declare.
    #[doc(hidden)]
    pub fn for_api(api: &'static Api) -> Self {
        Self::new(api)
    }

    /// The first problem is the one that is reported.
    fn fail(mut self, option: &'static str, name: &str, reason: impl Into<String>) -> Self {
        self.failures.add(option, name, reason.into());
        self
    }

    /// Refuses an option of the connections, which a variant has in common with its client.
    fn of_connections(self, option: &'static str) -> Self {
        // Only a client that is there has a budget.
        if self.bucket.is_none() {
            return self;
        }
        let reason = format!(
            "`{option}` belongs to the connections, which a variant shares; give it to the builder of a client of its own"
        );
        self.fail(CONNECTIONS, option, reason)
    }

    /// Takes the secret, and the base URL and further credentials if they are set there, from the environment.
    ///
    /// # Errors
    ///
    /// The variable of the secret is missing or empty, and nothing else that is set there makes up for it; the error names it.
    pub fn from_env(mut self) -> Result<Self> {
        for (place, scheme) in self.api.schemes.iter().enumerate().skip(1) {
            let secret = std::env::var(scheme.env).unwrap_or_default();
            if !secret.trim().is_empty() {
                self = self.credential_at(place, secret.trim());
            }
        }
        if self.api.secret != SecretPlacement::None {
            let name = self.api.secret_env;
            let secret = std::env::var(name).unwrap_or_default();
            let is_needless = || {
                !self.options.credentials.way(self.api, self.api.security).is_empty()
                    && self.options.credentials.missing(self.api, self.api.security).is_empty()
            };
            if !secret.trim().is_empty() {
                self = self.secret(secret.trim());
            } else if !is_needless() {
                return Err(Error::configuration(format!(
                    "the environment variable {name} is not set; it holds the API secret"
                )));
            }
        }
        let name = self.api.base_url_env;
        match std::env::var(name) {
            Ok(url) if !url.trim().is_empty() => match BaseUrl::parse(url.trim()) {
                Ok(url) => self = self.parsed_base_url(url),
                Err(reason) => return Err(Error::configuration(format!("environment variable {name}: {reason}"))),
            },
            _ => {}
        }
        Ok(self)
    }

    /// The secret that requests are signed with; an empty one sends none.
    pub fn secret(self, secret: impl Into<String>) -> Self {
        self.credential_at(0, &secret.into())
    }

    /// The URL that paths are added to; a path on it is kept.
    pub fn base_url(self, url: impl AsRef<str>) -> Self {
        match BaseUrl::parse(url.as_ref()) {
            Ok(url) => self.parsed_base_url(url),
            Err(reason) => self.fail(BASE_URL, "", reason),
        }
    }

    fn parsed_base_url(mut self, url: BaseUrl) -> Self {
        self.options.server = None;
        self.resolved_base_url(url)
    }

    fn resolved_base_url(mut self, url: BaseUrl) -> Self {
        self.failures.forget(BASE_URL, "");
        self.options.base_url = url;
        self
    }

    /// Another base URL for one operation, named by its id.
    pub fn endpoint(mut self, operation_id: impl Into<String>, base_url: impl AsRef<str>) -> Self {
        let operation_id = operation_id.into();
        match BaseUrl::parse(base_url.as_ref()) {
            Ok(url) => {
                self.failures.forget(ENDPOINT, &operation_id);
                self.options.endpoints.retain(|(old, _)| *old != operation_id);
                self.options.endpoints.push((operation_id, url));
                self
            }
            Err(reason) => self.fail(ENDPOINT, &operation_id, reason),
        }
    }

    /// A header for every request to the API's own origin. It replaces one of the same name, and gives way to the client's own and to a call's.
    pub fn default_header(mut self, name: impl AsRef<str>, value: impl Into<String>) -> Self {
        let name = name.as_ref();
        let (Ok(key), Ok(mut value)) = (
            HeaderName::from_bytes(name.as_bytes()),
            HeaderValue::try_from(value.into()),
        ) else {
            let reason = format!("the default header \"{name}\" is not one that HTTP can carry");
            return self.fail(DEFAULT_HEADER, &name.to_ascii_lowercase(), reason);
        };
        self.failures.forget(DEFAULT_HEADER, key.as_str());
        value.set_sensitive(is_sensitive_argument(name));
        self.options.headers.0.insert(key, value);
        self
    }

    /// A text added to the user agent, as in `my-app/1.0`.
    pub fn user_agent_suffix(mut self, suffix: impl AsRef<str>) -> Self {
        let text = format!("{}/{} {}", self.api.name, self.api.version, suffix.as_ref());
        match HeaderValue::from_str(text.trim_end()) {
            Ok(value) => {
                self.failures.forget(USER_AGENT, "");
                self.options.user_agent = value;
                self
            }
            Err(_) => self.fail(
                USER_AGENT,
                "",
                "the user agent holds a character that no header can carry",
            ),
        }
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
        self.of_connections("connect_timeout")
    }

    /// The proxy that all requests go through, as in `http://user:password@proxy.example:3128`; `https`, `socks5` and `socks5h` are spoken too.
    ///
    /// Unless this or [`no_proxy`](Self::no_proxy) is set, the environment has the say: `HTTP_PROXY`, `HTTPS_PROXY`, `ALL_PROXY` and `NO_PROXY`,
    /// in capital or small letters. It belongs to the connections, so a variant cannot change it.
    #[cfg(all(feature = "transport", not(target_arch = "wasm32")))]
    pub fn proxy(mut self, url: impl AsRef<str>) -> Self {
        match self.network.set_proxy(url.as_ref()) {
            Ok(()) => {
                self.failures.forget("proxy", "");
                self.of_connections("proxy")
            }
            Err(reason) => self.fail("proxy", "", format!("the URL of the proxy is of no use: {reason}")),
        }
    }

    /// No proxy at all, whatever the environment says. It belongs to the connections, so a variant cannot change it.
    #[cfg(all(feature = "transport", not(target_arch = "wasm32")))]
    pub fn no_proxy(mut self) -> Self {
        self.network.set_no_proxy();
        self.failures.forget("proxy", "");
        self.of_connections("no_proxy")
    }

    /// The certificates of a PEM text as authorities to trust, besides the system's own: a company's, or a test's. Each call adds more.
    /// It belongs to the connections, so a variant cannot change it.
    #[cfg(all(feature = "transport", not(target_arch = "wasm32")))]
    pub fn root_certificate(mut self, pem: impl AsRef<[u8]>) -> Self {
        match self.network.add_certificates(pem.as_ref()) {
            Ok(()) => self.of_connections("root_certificate"),
            Err(reason) => {
                let reason = format!("the root certificate is of no use: {reason}");
                self.fail("root_certificate", "", reason)
            }
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

    /// What carries the requests, in place of the transport that the feature `transport` brings.
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.failures.forget(TRANSPORT, "");
        self.transport = Some(Arc::new(transport));
        self
    }

    /// Builds the client.
    ///
    /// # Errors
    ///
    /// One of the options is malformed, or no transport was given where the feature `transport` is off.
    pub fn build(self) -> Result<Client> {
        let client = self.build_or_keep_failure();
        client.shared().check()?;
        Ok(client)
    }

    pub(super) fn build_or_keep_failure(mut self) -> Client {
        let mut failures = self.failures;
        if self.options.base_url.as_str().is_empty() {
            let reason = "the API has no base URL of its own; give one to the builder";
            failures.add(BASE_URL, "", reason.to_owned());
        }
        let transport = self.transport.unwrap_or_else(|| {
            if let Err(reason) = self.network.complete() {
                failures.add(TRANSPORT, "", reason);
            }
            Arc::new(OwnTransport::new(self.options.timeouts.connect, self.network))
        });
        let standing = Standing::new(self.api, &self.options).unwrap_or_else(|reason| {
            failures.add(SECRET, "", reason);
            Standing::default()
        });
        Client(Arc::new(Shared {
            api: self.api,
            options: self.options,
            standing,
            transport,
            bucket: self.bucket.unwrap_or_default(),
            failures,
        }))
    }
}

impl fmt::Debug for ClientBuilder {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("ClientBuilder")
            .field("options", &self.options.credentials.shown(&self.options))
            .finish_non_exhaustive()
    }
}
