//! Cargo features: one for each resource at the top, so that a program compiles no more than the resources that it names and the
//! types that these need.
//!
//! A module of types stands beside the one resource that uses it, and comes with it; a shared one comes with each feature that
//! leads to it.

use std::collections::{BTreeMap, BTreeSet};

use super::usage::{mentioned, received, sent};
use crate::config::Config;
use crate::ir::{Api, Cause, Feature, Home, Resource};
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
    "http2",
    "native-tls",
    "rustls",
    "rustls-no-provider",
    "test-util",
    "tracing",
    "transport",
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
    let of_resources: BTreeMap<&str, &str> = api
        .resources
        .iter()
        .filter_map(|resource| Some((top(&resource.modules), resource.feature.as_deref()?)))
        .collect();
    if of_resources.is_empty() {
        return;
    }
    let of_events = api.events.iter().map(|event| of_cause(&event.cause));
    let names: BTreeSet<&str> = of_resources.values().copied().chain(of_events).collect();
    let names: Vec<&str> = names.into_iter().collect();
    let mut reach = Reach::new(api, &of_resources, &names);
    for (resource, operation) in api.operations() {
        if let Some(feature) = of_resources.get(top(&resource.modules)) {
            let used = sent(operation).into_iter().chain(received(operation));
            used.for_each(|id| reach.go_to(&api.definition(id).home, feature));
        }
    }
    for event in &api.events {
        reach.go_to(&api.definition(event.payload).home, of_cause(&event.cause));
    }
    reach.rest();
    let gates = reach.gates();
    let features = names.iter().zip(&reach.needs).map(|(name, needs)| Feature {
        needs: reach.named(needs),
        brings: brings(api, name),
        operations: operations(api, name),
        name: (*name).to_owned(),
    });
    (api.features, api.gates) = (features.collect(), gates);
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

/// How far features reach from module to module of types. Modules and features are numbers here, since large descriptions have
/// thousands of the first and many of the second lead to most of them.
struct Reach<'a> {
    names: &'a [&'a str],
    /// In order, and so are the names.
    homes: Vec<&'a Home>,
    /// By module, the modules whose types its own mention.
    edges: Vec<BTreeSet<usize>>,
    /// By module, the feature of the resource that it stands beside.
    own: Vec<Option<usize>>,
    /// By module, for each feature whether it leads there.
    users: Vec<Vec<bool>>,
    /// By feature, for each feature whether it is needed.
    needs: Vec<Vec<bool>>,
}

impl<'a> Reach<'a> {
    fn new(api: &'a Api, of_resources: &BTreeMap<&str, &str>, names: &'a [&'a str]) -> Self {
        let of_types = api.types.iter().map(|definition| &definition.home);
        let homes: Vec<&Home> = of_types.collect::<BTreeSet<_>>().into_iter().collect();
        let own = |home: &&Home| match home {
            Home::Resource(modules) => names.binary_search(of_resources.get(top(modules))?).ok(),
            _ => None,
        };
        let mut edges = vec![BTreeSet::new(); homes.len()];
        for definition in api.types.iter().filter(|definition| definition.is_used()) {
            let mentioned = mentioned(definition).into_iter();
            let to = mentioned.filter_map(|id| homes.binary_search(&&api.definition(id).home).ok());
            if let Some(edges) = homes
                .binary_search(&&definition.home)
                .ok()
                .and_then(|home| edges.get_mut(home))
            {
                edges.extend(to);
            }
        }
        Self {
            names,
            own: homes.iter().map(own).collect(),
            users: vec![vec![false; names.len()]; homes.len()],
            needs: vec![vec![false; names.len()]; names.len()],
            homes,
            edges,
        }
    }

    /// Brings a module, and all that it mentions, to a feature. What stands beside another resource comes with that one.
    fn go_to(&mut self, home: &Home, feature: &str) {
        if let (Ok(home), Ok(feature)) = (self.homes.binary_search(&home), self.names.binary_search(&feature)) {
            self.go(home, feature);
        }
    }

    fn go(&mut self, home: usize, feature: usize) {
        let mut open = vec![home];
        while let Some(home) = open.pop() {
            let other = self.own.get(home).copied().flatten().filter(|own| *own != feature);
            let leads = match other {
                Some(other) => self.needs.get_mut(feature).and_then(|needs| needs.get_mut(other)),
                None => self.users.get_mut(home).and_then(|users| users.get_mut(feature)),
            };
            if leads.is_some_and(|leads| !std::mem::replace(leads, true)) && other.is_none() {
                open.extend(self.edges.get(home).into_iter().flatten());
            }
        }
    }

    /// A name that no use is left for comes with what it names.
    fn rest(&mut self) {
        let is_used = |users: &Vec<bool>| users.contains(&true);
        let unused: Vec<usize> = (0..self.homes.len())
            .filter(|home| !self.users.get(*home).is_some_and(is_used))
            .collect();
        for home in unused {
            let mut targets = self
                .edges
                .get(home)
                .into_iter()
                .flatten()
                .filter_map(|target| self.users.get(*target));
            let users = targets.find(|users| is_used(users)).cloned().unwrap_or_default();
            for (feature, _) in users.iter().enumerate().filter(|(_, leads)| **leads) {
                self.go(home, feature);
            }
        }
    }

    /// The features of each module that is not always there. What more than half of all features lead to is, if all that it mentions
    /// is: the conditions would be longer than what they save.
    fn gates(&self) -> BTreeMap<Home, Vec<String>> {
        let count = |users: &Vec<bool>| users.iter().filter(|leads| **leads).count();
        let of_many =
            |(home, users): (&&Home, &Vec<bool>)| home.shared_module().is_some() && count(users) * 2 > self.names.len();
        let is_unused: Vec<bool> = self.users.iter().map(|users| count(users) == 0).collect();
        let mut is_common: Vec<bool> = self.homes.iter().zip(&self.users).map(of_many).collect();
        loop {
            let is_free = |home: &usize| is_common.get(*home) == Some(&true) || is_unused.get(*home) == Some(&true);
            let kept: Vec<bool> = is_common
                .iter()
                .zip(&self.edges)
                .map(|(is_common, edges)| *is_common && edges.iter().all(is_free))
                .collect();
            if kept == is_common {
                break;
            }
            is_common = kept;
        }
        let conditional = |home: usize| is_common.get(home) == Some(&false) && is_unused.get(home) == Some(&false);
        let homes = self.homes.iter().zip(&self.users).enumerate();
        homes
            .filter(|(home, _)| conditional(*home))
            .map(|(_, (home, users))| ((*home).clone(), self.named(users)))
            .collect()
    }

    /// The names of those features that are marked.
    fn named(&self, marks: &[bool]) -> Vec<String> {
        let marked = self.names.iter().zip(marks).filter(|(_, is_marked)| **is_marked);
        marked.map(|(name, _)| (*name).to_owned()).collect()
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
