//! Cargo features: one for each resource at the top, so that a program compiles no more than the resources that it names and the
//! types that these need.
//!
//! A module of types stands beside the one resource that uses it, and comes with it; a shared one comes with each feature that
//! leads to it.

use std::collections::{BTreeMap, BTreeSet};

use super::usage::{mentioned, received, sent};
use crate::config::Config;
use crate::ir::{Api, Cause, Feature, Home, Resource, Usage};
use crate::name::Names;

/// From so many resources on they are features, unless sdk.toml says otherwise: fewer are hardly worth a choice.
const HANDFUL: usize = 5;

/// crates.io takes 300 features of a crate, and the core has some. Of more resources than this, those with the same first letter
/// are one feature, so that no resource that comes or goes changes the feature of another one.
const LIMIT: usize = 250;

/// The features of the core, and that of all resources.
const RESERVED: &[&str] = &[
    "blocking",
    "default",
    "full",
    "gzip",
    "native-tls",
    "rustls",
    "rustls-no-provider",
    "test-util",
    "tracing",
];

/// The features of what the API sends on its own, which belongs to no resource.
const OF_WEBHOOKS: &str = "webhook-types";
const OF_CALLBACKS: &str = "callback-types";

/// Names the feature of each resource at the top, if they are to be features. Called for the whole, so that a slice has the same.
pub(super) fn name(api: &mut Api, config: &Config) {
    if !config.features.resources.unwrap_or(api.resources.len() >= HANDFUL) {
        return;
    }
    let modules: Vec<String> = api
        .resources
        .iter()
        .map(|resource| top(&resource.modules).to_owned())
        .collect();
    for (resource, feature) in api.resources.iter_mut().zip(names(&modules)) {
        resource.feature = Some(feature);
    }
}

/// The features of the resources in these modules.
fn names(modules: &[String]) -> Vec<String> {
    let reserved = [RESERVED, &[OF_WEBHOOKS, OF_CALLBACKS]].concat();
    let mut names = Names::reserving(&reserved);
    let name = |module: &String| {
        let word = module.replace('_', "-");
        if modules.len() > LIMIT {
            let letter = word.chars().next().filter(char::is_ascii_lowercase);
            return format!("resources-{}", letter.map_or("other".to_owned(), String::from));
        }
        let word = if reserved.contains(&word.as_str()) {
            format!("{word}-resource")
        } else {
            word
        };
        names.take(word, "-")
    };
    modules.iter().map(name).collect()
}

/// Finds out what each feature brings, once it is settled which resources there are.
pub(super) fn gate(api: &mut Api) {
    let of_resources: BTreeMap<String, String> = api
        .resources
        .iter()
        .filter_map(|resource| Some((top(&resource.modules).to_owned(), resource.feature.clone()?)))
        .collect();
    if of_resources.is_empty() {
        return;
    }
    let mut reach = Reach {
        edges: edges(api),
        of_resources: &of_resources,
        users: BTreeMap::new(),
        needs: BTreeMap::new(),
    };
    for (resource, operation) in api.operations() {
        if let Some(feature) = of_resources.get(top(&resource.modules)) {
            let used = sent(operation).into_iter().chain(received(operation));
            used.for_each(|id| reach.go(&api.definition(id).home, feature));
        }
    }
    for event in &api.events {
        reach.go(&api.definition(event.payload).home, of_cause(&event.cause));
    }
    reach.rest();
    let of_events = api.events.iter().map(|event| of_cause(&event.cause).to_owned());
    let names: BTreeSet<String> = of_resources.values().cloned().chain(of_events).collect();
    reach.open(names.len());
    let Reach { users, needs, .. } = reach;
    let features = names.into_iter().map(|name| Feature {
        needs: needs.get(&name).into_iter().flatten().cloned().collect(),
        brings: brings(api, &name),
        operations: operations(api, &name),
        name,
    });
    api.features = features.collect();
    let users = users.into_iter();
    api.gates = users.map(|(home, users)| (home, users.into_iter().collect())).collect();
}

/// The first of the modules that lead to a resource.
fn top(modules: &[String]) -> &str {
    modules.first().map_or("", String::as_str)
}

fn of_cause(cause: &Cause) -> &'static str {
    match cause {
        Cause::Webhook => OF_WEBHOOKS,
        Cause::Callback { .. } => OF_CALLBACKS,
    }
}

/// The modules whose types a module of types mentions.
fn edges(api: &Api) -> BTreeMap<Home, BTreeSet<Home>> {
    let mut edges: BTreeMap<Home, BTreeSet<Home>> = BTreeMap::new();
    for definition in api
        .types
        .iter()
        .filter(|definition| definition.usage != Usage::default())
    {
        let to = edges.entry(definition.home.clone()).or_default();
        to.extend(
            mentioned(definition)
                .into_iter()
                .map(|id| api.definition(id).home.clone()),
        );
    }
    edges
}

