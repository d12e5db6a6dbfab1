//! Servers whose URL has variables.

use super::{BASE_URL, ClientBuilder, VARIABLE};
use crate::client::{BaseUrl, ServerTemplate, server};

impl ClientBuilder {
    /// Speaks to one of the servers of the description.
    #[doc(hidden)]
    pub fn server_template(mut self, server: ServerTemplate) -> Self {
        self.options.server = Some(server);
        self.at_server()
    }

    /// The value of a variable in the URLs of servers; it has a say until a base URL is given as a whole.
    #[doc(hidden)]
    pub fn server_variable(mut self, name: &'static str, value: impl Into<String>) -> Self {
        let value = value.into();
        if let Some(reason) = server::refusal(name, &value) {
            return self.fail(VARIABLE, name, reason);
        }
        self.failures.forget(VARIABLE, name);
        self.options.variables.retain(|(old, _)| *old != name);
        self.options.variables.push((name, value));
        self.at_server()
    }

    fn at_server(self) -> Self {
        let Some(server) = self.options.server else { return self };
        match BaseUrl::parse(&server.filled(&self.options.variables)) {
            Ok(url) => self.resolved_base_url(url),
            Err(reason) => {
                let mut failed = self;
                // The newest reason counts: each variable that is set brings the URL nearer to what is meant.
                failed.failures.forget(BASE_URL, "");
                failed.fail(BASE_URL, "", reason)
            }
        }
    }
}
