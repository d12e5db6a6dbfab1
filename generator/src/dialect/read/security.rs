//! Security schemes and requirements.

use openapiv3::{APIKeyLocation, AuthorizationCodeOAuth2Flow, ClientCredentialsOAuth2Flow, ImplicitOAuth2Flow};
use openapiv3::{OAuth2Flows, PasswordOAuth2Flow, SecurityRequirement, SecurityScheme};

use super::{Expected, mapped, missing, text, texts};
use crate::diagnostic::{Code, Diagnostics, Pointer};
use crate::load::Node;

/// Reads what an operation may be called with: schemes and their scopes.
pub(in crate::dialect) fn security_requirement(node: &Node) -> Result<SecurityRequirement, Expected> {
    mapped(node, |_, scopes| texts(scopes).unwrap_or_default())
}

/// Reads the security scheme at `at`.
pub(in crate::dialect) fn security_scheme(
    node: &Node,
    at: &Pointer,
    diagnostics: &Diagnostics,
) -> Option<SecurityScheme> {
    let field = |key: &str| node.get(key).and_then(|value| text(value).ok());
    let description = field("description");
    let extensions = Default::default();
    match field("type").unwrap_or_default().as_str() {
        "apiKey" => {
            let Some(name) = field("name") else {
                return missing("the `name` of an API key", node, at, diagnostics);
            };
            let location = match field("in").as_deref() {
                Some("query") => APIKeyLocation::Query,
                Some("cookie") => APIKeyLocation::Cookie,
                _ => APIKeyLocation::Header,
            };
            Some(SecurityScheme::APIKey {
                location,
                name,
                description,
                extensions,
            })
        }
        "http" => {
            let Some(scheme) = field("scheme") else {
                return missing("the `scheme` of HTTP security", node, at, diagnostics);
            };
            Some(SecurityScheme::HTTP {
                scheme,
                bearer_format: field("bearerFormat"),
                description,
                extensions,
            })
        }
        "oauth2" => {
            let flows = node.get("flows").map(flows).unwrap_or_default();
            Some(SecurityScheme::OAuth2 {
                flows,
                description,
                extensions,
            })
        }
        "openIdConnect" => {
            let open_id_connect_url = field("openIdConnectUrl").unwrap_or_default();
            Some(SecurityScheme::OpenIDConnect {
                open_id_connect_url,
                description,
                extensions,
            })
        }
        "mutualTLS" => {
            let message = "a certificate of the client belongs to the connection, so the client sends nothing for it";
            diagnostics.report(Code::UnsupportedSecurityScheme, (at, node.at), message);
            None
        }
        other => {
            let message = format!(
                "`{other}` is no type of a security scheme; known are apiKey, http, mutualTLS, oauth2 and openIdConnect"
            );
            diagnostics.report(Code::InvalidPart, (at, node.at), message);
            None
        }
    }
}

fn flows(node: &Node) -> OAuth2Flows {
    let field = |flow: &Node, key: &str| flow.get(key).and_then(|value| text(value).ok());
    let url = |flow: &Node, key: &str| field(flow, key).unwrap_or_default();
    let refresh_url = |flow: &Node| field(flow, "refreshUrl");
    let scopes = |flow: &Node| -> Vec<(String, String)> {
        flow.get("scopes")
            .and_then(|scopes| mapped(scopes, |_, about| text(about).unwrap_or_default()).ok())
            .unwrap_or_default()
    };
    OAuth2Flows {
        implicit: node.get("implicit").map(|flow| ImplicitOAuth2Flow {
            authorization_url: url(flow, "authorizationUrl"),
            refresh_url: refresh_url(flow),
            scopes: scopes(flow).into_iter().collect(),
            extensions: Default::default(),
        }),
        password: node.get("password").map(|flow| PasswordOAuth2Flow {
            token_url: url(flow, "tokenUrl"),
            refresh_url: refresh_url(flow),
            scopes: scopes(flow).into_iter().collect(),
            extensions: Default::default(),
        }),
        client_credentials: node.get("clientCredentials").map(|flow| ClientCredentialsOAuth2Flow {
            token_url: url(flow, "tokenUrl"),
            refresh_url: refresh_url(flow),
            scopes: scopes(flow).into_iter().collect(),
            extensions: Default::default(),
        }),
        authorization_code: node.get("authorizationCode").map(|flow| AuthorizationCodeOAuth2Flow {
            authorization_url: url(flow, "authorizationUrl"),
            token_url: url(flow, "tokenUrl"),
            refresh_url: refresh_url(flow),
            scopes: scopes(flow).into_iter().collect(),
            extensions: Default::default(),
        }),
        extensions: Default::default(),
    }
}
