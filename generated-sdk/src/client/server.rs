//! Servers whose URL has variables.

use crate::client::BaseUrl;
use crate::redirect;
use std::borrow::Cow;

/// The URL of a server as a description gives it.
#[derive(Clone, Copy, Debug)]
pub struct ServerTemplate {
    /// The URL, with `{name}` where a variable stands. It may be relative to the client's base URL.
    pub url: &'static str,
    /// The variables and their defaults.
    pub variables: &'static [(&'static str, &'static str)],
}

/// The variables that were set, each once: so few that a map would cost more to compile than to search.
pub(crate) type Variables = Vec<(&'static str, String)>;

impl ServerTemplate {
    /// The URL with each variable replaced by what was set, or by its default.
    pub(crate) fn filled(&self, set: &Variables) -> Cow<'static, str> {
        let mut url = Cow::Borrowed(self.url);
        for (name, default) in self.variables {
            let value = set
                .iter()
                .find(|(set, _)| set == name)
                .map_or(*default, |(_, value)| value);
            url = Cow::Owned(url.replace(&format!("{{{name}}}"), value));
        }
        url
    }

    /// The base URL that this is for a client with another one (RFC 3986, section 5.2).
    pub(crate) fn resolved(&self, set: &Variables, base: &BaseUrl) -> Result<BaseUrl, String> {
        let url = self.filled(set);
        if url.contains("://") {
            return BaseUrl::parse(&url);
        }
        match redirect::resolve(base.uri(), &url) {
            Some(url) => BaseUrl::parse(&url.to_string()),
            None => Err(format!("the server \"{url}\" is no URL")),
        }
    }
}

/// What is wrong with the value of a variable: nothing in it may turn the rest of the URL into something else.
pub(super) fn refusal(name: &str, value: &str) -> Option<String> {
    let is_illegal = |letter: char| letter.is_whitespace() || letter.is_control() || "@?#\\{}".contains(letter);
    value
        .contains(is_illegal)
        .then(|| format!("the server variable \"{name}\" holds a character that has no place in it"))
}
