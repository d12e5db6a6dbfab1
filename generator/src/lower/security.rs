//! Security schemes and requirements: which credentials a client has, and which of them an operation takes.

use std::collections::BTreeSet;

use openapiv3::{APIKeyLocation, SecurityRequirement, SecurityScheme};

use crate::diagnostic::{Code, Diagnostics, Pointer};
use crate::dialect::Document;
use crate::ir::{Requirement, SecretPlacement, Ways};

/// HTTP schemes whose credential is worked out anew for each request or connection: no secret of one piece stands for them.
const WORKED_OUT: &[&str] = &[
    "digest",
    "dpop",
    "gnap",
    "hoba",
    "mutual",
    "negotiate",
    "ntlm",
    "privatetoken",
    "scram-sha-1",
    "scram-sha-256",
    "signature",
    "vapid",
];

/// The security of the whole description, every requirement read once.
pub(super) struct Security {
    /// The schemes that some operation takes, the client's secret first.
    pub schemes: Vec<Known>,
    /// What is required where nothing is said.
    pub usual: Ways,
    /// Schemes that are never told apart from another one, and schemes that are not supported.
    others: Vec<(String, Option<String>)>,
    /// Some operation takes some scheme.
    is_required: bool,
    /// The scopes that operations require of a scheme.
    scopes: BTreeSet<(String, String)>,
    /// What the document requires, if it says so.
    root: Option<Vec<SecurityRequirement>>,
}

/// A scheme, and where its credential goes.
pub(super) struct Known {
    pub name: String,
    pub scheme: SecurityScheme,
    pub placement: SecretPlacement,
}

/// Reads the schemes and all requirements.
pub(super) fn read(document: &Document, diagnostics: &Diagnostics) -> Security {
    let says = |at: &Pointer| document.node(at).is_some_and(|node| node.as_sequence().is_some());
    let root = Some(document.security()).filter(|_| says(&Pointer::root().child("security")));
    let operations = document.operations();
    let own = operations
        .iter()
        .filter_map(|reference| document.operation(reference)?.security.clone().or_else(|| root.clone()));
    let lists: Vec<Vec<SecurityRequirement>> = own.collect();
    let required: BTreeSet<&String> = lists.iter().flatten().flat_map(|way| way.keys()).collect();

    let mut security = Security {
        schemes: Vec::new(),
        usual: Vec::new(),
        others: Vec::new(),
        is_required: !required.is_empty(),
        scopes: lists
            .iter()
            .flatten()
            .flatten()
            .flat_map(|(name, scopes)| scopes.iter().map(|scope| (name.clone(), scope.clone())))
            .collect(),
        root,
    };
    for (name, scheme) in document.security_schemes() {
        if !required.is_empty() && !required.contains(&name) {
            continue;
        }
        match placement(&scheme) {
            Some(placement) => security.schemes.push(Known {
                name,
                scheme,
                placement,
            }),
            None => {
                let at = Pointer::root().descend(["components", "securitySchemes", &name]);
                let message = format!("the credential of `{name}` has to be worked out for each request");
                diagnostics.report(Code::UnsupportedSecurityScheme, &at, message);
                security.others.push((name, None));
            }
        }
    }
    security.merge(&lists);
    security.usual = security.usual(&lists);
    // The scheme that is required first is the one that the client's secret is for.
    let of_root = security.root.as_ref().and_then(|list| security.ways(list));
    let first: Vec<String> = of_root
        .into_iter()
        .chain([security.usual.clone()])
        .flatten()
        .flatten()
        .collect();
    let place = |known: &Known| first.iter().position(|name| *name == known.name).unwrap_or(first.len());
    security.schemes.sort_by_key(place);
    security
}

impl Security {
    /// What an operation requires that says this of its security.
    pub fn requirement(&self, own: Option<&Vec<SecurityRequirement>>) -> Requirement {
        let Some(ways) = own.or(self.root.as_ref()).and_then(|list| self.ways(list)) else {
            return Requirement::Usual;
        };
        let is_open = ways.iter().all(Vec::is_empty);
        if is_open && (own.is_some() || self.is_required) {
            Requirement::Nothing
        } else if is_open || self.schemes.len() == 1 || ways == self.usual {
            Requirement::Usual
        } else {
            Requirement::Own(ways)
        }
    }

    /// The scheme whose credential stands for this one, if that goes into a request at all.
    pub fn stands_for(&self, name: &str) -> Option<&str> {
        let name = name.to_owned();
        let own = self.named(&name)??;
        self.schemes
            .iter()
            .find(|known| known.name == *own)
            .map(|known| known.name.as_str())
    }

    /// The scopes of a scheme that operations require, with blanks between them.
    pub fn scopes(&self, scheme: &str) -> String {
        let own = self.scopes.iter().filter(|(name, _)| name == scheme);
        own.map(|(_, scope)| scope.as_str()).collect::<Vec<_>>().join(" ")
    }