/// How far features reach from module to module.
struct Reach<'a> {
    edges: BTreeMap<Home, BTreeSet<Home>>,
    of_resources: &'a BTreeMap<String, String>,
    users: BTreeMap<Home, BTreeSet<String>>,
    needs: BTreeMap<String, BTreeSet<String>>,
}

impl Reach<'_> {
    /// Brings a module, and all that it mentions, to a feature. What stands beside another resource comes with that one.
    fn go(&mut self, home: &Home, feature: &str) {
        let mut open = vec![home.clone()];
        while let Some(home) = open.pop() {
            if let Home::Resource(modules) = &home
                && let Some(own) = self.of_resources.get(top(modules))
                && own != feature
            {
                self.needs.entry(feature.to_owned()).or_default().insert(own.clone());
            } else if self.users.entry(home.clone()).or_default().insert(feature.to_owned()) {
                open.extend(self.edges.get(&home).into_iter().flatten().cloned());
            }
        }
    }

    /// What more than half of all features lead to is always there, if all that it mentions is: the conditions would be longer
    /// than what they save.
    fn open(&mut self, features: usize) {
        let many = |users: &BTreeSet<String>| users.len() * 2 > features;
        let of_many = self
            .users
            .iter()
            .filter(|(home, users)| home.shared_module().is_some() && many(users));
        let mut common: BTreeSet<Home> = of_many.map(|(home, _)| home.clone()).collect();
        loop {
            let is_free = |home: &Home| common.contains(home) || !self.users.contains_key(home);
            let is_kept = |home: &&Home| self.edges.get(home).into_iter().flatten().all(is_free);
            let kept: BTreeSet<Home> = common.iter().filter(is_kept).cloned().collect();
            if kept.len() == common.len() {
                break;
            }
            common = kept;
        }
        self.users.retain(|home, _| !common.contains(home));
    }

    /// A name that no use is left for comes with what it names.
    fn rest(&mut self) {
        let unused: Vec<Home> = self
            .edges
            .keys()
            .filter(|home| !self.users.contains_key(home))
            .cloned()
            .collect();
        for home in unused {
            let targets = self.edges.get(&home).into_iter().flatten();
            let users = targets.filter_map(|target| self.users.get(target)).next().cloned();
            for feature in users.iter().flatten() {
                self.go(&home, feature);
            }
        }
    }
}

fn of_feature<'a>(api: &'a Api, feature: &str) -> impl Iterator<Item = &'a Resource> {
    let named = api
        .resources
        .iter()
        .filter(|resource| resource.feature.as_deref() == Some(feature));
    let modules: BTreeSet<&str> = named.map(|resource| top(&resource.modules)).collect();
    let all = api.all_resources().into_iter();
    all.filter(move |resource| modules.contains(top(&resource.modules)))
}

/// The resources as they are reached: `bot()`, and `.session()` of it.
fn brings(api: &Api, feature: &str) -> Vec<String> {
    let event = match feature {
        OF_WEBHOOKS => Some("the payloads of webhooks"),
        OF_CALLBACKS => Some("the payloads of callbacks"),
        _ => None,
    };
    let resources = of_feature(api, feature).map(|resource| match resource.path.as_slice() {
        [top] => format!("`{top}()`"),
        path => format!("`.{}()`", path.get(1..).unwrap_or_default().join("().")),
    });
    event.map(str::to_owned).into_iter().chain(resources).collect()
}

fn operations(api: &Api, feature: &str) -> usize {
    of_feature(api, feature).map(|resource| resource.operations.len()).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(modules: &[&str]) -> Vec<String> {
        names(&modules.iter().map(|&module| module.to_owned()).collect::<Vec<_>>())
    }

    #[test]
    fn a_feature_is_called_as_its_resource_unless_the_core_has_one_of_that_name() {
        assert_eq!(of(&["bot", "chat_message"]), ["bot", "chat-message"]);
        assert_eq!(of(&["tracing", "full"]), ["tracing-resource", "full-resource"]);
    }

    #[test]
    fn many_resources_are_grouped_by_their_letters() {
        let modules: Vec<String> = (0..=LIMIT)
            .map(|number| format!("{}{number}", if number % 2 == 0 { 'a' } else { 'b' }))
            .collect();
        let grouped: BTreeSet<String> = names(&modules).into_iter().collect();
        assert_eq!(grouped.into_iter().collect::<Vec<_>>(), ["resources-a", "resources-b"]);
        assert_eq!(names(modules.get(1..).unwrap()).len(), LIMIT);
        assert_eq!(names(modules.get(1..).unwrap())[0], "b1");
    }
}
