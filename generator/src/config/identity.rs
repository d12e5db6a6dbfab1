//! What the generated crate and its client are called, with defaults from the title of the description.

use openapiv3::Info;

use super::{Config, Package};

/// Names and metadata of the generated crate, every default taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// The name of the package: `chatbotkit-sdk`.
    pub name: String,
    /// The name of the library: `chatbotkit`.
    pub lib: String,
    /// The version of the package.
    pub version: String,
    /// One line about the package.
    pub description: String,
    /// The name of the client, in whatever spelling the owner chose.
    pub client_name: String,
    /// What environment variables begin with that have no name of their own: `CHATBOTKIT`.
    pub env_prefix: String,
    /// The environment variable that holds the secret.
    pub secret_env: String,
    /// The environment variable that holds another base URL.
    pub base_url_env: String,
}

impl Config {
    /// The identity of the crate for a description with this title and version.
    pub fn identity(&self, info: &Info) -> Identity {
        let Package {
            name,
            lib,
            version,
            description,
            ..
        } = &self.package;
        let client_name = self.client.name.clone();
        let words = words(client_name.as_deref().unwrap_or(&info.title));
        let kebab = words.join("-");
        let name = name.clone().unwrap_or_else(|| format!("{kebab}-sdk"));
        let lib = lib.clone().unwrap_or_else(|| name.replace('-', "_"));
        let constant = words.join("_").to_uppercase();
        Identity {
            name,
            lib,
            version: version.clone().unwrap_or_else(|| "0.1.0".to_owned()),
            description: description
                .clone()
                .unwrap_or_else(|| format!("Client for {}", title(info))),
            client_name: client_name.unwrap_or_else(|| words.iter().map(|word| capitalised(word)).collect()),
            env_prefix: constant.clone(),
            secret_env: self
                .client
                .secret_env
                .clone()
                .unwrap_or_else(|| format!("{constant}_API_SECRET")),
            base_url_env: self
                .client
                .base_url_env
                .clone()
                .unwrap_or_else(|| format!("{constant}_API_BASE_URL")),
        }
    }
}

fn title(info: &Info) -> &str {
    if info.title.trim().is_empty() {
        "an API"
    } else {
        info.title.trim()
    }
}

/// The words of a title in lower case, without those that every title has and without what Rust cannot spell.
fn words(title: &str) -> Vec<String> {
    let spelled: Vec<String> = title
        .split(|letter: char| !letter.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_ascii_lowercase)
        .collect();
    let telling: Vec<String> = spelled
        .iter()
        .filter(|word| {
            !matches!(
                word.as_str(),
                "api" | "rest" | "openapi" | "the" | "specification" | "swagger"
            )
        })
        .cloned()
        .collect();
    let mut words = if telling.is_empty() { spelled } else { telling };
    // Names of crates are short; the rest of a long title is prose.
    words.truncate(4);
    if words
        .first()
        .is_none_or(|word| word.starts_with(|first: char| first.is_ascii_digit()))
    {
        words.insert(0, "api".to_owned());
    }
    words
}

fn capitalised(word: &str) -> String {
    let (first, rest) = word.split_at(word.chars().next().map_or(0, char::len_utf8));
    first.to_uppercase() + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    fn identity(title: &str) -> Identity {
        Config::default().identity(&Info {
            title: title.to_owned(),
            ..Info::default()
        })
    }

    #[test]
    fn defaults_come_from_the_title() {
        let identity = identity("Swagger Petstore - OpenAPI 3.0");
        assert_eq!(identity.name, "petstore-3-0-sdk");
        assert_eq!(identity.lib, "petstore_3_0_sdk");
        assert_eq!(identity.client_name, "Petstore30");
        assert_eq!(identity.secret_env, "PETSTORE_3_0_API_SECRET");
    }

    #[test]
    fn every_title_gives_names() {
        assert_eq!(identity("").name, "api-sdk");
        assert_eq!(identity("API").name, "api-sdk");
        assert_eq!(identity("100 % öl").client_name, "Api100L");
        assert_eq!(identity("日本").lib, "api_sdk");
    }

    #[test]
    fn the_owner_decides() {
        let mut config = Config::default();
        config.client.name = Some("ChatBotKit".to_owned());
        let identity = config.identity(&Info::default());
        assert_eq!(
            (identity.client_name.as_str(), identity.lib.as_str()),
            ("ChatBotKit", "chatbotkit_sdk")
        );
    }
}