    /// What most operations require. Where nothing is required anywhere, everything that there is goes with every call, as far as
    /// it is set.
    fn usual(&self, lists: &[Vec<SecurityRequirement>]) -> Ways {
        let required = |ways: &Ways| ways.iter().any(|way| !way.is_empty());
        let mut counted: Vec<(Ways, usize)> = Vec::new();
        for ways in lists.iter().filter_map(|list| self.ways(list)).filter(required) {
            match counted.iter_mut().find(|(known, _)| *known == ways) {
                Some((_, count)) => *count += 1,
                None => counted.push((ways, 1)),
            }
        }
        let most = counted.iter().map(|(_, count)| *count).max().unwrap_or_default();
        match counted.into_iter().find(|(_, count)| *count == most) {
            Some((ways, _)) => ways,
            None => vec![self.schemes.iter().map(|known| known.name.clone()).collect()],
        }
    }

    /// A list of requirements by the schemes that are supported. Nothing where all that it names is unknown.
    fn ways(&self, list: &[SecurityRequirement]) -> Option<Ways> {
        let mut ways = Ways::new();
        let mut is_optional = false;
        for requirement in list {
            let Some(names) = requirement
                .keys()
                .map(|name| self.named(name))
                .collect::<Option<Vec<_>>>()
            else {
                continue;
            };
            let mut way: Vec<String> = Vec::new();
            for name in names.into_iter().flatten() {
                if !way.contains(name) {
                    way.push(name.clone());
                }
            }
            is_optional |= way.is_empty();
            if !way.is_empty() && !ways.contains(&way) {
                ways.push(way);
            }
        }
        if ways.is_empty() && !is_optional && !list.is_empty() {
            return None;
        }
        if is_optional {
            ways.push(Vec::new());
        }
        Some(ways)
    }

    /// The scheme that stands for one of this name: itself, another one, or none; nothing where it is not declared.
    fn named<'a>(&'a self, name: &'a String) -> Option<Option<&'a String>> {
        if let Some((_, other)) = self.others.iter().find(|(own, _)| own == name) {
            return Some(other.as_ref());
        }
        let known = self.schemes.iter().find(|known| known.name == *name)?;
        Some(Some(&known.name))
    }

    /// Makes one scheme of two that stand in the same place and are never told apart: wherever one is accepted, so is the other.
    fn merge(&mut self, lists: &[Vec<SecurityRequirement>]) {
        let mut kept: Vec<Known> = Vec::new();
        for known in std::mem::take(&mut self.schemes) {
            let same = kept.iter().find(|other| {
                other.placement == known.placement && lists.iter().all(|list| is_same(list, &other.name, &known.name))
            });
            match same {
                Some(other) => self.others.push((known.name, Some(other.name.clone()))),
                None => kept.push(known),
            }
        }
        self.schemes = kept;
    }
}

/// Whether a list accepts the same when two schemes change places.
fn is_same(list: &[SecurityRequirement], one: &str, other: &str) -> bool {
    let ways = |exchange: bool| -> BTreeSet<BTreeSet<&str>> {
        let name = |name: &'_ str| -> Option<&str> {
            match (exchange, name) {
                (true, name) if name == one => Some(other),
                (true, name) if name == other => Some(one),
                _ => None,
            }
        };
        list.iter()
            .map(|way| way.keys().map(|key| name(key).unwrap_or(key.as_str())).collect())
            .collect()
    };
    ways(false) == ways(true)
}

/// Where the credential of a scheme goes, if it is a secret of one piece.
fn placement(scheme: &SecurityScheme) -> Option<SecretPlacement> {
    Some(match scheme {
        SecurityScheme::HTTP { scheme, .. } => {
            let lower = scheme.trim().to_ascii_lowercase();
            match lower.as_str() {
                "basic" => SecretPlacement::Basic,
                // Not every author knows that the scheme of OAuth tokens is called Bearer.
                "" | "oauth" | "oauth2" => SecretPlacement::Bearer,
                _ if lower.starts_with("bearer") => SecretPlacement::Bearer,
                _ if WORKED_OUT.contains(&lower.as_str()) => return None,
                _ if is_token(scheme.trim()) => SecretPlacement::Authorization(scheme.trim().to_owned()),
                _ => SecretPlacement::Bearer,
            }
        }
        SecurityScheme::OAuth2 { .. } | SecurityScheme::OpenIDConnect { .. } => SecretPlacement::Bearer,
        SecurityScheme::APIKey { location, name, .. } => match location {
            APIKeyLocation::Header => SecretPlacement::Header(name.clone()),
            APIKeyLocation::Query => SecretPlacement::Query(name.clone()),
            APIKeyLocation::Cookie => SecretPlacement::Cookie(name.clone()),
        },
    })
}

/// Whether a text can be the name of a scheme (RFC 9110, section 5.6.2).
fn is_token(text: &str) -> bool {
    text.bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte))
}
